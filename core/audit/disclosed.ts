/**
 * What of the sealed trail was a disclosure: data that went to a facility, to a provider's system, through an app or to
 * a person who acts for the patient. Seal by seal, so that each is gone through once. GDPR art. 15(1)(c).
 */
import type { Tx } from '../db/database.ts';
import type { Key } from '../record/keys.ts';

/** All that one caller was shown of one patient's data of one type on one day, within one seal. */
export interface DisclosedInSeal {
  /** The first event of it. */
  readonly event: string;
  readonly at: Date;
  /** In Poland. */
  readonly day: string;
  readonly patient: Key;
  readonly patientId: string;
  readonly role: string;
  readonly actor: string;
  readonly actorName: string;
  readonly facility: string | null;
  readonly facilityName: string | null;
  readonly app: string | null;
  readonly appName: string | null;
  readonly purpose: string;
  readonly isExport: boolean;
  readonly type: string;
}

/** Refusals showed nothing. What came in, and what patients saw of themselves, was disclosed to nobody. */
const query = `
  select min(e.sequence) as event, min(e.at) as at, to_char(e.at at time zone 'Europe/Warsaw', 'YYYY-MM-DD') as day,
    p.patient, p.id as "patientId", e.role, e.actor, e.actor_name as "actorName", e.facility,
    e.facility_name as "facilityName", e.app, e.app_name as "appName", e.purpose,
    e.kind = 'export' as "isExport", t.type
  from audit.seal s
  cross join lateral unnest(s.sequences) q(sequence)
  join audit.event e on e.sequence = q.sequence
  cross join lateral unnest(e.patients, e.patient_ids) p(patient, id)
  cross join lateral (
    select distinct case when e.kind in ('everything', 'export') then 'everything'
      else split_part(x, '/', 1) end as type
    from unnest(case when e.kind = 'outline' then string_to_array(e.query, ',') else coalesce(e.entities, '{everything}')
      end) x) t
  where s.number = $1 and e.outcome = 0 and e.action in ('R', 'E') and p.id is not null
    and (e.role in ('machine', 'physician', 'pharmacist', 'proxy') or e.app is not null) and t.type <> ''
  group by 3, p.patient, p.id, e.role, e.actor, e.actor_name, e.facility, e.facility_name, e.app, e.app_name, e.purpose,
    e.kind = 'export', t.type`;

/** The disclosures of a seal; undefined when there is no such seal yet. */
export async function disclosedInSeal(tx: Tx, seal: string): Promise<DisclosedInSeal[] | undefined> {
  const { rowCount } = await tx.query({
    name: 'audit-seal-is-there',
    text: 'select from audit.seal where number = $1',
    values: [seal],
  });
  if (rowCount === 0) return undefined;
  const { rows } = await tx.query<DisclosedInSeal>({ name: 'audit-disclosed', text: query, values: [seal] });
  return rows;
}
