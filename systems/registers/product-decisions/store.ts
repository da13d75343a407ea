/** The one file of the register of decisions that speaks SQL; it sees its own table and no others. */
import type { Tx } from '#core/db/database.ts';
import type { Decision } from './model.ts';

const columns = `number, gtin, kind, to_char(decided, 'YYYY-MM-DD') as decided,
  to_char(effective, 'YYYY-MM-DD') as effective, product, batches, scope, reason`;

export interface Row extends Decision {
  readonly since: number;
}

export interface Counts {
  readonly brought: number;
  readonly added: number;
  readonly changed: number;
}

export function decisionStore(tx: Tx) {
  const many = async <T>(name: string, text: string, values: unknown[]): Promise<T[]> =>
    (await tx.query<T>({ name: `product-decisions-${name}`, text, values })).rows;
  return {
    /** All about a package, as an edition knew it. */
    about: (gtin: string, edition: number): Promise<Decision[]> =>
      many(
        'about',
        `select ${columns} from product_decisions.decision
          where gtin = $1 and since <= $2 and (until is null or until > $2) order by effective, decided, number`,
        [gtin, edition],
      ),
    /** What editions brought after a place: for those who hold stock and ask what is new. */
    news: (since: number, number: string, gtin: string, limit: number): Promise<Row[]> =>
      many(
        'news',
        `select ${columns}, since from product_decisions.decision
          where (since, number, gtin) > ($1, $2, $3) order by since, number, gtin limit $4`,
        [since, number, gtin, limit],
      ),
    ...writing(tx),
  };
}

const writing = (tx: Tx) => ({
  /** Brings decisions under an edition; what is here as it comes is left alone. */
  async bring(edition: number, decisions: readonly Decision[]): Promise<Counts> {
    const values = [edition, JSON.stringify(decisions)];
    const incoming = `json_to_recordset($2::json) as t (number text, gtin text, kind text, decided date, effective date,
      product text, batches text[], scope text, reason text)`;
    const content = 'kind, decided, effective, product, batches, scope, reason';
    const { rowCount: changed } = await tx.query(
      `update product_decisions.decision d set until = $1 from (select * from ${incoming}) i
        where d.number = i.number and d.gtin = i.gtin and d.until is null and d.since < $1
          and (d.kind, d.decided, d.effective, d.product, d.batches, d.scope, d.reason)
            is distinct from (i.kind, i.decided, i.effective, i.product, i.batches, i.scope, i.reason)`,
      values,
    );
    const { rowCount: begun } = await tx.query(
      `insert into product_decisions.decision (number, gtin, since, until, ${content}, told)
        select number, gtin, $1, null, ${content}, false from ${incoming}
        where not exists (select from product_decisions.decision d
          where d.number = t.number and d.gtin = t.gtin and d.until is null)`,
      values,
    );
    return { brought: decisions.length, added: begun - changed, changed };
  },
  /** What holds on a day and was not told yet, with the batches that former versions named. */
  async untold(
    day: string,
    limit: number,
  ): Promise<(Row & { readonly formerly: readonly string[]; readonly formerlyAll: boolean })[]> {
    const { rows } = await tx.query<Row & { formerly: string[]; formerlyAll: boolean }>({
      name: 'product-decisions-untold',
      text: `select ${columns}, since, array(select distinct b from product_decisions.decision f, unnest(f.batches) b
            where f.number = d.number and f.gtin = d.gtin and f.until is not null) as formerly,
          exists (select from product_decisions.decision f
            where f.number = d.number and f.gtin = d.gtin and f.batches = '{}') as "formerlyAll"
          from product_decisions.decision d where not told and until is null
            and (effective <= $1::date or exists (select from product_decisions.decision f
              where f.number = d.number and f.gtin = d.gtin and f.told))
          order by since, number, gtin limit $2`,
      values: [day, limit],
    });
    return rows;
  },
  told: ({ number, gtin, since }: Row) =>
    tx.query({
      name: 'product-decisions-told',
      text: 'update product_decisions.decision set told = true where number = $1 and gtin = $2 and since = $3',
      values: [number, gtin, since],
    }),
});
