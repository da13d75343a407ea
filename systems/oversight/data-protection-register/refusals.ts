/** Why the data-protection register says no: the words for each code, in Polish and English. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
}

export const refusals = {
  'no-patient': {
    kind: 'rule-broken',
    pl: 'Nie znamy pacjenta o tym numerze PESEL.',
    en: 'We know no patient with this PESEL.',
  },
  'bad-day': {
    kind: 'invalid',
    pl: 'Podaj dzień jako rok-miesiąc-dzień, na przykład 2026-03-01.',
    en: 'Give the day as year-month-day, such as 2026-03-01.',
  },
  'day-ahead': {
    kind: 'rule-broken',
    pl: 'Ten dzień jeszcze nie nadszedł.',
    en: 'That day has not come yet.',
  },
  'no-facility-named': {
    kind: 'invalid',
    pl: 'Podaj placówkę, której dotyczy sprzeciw.',
    en: 'Name the facility that the objection is about.',
  },
  'no-such-facility': {
    kind: 'rule-broken',
    pl: 'Nie znamy takiej placówki.',
    en: 'There is no such facility.',
  },
  'objected-already': {
    kind: 'conflict',
    pl: 'Taki sprzeciw już złożono i czeka on na decyzję albo obowiązuje.',
    en: 'There is such an objection already: it waits for a decision, or holds.',
  },
  'too-many': {
    kind: 'rule-broken',
    pl: 'Na decyzję czeka już 20 spraw. Poczekaj na odpowiedź.',
    en: 'Twenty cases wait for an answer already. Wait for it.',
  },
  'no-such-access': {
    kind: 'not-found',
    pl: 'Na Twojej liście nie ma takiego odczytu.',
    en: 'There is no such access in your list.',
  },
  'own-access': {
    kind: 'rule-broken',
    pl: 'To był Twój własny odczyt.',
    en: 'That access was your own.',
  },
  'no-such-case': {
    kind: 'not-found',
    pl: 'Nie ma takiej sprawy albo jest już rozstrzygnięta.',
    en: 'There is no such case, or it is decided.',
  },
  'not-its-decision': {
    kind: 'invalid',
    pl: 'Takiej decyzji nie podejmuje się w sprawie tego rodzaju.',
    en: 'A case of this kind is not decided like that.',
  },
  'too-early': {
    kind: 'rule-broken',
    pl: 'Okres przechowywania tych zapisów jeszcze nie minął.',
    en: 'The retention period of these entries has not ended yet.',
  },
  'no-such-disposal': {
    kind: 'not-found',
    pl: 'Nie ma takiego wniosku o zniszczenie danych.',
    en: 'There is no such request for disposal.',
  },
  'second-person': {
    kind: 'forbidden',
    pl: 'O zniszczeniu decyduje inna osoba niż ta, która o nie wniosła.',
    en: 'Somebody else than who asked for the disposal decides it.',
  },
  'decided-already': {
    kind: 'conflict',
    pl: 'W tej sprawie już zdecydowano.',
    en: 'This has been decided already.',
  },
} as const satisfies Record<string, Words>;

export type RefusalCode = keyof typeof refusals;

export function refuse(code: RefusalCode): Refusal {
  const { kind, en, pl }: Words = refusals[code];
  return new Refusal(kind, code, { message: en, pl });
}
