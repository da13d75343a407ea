/** Level 1: one problem over the years. Gathers what belongs to it and lets the rules decide. */
import { Refusal } from '#core/refusal/refusal.ts';
import { isAbout } from './event.ts';
import { stayClasses } from './life-line.ts';
import type { EventLine } from './model.ts';
import { providers } from './overview.ts';
import { problemEvents } from './problem-events.ts';
import { addresses, goalLines, planLines, responsible, targetsOf } from './problem-goals.ts';
import { categoryOf, linksFor, type ProblemLinks } from './problem-links.ts';
import { measureOf, unlistedMeasures } from './problem-measures.ts';
import { missing } from './problem-missing.ts';
import type { Measure, ProblemDetail } from './problem-model.ts';
import { treatments } from './problem-treatments.ts';
import { allergies, problems } from './problems.ts';
import {
  as,
  type Coding,
  codes,
  dateOf,
  encounterOf,
  type Fhir,
  identity,
  linkOf,
  type Reference,
  sourceOf,
  words,
} from './reading.ts';
import { type Reader, readPatient } from './reader.ts';
import { type Found, findAll, namesFor, readOne } from './reads.ts';

/** Bounds of what is read: a problem of a patient with 50,000 entries costs as much as of one with 5,000. */
const most = { conditions: 200, requests: 1000, values: 400, encounters: 300, around: 200, plans: 50 };
/** Encounters per question: their ids stand in it. */
const chunk = 60;

/**
 * One problem in full.
 * @throws Refusal `not-found` when it does not exist, is another patient's, or may not be known of.
 */
export async function problemDetail(reader: Reader, patientId: string, id: string): Promise<ProblemDetail> {
  return (await readProblem(reader, patientId, id)).detail;
}

/** One problem with the facts that it was derived from. @throws Refusal `not-found` as `problemDetail` */
export async function readProblem(
  reader: Reader,
  patientId: string,
  id: string,
): Promise<{ detail: ProblemDetail; facts: ProblemFacts }> {
  const { now } = reader;
  const of = `patient=${encodeURIComponent(patientId)}`;
  const find = (type: string, query: string, limit: number) => findAll(reader, type, `${of}${query}`, limit);
  const [patient, condition, intolerances] = await Promise.all([
    readPatient(reader, patientId),
    readOne(reader, 'Condition', id),
    find('AllergyIntolerance', '', 50),
  ]);
  if (!isAbout(condition, patientId)) {
    throw new Refusal('not-found', 'no-such-problem', 'This patient has no such problem.');
  }
  const links = linksFor(codes(condition.code)[0]);
  const measured = links?.measures ?? [];
  const [conditions, requests, goals, plans, teams, ...values] = await Promise.all([
    find('Condition', '', most.conditions),
    find('MedicationRequest', '&_sort=-authoredon', most.requests),
    find('Goal', '', most.plans),
    find('CarePlan', '', most.plans),
    find('CareTeam', '', 10),
    ...measured.map(({ code }) => find('Observation', `&code=${code}&_sort=-date`, most.values)),
  ]);
  const group = sameProblem(condition, conditions.resources);
  const encounters = await encountersOf(group, find);
  const around = await aroundOf(encounters.resources, find, links === undefined);
  const read = { condition, group, links, encounters, requests, goals, plans, teams, values, around };
  const treated = treatedWith(read, now);
  const dispenses = await dispensesOf(treated.ids, find);
  const all = [group, encounters.resources, around.resources, requests.resources, plans.resources, goals.resources];
  const names = await namesFor(reader, [condition, ...all.flat(), ...teams.resources]);
  const facts = { ...read, dispenses, names, now };
  const detail = {
    patient: identity(patient, now),
    allergies: allergies(intolerances.resources, names),
    asOf: now.toISOString(),
    ...assembleProblem(facts),
  };
  return { detail, facts };
}

type Find = (type: string, query: string, limit: number) => Promise<Found>;

interface Gathered {
  condition: Fhir;
  /** Every record of the problem, the opened one included. */
  group: readonly Fhir[];
  links: ProblemLinks | undefined;
  encounters: Found;
  requests: Found;
  goals: Found;
  plans: Found;
  teams: Found;
  /** Of each measure of the table, in its order. */
  values: readonly Found[];
  around: Found;
}

export interface ProblemFacts extends Gathered {
  dispenses: readonly Fhir[];
  names: ReadonlyMap<string, string>;
  now: Date;
}

/** Records of the same illness: of one ICD-10 category, or of the same words where there is no such code. */
export function sameProblem(condition: Fhir, conditions: readonly Fhir[]): Fhir[] {
  const keyOf = (one: Fhir) => categoryOf(codes(one.code)[0]) ?? codes(one.code)[0] ?? words(one.code);
  const key = keyOf(condition);
  const same = conditions.filter(
    (one) => one.id !== condition.id && key !== undefined && keyOf(one) === key && stands(one),
  );
  return [condition, ...same];
}

const stands = (condition: Fhir): boolean =>
  !codes(condition.verificationStatus).some((code) => code === 'refuted' || code === 'entered-in-error');

/** Visits and stays that name the problem as diagnosis or reason, and those at which it was recorded. */
async function encountersOf(group: readonly Fhir[], find: Find): Promise<Found> {
  const ids = group.map(({ id }) => `Condition/${id}`).slice(0, chunk);
  const icd = [...new Set(group.flatMap(({ code }) => codes(code).slice(0, 1)))].filter(categoryOf).slice(0, chunk);
  const recorded = [...new Set(group.flatMap((one) => encounterOf(one) ?? []))].slice(0, chunk);
  const questions = [
    `&diagnosis=${encodeURIComponent(ids.join(','))}&_sort=-date`,
    ...(icd.length > 0 ? [`&reason-code=${encodeURIComponent(icd.join(','))}&_sort=-date`] : []),
    ...(recorded.length > 0 ? [`&_id=${recorded.join(',')}`] : []),
  ];
  return joined(await Promise.all(questions.map((question) => find('Encounter', question, most.encounters))));
}

/** What came of those visits. Values of the table's tests are read apart; without a table, all of them. */
async function aroundOf(encounters: readonly Fhir[], find: Find, withValues: boolean): Promise<Found> {
  const types = ['DocumentReference', 'Procedure', 'DiagnosticReport', 'ImagingStudy'];
  const ids = encounters.map(({ id }) => `Encounter/${id}`);
  const questions: Promise<Found>[] = [];
  for (let from = 0; from < ids.length; from += chunk) {
    const query = `&encounter=${encodeURIComponent(ids.slice(from, from + chunk).join(','))}`;
    for (const type of types) questions.push(find(type, query, most.around));
    if (withValues && from === 0) questions.push(find('Observation', query, most.values));
  }
  return joined(await Promise.all(questions));
}

/** Each resource once. */
function joined(found: readonly Found[]): Found {
  const resources = new Map(
    found.flatMap((one) => one.resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource])),
  );
  return { resources: [...resources.values()], cut: found.some(({ cut }) => cut) };
}

function treatedWith({ group, links, requests }: Gathered, now: Date, names = new Map<string, string>()) {
  const conditions = new Set(group.map(({ id }) => `Condition/${id}`));
  const therapy = links?.therapy ?? [];
  const list = treatments({ requests: requests.resources, conditions, therapy, names, now });
  return { list, ids: list.filter(({ active }) => active).map(({ link }) => link.id) };
}

async function dispensesOf(requests: readonly string[], find: Find): Promise<Fhir[]> {
  if (requests.length === 0) return [];
  const query = `&prescription=${encodeURIComponent(requests.map((id) => `MedicationRequest/${id}`).join(','))}`;
  return (await find('MedicationDispense', query, 200)).resources;
}

/** Puts the facts of one problem in order; pure. */
export function assembleProblem(facts: ProblemFacts): Omit<ProblemDetail, 'patient' | 'allergies' | 'asOf'> {
  const { condition, group, links, encounters, requests, names, now } = facts;
  const conditions = new Set(group.map(({ id }) => `Condition/${id}`));
  const visits = providers(encounters.resources);
  const stays = new Set(encounters.resources.filter(isStay).map(({ id }) => id));
  const line = lineOf(condition, group, facts.names, visits);
  const goals = facts.goals.resources.filter((one) => addresses(one, conditions));
  const plans = facts.plans.resources.filter((one) => addresses(one, conditions));
  const measures = measuresOf(facts, visits, goals);
  const treated = treatedWith(facts, now, new Map(names)).list;
  const aims = goalLines(goals, measures, names);
  const planned = planLines(plans, names);
  const around = facts.around.resources.filter(({ resourceType }) => resourceType !== 'Observation');
  const events = problemEvents([...group, ...encounters.resources, ...around], names, visits, stays);
  const who = responsible({
    plans,
    teams: facts.teams.resources,
    encounters: encounters.resources,
    conditions: group,
    links,
    names,
  });
  return {
    ...line,
    ...(who ? { responsible: who } : {}),
    ...{ measures, treatments: treated, goals: aims, plans: planned },
    stays: events.filter(({ lane }) => lane === 'stays'),
    documents: events.filter(({ lane }) => lane === 'documents').map(asLine),
    events,
    missing: missing({
      ...{ links, active: line.active, measures, treatments: treated, goals: aims, plans: planned, now },
      encounters: encounters.resources,
      dispenses: facts.dispenses,
      written: new Map(requests.resources.map(({ id, authoredOn }) => [id, as<string>(authoredOn) ?? ''])),
    }),
    ...(links ? { table: { name: links.name, source: links.source, date: links.date, owner: links.owner } } : {}),
    cut: cutOf(facts),
  };
}

const isStay = (encounter: Fhir): boolean => stayClasses.includes(as<Coding>(encounter.class)?.code ?? '');

const asLine = ({ link, what, starts }: ProblemDetail['events'][number]): EventLine => ({
  ...{ link, what },
  ...(starts ? { date: starts } : {}),
});

/** The problem as the overview says it: the earliest onset, active when one of its records is. */
function lineOf(
  condition: Fhir,
  group: readonly Fhir[],
  names: ReadonlyMap<string, string>,
  visits: ReadonlyMap<string, Reference>,
): Pick<ProblemDetail, 'link' | 'what' | 'code' | 'active' | 'doubt' | 'since' | 'until' | 'source'> {
  const lines = problems(group, names, visits);
  const own = problems([condition], names, visits)[0];
  const doubt = codes(condition.verificationStatus)[0];
  const active = lines.some((one) => one.active);
  const since = lines.flatMap((one) => one.since ?? []).sort()[0] ?? dateOf(condition);
  const until = lines
    .flatMap((one) => one.until ?? [])
    .sort()
    .at(-1);
  const [code] = codes(condition.code);
  return {
    ...{ link: linkOf(condition), what: own?.what ?? words(condition.code) ?? '–', active },
    ...(code ? { code } : {}),
    ...(doubt && doubt !== 'confirmed' ? { doubt } : {}),
    ...(since ? { since } : {}),
    ...(until && !active ? { until } : {}),
    source: own?.source ?? sourceOf(condition, names, visits),
  };
}

function measuresOf(facts: ProblemFacts, visits: ReadonlyMap<string, Reference>, goals: readonly Fhir[]): Measure[] {
  const { links, values, around, names } = facts;
  const measures = links
    ? links.measures.map((one, place) => measureOf(one, values[place]?.resources ?? [], names, visits))
    : unlistedMeasures(
        around.resources.filter(({ resourceType }) => resourceType === 'Observation'),
        names,
        visits,
      );
  const running = goals.filter(({ lifecycleStatus }) => lifecycleStatus === 'active');
  const aims = new Map(running.flatMap((goal) => [...targetsOf(goal)]));
  return measures.map((one) => {
    const goal = aims.get(one.code);
    return goal ? { ...one, goal } : one;
  });
}

function cutOf({ requests, encounters, around, values }: Gathered): string[] {
  const lists = {
    medicines: requests.cut,
    visits: encounters.cut,
    results: values.some(({ cut }) => cut),
    around: around.cut,
  };
  return Object.entries(lists).flatMap(([name, cut]) => (cut ? [name] : []));
}
