/** The change feed: what systems follow instead of asking tables. See README.md. */
import type { Database } from '../db/database.ts';
import { Bell } from './bell.ts';
import { makeCursors, rewind, type Start } from './cursor.ts';
import { type Consumer, Lane } from './lane.ts';
import { type Lag, lagOf } from './lag.ts';
import { Turns } from './turn.ts';
import { repeatParked } from './waiting.ts';

export type { FeedChange, FeedEntry } from './change.ts';
export type { Lag } from './lag.ts';
export type { Consumer, Look } from './lane.ts';

export interface FeedOptions {
  readonly database: Database;
  /** Looks this often when nobody rings (lost rings, PgBouncer), ms. */
  readonly lookEvery?: number;
  /** Told when a change is parked, and of every fault; the feed goes on. */
  readonly alarm?: (says: string) => void;
}

export interface Feed {
  /** Something was committed: called by the record after every commit. */
  ring(): void;
  /** Follows the feed in this process; returns how to stop, which waits for what is being handed over. */
  follow(consumer: Consumer): Promise<() => Promise<void>>;
  /** Puts a consumer's place back or forth: to replay, or to leave something out. */
  rewind(consumer: string, to: Start | Date): Promise<void>;
  /** Tries parked changes anew; returns how many. */
  repeatParked(consumer: string): Promise<number>;
  /** Forgets a consumer that is no more. */
  forget(consumer: string): Promise<void>;
  lag(): Promise<Lag[]>;
}

export function createFeed({ database, lookEvery = 2_000, alarm = () => undefined }: FeedOptions): Feed {
  const bell = new Bell(database);
  let turns: Turns | undefined;
  let followers = 0;
  return {
    ring: () => bell.ring(),
    async follow(consumer) {
      const { name, lanes = 1, from = 'now' } = consumer;
      await database.transaction((tx) => makeCursors(tx, name, lanes, from));
      turns ??= new Turns(database.url, bell);
      followers++;
      const stop = new AbortController();
      const needs = { database, bell, turns, lookEvery, alarm };
      const working = Array.from({ length: lanes }, (_, lane) => new Lane(consumer, lane, needs).run(stop.signal));
      return async () => {
        stop.abort();
        await Promise.all(working);
        if (--followers > 0) return;
        const ended = turns;
        turns = undefined;
        await ended?.close();
      };
    },
    async rewind(consumer, to) {
      await rewind(database, consumer, to);
      bell.ring();
    },
    async repeatParked(consumer) {
      const repeated = await repeatParked(database, consumer);
      bell.ring();
      return repeated;
    },
    async forget(consumer) {
      await database.query(
        'with w as (delete from feed.waiting where consumer = $1) delete from feed.cursor where consumer = $1',
        [consumer],
      );
    },
    lag: () => lagOf(database),
  };
}
