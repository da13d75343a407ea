/** Foreign documents in plain words: states of sections, how facts stand to each other, what is odd. */
import { useLingui } from '@lingui/react';
import type {
  DecisionKind,
  Difference,
  DocumentNote,
  FactNote,
  IdentityVerdict,
  Relation,
  SectionState,
  Trait,
  TraitVerdict,
} from '../../model.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

export function useForeignWords() {
  const { i18n } = useLingui();
  return { ...ofFacts(i18n), ...ofDocuments(i18n) };
}

const ofFacts = (i18n: I18n) => ({
  relation: {
    same: i18n._('tak samo'),
    differs: i18n._('różni się'),
    'only-there': i18n._('tylko tam'),
  } satisfies Record<Relation, string>,
  difference: {
    'by-name': i18n._('zgodne tylko z nazwy, sprawdź'),
    code: i18n._('inna dokładność kodu'),
    status: i18n._('inny stan'),
    date: i18n._('niepełna data'),
    dose: i18n._('inna dawka'),
    value: i18n._('inna wartość'),
    'says-none': i18n._('jedna strona mówi, że nie ma'),
  } satisfies Record<Difference, string>,
  decision: {
    accepted: i18n._('Przyjęte do dokumentacji'),
    known: i18n._('Znane już'),
    'not-applicable': i18n._('Nie dotyczy'),
  } satisfies Record<DecisionKind, string>,
  note: {
    'no-code': i18n._('bez kodu'),
    'unknown-code-system': i18n._('nieznany system kodów'),
    'no-date': i18n._('bez daty'),
    'partial-date': i18n._('niepełna data'),
    'future-date': i18n._('data w przyszłości'),
    refuted: i18n._('wykluczone'),
    'entered-in-error': i18n._('wpisane przez pomyłkę'),
    inactive: i18n._('zakończone'),
    'outside-sections': i18n._('poza częściami dokumentu'),
    'other-patient': i18n._('dotyczy innej osoby'),
  } satisfies Record<FactNote, string>,
});

const ofDocuments = (i18n: I18n) => ({
  state: {
    facts: '',
    words: i18n._('Tylko słowa wystawcy, bez danych do porównania.'),
    'stated-none': i18n._('Wystawca stwierdza, że nie ma.'),
    'no-answer': i18n._('Wystawca nie podał. To nie znaczy, że nic nie ma.'),
    empty: i18n._('Pusta część bez wyjaśnienia. To nie znaczy, że nic nie ma.'),
    missing: i18n._('Tej części nie ma w dokumencie. Nic z tego nie wynika.'),
  } satisfies Record<SectionState, string>,
  verdict: {
    same: i18n._('Dane zgadzają się z pacjentem'),
    unsure: i18n._('Nie wiadomo na pewno, czy to ta sama osoba'),
    different: i18n._('To dokument innej osoby'),
  } satisfies Record<IdentityVerdict, string>,
  trait: {
    pesel: i18n._('PESEL'),
    'birth-date': i18n._('Data urodzenia'),
    'family-name': i18n._('Nazwisko'),
    'given-name': i18n._('Imię'),
    gender: i18n._('Płeć'),
  } satisfies Record<Trait, string>,
  traitVerdict: {
    agrees: i18n._('zgadza się'),
    differs: i18n._('różni się'),
    missing: i18n._('brak'),
  } satisfies Record<TraitVerdict, string>,
  documentNote: {
    'no-date': i18n._('Dokument bez daty'),
    'future-date': i18n._('Data dokumentu jest w przyszłości'),
    'no-author': i18n._('Nie wiadomo, kto go wystawił'),
    'not-final': i18n._('To nie jest wersja ostateczna'),
    'test-data': i18n._('Dane próbne'),
    'not-signed': i18n._('Niepodpisany'),
    'signature-not-verified': i18n._('Podpis niesprawdzony'),
  } satisfies Record<DocumentNote, string>,
});
