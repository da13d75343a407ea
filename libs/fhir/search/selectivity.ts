/**
 * Which search values are also worth an entry in the indexes across patients (record.leads, record.word). Few, because
 * every entry is paid for by every write: what leads from the whole population to a handful of rows.
 */
import { compartmentParameters } from '../compartment.ts';
import { searchParameter } from './parameters.ts';

/** Parameters named so lead nowhere: half the population shares each of their codes. */
// biome-ignore format: a list
const common = new Set([
  'status', 'category', 'gender', 'active', 'language', 'intent', 'priority', 'use', 'class', 'severity', 'criticality',
  'clinical-status', 'verification-status', 'deceased', 'jurisdiction', 'experimental', 'lifecycle-status', 'mode',
  '_tag', '_security', '_profile', 'component-code', 'component-value-concept', 'value-concept', 'data-absent-reason',
  'component-data-absent-reason', 'method', 'reaction', 'route', 'outcome', 'confidentiality', 'type', 'format',
]);
/** Where `type` says what happened, and not merely of which kind the record is. */
const typed = new Set([
  'Encounter',
  'DocumentReference',
  'Composition',
  'Specimen',
  'Media',
  'Contract',
  'EpisodeOfCare',
]);
const codes = new Set(['code', 'vaccine-code', 'type', 'service-type', 'substance', 'modality', 'code-value-concept']);
const personal = new Set(['telecom', 'email', 'phone']);
/** Who says so: nearly always the very patient that it is about, if a patient at all. */
const reporting = new Set(['performer', 'asserter', 'recorder', 'author', 'attester', 'source', 'sender', 'requester']);

/**
 * Names under which values of operators' parameters are stored say by their second letter to which indexes these go:
 * `~t5` tokens that tell something, `~b5` bare codes and flags, `~r5` references, `~s5` texts, `~n5` none.
 * https://hl7.org/fhir/R4/searchparameter.html
 */
export const customMark = '~';

/** Is it the name of an operator's parameter's values? */
export const isCustom = (param: string): boolean => param.startsWith(customMark);

export type CustomKind = 't' | 'b' | 'r' | 's' | 'n';

/** To which indexes the values of an operator's parameter go: as those of HL7's go that are like it. */
export function customKind(type: string, code: string, datatypes: readonly string[]): CustomKind {
  if (type === 'reference') return 'r';
  if (type === 'string' || type === 'uri') return 's';
  if (type !== 'token') return 'n';
  const telling = ['Coding', 'CodeableConcept', 'Identifier', 'ContactPoint'];
  return !common.has(code) && (datatypes.length === 0 || datatypes.some((one) => telling.includes(one))) ? 't' : 'b';
}

/** Patients and people about them: what is in the patient compartment by definition. */
function isPersonal(type: string): boolean {
  return type === 'Patient' || compartmentParameters(type).length > 0;
}

const known = new Map<string, boolean>();

/**
 * Types whose first compartment parameter is an element that repeats: the first Patient in it decides where the
 * resource lies, and the others do not.
 */
// biome-ignore format: a list
const repeating = new Set([
  'Account', 'Appointment', 'AuditEvent', 'Group', 'Patient', 'Person', 'Provenance', 'Schedule',
]);

/** Does a reference to a Patient by this parameter (as in storedAs) always decide whose compartment it is? */
export function decidesCompartment(type: string, param: string): boolean {
  return remembered(`${type}>${param}`, () => {
    const first = repeating.has(type) ? undefined : compartmentParameters(type)[0];
    const storedAs = first === undefined ? [] : (searchParameter(type, first)?.storedAs ?? []);
    return storedAs.length === 1 && storedAs[0] === param;
  });
}

/**
 * Does record.leads hold the values of this parameter for this type? `param` as in storedAs. For a reference, name the
 * type it points to: `performer` of an Observation is there when it is a Practitioner, not when it is a Patient. But
 * other Patients than the one whose compartment it lies in (a second participant) are there. So is what a Patient
 * refers to: the RelatedPerson that one is lies with the person to whom one is related. Of a resource that lies in
 * nobody's compartment every reference is there (search/extract.ts), which this does not say.
 */
export function isLookup(type: string, param: string, target?: string): boolean {
  if (target !== undefined && isPersonal(type) && isPersonal(target)) {
    if (type === 'Patient') return true;
    return target === 'Patient' && !reporting.has(param) && !decidesCompartment(type, param);
  }
  return remembered(`${type} ${param}`, () => decideLookup(type, param));
}

function decideLookup(type: string, param: string): boolean {
  if (isCustom(param)) return param[1] === 't' || param[1] === 'r' || (param[1] === 'b' && !isPersonal(type));
  const parameter = searchParameter(type, param);
  if (!parameter || param === '_id') return false;
  if (parameter.type !== 'token' && parameter.type !== 'reference') return false;
  if (param === 'identifier' || param === 'group-identifier') return true;
  if (param.startsWith('_')) return false;
  if (!isPersonal(type)) return true;
  if (parameter.type === 'token') {
    if (personal.has(param)) return type === 'Patient' || type === 'RelatedPerson' || type === 'Person';
    return codes.has(param) && (!common.has(param) || typed.has(type));
  }
  return (parameter.targets ?? []).some((target) => !isPersonal(target));
}

const people = new Set(['Patient', 'Person', 'RelatedPerson']);

/** Does record.word hold the values of this string or uri parameter for this type? */
export function isWord(type: string, param: string): boolean {
  return remembered(`${type}:${param}`, () => {
    if (isCustom(param)) return param[1] === 's' && (people.has(type) || !isPersonal(type));
    const parameter = searchParameter(type, param);
    if (parameter?.type !== 'string' && parameter?.type !== 'uri') return false;
    return !param.startsWith('_') && (people.has(type) || !isPersonal(type));
  });
}

function remembered(key: string, decide: () => boolean): boolean {
  let answer = known.get(key);
  if (answer === undefined) {
    answer = decide();
    if (known.size < 20_000) known.set(key, answer);
  }
  return answer;
}
