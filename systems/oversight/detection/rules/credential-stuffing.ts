/** Stolen logins and passwords tried one after another from one place. */
import { isNobody } from '../event.ts';
import { minutes, rule, unproven } from '../rule.ts';
import { type Recent, remember } from '../windows.ts';

const window = 15 * minutes;
const accountsAlerted = 10;
/** Logins that nobody has are not written down, so they are only counted. */
const unknownAlerted = 30;

interface State {
  accounts: Recent;
  unknown: number[];
  attempts: number;
  failures: number;
  since: number;
}

export const credentialStuffing = rule<State>({
  name: 'credential-stuffing',
  purpose: 'Stolen passwords are tried over many accounts from one address.',
  source:
    'security/requirements.md 4.2: per source ≥ 10 accounts; a hospital behind one address mostly succeeds (C-09)',
  date: '2026-11-26',
  owner: 'security operations',
  status: unproven,
  ...{ severity: 'high', queue: 'security', subject: 'source', quiet: 60 * minutes },
  goal: { recall: 0.99, minutes: 5 },
  subjectOf: ({ kind, source }) => (kind === 'sign-in' ? source : undefined),
  begin: () => ({ accounts: [], unknown: [], attempts: 0, failures: 0, since: 0 }),
  observe(state, { at, refused, actor }) {
    if (at - state.since > window) Object.assign(state, { attempts: 0, failures: 0, since: at });
    state.attempts++;
    if (!refused) return undefined;
    state.failures++;
    let accounts = 0;
    if (isNobody(actor))
      state.unknown = [...state.unknown.filter((then) => then > at - window), at].slice(-unknownAlerted);
    else accounts = remember(state.accounts, actor, at, window, 32);
    const many = accounts >= accountsAlerted || state.unknown.length >= unknownAlerted;
    if (!many || state.failures * 2 <= state.attempts) return undefined;
    return { accounts, unknown: state.unknown.length, failures: state.failures, attempts: state.attempts };
  },
});
