/** What is known of a patient, ready to be asked by rules: FHIR resources in, facts out. Pure; order does not matter. */
import { ageOn, polishDay } from '#core/registers/days.ts';
import type { Evidence, Input } from '../model.ts';
import { type MeasureName, measures } from './measures.ts';
import { asList, asNumber, asText, codesIn, type Fhir, hasCode, momentOf, referenceOf, wordsOf } from './reading.ts';
import { type Point, pointsOf } from './results.ts';
import { type Medicine, medicinesOf } from './medicines.ts';

export const dayMs = 86_400_000;
/** A mean month, by which spans are counted. */
export const monthMs = 30.4375 * dayMs;

/** What the record answered; an input that is missing could not be asked. */
export type Gathered = { readonly [input in Exclude<Input, 'safety'>]?: readonly Fhir[] } & {
  /** Draft orders of whoever is prescribing now. */
  readonly drafts?: readonly Fhir[];
  readonly safety?: readonly SafetyWarning[] | undefined;
  /** Inputs of which more is stored than was read. */
  readonly cut?: readonly Input[];
};

/** A warning about medicines of a patient, as the port of medication safety gives it. */
export interface SafetyWarning {
  readonly kind: string;
  readonly severity: 'contraindicated' | 'major' | 'moderate' | 'minor';
  /** Names of the medicines, and which of them is a draft. */
  readonly medicines: readonly { readonly atc: string; readonly name: string }[];
  readonly effect: string;
  readonly advice: string;
  readonly source: string;
}

export interface Dated {
  readonly at?: number;
  readonly reference: string;
  readonly name: string;
}
export interface Diagnosis extends Dated {
  readonly code: string;
  readonly isActive: boolean;
}
export interface Done extends Dated {
  readonly code: string;
}
export interface Visit extends Dated {
  readonly ends?: number;
  readonly isStay: boolean;
  readonly isPlanned: boolean;
}
export interface Order extends Dated {
  readonly isOpen: boolean;
  readonly isAnswered: boolean;
}
export interface Allergy {
  readonly name: string;
  readonly atc?: string;
  readonly reference: string;
}

export interface Facts {
  readonly patient: string;
  readonly now: number;
  /** Years, also parts of one; undefined without a full date of birth. */
  readonly age: number | undefined;
  readonly sex: string | undefined;
  readonly isDead: boolean;
  readonly diagnoses: readonly Diagnosis[];
  readonly medicines: readonly Medicine[];
  readonly points: ReadonlyMap<MeasureName, readonly Point[]>;
  readonly done: readonly Done[];
  readonly vaccinations: readonly Done[];
  readonly visits: readonly Visit[];
  readonly orders: readonly Order[];
  readonly letters: readonly Dated[];
  readonly allergies: readonly Allergy[];
  readonly warnings: readonly SafetyWarning[];
  /** Inputs that could not be asked at all. */
  readonly down: ReadonlySet<Input>;
  /** How far back an input was read, where there is more. */
  readonly readFrom: ReadonlyMap<Input, number>;
  readonly odd: readonly Evidence[];
}

const isWrong = (resource: Fhir): boolean =>
  resource.status === 'entered-in-error' || hasCode(resource.verificationStatus, 'entered-in-error', 'refuted');

/** Newest first, what has no date last; ties by reference, so that the order of resources never matters. */
export const newestFirst = (a: Dated, b: Dated): number =>
  (b.at ?? -Infinity) - (a.at ?? -Infinity) ||
  (a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0) ||
  0;

/** @param now the instant of which is asked */
export function factsOf(found: Gathered, now: Date): Facts {
  const at = now.getTime();
  const odd: Evidence[] = [];
  const of = (input: Exclude<Input, 'safety'>): Fhir[] => distinct((found[input] ?? []).filter((one) => !isWrong(one)));
  const past = <T extends Dated>(facts: readonly T[]): T[] => beforeNow(facts, at, odd).sort(newestFirst);
  const patient = found.patient?.[0] ?? {};
  const birth = asText(patient.birthDate);
  const points = pointsOf([...of('results')], [...of('procedures'), ...of('reports')], at, odd);
  const reports = [...of('reports'), ...of('results')];
  return {
    ...{ patient: asText(patient.id) ?? '', now: at, age: ageIn(birth, at), sex: asText(patient.gender) },
    isDead: patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined,
    diagnoses: past(of('conditions').flatMap((one) => diagnosisOf(one, odd))),
    medicines: medicinesOf({
      ...{ prescriptions: of('prescriptions'), dispenses: of('dispenses'), drafts: found.drafts ?? [], now: at, odd },
      dispensesKnown: found.dispenses !== undefined,
    }),
    points,
    done: past(of('procedures').flatMap((one) => doneOf(one, 'icd9', one.code))),
    vaccinations: past(
      of('vaccinations').flatMap((one) => (one.status === 'completed' ? doneOf(one, 'atc', one.vaccineCode) : [])),
    ),
    visits: of('visits').map(visitOf).sort(newestFirst),
    orders: past(of('orders').map((one) => orderOf(one, reports))),
    letters: past(of('letters').map((one) => ({ ...dated(one, one.date), name: wordsOf(one.type) }))),
    allergies: of('allergies').flatMap(allergyOf),
    warnings: found.safety ?? [],
    down: new Set(allInputs.filter((input) => found[input] === undefined)),
    readFrom: readFrom(found),
    odd: distinctOdd(odd),
  };
}

const allInputs: readonly Input[] = [
  ...(['patient', 'conditions', 'allergies', 'prescriptions', 'dispenses', 'results', 'procedures'] as const),
  ...(['vaccinations', 'visits', 'orders', 'reports', 'letters', 'safety'] as const),
];

/** Years to the day, with the part of the current year. */
function ageIn(birth: string | undefined, now: number): number | undefined {
  if (birth === undefined || birth.length !== 10 || Number.isNaN(Date.parse(birth))) return undefined;
  const today = polishDay(new Date(now));
  const years = ageOn(birth, today);
  if (years < 0 || years > 130) return undefined;
  const last = Date.parse(`${Number(birth.slice(0, 4)) + years}-${birth.slice(5)}`);
  const part = Number.isNaN(last) ? 0 : (now - last) / (365.25 * dayMs);
  return years + Math.min(0.999, Math.max(0, part));
}

/** A resource that came twice (in two answers) counts once. */
function distinct(resources: readonly Fhir[]): Fhir[] {
  const seen = new Map<string, Fhir>();
  for (const one of resources) {
    const key = asText(one.id) === undefined ? JSON.stringify(one) : referenceOf(one);
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}

const tomorrow = dayMs;

/** What is dated in the future is named as odd and counts as nothing that has happened. */
function beforeNow<T extends Dated>(facts: readonly T[], now: number, odd: Evidence[]): T[] {
  return facts.filter((fact) => {
    if (fact.at === undefined || fact.at < now + tomorrow) return true;
    odd.push({ what: `Data w przyszłości: ${fact.name}`, on: dayOf(fact.at), reference: fact.reference });
    return false;
  });
}

export const dayOf = (at: number): string => {
  const day = new Date(at);
  return Number.isNaN(day.getTime()) ? '' : day.toISOString().slice(0, 10);
};

function distinctOdd(odd: readonly Evidence[]): Evidence[] {
  const byText = new Map(odd.map((one) => [`${one.what} ${one.on ?? ''} ${one.reference ?? ''}`, one]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

const dated = (resource: Fhir, date: unknown): Dated => {
  const at = momentOf(date);
  return { ...(at === undefined ? {} : { at }), reference: referenceOf(resource), name: '' };
};

function diagnosisOf(resource: Fhir, odd: Evidence[]): Diagnosis[] {
  const name = wordsOf(resource.code);
  const codes = codesIn(resource.code, 'icd10');
  const from = resource.onsetDateTime ?? resource.recordedDate;
  const isActive = !hasCode(resource.clinicalStatus, 'inactive', 'resolved', 'remission');
  if (codes.length === 0 && isActive)
    odd.push({ what: `Rozpoznanie bez kodu ICD-10: ${name}`, reference: referenceOf(resource) });
  return codes.map((code) => ({ ...dated(resource, from), name, code: code.toUpperCase(), isActive }));
}

function doneOf(resource: Fhir, system: 'icd9' | 'atc', concept: unknown): Done[] {
  if (resource.status === 'not-done' || resource.status === 'cancelled') return [];
  const period = resource.performedPeriod as { start?: unknown } | undefined;
  const at = resource.performedDateTime ?? period?.start ?? resource.occurrenceDateTime;
  return codesIn(concept, system).map((code) => ({ ...dated(resource, at), name: wordsOf(concept), code }));
}

function visitOf(resource: Fhir): Visit {
  const { start, end } = (resource.period ?? {}) as { start?: unknown; end?: unknown };
  const ends = momentOf(end);
  const kind = asText((resource.class as { code?: unknown } | undefined)?.code) ?? '';
  return {
    ...{ ...dated(resource, start), name: wordsOf(asList(resource.type)[0]) },
    ...(ends === undefined ? {} : { ends }),
    isStay: ['IMP', 'ACUTE', 'NONAC', 'SS'].includes(kind),
    isPlanned: ['planned', 'cancelled'].includes(asText(resource.status) ?? ''),
  };
}

function orderOf(resource: Fhir, reports: readonly Fhir[]): Order {
  const reference = referenceOf(resource);
  const codes = new Set(asList((resource.code as Fhir | undefined)?.coding).map(({ code }) => asText(code)));
  const at = momentOf(resource.authoredOn) ?? 0;
  const answers = (report: Fhir): boolean =>
    asList(report.basedOn).some((one) => one.reference === reference) ||
    (asList((report.code as Fhir | undefined)?.coding).some(({ code }) => codes.has(asText(code))) &&
      (momentOf(report.effectiveDateTime) ?? 0) >= at);
  return {
    ...{ ...dated(resource, resource.authoredOn), name: wordsOf(resource.code) },
    isOpen: resource.status === 'active' && resource.intent !== 'proposal',
    isAnswered: reports.some(answers),
  };
}

function allergyOf(resource: Fhir): Allergy[] {
  if (hasCode(resource.clinicalStatus, 'inactive', 'resolved')) return [];
  if (hasCode(resource.code, '716186003', '409137002')) return []; // no known allergy (SNOMED CT)
  const [atc] = codesIn(resource.code, 'atc');
  return [{ name: wordsOf(resource.code), ...(atc ? { atc } : {}), reference: referenceOf(resource) }];
}

/** Where an input was cut, it is known from the oldest date that was read. */
function readFrom(found: Gathered): Map<Input, number> {
  const from = new Map<Input, number>();
  for (const input of found.cut ?? []) {
    const resources = input === 'safety' ? [] : (found[input] ?? []);
    const moments = resources.flatMap((one) => momentOf(one.effectiveDateTime ?? one.performedDateTime) ?? []);
    from.set(input, moments.length > 0 ? moments.reduce((a, b) => Math.min(a, b)) : Number.POSITIVE_INFINITY);
  }
  return from;
}

/** Whether a measure speaks of a number. */
export const isNumeric = (name: MeasureName): boolean => measures[name].unit !== '';
export { asNumber };
