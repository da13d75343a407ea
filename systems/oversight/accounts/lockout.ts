/**
 * Lockout: facts in, decision out. Five failures in a row pause the password of one login for 15 minutes, then for
 * twice as long, up to a day, on devices that never signed in there. Its owner's own device, which has a counter to
 * itself, and passkeys go on working; so nobody is kept out by somebody else's guessing. security/requirements C-09, K8
 */
import type { Policy } from './policy/rules.ts';

export interface Failures {
  readonly failures: number;
  /** How often it has been locked since the last success. */
  readonly locks: number;
  readonly lockedUntil: Date | null;
}

export const failuresAllowed = 5;
const minute = 60_000;

/** The time in which attempts from one source are seen together, and for how long a source is refused. */
export const sourceWindow = 15 * minute;
export const sourceRefusal = 60 * minute;

export const isLocked = (row: Failures | undefined, now: Date): boolean => !!row?.lockedUntil && row.lockedUntil > now;

/**
 * What the counters are after one more failure. While locked they stand still: hammering does not lengthen the lock.
 */
export function afterFailure(row: Failures, now: Date, values: Policy['values']): Failures {
  if (isLocked(row, now)) return row;
  const failures = row.lockedUntil ? 1 : row.failures + 1;
  if (failures < values['lockout.failures']) return { failures, locks: row.locks, lockedUntil: null };
  const longest = values['lockout.longestHours'] * 60 * minute;
  const length = Math.min(values['lockout.firstMinutes'] * minute * 2 ** Math.min(row.locks, 10), longest);
  return { failures, locks: row.locks + 1, lockedUntil: new Date(now.getTime() + length) };
}

/** What is asked of a source before its attempt is judged. */
export type Demand = 'nothing' | 'work' | 'refuse';

/**
 * Many accounts failing from one source, and most of its attempts: somebody tries passwords over accounts. A hospital
 * behind one address, where most attempts are right, is asked nothing.
 */
export function demandOf(
  { attempts, failures, accounts }: { attempts: number; failures: number; accounts: number },
  values: Policy['values'],
): Demand {
  if (failures * 100 <= attempts * values['lockout.sourceFailingPercent']) return 'nothing';
  if (accounts >= values['lockout.sourceRefused']) return 'refuse';
  return accounts >= values['lockout.sourceAccounts'] ? 'work' : 'nothing';
}

/** The source that failures are counted for: an IPv4 address, or the /64 network of an IPv6 address. */
export function sourceOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = !tail ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}
