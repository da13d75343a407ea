/** The sealed trail in the order of its seals: what leaves for others is gap-free and can be continued. */
import { asEvent, type AuditEvent, eventColumns } from '../event.ts';
import type { Row } from '../../db/database.ts';
import { ocsfEvent, type Place } from './ocsf.ts';

export type SealedEvent = AuditEvent & Place;

/** What asks: a pool or a connection of one's own. */
export interface Asks {
  query(query: { name: string; text: string; values: unknown[] }): Promise<{ rows: Row[] }>;
}

/** The events of the seal after this one, in their order; none when there is no such seal. At most 4,096. */
export async function nextSeal(tx: Asks, after: string): Promise<SealedEvent[]> {
  const { rows } = await tx.query({
    name: 'audit-next-seal',
    text: `select s.number as seal, q.place::int as place, ${eventColumns}
      from (select number, sequences from audit.seal where number > $1 order by number limit 1) s
      cross join lateral unnest(s.sequences) with ordinality q(sequence, place)
      join audit.event e on e.sequence = q.sequence order by q.place`,
    values: [after],
  });
  return rows.map((row) => ({ ...asEvent(row), seal: String(row.seal), place: Number(row.place) }));
}

/** Everything sealed behind `after`, as OCSF events, one seal in memory at a time. */
export async function* sealedAsOcsf(tx: Asks, after: string): AsyncGenerator<ReturnType<typeof ocsfEvent>> {
  for (let last = after; ; ) {
    const events = await nextSeal(tx, last);
    const [first] = events;
    if (!first) return;
    for (const event of events) yield ocsfEvent(event, event);
    last = first.seal;
  }
}
