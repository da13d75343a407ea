/** Why an alert is set aside: the coded reasons, in the languages of the portals, and what each brings about. */
import type { Words } from '../model.ts';

interface Reason {
  readonly label: Words;
  /** Months for which the alert is not shown again for this patient; 0: it comes again. */
  readonly months: number;
}

export const reasons = {
  tolerated: {
    label: { pl: 'Pacjent dobrze to toleruje', en: 'Tolerated so far', uk: 'Добре переноситься' },
    months: 12,
  },
  'benefit-outweighs': {
    label: { pl: 'Korzyść przeważa nad ryzykiem', en: 'Benefit outweighs risk', uk: 'Користь переважає ризик' },
    months: 6,
  },
  'already-done': { label: { pl: 'Już zrobione', en: 'Already done', uk: 'Вже зроблено' }, months: 3 },
  'not-applicable': {
    label: { pl: 'Nie dotyczy tego pacjenta', en: 'Does not apply', uk: 'Не стосується пацієнта' },
    months: 12,
  },
  'patient-declined': {
    label: { pl: 'Pacjent odmówił', en: 'The patient declined', uk: 'Пацієнт відмовився' },
    months: 6,
  },
  'wrong-data': {
    label: { pl: 'Dane w rejestrze są błędne', en: 'The data are wrong', uk: 'Дані помилкові' },
    months: 1,
  },
  later: { label: { pl: 'Zajmę się tym później', en: 'Later', uk: 'Пізніше' }, months: 0 },
  'rule-wrong': { label: { pl: 'Reguła jest błędna', en: 'The rule is wrong', uk: 'Правило помилкове' }, months: 3 },
} as const satisfies { readonly [code: string]: Reason };

export type ReasonCode = keyof typeof reasons;
export const reasonCodes = Object.keys(reasons) as ReasonCode[];

export const isReason = (code: string): code is ReasonCode => Object.hasOwn(reasons, code);
