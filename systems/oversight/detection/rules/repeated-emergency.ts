/** The glass broken again and again by one person. */
import { days, rule, unproven } from '../rule.ts';

const alerted = 3;

export const repeatedEmergency = rule<{ times: number[] }>({
  name: 'repeated-emergency',
  purpose: 'One person opened records as emergencies three times within a day.',
  source: 'security/requirements.md C-21: ≥ 3 in 24 h by one person',
  date: '2026-11-26',
  owner: 'the provider’s data protection officer',
  status: unproven,
  ...{ severity: 'medium', queue: 'privacy', subject: 'account', quiet: 1 * days },
  goal: { recall: 1, minutes: 1 },
  subjectOf: ({ kind, refused, actor }) => (kind === 'begin-emergency-access' && !refused ? actor : undefined),
  begin: () => ({ times: [] }),
  observe(state, { at }) {
    state.times = [...state.times.filter((then) => then > at - days), at].slice(-alerted);
    return state.times.length < alerted ? undefined : { emergencies: alerted, hours: 24 };
  },
});
