/** Level 2: one event, and what was found, done and decided at the visit or stay that it belongs to. */
import { Refusal } from '#core/refusal/refusal.ts';
import { laneOf, lifeLineTypes, stayClasses } from './life-line.ts';
import { medicineName } from './medicines.ts';
import type { EventDetail, EventLine, KeyResult, Lane } from './model.ts';
import { providers } from './overview.ts';
import { allergies } from './problems.ts';
import {
  as,
  authorsOf,
  type CodeableConcept,
  type Coding,
  dateOf,
  doseOf,
  encounterOf,
  endOf,
  type Fhir,
  identity,
  linkOf,
  list,
  type Names,
  nameOf,
  newestFirst,
  type Reference,
  sourceOf,
  target,
  words,
} from './reading.ts';
import { type Reader, readPatient } from './reader.ts';
import { findAll, namesFor, readOne } from './reads.ts';
import { result, measured } from './results.ts';
import { settledItem, settledOnly, settledType } from './settled-services.ts';
import { readAttachment } from './text.ts';

/** Types that can open as an event: all of the life line, and plans that are followed up. */
export const eventTypes = [...lifeLineTypes, 'ServiceRequest', 'CarePlan', 'Appointment'];

/** What else belongs to an encounter, and under which heading it stands. */
const ofEncounter = {
  Condition: 'decided',
  Procedure: 'done',
  MedicationRequest: 'decided',
  ServiceRequest: 'followUps',
  CarePlan: 'followUps',
  Observation: 'results',
  DiagnosticReport: 'done',
  DocumentReference: 'documents',
  Composition: 'documents',
  ExplanationOfBenefit: 'done',
} as const satisfies Record<string, 'done' | 'decided' | 'followUps' | 'results' | 'documents'>;
const mostOfEach = 60;

/**
 * One event in full.
 * @throws Refusal `not-found` when it does not exist, is another patient's, or may not be known of.
 */
export async function eventDetail(reader: Reader, patientId: string, type: string, id: string): Promise<EventDetail> {
  return assemble(await readEvent(reader, patientId, type, id));
}

/** What one event says and what belongs to it, as read. @throws Refusal `not-found` as `eventDetail` */
export async function readEvent(reader: Reader, patientId: string, type: string, id: string): Promise<EventFacts> {
  const [patient, event, intolerances] = await Promise.all([
    readPatient(reader, patientId),
    readOne(reader, type, id),
    findAll(reader, 'AllergyIntolerance', `patient=${encodeURIComponent(patientId)}`, 50),
  ]);
  if (!isAbout(event, patientId)) throw new Refusal('not-found', 'no-such-event', 'This patient has no such event.');
  const encounterId = type === 'Encounter' ? id : encounterOf(event);
  const [encounter, around, dispenses] = await Promise.all([
    type === 'Encounter' || !encounterId ? undefined : readOne(reader, 'Encounter', encounterId).catch(unknown),
    type === 'Encounter' ? aroundEncounter(reader, patientId, id) : undefined,
    type === 'MedicationRequest' ? dispensesOf(reader, patientId, id) : [],
  ]);
  const others = around ? Object.values(around).flat() : [];
  const names = await namesFor(reader, [event, ...(encounter ? [encounter] : []), ...others, ...dispenses]);
  const before = type === 'Observation' ? await sameTest(reader, patientId, event) : [];
  return {
    patient: identity(patient, reader.now),
    known: allergies(intolerances.resources, names),
    event,
    encounter,
    around,
    dispenses,
    before,
    names,
    text: await readAttachment(reader, event),
  };
}

type Around = Record<keyof typeof ofEncounter, Fhir[]>;

export interface EventFacts {
  patient: EventDetail['patient'];
  known: EventDetail['allergies'];
  event: Fhir;
  encounter: Fhir | undefined;
  around: Around | undefined;
  dispenses: readonly Fhir[];
  /** Observations of the same test, newest first. */
  before: readonly Fhir[];
  names: Names;
  text: string | undefined;
}

/** Puts the facts of one event under their headings; pure. */
export function assemble({
  patient,
  known,
  event,
  encounter,
  around,
  dispenses,
  before,
  names,
  text,
}: EventFacts): EventDetail {
  const visits = providers([event, encounter].filter((one) => one?.resourceType === 'Encounter') as Fhir[]);
  const source = sourceOf(event, names, visits);
  const under = (heading: string): Fhir[] =>
    around
      ? (Object.keys(ofEncounter) as (keyof Around)[]).flatMap((type) =>
          ofEncounter[type] === heading ? around[type] : [],
        )
      : [];
  const lines = (resources: readonly Fhir[]): EventLine[] =>
    [...resources].sort(newestFirst).map((one) => line(one, names));
  const starts = dateOf(event);
  const ends = endOf(event);
  const where = nameOf(event.serviceProvider, names) ?? source.facility;
  const dose = doseOf(event);
  const observed = event.resourceType === 'Observation';
  const status = as<string>(event.status) ?? as<CodeableConcept>(event.clinicalStatus)?.coding?.[0]?.code;
  return {
    patient,
    allergies: known,
    link: linkOf(event),
    lane: laneFor(event),
    what: whatOf(event, names),
    ...(starts ? { starts } : {}),
    ...(ends && ends !== starts ? { ends } : {}),
    ...(status ? { status } : {}),
    who: [
      ...new Set(
        authorsOf(event).flatMap((one) => (target(one)?.type === 'Organization' ? [] : (nameOf(one, names) ?? []))),
      ),
    ],
    ...(where ? { where } : {}),
    why: reasons(event),
    done: [...lines(under('done')), ...lines(dispenses)],
    decided: lines(under('decided')),
    followUps: lines(under('followUps')),
    results: [...membersOf(under('results'), names, visits)],
    documents: lines(under('documents')),
    ...(text ? { text } : notesOf(event)),
    ...(dose ? { dose } : {}),
    ...(observed ? { result: result(before.length > 0 ? before : [event], names, visits) } : {}),
    ...(encounter ? { encounter: line(encounter, names) } : {}),
    source,
  };
}

/** Each test of the encounter once, its last value. */
function membersOf(observations: readonly Fhir[], names: Names, visits: ReadonlyMap<string, Reference>): KeyResult[] {
  const tests = new Map<string, Fhir[]>();
  for (const one of [...observations].sort(newestFirst)) {
    const value = measured(one);
    if (value.number === undefined && !value.text) continue;
    const key = words(one.code) ?? one.id;
    tests.set(key, [...(tests.get(key) ?? []), one]);
  }
  return [...tests.values()].map((test) => result(test, names, visits));
}

function line(resource: Fhir, names: Names): EventLine {
  const date = dateOf(resource);
  const detail = detailOf(resource);
  return {
    link: linkOf(resource),
    what: whatOf(resource, names),
    ...(date ? { date } : {}),
    ...(detail ? { detail } : {}),
  };
}

/** What an entry is, in the words of its sender. */
export function whatOf(resource: Fhir, names: Names): string {
  if (resource.medicationCodeableConcept ?? resource.medicationReference) return medicineName(resource, names);
  if (resource.resourceType === settledType) return words(settledItem(resource)) ?? '–';
  const named =
    resource.code ?? resource.vaccineCode ?? (resource.resourceType === 'Encounter' ? undefined : resource.type);
  if (resource.resourceType === 'Encounter') {
    const said = [words(list(resource.type)[0]), words(resource.serviceType)].filter(Boolean).join(', ');
    if (said) return said;
  }
  const many = [...list(resource.type), resource.serviceType, ...list(resource.category)];
  return (
    words(named) ??
    as<string>(resource.title) ??
    many.map(words).find(Boolean) ??
    as<string>(resource.description) ??
    as<Coding>(resource.class)?.display ??
    as<Coding>(resource.class)?.code ??
    '–'
  );
}

/** The second column: a value with its unit, or a dose in the author's words. */
export function detailOf(resource: Fhir): string | undefined {
  if (resource.resourceType === 'Observation') {
    const { number, second, text, unit } = measured(resource);
    if (number === undefined) return text;
    const said = [number, second]
      .filter((one) => one !== undefined)
      .map((one) => String(one).replace('.', ','))
      .join('/');
    return unit ? `${said} ${unit}` : said;
  }
  if (resource.resourceType === settledType) return settledDetail(resource);
  return doseOf(resource)?.text ?? (resource.resourceType === 'Encounter' ? reasons(resource).join(', ') : undefined);
}

/** Who settled it and for how much, and what was odd about it. */
function settledDetail(service: Fhir): string {
  const [total] = list<{ amount?: { value?: number; currency?: string } }>(service.total);
  const paid = total?.amount?.value;
  const cost = paid === undefined ? [] : [`${Number(paid).toFixed(2).replace('.', ',')} zł`];
  const remarks = list<{ text?: string }>(service.processNote).flatMap(({ text }) => text ?? []);
  return [`rozliczone przez ${as<Reference>(service.insurer)?.display ?? 'NFZ'}`, ...cost, ...remarks].join(', ');
}

const reasons = (event: Fhir): string[] => [
  ...new Set(
    [...list(event.reasonCode), ...list(event.reasonReference)].flatMap(
      (one) => words(one) ?? as<Reference>(one)?.display ?? [],
    ),
  ),
];

function notesOf(event: Fhir): { text?: string } {
  const notes = list<{ text?: string }>(event.note ?? event.processNote).flatMap(({ text }) => text ?? []);
  const said = [as<string>(event.conclusion), ...notes].filter(Boolean).join('\n\n');
  return said ? { text: said } : {};
}

function laneFor(event: Fhir): Lane {
  const stay = stayClasses.includes(as<Coding>(event.class)?.code ?? '');
  return laneOf(event.resourceType, event.id, new Set(stay ? [event.id] : [])) ?? 'visits';
}

/** Whether a resource is about this patient, by the elements that say whose it is. */
export function isAbout(resource: Fhir, patientId: string): boolean {
  const participants = list<{ actor?: Reference }>(resource.participant).map(({ actor }) => actor);
  return [resource.subject, resource.patient, ...participants].some((one) => {
    const to = target(one);
    return to?.type === 'Patient' && to.id === patientId;
  });
}

async function aroundEncounter(reader: Reader, patient: string, encounter: string): Promise<Around> {
  const found = await Promise.all(
    Object.keys(ofEncounter).map(async (type) => {
      const query = `patient=${encodeURIComponent(patient)}&encounter=${encodeURIComponent(`Encounter/${encounter}`)}`;
      const only = type === settledType ? `&${settledOnly}` : '';
      return [type, (await findAll(reader, type, query + only, mostOfEach)).resources];
    }),
  );
  return Object.fromEntries(found) as Around;
}

async function dispensesOf(reader: Reader, patient: string, request: string): Promise<Fhir[]> {
  const query = `patient=${encodeURIComponent(patient)}&prescription=${encodeURIComponent(`MedicationRequest/${request}`)}`;
  return (await findAll(reader, 'MedicationDispense', query, 20)).resources;
}

/** The same test up to this one: its trend. */
async function sameTest(reader: Reader, patient: string, event: Fhir): Promise<Fhir[]> {
  const code = as<CodeableConcept>(event.code)?.coding?.[0]?.code;
  const date = dateOf(event);
  if (!code || !date) return [];
  const query = `patient=${encodeURIComponent(patient)}&code=${encodeURIComponent(code)}&_sort=-date`;
  const { resources } = await findAll(reader, 'Observation', query, 40);
  const place = resources.findIndex((one) => one.id === event.id);
  return place < 0 ? [event] : resources.slice(place);
}

const unknown = (error: unknown): undefined => {
  if (error instanceof Refusal) return undefined; // the visit may be hidden or gone; the event itself still opens
  throw error;
};
