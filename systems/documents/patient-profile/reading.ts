/** Reads facts out of FHIR resources, in FHIR's words. Lenient on purpose: what a sender left out is undefined, never a fault. */
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import type { Dose, EventLink, Identity, Source } from './model.ts';

/** Any JSON object: resources are validated when written, so their shapes can be relied on here. */
export type Fhir = { resourceType: string; id: string } & {
  readonly [element: string]: unknown;
};
export interface Coding {
  system?: string;
  code?: string;
  display?: string;
}
export interface CodeableConcept {
  coding?: Coding[];
  text?: string;
}
export interface Reference {
  reference?: string;
  display?: string;
}
export interface Quantity {
  value?: number;
  unit?: string;
  code?: string;
}
export interface Period {
  start?: string;
  end?: string;
}
interface HumanName {
  use?: string;
  text?: string;
  family?: string;
  given?: string[];
}
interface Address {
  use?: string;
  city?: string;
}
interface Identifier {
  system?: string;
  value?: string;
}

export const as = <T>(value: unknown): T | undefined => (value === null ? undefined : (value as T | undefined));
export const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
export const parse = (content: string): Fhir => JSON.parse(content) as Fhir;
export const linkOf = ({ resourceType, id }: Fhir): EventLink => ({
  type: resourceType,
  id,
});

/** The words of a concept: its text, else the display of a coding, else the bare code. */
export function words(value: unknown): string | undefined {
  const concept = as<CodeableConcept>(value);
  if (!concept) return undefined;
  const codings = list<Coding>(concept.coding);
  return (
    concept.text ?? codings.find((coding) => coding.display)?.display ?? codings.find((coding) => coding.code)?.code
  );
}

/** The codes of a concept, in order. */
export const codes = (value: unknown): string[] =>
  list<Coding>(as<CodeableConcept>(value)?.coding).flatMap((coding) => (coding.code ? [coding.code] : []));

/** `Type/id` of a reference, without version and server. */
export function target(value: unknown): EventLink | undefined {
  const match = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(
    as<Reference>(value)?.reference ?? '',
  );
  return match ? { type: match[1] as string, id: match[2] as string } : undefined;
}

/** The clinical date of a resource of any type, as recorded; the first of the elements that it has. */
export function dateOf(resource: Fhir): string | undefined {
  for (const element of dateElements) {
    const value = resource[element];
    if (typeof value === 'string') return value;
    if (value && typeof value === 'object') {
      const { start, end } = value as Period;
      if (start ?? end) return start ?? end;
    }
  }
  return undefined;
}
const dateElements = [
  'effectiveDateTime',
  'effectivePeriod',
  'effectiveInstant',
  'onsetDateTime',
  'onsetPeriod',
  'performedDateTime',
  'performedPeriod',
  'occurrenceDateTime',
  'occurrencePeriod',
  'period',
  'billablePeriod',
  'whenHandedOver',
  'whenPrepared',
  'authoredOn',
  'date',
  'started',
  'start',
  'created',
  'recordedDate',
  'issued',
  'dateAsserted',
  'authored',
  'recorded',
];

/** When it ended, as recorded. */
export function endOf(resource: Fhir): string | undefined {
  for (const element of [
    'effectivePeriod',
    'performedPeriod',
    'occurrencePeriod',
    'period',
    'billablePeriod',
    'onsetPeriod',
  ]) {
    const end = as<Period>(resource[element])?.end;
    if (end) return end;
  }
  return as<string>(resource.abatementDateTime) ?? as<Period>(resource.abatementPeriod)?.end;
}

/** Seconds since 1970 of the first moment that a FHIR date can mean; undefined for what is no date. */
export function moment(date: string | undefined): number | undefined {
  if (!date) return undefined;
  const value = Date.parse(/^\d{4}$/.test(date) ? `${date}-01-01` : date);
  return Number.isNaN(value) ? undefined : value / 1000;
}

/** Dated later than tomorrow: an hour of a wrong clock or time zone makes nothing future. */
export const isFuture = (date: string | undefined, now: Date): boolean =>
  (moment(date) ?? Number.NEGATIVE_INFINITY) > now.getTime() / 1000 + 86_400;

/** Newest first; what has no date last. */
export const newestFirst = (a: Fhir, b: Fhir): number => (moment(dateOf(b)) ?? -1e12) - (moment(dateOf(a)) ?? -1e12);

/** Who identifies a person on a screen. `today` decides the age. */
export function identity(patient: Fhir, today: Date): Identity {
  const names = list<HumanName>(patient.name);
  const name = names.find((one) => one.use === 'official') ?? names.find((one) => one.use !== 'old') ?? names[0];
  const addresses = list<Address>(patient.address);
  const city = (addresses.find((one) => one.use === 'home') ?? addresses[0])?.city;
  const birthDate = as<string>(patient.birthDate);
  const died = as<string>(patient.deceasedDateTime);
  const age = ageAt(birthDate, died ? new Date(died) : today);
  const pesel = list<Identifier>(patient.identifier).find(
    ({ system, value }) => system === identifierSystems.pesel && value !== undefined,
  )?.value;
  const deceased = died ?? (patient.deceasedBoolean === true ? true : undefined);
  return {
    id: patient.id,
    name: personName(name) ?? '–',
    sex: (as<Identity['sex']>(patient.gender) ?? 'unknown') as Identity['sex'],
    ...(birthDate ? { birthDate } : {}),
    ...(age === undefined ? {} : { age }),
    ...(pesel ? { pesel } : {}),
    ...(city ? { city } : {}),
    ...(deceased ? { deceased } : {}),
  };
}

function personName(name: HumanName | undefined): string | undefined {
  if (!name) return undefined;
  const parts = [...list<string>(name.given), name.family].filter(Boolean).join(' ');
  return parts || name.text;
}

/** Whole years between a birth date and a day, in Warsaw's calendar; undefined unless the birth date is full. */
export function ageAt(birthDate: string | undefined, day: Date): number | undefined {
  const born = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthDate ?? '');
  if (!born) return undefined;
  const now = warsawDay.format(day);
  const years = Number(now.slice(0, 4)) - Number(born[1]);
  return now.slice(5) < `${born[2]}-${born[3]}` ? years - 1 : years;
}
const warsawDay = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Warsaw',
  dateStyle: 'short',
});

interface Dosage {
  text?: string;
  asNeededBoolean?: boolean;
  timing?: {
    repeat?: { frequency?: number; period?: number; periodUnit?: string };
  };
  doseAndRate?: { doseQuantity?: Quantity }[];
}

/** The dose of a prescription or a dispense. */
export function doseOf(resource: Fhir): Dose | undefined {
  const dosage = list<Dosage>(resource.dosageInstruction ?? resource.dosage)[0];
  if (!dosage) return undefined;
  const quantity = dosage.doseAndRate?.[0]?.doseQuantity;
  const repeat = dosage.timing?.repeat;
  return {
    ...(dosage.text ? { text: dosage.text } : {}),
    ...(quantity?.value === undefined ? {} : { amount: Number(quantity.value) }),
    ...(quantity?.unit ? { unit: quantity.unit } : {}),
    ...(repeat?.frequency ? { times: Number(repeat.frequency) } : {}),
    ...(repeat?.period ? { every: Number(repeat.period) } : {}),
    ...(repeat?.periodUnit ? { period: repeat.periodUnit } : {}),
    ...(dosage.asNeededBoolean ? { asNeeded: true } : {}),
  };
}

/** Names of people and institutions that a resource refers to without saying them; filled by the reader (reads.ts). */
export type Names = ReadonlyMap<string, string>;

/** The name behind a reference: what the sender wrote, else what the record knows. */
export function nameOf(value: unknown, names: Names): string | undefined {
  const reference = as<Reference>(value);
  if (reference?.display) return reference.display;
  const to = target(reference);
  return to ? names.get(`${to.type}/${to.id}`) : undefined;
}

/** References to people and institutions, of any type of resource. */
export function authorsOf(resource: Fhir): Reference[] {
  const found: Reference[] = [];
  for (const element of ['author', 'performer', 'recorder', 'requester', 'asserter', 'insurer', 'participant']) {
    const value = resource[element];
    for (const one of Array.isArray(value) ? value : [value]) {
      if (!one || typeof one !== 'object') continue;
      const nested = one as {
        actor?: Reference;
        individual?: Reference;
        member?: Reference;
      };
      found.push(nested.actor ?? nested.individual ?? nested.member ?? (one as Reference));
    }
  }
  return found;
}

/** The institution that a resource names itself. */
export function facilityOf(resource: Fhir): Reference | undefined {
  const own = as<Reference>(
    resource.serviceProvider ?? resource.managingOrganization ?? resource.custodian ?? resource.provider,
  );
  return own ?? authorsOf(resource).find((reference) => target(reference)?.type === 'Organization');
}

/** Who says so. `visits` gives the facility of the encounter that the resource belongs to. */
export function sourceOf(resource: Fhir, names: Names, visits: ReadonlyMap<string, Reference> = new Map()): Source {
  const visit = encounterOf(resource);
  const facility = nameOf(facilityOf(resource) ?? (visit ? visits.get(visit) : undefined), names);
  const author = authorsOf(resource).find((reference) => target(reference)?.type !== 'Organization');
  const name = nameOf(author, names);
  return {
    ...(facility ? { facility } : {}),
    ...(name ? { author: name } : {}),
  };
}

/** Logical id of the encounter that a resource belongs to. */
export function encounterOf(resource: Fhir): string | undefined {
  const context = as<{ encounter?: unknown; reference?: string }>(resource.context);
  const many = list(context?.encounter);
  const to = target(resource.encounter ?? many[0] ?? (context?.reference ? context : undefined));
  return to?.type === 'Encounter' ? to.id : undefined;
}
