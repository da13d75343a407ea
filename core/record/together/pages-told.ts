/**
 * Pages that are told to the trail by the statement that searches (searcher.ts, rounds.ts): how it asks for them, one
 * row each, and what it names of them. Decisions 0060 and 0061.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { AuditEntry } from '../../audit/index.ts';
import { arrayText } from '../../db/shape.ts';
import { firstHashed } from '../keys.ts';
import type { PlainPage } from '../search/run.ts';

/** A page of a search of one type, whose patients the statement itself can name. */
export interface AskedPage extends Omit<PlainPage, 'patient'> {
  /** For the trail, with the patient in whose compartment all rows lie where that is known. */
  readonly entry: AuditEntry;
}

/** What each search asked for: parameters from `next` on. */
const pagesFrom = (next: number): string =>
  `page as (select * from unnest($${next}::text[], $${next + 1}::int4[], $${next + 2}::text[])
    with ordinality page(type, count, whose, n))`;

/** The values of these parameters. */
export const pageValues = (pages: readonly AskedPage[]): string[] => [
  arrayText(pages.map(({ type }) => type)),
  arrayText(pages.map(({ count }) => count)),
  arrayText(pages.map(({ whose }) => whose)),
];
export const pageParameters = 3;

const patientType = typeNumber('Patient');

/**
 * What a question finds, as one row: what is on the page, not the row that only says that there is more. `place` names
 * the columns of the order. Whose the rows are stands beside: of Patients themselves with their ids; of anybody whoever
 * is named by a row that is not nobody's.
 */
export function pageOf(question: string, place: readonly string[]): string {
  const shown = 'filter (where q.nth <= page.count)';
  const themselves = `filter (where page.whose = 'themselves' and q.nth <= page.count)`;
  return `select array_agg(page.type || '/' || q.id || '/' || q.version) ${shown} as entities,
      string_agg(q.content, '') ${shown} as contents, array_agg(octet_length(q.content)::int8) ${shown} as lengths,
      count(*) > page.count as more,
      max(array[${place.map((column) => `q.${column}::text`).join(', ')}]) filter (where q.nth = page.count) as place,
      array_agg(q.patient) ${themselves} as selves, array_agg(q.id) ${themselves} as ids,
      array_agg(q.patient) filter (where page.whose = 'anybody' and q.nth <= page.count and not
        case when q.patient < ${firstHashed} and q.id not like '%000' then false
          else record.is_own(page.type, q.id, q.patient) end) as others
    from (select row_number() over () as nth, q.* from (${question}) q) q`;
}

/**
 * What the trail names of each page in `found`. Rows of anybody name each patient once; ids that the keys tell are left
 * out (audit/entry.ts), and the others looked up.
 */
const pagesForTrail = `named as materialized (
    select n, entities, selves, ids,
      case when others is not null then array(select distinct unnest(others) order by 1) end as others from found),
  grouped as (
    select n, entities, coalesce(selves, others) as patients,
      case when others[cardinality(others)] >= ${firstHashed} then array(
        select case when o.patient >= ${firstHashed} then
          (select r.id from record.resource r where r.patient = o.patient and r.type = ${patientType} limit 1) end
        from unnest(others) with ordinality o(patient, place) order by o.place) else ids end as patient_ids
    from named)`;

/** What of `found` is answered with. Bytes go as base64, over which both sides take a third less time than over hex. */
const pagesFound = `select entities, encode(contents, 'base64') as contents, lengths, more, place
  from found order by n`;

/**
 * The whole statement: `found` selects n and a page (`pageOf`) for each search; what they asked for stands in
 * parameters from `next` on, behind them the entries of `insertion`. `each`: a part that `found` needs besides.
 */
export const pagesText = (found: string, next: number, insertion: string, each?: string): string =>
  `with ${each === undefined ? '' : `each as (${each}), `}${pagesFrom(next)},
    found as (${found}),
    ${pagesForTrail},
    audited as (${insertion})
    ${pagesFound}`;
