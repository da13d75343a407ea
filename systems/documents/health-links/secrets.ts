/** Secrets of links: where each comes from, and what of it is kept. Decision 0055. */
import { createHash, createHmac, hkdfSync, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Key } from '#core/record/keys.ts';

const scrypted = promisify(scrypt) as (secret: Buffer, salt: Buffer, length: number) => Promise<Buffer>;

/** What stands in the manifest's address: whose link, for the partition, and 256 bits by which it is found. */
export const handleOf = (patient: Key, secret: Buffer): string =>
  `${BigInt(patient).toString(36)}.${secret.toString('base64url')}`;

export interface Handle {
  readonly patient: Key;
  readonly id: string;
}

/** Undefined for what is no handle. */
export function readHandle(handle: string): Handle | undefined {
  const [, key = '', secret = ''] = /^([0-9a-z]{1,13})\.([A-Za-z0-9_-]{43})$/.exec(handle) ?? [];
  if (!key) return undefined;
  const patient = [...key].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
  if (patient > 0x7fffffffffffffffn) return undefined;
  return { patient: patient.toString(), id: idOf(Buffer.from(secret, 'base64url')) };
}

/** Under what a link is kept: from it nobody comes to its address. */
export const idOf = (secret: Buffer): string => createHash('sha256').update(secret).digest('hex').slice(0, 40);

/** The key of a link that keeps up: made again when it is opened, from the platform's secret and the link's salt. */
export const keyOf = (platform: Buffer, id: string, salt: Buffer): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', platform, salt, `health-link ${id}`, 32));

/** What is kept of a PIN: slow to guess, and of no use without the platform's secret. */
export const pinHash = (platform: Buffer, pin: string, salt: Buffer): Promise<Buffer> =>
  scrypted(createHmac('sha256', platform).update(`pin ${pin}`).digest(), salt, 32);

export const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Whether a PIN is too easy: short, one digit again and again, or digits in a row. */
export function isWeak(pin: string): boolean {
  if (pin.length < 6 || /^(.)\1*$/.test(pin)) return true;
  const codes = [...pin].map((sign) => sign.charCodeAt(0));
  return [1, -1].some((step) => codes.every((code, at) => at === 0 || code - (codes[at - 1] ?? 0) === step));
}
