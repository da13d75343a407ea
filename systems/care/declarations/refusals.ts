/** Why declarations say no: the words for each code, in Polish and English. The English ones travel in the answer. */
import { Refusal, type RefusalKind } from '#core/refusal/refusal.ts';

interface Words {
  readonly kind: RefusalKind;
  readonly pl: string;
  readonly en: string;
}

export const refusals = {
  'not-living': {
    kind: 'rule-broken',
    pl: 'Tej osoby nie można już zapisać.',
    en: 'The person has died; nobody can be chosen for them.',
  },
  'no-birth-date': {
    kind: 'rule-broken',
    pl: 'Brakuje pełnej daty urodzenia. Uzupełnij dane i spróbuj ponownie.',
    en: 'The whole birth date is missing. Complete the data and try again.',
  },
  'not-by-trust': {
    kind: 'forbidden',
    pl: 'Osoba zaufana nie wybiera lekarza za kogoś. Robi to pacjent, rodzic albo opiekun prawny.',
    en: 'A trusted person does not choose for somebody: the patient, a parent or a guardian does.',
  },
  'too-young': {
    kind: 'forbidden',
    pl: 'Do 18. urodzin wyboru dokonuje rodzic albo opiekun prawny.',
    en: 'Until the 18th birthday a parent or guardian chooses.',
  },
  'of-age': {
    kind: 'forbidden',
    pl: 'Ta osoba jest pełnoletnia i wybiera sama.',
    en: 'The person is of age and chooses by themselves.',
  },
  'midwife-for-women': {
    kind: 'rule-broken',
    pl: 'Położną podstawowej opieki wybierają kobiety.',
    en: 'Midwives of primary care are chosen by women.',
  },
  'not-entitled': {
    kind: 'rule-broken',
    pl: 'Ta osoba nie ma teraz prawa wykonywania zawodu. Wybierz inną.',
    en: 'The person has no right to practise now. Choose another.',
  },
  'wrong-profession': {
    kind: 'rule-broken',
    pl: 'Ta osoba wykonuje inny zawód, niż wybierasz.',
    en: 'The person has another profession than the one that is chosen.',
  },
  'works-elsewhere': {
    kind: 'rule-broken',
    pl: 'Ta osoba nie pracuje w tej placówce. Wybierz z listy.',
    en: 'The person does not work at this facility. Choose from its list.',
  },
  'already-waiting': {
    kind: 'conflict',
    pl: 'Jedna deklaracja tego rodzaju już czeka. Wycofaj ją albo poczekaj na odpowiedź.',
    en: 'A declaration of this kind waits already. Withdraw it, or wait for the answer.',
  },
  'same-choice': {
    kind: 'rule-broken',
    pl: 'To już Twój obecny wybór.',
    en: 'This is the present choice already.',
  },
  'reason-does-not-hold': {
    kind: 'rule-broken',
    pl: 'Ten powód zwolnienia z opłaty tu nie zachodzi.',
    en: 'This reason for a free change does not hold here.',
  },
  'fee-applies': {
    kind: 'rule-broken',
    pl: 'To kolejna zmiana w tym roku: opłata wynosi 80 zł. Potwierdź ją albo podaj powód zwolnienia.',
    en: 'Further changes in a year cost a fee (GET /api/declarations/mine says which). Agree to it in `feeAgreed`, or give a reason for a free change.',
  },
  'list-full': {
    kind: 'rule-broken',
    pl: 'Lista tej osoby jest pełna.',
    en: 'The list of this person is full. Refuse with the reason list-full.',
  },
  'no-such-declaration': {
    kind: 'not-found',
    pl: 'Nie ma takiej deklaracji.',
    en: 'There is no such declaration.',
  },
  'wrong-state': {
    kind: 'conflict',
    pl: 'Tej deklaracji nie można już tak zmienić. Odśwież i sprawdź jej stan.',
    en: 'This cannot be done with the declaration in its present state. Read it again.',
  },
  'no-reason': {
    kind: 'invalid',
    pl: 'Podaj powód z listy; przy „inny powód” opisz go słowami.',
    en: 'Give one of the reasons; `other` needs words as well.',
  },
  'changed-meanwhile': {
    kind: 'conflict',
    pl: 'Ktoś zmienił to przed chwilą. Odśwież i sprawdź.',
    en: 'Somebody changed it meanwhile. Read it again.',
  },
  'no-facility': {
    kind: 'forbidden',
    pl: 'Wybierz placówkę, w której pracujesz.',
    en: 'Say for which facility you act.',
  },
  'no-patient': {
    kind: 'rule-broken',
    pl: 'Nie znamy pacjenta o tym numerze PESEL.',
    en: 'We know no patient with this PESEL.',
  },
  'no-such-facility': {
    kind: 'rule-broken',
    pl: 'Nie znamy takiej placówki.',
    en: 'There is no such facility.',
  },
  'not-a-declaration': {
    kind: 'rule-broken',
    pl: 'Zasób nie jest pełną deklaracją.',
    en: 'The EpisodeOfCare of this profile is no whole declaration: kind, facility, person, state and step must be there.',
  },
} as const satisfies Record<string, Words>;

export type RefusalCode = keyof typeof refusals;

export function refuse(code: RefusalCode): Refusal {
  const { kind, en }: Words = refusals[code];
  return new Refusal(kind, code, en);
}
