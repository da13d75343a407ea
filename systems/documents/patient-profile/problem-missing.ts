/** What nobody recorded about a problem: stated, so that an empty place never looks like good health. */
import type { ProblemLinks } from './problem-links.ts';
import type { GoalLine, Measure, Missing, PlanLine, Treatment } from './problem-model.ts';
import { dateOf, type Fhir, linkOf, list, moment, newestFirst, type Reference, target } from './reading.ts';

const day = 86_400;
const month = 30.44 * day;
/** An active problem that no visit was about for longer than this is said to be unseen. */
const unseenMonths = 12;
/** A prescription may wait this long before it is said not to have been collected: as in gaps.ts. */
const uncollectedDays = 30;

export interface MissingFacts {
  links: ProblemLinks | undefined;
  active: boolean;
  measures: readonly Measure[];
  treatments: readonly Treatment[];
  goals: readonly GoalLine[];
  plans: readonly PlanLine[];
  /** Visits and stays for this problem. */
  encounters: readonly Fhir[];
  /** Dispenses of the last prescriptions of the treatments. */
  dispenses: readonly Fhir[];
  /** The last prescription of each treatment, by its id: when it was written. */
  written: ReadonlyMap<string, string>;
  now: Date;
}

/** Of a problem that is over nothing is missed but its table. */
export function missing(facts: MissingFacts): Missing[] {
  const { links, active, goals, plans, treatments } = facts;
  const noTable: Missing[] = links ? [] : [{ kind: 'no-table' }];
  if (!active) return noTable;
  return [
    ...unmeasured(facts),
    ...notDispensed(facts),
    ...unseen(facts),
    ...(links && links.therapy.length > 0 && !treatments.some((one) => one.active)
      ? [{ kind: 'no-treatment' } as const]
      : []),
    ...(goals.some(({ status }) => status === undefined || status === 'active') ? [] : [{ kind: 'no-goal' } as const]),
    ...(plans.some(({ status }) => status === 'active') ? [] : [{ kind: 'no-plan' } as const]),
    ...noTable,
  ];
}

const monthsSince = (date: string, now: Date): number | undefined => {
  const then = moment(date);
  return then === undefined ? undefined : Math.floor((now.getTime() / 1000 - then) / month);
};

function unmeasured({ links, measures, now }: MissingFacts): Missing[] {
  return (links?.measures ?? []).flatMap(({ code, everyMonths }): Missing[] => {
    const measure = measures.find((one) => one.code === code);
    if (!measure || everyMonths === undefined) return [];
    const { what, last } = measure;
    if (!last) return [{ kind: 'never-measured', what, everyMonths }];
    const months = last.date === undefined ? undefined : monthsSince(last.date, now);
    if (last.date === undefined || months === undefined || months < everyMonths) return [];
    return [{ kind: 'not-measured-since', what, last: last.date, months, everyMonths, link: last.link }];
  });
}

function unseen({ encounters, now }: MissingFacts): Missing[] {
  const last = [...encounters].sort(newestFirst)[0];
  const date = last && dateOf(last);
  if (!last || !date) return [{ kind: 'no-visit' }];
  const months = monthsSince(date, now) ?? 0;
  return months < unseenMonths ? [] : [{ kind: 'no-visit-since', last: date, months, link: linkOf(last) }];
}

function notDispensed({ treatments, dispenses, written, now }: MissingFacts): Missing[] {
  const filled = new Set(
    dispenses
      .filter(({ status }) => status === 'completed' || status === 'in-progress')
      .flatMap((one) =>
        list<Reference>(one.authorizingPrescription).flatMap((reference) => target(reference)?.id ?? []),
      ),
  );
  return treatments.flatMap(({ link, what, active }): Missing[] => {
    const since = written.get(link.id);
    const from = moment(since);
    if (!active || filled.has(link.id) || !since || from === undefined) return [];
    const days = Math.floor((now.getTime() / 1000 - from) / day);
    return days <= uncollectedDays ? [] : [{ kind: 'not-dispensed', what, since, days, link }];
  });
}
