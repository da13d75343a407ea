/** How far behind each consumer is: for /metrics and for people. */
import type { Tx } from '../db/database.ts';

export interface Lag {
  readonly consumer: string;
  /** Age of the oldest change that was not handed over yet; 0 when there is none. */
  readonly seconds: number;
  /** Changes that are tried again, and that stand behind those. */
  readonly waiting: number;
  readonly parked: number;
}

export async function lagOf(tx: Tx): Promise<Lag[]> {
  const { rows } = await tx.query<Lag>(
    `with lanes as (select *, count(*) over (partition by consumer) as lanes from feed.cursor)
    select l.consumer,
      coalesce(max(extract(epoch from greatest(now() - oldest.at, interval '0'))), 0)::float8 as seconds,
      coalesce((select count(*) from feed.waiting w where w.consumer = l.consumer and not parked), 0)::int as waiting,
      coalesce((select count(*) from feed.waiting w where w.consumer = l.consumer and parked), 0)::int as parked
    from lanes l left join lateral (
      select c.at from record.change c
      where (c.xid, c.sequence) > (l.xid, l.sequence) and mod(c.patient, l.lanes) = l.lane
      order by c.xid, c.sequence limit 1) oldest on true
    group by l.consumer order by 1`,
  );
  return rows;
}
