/** A few passwords over very many accounts from very many addresses: no single one stands out, the sum does. */
import { hours, minutes, rule, unproven } from '../rule.ts';

interface State {
  /** The minute that is being counted. */
  minute: number;
  attempts: number;
  failures: number;
  /** The part of attempts that usually fails, learnt over some hours. */
  usual: number;
  /** The cumulative sum: how much more failed than usual, in standard deviations. */
  sum: number;
}

const slack = 0.75;
const alerted = 8;
const leastFailures = 8;
/** One wild minute alone does not alert. */
const mostOfAMinute = 5;

export const passwordSpraying = rule<State>({
  name: 'password-spraying',
  purpose: 'Passwords are tried over many accounts from many addresses; only the sum of all failures shows it.',
  source:
    'security/requirements.md 4.2: global failure-rate CUSUM, one-minute buckets; Page 1954, doi:10.1093/biomet/41.1-2.100',
  date: '2026-11-26',
  owner: 'security operations',
  status: unproven,
  ...{ severity: 'high', queue: 'security', subject: 'platform', quiet: 1 * hours },
  goal: { recall: 0.99, minutes: 5 },
  subjectOf: ({ kind }) => (kind === 'sign-in' ? 'all' : undefined),
  begin: () => ({ minute: 0, attempts: 0, failures: 0, usual: 0.06, sum: 0 }),
  observe(state, { at, refused }) {
    const minute = Math.floor(at / minutes);
    if (minute > state.minute) {
      closeMinute(state);
      // Quiet minutes between are minutes without failures.
      state.sum = Math.max(0, state.sum - slack * Math.min(minute - state.minute - 1, 60));
      Object.assign(state, { minute, attempts: 0, failures: 0 });
    }
    state.attempts++;
    if (!refused) return undefined;
    state.failures++;
    if (state.failures < leastFailures || sumNow(state) < alerted) return undefined;
    const found = { failures: state.failures, attempts: state.attempts, usualPercent: Math.round(state.usual * 100) };
    Object.assign(state, { sum: 0, attempts: 0, failures: 0 });
    return found;
  },
});

/** The sum as it would be if the minute ended now. */
function sumNow({ attempts, failures, usual, sum }: State): number {
  const expected = usual * attempts;
  const above = (failures - expected) / Math.sqrt(Math.max(expected * (1 - usual), 1.5));
  return round(Math.max(0, sum + Math.min(above, mostOfAMinute) - slack));
}

function closeMinute(state: State): void {
  const { attempts, failures, usual } = state;
  if (attempts === 0) return;
  state.sum = sumNow(state);
  // What is unusual is not learnt, or an attack would become what is usual.
  if (state.sum >= 2) return;
  const weight = Math.min(attempts / 2_000, 0.05);
  state.usual = round(Math.min(Math.max(usual + weight * (failures / attempts - usual), 0.01), 0.5));
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
