/**
 * Exact counts of tokens that lead to many resources, at a cost that does not grow with them (decision 0035). Every
 * change leaves a row of what it adds and takes away (migration 650); here these rows are folded into the tally in the
 * background, and tokens that turn out to lead to many get a tally of their own.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Database, Tx } from '../db/database.ts';

export interface Tallies {
  /** Something was committed: what it told is folded soon. */
  changed(): void;
  /** A token of a type led to so many, and was counted one by one. */
  counted(type: string, token: string, number: number): void;
}

/** Fewer are counted faster than a tally is kept. The same number stands in migration 650. */
export const worthTallying = 1000;
/** What was told meanwhile is read with every count: some hundred rows at the most, ms. */
const pause = 1000;

/** Tallies on a database. Of several processes whoever comes first folds; the next fold makes up for one that fails. */
export function createTallies(database: Database): Tallies {
  let waiting = false;
  const wanted = new Set<string>();
  const later = (): void => {
    if (waiting) return;
    waiting = true;
    const work = async () => {
      for (const name of wanted) {
        wanted.delete(name);
        const [type, token] = name.split(' ') as [string, string];
        await keepTally(database, Number(type), token);
      }
      await foldTallies(database);
    };
    // Nothing is lost: what is not folded is counted, and what has no tally yet is wanted again.
    const ended = () => {
      waiting = false;
      if (wanted.size > 0) later();
    };
    setTimeout(() => void work().then(ended, ended), pause).unref();
  };
  return {
    changed: later,
    counted(type, token, number) {
      if (number < worthTallying) return;
      wanted.add(`${typeNumber(type)} ${token}`);
      later();
    },
  };
}

/**
 * Held while tallies are begun and folded: a fold that did not see a new tally would drop what belongs to it. Taken by
 * a statement of its own, so that the next one sees whatever the last holder has done.
 */
export const tallyLock = 7_202_635;
/** Rows folded in one transaction. */
const mostFolded = 5_000;

/** Folds what is told now, unless somebody else is at it. */
export async function foldTallies(database: Database): Promise<void> {
  for (let more = true; more; ) {
    more = await database.transaction(async (tx) => {
      const { rows } = await tx.query<{ taken: boolean }>(`select pg_try_advisory_xact_lock(${tallyLock}) as taken`);
      return rows[0]?.taken === true && (await fold(tx)) === mostFolded;
    });
  }
}

async function fold(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ folded: number }>({
    name: 'tally-fold',
    text: `with folded as (
        delete from record.tally_change
          where ctid = any(array(select ctid from record.tally_change limit ${mostFolded}))
          returning types, tokens, numbers),
      more as (
        select c.type, c.token, sum(c.number) as number
        from folded f cross join lateral unnest(f.types, f.tokens, f.numbers) c(type, token, number)
        group by c.type, c.token having sum(c.number) <> 0),
      kept as (
        update record.tally t set number = t.number + more.number
          from more where t.token = more.token and t.type = more.type)
      select count(*)::int as folded from folded`,
  });
  return rows[0]?.folded ?? 0;
}

/** Begins a tally: all that the token leads to now, without what is told and will be folded. */
export async function keepTally(database: Database, type: number, token: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${tallyLock})`);
    await tx.query({
      text: `insert into record.tally (type, token, number)
        select $1::int2, $2::int8,
          (select count(*) from record.leads l where l.token = $2::int8 and l.type = $1::int2)
          - coalesce((select sum(c.number) from record.tally_change x
              cross join lateral unnest(x.types, x.tokens, x.numbers) c(type, token, number)
              where c.token = $2::int8 and c.type = $1::int2), 0)
        on conflict do nothing`,
      values: [type, token],
    });
  });
}
