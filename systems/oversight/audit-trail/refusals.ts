/**
 * Why the audit trail says no: the words for each code, in Polish and English. The English ones travel in the answer.
 */
import { Refusal } from '#core/refusal/refusal.ts';

export const refusals = {
  'bad-cursor': {
    pl: 'Wróć do pierwszej strony listy i przejdź dalej jeszcze raz.',
    en: 'The cursor is none that this list gave. Start at the first page again.',
  },
  'bad-day': {
    pl: 'Podaj dzień jako rok-miesiąc-dzień, na przykład 2026-03-01.',
    en: 'Give the day as year-month-day, such as 2026-03-01.',
  },
  'no-such-event': {
    pl: 'Nie ma takiego wpisu w dzienniku.',
    en: 'There is no such event in the trail.',
  },
  'no-such-patient': {
    pl: 'Nie ma pacjenta o takim numerze PESEL.',
    en: 'There is no patient with this PESEL.',
  },
} as const satisfies Record<string, { pl: string; en: string }>;

export const refusal = (code: keyof typeof refusals) =>
  new Refusal(code.startsWith('no-such') ? 'not-found' : 'invalid', code, words(code));

const words = (code: keyof typeof refusals) => ({ message: refusals[code].en, pl: refusals[code].pl });
