/** Asking for one thing after another that one may not have, or that is not there. */
import { isNobody, isProbe } from '../event.ts';
import { minutes, rule, unproven } from '../rule.ts';
import { type Recent, remember } from '../windows.ts';

const window = 10 * minutes;
const alerted = 15;

interface State {
  recent: Recent;
}

const part = {
  purpose: 'Somebody tries one address after another and is refused or finds nothing: looking for a way in.',
  source: 'security/requirements.md 4.2: ≥ 15 refusals or 404 on data in 10 min per actor or client; OWASP API1:2023',
  date: '2026-11-26',
  owner: 'security operations',
  status: unproven,
  severity: 'high',
  queue: 'security',
  quiet: 60 * minutes,
  goal: { recall: 0.99, minutes: 2 },
  begin: (): State => ({ recent: [] }),
  /** The same thing asked again and again is a mistake of a program, not a search. */
  observe(state: State, { at, target, sequence }: { at: number; target: string; sequence: string }) {
    const count = remember(state.recent, target || sequence, at, window, 32);
    return count >= alerted ? { refused: count, minutes: 10 } : undefined;
  },
} as const;

/** By a person. */
export const probing = rule<State>({
  ...part,
  name: 'probing',
  subject: 'account',
  subjectOf: (seen) => (isProbe(seen) && seen.role !== 'machine' && !isNobody(seen.actor) ? seen.actor : undefined),
});

/** By a machine client. */
export const probingByClient = rule<State>({
  ...part,
  name: 'probing-by-client',
  subject: 'client',
  subjectOf: (seen) => (isProbe(seen) && seen.role === 'machine' ? seen.actor : undefined),
});

/** By somebody who has not signed in. */
export const probingBySource = rule<State>({
  ...part,
  name: 'probing-by-source',
  subject: 'source',
  subjectOf: (seen) => (isProbe(seen) && isNobody(seen.actor) ? seen.source : undefined),
});
