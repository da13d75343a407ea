/** Prepare, write, and, when somebody else was faster, prepare again from what is there now. */
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { RecordContext } from './context.ts';
import { LostRace, type Unit } from './write/unit.ts';

export interface Prepared<T> {
  /** Undefined or empty when nothing has to be written. */
  readonly unit: Unit | undefined;
  readonly result: T;
  /** Runs in the transaction of the change, after it: the reads of a bundle. Needs a transaction of its own. */
  readonly after?: (tx: Tx) => Promise<void>;
}

export interface CommitOptions {
  /** Locks held until the commit, so that two that ask for the same condition come one after the other. */
  readonly locks?: readonly string[];
  /** The unit gets a transaction of its own, and `prepare` runs in it. */
  readonly own?: boolean;
}

const attempts = 5;

/**
 * Runs `prepare` and writes its unit, together with units of others unless it needs a transaction of its own.
 * `prepare` may run several times and must start from fresh state each time.
 * @throws Refusal `conflict` `lost-race` when others were faster five times.
 */
export async function commit<T>(
  { database, writer, gate, searchParameters, onCommit }: RecordContext,
  prepare: (tx: Tx) => Promise<Prepared<T>>,
  { locks = [], own = false }: CommitOptions = {},
): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      if (own || locks.length > 0) {
        const alone = async (tx: Tx): Promise<T> => {
          await lock(tx, locks);
          const { unit, result, after } = await prepare(tx);
          if (unit && !isEmpty(unit)) await writer.writeIn(tx, unit);
          await after?.(tx);
          return result;
        };
        const done = await gate.through(() => database.transaction(alone));
        onCommit();
        return done;
      }
      const { unit, result } = await prepare(database);
      if (unit && !isEmpty(unit)) await writer.write(unit);
      onCommit();
      return result;
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      // What was faster may have been a change of what resources are found by.
      await searchParameters.refresh();
    }
  }
  throw new Refusal(
    'conflict',
    'lost-race',
    'Others keep changing the same resources. Read them again, then repeat your change.',
  );
}

const isEmpty = ({ changes, audit }: Unit): boolean => changes.length === 0 && audit.length === 0;

async function lock(tx: Tx, locks: readonly string[]): Promise<void> {
  if (locks.length === 0) return;
  // In one order everywhere: two bundles with the same conditions must not wait for each other.
  const sorted = [...new Set(locks)].sort();
  await tx.query({
    name: 'record-lock',
    text: 'select pg_advisory_xact_lock(key) from (select unnest($1::int8[]) as key offset 0) sorted',
    values: [`{${sorted.join(',')}}`],
  });
}
