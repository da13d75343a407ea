/** Permissions in plain words: areas, relations, reasons, notices, and why something was refused. */
import { useLingui } from '@lingui/react';
import type { ScopeArea } from '#core/access/areas.ts';
import type { Relation } from '#core/access/relations.ts';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import type { DelegationShown, EmergencyReason, NoticeShown } from '../../model.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

const twoDays = 2 * 86_400_000;

export function usePermissionWords() {
  const { i18n } = useLingui();
  const { date, dateTime } = useFormat();
  return {
    area: (area: ScopeArea): string => areaWords(i18n)[area],
    areas: (scope: readonly ScopeArea[]): string => scope.map((area) => areaWords(i18n)[area]).join(', '),
    relation: (kind: Relation): string => relationWords(i18n)[kind],
    reason: (reason: EmergencyReason): string => reasonWords(i18n)[reason],
    kind: ({ kind }: Pick<DelegationShown, 'kind'>): string =>
      ({ parent: i18n._('rodzic'), guardian: i18n._('opiekun prawny'), trusted: i18n._('osoba zaufana') })[kind],
    record: (type: string): string => recordWords(i18n)[type] ?? i18n._('inne wpisy'),
    notice: ({ kind, details }: NoticeShown): string => noticeWords(i18n, details)[kind],
    /** The end as people read it: to the minute when it is near, else the day. */
    until: (instant: string): string => {
      const isNear = Date.parse(instant) - Date.now() < twoDays;
      return i18n._('do {when}', { when: isNear ? dateTime(instant) : date(instant) });
    },
    problem: (problem: ApiProblem): string =>
      problemWords(i18n)[problem.code] ?? i18n._('Nie udało się tego zapisać. Spróbuj ponownie za chwilę.'),
  };
}

const areaWords = (i18n: I18n): Record<ScopeArea, string> => ({
  prescriptions: i18n._('leki i recepty'),
  visits: i18n._('wizyty i skierowania'),
  results: i18n._('wyniki badań'),
  documentation: i18n._('cała dokumentacja'),
});

const relationWords = (i18n: I18n): Record<Relation, string> => ({
  declared: i18n._('Twoja przychodnia z deklaracji'),
  visit: i18n._('Twoja wizyta'),
  admission: i18n._('Twój pobyt w szpitalu'),
  programme: i18n._('program leczenia'),
  team: i18n._('Twój zespół leczący'),
  earlier: i18n._('wcześniejsze leczenie'),
  referral: i18n._('Twoje skierowanie'),
  prescription: i18n._('Twoja recepta'),
  consent: i18n._('Twoja zgoda'),
  code: i18n._('Twój kod jednorazowy'),
  emergency: i18n._('ratowanie życia'),
});

const reasonWords = (i18n: I18n): Record<EmergencyReason, string> => ({
  unconscious: i18n._('pacjent jest nieprzytomny'),
  'life-threat': i18n._('zagrożone życie'),
  'no-contact': i18n._('z pacjentem nie ma kontaktu'),
  infectious: i18n._('podejrzenie groźnego zakażenia'),
});

const recordWords = (i18n: I18n): Readonly<Record<string, string>> => ({
  AllergyIntolerance: i18n._('uczulenia'),
  Appointment: i18n._('umówione wizyty'),
  CarePlan: i18n._('plany leczenia'),
  Condition: i18n._('rozpoznania'),
  DiagnosticReport: i18n._('opisy badań'),
  DocumentReference: i18n._('dokumenty'),
  Encounter: i18n._('wizyty i pobyty'),
  Immunization: i18n._('szczepienia'),
  MedicationDispense: i18n._('wydane leki'),
  MedicationRequest: i18n._('recepty i zlecone leki'),
  MedicationStatement: i18n._('leki, które bierzesz'),
  Observation: i18n._('wyniki i pomiary'),
  Procedure: i18n._('zabiegi'),
  QuestionnaireResponse: i18n._('ankiety'),
  ServiceRequest: i18n._('skierowania'),
});

const noticeWords = (i18n: I18n, details: NoticeShown['details']): Record<NoticeShown['kind'], string> => ({
  emergency: i18n._('{name} ({facilityName}) otwiera Twoje dane, bo chodzi o ratowanie życia.', details),
  'emergency-reviewed':
    details.verdict === 'justified'
      ? i18n._('Sprawdziliśmy dostęp ratunkowy: {name} miał(a) do niego powód.', details)
      : i18n._(
          'Sprawdziliśmy dostęp ratunkowy: {name} nie miał(a) do niego powodu. Skontaktujemy się z Tobą.',
          details,
        ),
  'code-used': i18n._('{name} ({facilityName}) otwiera Twoje dane Twoim kodem na 24 godziny.', details),
  'delegation-given': i18n._('{name} może teraz oglądać Twoje dane.', details),
  'delegation-received': i18n._('Możesz teraz działać za: {name}.', details),
  'delegation-ended': i18n._('Nie działasz już za: {name}.', details),
});

const problemWords = (i18n: I18n): Readonly<Record<string, string>> => ({
  'no-such-person': i18n._('Nie znamy osoby o tym numerze PESEL i nazwisku. Sprawdź oba.'),
  'not-yourself': i18n._('Podaj dane innej osoby niż Ty.'),
  'no-scope': i18n._('Zaznacz, co ta osoba ma widzieć.'),
  'bad-end': i18n._('Podaj dzień od jutra do 5 lat od dziś.'),
  'too-many': i18n._('To już zbyt wiele osób. Odbierz dostęp tym, którzy go nie potrzebują.'),
  'too-young': i18n._('Przed 18. urodzinami nie można nikogo upoważnić.'),
  'code-not-valid': i18n._('Kod nie pasuje do tego numeru PESEL albo stracił ważność. Poproś pacjenta o nowy.'),
  'codes-paused': i18n._('Za dużo błędnych kodów. Spróbuj ponownie za 15 minut.'),
  'no-patient': i18n._('Nie znamy pacjenta o tym numerze PESEL.'),
  'no-delegation': i18n._('Ta osoba nie pozwala Ci już działać za nią.'),
  'prove-again': i18n._('Minęło więcej niż 5 minut od zalogowania. Potwierdź, że to Ty.'),
  'wrong-code': i18n._('Ten kod nie pasuje. Wpisz kod, który aplikacja pokazuje teraz.'),
  'code-used': i18n._('Ten kod był już użyty. Poczekaj na następny i wpisz go.'),
  'second-factor-paused': i18n._('Za dużo błędnych kodów. Spróbuj ponownie za 15 minut.'),
  reviewed: i18n._('Ten dostęp już oceniono.'),
});
