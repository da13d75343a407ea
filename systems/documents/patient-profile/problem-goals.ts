/** Goals, plans and the responsible doctor of a problem. https://hl7.org/fhir/R4/goal.html */
import type { ProblemLinks } from './problem-links.ts';
import { meets } from './problem-measures.ts';
import type { GoalLine, Measure, PlanLine, Responsible } from './problem-model.ts';
import {
  as,
  authorsOf,
  type CodeableConcept,
  codes,
  dateOf,
  type Fhir,
  linkOf,
  list,
  type Names,
  nameOf,
  newestFirst,
  type Period,
  type Quantity,
  type Reference,
  target,
  words,
} from './reading.ts';

interface Target {
  measure?: CodeableConcept;
  detailQuantity?: Quantity & { comparator?: string };
  detailRange?: { low?: Quantity; high?: Quantity };
  dueDate?: string;
}

/** Of which problem a goal or a plan says that it is. */
export const addresses = (resource: Fhir, conditions: ReadonlySet<string>): boolean =>
  list(resource.addresses).some((one) => {
    const to = target(one);
    return to !== undefined && conditions.has(`${to.type}/${to.id}`);
  });

/** What a goal aims at, by LOINC code: a range, or a value with its comparator (without one: at most). */
export function targetsOf(goal: Fhir): Map<string, { low?: number; high?: number }> {
  const targets = new Map<string, { low?: number; high?: number }>();
  for (const one of list<Target>(goal.target)) {
    const [code] = codes(one.measure);
    const limits = limitsOf(one);
    if (code && limits) targets.set(code, limits);
  }
  return targets;
}

function limitsOf({
  detailQuantity: quantity,
  detailRange: range,
}: Target): { low?: number; high?: number } | undefined {
  if (range) {
    return {
      ...(range.low?.value === undefined ? {} : { low: Number(range.low.value) }),
      ...(range.high?.value === undefined ? {} : { high: Number(range.high.value) }),
    };
  }
  if (quantity?.value === undefined) return undefined;
  const value = Number(quantity.value);
  return quantity.comparator?.startsWith('>') ? { low: value } : { high: value };
}

/** Goals that were set, the latest first; those entered by mistake are left out. */
export function goalLines(goals: readonly Fhir[], measures: readonly Measure[], names: Names): GoalLine[] {
  return [...goals]
    .filter(({ lifecycleStatus }) => lifecycleStatus !== 'entered-in-error')
    .sort((a, b) => String(b.startDate ?? '').localeCompare(String(a.startDate ?? '')))
    .map((goal) => {
      const [aim] = [...targetsOf(goal)];
      const last = aim && measures.find(({ code }) => code === aim[0])?.last;
      const met = aim && meets(last, aim[1]);
      const due = list<Target>(goal.target).find(({ dueDate }) => dueDate)?.dueDate;
      const since = as<string>(goal.startDate);
      const by = nameOf(goal.expressedBy, names);
      return {
        link: linkOf(goal),
        what: words(goal.description) ?? '–',
        ...(typeof goal.lifecycleStatus === 'string' ? { status: goal.lifecycleStatus } : {}),
        ...(since ? { since } : {}),
        ...(due ? { due } : {}),
        ...(by ? { by } : {}),
        ...(met === undefined ? {} : { met }),
        ...(last && met !== undefined ? { measured: last } : {}),
      };
    });
}

interface Activity {
  detail?: { code?: CodeableConcept; description?: string; status?: string };
  reference?: Reference;
}

/** Plans, the latest first; a revoked one says so by its status. */
export function planLines(plans: readonly Fhir[], names: Names): PlanLine[] {
  return [...plans]
    .filter(({ status }) => status !== 'entered-in-error')
    .sort(newestFirst)
    .map((plan) => {
      const since = as<Period>(plan.period)?.start ?? dateOf(plan);
      const by = nameOf(plan.author, names);
      return {
        link: linkOf(plan),
        what: as<string>(plan.title) ?? words(list(plan.category)[0]) ?? '–',
        ...(typeof plan.status === 'string' ? { status: plan.status } : {}),
        ...(since ? { since } : {}),
        ...(by ? { by } : {}),
        activities: list<Activity>(plan.activity).flatMap(
          ({ detail, reference }) => detail?.description ?? words(detail?.code) ?? reference?.display ?? [],
        ),
      };
    });
}

export interface ResponsibleFacts {
  plans: readonly Fhir[];
  teams: readonly Fhir[];
  /** Of this problem. */
  encounters: readonly Fhir[];
  conditions: readonly Fhir[];
  links: ProblemLinks | undefined;
  names: Names;
}

/** The author of the present plan, else the team's member of that speciality, else whom she saw most, else the recorder. */
export function responsible(facts: ResponsibleFacts): Responsible | undefined {
  const { plans, encounters, conditions, names } = facts;
  const seen = lastSeen(encounters, names);
  const found = (name: string | undefined, why: Responsible['why'], role?: string): Responsible | undefined =>
    name ? { name, why, ...(role ? { role } : {}), ...seen.get(name) } : undefined;
  const plan = [...plans].sort(newestFirst).find(({ status }) => status === 'active');
  const team = member(facts);
  const [most] = [...counted(encounters, names)].sort(([, a], [, b]) => b - a);
  const recorder = [...conditions].sort(newestFirst).find((one) => nameOf(one.recorder, names));
  return (
    found(plan && nameOf(plan.author, names), 'plan-author', team?.role) ??
    (team && found(team.name, 'care-team', team.role)) ??
    found(most?.[0], 'most-visits') ??
    found(nameOf(recorder?.recorder, names), 'recorder')
  );
}

interface Participant {
  role?: CodeableConcept[];
  member?: Reference;
}

function member({ teams, links, names }: ResponsibleFacts): { name: string; role: string } | undefined {
  for (const speciality of links?.specialities ?? []) {
    for (const team of teams) {
      if (team.status !== undefined && team.status !== 'active') continue;
      for (const one of list<Participant>(team.participant)) {
        const role = words(list(one.role)[0]) ?? '';
        const name = nameOf(one.member, names);
        if (name && role.toLocaleLowerCase('pl').startsWith(speciality)) return { name, role };
      }
    }
  }
  return undefined;
}

const doctorsOf = (encounter: Fhir, names: Names): string[] =>
  authorsOf(encounter).flatMap((one) => (target(one)?.type === 'Organization' ? [] : (nameOf(one, names) ?? [])));

function counted(encounters: readonly Fhir[], names: Names): Map<string, number> {
  const counts = new Map<string, number>();
  for (const encounter of encounters) {
    for (const name of doctorsOf(encounter, names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function lastSeen(encounters: readonly Fhir[], names: Names): Map<string, { facility?: string; lastSeen?: string }> {
  const seen = new Map<string, { facility?: string; lastSeen?: string }>();
  for (const encounter of [...encounters].sort(newestFirst)) {
    const facility = nameOf(encounter.serviceProvider, names);
    const date = dateOf(encounter);
    for (const name of doctorsOf(encounter, names)) {
      if (!seen.has(name)) seen.set(name, { ...(facility ? { facility } : {}), ...(date ? { lastSeen: date } : {}) });
    }
  }
  return seen;
}
