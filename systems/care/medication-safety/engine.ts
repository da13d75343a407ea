/**
 * Which rules speak of some medicines and a patient. Pure: facts in, warnings out, each with its reason. **Not for
 * clinical use until the set is validated.** Only what concerns a new medicine is said; what is already taken together
 * was judged when it was prescribed.
 */
import { doubledWords, recordedAllergy } from './own-words.ts';
import {
  type Medicine,
  type PatientFacts,
  type Rule,
  type RuleKind,
  type RuleSet,
  severities,
  type Unknown,
  type Warning,
} from './model.ts';

/** A set made ready to be asked: rules by the beginnings of ATC codes that they name. */
export interface Judge {
  readonly set: RuleSet;
  readonly byFirst: ReadonlyMap<string, readonly Rule[]>;
  readonly bySecond: ReadonlyMap<string, readonly Rule[]>;
}

export function judgeOf(set: RuleSet): Judge {
  const byFirst = new Map<string, Rule[]>();
  const bySecond = new Map<string, Rule[]>();
  const put = (index: Map<string, Rule[]>, start: string, rule: Rule) => {
    const rules = index.get(start) ?? [];
    rules.push(rule);
    index.set(start, rules);
  };
  for (const rule of set.rules) {
    for (const start of new Set(rule.a)) put(byFirst, start, rule);
    if (rule.kind === 'interaction') for (const start of new Set(rule.b)) put(bySecond, start, rule);
  }
  return { set, byFirst, bySecond };
}

/** The levels of an ATC code: `B`, `B01`, `B01A`, `B01AA`, `B01AA03`. */
const levels = (atc: string): string[] => [1, 3, 4, 5, 7].filter((n) => atc.length >= n).map((n) => atc.slice(0, n));

const rulesFor = (index: Judge['byFirst'], atc: string): Set<Rule> =>
  new Set(levels(atc).flatMap((start) => index.get(start) ?? []));

export interface Question {
  readonly news: readonly Medicine[];
  readonly taken: readonly Medicine[];
  readonly patient: PatientFacts;
}

/** Warnings, the gravest first; the same question in another order is answered the same. */
export function warningsOf(judge: Judge, { news, taken, patient }: Question): Warning[] {
  const warnings: Warning[] = [];
  for (const [place, one] of news.entries()) {
    for (const other of [...news.slice(place + 1), ...taken]) {
      warnings.push(...between(judge, one, other));
      const doubled = doubledBy(one, other);
      if (doubled) warnings.push(doubled);
    }
    for (const rule of rulesFor(judge.byFirst, one.atc)) {
      const because = holdsFor(rule, one, patient);
      if (because) warnings.push(warningOf(rule, [one], because));
    }
    warnings.push(...allergic(one, patient));
  }
  return distinct(warnings).sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || compare(keyOf(a), keyOf(b)),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const keyOf = ({ rule, medicines }: Warning): string =>
  `${rule} ${medicines
    .map(({ atc }) => atc)
    .sort()
    .join(' ')}`;

function distinct(warnings: readonly Warning[]): Warning[] {
  const first = new Map<string, Warning>();
  for (const warning of warnings) if (!first.has(keyOf(warning))) first.set(keyOf(warning), warning);
  return [...first.values()];
}

const warningOf = (
  { id, kind, severity, effect, advice, source }: Rule,
  medicines: readonly Medicine[],
  because?: Warning['because'],
): Warning => ({ rule: id, kind, severity, medicines, effect, advice, source, ...(because ? { because } : {}) });

function between({ byFirst, bySecond }: Judge, one: Medicine, other: Medicine): Warning[] {
  if (one.atc === other.atc) return [];
  const found = [
    ...rulesFor(byFirst, one.atc).intersection(rulesFor(bySecond, other.atc)),
    ...rulesFor(byFirst, other.atc).intersection(rulesFor(bySecond, one.atc)),
  ];
  return [...new Set(found)].map((rule) => warningOf(rule, [one, other]));
}

/** The same substance twice, or two of one chemical subgroup (ATC level 4). */
function doubledBy(one: Medicine, other: Medicine): Warning | undefined {
  if (one.atc.slice(0, 5) !== other.atc.slice(0, 5)) return undefined;
  const isSame = one.atc === other.atc;
  if (isSame && (one.endsSoon || other.endsSoon)) return undefined;
  const said = isSame ? doubledWords.substance : doubledWords.group;
  return {
    ...said,
    kind: 'doubled',
    medicines: [one, other],
    because: { atc: isSame ? one.atc : one.atc.slice(0, 5) },
  };
}

/** Undefined when the rule does not hold for this patient and medicine, else what it stands on. */
function holdsFor(rule: Rule, medicine: Medicine, patient: PatientFacts): Warning['because'] | undefined {
  const { age } = patient;
  if (rule.from !== undefined && !(age !== undefined && age >= rule.from)) return undefined;
  if (rule.below !== undefined && !(age !== undefined && age < rule.below)) return undefined;
  switch (rule.kind) {
    case 'age':
      return age === undefined ? undefined : { age };
    case 'pregnancy':
      return patient.pregnant === 'yes' ? { pregnant: 'yes' } : undefined;
    case 'kidney': {
      const { egfr } = patient;
      const limit = rule.egfrBelow ?? 0;
      return egfr && egfr.value < limit ? { egfr: egfr.value, day: egfr.day, below: limit } : undefined;
    }
    case 'condition': {
      const code = patient.conditions.find((one) => rule.icd10?.some((start) => one.startsWith(start)));
      return code === undefined ? undefined : { icd10: code };
    }
    case 'allergy': {
      const found = patient.allergies.find(
        ({ atc }) => atc !== undefined && rule.b?.some((start) => within(atc, start)),
      );
      return found && { allergy: found.name };
    }
    case 'dose': {
      const [given, most] = [medicine.perDay, rule.mostPerDay];
      if (!given || !most || given.unit !== most.unit || given.value <= most.value) return undefined;
      return { perDay: given.value, most: most.value, unit: most.unit };
    }
    case 'interaction':
      return undefined;
  }
}

/** Whether one beginning of an ATC code lies within another, or the other way: `J01C` and `J01CA04`. */
const within = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** A recorded allergy to this very medicine, to its group, or to something of its chemical subgroup. */
function allergic(medicine: Medicine, { allergies }: PatientFacts): Warning[] {
  const found = allergies.find(
    ({ atc }) => atc !== undefined && (medicine.atc.startsWith(atc) || atc.slice(0, 5) === medicine.atc.slice(0, 5)),
  );
  return found
    ? [{ ...recordedAllergy, kind: 'allergy', medicines: [medicine], because: { allergy: found.name } }]
    : [];
}

/** The kinds of the rules about these medicines: what has to be known of the patient. */
export const kindsFor = (judge: Judge, news: readonly Medicine[]): ReadonlySet<RuleKind> =>
  new Set(news.flatMap(({ atc }) => [...rulesFor(judge.byFirst, atc)].map(({ kind }) => kind)));

/** What the rules about these medicines would have to know of the patient, and what nobody recorded. */
export function unknownOf(judge: Judge, { news, patient }: Question): Unknown[] {
  const kinds = kindsFor(judge, news);
  return [
    ...(patient.age === undefined ? (['age'] as const) : []),
    ...(kinds.has('pregnancy') && patient.pregnant === 'unknown' ? (['pregnancy'] as const) : []),
    ...(kinds.has('kidney') && !patient.egfr ? (['kidney'] as const) : []),
    ...(patient.allergiesAsked ? [] : (['allergies'] as const)),
  ];
}
