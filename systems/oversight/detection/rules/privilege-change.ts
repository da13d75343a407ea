/** Somebody gives power: rights, clients, keys. Rare, and always looked at. */
import { polishHour } from '../polish-time.ts';
import { rule, unproven } from '../rule.ts';

/** Operations that give power or bring it back (two persons). */
const granting = new Set([
  'decide-account-request',
  'issue-activation',
  'register-client',
  'change-client',
  'change-client-keys',
  'resume-client',
  'enter-guardian',
]);
/** Refusals that say that somebody tried to give to themself, or without the proof that it needs. */
const selfish = new Set(['own-request', 'not-for-your-role']);

export const privilegeChange = rule<Record<string, never>>({
  name: 'privilege-change',
  purpose:
    'Rights, clients or keys were given or brought back, outside office hours, or somebody tried it for themself.',
  source: 'security/requirements.md 4.2: any act of two persons, role grant outside office hours, self-grant attempts',
  date: '2026-11-26',
  owner: 'security operations',
  status: unproven,
  ...{ severity: 'low', queue: 'security', subject: 'account', quiet: 0 },
  goal: { recall: 1, minutes: 1 },
  subjectOf: ({ kind, refused, reason, actor }) =>
    granting.has(kind) && (!refused || selfish.has(reason)) ? actor : undefined,
  begin: () => ({}),
  observe(_state, { at, kind, refused, reason }) {
    const { hour, weekday } = polishHour(at);
    const office = weekday < 5 && hour >= 7 && hour < 18;
    return { act: kind, when: office ? 'office-hours' : 'off-hours', ...(refused ? { tried: reason } : {}) };
  },
});
