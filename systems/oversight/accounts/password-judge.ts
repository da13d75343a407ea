/** Judges new passwords by the policy in force, the list of known ones, and the person's former ones. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type KnownWords, readFilter } from '#libs/known-passwords/filter.ts';
import { isNearCopy, type PasswordFault, type PasswordOwner, passwordFault } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import type { PolicyInForce } from './policy/policy.ts';

export interface PasswordJudge {
  /** What is wrong, or undefined. `old`: the password that is being replaced, as just typed; `former`: hashes. */
  fault(password: string, owner: PasswordOwner, before?: Before): Promise<PasswordFault | undefined>;
}

export interface Before {
  readonly old: string;
  readonly former: readonly string[];
}

const filterFile = fileURLToPath(new URL('../../../build/known-passwords/filter.bin', import.meta.url));

export function passwordJudge(passwords: Passwords, policy: PolicyInForce): PasswordJudge {
  let known: KnownWords | undefined;
  return {
    async fault(password, owner, before) {
      // A megabyte, read when the first password is chosen.
      known ??= readFilter(readFileSync(filterFile));
      const fault = passwordFault(password, owner, policy.current.values, known);
      if (fault || !before) return fault;
      if (isNearCopy(password, before.old, policy.of('password.distance')))
        return { code: 'password-similar', says: 'The new password is nearly the old one. Choose another.' };
      for (const hash of before.former) {
        if (await passwords.verify(hash, password))
          return { code: 'password-used', says: 'You have had this password before. Choose another.' };
      }
      return undefined;
    },
  };
}
