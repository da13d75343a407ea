/** Why e-referral says no: the words for each code, in Polish and English. The English ones travel in the answer. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
  readonly retryAfter?: number;
}

export const refusals = {
  'no-patient': {
    kind: 'rule-broken',
    pl: 'Nie znamy takiego pacjenta. Sprawdź PESEL albo otwórz pacjenta z listy.',
    en: 'We know no such patient. Check the PESEL, or open the patient from the list.',
  },
  'bad-pesel': {
    kind: 'invalid',
    pl: 'Ten PESEL ma błąd: cyfry do siebie nie pasują. Sprawdź, czy nie ma przestawionych cyfr.',
    en: 'This PESEL is wrong: its digits do not fit each other. Check whether two are swapped.',
  },
  'not-entitled': {
    kind: 'forbidden',
    pl: 'Rejestr nie potwierdza Twojego prawa wykonywania zawodu. Zgłoś się do swojej izby.',
    en: 'The register does not confirm your right to practise. Ask your chamber.',
  },
  'no-practitioner': {
    kind: 'forbidden',
    pl: 'Podaj, który pracownik medyczny wystawia skierowanie.',
    en: 'Say which medical worker issues the referral (practitioner).',
  },
  'no-facility': {
    kind: 'forbidden',
    pl: 'Wybierz placówkę, w której teraz pracujesz.',
    en: 'Choose the facility you work for now.',
  },
  incomplete: {
    kind: 'rule-broken',
    pl: 'Skierowanie jest niekompletne. Uzupełnij wskazane pola.',
    en: 'The referral is not complete. Fill in the fields that are named.',
  },
  'no-such-referral': {
    kind: 'not-found',
    pl: 'Nie ma takiego skierowania.',
    en: 'There is no such referral.',
  },
  'code-not-valid': {
    kind: 'forbidden',
    pl: 'Kod nie pasuje do tego numeru PESEL albo skierowania nie można już przyjąć. Sprawdź oba.',
    en: 'The code does not fit this PESEL, or the referral cannot be accepted any more. Check both.',
  },
  'codes-locked': {
    kind: 'busy',
    pl: 'Pięć błędnych kodów. Spróbuj za 15 minut albo zeskanuj klucz z wydruku.',
    en: 'Five wrong codes. Try again in 15 minutes, or scan the key from the printout.',
    retryAfter: 900,
  },
  'key-or-code': {
    kind: 'invalid',
    pl: 'Podaj 44-cyfrowy klucz albo 4-cyfrowy kod i PESEL.',
    en: 'Give the key (44 digits), or the code (4 digits) and the PESEL.',
  },
  'accepted-elsewhere': {
    kind: 'conflict',
    pl: 'Skierowanie przyjęła już inna placówka. Pacjent może z niej zrezygnować na swoim koncie.',
    en: 'Another provider has accepted this referral. The patient can resign from it in the patient account.',
  },
  'wrong-state': {
    kind: 'conflict',
    pl: 'W tym stanie skierowania nie można tego zrobić. Odśwież i sprawdź stan.',
    en: 'The state of the referral does not allow this. Read it again.',
  },
  'wrong-party': {
    kind: 'forbidden',
    pl: 'To może zrobić tylko ten, kto prowadzi sprawę: wystawiający, placówka realizująca albo pacjent.',
    en: 'Only whoever holds the referral may do this: its issuer, the provider who accepted it, or the patient.',
  },
  'no-reason': { kind: 'invalid', pl: 'Podaj powód.', en: 'Say why (reason).' },
  expired: {
    kind: 'conflict',
    pl: 'Termin przyjęcia skierowania minął. Pacjent potrzebuje nowego.',
    en: 'The time to accept this referral is over. The patient needs a new one.',
  },
  'spa-not-decided': {
    kind: 'conflict',
    pl: 'Oddział NFZ nie wyznaczył jeszcze miejsca z tego skierowania albo wyznaczył inne sanatorium.',
    en: 'The NFZ branch has given no place for this referral yet, or has given another one.',
  },
  'spa-notice-too-short': {
    kind: 'rule-broken',
    pl: 'Od zawiadomienia do początku turnusu musi minąć co najmniej 14 dni.',
    en: 'At least 14 days must lie between the notice and the first day.',
  },
  'spa-place-missing': {
    kind: 'invalid',
    pl: 'Podaj sanatorium oraz pierwszy i ostatni dzień.',
    en: 'Name the place (facility) and its first and last day (from, to).',
  },
  'no-branch': {
    kind: 'rule-broken',
    pl: 'Nie wiadomo, który oddział NFZ ma rozpatrzyć skierowanie. Podaj oddział pacjenta.',
    en: 'The branch of the NFZ is not known: the patient record names none.',
  },
  'changed-meanwhile': {
    kind: 'conflict',
    pl: 'Ktoś zmienił skierowanie w tej samej chwili. Odśwież i spróbuj jeszcze raz.',
    en: 'Somebody changed the referral at the same moment. Read it again, then repeat.',
  },
} as const satisfies Record<string, Words>;

export type RefusalCode = keyof typeof refusals;

export function refuse(code: RefusalCode): Refusal {
  const { kind, pl, en, retryAfter }: Words = refusals[code];
  return new Refusal(kind, code, { message: en, pl, ...(retryAfter === undefined ? {} : { retryAfter }) });
}
