/**
 * What a calendar asks of one person on one day. Pure. **Not for clinical use until validated.** A dose counts when it
 * was given at its least age or later and its least gap after the one counted before; what does not count is shown and
 * left to the doctor. Late children go on where they are, with the least gaps (no course is begun anew).
 */
import { eve, latest, plus } from './days.ts';
import type { Calendar, DoseRule, Exception, Facts, Given, Line, Series, Span } from './model.ts';

/** All lines, by series in the order of the calendar and within one by dose. */
export function linesOf(calendar: Calendar, facts: Facts, today: string): Line[] {
  return calendar.series
    .filter(({ bornFrom = '' }) => facts.birth >= bornFrom)
    .flatMap((series) => linesOfSeries(series, facts, today));
}

function linesOfSeries(series: Series, facts: Facts, today: string): Line[] {
  const { antigen, compulsory } = series;
  const given = facts.given
    .filter((one) => one.antigens.includes(antigen) && one.day <= today && one.day >= facts.birth)
    .sort((a, b) => compare(a.day, b.day) || compare(a.id, b.id));
  const course = courseOf(series, facts.birth, given, today);
  const { counted, uncounted } = countedIn(course.doses, facts.birth, given);
  const of = course.doses.length;
  const base = { antigen, compulsory, of };
  const done = counted.map(
    (one, index): Line => ({ ...base, dose: index + 1, state: 'done', day: one.day, given: one }),
  );
  const early = uncounted.map(
    ({ one, fault }): Line => ({ ...base, state: 'uncounted', day: one.day, given: one, fault }),
  );
  const exception = exceptionOf(series, facts, counted.at(-1)?.day, today);
  return [...done, ...toCome({ series, course, facts, counted, today, exception }), ...early];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Course {
  readonly doses: readonly DoseRule[];
  readonly closes: Span;
}

/** How many doses: fewer for those who begin late, and as the product of the course says. */
function courseOf(
  { doses, closes, shortened, products }: Series,
  birth: string,
  given: readonly Given[],
  today: string,
): Course {
  const product = given.map(({ atc }) => (atc === undefined ? undefined : products?.[atc])).find(Boolean);
  if (products) {
    // Until the first dose nobody knows the product: the shorter course is asked for.
    const said = product ?? Object.values(products).sort((a, b) => a.doses - b.doses)[0];
    return { doses: doses.slice(0, said?.doses), closes: said?.closes ?? closes };
  }
  const [first] = doses;
  const began = given.find(({ day }) => first && day >= plus(birth, first.from))?.day ?? today;
  const late = shortened?.find(({ from }) => began >= plus(birth, from));
  if (!late) return { doses, closes };
  const rule = { from: late.from, due: late.from, until: late.from };
  const gap = late.gap ? { gap: late.gap } : {};
  return {
    doses: Array.from({ length: late.doses }, (_, index) => (index === 0 ? rule : { ...rule, ...gap })),
    closes,
  };
}

interface Uncounted {
  readonly one: Given;
  readonly fault: 'too-young' | 'too-soon' | 'beyond';
}

function countedIn(doses: readonly DoseRule[], birth: string, given: readonly Given[]) {
  const counted: Given[] = [];
  const uncounted: Uncounted[] = [];
  for (const one of given) {
    const rule = doses[counted.length];
    const before = counted.at(-1);
    if (!rule) uncounted.push({ one, fault: 'beyond' });
    else if (one.day < plus(birth, rule.from)) uncounted.push({ one, fault: 'too-young' });
    else if (before && one.day < plus(before.day, rule.gap ?? { days: 1 })) uncounted.push({ one, fault: 'too-soon' });
    else counted.push(one);
  }
  return { counted, uncounted };
}

/** What stands against the next dose: the newest word, unless a dose was given since or the deferral is over. */
function exceptionOf({ antigen }: Series, { exceptions }: Facts, since: string | undefined, today: string) {
  const said = exceptions
    .filter((one) => one.antigens.includes(antigen) && one.day <= today && (since === undefined || one.day > since))
    .sort((a, b) => compare(a.day, b.day) || compare(a.id, b.id))
    .at(-1);
  return said?.kind === 'deferral' && said.until !== undefined && said.until <= today ? undefined : said;
}

interface Coming {
  readonly series: Series;
  readonly course: Course;
  readonly facts: Facts;
  readonly counted: readonly Given[];
  readonly today: string;
  readonly exception: Exception | undefined;
}

/** The doses that are left, each no sooner than its age and its gap after the one before allow. */
function toCome({ series, course: { doses, closes }, facts: { birth }, counted, today, exception }: Coming): Line[] {
  const { antigen, compulsory } = series;
  const closing = plus(birth, closes);
  const lines: Line[] = [];
  let before = counted.at(-1)?.day;
  for (const [index, rule] of doses.entries()) {
    if (index < counted.length) continue;
    const soonest = latest(plus(birth, rule.from), before && plus(before, rule.gap ?? { days: 1 }));
    const wanted = latest(soonest, plus(birth, rule.due), exception?.kind === 'deferral' ? exception.until : undefined);
    const until = eve(plus(birth, rule.until));
    const base = { antigen, dose: index + 1, of: doses.length, compulsory };
    if (latest(wanted, today) >= closing) {
      lines.push({ ...base, state: 'closed' });
      continue;
    }
    const isNext = index === counted.length;
    const against = exception && (isNext || lasting.has(exception.kind)) ? stateAgainst[exception.kind] : undefined;
    const state = against ?? (today < wanted ? 'future' : today > until ? 'overdue' : 'due');
    const dated = against && against !== 'deferred' && against !== 'refused' ? {} : { day: wanted, until };
    lines.push({ ...base, state, ...dated, ...(against && exception ? { exception } : {}) });
    before = latest(wanted, today);
  }
  return lines;
}

/** What stands against every dose that is left, and not only the next one. */
const lasting: ReadonlySet<string> = new Set(['contraindication', 'immune']);

const stateAgainst = {
  contraindication: 'contraindicated',
  deferral: 'deferred',
  refusal: 'refused',
  immune: 'immune',
} as const;
