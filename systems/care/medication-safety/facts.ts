/** What the record says of a FHIR resource that safety must know. Pure: resources in, facts out. */
import type { Resource } from '#core/record/record.ts';
import { ageOn } from '#core/registers/days.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { Allergy, Medicine, PatientFacts } from './model.ts';

interface Concept {
  readonly text?: string;
  readonly coding?: readonly { readonly system?: string; readonly code?: string; readonly display?: string }[];
}
type Fhir = Resource & { readonly [element: string]: unknown };

const codings = (value: unknown) => (value as Concept | undefined)?.coding ?? [];
const codeIn = (value: unknown, ...systems: string[]): string | undefined =>
  codings(value).find(({ system, code }) => code !== undefined && system !== undefined && systems.includes(system))
    ?.code;
const has = (value: unknown, code: string): boolean => codings(value).some((one) => one.code === code);
const wordsOf = (value: unknown): string => {
  const { text, coding } = (value ?? {}) as Concept;
  return text ?? coding?.find(({ display }) => display)?.display ?? coding?.[0]?.code ?? '';
};

const atcSystems = [codeSystems.atc, 'http://www.whocc.no/atc'];
const snomed = codeSystems.snomed;

/** LOINC codes of estimated glomerular filtration, per 1.73 m². */
export const egfrCodes = ['98979-8', '98980-6', '62238-1', '33914-3', '48642-3', '48643-1', '77147-7', '88293-6'];
/** LOINC 82810-3 pregnancy status; its answers in SNOMED CT. */
export const pregnancyCode = '82810-3';
const [pregnant, notPregnant] = ['77386006', '60001007'];
/** How long a recorded pregnancy, and its absence, are believed, in days. */
export const believed = { pregnant: 300, notPregnant: 60, egfr: 365 } as const;

const dayMs = 86_400_000;
const usualSupply = 30;
/** A filled prescription counts for its supply and this long after it, as in the e-Profil. */
const grace = 30;

/** A medicine that is taken by a prescription or a statement; `unknown` when it has no ATC code. */
export function takenOf(resource: Resource, now: Date): { readonly medicine?: Medicine; readonly unknown?: string } {
  const { status, authoredOn, dispenseRequest, medicationCodeableConcept: concept, resourceType } = resource as Fhir;
  const authored = typeof authoredOn === 'string' ? Date.parse(authoredOn) : Number.NaN;
  const supply = (dispenseRequest as { expectedSupplyDuration?: { value?: number } } | undefined)
    ?.expectedSupplyDuration;
  const ends = authored + (supply?.value ?? usualSupply) * dayMs;
  const isOver = Number.isNaN(ends) ? status !== 'active' : now.getTime() > ends + grace * dayMs;
  if (resourceType === 'MedicationRequest' && isOver) return {};
  const atc = codeIn(concept, ...atcSystems);
  const name = wordsOf(concept);
  if (atc === undefined) return name === '' ? {} : { unknown: name };
  const endsSoon = !Number.isNaN(ends) && ends - now.getTime() <= grace * dayMs;
  return { medicine: { atc, name, ...(endsSoon ? { endsSoon } : {}) } };
}

export interface PatientResources {
  readonly patient: Resource;
  readonly conditions: readonly Resource[];
  readonly allergies: readonly Resource[];
  /** Newest first. */
  readonly egfr: readonly Resource[];
  readonly pregnancy: readonly Resource[];
}

export function patientFacts(found: PatientResources, today: string): PatientFacts {
  const { birthDate, gender } = found.patient as Fhir & { birthDate?: string; gender?: string };
  const age = birthDate !== undefined && birthDate.length === 10 ? ageOn(birthDate, today) : undefined;
  const conditions = found.conditions.flatMap(({ code }) => codings(code).flatMap((one) => one.code ?? []));
  const [newest] = found.egfr as readonly (Fhir & { valueQuantity?: { value?: number }; effectiveDateTime?: string })[];
  const value = newest?.valueQuantity?.value;
  const living = found.allergies.filter(isLiving);
  return {
    ...(age === undefined ? {} : { age }),
    pregnant: pregnancyOf({ gender, age, conditions, observed: found.pregnancy }),
    ...(value === undefined
      ? {}
      : { egfr: { value: Number(value), day: newest?.effectiveDateTime?.slice(0, 10) ?? '' } }),
    allergies: living.map(allergyOf),
    allergiesAsked: found.allergies.length > 0,
    conditions,
  };
}

interface PregnancyFacts {
  readonly gender: string | undefined;
  readonly age: number | undefined;
  readonly conditions: readonly string[];
  readonly observed: readonly Resource[];
}

function pregnancyOf({ gender, age, conditions, observed }: PregnancyFacts): PatientFacts['pregnant'] {
  if (gender === 'male') return 'no';
  const answer = codeIn((observed[0] as Fhir | undefined)?.valueCodeableConcept, snomed);
  // Chapter XV without the puerperium, and Z33–Z35: pregnancy and its supervision (ICD-10).
  if (answer === pregnant || conditions.some((code) => /^(?:O[0-7]|Z3[345])/.test(code))) return 'yes';
  if (answer === notPregnant || (age !== undefined && (age < 10 || age > 60))) return 'no';
  return 'unknown';
}

function isLiving(resource: Resource): boolean {
  const { clinicalStatus, verificationStatus, code } = resource as Fhir;
  if (has(clinicalStatus, 'inactive') || has(clinicalStatus, 'resolved')) return false;
  if (has(verificationStatus, 'refuted') || has(verificationStatus, 'entered-in-error')) return false;
  // "No known allergy", and of medicines.
  return !has(code, '716186003') && !has(code, '409137002');
}

function allergyOf(resource: Resource): Allergy {
  const { code } = resource as Fhir;
  const atc = codeIn(code, ...atcSystems);
  return { name: wordsOf(code), ...(atc === undefined ? {} : { atc }) };
}

/** Allergies to medicines that carry no code: nothing could be compared with them. */
export const uncodedAllergies = (allergies: readonly Resource[]): string[] =>
  allergies
    .filter((one) => isLiving(one) && ((one as Fhir).category as string[] | undefined)?.includes('medication'))
    .map(allergyOf)
    .flatMap(({ name, atc }) => (atc === undefined && name !== '' ? [name] : []));
