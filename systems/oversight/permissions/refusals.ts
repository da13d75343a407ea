/** Why permissions say no: the words for each code, in Polish and English. The English ones travel in the answer. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
  readonly retryAfter?: number;
}

export const refusals = {
  'no-such-person': {
    kind: 'rule-broken',
    pl: 'Nie znamy osoby o tym numerze PESEL i nazwisku. Sprawdź oba.',
    en: 'We know no person with this PESEL and family name. Check both.',
  },
  'not-yourself': {
    kind: 'rule-broken',
    pl: 'Podaj dane innej osoby niż Ty.',
    en: 'Name somebody other than yourself.',
  },
  'no-scope': {
    kind: 'invalid',
    pl: 'Zaznacz, co ta osoba ma widzieć.',
    en: 'Say what the person shall see: choose at least one area.',
  },
  'bad-end': {
    kind: 'rule-broken',
    pl: 'Podaj dzień od jutra do 5 lat od dziś.',
    en: 'The end must be a day from tomorrow to five years from today.',
  },
  'too-many': {
    kind: 'rule-broken',
    pl: 'To już zbyt wiele osób. Odbierz dostęp tym, którzy go nie potrzebują.',
    en: 'There are too many already. Take access back from those who do not need it.',
  },
  'too-young': {
    kind: 'forbidden',
    pl: 'Osoba poniżej 18 lat nie może nikogo upoważnić.',
    en: 'Somebody under 18 cannot delegate.',
  },
  'no-such-delegation': {
    kind: 'not-found',
    pl: 'Takiego upoważnienia nie ma albo już się skończyło.',
    en: 'There is no such delegation, or it has ended.',
  },
  'no-such-consent': {
    kind: 'not-found',
    pl: 'Takiej zgody nie ma albo już się skończyła.',
    en: 'There is no such consent, or it has ended.',
  },
  'no-such-facility': {
    kind: 'rule-broken',
    pl: 'Nie znamy takiej placówki.',
    en: 'There is no such facility.',
  },
  'not-yours': {
    kind: 'not-found',
    pl: 'Nie ma tego w Twojej dokumentacji.',
    en: 'There is no such item in your record.',
  },
  'never-withheld': {
    kind: 'rule-broken',
    pl: 'Tego nie da się ukryć: bez danych osobowych nie można pomóc.',
    en: 'This cannot be withheld.',
  },
  'not-withheld': {
    kind: 'not-found',
    pl: 'To nie jest ukryte.',
    en: 'That is not withheld.',
  },
  'code-not-valid': {
    kind: 'forbidden',
    pl: 'Kod nie pasuje do tego numeru PESEL albo stracił ważność. Poproś pacjenta o nowy.',
    en: 'The code does not fit this PESEL, or is over. Ask the patient for a new one.',
  },
  'codes-paused': {
    kind: 'busy',
    pl: 'Za dużo błędnych kodów. Spróbuj ponownie za 15 minut.',
    en: 'Too many wrong codes. Try again in 15 minutes.',
    retryAfter: 900,
  },
  'no-patient': {
    kind: 'rule-broken',
    pl: 'Nie znamy pacjenta o tym numerze PESEL.',
    en: 'We know no patient with this PESEL.',
  },
  'no-emergency': {
    kind: 'not-found',
    pl: 'Nie ma takiego dostępu ratunkowego.',
    en: 'There is no such emergency access.',
  },
  reviewed: {
    kind: 'conflict',
    pl: 'Ten dostęp już oceniono.',
    en: 'This access has been reviewed already.',
  },
  'of-age': {
    kind: 'rule-broken',
    pl: 'Ta osoba jest pełnoletnia: rodzic nie działa już za nią z mocy prawa.',
    en: 'The person is of age, or the birth date is not known: a parent does not act for them by law.',
  },
} as const satisfies Record<string, Words>;

export type RefusalCode = keyof typeof refusals;

export function refuse(code: RefusalCode): Refusal {
  const { kind, en, pl, retryAfter }: Words = refusals[code];
  return new Refusal(kind, code, { message: en, pl, ...(retryAfter === undefined ? {} : { retryAfter }) });
}
