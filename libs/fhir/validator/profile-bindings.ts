/** Bindings of profiles. https://hl7.org/fhir/R4/terminologies.html#binding */
import type { ProfileBinding } from './terminology.ts';

type Json = { [name: string]: unknown };

/** Why a value is not in the set of a binding: not there (`known`), or nobody here can say. */
export function outside(
  value: unknown,
  { valueSet, strength, codes }: ProfileBinding,
): { known: boolean; says: string } | undefined {
  const set = codes();
  if (!set) {
    if (strength !== 'required') return undefined;
    return { known: false, says: `The codes of ${valueSet.slice(0, 200)} are not known here: this was not checked.` };
  }
  if (typeof value === 'string') {
    if (set.codes.has(value)) return undefined;
    return { known: true, says: `"${value.slice(0, 60)}" is not ${among(strength, set.valueSet)}` };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { coding } = value as Json;
  const isConcept = Array.isArray(coding) || 'text' in value || !('code' in value || 'system' in value);
  const codings = isConcept ? (Array.isArray(coding) ? (coding as Json[]) : []) : [value as Json];
  const given = codings.map(({ system, code }) => `${String(system ?? '')}|${String(code ?? '')}`);
  if (given.some((concept) => set.concepts.has(concept))) return undefined;
  // A quantity without any unit says nothing that could be outside.
  if (!isConcept && 'value' in value && given[0] === '|' && strength !== 'required') return undefined;
  const what = given.length === 0 ? 'A text alone' : given.map((one) => `"${one.slice(0, 80)}"`).join(', ');
  return { known: true, says: `${what} is not ${among(strength, set.valueSet)}` };
}

function among(strength: string, valueSet: string): string {
  return strength === 'required'
    ? `in ${valueSet}, and a code of it is required.`
    : `in ${valueSet}, of which a code is wanted unless none fits.`;
}
