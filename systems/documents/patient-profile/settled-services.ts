/**
 * Services that the NFZ has settled (ExplanationOfBenefit of the profile PLSettledService) in the life line: those that
 * no registered event stands for have a place of their own; those that are one are shown with it (event.ts).
 */
import type { OutlineRow } from '#core/record/record.ts';
import type { Reader } from './reader.ts';
import { as, type Fhir, list, moment, type Period, type Reference, target } from './reading.ts';
import { findAll } from './reads.ts';

export const settledType = 'ExplanationOfBenefit';
const profile = encodeURIComponent('urn:ezdrowie:StructureDefinition:PLSettledService');
/** A person with more has had a service every other day for eleven years. */
const most = 2_000;

/** The criteria that tell them from other claims. */
export const settledOnly = `_profile=${profile}&status=active`;

/** The event that a service is, if somebody registered it. */
export const eventOfSettled = (service: Fhir): string | undefined => {
  const [item] = list<{ encounter?: Reference[] }>(service.item);
  const to = target(item?.encounter?.[0]);
  return to?.type === 'Encounter' ? to.id : undefined;
};

/** Rows of the outline for services that nobody else told of. */
export async function settledRows(reader: Reader, patient: string): Promise<OutlineRow[]> {
  const query = `patient=${encodeURIComponent(patient)}&${settledOnly}`;
  const { resources } = await findAll(reader, settledType, query, most);
  return resources.filter((one) => eventOfSettled(one) === undefined).map(rowOf);
}

function rowOf(service: Fhir): OutlineRow {
  const { start, end } = as<Period>(service.billablePeriod) ?? {};
  const starts = moment(start) ?? Number.NEGATIVE_INFINITY;
  return { type: settledType, id: service.id, starts, ends: moment(end) ?? starts };
}

/** What was settled, in the words that came with it. */
export const settledItem = (service: Fhir): unknown =>
  list<{ productOrService?: unknown }>(service.item)[0]?.productOrService;
