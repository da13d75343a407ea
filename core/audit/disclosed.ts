/**
 * What of the sealed trail was a disclosure: data that went to a facility, to a provider's system, through an app or to
 * a person who acts for the patient. Seal by seal, so that each is gone through once. GDPR art. 15(1)(c).
 */
import type { Tx } from '../db/database.ts';
import type { Key } from '../record/keys.ts';
import { largestSeal } from './chain.ts';
import { patientToldBy } from './event.ts';

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

type Row = Omit<DisclosedInSeal, 'patientId'> & { readonly id: string | null };

/**
 * Refusals showed nothing. What came in, and what patients saw of themselves, was disclosed to nobody.
 *
 * In steps, because a page of fifty patients would otherwise cost a dozen comparisons of texts for each of them: what
 * lies between the seal before and this one, with the type that each event showed, or its names where they are of
 * several; events of the same caller, day and type under one number; only then the patients, by that number. `|| '{}'`
 * unpacks an array once, however often it is looked at; `limit` keeps it so and tells the planner how small a seal is.
 */
const query = `
  with named as (
    select sequence, at, role, actor, actor_name, facility, facility_name, app, app_name, purpose, kind, patients,
      patient_ids, case when kind = 'outline' then string_to_array(query, ',')
        else coalesce(entities, '{everything}') || '{}' end as entities
    from audit.event
    where (xid, sequence) > ($1::xid8, $2::int8) and (xid, sequence) <= ($3::xid8, $4::int8) and outcome = 0
      and action in ('R', 'E') and (role in ('machine', 'physician', 'pharmacist', 'proxy') or app is not null)
      and patients is not null
    order by xid, sequence limit ${largestSeal}),
  shown as materialized (
    select sequence, at, (at at time zone 'Europe/Warsaw')::date as day, role, actor, actor_name, facility,
      facility_name, app, app_name, purpose, kind = 'export' as is_export, patients, patient_ids, type,
      case when type is null then entities end as entities
    from (select *, case
        when kind in ('everything', 'export') then case when cardinality(entities) > 0 then 'everything' else '' end
        -- '0' comes after '/': all of them begin with the first one's type.
        when first || '/' <= all (entities) and first || '0' > all (entities) then first end as type
      from (select *, split_part(entities[1], '/', 1) collate "C" as first from named offset 0) n offset 0) n),
  typed as (
    select sequence, day, role, actor, actor_name, facility, facility_name, app, app_name, purpose, is_export, type
    from shown where type is not null
    union all
    select sequence, day, role, actor, actor_name, facility, facility_name, app, app_name, purpose, is_export,
      unnest(array(select distinct split_part(x, '/', 1) from unnest(entities) x))
    from shown where type is null),
  callers as materialized (
    select row_number() over () as n, array_agg(sequence) as sequences, day, role, actor, actor_name, facility,
      facility_name, app, app_name, purpose, is_export, type
    from typed where type <> ''
    group by day, role, actor, actor_name, facility, facility_name, app, app_name, purpose, is_export, type),
  disclosed as (
    select n, patient, max(id) as id, min(sequence) as event, min(at) as at
    from (select c.n, s.sequence, s.at, unnest(s.patients) as patient, unnest(s.patient_ids) as id
      from (select n, unnest(sequences) as sequence from callers) c join shown s on s.sequence = c.sequence) p
    group by n, patient)
  select d.event, d.at, to_char(c.day, 'YYYY-MM-DD') as day, d.patient, d.id, c.role, c.actor,
    c.actor_name as "actorName", c.facility, c.facility_name as "facilityName", c.app, c.app_name as "appName",
    c.purpose, c.is_export as "isExport", c.type
  from disclosed d join callers c on c.n = d.n`;

/** The disclosures of a seal; undefined when there is no such seal yet. */
export async function disclosedInSeal(tx: Tx, seal: string): Promise<DisclosedInSeal[] | undefined> {
  const { rows: bounds } = await tx.query<{ values: string[] }>({
    name: 'audit-seal-bounds',
    text: `select array[coalesce(p.last_xid, '0')::text, coalesce(p.last_sequence, 0)::text, s.last_xid::text,
        s.last_sequence::text] as values
      from audit.seal s left join audit.seal p on p.number = s.number - 1 where s.number = $1`,
    values: [seal],
  });
  const [bound] = bounds;
  if (!bound) return undefined;
  const { rows } = await tx.query<Row>({ name: 'audit-disclosed', text: query, values: bound.values });
  return rows.flatMap(({ id, ...row }) => {
    const patientId = id ?? patientToldBy(row.patient);
    return patientId === undefined ? [] : [{ ...row, patientId }];
  });
}
