/** Many patients opened in a short time whom nothing ties to who opens them. */
import { polishHour } from '../polish-time.ts';
import { type Facts, hours, minutes, rule, unproven } from '../rule.ts';
import {
  addDistinct,
  countDistinct,
  type Distinct,
  learn,
  noDistinct,
  noUsual,
  type Recent,
  remember,
  robustZ,
  type Usual,
} from '../windows.ts';

const window = 10 * minutes;
const unexplainedAlerted = 20;

interface State {
  /** Unexplained patients of ten minutes. */
  recent: Recent;
  hour: number;
  patients: Distinct;
  unexplained: Distinct;
  usual: Usual;
}

export const massLookUp = rule<State>({
  name: 'mass-look-up',
  purpose: 'Somebody opens the records of many patients whom nothing ties to them.',
  source:
    'security/requirements.md 4.2: ≥ 20 unexplained in 10 min, or an hour with robust z ≥ 4, ≥ 25 and ≥ 8 unexplained',
  date: '2026-11-26',
  owner: 'security operations with the provider’s data protection officer',
  status: unproven,
  ...{ severity: 'high', queue: 'security', subject: 'account', quiet: 1 * hours },
  goal: { recall: 0.99, minutes: 2 },
  subjectOf: ({ role, patients, actor }) => (role === 'physician' && patients.length > 0 ? actor : undefined),
  begin: () => ({ recent: [], hour: 0, patients: noDistinct, unexplained: noDistinct, usual: noUsual() }),
  observe(state, { at, patients, unexplained }): Facts | undefined {
    const { day, hour } = polishHour(at);
    const now = day * 24 + hour;
    if (now > state.hour) {
      if (state.hour > 0) learn(state.usual, countDistinct(state.patients), 200);
      Object.assign(state, { hour: now, patients: noDistinct, unexplained: noDistinct });
    }
    for (const patient of patients) state.patients = addDistinct(state.patients, patient);
    let lately = 0;
    for (const patient of unexplained) {
      lately = remember(state.recent, patient, at, window, 40);
      state.unexplained = addDistinct(state.unexplained, patient);
    }
    if (lately >= unexplainedAlerted) return { unexplained: lately, minutes: 10 };
    if (unexplained.length === 0 || state.usual.samples < 20) return undefined;
    const count = countDistinct(state.patients);
    const strange = countDistinct(state.unexplained);
    if (count < 25 || strange < 8 || robustZ(state.usual, count) < 4) return undefined;
    return { unexplained: strange, patients: count, minutes: 60 };
  },
});
