/**
 * Group commit. Units that are ready while a statement is under way wait for the next free connection and share one
 * statement and one commit; each is answered only when it is durable. When a shared statement fails, each of its units
 * is tried alone, so that one bad unit harms no other.
 */
import type { AuditTrail } from '../../audit/index.ts';
import { type Database, isConnectionLost, sqlState, type Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { Change, ChangeHook, Owner } from '../record.ts';
import { Owners } from './owners.ts';
import { LostRace, type Unit, type UnitChange } from './unit.ts';
import { writeStatement } from './statement.ts';

export interface WriterSettings {
  /**
   * Statements under way at once, besides one for a unit too big to share. A further one takes off only when it carries
   * at least half of what those under way carry: full ones are a tenth cheaper, but with one alone the database has
   * nothing to do while answers are sent and the next are prepared.
   */
  flights: number;
  /** Most resources in one statement, unless one unit alone has more; large ones count as several. */
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
  owns(owner: Owner): void;
}

interface Waiting {
  unit: Unit;
  size: number;
  /** Resources that exist (or whose id a client chose): no two statements at once touch the same. */
  touches: readonly string[];
  resolve(): void;
  reject(error: unknown): void;
}

/** The writer on a database. */
export function createWriter(database: Database, audit: AuditTrail, settings: WriterSettings): Writer {
  return new GroupCommit(database, audit, settings);
}

class GroupCommit implements Writer {
  private readonly database: Database;
  private readonly audit: AuditTrail;
  private readonly settings: WriterSettings;
  private readonly hooks = new Map<string, ChangeHook[]>();
  private readonly owners = new Owners();
  private queue: Waiting[] = [];
  /** Resources that a statement now under way touches. */
  private readonly busy = new Set<string>();
  private flying = 0;
  /** Resources in the statements under way, and in the queue. */
  private aboard = 0;
  private waiting = 0;
  /**
   * A bundle of thousands takes seconds: it has a connection of its own, and nobody waits behind it but the next such.
   */
  private bigFlying = 0;

  constructor(database: Database, audit: AuditTrail, settings: WriterSettings) {
    this.database = database;
    this.audit = audit;
    this.settings = settings;
  }

  onChange(types: readonly string[], hook: ChangeHook): void {
    for (const type of types) this.hooks.set(type, [...(this.hooks.get(type) ?? []), hook]);
  }

  owns(owner: Owner): void {
    this.owners.add(owner);
  }

  async write(unit: Unit): Promise<void> {
    if (unit.inChange || this.hooksOf(unit).length > 0)
      return this.database.transaction((tx) => this.writeIn(tx, unit));
    const touches = unit.changes.filter(({ before, first, tombstone }) => before ?? first ?? tombstone).map(nameOf);
    return new Promise((resolve, reject) => {
      const size = sizeOf(unit);
      this.queue.push({ unit, size, touches, resolve, reject });
      this.waiting += size;
      this.schedule();
    });
  }

  async writeIn(tx: Tx, unit: Unit): Promise<void> {
    const hooks = this.hooksOf(unit);
    if (sizeOf(unit) > this.settings.changesPerFlush) await allowTime(tx);
    try {
      await tx.query(writeStatement([unit], this.audit));
    } catch (error) {
      throw asWriteError(error);
    }
    for (const [hook, changes] of hooks) await hook(tx, changes);
    await unit.inChange?.(tx);
  }

  private scheduled = false;
  /** Not at once: whoever else is handled in this turn of the event loop comes along. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    while (this.flying < this.settings.flights && this.waiting * 2 * this.flying >= this.aboard) {
      const batch = this.take((size) => size <= this.settings.changesPerFlush);
      if (batch.length === 0) break;
      const carried = batch.reduce((sum, { size }) => sum + size, 0);
      this.flying++;
      this.aboard += carried;
      void this.fly(batch).finally(() => {
        this.flying--;
        this.aboard -= carried;
        this.schedule();
      });
    }
    if (this.bigFlying > 0) return;
    const big = this.take((size) => size > this.settings.changesPerFlush);
    if (big.length === 0) return;
    this.bigFlying++;
    void this.fly(big).finally(() => {
      this.bigFlying--;
      this.flush();
    });
  }

  /** The oldest units of a size that fit into one statement and touch nothing that another statement is touching. */
  private take(isOfSize: (changes: number) => boolean): Waiting[] {
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    let changes = 0;
    for (const waiting of this.queue) {
      const { size } = waiting;
      const fits = isOfSize(size) && (batch.length === 0 || changes + size <= this.settings.changesPerFlush);
      if (!fits || waiting.touches.some((name) => this.busy.has(name))) {
        rest.push(waiting);
        continue;
      }
      for (const name of waiting.touches) this.busy.add(name);
      changes += size;
      batch.push(waiting);
    }
    this.waiting -= changes;
    this.queue = rest;
    return batch;
  }

  private async fly(batch: Waiting[]): Promise<void> {
    try {
      await this.run(batch.map(({ unit }) => unit));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      await this.failed(batch, error);
    } finally {
      for (const { touches } of batch) for (const name of touches) this.busy.delete(name);
    }
  }

  private async failed(batch: Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1 || !wasUndone(error)) {
      for (const { reject } of batch) reject(asWriteError(error));
      return;
    }
    for (const waiting of batch) {
      await this.run([waiting.unit]).then(waiting.resolve, (alone) => waiting.reject(asWriteError(alone)));
    }
  }

  private async run(units: Unit[]): Promise<void> {
    const query = writeStatement(units, this.audit);
    const size = units.reduce((sum, unit) => sum + sizeOf(unit), 0);
    if (size <= this.settings.changesPerFlush) {
      await this.database.query(query);
      return;
    }
    await this.database.transaction(async (tx) => {
      await allowTime(tx);
      await tx.query(query);
    });
  }

  /** Who is told of what, of a unit. @throws Refusal `owned-profile` */
  private hooksOf(unit: Unit): [ChangeHook, Change[]][] {
    const calls = new Map<ChangeHook, Change[]>();
    const tell = (hook: ChangeHook, change: UnitChange) => {
      const told = calls.get(hook);
      if (told) told.push(asChange(change));
      else calls.set(hook, [asChange(change)]);
    };
    for (const change of unit.changes) {
      for (const hook of this.hooks.get(change.type) ?? []) tell(hook, change);
      for (const hook of this.owners.hooksOf(change, unit)) tell(hook, change);
    }
    return [...calls];
  }
}

/** Longest statement of one big unit, ms; ordinary ones keep the connection's limit. */
const bigUnitTimeout = 60_000;
const allowTime = (tx: Tx) => tx.query(`set local statement_timeout = ${bigUnitTimeout}`);

/** Letters that weigh as much as one more resource: some MB take the database as long as hundreds of small ones. */
const lettersOfOne = 8 * 1024;

function sizeOf({ changes }: Unit): number {
  let size = changes.length;
  for (const { row } of changes) size += Math.floor((row?.content.length ?? 0) / lettersOfOne);
  return size;
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
 * True when nothing of the statement stands: the database itself said no, or it was never sent. A connection lost on
 * the way leaves that open.
 */
const wasUndone = (error: unknown): boolean => {
  const state = sqlState(error);
  if (state !== undefined) return !/^(08|57P)/.test(state);
  return !isConnectionLost(error) || neverSent(error);
};

/** The connection could not even be made. */
const neverSent = (error: unknown): boolean =>
  /^(ECONNREFUSED|ENOENT)$/.test(String((error as { code?: string }).code)) ||
  /trying to connect/.test((error as Error).message);

/** A unique row is there already, serialization failure, deadlock, or our own demand: somebody else was faster. */
const raceStates = new Set(['23505', '40001', '40P01', 'EZ409']);

function asWriteError(error: unknown): unknown {
  if (error instanceof Refusal || error instanceof LostRace) return error;
  const state = sqlState(error);
  if (state !== undefined && raceStates.has(state)) return new LostRace();
  if (!wasUndone(error)) {
    const message =
      'The connection to the database was lost, so nobody knows whether this was written. Read before you repeat it.';
    return new Refusal('unavailable', 'outcome-unknown', { message, retryAfter: 2 });
  }
  return error;
}
