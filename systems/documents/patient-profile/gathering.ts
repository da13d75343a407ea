/** What level 0 asks of the record: one round of small questions, each bounded, and what follows from their answers. */
import { Refusal } from '#core/refusal/refusal.ts';
import type { OutlineRow } from '#core/record/record.ts';
import { compartmentParameters } from '#libs/fhir/compartment.ts';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import { disputesOf } from './disputes/desk.ts';
import { type GatheredForGaps, gatherForGaps } from './gaps/gather.ts';
import { stayClasses } from './life-line.ts';
import type { Dispute } from './disputes/model.ts';
import { dateOf, type Fhir, newestFirst, target } from './reading.ts';
import { type Reader, readPatient } from './reader.ts';
import { type Found, findAll } from './reads.ts';
import { keyCodes } from './results.ts';
import { settledRows } from './settled-services.ts';

const newestRead = 60;

export type Question =
  | 'conditions'
  | 'allergies'
  | 'active'
  | 'filled'
  | 'dispenses'
  | 'keyed'
  | 'encounters'
  | 'stays'
  | 'documents'
  | 'teams'
  | 'home';

/** The questions, each small: a patient with 5,000 entries costs as much as one with 500. */
function questions(patient: string, now: Date): Record<Question, [string, string, number]> {
  const of = `patient=${encodeURIComponent(patient)}`;
  const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  return {
    conditions: ['Condition', of, 200],
    allergies: ['AllergyIntolerance', of, 50],
    active: ['MedicationRequest', `${of}&status=active&_sort=-authoredon`, 100],
    filled: ['MedicationRequest', `${of}&status=completed&authoredon=ge${daysAgo(400)}&_sort=-authoredon`, 150],
    dispenses: ['MedicationDispense', `${of}&whenhandedover=ge${daysAgo(400)}`, 200],
    keyed: ['Observation', `${of}&code=${keyCodes.join(',')}&_sort=-date`, 150],
    encounters: ['Encounter', `${of}&_sort=-date`, 60],
    stays: ['Encounter', `${of}&class=${stayClasses.join(',')}`, 500],
    documents: ['DocumentReference', `${of}&_sort=-date`, 30],
    teams: ['CareTeam', of, 10],
    home: ['Observation', `${of}&performer=Patient/${encodeURIComponent(patient)}&_sort=-date`, 1],
  };
}

export interface Gathered extends GatheredForGaps {
  readonly patient: Fhir;
  readonly found: Readonly<Record<Question, Found>>;
  /** Questions that were not answered: a source that is down looks like one, and takes nothing else with it. */
  readonly failed: ReadonlySet<Question>;
  /** Everything in the compartment that the caller sees, of whatever type. */
  readonly outline: readonly OutlineRow[];
  /** Services that the Fund settled and nobody else told of. */
  readonly settled: readonly OutlineRow[];
  /** The latest results of any test. */
  readonly recent: readonly Fhir[];
  readonly disputes: readonly Dispute[];
  readonly lastHere: string | undefined;
}

/** @throws Refusal `not-found` for a patient that does not exist, was not known yet, or that the caller may not know of. */
export async function gather(reader: Reader, patientId: string): Promise<Gathered> {
  const patient = await readPatient(reader, patientId); // refuses once, before the round of questions
  const outlined = reader.outline(patientId, typesOfPatients());
  const failed = new Set<Question>();
  const asked = ask(reader, questions(patientId, reader.now), failed);
  const [found, outline, settled, recent, more, disputes] = await Promise.all([
    all(asked),
    outlined,
    settledRows(reader, patientId),
    outlined.then((rows) => newestResults(reader, patientId, rows)),
    gatherForGaps(
      reader,
      patientId,
      asked.allergies.then(({ resources }) => resources),
    ),
    outlined.then((rows) => disputesIn(reader, patientId, rows)),
  ]);
  const lastHere = await lastVisitHere(reader, patientId, found.encounters);
  return { patient, found, failed, outline, settled, recent, disputes, lastHere, ...more };
}

let ofPatients: readonly string[] | undefined;
/** Every type that is about a patient. Left out: the patient, and what the record itself writes about its own work. */
const typesOfPatients = (): readonly string[] => {
  ofPatients ??= resourceTypes.filter(
    (type) => compartmentParameters(type).length > 0 && !['Patient', 'AuditEvent', 'Provenance'].includes(type),
  );
  return ofPatients;
};

/** Nothing is asked while nobody disputes anything; and facts that the outline shows need not be asked for again. */
async function disputesIn(reader: Reader, patient: string, outline: readonly OutlineRow[]): Promise<Dispute[]> {
  if (!outline.some(({ type }) => type === 'Task')) return [];
  return disputesOf(reader, patient, new Set(outline.map(({ type, id }) => `${type}/${id}`)));
}

/** The latest results of any test: the outline knows which, so that nothing is searched for twice. */
async function newestResults(reader: Reader, patient: string, outline: readonly OutlineRow[]): Promise<Fhir[]> {
  const ids = outline.flatMap(({ type, id }) => (type === 'Observation' ? [id] : [])).slice(-newestRead);
  if (ids.length === 0) return [];
  const query = `patient=${encodeURIComponent(patient)}&_id=${ids.join(',')}`;
  return (await findAll(reader, 'Observation', query, newestRead)).resources;
}

/** Visits that are yet to be recorded: today's is not the last one. */
const underWay: ReadonlySet<string> = new Set(['planned', 'arrived', 'triaged', 'in-progress', 'cancelled']);

/** When the caller's facility last saw the patient: among the encounters already read, else by asking for it. */
async function lastVisitHere(reader: Reader, patient: string, { resources, cut }: Found): Promise<string | undefined> {
  const { now } = reader;
  const { facility } = reader.actor;
  if (!facility) return undefined;
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString();
  const read = [...resources].sort(newestFirst);
  const isHere = (one: Fhir) => target(one.serviceProvider)?.id === facility && !underWay.has(String(one.status));
  const here = read.find((one) => isHere(one) && (dateOf(one) ?? '') < tomorrow);
  if (here || !cut) return here && dateOf(here);
  const provider = encodeURIComponent(`Organization/${facility}`);
  const query = `patient=${encodeURIComponent(patient)}&service-provider=${provider}&_sort=-date`;
  const [older] = (await findAll(reader, 'Encounter', query, 1)).resources;
  return older && dateOf(older);
}

type Asked = Record<Question, Promise<Found>>;

const ask = (reader: Reader, asked: Record<Question, [string, string, number]>, failed: Set<Question>): Asked => {
  const answer = async (question: Question, [type, query, most]: [string, string, number]): Promise<Found> => {
    try {
      return await findAll(reader, type, query, most);
    } catch (error) {
      // Busy or away: the overview says so and shows the rest. Anything else is a fault, or a right that is missing.
      if (!(error instanceof Refusal) || (error.kind !== 'unavailable' && error.kind !== 'busy')) throw error;
      failed.add(question);
      return { resources: [], cut: false };
    }
  };
  const questions = Object.entries(asked) as [Question, [string, string, number]][];
  return Object.fromEntries(questions.map(([question, how]) => [question, answer(question, how)])) as Asked;
};

async function all(asked: Asked): Promise<Record<Question, Found>> {
  const found = await Promise.all(Object.values(asked));
  return Object.fromEntries(Object.keys(asked).map((question, at) => [question, found[at]])) as Record<Question, Found>;
}
