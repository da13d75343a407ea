/** What an entry of each kind is, in one plain sentence: documents by their titles, everything else by its type. */
import { useLingui } from '@lingui/react';

type I18n = ReturnType<typeof useLingui>['i18n'];

/** @param title As recorded; only documents are told apart by it. */
export function useKindInWords(): (type: string, title?: string) => string | undefined {
  const { i18n } = useLingui();
  return (type, title = '') =>
    documents.find(({ when }) => isDocument(type) && when.test(title))?.say(i18n) ?? types[type]?.(i18n);
}

const isDocument = (type: string) => type === 'DocumentReference' || type === 'Composition';

const documents: readonly { when: RegExp; say: (i18n: I18n) => string }[] = [
  {
    when: /karta informacyjna|wypis/i,
    say: (i18n) =>
      i18n._('To podsumowanie Twojego pobytu w szpitalu: co się działo, co zrobiono i jak się leczyć dalej.'),
  },
  {
    when: /konsultac/i,
    say: (i18n) => i18n._('To odpowiedź specjalisty dla lekarza, który Cię do niego skierował.'),
  },
  {
    when: /skierowan/i,
    say: (i18n) => i18n._('To prośba lekarza o badanie, zabieg lub wizytę u innego lekarza.'),
  },
  { when: /zaświadczen/i, say: (i18n) => i18n._('To dokument, który możesz komuś pokazać, na przykład pracodawcy.') },
  {
    when: /opis|sprawozdan|wynik|badani/i,
    say: (i18n) => i18n._('To opis badania napisany dla lekarza. Poproś lekarza, żeby Ci go objaśnił.'),
  },
  {
    when: /wizyt|porad|notatk/i,
    say: (i18n) => i18n._('To notatka lekarza z wizyty: z czym przychodzisz i co ustalono.'),
  },
];

const types: Readonly<Record<string, (i18n: I18n) => string>> = {
  DocumentReference: (i18n) =>
    i18n._('To dokument z placówki. Jeśli coś jest niejasne, zapytaj lekarza, który go napisał.'),
  Composition: (i18n) => i18n._('To dokument z placówki. Jeśli coś jest niejasne, zapytaj lekarza, który go napisał.'),
  Condition: (i18n) => i18n._('Lekarz zapisał, co Ci dolega. Nazwa jest taka, jak w dokumentacji.'),
  AllergyIntolerance: (i18n) => i18n._('Lekarz zapisał, że coś Cię uczula lub Ci szkodzi.'),
  MedicationRequest: (i18n) => i18n._('Lekarz wystawił receptę na ten lek.'),
  MedicationDispense: (i18n) => i18n._('Apteka wydała ten lek.'),
  MedicationStatement: (i18n) => i18n._('Ktoś zapisał, że przyjmujesz ten lek.'),
  MedicationAdministration: (i18n) => i18n._('Podano Ci ten lek w placówce.'),
  Immunization: (i18n) => i18n._('Podano Ci szczepionkę.'),
  DiagnosticReport: (i18n) => i18n._('To opis badania napisany dla lekarza. Poproś lekarza, żeby Ci go objaśnił.'),
  ImagingStudy: (i18n) => i18n._('Zrobiono Ci badanie obrazowe, na przykład zdjęcie lub tomografię.'),
  Procedure: (i18n) => i18n._('Zrobiono Ci zabieg lub badanie.'),
  ServiceRequest: (i18n) => i18n._('Lekarz zlecił badanie, zabieg lub wizytę.'),
  CarePlan: (i18n) => i18n._('To plan leczenia, na który się umówiliście.'),
  Appointment: (i18n) => i18n._('To umówiony termin.'),
};
