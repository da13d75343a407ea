/** Guessing the password or code of one account. */
import { isNobody } from '../event.ts';
import { minutes, rule, unproven } from '../rule.ts';

const window = 15 * minutes;
const failuresAlerted = 5;

export const bruteForce = rule<{ failures: number[] }>({
  name: 'brute-force',
  purpose: 'Somebody guesses the password or the code of one account.',
  source: 'security/requirements.md C-09 (lock at the fifth failure) and 4.2; OWASP ASVS 6.3.1',
  date: '2026-11-26',
  owner: 'security operations',
  status: unproven,
  ...{ severity: 'medium', queue: 'security', subject: 'account', quiet: 60 * minutes },
  goal: { recall: 0.99, minutes: 1 },
  subjectOf: ({ kind, actor }) => (kind === 'sign-in' && !isNobody(actor) ? actor : undefined),
  begin: () => ({ failures: [] }),
  observe(state, { at, refused }) {
    if (!refused) {
      state.failures = [];
      return undefined;
    }
    state.failures = [...state.failures.filter((then) => then > at - window), at].slice(-failuresAlerted);
    if (state.failures.length < failuresAlerted) return undefined;
    return { failures: state.failures.length, minutes: Math.ceil((at - (state.failures[0] as number)) / minutes) };
  },
});
