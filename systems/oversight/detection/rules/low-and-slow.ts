/** A few strange patients a day, every day: too few for any threshold, too many for chance. */
import { neverExplained } from '../event.ts';
import { polishHour } from '../polish-time.ts';
import { days, rule, unproven } from '../rule.ts';

interface State {
  day: number;
  count: number;
  /** What this person's days usually hold. */
  mean: number;
  learnt: number;
  sum: number;
}

const slack = 0.75;
const alerted = 5;

export const lowAndSlow = rule<State>({
  name: 'low-and-slow',
  purpose: 'Somebody opens a few patients without any tie day after day.',
  source: 'security/requirements.md 4.2: CUSUM of daily unexplained look-ups against own mean; Page 1954',
  date: '2026-11-26',
  owner: 'the provider’s data protection officer',
  status: unproven,
  ...{ severity: 'medium', queue: 'privacy', subject: 'account', quiet: 7 * days },
  goal: { recall: 0.85, minutes: 10 * 24 * 60 },
  subjectOf: ({ kind, actor }) => (kind === neverExplained ? actor : undefined),
  begin: () => ({ day: 0, count: 0, mean: 0.25, learnt: 0, sum: 0 }),
  observe(state, { at, unexplained }) {
    const { day } = polishHour(at);
    if (day > state.day) {
      if (state.day > 0) closeDays(state, day - state.day);
      Object.assign(state, { day, count: 0 });
    }
    state.count += unexplained.length;
    const sum = state.sum + state.count - state.mean - slack;
    if (sum < alerted) return undefined;
    state.sum = 0;
    state.count = 0;
    return { sum: Math.round(sum * 10) / 10, usualPerDay: Math.round(state.mean * 100) / 100 };
  },
});

/** The day that was counted, and days without any look-up after it. */
function closeDays(state: State, passed: number): void {
  for (let count = state.count, left = Math.min(passed, 30); left > 0; left--, count = 0) {
    state.sum = Math.max(0, state.sum + count - state.mean - slack);
    state.learnt = Math.min(state.learnt + 1, 60);
    // Slow, and bounded: who has always done it is not thereby in the right.
    state.mean = Math.min(state.mean + (count - state.mean) / Math.max(state.learnt, 20), 1.5);
  }
  state.sum = Math.round(state.sum * 1000) / 1000;
  state.mean = Math.round(state.mean * 1000) / 1000;
}
