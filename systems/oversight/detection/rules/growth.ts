/** A machine client that suddenly asks far more, of far more patients, or fails far more than it does at this hour. */
import type { Facts } from '../rule.ts';
import { polishHour } from '../polish-time.ts';
import { hours, minutes, rule, unproven } from '../rule.ts';
import { addDistinct, countDistinct, type Distinct, noDistinct } from '../windows.ts';

interface State {
  minute: number;
  requests: number;
  errors: number;
  patients: Distinct;
  /** The minute in which the client was first seen. */
  since: number;
  /** Requests, and patients, of a busy minute of each hour of the week: log, rounded; -1 while it is unknown. */
  weeks: [number[], number[]];
  /** How much requests vary within an hour, which part fails, minutes learnt. */
  spread: number;
  errorShare: number;
  learnt: number;
  /** Minutes in a row that were far above, for each of the three. */
  above: [number, number, number];
}

const ratio = 5;
const leastZ = 6;
const inARow = 3;
/** Below this nothing is sudden. */
const leastPerMinute = 60;
/** A week is needed to know the hours of a week, and some minutes of use in it; both in minutes. */
const learning = 7 * 24 * 60;
const learntAtLeast = 600;
const measures = ['requests', 'patients', 'errors'] as const;

export const growth = rule<State>({
  name: 'sudden-growth',
  purpose:
    'A provider’s system suddenly asks far more, of more patients, or fails more, than it does at this hour of the week.',
  source: 'security/requirements.md 4.2: against the same hour of the week, ratio ≥ 5 and z ≥ 6 for 3 min',
  date: '2026-11-26',
  owner: 'security operations',
  status: unproven,
  ...{ severity: 'high', queue: 'security', subject: 'client', quiet: 1 * hours },
  goal: { recall: 0.99, minutes: 5 },
  subjectOf: ({ role, actor }) => (role === 'machine' ? actor : undefined),
  begin: () => ({
    ...{ minute: 0, since: 0, requests: 0, errors: 0, patients: noDistinct },
    weeks: [Array(168).fill(-1), Array(168).fill(-1)],
    ...{ spread: 0.3, errorShare: 0.02, learnt: 0, above: [0, 0, 0] },
  }),
  observe(state, { at, refused, patients }) {
    const minute = Math.floor(at / minutes);
    let found: Facts | undefined;
    if (minute > state.minute) {
      if (state.minute > 0) found = closeMinute(state);
      else state.since = minute;
      if (minute - state.minute > 1) state.above = [0, 0, 0];
      Object.assign(state, { minute, requests: 0, errors: 0, patients: noDistinct });
    }
    state.requests++;
    if (refused) state.errors++;
    for (const patient of patients) state.patients = addDistinct(state.patients, patient);
    return found;
  },
});

function closeMinute(state: State): Facts | undefined {
  const cell = cellAt(state.minute);
  const patients = countDistinct(state.patients);
  const [usual, usualPatients] = state.weeks.map((week) => usualAt(week, cell)) as [number, number];
  const z = (Math.log1p(state.requests) - usual) / Math.max(1.2533 * state.spread, 0.2);
  const far = (count: number, level: number) =>
    count >= leastPerMinute && count >= ratio * Math.max(Math.expm1(level), 5);
  const share = state.errors / state.requests;
  const isFar = [
    far(state.requests, usual) && z >= leastZ,
    far(patients, usualPatients),
    state.errors >= 20 && share >= 0.5 && share >= ratio * state.errorShare,
  ];
  const isLearning = state.minute - state.since < learning || state.learnt < learntAtLeast;
  const isOdd = isFar.includes(true) && !isLearning;
  state.weeks.forEach((week, which) => {
    const value = Math.log1p([state.requests, patients][which] as number);
    week[cell] = towards((week[cell] as number) < 0 ? value : (week[cell] as number), value, isOdd);
  });
  if (!isOdd) learnMinute(state, usual, share);
  isFar.forEach((is, at) => {
    state.above[at as 0] = is ? (state.above[at] as number) + 1 : 0;
  });
  const which = state.above.findIndex((count) => count >= inARow);
  if (which < 0 || isLearning) return undefined;
  state.above = [0, 0, 0];
  return {
    measure: measures[which] as string,
    ...{ requestsPerMinute: state.requests, patientsPerMinute: patients, errorsPerMinute: state.errors },
    usualPerMinute: Math.round(Math.expm1(usual)),
  };
}

const cellAt = (minute: number): number => {
  const { hour, weekday } = polishHour(minute * minutes);
  return weekday * 24 + hour;
};

/** Of this hour of the week; where it is unknown, of the busiest same hour of another day; else of all hours. */
function usualAt(week: readonly number[], cell: number): number {
  const own = week[cell] as number;
  if (own >= 0) return own;
  const same = Math.max(...week.filter((_, at) => at % 24 === cell % 24));
  return same >= 0 ? same : Math.max(...week, 0);
}

function learnMinute(state: State, usual: number, share: number): void {
  const weight = 1 / Math.min(state.learnt + 1, 500);
  state.spread = round(
    state.spread + weight * (Math.min(Math.abs(Math.log1p(state.requests) - usual), 1) - state.spread),
  );
  state.errorShare = round(state.errorShare + weight * (share - state.errorShare));
  state.learnt = Math.min(state.learnt + 1, 99_999);
}

/**
 * Up quickly, down slowly: what a busy minute of the hour holds, so that a nightly batch of ten minutes is usual. What
 * is far above is learnt by small steps only, or an attack would soon be what is usual.
 */
function towards(level: number, value: number, isOdd: boolean): number {
  const step = value < level ? (value - level) / 400 : isOdd ? Math.min(value - level, 0.01) : (value - level) / 4;
  return Math.round((level + step) * 1000) / 1000;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
