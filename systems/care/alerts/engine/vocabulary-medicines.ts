/** Words about medicines: what is taken, ordered, not collected, not tolerated. Beginnings of ATC codes. Pure. */
import { dayMs, type Facts } from './facts.ts';
import type { Medicine } from './medicines.ts';
import type { Trace } from './trace.ts';
import { asking, startsWithAny, texts, type Word } from './word.ts';

const newestOf = (found: readonly Medicine[], trace: Trace): boolean => {
  const byCode = new Map<string, Medicine>();
  for (const one of found) if (!byCode.has(one.atc)) byCode.set(one.atc, one);
  for (const one of byCode.values()) trace.sawMedicine(one);
  return found.length > 0;
};

const holding = (facts: Facts, starts: readonly string[], which: (one: Medicine) => boolean): Medicine[] =>
  facts.medicines.filter((one) => which(one) && startsWithAny(one.atc, starts));

/** A prescription that nobody collected after half a year is history. */
const forgottenAfter = 180;

export const asksAboutMedicines: { readonly [name: string]: Word } = {
  /** Taken now, or ordered just now. */
  takes: asking({
    ...{ reads: ['prescriptions'], gives: 'boolean', takes: ['text…'] },
    answer: (args) => (facts, trace) =>
      newestOf(
        holding(facts, texts(args), ({ isTaken, isDraft }) => isTaken || isDraft),
        trace,
      ),
  }),
  /** Among the drafts that are being ordered or signed. */
  orders: asking({
    ...{ reads: [], gives: 'boolean', takes: ['text…'] },
    answer: (args) => (facts, trace) =>
      newestOf(
        holding(facts, texts(args), ({ isDraft }) => isDraft),
        trace,
      ),
  }),
  /** How many different substances of these are taken or ordered. */
  countTaken: asking({
    ...{ reads: ['prescriptions'], gives: 'number', takes: ['text…'] },
    answer: (args) => (facts, trace) => {
      const found = holding(facts, texts(args), ({ isTaken, isDraft }) => isTaken || isDraft);
      newestOf(found, trace);
      return new Set(found.map(({ atc }) => atc)).size;
    },
  }),
  /** Prescribed, and for more than so many days no pharmacy gave it out; not when the same was collected later. */
  uncollected: asking({
    ...{ reads: ['prescriptions', 'dispenses'], gives: 'boolean', takes: ['number', 'text…'] },
    answer: (args) => (facts, trace) => {
      const [days, starts] = [Number(args[0]), texts(args)];
      const age = ({ at }: Medicine) => (at === undefined ? -1 : (facts.now - at) / dayMs);
      const found = holding(facts, starts, (one) => {
        if (one.isDraft || !one.isTaken || one.isCollected !== false) return false;
        return age(one) > days && age(one) < forgottenAfter;
      });
      const open = found.filter(
        ({ atc, at }) =>
          !facts.medicines.some((one) => one.isCollected === true && one.atc === atc && (one.at ?? 0) >= (at ?? 0)),
      );
      return newestOf(open, trace);
    },
  }),
  /** Prescribed before, longer ago than so many months, and still taken: it was tolerated (ALE-5). */
  usedLongerThan: asking({
    ...{ reads: ['prescriptions'], gives: 'boolean', takes: ['number', 'text…'] },
    answer: (args) => (facts, trace) => {
      const before = facts.now - Number(args[0]) * 30.4375 * dayMs;
      const old = holding(facts, texts(args), ({ isDraft, at }) => !isDraft && at !== undefined && at < before);
      const still = holding(facts, texts(args), ({ isTaken }) => isTaken);
      const both = old.filter(({ atc }) => still.some((one) => one.atc === atc));
      if (both[0]) trace.sawMedicine(both[0]);
      return both.length > 0;
    },
  }),
  /** A recorded allergy to one of these, or to a group in which they are. */
  allergic: asking({
    ...{ reads: ['allergies'], gives: 'boolean', takes: ['text…'] },
    answer: (args) => (facts, trace) => {
      const starts = texts(args);
      const found = facts.allergies.find(
        ({ atc }) => atc !== undefined && starts.some((start) => atc.startsWith(start) || start.startsWith(atc)),
      );
      if (found) trace.saw({ what: `uczulenie: ${found.name}`, reference: found.reference });
      return found !== undefined;
    },
  }),
  /** What medication safety says: the kind of its rule, then severities. */
  warned: asking({
    ...{ reads: ['safety'], gives: 'boolean', takes: ['text', 'text…'] },
    answer: (args) => (facts, trace) => {
      const [kind, ...severities] = texts(args);
      const found = facts.warnings.filter((one) => one.kind === kind && severities.includes(one.severity));
      for (const one of found) trace.sawWarning(one);
      const atcs = new Set(found.flatMap(({ medicines }) => medicines.map(({ atc }) => atc)));
      for (const one of facts.medicines) if (atcs.has(one.atc)) trace.concerns(one);
      return found.length > 0;
    },
  }),
};
