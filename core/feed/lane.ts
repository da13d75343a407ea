/** Works one lane of a consumer while it has the turn: what waits and is due, then what is new, patient by patient. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import type { Bell } from './bell.ts';
import { changeOf, type ChangeRow, type FeedChange } from './change.ts';
import { type LaneOf, lookAfter, type Position, takeOver } from './cursor.ts';
import type { Turns } from './turn.ts';
import { delayAfter, due, failedAgain, moveOn, type Postponed, stateOf, taken, whoWaits } from './waiting.ts';

export interface Consumer {
  /** Kebab-case, unique, for ever: its place in the feed is kept under it. */
  readonly name: string;
  /** Where it begins the first time. */
  readonly from?: 'beginning' | 'now';
  /** Only entries of these types; changes without any are passed over. */
  readonly types?: readonly string[];
  /** Lanes share the patients; each is worked by one process at a time, so several processes can share the work. */
  readonly lanes?: number;
  /** Patients at once in a lane. */
  readonly concurrency?: number;
  /** Most changes in memory. */
  readonly batch?: number;
  /**
   * Takes changes of one patient, oldest first. When it throws they come again, with what follows them; so what it
   * does must be the same when done twice. The signal tells that the turn is over. `look` is the same object for all
   * changes that were read together, after they were committed: what is asked of the database for one serves for all.
   */
  handle(changes: readonly FeedChange[], signal: AbortSignal, look: Look): Promise<void>;
}

export interface Look {
  /** Whose changes were read together: compartment keys. */
  readonly patients: readonly string[];
}

export interface LaneNeeds {
  readonly database: Database;
  readonly bell: Bell;
  readonly turns: Turns;
  /** Looks this often when nobody rings, ms. */
  readonly lookEvery: number;
  readonly alarm: (says: string) => void;
}

/** Longest time for one call of `handle`, ms. */
const handleTimeout = 60_000;
/**
 * While changes keep coming, one look takes what has come in this time, ms: a look for each change had cost as much as
 * writing it. The first after a pause is looked at at once.
 */
const breath = 40;

export class Lane {
  private readonly place: LaneOf;
  private readonly consumer: Consumer;
  private readonly needs: LaneNeeds;
  private readonly types: ReadonlySet<string> | undefined;
  private at: Position = { xid: '0', sequence: '0' };
  private epoch = '0';

  constructor(consumer: Consumer, lane: number, needs: LaneNeeds) {
    this.consumer = consumer;
    this.place = { consumer: consumer.name, lane, lanes: consumer.lanes ?? 1 };
    this.needs = needs;
    this.types = consumer.types && new Set(consumer.types);
  }

  /** Runs until `stop`. */
  async run(stop: AbortSignal): Promise<void> {
    const { turns, lookEvery, alarm } = this.needs;
    const name = `feed ${this.place.consumer} ${this.place.lane}`;
    while (!stop.aborted) {
      let turn: AbortSignal | undefined;
      try {
        turn = await turns.take(name);
        if (turn) await this.work(AbortSignal.any([stop, turn]));
      } catch (error) {
        if (!stop.aborted && !turn?.aborted) alarm(`Change feed, ${this.place.consumer}: ${(error as Error).message}`);
      }
      if (turn) await turns.giveBack(name, turn);
      await pause(lookEvery, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  private async work(signal: AbortSignal): Promise<void> {
    const { database } = this.needs;
    const begin = await takeOver(database, this.place);
    if (!begin) throw new Error('Its cursor is gone.');
    this.at = begin;
    this.epoch = begin.epoch;
    const bell = new Rung(this.needs.bell);
    /** The xid that a look after the last ring has to reach. */
    let target = 0n;
    let held = 10;
    let looked = Number.NEGATIVE_INFINITY;
    try {
      while (!signal.aborted) {
        const early = looked + breath - performance.now();
        if (early > 0) await pause(early, undefined, { signal }).catch(() => undefined);
        looked = performance.now();
        const rang = bell.take();
        await this.retry(signal);
        const most = this.consumer.batch ?? 200;
        const { rows, horizon, ahead } = await lookAfter(database, this.place, this.at, most);
        if (rows.length > 0) {
          await this.deliver(rows, signal);
          // There is more already.
          if (rows.length >= most) looked = Number.NEGATIVE_INFINITY;
          bell.again();
          continue;
        }
        this.at = { xid: horizon, sequence: '0' };
        if (rang) {
          target = BigInt(ahead);
          held = 10;
        }
        // A transaction that is still running holds back what committed after it: look again soon.
        const waitsForOthers = BigInt(horizon) < target;
        const longest = waitsForOthers ? held : this.needs.lookEvery;
        held = Math.min(held * 2, 500);
        const state = await stateOf(database, this.place);
        if (state?.epoch !== this.epoch) break; // put back by a person, or taken over
        await bell.wait(Math.min(longest, state.due ?? longest), signal);
      }
    } finally {
      bell.close();
    }
  }

  /** New changes: each patient's in order, several patients at once. */
  private async deliver(rows: readonly ChangeRow[], signal: AbortSignal): Promise<void> {
    const { database } = this.needs;
    const byPatient = Map.groupBy(rows, ({ patient }) => patient);
    const waits = await whoWaits(database, this.place.consumer, [...byPatient.keys()]);
    const postponed: Postponed[] = [];
    const look = { patients: [...byPatient.keys()] };
    await inParallel([...byPatient], this.consumer.concurrency ?? 4, async ([patient, own]) => {
      const behind = waits.has(patient);
      const failure = behind ? undefined : await this.hand(own, signal, look);
      if (!behind && failure === undefined) return;
      own.forEach(({ sequence }, place) => {
        const first = place === 0 && !behind;
        postponed.push({
          ...{ patient, sequence, tries: first ? 1 : 0, delay: first ? delayAfter(1) : undefined },
          reason: first ? failure : undefined,
        });
      });
    });
    signal.throwIfAborted();
    const { xid, sequence } = rows.at(-1) as ChangeRow;
    if (!(await moveOn(database, this.place, this.epoch, { xid, sequence }, postponed))) {
      throw new Error('Another process has taken over.');
    }
    this.at = { xid, sequence };
  }

  /** What is due again, one change of a patient at a time. */
  private async retry(signal: AbortSignal): Promise<void> {
    const { database, alarm } = this.needs;
    const { consumer } = this.place;
    for (;;) {
      const rows = await due(database, this.place, 50);
      if (rows.length === 0 || signal.aborted) return;
      await inParallel(rows, this.consumer.concurrency ?? 4, async (row) => {
        const failure = await this.hand([row], signal, { patients: [row.patient] });
        if (signal.aborted) return;
        if (failure === undefined) return taken(database, consumer, row);
        if (await failedAgain(database, consumer, row, failure)) {
          alarm(`Change feed, ${consumer}: change ${row.patient}/${row.sequence} is parked: ${failure}`);
        }
      });
    }
  }

  /** Hands changes over; says why it failed. */
  private async hand(rows: readonly ChangeRow[], signal: AbortSignal, look: Look): Promise<string | undefined> {
    if (signal.aborted) return 'The turn is over.';
    const changes = rows.map((row) => changeOf(row, this.types)).filter(({ entries }) => entries.length > 0);
    if (changes.length === 0) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('It took longer than a minute.')), handleTimeout);
    });
    try {
      await Promise.race([this.consumer.handle(changes, signal, look), late]);
      return undefined;
    } catch (error) {
      return String((error as Error)?.message ?? error).slice(0, 500) || 'It failed.';
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Remembers a ring that comes while the lane works. */
class Rung {
  private rung = true;
  private wake: () => void = () => undefined;
  readonly close: () => void;

  constructor(bell: Bell) {
    this.close = bell.hear(() => this.again());
  }

  again(): void {
    this.rung = true;
    this.wake();
  }

  take(): boolean {
    const { rung } = this;
    this.rung = false;
    return rung;
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.rung || signal.aborted) return;
    const woken = new AbortController();
    this.wake = () => woken.abort();
    await pause(Math.max(ms, 1), undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
    this.wake = () => undefined;
  }
}

async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
