/** Bindings of profiles. https://hl7.org/fhir/R4/terminologies.html#binding */
import type { AskedCode, BoundSet, Known, ProfileBinding, Vocabulary } from './terminology.ts';

type Json = { [name: string]: unknown };

/** Why a value is not in the set of a binding: not there (`known`), or nobody here can say. */
export function outside(
  value: unknown,
  { valueSet, strength, codes }: ProfileBinding,
  vocabulary: Vocabulary,
): { known: boolean; says: string } | undefined {
  const set = codes();
  const codings = codingsOf(value);
  const isWordless = codings.length === 0 && strength === 'required' && !isUnitless(value);
  const known = membership(value, valueSet, set, vocabulary);
  // No code at all is no code of the set, whatever is in it.
  const verdict = known === 'unknown' && isWordless ? 'no' : known;
  if (verdict === 'yes') return undefined;
  if (verdict === 'unknown') {
    if (strength !== 'required') return undefined;
    return { known: false, says: `The codes of ${valueSet.slice(0, 200)} are not known here: this was not checked.` };
  }
  // A quantity without any unit says nothing that could be outside.
  if (isUnitless(value) && strength !== 'required') return undefined;
  const given = codings.map(
    ({ system, code }) => `"${(system === undefined ? code : `${system}|${code}`).slice(0, 80)}"`,
  );
  const what = given.length === 0 ? 'A text alone' : given.join(', ');
  return { known: true, says: `${what} is not ${among(strength, set?.valueSet ?? valueSet.slice(0, 200))}` };
}

const isUnitless = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'value' in value && !('code' in value) && !('system' in value);

/** Is the value (a code, Coding, CodeableConcept or Quantity) in the set? Of several codings one must be. */
export function membership(value: unknown, valueSet: string, set: BoundSet | undefined, vocabulary: Vocabulary): Known {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return 'yes';
  const codings = codingsOf(value);
  if (set) {
    if (typeof value === 'string') return set.codes.has(value) ? 'yes' : 'no';
    const isIn = codings.some(({ system, code }) => set.concepts.has(`${system ?? ''}|${code}`));
    return isIn ? 'yes' : 'no';
  }
  let isKnown = true;
  for (const coding of codings) {
    const known = ask(coding, typeof value === 'string', valueSet, vocabulary);
    if (known === 'yes') return 'yes';
    if (known === 'unknown') isKnown = false;
  }
  if (codings.length > 0) return isKnown ? 'no' : 'unknown';
  // A text alone is in no set, if there is that set.
  return 'unknown';
}

function ask(coding: AskedCode, isCode: boolean, valueSet: string, vocabulary: Vocabulary): Known {
  if (coding.code === '') return 'no';
  // Only a code is looked for in all systems of the set; a Coding without system means none.
  return isCode || coding.system !== undefined ? vocabulary.memberOf(valueSet, coding) : 'no';
}

/** Codes that a value holds, with their systems. */
function codingsOf(value: unknown): AskedCode[] {
  if (typeof value === 'string') return [{ code: value }];
  if (typeof value !== 'object' || value === null) return [];
  const { coding } = value as Json;
  const isConcept = Array.isArray(coding) || 'text' in value || !('code' in value || 'system' in value);
  const codings = isConcept ? (Array.isArray(coding) ? (coding as Json[]) : []) : [value as Json];
  return codings.map(({ system, code }) => ({
    ...(typeof system === 'string' ? { system } : {}),
    code: typeof code === 'string' ? code : '',
  }));
}

/** Does a code of the first value subsume one of the second? Undefined: nobody here knows. */
export function subsumption(first: unknown, second: unknown, vocabulary: Vocabulary): boolean | undefined {
  let isKnown = true;
  for (const above of codingsOf(first)) {
    for (const below of codingsOf(second)) {
      if (above.system === undefined || above.system !== below.system) continue;
      if (above.code === below.code) return true;
      const known = vocabulary.subsumes(above.system, above.code, below.code);
      if (known === 'yes') return true;
      if (known === 'unknown') isKnown = false;
    }
  }
  return isKnown ? false : undefined;
}

function among(strength: string, valueSet: string): string {
  return strength === 'required'
    ? `in ${valueSet}, and a code of it is required.`
    : `in ${valueSet}, of which a code is wanted unless none fits.`;
}
