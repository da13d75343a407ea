/**
 * The rows of living resources, and their search rows. Arrays of uneven length travel as one flat array and its cuts.
 */
import type { Parts, Written } from './parts.ts';
import { numberOf, tokensInRow } from './parts.ts';
import { textArray } from './pg-arrays.ts';

/** The tokens that go to record.lookup stand together in the row's array, so that a count says which. */
interface Split {
  readonly all: readonly string[];
  readonly fresh: number;
}

/**
 * Tokens: those that lead by the row's own columns, then those new to record.lookup. Rows that stay as they are keep
 * their search rows.
 */
function splitTokens({ row: { values, patient }, before }: Written): Split {
  const { tokens, lookups, starts } = values;
  if (lookups.length <= tokensInRow) return { all: tokens, fresh: 0 };
  const stays = before?.patient === patient && before.starts === starts ? before.tokens.slice(tokensInRow) : undefined;
  const { all, fresh } = freshFirst(tokens.slice(tokensInRow), lookups.slice(tokensInRow), stays && new Set(stays));
  return { all: [...tokens.slice(0, tokensInRow), ...all], fresh };
}

/** The words new to record.word. They go by themselves: the row's strings stay in their order (migration 815). */
function freshWords({ row: { values, patient }, before }: Written): readonly string[] {
  if (before?.patient !== patient) return values.words;
  const stays = new Set(before.strings);
  return values.words.filter((word) => !stays.has(word));
}

function freshFirst(all: readonly string[], some: readonly string[], stays: ReadonlySet<string> | undefined): Split {
  if (some.length === 0) return { all, fresh: 0 };
  const fresh = new Set(stays ? some.filter((item) => !stays.has(item)) : some);
  if (fresh.size === 0) return { all, fresh: 0 };
  return { all: [...fresh, ...all.filter((item) => !fresh.has(item))], fresh: fresh.size };
}

/** Where each row's part of a flat array ends. */
function cuts(lists: readonly { readonly length: number }[]): number[] {
  let end = 0;
  return lists.map(({ length }) => {
    end += length;
    return end;
  });
}

const arrayOrNull = (texts: readonly string[]): string | null => (texts.length > 0 ? textArray(texts) : null);

const itself = <T>(value: T): T => value;

/** A new version takes the place of the one before it, and of no other. */
const replace = `on conflict (patient, type, id) do update set version = excluded.version, updated = excluded.updated,
        starts = excluded.starts, ends = excluded.ends, tokens = excluded.tokens, strings = excluded.strings,
        range_keys = excluded.range_keys, range_lows = excluded.range_lows, range_highs = excluded.range_highs,
        content = excluded.content
        where old.version = excluded.version - 1`;

/**
 * Writes new rows and new versions. An update replaces the version before it and no other; a new row finds its place
 * empty; otherwise the count is wrong and nothing stands.
 */
export function writeLiving(parts: Parts, changes: readonly Written[]): void {
  // Left out where nothing is replaced: PostgreSQL prepares it anew for every partition that a statement touches.
  const replacing = changes.some(({ before }) => before !== undefined);
  const tokens = changes.map(splitTokens);
  const values = changes.map(({ row }) => row.values);
  const tokenEnds = cuts(tokens.map(({ all }) => all));
  const rangeEnds = cuts(values.map(({ rangeKeys }) => rangeKeys));
  const columns = {
    patient: parts.bigints(changes, ({ row }) => row.patient),
    type: parts.smallints(changes, numberOf),
    id: parts.ids(changes, ({ id }) => id),
    starts: parts.floats(values, ({ starts }) => starts),
    tokenFrom: parts.integers([0, ...tokenEnds.slice(0, -1)], itself),
    strings: parts.texts(values, ({ strings }) => arrayOrNull(strings)),
  };
  const flat = parts.bigints(
    tokens.flatMap(({ all }) => all),
    itself,
  );
  const range = (array: string) =>
    `case when r.range_from < r.range_to then (${array})[r.range_from + 1 : r.range_to] end`;
  parts.add(
    'written',
    `insert into record.resource as old (patient, type, id, version, updated, starts, ends, tokens, strings,
        range_keys, range_lows, range_highs, content)
      select r.patient, r.type, r.id, r.version, r.updated, r.starts, r.ends,
        (${flat})[r.token_from + 1 : r.token_to], r.strings::text[],
        ${range(
          parts.bigints(
            values.flatMap(({ rangeKeys }) => rangeKeys),
            itself,
          ),
        )},
        ${range(
          parts.floats(
            values.flatMap(({ rangeLows }) => rangeLows),
            itself,
          ),
        )},
        ${range(
          parts.floats(
            values.flatMap(({ rangeHighs }) => rangeHighs),
            itself,
          ),
        )}, r.content
      from unnest(${columns.patient}, ${columns.type}, ${columns.id},
        ${parts.integers(changes, ({ version }) => version)}, ${parts.instants(changes, ({ at }) => at)},
        ${columns.starts}, ${parts.floats(values, ({ ends }) => ends)},
        ${columns.tokenFrom}, ${parts.integers(tokenEnds, itself)},
        ${parts.integers([0, ...rangeEnds.slice(0, -1)], itself)}, ${parts.integers(rangeEnds, itself)},
        ${columns.strings}, ${parts.contents(changes, ({ row }) => row.content)})
        as r(patient, type, id, version, updated, starts, ends, token_from, token_to, range_from, range_to,
          strings, content)
      ${replacing ? replace : ''}
      returning 1`,
    changes.length,
  );
  tellTally(parts, changes, tokens);
  const onConflict = replacing ? 'on conflict do nothing' : '';
  writeSearchRows(parts, { ...columns, flat, onConflict }, tokens, changes.map(freshWords));
}

/**
 * What record.leads leads to from now on, for record.tally: of new rows what leads by the row itself, and the new rows
 * of record.lookup. Of rows that are replaced the database tells what changed (migration 650).
 */
function tellTally(parts: Parts, changes: readonly Written[], tokens: readonly Split[]): void {
  const more = new Map<string, number>();
  changes.forEach(({ type, row, before }, place) => {
    const { all, fresh } = tokens[place] as Split;
    const from = before?.patient === row.patient ? tokensInRow : 0;
    const number = numberOf({ type });
    for (const token of all.slice(from, tokensInRow + fresh)) {
      const name = `${number} ${token}`;
      more.set(name, (more.get(name) ?? 0) + 1);
    }
  });
  if (more.size === 0) return;
  const told = [...more].map(([name, count]) => ({ name: name.split(' ') as [string, string], count }));
  const columns = [
    parts.smallints(told, ({ name }) => Number(name[0])),
    parts.bigints(told, ({ name }) => name[1]),
    parts.integers(told, ({ count }) => count),
  ];
  parts.add('tallied', `insert into record.tally_change (types, tokens, numbers) values (${columns.join(', ')})`);
}

interface Columns {
  readonly patient: string;
  readonly type: string;
  readonly id: string;
  readonly starts: string;
  readonly tokenFrom: string;
  /** All tokens, one after the other. */
  readonly flat: string;
  /** Where rows are replaced, a search row may be there already. */
  readonly onConflict: string;
}

/** Search across patients: of each row's tokens and words those that are new and have rows of their own. */
function writeSearchRows(
  parts: Parts,
  columns: Columns,
  tokens: readonly Split[],
  words: readonly (readonly string[])[],
): void {
  if (tokens.some(({ fresh }) => fresh > 0)) {
    parts.add(
      'looked_up',
      `insert into record.lookup (patient, token, starts, type, id)
        select r.patient, token, r.starts, r.type, r.id
        from unnest(${columns.patient}, ${columns.type}, ${columns.id}, ${columns.starts}, ${columns.tokenFrom},
          ${parts.integers(tokens, ({ fresh }) => fresh)}) as r(patient, type, id, starts, token_from, fresh),
          unnest((${columns.flat})[r.token_from + ${tokensInRow + 1} : r.token_from + ${tokensInRow} + r.fresh]) token
        ${columns.onConflict}`,
    );
  }
  if (words.some(({ length }) => length > 0)) {
    parts.add(
      'worded',
      `insert into record.word (patient, type, word, id)
        select r.patient, r.type, word, r.id
        from unnest(${columns.patient}, ${columns.type}, ${columns.id}, ${parts.texts(words, arrayOrNull)})
          as r(patient, type, id, words), unnest(r.words::text[]) word
        ${columns.onConflict}`,
    );
  }
}
