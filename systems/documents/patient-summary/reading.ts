/** Reads facts out of FHIR resources, leniently: what a sender left out is undefined, never a fault. */
import type { Coding, Concept, Fhir, Reference } from './model.ts';

export const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : []);

export const codingsOf = (value: unknown): readonly Coding[] => list<Coding>((value as Concept | undefined)?.coding);

export const hasCode = (value: unknown, ...codes: readonly string[]): boolean =>
  (Array.isArray(value) ? value : [value]).some((concept) =>
    codingsOf(concept).some(({ code }) => code !== undefined && codes.includes(code)),
  );

/** The words of a concept: its text, else the display of a coding, else the bare code. */
export function wordsOf(value: unknown): string | undefined {
  const concept = value as Concept | undefined;
  const codings = codingsOf(concept);
  return concept?.text ?? codings.find(({ display }) => display)?.display ?? codings.find(({ code }) => code)?.code;
}

/** Codes as a reader abroad needs them: the short name of their system and the code. */
export const codesOf = (value: unknown): string =>
  codingsOf(value)
    .filter(({ code }) => code !== undefined)
    .map(({ system = '', code }) => `${shortSystems[system] ?? system} ${code}`.trim())
    .join(', ');

const shortSystems: Readonly<Record<string, string>> = {
  'http://loinc.org': 'LOINC',
  'http://snomed.info/sct': 'SNOMED CT',
  'http://hl7.org/fhir/sid/icd-10': 'ICD-10',
  'urn:oid:2.16.840.1.113883.6.3': 'ICD-10',
  'http://www.whocc.no/atc': 'ATC',
  'urn:oid:2.16.840.1.113883.6.73': 'ATC',
  'urn:oid:2.16.840.1.113883.3.4424.11.2.6': 'ICD-9-PL',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm',
  'http://hl7.org/fhir/sid/cvx': 'CVX',
};

/** `Type/id` of a reference to this server, without version; undefined for one to elsewhere or inside. */
export function targetOf(reference: string | undefined, base: string): string | undefined {
  if (reference === undefined) return undefined;
  const local = reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference;
  return /^([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(local)?.[1];
}

export const keyOf = ({ resourceType, id }: Fhir): string => `${resourceType}/${id}`;

/** Elements that say when, of those that matter most first. */
const dates = [
  ...['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'occurrenceDateTime', 'performedDateTime'],
  ...['performedPeriod', 'onsetDateTime', 'onsetPeriod', 'authoredOn', 'recordedDate', 'period', 'dateTime', 'date'],
  ...['timingPeriod', 'timingDateTime', 'dateAsserted', 'recordedOn', 'issued', 'created', 'started'],
];

/** When, as it was recorded: partial, future or words. */
export function dateOf(resource: Fhir): string | undefined {
  for (const element of dates) {
    const value = resource[element] as string | { start?: string; end?: string } | undefined;
    const said = typeof value === 'string' ? value : (value?.start ?? value?.end);
    if (said !== undefined) return said;
  }
  return (resource.onsetString ?? resource.occurrenceString ?? resource.performedString) as string | undefined;
}

/** Newest first; of one day by id, so that the same facts always stand in the same order. */
export const newestFirst = (one: Fhir, other: Fhir): number =>
  compared(dateOf(other) ?? '', dateOf(one) ?? '') || compared(one.id, other.id);

export const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** What makes two entries speak of the same: their codings, or their words where there are none. */
export function sameness(resource: Fhir): string | undefined {
  const concept = resource.code ?? resource.vaccineCode ?? resource.medicationCodeableConcept;
  const medicine = (resource.medicationReference as Reference | undefined)?.reference;
  if (medicine !== undefined) return medicine;
  const codings = codingsOf(concept).flatMap(({ system, code }) => (code ? [`${system}|${code}`] : []));
  return codings.length > 0 ? codings.sort().join() : (concept as Concept | undefined)?.text?.trim().toLowerCase();
}
