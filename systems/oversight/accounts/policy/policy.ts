/**
 * The policy in force: `<home>/security-policy.json` over the defaults of rules.ts, read again when the file changes.
 * A file that is wrong at the start stops the start; one that becomes wrong later changes nothing and is told.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '#core/runtime/runtime.ts';
import { type Exception, markOf, type Policy, readPolicy, type Setting } from './rules.ts';

/** How long what was read is believed, milliseconds. */
const believedFor = 30_000;

export interface PolicyNeeds {
  home: string;
  runtime: Pick<Runtime, 'now'>;
  /** Exceptions of the profile itself: the demonstration has some, production none. */
  builtIn?: readonly Exception[];
  /** Whether two people agreed to an exception of the file (policy-watch.ts). */
  agreed: (exception: Exception) => boolean;
  /** Told of every change with the values before and after, and of a file that cannot be read. */
  onChange?: (change: PolicyChange) => void;
}

export interface PolicyChange {
  readonly before: Policy;
  readonly after: Policy;
  readonly fault?: string;
}

export interface PolicyInForce {
  of(setting: Setting): number;
  readonly current: Policy;
  /** Exceptions of the file to which nobody has agreed yet: they do not hold. */
  readonly waiting: readonly Exception[];
  /** The next question reads anew. */
  reread(): void;
}

const day = (now: Date): string => now.toISOString().slice(0, 10);

/** @throws Error when the file is there and wrong */
export function policyInForce({ home, runtime, builtIn = [], agreed, onChange }: PolicyNeeds): PolicyInForce {
  const path = join(home, 'security-policy.json');
  const own = new Set(builtIn.map(markOf));
  const read = (): { policy: Policy; waiting: readonly Exception[]; stamp: string } => {
    const stamp = stampOf(path);
    const file = stamp === 'none' ? {} : JSON.parse(readFileSync(path, 'utf8'));
    const exceptions = [...builtIn, ...(file.exceptions ?? [])];
    const today = day(runtime.now());
    // All are judged, those that hold by now are taken.
    const said = readPolicy({ ...file, exceptions }, today).exceptions;
    const holds = (one: Exception) => own.has(markOf(one)) || agreed(one);
    const policy = readPolicy({ ...file, exceptions: said.filter(holds).map((one) => ({ ...one })) }, today);
    return { policy, waiting: said.filter((one) => !holds(one)), stamp };
  };
  let known = read();
  let readAt = runtime.now().getTime();
  let readOn = day(runtime.now());
  const current = (): Policy => {
    const now = runtime.now();
    if (now.getTime() - readAt < believedFor) return known.policy;
    readAt = now.getTime();
    if (stampOf(path) === known.stamp && readOn === day(now)) return known.policy;
    const before = known.policy;
    try {
      known = read();
      if (JSON.stringify(known.policy) !== JSON.stringify(before)) onChange?.({ before, after: known.policy });
    } catch (error) {
      known = { policy: before, waiting: [], stamp: stampOf(path) };
      onChange?.({ before, after: before, fault: (error as Error).message });
    }
    readOn = day(now);
    return known.policy;
  };
  return {
    of: (setting) => current().values[setting],
    get current() {
      return current();
    },
    get waiting() {
      current();
      return known.waiting;
    },
    reread() {
      readAt = 0;
      readOn = '';
    },
  };
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : 'none';
}
