/** Why the register of decisions says no: the words for each code. The English ones travel in the answer. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

export const refusals = {
  'no-edition': {
    kind: 'not-found',
    pl: 'Nie wczytano jeszcze rejestru decyzji, więc nie wiadomo, czy wolno wydać.',
    en: 'No register of decisions is here for that day, so nobody knows: npx ezdrowie registers import rdg brings it.',
  },
  'bad-gtin': {
    kind: 'invalid',
    pl: 'To nie jest kod EAN/GTIN: sprawdź cyfry.',
    en: 'This is no EAN or GTIN: its check digit does not fit. Scan or type it again.',
  },
  'bad-batch': {
    kind: 'invalid',
    pl: 'To nie jest numer serii: przepisz go z opakowania.',
    en: 'This is no batch number: letters, digits, and . / _ - only. Type it as it stands on the package.',
  },
  'bad-day': {
    kind: 'invalid',
    pl: 'Podaj dzień jako rok-miesiąc-dzień, na przykład 2026-03-01.',
    en: 'Give the day as year-month-day, such as 2026-03-01.',
  },
} as const satisfies Record<string, { kind: RefusalKind; pl: string; en: string }>;

export const refusal = (code: keyof typeof refusals) =>
  new Refusal(refusals[code].kind, code, { message: refusals[code].en, pl: refusals[code].pl });
