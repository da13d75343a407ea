/**
 * Challenges of WebAuthn without a table of open ones: time, chance and a keyed hash over both and over what the
 * challenge is for. Anybody may ask for one without filling anything; it is good for five minutes, for its purpose, and
 * (accounts.used_challenge) once. https://www.w3.org/TR/webauthn-3/#sctn-cryptographic-challenges
 */
import { timingSafeEqual } from 'node:crypto';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Keyring } from './sealing.ts';

/** Milliseconds. */
export const challengeLife = 5 * 60_000;
const timeLength = 6;
const chanceLength = 16;

/** `purpose` names the act and whom it is for: `sign-in`, `register <account>`. */
export function makeChallenge(keys: Keyring, runtime: Runtime, purpose: string): Buffer {
  const time = Buffer.alloc(timeLength);
  time.writeUIntBE(runtime.now().getTime(), 0, timeLength);
  const body = Buffer.concat([time, runtime.randomBytes(chanceLength)]);
  return Buffer.concat([body, proofOf(keys, purpose, body)]);
}

/** When the challenge ends, if it is one of ours for this purpose and not over; else undefined. */
export function challengeEnd(keys: Keyring, purpose: string, challenge: string, now: Date): Date | undefined {
  const bytes = Buffer.from(challenge, 'base64url');
  const body = bytes.subarray(0, timeLength + chanceLength);
  const proof = bytes.subarray(timeLength + chanceLength);
  const expected = proofOf(keys, purpose, body);
  if (body.length < timeLength + chanceLength || proof.length !== expected.length) return undefined;
  if (!timingSafeEqual(proof, expected)) return undefined;
  const end = new Date(body.readUIntBE(0, timeLength) + challengeLife);
  return end > now ? end : undefined;
}

const proofOf = (keys: Keyring, purpose: string, body: Buffer): Buffer =>
  keys.mark('challenge', `${purpose} ${body.toString('base64url')}`);
