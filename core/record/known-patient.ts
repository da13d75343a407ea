/**
 * Searches of software that has not passed the compliance gate: of one patient whom it knows, never by name, never
 * across patients. security/requirements 2.4
 */
import type { Actor } from '../access/actor.ts';
import { knownPatientParameters, ofPatientParameters, restricted } from '../access/gate.ts';
import { sharedTypes } from '../access/resource-kinds.ts';
import { splitAlternatives, splitQuery } from './search/query-string.ts';

/** What asks by something else than the row itself. */
const roundabout = /^(_has|_filter|_query|_list|_content|_text|_contained|_type|_asOf)(:|$)|\./;

/**
 * `place` is the type, or the type and a compartment (`Patient/1/Observation`).
 * @throws Refusal `compliance-restricted`
 */
export function demandKnownPatient({ gate }: Actor, type: string, query: string, place = type): void {
  if (!gate || gate.limit === 'none') return;
  const parameters = splitQuery(query);
  if (place !== type || parameters.some(({ name }) => roundabout.test(name))) throw notKnown(gate);
  if (sharedTypes.has(type)) return;
  const naming = type === 'Patient' ? knownPatientParameters : ofPatientParameters;
  const named = parameters.filter(({ name }) => naming.has(name));
  const one = named.find(({ name, value }) => value !== '' && splitAlternatives(name, value).length === 1);
  const filters = type === 'Patient' ? parameters.filter(({ name }) => !name.startsWith('_') && !naming.has(name)) : [];
  if (!one || filters.length > 0) throw notKnown(gate);
}

const notKnown = (gate: NonNullable<Actor['gate']>) =>
  restricted(gate, undefined, 'Search by the patient’s identifier or id, and in other types by patient=….');
