/** Strange patients opened at an hour at which this person is usually not there. */
import { polishHour } from '../polish-time.ts';
import { hours, rule, unproven } from '../rule.ts';
import { type Recent, remember } from '../windows.ts';

interface State {
  /** For each hour of the day: on how many of the latest days somebody was there, newer days weighing more. */
  share: number[];
  days: number;
  day: number;
  /** Bit set of the hours of this day. */
  today: number;
  recent: Recent;
}

const usualShare = 0.35;
const leastDays = 10;
const unexplainedAlerted = 5;

export const offHours = rule<State>({
  name: 'off-hours',
  purpose: 'Somebody opens patients whom nothing ties to them, at an hour at which they usually do not work.',
  source: 'security/requirements.md 4.2: hour with < 35 % of usual days, ≥ 5 unexplained',
  date: '2026-11-26',
  owner: 'the provider’s data protection officer',
  status: unproven,
  ...{ severity: 'medium', queue: 'privacy', subject: 'account', quiet: 8 * hours },
  goal: { recall: 0.95, minutes: 15 },
  subjectOf: ({ role, patients, actor }) => (role === 'physician' && patients.length > 0 ? actor : undefined),
  begin: () => ({ share: Array(24).fill(0), days: 0, day: 0, today: 0, recent: [] }),
  observe(state, { at, unexplained }) {
    const { day, hour } = polishHour(at);
    if (day > state.day) closeDay(state, day);
    state.today |= 1 << hour;
    if (unexplained.length === 0) return undefined;
    const usual = state.share[hour] as number;
    let count = 0;
    for (const patient of unexplained) count = remember(state.recent, patient, at, 1 * hours, 16);
    if (state.days < leastDays || usual >= usualShare || count < unexplainedAlerted) return undefined;
    return { unexplained: count, hour, usualPercent: Math.round(usual * 100) };
  },
});

/** Days on which somebody was not there at all are no working days and say nothing. */
function closeDay(state: State, day: number): void {
  if (state.day > 0 && state.today !== 0) {
    state.days = Math.min(state.days + 1, 999);
    const weight = 1 / Math.min(state.days, 40);
    state.share = state.share.map((share, hour) => {
      const was = (state.today >> hour) & 1;
      return Math.round((share + weight * (was - share)) * 1000) / 1000;
    });
  }
  Object.assign(state, { day, today: 0 });
}
