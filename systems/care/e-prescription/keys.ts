/**
 * Keys (kluczRecepty, kluczPakietuRecept): 44 digits, unique, found without a table that crosses patients. A key
 * carries the compartment key of its patient under a mask that only this installation can take off, so two keys of one
 * patient look unrelated, and a key leads to one partition:
 *
 * `k` kind (1 package, 2 prescription) · `r` 19 digits of chance · `m` 20 digits: compartment key ⊕ HMAC(r) ·
 * `c` 4 digits of HMAC(k r m), so that a mistyped key is known before the database is asked.
 *
 * Unique across patients, since it decodes to one patient, and within one by the index of the ledger. Decision 0017
 */
import { createHmac } from 'node:crypto';
import type { Key } from '#core/record/keys.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

export type KeyKind = 'package' | 'prescription';
const kinds: Record<KeyKind, string> = { package: '1', prescription: '2' };

export interface ReadKey {
  readonly kind: KeyKind;
  readonly patient: Key;
}

export interface Keys {
  make(kind: KeyKind, patient: Key): string;
  /** Undefined: it is none that was given here, or is mistyped. */
  read(key: string): ReadKey | undefined;
}

const mask63 = (1n << 63n) - 1n;
const digits = (value: bigint, length: number): string => value.toString().padStart(length, '0');

/** @param secret 32 bytes that belong to this installation and never change: without them no key leads anywhere. */
export function keysOf(secret: Buffer, runtime: Pick<Runtime, 'randomBytes'>): Keys {
  const hashed = (of: string, text: string): bigint =>
    createHmac('sha256', secret).update(`${of}\n${text}`).digest().readBigUInt64BE();
  const masked = (chance: string, value: bigint): bigint => (hashed('mask', chance) & mask63) ^ value;
  const check = (body: string): string => digits(hashed('check', body) % 10_000n, 4);
  return {
    make(kind, patient) {
      const chance = digits(runtime.randomBytes(8).readBigUInt64BE() & mask63, 19);
      const body = kinds[kind] + chance + digits(masked(chance, BigInt(patient)), 20);
      return body + check(body);
    },
    read(key) {
      if (!/^[12][0-9]{43}$/.test(key) || check(key.slice(0, 40)) !== key.slice(40)) return undefined;
      const patient = masked(key.slice(1, 20), BigInt(key.slice(20, 40)));
      if (patient > mask63) return undefined;
      return { kind: key.startsWith('1') ? 'package' : 'prescription', patient: patient.toString() };
    },
  };
}

/** A number of a document: 22 digits, the first not 0. domain/poland.md 1.2 */
export function documentNumber(runtime: Pick<Runtime, 'randomBytes'>): string {
  const bytes = runtime.randomBytes(16);
  const value = (bytes.readBigUInt64BE() << 64n) | bytes.readBigUInt64BE(8);
  return digits(10n ** 21n + (value % (9n * 10n ** 21n)), 22);
}
