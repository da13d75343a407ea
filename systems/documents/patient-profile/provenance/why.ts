/**
 * "Skąd to wiadomo": from which entries each fact of level 0 was derived, and by which rule. Compact: the rule's id and
 * `Type/id` of its inputs; who recorded them and when is asked for when somebody opens it (inputs.ts).
 */
import type { Carer, Medicine, Overview, Problem, Why } from '../model.ts';
import {
  authorsOf,
  codes,
  dateOf,
  type Fhir,
  list,
  type Names,
  nameOf,
  newestFirst,
  target,
  words,
} from '../reading.ts';
import type { DerivedRule } from './cards.ts';

/** More inputs than a person reads are not sent. */
const most = 12;

export interface WhyFacts {
  readonly facts: Pick<Overview, 'problems' | 'medicines' | 'results' | 'careTeam' | 'news'>;
  readonly patient: Fhir;
  readonly conditions: readonly Fhir[];
  readonly intolerances: readonly Fhir[];
  readonly requests: readonly Fhir[];
  readonly dispenses: readonly Fhir[];
  readonly observations: readonly Fhir[];
  readonly encounters: readonly Fhir[];
  readonly teams: readonly Fhir[];
  readonly names: Names;
}

const keyOf = ({ resourceType, id }: Fhir): string => `${resourceType}/${id}`;
const why = (rule: DerivedRule, inputs: readonly string[]): Why => [rule, ...[...new Set(inputs)].slice(0, most)];

/** By `Type/id` of a fact's entry; `allergies` and `team:<name>` for what has none. */
export function whyOf(facts: WhyFacts): Overview['why'] {
  const { problems, medicines, results, careTeam, news } = facts.facts;
  const found: Overview['why'] = {};
  const add = (key: string, ...said: Why[]): void => {
    found[key] = [...(found[key] ?? []), ...said];
  };
  const linked = ({ link }: { link: { type: string; id: string } }): string => `${link.type}/${link.id}`;
  for (const problem of problems) add(linked(problem), why('active-problem', recordsOf(problem, facts.conditions)));
  for (const medicine of medicines) add(linked(medicine), ...ofMedicine(medicine, facts));
  const tests = byCode(facts.observations);
  for (const result of results) {
    const key = linked(result);
    add(key, why('result-flag', [key]));
    if (result.trend) add(key, why('result-trend', (tests.get(result.code) ?? []).slice(0, 2).map(keyOf)));
  }
  for (const line of news.lines) add(linked(line), why('news', [linked(line)]));
  for (const carer of careTeam) add(`team:${carer.name}`, why('care-team', ofCarer(carer, facts)));
  add('allergies', why('allergy-state', facts.intolerances.map(keyOf)));
  return found;
}

const recordsOf = ({ link, code, what }: Problem, conditions: readonly Fhir[]): string[] => [
  `${link.type}/${link.id}`,
  ...conditions.filter((one) => (codes(one.code)[0] ?? words(one.code)) === (code ?? what)).map(keyOf),
];

function ofMedicine({ link, code, what }: Medicine, { requests, dispenses }: WhyFacts): Why[] {
  const own = `${link.type}/${link.id}`;
  const same = requests.filter((one) => {
    const concept = one.medicationCodeableConcept;
    return (codes(concept)[0] ?? words(concept)) === (code ?? what);
  });
  const given = dispenses.filter((one) => list(one.authorizingPrescription).some((to) => target(to)?.id === link.id));
  const newest = [...given].sort(newestFirst).map(keyOf);
  return [why('current-medicine', [own, ...same.map(keyOf)]), why('dispensed', [own, ...newest])];
}

/** Newest first, each moment once: a result sent in a panel and alone is one value. */
function byCode(observations: readonly Fhir[]): Map<string, Fhir[]> {
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

function ofCarer({ name, role }: Carer, { patient, teams, encounters, names }: WhyFacts): string[] {
  const seen = [...encounters].sort(newestFirst).find((one) => authorsOf(one).some((by) => nameOf(by, names) === name));
  const team = teams.filter((one) => authorsOf(one).some((by) => nameOf(by, names) === name));
  return [...(role === 'poz' ? [keyOf(patient)] : []), ...team.map(keyOf), ...(seen ? [keyOf(seen)] : [])];
}
