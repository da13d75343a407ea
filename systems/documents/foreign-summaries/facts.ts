/** Facts of a foreign document: one line per resource, in the sender's words, with what is odd about it. */
import { isNumber, numberText } from '#libs/fhir/json.ts';
import { type ComparedKind, type Fact, type FactNote, isCompared, type SectionKind } from './model.ts';
import { inLine } from './narrative.ts';
import {
  codesOf,
  dateIn,
  folded,
  type Json,
  objects,
  quantityWords,
  sha256,
  text,
  tokenOf,
  wordsOf,
} from './reading.ts';

/** What a resource of a type is about, whatever section it stands in. */
export const kindOfType: Readonly<Record<string, SectionKind>> = {
  AllergyIntolerance: 'allergies',
  MedicationStatement: 'medicines',
  MedicationRequest: 'medicines',
  MedicationAdministration: 'medicines',
  MedicationDispense: 'medicines',
  Condition: 'problems',
  Immunization: 'immunizations',
  Observation: 'results',
  DiagnosticReport: 'results',
  Procedure: 'procedures',
  DeviceUseStatement: 'devices',
  Device: 'devices',
  CarePlan: 'plan',
  Goal: 'plan',
  ImmunizationRecommendation: 'plan',
  ServiceRequest: 'plan',
};

/**
 * Codes that say "none known": SNOMED CT, and those of IPS.
 * http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips
 */
const noneCodes: ReadonlySet<string> = new Set([
  ...['716186003', '409137002', '429625007', '428607008', '428197003', '716220001', '716184000'],
  ...['no-known-allergies', 'no-known-medication-allergies', 'no-known-environmental-allergies'],
  ...['no-known-food-allergies', 'no-known-medications', 'no-known-problems', 'no-known-procedures'],
  ...['no-known-immunizations', 'no-known-devices', '160245001', '787481004', '1234391000'],
]);
export const saysNone = (codes: readonly { readonly code?: string }[]): boolean =>
  codes.some(({ code }) => code !== undefined && noneCodes.has(code));
/** "No information" is not "none". */
const noInformation: ReadonlySet<string> = new Set([
  ...['no-allergy-info', 'no-medication-info', 'no-problem-info', 'no-procedure-info', 'no-immunization-info'],
  ...['no-device-info', '1631000175102'],
]);
export const saysNothing = (codes: readonly { readonly code?: string }[]): boolean =>
  codes.some(({ code }) => code !== undefined && noInformation.has(code));

/** The concept that a resource is about; `inside` follows a reference within the document. */
export function conceptOf(resource: Json, inside: (reference: unknown) => Json | undefined): unknown {
  const referred = inside(resource.medicationReference ?? resource.device);
  return (
    resource.medicationCodeableConcept ??
    resource.vaccineCode ??
    resource.code ??
    referred?.code ??
    referred?.type ??
    resource.type ??
    objects(resource.category)[0] ??
    objects(objects(resource.recommendation)[0]?.vaccineCode)[0] ??
    resource.description
  );
}

const dateElements = [
  ...['onsetDateTime', 'effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'performedDateTime'],
  ...['performedPeriod', 'occurrenceDateTime', 'onsetPeriod', 'timingDateTime', 'timingPeriod', 'period'],
  ...['authoredOn', 'startDate', 'date', 'recordedDate', 'dateAsserted', 'issued'],
];
const endElements = ['abatementDateTime', 'abatementPeriod', 'effectivePeriod', 'performedPeriod', 'timingPeriod'];

export function startOf(resource: Json): string | undefined {
  for (const element of dateElements) {
    const value = resource[element];
    const said = dateIn(value) ?? dateIn(objects(value)[0]?.start);
    if (said) return said;
  }
  return undefined;
}

export function endOf(resource: Json): string | undefined {
  for (const element of endElements) {
    const said = dateIn(resource[element]) ?? dateIn(objects(resource[element])[0]?.end);
    if (said) return said;
  }
  return undefined;
}

const codeIn = (concept: unknown): string | undefined => codesOf(concept)[0]?.code;

/** `active`, `resolved`, `completed` …, as the resource says it. */
export const statusOf = (resource: Json): string | undefined =>
  codeIn(resource.clinicalStatus) ?? text(resource.status) ?? text(resource.lifecycleStatus);

/** The value of an observation, in words. */
export function valueWords(resource: Json): string | undefined {
  const own =
    quantityWords(resource.valueQuantity) ??
    wordsOf(resource.valueCodeableConcept) ??
    (inLine(resource.valueString) || undefined) ??
    dateIn(resource.valueDateTime) ??
    (isNumber(resource.valueInteger) ? numberText(resource.valueInteger) : undefined) ??
    (typeof resource.valueBoolean === 'boolean' ? String(resource.valueBoolean) : undefined);
  const parts = objects(resource.component).flatMap((one) => {
    const value = valueWords(one);
    return value === undefined ? [] : [`${wordsOf(one.code) ?? '–'}: ${value}`];
  });
  const absent = wordsOf(resource.dataAbsentReason);
  const said = [own, ...parts].filter((one) => one !== undefined);
  return said.length > 0 ? said.join('; ') : absent && `(${absent})`;
}

/** The dose of a medicine in words: the sender's text, else amount and frequency. */
export function doseWords(resource: Json): string | undefined {
  const [dosage] = objects(resource.dosage ?? resource.dosageInstruction);
  if (!dosage) return undefined;
  const said = inLine(dosage.text);
  if (said) return said;
  const [repeat] = objects(objects(dosage.timing)[0]?.repeat);
  const amount = quantityWords(objects(dosage.doseAndRate)[0]?.doseQuantity);
  const numbers = [repeat?.frequency, repeat?.period].map((one) => (isNumber(one) ? numberText(one) : undefined));
  const often = numbers.every(Boolean) ? `${numbers[0]} × / ${numbers[1]} ${inLine(repeat?.periodUnit, 3)}` : undefined;
  return [amount, often].filter(Boolean).join(', ') || undefined;
}

function detailOf(kind: SectionKind, resource: Json): string | undefined {
  if (kind === 'results') return valueWords(resource);
  if (kind === 'medicines') return doseWords(resource);
  if (kind === 'immunizations') return inLine(resource.lotNumber, 60) || undefined;
  if (kind !== 'allergies') return undefined;
  const reactions = objects(resource.reaction).flatMap((one) => objects(one.manifestation).flatMap(wordsOf));
  const high = text(resource.criticality) === 'high' ? 'high' : undefined;
  return [...reactions, high].filter(Boolean).join(', ') || undefined;
}

interface Dating {
  readonly date?: string | undefined;
  /** Day and instant of now, in UTC. */
  readonly now: Date;
}

const isFuture = (date: string, now: Date): boolean =>
  date.includes('T') ? Date.parse(date) > now.getTime() : date > now.toISOString().slice(0, date.length);

function datingNotes({ date, now }: Dating, dated: boolean): FactNote[] {
  if (date === undefined) return dated ? ['no-date'] : [];
  return [
    ...(date.length < 10 ? (['partial-date'] as const) : []),
    ...(isFuture(date, now) ? (['future-date'] as const) : []),
  ];
}

const verification = (resource: Json): FactNote[] => {
  const said = [codeIn(resource.verificationStatus), text(resource.status)];
  return (['refuted', 'entered-in-error'] as const).filter((one) => said.includes(one));
};
const inactive: ReadonlySet<string> = new Set([
  'inactive',
  'resolved',
  'remission',
  'stopped',
  'completed',
  'not-taken',
]);

export interface FactContext {
  readonly now: Date;
  readonly inside: (reference: unknown) => Json | undefined;
  /** References that mean the person of the document. */
  readonly isSubject: (reference: unknown) => boolean;
}

/** The line of a resource, without its key (see `withKeys`). */
export function factOf(resource: Json, section: SectionKind | undefined, context: FactContext): Omit<Fact, 'key'> {
  const type = text(resource.resourceType) ?? '';
  const kind = kindOfType[type] ?? section ?? 'other';
  const concept = conceptOf(resource, context.inside);
  const codes = codesOf(concept);
  const [date, until, status, detail] = [
    ...[startOf(resource), endOf(resource), statusOf(resource), detailOf(kind, resource)],
  ];
  const whom = resource.subject ?? resource.patient;
  const dated = kind === 'results' || kind === 'immunizations' || kind === 'procedures';
  const notes: FactNote[] = [
    ...(codes.some(({ code }) => code) || !isCompared(kind) ? [] : (['no-code'] as const)),
    ...(codes.some(({ known, system }) => !known && system) ? (['unknown-code-system'] as const) : []),
    ...datingNotes({ date, now: context.now }, dated),
    ...verification(resource),
    ...(isLasting(kind) && status && inactive.has(status) ? (['inactive'] as const) : []),
    ...(whom !== undefined && !context.isSubject(whom) ? (['other-patient'] as const) : []),
  ];
  return {
    ...{ kind, type, what: wordsOf(concept) ?? (inLine(concept) || '–'), codes, notes },
    ...(date ? { date } : {}),
    ...(until && until !== date ? { until } : {}),
    ...(status ? { status: inLine(status, 40) } : {}),
    ...(detail ? { detail } : {}),
    ...(saysNone(codes) ? { none: true as const } : {}),
  };
}

const isLasting = (kind: SectionKind): boolean =>
  (['allergies', 'medicines', 'problems'] as readonly SectionKind[]).includes(kind);
const isEvent = (kind: ComparedKind | SectionKind): boolean => !isLasting(kind);

/**
 * Keys by what is said, so that another document that says the same of the same person meets the same decision, and one
 * that says another dose or state asks anew. What a document says twice is counted.
 */
export function withKeys(facts: readonly Omit<Fact, 'key'>[]): Fact[] {
  const met = new Map<string, number>();
  return facts.map((fact) => {
    const named = fact.codes.flatMap((code) => tokenOf(code) ?? []).sort();
    const about = named.length > 0 ? named.join(' ') : folded(fact.what);
    const when = isEvent(fact.kind) ? (fact.date ?? '') : '';
    const said = [fact.kind, about, when, fact.status ?? '', folded(fact.detail ?? '')].join('\n');
    const key = sha256(said).slice(0, 24);
    const times = (met.get(key) ?? 0) + 1;
    met.set(key, times);
    return { ...fact, key: times === 1 ? key : `${key}-${times}` };
  });
}
