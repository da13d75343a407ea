/** Records opened that nothing explained, neither then nor within 72 hours. */
import { neverExplained } from '../event.ts';
import { days, rule, unproven } from '../rule.ts';
import { type Recent, remember } from '../windows.ts';

const alerted = 4;

export const withoutRelationship = rule<{ recent: Recent }>({
  name: 'look-up-without-relationship',
  purpose: 'Several patients of one day were opened, and no visit, referral or consent explained it within 72 hours.',
  source:
    'security/requirements.md 4.2: explained or not within 72 h (explanation-based auditing, University of Michigan)',
  date: '2026-11-26',
  owner: 'the provider’s data protection officer',
  status: unproven,
  ...{ severity: 'medium', queue: 'privacy', subject: 'account', quiet: 1 * days },
  goal: { recall: 0.95, minutes: 72 * 60 + 60 },
  subjectOf: ({ kind, actor }) => (kind === neverExplained ? actor : undefined),
  begin: () => ({ recent: [] }),
  observe(state, { at, unexplained }) {
    let count = 0;
    for (const patient of unexplained) count = remember(state.recent, patient, at, 1 * days, 16);
    return count >= alerted ? { patients: count, hours: 24 } : undefined;
  },
});
