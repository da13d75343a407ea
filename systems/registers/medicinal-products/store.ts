/** The one file of the register of medicinal products that speaks SQL; it sees its own tables and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Kind } from './model.ts';
import type { ProductQuery } from './words.ts';

export interface IncomingRow {
  readonly product: string;
  readonly kind: Kind;
  readonly nameFolded: string;
  readonly sortKey: string;
  readonly gtins: readonly string[];
  readonly words: string;
  readonly hash: string;
  readonly content: string;
}

export interface VersionRow {
  readonly since: number;
  readonly until: number | null;
  readonly content: string;
}

export interface ChangeRow {
  readonly product: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Counts {
  readonly products: number;
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
}

export type ProductStore = ReturnType<typeof productStore>;

export function productStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `medicinal-products-${name}`, text, values })).rows;
  return { ...readers(many), ...writers(tx) };
}

/** Products of one question that are ranked by more than their names. */
const mostRanked = 1500;

type Many = <T>(name: string, text: string, values: unknown[]) => Promise<T[]>;

/** A version holds in an edition: it began with it or before, and no later one up to it ended it. */
const holds = (edition: string) => `since <= ${edition} and (until is null or until > ${edition})`;

const readers = (many: Many) => ({
  async search(query: ProductQuery, edition: number, kind: Kind, limit: number): Promise<string[]> {
    const rows = await many<{ content: string }>(
      'search',
      // Names that begin so come by their index in order; only when they are too few, other names are asked for the
      // words, then all words. Of what very many have only so many are looked at: ranking them would tell nobody more.
      `with begins as materialized (
          select product, since, 0 as place, name_folded, sort_key from medicinal_products.product
          where kind = $3 and name_folded >= $4 and name_folded < $5 and ${holds('$2')}
          order by name_folded, sort_key, product limit $7),
        named as materialized (
          select product, since, 1, name_folded, sort_key from medicinal_products.product
          where (select count(*) from begins) < $7 and ts_filter(words, '{a}') @@ $1::tsquery and ${holds('$2')}
            and kind = $3 and not (name_folded >= $4 and name_folded < $5)
          order by name_folded, sort_key, product limit $7),
        others as (
          select product, since, case when words @@ $6::tsquery then 2 else 3 end, name_folded, sort_key
          from (select product, since, words, name_folded, sort_key from medicinal_products.product
            where (select count(*) from begins) + (select count(*) from named) < $7 and words @@ $1::tsquery
              and ${holds('$2')} and kind = $3 limit ${mostRanked}) looked_at
          where not ts_filter(words, '{a}') @@ $1::tsquery and not (name_folded >= $4 and name_folded < $5)
          order by 3, 4, 5, 1 limit $7)
        select p.content
        from (select * from begins union all select * from named union all select * from others
          order by 3, 4, 5, 1 limit $7) found
        join medicinal_products.product p on p.product = found.product and p.since = found.since
        order by found.place, found.name_folded, found.sort_key, found.product`,
      [
        ...[query.anywhere, edition, kind, query.beginning, `${query.beginning}\u{10ffff}`],
        ...[query.inSubstance, limit],
      ],
    );
    return rows.map(({ content }) => content);
  },
  async product(id: string, edition: number): Promise<string | undefined> {
    const text = `select content from medicinal_products.product where product = $1 and ${holds('$2')}`;
    return (await many<{ content: string }>('product', text, [id, edition]))[0]?.content;
  },
  /** Products with this package; parallel imports may share a code. */
  async byGtin(gtin: string, edition: number): Promise<string[]> {
    const text = `select content from medicinal_products.product
      where gtins @> array[$1]::text[] and ${holds('$2')} order by product limit 20`;
    return (await many<{ content: string }>('by-gtin', text, [gtin, edition])).map(({ content }) => content);
  },
  versions: (id: string): Promise<VersionRow[]> =>
    many(
      'versions',
      'select since, until, content from medicinal_products.product where product = $1 order by since desc limit 200',
      [id],
    ),
  /** What an edition did, by the numbers of products after one. */
  changes: (edition: number, after: string, limit: number): Promise<ChangeRow[]> =>
    many(
      'changes',
      `select product, o.content as before, n.content as after
        from (select product, content from medicinal_products.product
              where until = $1 and product > $2 order by product limit $3) o
        full join (select product, content from medicinal_products.product
              where since = $1 and product > $2 order by product limit $3) n using (product)
        order by product limit $3`,
      [edition, after, limit],
    ),
});

const writers = (tx: Tx) => ({
  async begin(): Promise<void> {
    await tx.query(`create temporary table incoming (product text collate "C" primary key, kind text, name_folded text,
      sort_key text, gtins text[], words tsvector, hash text, content text) on commit drop`);
  },
  /** Numbers that had come already are given back. */
  async bring(rows: readonly IncomingRow[]): Promise<string[]> {
    const { rows: brought } = await tx.query<{ product: string }>({
      text: `insert into incoming
        select product, kind, name_folded, sort_key, string_to_array(gtins, ' '), words::tsvector, hash, content
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
          as t (product, kind, name_folded, sort_key, gtins, words, hash, content)
        on conflict do nothing returning product`,
      values: [
        ...[rows.map((row) => row.product), rows.map((row) => row.kind), rows.map((row) => row.nameFolded)],
        ...[rows.map((row) => row.sortKey), rows.map((row) => row.gtins.join(' ')), rows.map((row) => row.words)],
        ...[rows.map((row) => row.hash), rows.map((row) => row.content)],
      ],
    });
    if (brought.length === rows.length) return [];
    const left = new Set(brought.map(({ product }) => product));
    return rows.map(({ product }) => product).filter((product) => !left.delete(product));
  },
  /** Ends what is no longer so, begins what is new: an edition. */
  async settle(edition: number): Promise<Counts> {
    await tx.query('analyze incoming');
    const { rowCount: ended } = await tx.query(
      `update medicinal_products.product p set until = $1 where until is null
        and not exists (select from incoming i where i.product = p.product and i.hash = p.hash)`,
      [edition],
    );
    const { rowCount: begun } = await tx.query(
      `insert into medicinal_products.product
          (product, since, until, kind, name_folded, sort_key, gtins, words, hash, content)
        select product, $1, null, kind, name_folded, sort_key, gtins, words, hash, content from incoming i
        where not exists (select from medicinal_products.product p where p.product = i.product and p.until is null)`,
      [edition],
    );
    const { rows } = await tx.query<{ products: number; changed: number }>(
      `select (select count(*)::int4 from incoming) as products,
        (select count(*)::int4 from medicinal_products.product n
          join medicinal_products.product o on o.product = n.product and o.until = $1 where n.since = $1) as changed`,
      [edition],
    );
    const { products = 0, changed = 0 } = rows[0] ?? {};
    await tx.query('analyze medicinal_products.product');
    return { products, added: begun - changed, changed, withdrawn: ended - changed };
  },
});
