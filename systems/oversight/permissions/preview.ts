/**
 * "Zobacz to, co zobaczy": what a delegation would show, decided row by row by the same pure decision that the SQL of
 * every read is held against (core/access/decide.ts). The patient reads the own record; nothing is read as another.
 */
import type { Call } from '#core/access/actor.ts';
import { decideRow } from '#core/access/index.ts';
import { placeName, restrictionFacts } from '#core/access/facts.ts';
import { type ScopeArea, typesOfScope } from '#core/access/areas.ts';
import type { Tx } from '#core/db/database.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Record as PatientRecord, Resource } from '#core/record/record.ts';
import type { Preview, PreviewItem } from './model.ts';
import { dayOf, titleOf } from './titles.ts';

/** What the list of a person's record speaks of; provenance, accounts and the like are no lines for people. */
export const listedTypes = [
  ...['AllergyIntolerance', 'Appointment', 'CarePlan', 'Condition', 'DiagnosticReport', 'DocumentReference'],
  ...['Encounter', 'Immunization', 'MedicationDispense', 'MedicationRequest', 'MedicationStatement', 'Observation'],
  ...['Procedure', 'QuestionnaireResponse', 'ServiceRequest'],
] as const;

/** Lines of each kind that are shown one by one; the counts are of everything. */
const mostOfKind = 20;
/** Identifiers in one search. */
const together = 50;

export interface Wanted {
  /** Logical id of the own Patient. */
  readonly patient: string;
  readonly scope: readonly ScopeArea[];
  readonly sensitive: boolean;
}

export async function previewOf(
  record: Pick<PatientRecord, 'outline' | 'search'>,
  call: Call,
  tx: Tx,
  { patient, scope, sensitive }: Wanted,
  now: Date,
): Promise<Preview> {
  const key = keyOfId('Patient', patient);
  const rows = await record.outline(call, patient, listedTypes);
  const places = rows.map(({ type, id }) => ({ type, id, patient: key }));
  const restricted = await restrictionFacts(tx, places);
  const held = { patient: key, id: 'preview', person: 'preview', types: typesOfScope(scope), sensitive };
  const ends = new Date(now.getTime() + 1);
  const facts = { now, care: [], proxies: [{ ...held, ends }] };
  const visibility = { kind: 'proxy', key, id: patient, grant: 'preview', person: 'preview' } as const;
  const hidden = { withheld: 0, sensitive: 0, outOfScope: 0 };
  const counts: Record<string, number> = {};
  const shown: { type: string; id: string }[] = [];
  for (const place of places) {
    const restrictions = restricted.get(placeName(place)) ?? [];
    if (decideRow(visibility, 'see', { ...place, restrictions }, facts).allow) {
      counts[place.type] = (counts[place.type] ?? 0) + 1;
      shown.push(place);
    } else if (held.types?.includes(place.type) === false) hidden.outOfScope++;
    else if (restrictions.some(({ readers }) => readers === '+proxies')) hidden.withheld++;
    else hidden.sensitive++;
  }
  // The outline is oldest first; people look for what is new.
  const kinds = Map.groupBy(shown.toReversed(), ({ type }) => type).values();
  const newest = [...kinds].flatMap((same) => same.slice(0, mostOfKind));
  return { counts, items: await itemsOf(record, call, newest), hidden };
}

/** The titles of some of one's own resources, in their order. */
export async function itemsOf(
  record: Pick<PatientRecord, 'search'>,
  call: Call,
  wanted: readonly { type: string; id: string }[],
): Promise<PreviewItem[]> {
  const found = new Map<string, PreviewItem>();
  for (const [type, same] of Map.groupBy(wanted, (one) => one.type)) {
    for (let from = 0; from < same.length; from += together) {
      const ids = same.slice(from, from + together).map(({ id }) => id);
      const { entries } = await record.search(call, type, `_id=${ids.join(',')}&_count=${together}`);
      for (const { stored } of entries) {
        const resource = JSON.parse(stored.content) as Resource;
        const date = dayOf(resource);
        found.set(`${type}/${stored.id}`, { type, id: stored.id, title: titleOf(resource), ...(date ? { date } : {}) });
      }
    }
  }
  return wanted.flatMap(({ type, id }) => found.get(`${type}/${id}`) ?? []);
}
