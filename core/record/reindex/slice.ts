/**
 * A slice of a run: some resources in the order in which they came in, their search values computed anew, and those
 * written that differ. The version stays, so nobody is told of a change: there is none.
 */
import { parseJson } from '#libs/fhir/json.ts';
import type { SearchValues } from '#libs/fhir/search/extract.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Tx } from '../../db/database.ts';
import type { Key } from '../keys.ts';
import type { Catalogue } from '../search-parameters/catalogue.ts';
import { Parts, tokensInRow } from '../write/parts.ts';
import { plainArray, textArray } from '../write/pg-arrays.ts';
import type { Run, Step } from './runs.ts';

/** At once: so many resources, and no more packed bytes than this unless one alone has more. */
const most = { resources: 200, bytes: 2 * 1024 * 1024 };

interface Row {
  readonly patient: Key;
  readonly id: string;
  readonly version: number;
  readonly at: string;
  readonly content: string;
  readonly starts: number;
  readonly ends: number;
  readonly strings: string[] | null;
  /** Of numbers, as PostgreSQL writes them: the driver takes its time with arrays. */
  readonly tokens: string;
  readonly rangeKeys: string | null;
  readonly rangeLows: string | null;
  readonly rangeHighs: string | null;
  /** Those of its tokens that record.lookup holds. */
  readonly led: string[];
}

/** `{1,2}` */
const items = (array: string | null): string[] =>
  array === null || array === '{}' ? [] : array.slice(1, -1).split(',');

/** Does the next slice of a run that is held; undefined when there is none. */
export async function indexSlice(tx: Tx, run: Run, catalogue: Catalogue): Promise<Step | undefined> {
  const type = run.types[run.typeAt - 1];
  if (type === undefined) return undefined;
  const rows = await nextRows(tx, run, type);
  const last = rows.at(-1);
  if (!last) {
    const start = { updated: '-infinity', patient: '0', lastId: '' };
    return { typeAt: run.typeAt + 1, ...start, done: 0, changed: 0, failures: 0, failure: undefined };
  }
  let failures = 0;
  let failure: string | undefined;
  const changes: Changed[] = [];
  for (const row of rows) {
    const values = catalogue.extract(parseJson(row.content) as { resourceType: string }, ({ code }, says) => {
      failures++;
      failure = `${code} over ${type}/${row.id}: ${says}`;
    });
    if (!isSame(row, values)) changes.push({ row, values });
  }
  const changed = changes.length === 0 ? 0 : await writeValues(tx, type, changes);
  const place = { typeAt: run.typeAt, updated: last.at, patient: last.patient, lastId: last.id };
  return { ...place, done: rows.length, changed, failures, failure };
}

/** By the index on type and time; of one moment in the order of keys. Contents come only of those that are taken. */
async function nextRows(tx: Tx, { updated, patient, lastId, until }: Run, type: string): Promise<Row[]> {
  const { rows } = await tx.query<Row>({
    name: 'reindex-slice',
    text: `select patient, id, version, updated::text as at, content, starts, ends, tokens::text, strings,
        range_keys::text as "rangeKeys", range_lows::text as "rangeLows", range_highs::text as "rangeHighs",
        array(select l.token::text from record.lookup l where l.token = any(tokens[${tokensInRow + 1}:])
          and l.type = $1 and l.starts = measured.starts and l.patient = measured.patient and l.id = measured.id) as led
      from (
        select *, sum(octet_length(content)) over (order by updated, patient, id) - octet_length(content) as before
        from (
          select * from record.resource
          where type = $1::int2 and updated >= $2::timestamptz and updated <= $5::timestamptz
            and (updated, patient, id) > ($2::timestamptz, $3::int8, $4::text)
          order by updated, patient, id limit ${most.resources}) taken) measured
      where before < ${most.bytes} order by measured.updated, measured.patient, measured.id`,
    values: [typeNumber(type), updated, patient, lastId, until],
  });
  return rows;
}

interface Changed {
  readonly row: Row;
  readonly values: SearchValues;
}

function isSame(row: Row, values: SearchValues): boolean {
  return (
    row.starts === values.starts &&
    row.ends === values.ends &&
    sameSet(items(row.tokens), values.tokens) &&
    sameList(leading(items(row.tokens)), leading(values.tokens)) &&
    sameSet([...new Set(row.led)], values.lookups.slice(tokensInRow)) &&
    sameList(row.strings ?? [], values.strings) &&
    sameSet(storedRanges(row), rangesOf(values))
  );
}

/** Which lead by the row itself. */
const leading = (tokens: readonly string[]): readonly string[] => tokens.slice(0, tokensInRow);

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const all = new Set(one);
  return other.every((item) => all.has(item));
}

/** Their order counts (migration 815). */
const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item, place) => item === other[place]);

function storedRanges({ rangeKeys, rangeLows, rangeHighs }: Row): string[] {
  const [lows, highs] = [items(rangeLows), items(rangeHighs)];
  return items(rangeKeys).map((key, place) => `${key} ${Number(lows[place])} ${Number(highs[place])}`);
}

const rangesOf = ({ rangeKeys, rangeLows, rangeHighs }: SearchValues): string[] =>
  rangeKeys.map((key, place) => `${key} ${rangeLows[place]} ${rangeHighs[place]}`);

interface Stale {
  readonly row: Row;
  readonly item: string;
}

/**
 * Rows that somebody changed meanwhile are left alone: what is written now is extracted by what is known now. Search
 * rows are added and taken away only for those that were still as they had been read.
 */
async function writeValues(tx: Tx, type: string, changes: readonly Changed[]): Promise<number> {
  const parts = new Parts();
  const number = parts.smallints([type], (name) => typeNumber(name) as number);
  const of = `(${number})[1]`;
  parts.add(
    'written',
    `update record.resource old set starts = r.starts, ends = r.ends, tokens = r.tokens::int8[],
        strings = r.strings::text[], range_keys = r.keys::int8[], range_lows = r.lows::float8[],
        range_highs = r.highs::float8[]
      from unnest(${parts.bigints(changes, ({ row }) => row.patient)}, ${parts.ids(changes, ({ row }) => row.id)},
        ${parts.integers(changes, ({ row }) => row.version)}, ${parts.floats(changes, ({ values }) => values.starts)},
        ${parts.floats(changes, ({ values }) => values.ends)},
        ${parts.texts(changes, ({ values }) => plainArray(values.tokens))},
        ${parts.texts(changes, ({ values }) => (values.strings.length > 0 ? textArray(values.strings) : null))},
        ${parts.texts(changes, ({ values }) => numbers(values.rangeKeys))},
        ${parts.texts(changes, ({ values }) => numbers(values.rangeLows))},
        ${parts.texts(changes, ({ values }) => numbers(values.rangeHighs))})
        as r(patient, id, version, starts, ends, tokens, strings, keys, lows, highs)
      where old.patient = r.patient and old.type = ${of} and old.id = r.id and old.version = r.version
      returning old.patient, old.id`,
  );
  moveLookups(parts, of, changes);
  moveWords(parts, of, changes);
  const { text, values } = parts.statement('select count(*)::int as count from written');
  const { rows } = await tx.query<{ count: number }>({ text, values });
  return rows[0]?.count ?? 0;
}

const numbers = (list: readonly (string | number)[]): string | null => (list.length > 0 ? plainArray(list) : null);

function moveLookups(parts: Parts, type: string, changes: readonly Changed[]): void {
  const [gone, fresh]: [Stale[], Stale[]] = [[], []];
  for (const { row, values } of changes) {
    const stays = row.starts === values.starts;
    // The first tokens lead by the row itself.
    const lookups = values.lookups.slice(tokensInRow);
    const now = new Set(lookups);
    const before = new Set(row.led);
    for (const item of before) if (!stays || !now.has(item)) gone.push({ row, item });
    for (const item of lookups) if (!stays || !before.has(item)) fresh.push({ row, item });
  }
  const starts = new Map(changes.map(({ row, values }) => [row, values.starts]));
  if (gone.length > 0) {
    parts.add(
      'unlooked',
      `delete from record.lookup l using unnest(${parts.bigints(gone, ({ row }) => row.patient)},
          ${parts.bigints(gone, ({ item }) => item)}, ${parts.floats(gone, ({ row }) => row.starts)},
          ${parts.ids(gone, ({ row }) => row.id)}) as r(patient, token, starts, id)
        join written w on w.patient = r.patient and w.id = r.id
        where l.patient = r.patient and l.token = r.token and l.type = ${type} and l.starts = r.starts and l.id = r.id`,
    );
  }
  if (fresh.length > 0) {
    parts.add(
      'looked_up',
      `insert into record.lookup (patient, token, starts, type, id)
        select r.patient, r.token, r.starts, ${type}, r.id
        from unnest(${parts.bigints(fresh, ({ row }) => row.patient)}, ${parts.bigints(fresh, ({ item }) => item)},
          ${parts.floats(fresh, ({ row }) => starts.get(row) as number)}, ${parts.ids(fresh, ({ row }) => row.id)})
          as r(patient, token, starts, id)
        join written w on w.patient = r.patient and w.id = r.id
        returning type, token`,
    );
    // What goes, and what leads by the row itself, the database tells (migration 650).
    parts.add(
      'tallied',
      `insert into record.tally_change (types, tokens, numbers)
        select array_agg(type), array_agg(token), array_agg(number)
        from (select type, token, count(*)::int as number from looked_up group by type, token) c having count(*) > 0`,
    );
  }
}

function moveWords(parts: Parts, type: string, changes: readonly Changed[]): void {
  const [gone, fresh]: [Stale[], Stale[]] = [[], []];
  for (const { row, values } of changes) {
    const now = new Set(values.words);
    const before = new Set(row.strings ?? []);
    for (const item of before) if (!now.has(item)) gone.push({ row, item });
    for (const item of now) if (!before.has(item)) fresh.push({ row, item });
  }
  const columns = (rows: readonly Stale[]) =>
    `${parts.bigints(rows, ({ row }) => row.patient)}, ${parts.texts(rows, ({ item }) => item)},
          ${parts.ids(rows, ({ row }) => row.id)}`;
  if (gone.length > 0) {
    parts.add(
      'unworded',
      `delete from record.word l using unnest(${columns(gone)}) as r(patient, word, id)
        join written w on w.patient = r.patient and w.id = r.id
        where l.patient = r.patient and l.type = ${type} and l.word = r.word and l.id = r.id`,
    );
  }
  if (fresh.length > 0) {
    parts.add(
      'worded',
      `insert into record.word (patient, type, word, id) select r.patient, ${type}, r.word, r.id
        from unnest(${columns(fresh)}) as r(patient, word, id)
        join written w on w.patient = r.patient and w.id = r.id`,
    );
  }
}
