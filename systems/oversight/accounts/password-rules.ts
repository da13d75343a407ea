/**
 * What is wrong with a new password, or nothing: facts in, decision out. security/requirements C-06, K1–K3 (SEC-182,
 * 234–241): length, classes for staff, nothing of the person's own, not one that everybody tries first, not an old one
 * and not nearly the old one.
 */
import { disguises, folded } from '#libs/known-passwords/folding.ts';
import type { Policy } from './policy/rules.ts';

export interface PasswordOwner {
  readonly login: string;
  /** First name, surname, or the whole name. */
  readonly names: readonly string[];
  readonly staff: boolean;
  /** What else belongs to the person: birth date, PESEL, telephone, the names of their facilities. */
  readonly own?: readonly string[];
}

export interface PasswordFault {
  readonly code:
    | 'password-length'
    | 'password-classes'
    | 'password-personal'
    | 'password-known'
    | 'password-similar'
    | 'password-used';
  readonly says: string;
}

const longest = 128;

/** The faults that need no hash: everything but the history. */
export function passwordFault(
  password: string,
  owner: PasswordOwner,
  values: Policy['values'],
  known: { has(word: string): boolean },
): PasswordFault | undefined {
  const normal = password.normalize('NFC');
  const length = [...normal].length;
  const shortest = values[owner.staff ? 'staff.password.minLength' : 'patients.password.minLength'];
  if (length < shortest || length > longest)
    return { code: 'password-length', says: `A password has ${shortest} to ${longest} characters.` };
  const classes = values[owner.staff ? 'staff.password.classes' : 'patients.password.classes'] === 1;
  if (classes && !(/\p{Lu}/u.test(normal) && /\p{Ll}/u.test(normal) && /[^\p{L}]/u.test(normal))) {
    const says = 'A password of staff has an upper-case letter, a lower-case letter, and a digit or special character.';
    return { code: 'password-classes', says };
  }
  const plain = folded(normal);
  if (ownWords(owner).some((word) => plain.includes(word))) {
    const says = 'A password does not contain your login, name, birth date, PESEL, telephone or place of work.';
    return { code: 'password-personal', says };
  }
  if ([...disguises(normal)].some((word) => known.has(word))) {
    const says = 'Many people use this password or word, so it is guessed first. Take several words, or another one.';
    return { code: 'password-known', says };
  }
  return undefined;
}

/** Words of the person in every form in which they are typed; shorter ones than four letters would forbid too much. */
function ownWords({ login, names, own = [] }: PasswordOwner): string[] {
  const parts = [login, ...login.split(/[.-]/), ...names, ...names.flatMap((name) => name.split(/[\s-]+/)), ...own];
  const dates = own.flatMap((value) => {
    const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
    return year ? [year + month + day, day + month + year, `${day}.${month}.${year}`, `${day}-${month}-${year}`] : [];
  });
  const numbers = own.map((value) => value.replace(/\D/g, '').slice(-9)).filter((digits) => digits.length >= 9);
  return [...parts, ...dates, ...numbers].map((word) => folded(word.trim())).filter((word) => word.length >= 4);
}

/** True when the new password is the old one but for a few characters or for its digits. K1 */
export function isNearCopy(password: string, old: string, distance: number): boolean {
  const [one, other] = [folded(password), folded(old)];
  const letters = (text: string) => text.replace(/\d/g, '');
  return letters(one) === letters(other) || editDistance(one, other, distance) < distance;
}

/** Levenshtein's distance, given up as soon as it is certain to reach `bound`. */
export function editDistance(one: string, other: string, bound: number): number {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) >= bound) return bound;
  let row = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (const [line, letter] of a.entries()) {
    const next = [line + 1];
    for (const [place, there] of b.entries()) {
      const change = (row[place] as number) + (letter === there ? 0 : 1);
      next.push(Math.min(change, (row[place + 1] as number) + 1, (next[place] as number) + 1));
    }
    row = next;
    if (Math.min(...row) >= bound) return bound;
  }
  return Math.min(bound, row.at(-1) as number);
}
