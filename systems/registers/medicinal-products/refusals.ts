/** Why the register of medicinal products says no: the words for each code. The English ones travel in the answer. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
}

export const refusals = {
  'no-edition': {
    kind: 'not-found',
    pl: 'Na ten dzień nie wczytano jeszcze rejestru produktów leczniczych.',
    en: 'No edition of the register is here for that day: ask for a later one, or run npx ezdrowie registers import rpl.',
  },
  'no-such-product': {
    kind: 'not-found',
    pl: 'Tego dnia nie było w rejestrze produktu o tym numerze.',
    en: 'On that day the register had no product with this number. Check the number and the day.',
  },
  'no-such-package': {
    kind: 'not-found',
    pl: 'Tego dnia nie było w rejestrze opakowania o tym kodzie.',
    en: 'On that day the register had no package with this code. Check the code and the day.',
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
  'nothing-to-look-for': {
    kind: 'invalid',
    pl: 'Wpisz co najmniej jedną literę lub cyfrę.',
    en: 'Type at least one letter or digit of a name, substance, ATC code or EAN.',
  },
  'no-such-edition': {
    kind: 'not-found',
    pl: 'Nie ma takiego wydania rejestru.',
    en: 'There is no such edition of the register. GET /api/medicinal-products/editions lists them.',
  },
} as const satisfies Record<string, Words>;

export const refusal = (code: keyof typeof refusals) =>
  new Refusal(refusals[code].kind, code, { message: refusals[code].en, pl: refusals[code].pl });
