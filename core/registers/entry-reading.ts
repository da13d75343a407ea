/** Questions that every register of entries answers: by number, by another number, by words; of any day. */
import { fold } from '#libs/fhir/search/values.ts';
import type { Tx } from '../db/database.ts';
import { textFilter } from '../terminology/folding.ts';
import { isDay } from './days.ts';
import { latestEdition } from './editions.ts';
import { entryRefusal, type EntryRegister, placeOf } from './entries.ts';
import { entryReaders } from './entry-store.ts';
import { type Answered, answeredOn, type Held } from './standing.ts';

/** A day whose state is read, or its edition, found once for several questions; the newest without either. */
export type AsOf = string | { readonly edition: number } | undefined;

export interface EntryReading {
  /** For several questions of one answer. @throws Refusal `no-edition`, `bad-day` */
  asOf(tx: Tx, day: string | undefined): Promise<{ readonly edition: number }>;
  /** The number of the edition that held on a day; the newest without one. @throws Refusal `no-edition`, `bad-day` */
  editionOn(tx: Tx, day?: string): Promise<number>;
  /** An entry as the register had it on a day (now without one). @throws Refusal `no-edition`, `bad-day` */
  entry<T>(tx: Tx, kind: string, id: string, day?: AsOf): Promise<T | undefined>;
  /** Entries with another number, `nip:5261040828`; at most 100. */
  byKey<T>(tx: Tx, key: string, day?: AsOf): Promise<T[]>;
  /** What belongs to an entry, by number; at most `limit` after one. */
  belonging<T>(tx: Tx, parent: { kind: string; id: string }, kind: string, page?: Page): Promise<T[]>;
  /** Entries of exactly this name, without case and Polish marks; at most 500. */
  named<T>(tx: Tx, kind: string, name: string, day?: AsOf): Promise<T[]>;
  /** What belongs to an entry and has all these beginnings of words; at most 100. */
  within<T>(tx: Tx, parent: { kind: string; id: string }, kind: string, text: string, day?: AsOf): Promise<T[]>;
  /**
   * Whether what has this number, or another as `nip:5261040828`, holds on a day: by what is known now, or was known on
   * the day `known`. @throws Refusal `no-edition`, `bad-day`
   */
  held<T extends Held>(tx: Tx, kind: string, number: string, day: string, known?: string): Promise<Answered<T>>;
  /** Texts of the JSON, names that begin so first. @throws Refusal `nothing-to-look-for`, `too-costly` */
  searchTexts(tx: Tx, kind: string, text: string, page?: Omit<Page, 'after'>): Promise<string[]>;
}

export interface Page {
  readonly day?: AsOf;
  readonly after?: string | undefined;
  readonly limit?: number;
}

const read = <T>(content: string): T => JSON.parse(content) as T;

export function entryReading(register: EntryRegister): EntryReading {
  const editionOn = async (tx: Tx, day?: AsOf): Promise<number> => {
    if (typeof day === 'object') return day.edition;
    if (day !== undefined && !isDay(day)) throw entryRefusal('bad-day');
    const edition = await latestEdition(tx, register.name, day);
    if (!edition) throw entryRefusal('no-edition');
    return edition.number;
  };
  return {
    editionOn,
    asOf: async (tx, day) => ({ edition: await editionOn(tx, day) }),
    async entry<T>(tx: Tx, kind: string, id: string, day?: AsOf) {
      const content = await entryReaders(tx, register).entry(kind, id, await editionOn(tx, day));
      return content === undefined ? undefined : read<T>(content);
    },
    async byKey<T>(tx: Tx, key: string, day?: AsOf) {
      return (await entryReaders(tx, register).byKey(key, await editionOn(tx, day), 100)).map(read<T>);
    },
    async belonging<T>(tx: Tx, parent: { kind: string; id: string }, kind: string, page: Page = {}) {
      const { day, after = '', limit = 100 } = page;
      const edition = await editionOn(tx, day);
      return (await entryReaders(tx, register).belonging(placeOf(parent), kind, edition, after, limit)).map(read<T>);
    },
    async named<T>(tx: Tx, kind: string, name: string, day?: AsOf) {
      const folded = fold(name).slice(0, 200);
      return (await entryReaders(tx, register).named(kind, folded, await editionOn(tx, day), 500)).map(read<T>);
    },
    async within<T>(tx: Tx, parent: { kind: string; id: string }, kind: string, text: string, day?: AsOf) {
      const filter = textFilter(text);
      if (!filter) throw entryRefusal('nothing-to-look-for');
      const edition = await editionOn(tx, day);
      return (await entryReaders(tx, register).within(placeOf(parent), kind, filter.query, edition, 100)).map(read<T>);
    },
    async held<T extends Held>(tx: Tx, kind: string, number: string, day: string, known?: string) {
      if (!isDay(day)) throw entryRefusal('bad-day');
      const readers = entryReaders(tx, register);
      const edition = await editionOn(tx, known);
      if (number.includes(':')) return answeredOn((await readers.byKey(number, edition, 100)).map(read<T>), day);
      const found = await readers.entry(kind, number, edition);
      return answeredOn(found === undefined ? [] : [read<T>(found)], day);
    },
    async searchTexts(tx, kind, text, { day, limit = 20 } = {}) {
      const filter = textFilter(text);
      if (!filter) throw entryRefusal('nothing-to-look-for');
      const query = { anywhere: filter.query, beginning: fold(text.slice(0, 200)) };
      return entryReaders(tx, register).search(kind, query, await editionOn(tx, day), limit);
    },
  };
}
