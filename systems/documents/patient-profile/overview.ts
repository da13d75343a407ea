/** Level 0: gathers what the overview needs in one round of questions (gathering.ts), and lets the rules decide. */
import { careTeam, dataSources } from './care.ts';
import { documentLines } from './documents.ts';
import { gaps } from './gaps/catalogue.ts';
import { type Gathered, gather, type Question } from './gathering.ts';
import { lifeLine, lifeLineTypes, outlinedTypes } from './life-line.ts';
import { medicines } from './medicines.ts';
import type { OutsideSource, Overview, SourceState } from './model.ts';
import { news } from './news.ts';
import { allergies, problems, problemSpans } from './problems.ts';
import { dateOf, type Fhir, identity, isFuture, type Names, type Reference } from './reading.ts';
import type { OutsideSources } from './ports.ts';
import type { OverviewFacts } from './provenance/why.ts';
import type { Reader } from './reader.ts';
import { namesFor } from './reads.ts';
import { keyResults } from './results.ts';
import { countedTypes, notShown, sourceStates } from './sources.ts';

const shown = { results: 24, documents: 12 };

/** What the overview is told beside the record. */
export interface Besides {
  /** Whether the patient withholds anything from who asks. */
  readonly withheld?: () => Promise<boolean>;
  /** Sources outside of the record, told that the profile was opened. */
  readonly sources?: readonly OutsideSources[];
}

/** @throws Refusal `not-found` for a patient that does not exist, was not known yet, or that the caller may not know of. */
export async function overview(reader: Reader, patientId: string, besides: Besides = {}): Promise<Overview> {
  return (await readOverview(reader, patientId, besides)).overview;
}

/** The overview with the facts that it was derived from. @throws Refusal `not-found` as `overview` */
export async function readOverview(reader: Reader, patientId: string, besides: Besides = {}): Promise<OverviewFacts> {
  const gathered = await gather(reader, patientId);
  const { patient, found, recent } = gathered;
  const [names, withheld, outside] = await Promise.all([
    namesFor(reader, [patient, ...recent, ...Object.values(found).flatMap(({ resources }) => resources)]),
    besides.withheld?.() ?? false,
    // Who looks at a day gone by asks nobody anew.
    Promise.all(reader.past ? [] : (besides.sources ?? []).map((source) => source.opened(patientId))),
  ]);
  return { gathered, names, overview: derive(gathered, { names, withheld, outside, now: reader.now }) };
}

interface Told {
  readonly names: Names;
  readonly withheld: boolean;
  readonly outside: readonly OutsideSource[];
  readonly now: Date;
}

/** Facts in, overview out: no clock, no record. */
export function derive(gathered: Gathered, { names, withheld, outside, now }: Told): Overview {
  const { patient, found, outline, settled, recent, disputes, lastHere } = gathered;
  // What is dated in the future is never "last" or "current": the life line and the gaps show it.
  const present = (resources: readonly Fhir[]): Fhir[] => resources.filter((one) => !isFuture(dateOf(one), now));
  const read = (question: Question): Fhir[] => present(found[question].resources);
  const visits = providers([...read('encounters'), ...read('stays')]);
  const facilities = dataSources(read('encounters'), names);
  const known = allergies(read('allergies'), names);
  const requests = [...read('active'), ...read('filled')];
  const inUse = medicines({ requests, dispenses: read('dispenses'), names, visits, now });
  const observations = [...read('keyed'), ...present(recent)];
  const results = keyResults(observations, names, visits, shown.results);
  const documents = documentLines(read('documents'), names, visits);
  const ill = problems(read('conditions'), names, visits);
  const drawn = [...outline.filter(({ type }) => isDrawn.has(type)), ...settled];
  const line = lifeLine(drawn, new Set(found.stays.resources.map(({ id }) => id)), problemSpans(read('conditions')));
  const states = statesOf(gathered, outside, now);
  return {
    patient: identity(patient, now),
    asOf: now.toISOString(),
    allergies: known,
    news: news({ lastVisitHere: lastHere, now, documents, results, medicines: inUse, problems: ill }),
    gaps: gaps({
      ...{ now, patient, names, visits, withheld, sources: states, facilities, observations },
      ...{ medicines: inUse, allergies: known, intolerances: read('allergies'), requests: read('active') },
      ...{ conditions: read('conditions'), encounters: found.encounters.resources },
      outline: drawn,
      ...ofGaps(gathered),
    }),
    problems: ill,
    medicines: inUse,
    results,
    documents: { list: documents.slice(0, shown.documents), total: line.lanes.documents.length },
    careTeam: careTeam(patient, read('teams'), read('encounters'), names),
    sources: facilities.map(({ name, last }) => ({ name, last })),
    outside: [...outside],
    sourceStates: states,
    notShown: notShown(outline, isCounted),
    disputes: [...disputes],
    lifeLine: line,
    cut: (['conditions', 'allergies', 'active', 'stays'] as const).filter((question) => found[question].cut),
  };
}

/** Settled services are drawn where no event stands for them (settled-services.ts). */
const isDrawn: ReadonlySet<string> = new Set(outlinedTypes);
const isCounted: ReadonlySet<string> = new Set([...lifeLineTypes, ...countedTypes, 'Task', 'CareTeam']);

const ofGaps = ({ orders, answers, bloodGroups, stopped, tolerated }: Gathered) => ({
  ...{ orders, answers, bloodGroups, stopped, tolerated },
});

/** Which source a question belongs to. */
const sourceOfQuestion: { readonly [question in Question]?: string } = {
  ...{ conditions: 'events', allergies: 'events', encounters: 'events', stays: 'events', teams: 'events' },
  ...{ active: 'prescriptions', filled: 'prescriptions', dispenses: 'prescriptions' },
  ...{ keyed: 'results', documents: 'documents', home: 'home' },
};

function statesOf({ outline, found, failed }: Gathered, outside: readonly OutsideSource[], now: Date): SourceState[] {
  const [measured] = found.home.resources;
  const last = measured && dateOf(measured);
  const broken = new Map([...failed].map((question) => [sourceOfQuestion[question] ?? question, 'down' as const]));
  return sourceStates({ outline, broken, outside, now, home: last ? { last } : {} });
}

/** Which facility an encounter took place in, by its id. */
export function providers(encounters: readonly Fhir[]): Map<string, Reference> {
  const found = new Map<string, Reference>();
  for (const { id, serviceProvider } of encounters) if (serviceProvider) found.set(id, serviceProvider as Reference);
  return found;
}
