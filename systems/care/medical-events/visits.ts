/**
 * The day of a doctor: visits that are planned, under way, recorded today, and those of earlier days that still wait to
 * be recorded. A visit is an Encounter that is not yet an event (`planned`, `arrived`, `in-progress`).
 */
import type { Call } from '#core/access/actor.ts';
import type { Resource } from '#core/record/record.ts';
import { ageOn, polishDay } from '#core/registers/days.ts';
import { eventKinds, type EventSummary, profiles } from './model.ts';
import { nameOf } from './facts.ts';
import type { MedicalEventNeeds } from './needs.ts';
import { idIn, peselOf } from './reading.ts';

/** Clinical urgency, most urgent first. http://terminology.hl7.org/CodeSystem/v3-ActPriority */
const urgencies = ['EM', 'UR', 'R'] as const;
export type Urgency = (typeof urgencies)[number];

export interface VisitLine {
  /** Logical id of the Encounter. */
  readonly id: string;
  readonly patient: string;
  readonly name: string;
  readonly age?: number;
  readonly start: string;
  readonly urgency: Urgency;
  readonly reason?: string;
  readonly status: 'planned' | 'arrived' | 'in-progress' | 'finished';
}

export interface Day {
  readonly day: string;
  /** By urgency, then by time. */
  readonly visits: readonly VisitLine[];
  /** Of earlier days: begun or planned, neither recorded nor cancelled. */
  readonly waiting: readonly VisitLine[];
}

interface PersonLine {
  readonly name: string;
  readonly age?: number;
}

/** How far back unrecorded visits are looked for, days. */
const lookBack = 14;
const mostOfDay = 200;

export async function dayOf({ record, runtime }: MedicalEventNeeds, call: Call, asked?: string): Promise<Day> {
  const today = polishDay(runtime.now());
  const day = asked ?? today;
  const from = before(day, lookBack);
  const query =
    `practitioner=Practitioner/${call.actor.practitioner}&service-provider=Organization/${call.actor.facility}` +
    `&date=ge${from}&date=lt${before(day, -2)}&_include=Encounter:patient&_sort=date&_count=${mostOfDay}`;
  const { entries } = await record.search(call, 'Encounter', query);
  const resources = entries.map(({ stored }) => ({ ...(JSON.parse(stored.content) as Resource), id: stored.id }));
  const people = new Map<string, PersonLine>();
  for (const one of resources) if (one.resourceType === 'Patient') people.set(one.id, personOf(one, today));
  const lines = resources.flatMap((one) => (one.resourceType === 'Encounter' ? lineOf(one, people) : []));
  const onDay = ({ start }: VisitLine) => polishDay(new Date(start));
  return {
    day,
    visits: lines.filter((line) => onDay(line) === day).sort(byUrgency),
    waiting: lines.filter((line) => onDay(line) < day && line.status !== 'finished').sort(byUrgency),
  };
}

const before = (day: string, days: number): string => {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
};

/** GAB-1: by clinical urgency, then by time; what is done stands behind. */
export function byUrgency(a: VisitLine, b: VisitLine): number {
  const done = Number(a.status === 'finished') - Number(b.status === 'finished');
  return done || urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency) || a.start.localeCompare(b.start);
}

const shown: ReadonlySet<string> = new Set(['planned', 'arrived', 'in-progress', 'finished']);

function lineOf(encounter: Resource & { id: string }, people: ReadonlyMap<string, PersonLine>): VisitLine[] {
  const patient = idIn((encounter.subject as { reference?: string } | undefined)?.reference, 'Patient');
  const { start } = (encounter.period ?? {}) as { start?: string };
  const status = String(encounter.status);
  if (!patient || !start || !shown.has(status)) return [];
  const priority = (encounter.priority as { coding?: { code?: string }[] } | undefined)?.coding?.[0]?.code;
  const [reason] = (encounter.reasonCode ?? []) as { text?: string; coding?: { display?: string }[] }[];
  const said = reason?.text ?? reason?.coding?.[0]?.display;
  return [
    {
      ...{ id: encounter.id, patient, start, status: status as VisitLine['status'] },
      ...(people.get(patient) ?? { name: '' }),
      urgency: urgencies.find((one) => one === priority) ?? 'R',
      ...(said ? { reason: said } : {}),
    },
  ];
}

function personOf(patient: Resource, today: string): PersonLine {
  const { birthDate } = patient as { birthDate?: string };
  return { name: nameOf(patient), ...(birthDate?.length === 10 ? { age: ageOn(birthDate, today) } : {}) };
}

export interface NewVisit {
  readonly patient: string;
  readonly reason?: string;
  readonly urgency?: Urgency;
}

/** Begins a visit of somebody who was not on the list. @throws Refusal of the record: who is not in care */
export async function beginVisit({ record, runtime }: MedicalEventNeeds, call: Call, visit: NewVisit): Promise<string> {
  const { practitioner, facility, facilityName, name } = call.actor;
  const patient = JSON.parse((await record.read(call, 'Patient', visit.patient)).content) as Resource;
  const { id } = await record.create(call, {
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    priority: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActPriority', code: visit.urgency ?? 'R' }],
    },
    subject: { reference: `Patient/${visit.patient}`, display: nameOf(patient) },
    participant: [{ individual: { reference: `Practitioner/${practitioner}`, display: name } }],
    period: { start: runtime.now().toISOString() },
    ...(visit.reason ? { reasonCode: [{ text: visit.reason }] } : {}),
    serviceProvider: { reference: `Organization/${facility}`, ...(facilityName ? { display: facilityName } : {}) },
  });
  return id;
}

/** What the screen of a visit shows before anything is written. */
export interface Visit {
  readonly visit: VisitLine;
  readonly patient: {
    readonly id: string;
    readonly name: string;
    readonly age?: number;
    readonly sex: 'male' | 'female' | 'other' | 'unknown';
    readonly pesel?: string;
  };
  /** In words; `none-known` and `no-data` are two different things. */
  readonly allergies: { readonly state: 'known' | 'none-known' | 'no-data'; readonly names: readonly string[] };
  readonly kinds: Readonly<Record<string, string>>;
  /** The event that it became. */
  readonly event?: EventSummary;
}

const stated: ReadonlySet<string> = new Set(['716186003', '1631000175102']);

export async function readVisit(
  { record, runtime }: MedicalEventNeeds,
  call: Call,
  id: string,
): Promise<Omit<Visit, 'event'>> {
  const encounter = JSON.parse((await record.read(call, 'Encounter', id)).content) as Resource & { id: string };
  const of = idIn((encounter.subject as { reference?: string } | undefined)?.reference, 'Patient') ?? '';
  const patient = JSON.parse((await record.read(call, 'Patient', of)).content) as Resource;
  const known = await record.search(call, 'AllergyIntolerance', `patient=${of}&_count=50`);
  const today = polishDay(runtime.now());
  const person = personOf(patient, today);
  const [visit] = lineOf(encounter, new Map([[of, person]]));
  const pesel = peselOf(patient);
  const { gender = 'unknown' } = patient as { gender?: Visit['patient']['sex'] };
  return {
    visit: visit ?? { ...{ id, patient: of, name: person.name, start: '', urgency: 'R', status: 'finished' } },
    patient: { id: of, ...person, sex: gender, ...(pesel ? { pesel } : {}) },
    allergies: allergiesOf(known.entries.map(({ stored }) => JSON.parse(stored.content) as Resource)),
    kinds: eventKinds,
  };
}

export function allergiesOf(resources: readonly Resource[]): Visit['allergies'] {
  const concepts = resources
    .filter(
      ({ clinicalStatus }) => codesOf(clinicalStatus)[0] !== 'resolved' && codesOf(clinicalStatus)[0] !== 'inactive',
    )
    .map(({ code }) => code);
  const names = concepts.filter((code) => !codesOf(code).some((one) => stated.has(one))).map(wordsOf);
  if (names.length > 0) return { state: 'known', names };
  return { state: concepts.length > 0 ? 'none-known' : 'no-data', names: [] };
}

type Concept = { text?: string; coding?: { code?: string; display?: string }[] } | undefined;
const codesOf = (value: unknown): string[] => ((value as Concept)?.coding ?? []).map(({ code = '' }) => code);
const wordsOf = (value: unknown): string => {
  const concept = value as Concept;
  return concept?.text ?? concept?.coding?.[0]?.display ?? concept?.coding?.[0]?.code ?? '–';
};

/** Whether an Encounter is an event of ours by its profile. */
export const isEvent = ({ meta }: Resource): boolean =>
  meta?.profile?.some((one) => one.startsWith(profiles.event)) ?? false;
