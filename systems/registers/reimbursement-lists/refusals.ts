/** Why the reimbursement lists say no: the words for each code. The English ones travel in the answer. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

export const refusals = {
  'no-list': {
    kind: 'not-found',
    pl: 'Na ten dzień nie wczytano listy refundacyjnej.',
    en: 'No reimbursement list that holds on that day is here: npx ezdrowie registers import solr brings one.',
  },
  'bad-gtin': {
    kind: 'invalid',
    pl: 'To nie jest kod EAN/GTIN: sprawdź cyfry.',
    en: 'This is no EAN or GTIN: its check digit does not fit. Scan or type it again.',
  },
  'bad-day': {
    kind: 'invalid',
    pl: 'Podaj dzień jako rok-miesiąc-dzień, na przykład 2026-03-01.',
    en: 'Give the day as year-month-day, such as 2026-03-01.',
  },
  'born-later': {
    kind: 'rule-broken',
    pl: 'Data urodzenia jest późniejsza niż dzień realizacji.',
    en: 'The day of birth is after the day that was asked about. Check both.',
  },
  'no-such-entitlement': {
    kind: 'rule-broken',
    pl: 'Nie ma takiego uprawnienia dodatkowego w tym dniu.',
    en: 'There is no such additional entitlement on that day. Known: S, DZ, C, IB, IW, ZK, PO, AZ, WP, WE.',
  },
} as const satisfies Record<string, { kind: RefusalKind; pl: string; en: string }>;

export const refusal = (code: keyof typeof refusals) =>
  new Refusal(refusals[code].kind, code, { message: refusals[code].en, pl: refusals[code].pl });
