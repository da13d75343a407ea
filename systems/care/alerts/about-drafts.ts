/**
 * While something is ordered or dispensed only that is spoken of; and what medication safety says beside the medicine
 * is not said twice. Pure.
 */
import type { Facts } from './engine/facts.ts';
import type { Fhir } from './engine/reading.ts';
import type { Rule } from './engine/rule.ts';
import type { Alert, Evidence } from './model.ts';

/** `MedicationRequest/draft-1`: the drafts, as alerts name them. */
export const namesOf = (drafts: readonly Fhir[]): ReadonlySet<string> =>
  new Set(drafts.map(({ resourceType, id }) => `${String(resourceType)}/${String(id)}`));

export const aboutDrafts = <Some extends Pick<Alert, 'because' | 'drafts'>>(
  alerts: readonly Some[],
  names: ReadonlySet<string>,
): Some[] =>
  alerts.filter(({ because, drafts }) =>
    [...drafts, ...because.map(({ reference }) => reference ?? '')].some((one) => names.has(one)),
  );

export const oddDrafts = (odd: readonly Evidence[], names: ReadonlySet<string>): Evidence[] =>
  odd.filter(({ reference }) => reference !== undefined && names.has(reference));

/**
 * Whether medication safety says it already: a rule that only passes on what it found, or a warning of the same kind
 * about the same substance of the same draft (`kidney` about metformin, by both sets of rules).
 */
export function isSaidBySafety(
  { kind, drafts }: Pick<Alert, 'kind' | 'drafts'>,
  { inputs }: Pick<Rule, 'inputs'>,
  { medicines, warnings }: Pick<Facts, 'medicines' | 'warnings'>,
): boolean {
  if (inputs.every((input) => input === 'safety')) return true;
  const own = new Set(medicines.flatMap(({ reference, atc }) => (drafts.includes(reference) ? [atc] : [])));
  return warnings.some((one) => one.kind === kind && one.medicines.some(({ atc }) => own.has(atc)));
}
