/**
 * The words in which rules ask about a patient. Each says what it reads, which arguments it takes (literals only) and
 * what it answers: "nobody knows" is undefined, with a name for what is missing; "never" is Infinity. Pure.
 */
import { type Done, type Facts, monthMs } from './facts.ts';
import { asksAboutMedicines } from './vocabulary-medicines.ts';
import { asksAboutResults } from './vocabulary-results.ts';
import type { Trace, Value } from './trace.ts';
import { asking, startsWithAny, texts, type Word } from './word.ts';

const ageMissing = { pl: 'wiek (brak pełnej daty urodzenia)', en: 'age', uk: 'вік (немає дати народження)' };
const sexMissing = { pl: 'płeć', en: 'sex', uk: 'стать' };
const pregnancyMissing = {
  ...{ pl: 'ciąża (nikt nie zapisał, czy jest)', en: 'pregnancy', uk: 'вагітність (не записано)' },
};

const known = <T extends Value>(value: T, trace: Trace, missing: Parameters<Trace['lacks']>[0]): T => {
  if (value === undefined) trace.lacks(missing);
  return value;
};

const diagnosed = (onlyActive: boolean): Word =>
  asking({
    ...{ reads: ['conditions'], gives: 'boolean', takes: ['text…'] },
    answer: (args) => (facts, trace) => {
      const found = facts.diagnoses.filter(
        (one) => (one.isActive || !onlyActive) && startsWithAny(one.code, texts(args)),
      );
      if (found[0]) trace.sawDated(found[0]);
      return found.length > 0;
    },
  });

const since = (facts: Facts, found: Done | undefined, trace: Trace, none?: string): number => {
  if (found) trace.sawDated(found);
  else if (none !== undefined) trace.saw({ what: none });
  return found?.at === undefined ? Number.POSITIVE_INFINITY : (facts.now - found.at) / monthMs;
};

/** ICD-10: pregnancy, childbirth and their supervision; the puerperium is none. */
const pregnancyCodes = ['O0', 'O1', 'O2', 'O3', 'O4', 'O6', 'O7', 'Z33', 'Z34', 'Z35'];
const [pregnantCode, notPregnantCode] = ['77386006', '60001007']; // SNOMED CT
const believedMonths = { pregnant: 10, notPregnant: 2 };

function isPregnant(facts: Facts, trace: Trace): boolean | undefined {
  const { age, sex, now } = facts;
  if (sex === 'male' || (age !== undefined && (age < 10 || age > 60))) return false;
  const recent = (at: number | undefined, months: number) => at !== undefined && now - at < months * monthMs;
  const diagnosis = facts.diagnoses.find(
    (one) => one.isActive && startsWithAny(one.code, pregnancyCodes) && recent(one.at, believedMonths.pregnant),
  );
  const [said] = facts.points.get('pregnancy') ?? [];
  if (said && said.codes.includes(notPregnantCode) && recent(said.at, believedMonths.notPregnant)) {
    if (!diagnosis || (diagnosis.at ?? 0) < said.at) return false;
  }
  if (diagnosis) {
    trace.sawDated(diagnosis);
    return true;
  }
  if (said && said.codes.includes(pregnantCode) && recent(said.at, believedMonths.pregnant)) {
    trace.sawPoint('pregnancy', said);
    return true;
  }
  return known(undefined, trace, pregnancyMissing);
}

const aboutPeople: { readonly [name: string]: Word } = {
  /** Years. */
  age: asking({
    ...{ reads: ['patient'], gives: 'number', takes: [] },
    answer: () => (facts, trace) => {
      if (facts.age !== undefined) trace.saw({ what: `wiek: ${Math.floor(facts.age)}` });
      return known(facts.age, trace, ageMissing);
    },
  }),
  /** `female`, `male`, `other`; unknown is nobody knows. */
  sex: asking({
    ...{ reads: ['patient'], gives: 'string', takes: [] },
    answer: () => (facts, trace) => known(facts.sex === 'unknown' ? undefined : facts.sex, trace, sexMissing),
  }),
  isPregnant: asking({
    ...{ reads: ['patient', 'conditions', 'results'], gives: 'boolean', takes: [] },
    answer: () => isPregnant,
  }),
  /** Beginnings of ICD-10 codes of what is not over. */
  diagnosed: diagnosed(true),
  /** The same, over or not. */
  wasDiagnosed: diagnosed(false),
  /** Months since the newest of these diagnoses began. */
  monthsSinceDiagnosis: asking({
    ...{ reads: ['conditions'], gives: 'number', takes: ['text…'] },
    answer: (args) => (facts, trace) =>
      since(
        facts,
        facts.diagnoses.find(({ code }) => startsWithAny(code, texts(args))),
        trace,
      ),
  }),
  /** Beginnings of ICD-9-PL codes. */
  monthsSinceProcedure: asking({
    ...{ reads: ['procedures'], gives: 'number', takes: ['text…'] },
    answer: (args) => (facts, trace) =>
      since(
        facts,
        facts.done.find(({ code }) => startsWithAny(code, texts(args))),
        trace,
      ),
  }),
};

const aboutCare: { readonly [name: string]: Word } = {
  monthsSinceVaccination: asking({
    ...{ reads: ['vaccinations'], gives: 'number', takes: ['text…'] },
    answer: (args) => (facts, trace) =>
      since(
        facts,
        facts.vaccinations.find(({ code }) => startsWithAny(code, texts(args))),
        trace,
        'szczepienie: brak w rejestrze',
      ),
  }),
  /** Doses on different days. */
  doses: asking({
    ...{ reads: ['vaccinations'], gives: 'number', takes: ['text…'] },
    answer: (args) => (facts, trace) => {
      const given = facts.vaccinations.filter(({ code }) => startsWithAny(code, texts(args)));
      if (given[0]) trace.sawDated(given[0]);
      else trace.saw({ what: 'szczepienie: brak w rejestrze' });
      return new Set(given.map(({ at, reference }) => at ?? reference)).size;
    },
  }),
  /** An order that lies open for so many days and not longer than a year, and nothing came. */
  unansweredOrder: asking({
    ...{ reads: ['orders', 'reports', 'results'], gives: 'boolean', takes: ['number'] },
    answer:
      ([days]) =>
      (facts, trace) => {
        const waiting = facts.orders.filter((one) => {
          const age = one.at === undefined ? -1 : (facts.now - one.at) / 86_400_000;
          return one.isOpen && !one.isAnswered && age > Number(days) && age < 365;
        });
        for (const one of waiting) trace.sawDated(one);
        return waiting.length > 0;
      },
  }),
  /** Days since the end of the last stay in hospital. */
  daysSinceDischarge: asking({
    ...{ reads: ['visits'], gives: 'number', takes: [] },
    answer: () => (facts, trace) => {
      const stay = lastStay(facts);
      if (stay) trace.saw({ what: `wypis: ${stay.name}`, on: isoDay(stay.ends ?? 0), reference: stay.reference });
      return stay?.ends === undefined ? Number.POSITIVE_INFINITY : (facts.now - stay.ends) / 86_400_000;
    },
  }),
  /** Whether anybody saw the patient outside of a hospital since. */
  seenSinceDischarge: asking({
    ...{ reads: ['visits'], gives: 'boolean', takes: [] },
    answer: () => (facts) => {
      const ends = lastStay(facts)?.ends;
      if (ends === undefined) return true;
      const isAfter = (at: number | undefined) => at !== undefined && at >= ends && at <= facts.now;
      return facts.visits.some((one) => !one.isStay && !one.isPlanned && isAfter(one.at));
    },
  }),
  hasLetter: asking({
    ...{ reads: ['letters', 'visits'], gives: 'boolean', takes: [] },
    answer: () => (facts, trace) => {
      const begun = lastStay(facts)?.at ?? Number.POSITIVE_INFINITY;
      const letter = facts.letters.find(({ at }) => at !== undefined && at >= begun);
      if (letter) trace.sawDated(letter);
      return letter !== undefined;
    },
  }),
};

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

const lastStay = (facts: Facts) =>
  facts.visits
    .filter(({ isStay, isPlanned, ends }) => isStay && !isPlanned && ends !== undefined && ends <= facts.now)
    .sort((a, b) => (b.ends ?? 0) - (a.ends ?? 0) || (a.reference < b.reference ? -1 : 1))[0];

export const vocabulary: { readonly [name: string]: Word } = {
  ...aboutPeople,
  ...aboutCare,
  ...asksAboutMedicines,
  ...asksAboutResults,
};
