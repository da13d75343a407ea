/**
 * The second factor: time-based one-time passwords. https://www.rfc-editor.org/rfc/rfc6238 (30 s, SHA-1, six digits)
 */
import { generateSync, verifySync } from 'otplib';

const period = 30;
const seconds = (now: Date): number => Math.floor(now.getTime() / 1000);

/** The step a code belongs to, when it is of the present step or the one before; else undefined. */
export function matchingStep(seed: Buffer, code: string, now: Date): number | undefined {
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const result = verifySync({
    secret: seed,
    token: code,
    epoch: seconds(now),
    period,
    digits: 6,
    epochTolerance: [period, 0],
  });
  return result.valid ? Math.floor(seconds(now) / period) + result.delta : undefined;
}

/** The code of the present step, and how many seconds it is still shown by an authenticator. */
export function currentCode(seed: Buffer, now: Date): { code: string; secondsLeft: number } {
  const code = generateSync({ secret: seed, epoch: seconds(now), period, digits: 6 });
  return { code, secondsLeft: period - (seconds(now) % period) };
}

/** The oldest step that could still be accepted: used steps before it may be forgotten. */
export const oldestStep = (now: Date): number => Math.floor(seconds(now) / period) - 2;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A seed as people type it into an authenticator. https://www.rfc-editor.org/rfc/rfc4648#section-6 */
export function base32(bytes: Buffer): string {
  let bits = 0;
  let value = 0;
  let out = '';
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(value >>> (bits - 5)) & 31];
  }
  return bits > 0 ? out + alphabet[(value << (5 - bits)) & 31] : out;
}
