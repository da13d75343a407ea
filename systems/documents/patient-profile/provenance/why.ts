/**
 * "Skąd to wiadomo" on level 0: from which entries each fact was derived, and by which rule. Computed when somebody
 * opens it, never with the overview: that stays small. Who recorded the entries and when: inputs.ts.
 */
import type { Gathered } from '../gathering.ts';
import type { Carer, Medicine, Overview, Problem, Why } from '../model.ts';
import {
  authorsOf,
  codes,
  dateOf,
  type Fhir,
  isFuture,
  list,
  type Names,
  nameOf,
  newestFirst,
  target,
  words,
} from '../reading.ts';
import { typesOfSource } from '../sources.ts';
import type { DerivedRule } from './cards.ts';
import { linkKey, mostInputs } from './keys.ts';

/** Reasons by the key of the fact. */
export type Reasons = ReadonlyMap<string, readonly Why[]>;

export interface OverviewFacts {
  readonly overview: Overview;
  readonly gathered: Gathered;
  readonly names: Names;
}

export const keyOf = ({ resourceType, id }: Fhir): string => `${resourceType}/${id}`;

/** A reason. What stands on no entry was looked for in the whole record of the person, and says so. */
export const because =
  (patient: string) =>
  (rule: DerivedRule, inputs: readonly string[]): Why => {
    const found = [...new Set(inputs)].slice(0, mostInputs);
    return [rule, ...(found.length > 0 ? found : [`Patient/${patient}`])];
  };
type Because = ReturnType<typeof because>;

export function whyOfOverview({ overview, gathered: all, names }: OverviewFacts): Reasons {
  const why = because(overview.patient.id);
  const gathered = upTo(all, new Date(overview.asOf));
  const found = new Map<string, Why[]>();
  const add = (key: string, ...said: Why[]): void => {
    found.set(key, [...(found.get(key) ?? []), ...said]);
  };
  const { conditions, encounters, allergies } = gathered.found;
  add('patient', why('identity', []));
  add('allergies', why('allergy-state', allergies.resources.map(keyOf)));
  for (const { link } of overview.allergies.list) add(linkKey(link), why('allergy-state', [linkKey(link)]));
  for (const one of overview.problems) {
    add(linkKey(one.link), why('active-problem', recordsOf(one, conditions.resources)));
  }
  for (const one of overview.medicines) add(linkKey(one.link), ...ofMedicine(one, gathered, why));
  const tests = byCode([...gathered.found.keyed.resources, ...gathered.recent]);
  for (const { link, code, trend } of overview.results) {
    add(linkKey(link), why('result-flag', [linkKey(link)]));
    if (trend) add(linkKey(link), why('result-trend', (tests.get(code) ?? []).slice(0, 2).map(keyOf)));
  }
  for (const { link } of overview.documents.list) add(linkKey(link), why('document-line', [linkKey(link)]));
  const lastHere = encounters.resources.filter((one) => dateOf(one) === gathered.lastHere).map(keyOf);
  add('news', why('news', lastHere));
  for (const { link } of overview.news.lines) add(`news:${linkKey(link)}`, why('news', [linkKey(link), ...lastHere]));
  for (const one of overview.careTeam) add(`team:${one.name}`, why('care-team', ofCarer(one, gathered, names)));
  for (const [key, said] of ofCompleteness({ overview, gathered, names }, why)) add(key, said);
  return found;
}

/** What is dated in the future is never "last" or "current" (overview.ts), so that nothing current stands on it. */
function upTo(gathered: Gathered, now: Date): Gathered {
  const present = (resources: readonly Fhir[]) => resources.filter((one) => !isFuture(dateOf(one), now));
  const found = Object.fromEntries(
    Object.entries(gathered.found).map(([question, one]) => [question, { ...one, resources: present(one.resources) }]),
  ) as Gathered['found'];
  return { ...gathered, found, recent: present(gathered.recent) };
}

/** How complete the data are: sources, facilities, what is drawn and what is only counted. */
function ofCompleteness({ overview, gathered, names }: OverviewFacts, why: Because): [string, Why][] {
  const newest = [...gathered.outline].sort((a, b) => b.starts - a.starts);
  const keysOf = (isOne: (type: string) => boolean) => newest.filter(({ type }) => isOne(type)).map(linkKey);
  const visits = [...gathered.found.encounters.resources].sort(newestFirst);
  const sources = new Set([...overview.sourceStates.map(({ id }) => id), ...overview.outside.map((one) => one.source)]);
  const home = gathered.found.home.resources.map(keyOf);
  return [
    ...[...sources].map((id): [string, Why] => {
      const types = typesOfSource(id);
      return [`source:${id}`, why('completeness', id === 'home' ? home : keysOf((type) => types.includes(type)))];
    }),
    ...overview.sources.map(({ name }): [string, Why] => {
      const seen = visits.filter((one) => nameOf(one.serviceProvider, names) === name);
      return [`facility:${name}`, why('completeness', seen.slice(0, 1).map(keyOf))];
    }),
    [
      'not-shown',
      why(
        'completeness',
        keysOf((type) => overview.notShown[type] !== undefined),
      ),
    ],
    [
      'life-line',
      why(
        'life-line',
        keysOf((type) => overview.lifeLine.types.includes(type)),
      ),
    ],
  ];
}

const recordsOf = ({ link, code, what }: Problem, conditions: readonly Fhir[]): string[] => [
  linkKey(link),
  ...conditions.filter((one) => (codes(one.code)[0] ?? words(one.code)) === (code ?? what)).map(keyOf),
];

function ofMedicine({ link, code, what }: Medicine, { found }: Gathered, why: Because): Why[] {
  const own = linkKey(link);
  const same = [...found.active.resources, ...found.filled.resources].filter((one) => {
    const concept = one.medicationCodeableConcept;
    return (codes(concept)[0] ?? words(concept)) === (code ?? what);
  });
  const given = found.dispenses.resources.filter((one) =>
    list(one.authorizingPrescription).some((to) => target(to)?.id === link.id),
  );
  const newest = given.sort(newestFirst).map(keyOf);
  return [why('current-medicine', [own, ...same.map(keyOf)]), why('dispensed', [own, ...newest])];
}

/** Newest first, each moment once: a result sent in a panel and alone is one value. */
export function byCode(observations: readonly Fhir[]): Map<string, Fhir[]> {
  const tests = new Map<string, Fhir[]>();
  for (const one of [...observations].sort(newestFirst)) {
    const [code] = codes(one.code);
    if (!code) continue;
    const known = tests.get(code) ?? [];
    if (!known.some((other) => other.id === one.id || dateOf(other) === dateOf(one))) known.push(one);
    tests.set(code, known);
  }
  return tests;
}

function ofCarer({ name, role }: Carer, { patient, found }: Gathered, names: Names): string[] {
  const isBy = (one: Fhir) => authorsOf(one).some((by) => nameOf(by, names) === name);
  const seen = [...found.encounters.resources].sort(newestFirst).find(isBy);
  const team = found.teams.resources.filter(isBy);
  return [...(role === 'poz' ? [keyOf(patient)] : []), ...team.map(keyOf), ...(seen ? [keyOf(seen)] : [])];
}
