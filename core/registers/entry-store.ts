/** The one file that speaks SQL about registers of entries: the same table in the schema of each. */
import type { Tx } from '../db/database.ts';
import type { EntryRegister } from './entries.ts';

export interface IncomingEntry {
  readonly kind: string;
  readonly id: string;
  readonly parent: string | null;
  readonly nameFolded: string;
  readonly keys: readonly string[];
  readonly words: string;
  readonly hash: string;
  /** Null: gone (update files). */
  readonly content: string | null;
}

export interface EntryVersion {
  readonly since: number;
  readonly until: number | null;
  readonly content: string;
}

export interface EntryChange {
  readonly kind: string;
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface EntryQuery {
  /** How names begin that go first. */
  readonly beginning: string;
  /** All words, as a tsquery. */
  readonly anywhere: string;
}

export type EntryCounts = { readonly [what in 'entries' | 'added' | 'changed' | 'withdrawn']: number };

/** Of words that very many entries have, so many are ranked: more would tell nobody more. */
const mostRanked = 1500;
/** A version holds in an edition: it began with it or before, and no later one up to it ended it. */
const holds = (edition: string) => `since <= ${edition} and (until is null or until > ${edition})`;

type Many = <T>(what: string, text: string, values: unknown[]) => Promise<T[]>;
type Contents = (what: string, text: string, values: unknown[]) => Promise<string[]>;

export function entryReaders(tx: Tx, { name, schema }: EntryRegister) {
  const many = async <T>(what: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `${name}-${what}`, text, values })).rows;
  const contents = async (what: string, text: string, values: unknown[]): Promise<string[]> =>
    (await many<{ content: string }>(what, text, values)).map(({ content }) => content);
  const table = `${schema}.entry`;
  return { ...lookups(contents, table), ...lists(contents, table), ...versions(many, table) };
}

const lookups = (contents: Contents, table: string) => ({
  // Names that begin so come by their index in order; only when they are too few, all words are asked for.
  search: (kind: string, { beginning, anywhere }: EntryQuery, edition: number, limit: number) =>
    contents(
      'search',
      `with begins as materialized (
          select id, since, 0 as place, name_folded from ${table}
          where kind = $1 and name_folded >= $2 and name_folded < $3 and ${holds('$4')}
          order by name_folded, id limit $6),
        named as (
          select id, since, 1, name_folded from (
            select id, since, name_folded from ${table}
            where (select count(*) from begins) < $6 and words @@ $5::tsquery and kind = $1 and ${holds('$4')}
              and not (name_folded >= $2 and name_folded < $3) limit ${mostRanked}) looked_at
          order by name_folded, id limit $6)
        select e.content from (select * from begins union all select * from named) found
        join ${table} e on e.kind = $1 and e.id = found.id and e.since = found.since
        order by found.place, found.name_folded, found.id limit $6`,
      [kind, beginning, `${beginning}\u{10ffff}`, edition, anywhere, limit],
    ),
  entry: async (kind: string, id: string, edition: number): Promise<string | undefined> =>
    (
      await contents('entry', `select content from ${table} where kind = $1 and id = $2 and ${holds('$3')}`, [
        ...[kind, id, edition],
      ])
    )[0],
  byKey: (key: string, edition: number, limit: number) =>
    contents(
      'by-key',
      `select content from ${table} where keys @> array[$1]::text[] and ${holds('$2')} order by kind, id limit $3`,
      [key, edition, limit],
    ),
});

const lists = (contents: Contents, table: string) => ({
  /** What belongs to an entry, by number, after one. */
  belonging: (parent: string, kind: string, edition: number, after: string, limit: number) =>
    contents(
      'belonging',
      `select content from ${table} where parent = $1 and kind = $2 and id > $4 and ${holds('$3')}
        order by id limit $5`,
      [parent, kind, edition, after, limit],
    ),
  /** Entries of exactly this name. */
  named: (kind: string, nameFolded: string, edition: number, limit: number) =>
    contents(
      'named',
      `select content from ${table} where kind = $1 and name_folded = $2 and ${holds('$3')} order by id limit $4`,
      [kind, nameFolded, edition, limit],
    ),
  /** What belongs to an entry and has all words. */
  within: (parent: string, kind: string, anywhere: string, edition: number, limit: number) =>
    contents(
      'within',
      `select content from ${table} where parent = $1 and kind = $2 and words @@ $3::tsquery and ${holds('$4')}
        order by name_folded, id limit $5`,
      [parent, kind, anywhere, edition, limit],
    ),
});

const versions = (many: Many, table: string) => ({
  versions: (kind: string, id: string) =>
    many<EntryVersion>(
      'versions',
      `select since, until, content from ${table} where kind = $1 and id = $2 order by since desc limit 200`,
      [kind, id],
    ),
  /** What an edition did, by kind and number, after one. */
  changes: (edition: number, [kind, id]: readonly [string, string], limit: number) =>
    many<EntryChange>(
      'changes',
      `select kind, id, o.content as before, n.content as after
        from (select kind, id, content from ${table} where until = $1 and (kind, id) > ($2, $3)
              order by kind, id limit $4) o
        full join (select kind, id, content from ${table} where since = $1 and (kind, id) > ($2, $3)
              order by kind, id limit $4) n using (kind, id)
        order by kind, id limit $4`,
      [edition, kind, id, limit],
    ),
});

export function entryWriters(tx: Tx, { schema }: EntryRegister) {
  const table = `${schema}.entry`;
  return {
    async begin(): Promise<void> {
      await tx.query(`create temporary table incoming (kind text collate "C", id text collate "C", parent text collate "C",
        name_folded text, keys text[], words tsvector, hash text, content text, primary key (kind, id)) on commit drop`);
    },
    /** Entries that had come already are given back. */
    async bring(rows: readonly IncomingEntry[]): Promise<string[]> {
      const { rows: twice } = await tx.query<{ place: string }>({
        text: `with given as (
            select kind, id, parent, "nameFolded" as name_folded, keys, words::tsvector as words, hash, content,
              row_number() over (partition by kind, id) as nth
            from json_to_recordset($1::json) as t (kind text, id text, parent text, "nameFolded" text, keys text[],
              words text, hash text, content text)),
          brought as (
            insert into incoming select kind, id, parent, name_folded, keys, words, hash, content
            from given where nth = 1 on conflict do nothing returning kind, id)
          select distinct kind || '/' || id as place from given
          where nth > 1 or not exists (select from brought b where b.kind = given.kind and b.id = given.id)`,
        values: [JSON.stringify(rows)],
      });
      return twice.map(({ place }) => place);
    },
    /** Entries of the file whose parent is neither in it nor, for updates, here. */
    async orphans(updates: boolean): Promise<string[]> {
      const here = updates
        ? `and not exists (select from ${table} p where p.until is null and p.kind || '/' || p.id = i.parent)`
        : '';
      const { rows } = await tx.query<{ says: string }>(
        `select i.kind || ' ' || i.id || ' belongs to ' || i.parent as says from incoming i
          where i.parent is not null and not exists (select from incoming p
            where p.kind = split_part(i.parent, '/', 1) and p.id = substr(i.parent, strpos(i.parent, '/') + 1)
              and p.content is not null) ${here}
          order by 1 limit 20`,
      );
      return rows.map(({ says }) => says);
    },
    /** Ends what is no longer so, begins what is new: an edition. Updates leave alone what they do not name. */
    async settle(edition: number, updates: boolean): Promise<EntryCounts> {
      await tx.query('analyze incoming');
      const gone = updates
        ? 'exists (select from incoming i where i.kind = e.kind and i.id = e.id and i.hash <> e.hash)'
        : 'not exists (select from incoming i where i.kind = e.kind and i.id = e.id and i.hash = e.hash)';
      const { rowCount: ended } = await tx.query(
        `update ${table} e set until = $1 where until is null and since < $1 and ${gone}`,
        [edition],
      );
      const { rowCount: begun } = await tx.query(
        `insert into ${table} (kind, id, since, until, parent, name_folded, keys, words, hash, content)
          select kind, id, $1, null, parent, name_folded, keys, words, hash, content from incoming i
          where content is not null
            and not exists (select from ${table} e where e.kind = i.kind and e.id = i.id and e.until is null)`,
        [edition],
      );
      const { rows } = await tx.query<{ entries: number; changed: number }>(
        `select (select count(*)::int4 from incoming where content is not null) as entries,
          (select count(*)::int4 from ${table} n
            join ${table} o on o.kind = n.kind and o.id = n.id and o.until = $1 where n.since = $1) as changed`,
        [edition],
      );
      const { entries = 0, changed = 0 } = rows[0] ?? {};
      await tx.query(`analyze ${table}`);
      return { entries, added: begun - changed, changed, withdrawn: ended - changed };
    },
  };
}
