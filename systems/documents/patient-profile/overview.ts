/** Level 0: gathers what the overview needs in one round of questions, and lets the rules decide. */
import type { OutlineRow } from '#core/record/record.ts';
import { careTeam, dataSources } from './care.ts';
import { documentLines } from './documents.ts';
import { gaps } from './gaps.ts';
import { lifeLine, outlinedTypes, stayClasses } from './life-line.ts';
import { medicines } from './medicines.ts';
import type { Overview } from './model.ts';
import { news } from './news.ts';
import { allergies, problems, problemSpans } from './problems.ts';
import { dateOf, type Fhir, identity, newestFirst, type Reference, target } from './reading.ts';
import type { OutsideSources } from './ports.ts';
import { type Reader, readPatient } from './reader.ts';
import { type Found, findAll, namesFor } from './reads.ts';
import { keyCodes, keyResults } from './results.ts';
import { settledRows } from './settled-services.ts';

const shown = { results: 24, documents: 12 };
const newestRead = 60;

type Question =
  | 'conditions'
  | 'allergies'
  | 'active'
  | 'filled'
  | 'dispenses'
  | 'keyed'
  | 'encounters'
  | 'stays'
  | 'documents'
  | 'teams';

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
  };
}

/** @throws Refusal `not-found` for a patient that does not exist, was not known yet, or that the caller may not know of. */
export async function overview(
  reader: Reader,
  patientId: string,
  others: readonly OutsideSources[] = [],
): Promise<Overview> {
  const { now } = reader;
  const patient = await readPatient(reader, patientId); // refuses once, before the round of questions
  const outlined = reader.outline(patientId, outlinedTypes);
  const [found, outline, settled, outside, recent] = await Promise.all([
    ask(reader, questions(patientId, now)),
    outlined,
    settledRows(reader, patientId),
    // Who looks at a day gone by asks nobody anew.
    Promise.all(reader.past ? [] : others.map((source) => source.opened(patientId))),
    outlined.then((rows) => newestResults(reader, patientId, rows)),
  ]);
  const lastHere = await lastVisitHere(reader, patientId, found.encounters);
  const read = (question: Question): Fhir[] => found[question].resources;
  const names = await namesFor(reader, [
    patient,
    ...recent,
    ...Object.values(found).flatMap(({ resources }) => resources),
  ]);
  const visits = providers([...read('encounters'), ...read('stays')]);
  const sources = dataSources(read('encounters'), names);
  const known = allergies(read('allergies'), names);
  const inUse = medicines({
    requests: [...read('active'), ...read('filled')],
    dispenses: read('dispenses'),
    names,
    visits,
    now,
  });
  const results = keyResults([...read('keyed'), ...recent], names, visits, shown.results);
  const documents = documentLines(read('documents'), names, visits);
  const ill = problems(read('conditions'), names, visits);
  const line = lifeLine(
    [...outline, ...settled],
    new Set(read('stays').map(({ id }) => id)),
    problemSpans(read('conditions')),
  );
  return {
    patient: identity(patient, now),
    asOf: now.toISOString(),
    allergies: known,
    news: news({
      lastVisitHere: lastHere,
      now,
      documents,
      results,
      medicines: inUse,
      problems: ill,
    }),
    gaps: gaps({ medicines: inUse, allergies: known, sources, now }),
    problems: ill,
    medicines: inUse,
    results,
    documents: {
      list: documents.slice(0, shown.documents),
      total: line.lanes.documents.length,
    },
    careTeam: careTeam(patient, read('teams'), read('encounters'), names),
    sources: sources.map(({ name, last }) => ({ name, last })),
    outside,
    lifeLine: line,
    cut: (['conditions', 'allergies', 'active', 'stays'] as const).filter((question) => found[question].cut),
  };
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

async function ask(
  reader: Reader,
  asked: Record<Question, [string, string, number]>,
): Promise<Record<Question, Found>> {
  const answers = await Promise.all(
    Object.entries(asked).map(async ([question, [type, query, most]]) => [
      question,
      await findAll(reader, type, query, most),
    ]),
  );
  return Object.fromEntries(answers) as Record<Question, Found>;
}

/** Which facility an encounter took place in, by its id. */
export function providers(encounters: readonly Fhir[]): Map<string, Reference> {
  const found = new Map<string, Reference>();
  for (const { id, serviceProvider } of encounters) if (serviceProvider) found.set(id, serviceProvider as Reference);
  return found;
}
