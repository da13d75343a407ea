/**
 * Recovery codes: ten of 80 random bits, shown once, each good once instead of the authenticator. security/requirements
 * C-11. The first two letters find the row, so that one code costs one hash and not ten.
 */
import type { Runtime } from '#core/runtime/runtime.ts';
import { base32 } from './second-factor.ts';

export const howMany = 10;

export interface RecoveryCode {
  /** As the person writes it down: `ab2c-defg-hijk-lmno`. */
  readonly shown: string;
  readonly selector: string;
  /** What is hashed: the other fourteen letters. */
  readonly rest: string;
}

/** Ten codes whose first two letters differ. */
export function makeRecoveryCodes(runtime: Pick<Runtime, 'randomBytes'>): RecoveryCode[] {
  const made = new Map<string, RecoveryCode>();
  while (made.size < howMany) {
    const letters = base32(runtime.randomBytes(10)).toLowerCase();
    const shown = letters.match(/.{4}/g)?.join('-') ?? letters;
    made.set(letters.slice(0, 2), { shown, selector: letters.slice(0, 2), rest: letters.slice(2) });
  }
  return [...made.values()];
}

/** A code as typed, capitals and dashes or not; undefined when it cannot be one. */
export function readRecoveryCode(typed: string): Pick<RecoveryCode, 'selector' | 'rest'> | undefined {
  // People read 0 for O and 1 for I or L: neither digit is in the alphabet, so they can only mean the letters.
  const letters = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('0', 'o').replaceAll('1', 'l');
  return /^[a-z2-7]{16}$/.test(letters) ? { selector: letters.slice(0, 2), rest: letters.slice(2) } : undefined;
}
