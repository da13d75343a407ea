/**
 * The shadow run (ALE-6): rules replayed over the visits of the synthetic population, each visit as the record stood on
 * its day. Tells how often a rule would have spoken and how often what it found was gone at the patient's next visit.
 * Pure but for the clock that is handed in.
 */
import { population, type Resource } from '#libs/population/index.ts';
import { questionOf } from '../assess.ts';
import { judge } from '../engine/engine.ts';
import { type Facts, factsOf, type Gathered, type SafetyWarning } from '../engine/facts.ts';
import { type Searched, searchedInputs, searches } from '../engine/inputs.ts';
import { asObject, type Fhir, momentOf } from '../engine/reading.ts';
import type { Rule } from '../engine/rule.ts';
import type { ShadowReport } from '../ledger/store.ts';
import type { SafetyQuestion } from '../ports.ts';

export interface ReplayOptions {
  readonly rules: readonly Rule[];
  readonly visits: number;
  readonly seed?: number;
  /** Ends then, with the visits that it has seen. */
  readonly seconds?: number;
  readonly now: () => Date;
  readonly warnings: (question: SafetyQuestion) => readonly SafetyWarning[];
  readonly progress?: (visits: number) => void;
}

/** At most so many visits of one patient, spread evenly over the life: the ill must not be the whole population. */
const mostOfOne = 40;
const monthMs = 30.4375 * 86_400_000;
/** A patient in ten visits or so: more than enough for any number of visits. */
const patientsFor = (visits: number): number => Math.max(50, visits);

interface Count {
  alerts: number;
  answered: number;
}

/** One report for each rule, all of the same visits. */
export function replay(options: ReplayOptions): ShadowReport[] {
  const { rules, visits, now, progress } = options;
  const counts = new Map<string, Count>(rules.map(({ id }) => [id, { alerts: 0, answered: 0 }]));
  const began = now().getTime();
  let seen = 0;
  for (const life of lives(options)) {
    seen += replayLife(life, options, counts, visits - seen);
    progress?.(seen);
    const isLate = options.seconds !== undefined && now().getTime() - began > options.seconds * 1000;
    if (seen >= visits || isLate) break;
  }
  const seconds = (now().getTime() - began) / 1000;
  return rules.map(({ id: rule, version }) => {
    const { alerts, answered } = counts.get(rule) as Count;
    return { rule, version, at: now(), visits: seen, alerts, answered, seconds };
  });
}

/** The resources of one patient after the other. */
function* lives({ visits, seed }: ReplayOptions): Iterable<readonly Resource[]> {
  let life: Resource[] = [];
  for (const { entry } of population({ patients: patientsFor(visits), ...(seed === undefined ? {} : { seed }) }))
    for (const { resource } of entry) {
      if (resource.resourceType === 'Patient' && life.length > 0) {
        if (life.some((one) => one.resourceType === 'Patient')) yield life;
        life = [];
      }
      life.push(resource);
    }
  yield life;
}

interface Dated {
  readonly resource: Fhir;
  readonly at: number;
}

const timeOf = (resource: Fhir): number => {
  const { period, authoredOn, effectiveDateTime, performedDateTime, occurrenceDateTime, whenHandedOver } = resource;
  const start = asObject(period).start;
  const said = start ?? authoredOn ?? effectiveDateTime ?? performedDateTime ?? occurrenceDateTime ?? whenHandedOver;
  return momentOf(said ?? resource.date ?? resource.recordedDate ?? resource.onsetDateTime) ?? 0;
};

function replayLife(
  life: readonly Resource[],
  options: ReplayOptions,
  counts: Map<string, Count>,
  most: number,
): number {
  const { rules } = options;
  const patient = life.find(({ resourceType }) => resourceType === 'Patient');
  if (!patient) return 0;
  const lists = new Map<Searched, Dated[]>();
  for (const input of searchedInputs) {
    const { type } = searches[input];
    const own = life.filter(({ resourceType }) => resourceType === type);
    lists.set(
      input,
      own.map((resource) => ({ resource, at: timeOf(resource) })).sort((a, b) => b.at - a.at),
    );
  }
  const all = (lists.get('visits') ?? []).filter(({ resource }) => asObject(resource.class).code === 'AMB').reverse();
  const step = Math.max(1, Math.ceil(all.length / mostOfOne));
  const visits = all.filter((_, place) => place % step === 0).slice(0, most);
  let before = new Set<string>();
  for (const { at } of visits) {
    const facts = factsAt(patient, lists, at + 60_000, options);
    const speaking = new Set(rules.filter((rule) => judge(rule, facts).verdict === 'alert').map(({ id }) => id));
    for (const id of before) if (!speaking.has(id)) (counts.get(id) as Count).answered++;
    for (const id of speaking) (counts.get(id) as Count).alerts++;
    before = speaking;
  }
  return visits.length;
}

/** What the record held at an instant, as the searches would have brought it. */
function factsAt(
  patient: Fhir,
  lists: ReadonlyMap<Searched, readonly Dated[]>,
  now: number,
  { warnings }: ReplayOptions,
): Facts {
  const found: { [input: string]: readonly Fhir[] } = { patient: [patient], safety: [] };
  for (const [input, list] of lists) {
    const { most, since } = searches[input];
    const from = since ? now - since[1] * monthMs : Number.NEGATIVE_INFINITY;
    const there: Fhir[] = [];
    for (const { resource, at } of list) {
      if (at > now) continue;
      if (at < from || there.length === most) break;
      there.push(input === 'conditions' ? conditionAt(resource, now) : resource);
    }
    found[input] = there;
  }
  const facts = factsOf(found as Gathered, new Date(now));
  return { ...facts, isDead: false, warnings: warnings(questionOf(facts)) };
}

/** What is over today was not over then. */
function conditionAt(resource: Fhir, now: number): Fhir {
  const over = momentOf(resource.abatementDateTime);
  return over !== undefined && over > now
    ? { ...resource, clinicalStatus: { coding: [{ code: 'active' }] } }
    : resource;
}
