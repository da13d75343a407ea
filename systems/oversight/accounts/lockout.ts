/**
 * Lockout: facts in, decision out. Five failures in a row from one source pause the password of one login for that
 * source for 15 minutes, then for twice as long, up to a day; the owner at another place is not kept out.
 * security/requirements C-09
 */

export interface Failures {
  readonly failures: number;
  /** How often it has been locked since the last success. */
  readonly locks: number;
  readonly lockedUntil: Date | null;
}

export const failuresAllowed = 5;
const minute = 60_000;
const firstLock = 15 * minute;
const longestLock = 24 * 60 * minute;

/** Distinct logins that may fail from one source within the hour before that source is refused. */
export const failingLoginsAllowed = 50;
export const failingLoginsWindow = 60 * minute;

export const isLocked = (row: Failures | undefined, now: Date): boolean => !!row?.lockedUntil && row.lockedUntil > now;

/**
 * What the counters are after one more failure. While locked they stand still: hammering does not lengthen the lock.
 */
export function afterFailure(row: Failures, now: Date): Failures {
  if (isLocked(row, now)) return row;
  const failures = row.lockedUntil ? 1 : row.failures + 1;
  if (failures < failuresAllowed) return { failures, locks: row.locks, lockedUntil: null };
  const length = Math.min(firstLock * 2 ** Math.min(row.locks, 10), longestLock);
  return { failures, locks: row.locks + 1, lockedUntil: new Date(now.getTime() + length) };
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
