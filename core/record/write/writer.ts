/**
 * Group commit. Units that are ready while a statement is under way wait for the next free connection and share one statement
 * and one commit; each is answered only when it is durable. When a shared statement fails, each of its units is tried alone,
 * so that one bad unit harms no other.
 */
import type { AuditTrail } from '../../audit/index.ts';
import { type Database, sqlState, type Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { Change, ChangeHook } from '../record.ts';
import { LostRace, type Unit, type UnitChange } from './unit.ts';
import { writeStatement } from './statement.ts';

export interface WriterSettings {
  /** Statements under way at once. More would make each smaller, not the whole faster. */
  flights: number;
  /** Most resources in one statement, unless one unit alone has more. */
  changesPerFlush: number;
}

export const writerDefaults: WriterSettings = { flights: 2, changesPerFlush: 600 };

export interface Writer {
  /**
   * Writes a unit, together with others; resolves when it is durable.
   * @throws LostRace when what it was made from is no longer so. Refusal `unavailable` when the database cannot now.
   */
  write(unit: Unit): Promise<void>;
  /** Writes a unit in a transaction of the caller's, and calls the hooks there. */
  writeIn(tx: Tx, unit: Unit): Promise<void>;
  onChange(types: readonly string[], hook: ChangeHook): void;
}

interface Waiting {
  unit: Unit;
  /** Resources that exist (or whose id a client chose): no two statements at once touch the same. */
  touches: readonly string[];
  resolve(): void;
  reject(error: unknown): void;
}

/** Longest statement of one big unit, ms; ordinary ones keep the connection's limit. */
const bigUnitTimeout = 60_000;

export function createWriter(database: Database, audit: AuditTrail, settings: WriterSettings): Writer {
  const hooks = new Map<string, ChangeHook[]>();
  let queue: Waiting[] = [];
  const busy = new Set<string>();
  let flights = 0;

  const flush = (): void => {
    while (flights < settings.flights && queue.length > 0) {
      const batch = take();
      if (batch.length === 0) return;
      flights++;
      void fly(batch);
    }
  };

  /** The oldest units that fit into one statement and touch nothing that another statement is touching. */
  const take = (): Waiting[] => {
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    let changes = 0;
    for (const waiting of queue) {
      const size = waiting.unit.changes.length;
      const fits = batch.length === 0 || changes + size <= settings.changesPerFlush;
      if (!fits || waiting.touches.some((name) => busy.has(name))) {
        rest.push(waiting);
        continue;
      }
      for (const name of waiting.touches) busy.add(name);
      changes += size;
      batch.push(waiting);
    }
    queue = rest;
    return batch;
  };

  const fly = async (batch: Waiting[]): Promise<void> => {
    try {
      await run(batch.map(({ unit }) => unit));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      await failed(batch, error);
    } finally {
      for (const { touches } of batch) for (const name of touches) busy.delete(name);
      flights--;
      flush();
    }
  };

  const failed = async (batch: Waiting[], error: unknown): Promise<void> => {
    if (batch.length === 1 || !wasUndone(error)) {
      for (const { reject } of batch) reject(asWriteError(error));
      return;
    }
    for (const waiting of batch) {
      await run([waiting.unit]).then(waiting.resolve, (alone) => waiting.reject(asWriteError(alone)));
    }
  };

  const run = async (units: Unit[]): Promise<void> => {
    const size = units.reduce((sum, unit) => sum + unit.changes.length, 0);
    if (size <= settings.changesPerFlush) {
      await database.query(writeStatement(units, audit));
      return;
    }
    await database.transaction(async (tx) => {
      await tx.query(`set local statement_timeout = ${bigUnitTimeout}`);
      await tx.query(writeStatement(units, audit));
    });
  };

  const hooksOf = (unit: Unit): [ChangeHook, Change[]][] => {
    if (hooks.size === 0) return [];
    const calls = new Map<ChangeHook, Change[]>();
    for (const change of unit.changes) {
      for (const hook of hooks.get(change.type) ?? []) {
        const told = calls.get(hook);
        if (told) told.push(asChange(change));
        else calls.set(hook, [asChange(change)]);
      }
    }
    return [...calls];
  };

  const writeIn = async (tx: Tx, unit: Unit): Promise<void> => {
    if (unit.changes.length > settings.changesPerFlush)
      await tx.query(`set local statement_timeout = ${bigUnitTimeout}`);
    try {
      await tx.query(writeStatement([unit], audit));
    } catch (error) {
      throw asWriteError(error);
    }
    for (const [hook, changes] of hooksOf(unit)) await hook(tx, changes);
  };

  return {
    async write(unit) {
      if (unit.changes.length === 0 && unit.audit.length === 0) return;
      if (hooksOf(unit).length > 0) return database.transaction((tx) => writeIn(tx, unit));
      const touches = unit.changes.filter(({ before, alias, version }) => before ?? alias ?? version > 1).map(nameOf);
      return new Promise((resolve, reject) => {
        queue.push({ unit, touches, resolve, reject });
        flush();
      });
    },
    writeIn,
    onChange(types, hook) {
      for (const type of types) hooks.set(type, [...(hooks.get(type) ?? []), hook]);
    },
  };
}

const nameOf = ({ type, id }: UnitChange): string => `${type}/${id}`;

const asChange = ({ method, patient, type, id, version, resource }: UnitChange): Change => ({
  method,
  patient,
  type,
  id,
  version,
  ...(resource ? { resource } : {}),
});

/**
 * True when nothing of the statement stands: the database itself said no, or it was never sent. A connection lost on the way
 * leaves that open.
 */
const wasUndone = (error: unknown): boolean => {
  const state = sqlState(error);
  if (state !== undefined) return !/^(08|57P)/.test(state);
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    !/^(ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) &&
    !/Connection terminated|not queryable|Query read timeout/i.test(message)
  );
};

/** A unique row is there already, serialization failure, deadlock, or our own demand: somebody else was faster. */
const raceStates = new Set(['23505', '40001', '40P01', 'EZ409']);

function asWriteError(error: unknown): unknown {
  if (error instanceof Refusal || error instanceof LostRace) return error;
  const state = sqlState(error);
  if (state !== undefined && raceStates.has(state)) return new LostRace();
  if (!wasUndone(error)) {
    const message =
      'The connection to the database was lost: whether the change was written is not known. Read before you repeat it.';
    return new Refusal('unavailable', 'outcome-unknown', { message, retryAfter: 2 });
  }
  return error;
}
