/** Kinds of data as a patient calls them. */
import { useLingui } from '@lingui/react';

/** What a resource type, and the query of a scope, mean; undefined when we have no plain words for them. */
export function useKindWords(): (type: string, query?: string) => string | undefined {
  const { i18n } = useLingui();
  const types: Readonly<Record<string, string>> = {
    '*': i18n._('wszystkie dane medyczne'),
    AllergyIntolerance: i18n._('uczulenia'),
    Appointment: i18n._('terminy wizyt'),
    CarePlan: i18n._('plany leczenia'),
    CareTeam: i18n._('zespół, który leczy'),
    Condition: i18n._('rozpoznania i problemy'),
    Consent: i18n._('zgody'),
    Coverage: i18n._('ubezpieczenie'),
    DiagnosticReport: i18n._('opisy badań'),
    DocumentReference: i18n._('dokumenty'),
    Encounter: i18n._('wizyty i pobyty w szpitalu'),
    Goal: i18n._('cele leczenia'),
    ImagingStudy: i18n._('badania obrazowe'),
    Immunization: i18n._('szczepienia'),
    Medication: i18n._('nazwy leków'),
    MedicationAdministration: i18n._('podane leki'),
    MedicationDispense: i18n._('leki wydane w aptece'),
    MedicationRequest: i18n._('recepty i zalecone leki'),
    MedicationStatement: i18n._('przyjmowane leki'),
    Observation: i18n._('wyniki badań i pomiary'),
    Organization: i18n._('nazwy placówek'),
    Patient: i18n._('dane osobowe i kontaktowe'),
    Practitioner: i18n._('nazwiska lekarzy'),
    Procedure: i18n._('zabiegi i operacje'),
    QuestionnaireResponse: i18n._('wypełnione ankiety'),
    RelatedPerson: i18n._('osoby bliskie'),
    ServiceRequest: i18n._('skierowania i zlecenia'),
  };
  const categories: Readonly<Record<string, string>> = {
    laboratory: i18n._('wyniki badań laboratoryjnych'),
    'vital-signs': i18n._('pomiary: ciśnienie, tętno, waga'),
    imaging: i18n._('wyniki badań obrazowych'),
    'social-history': i18n._('styl życia: palenie, alkohol'),
    survey: i18n._('wyniki ankiet'),
    exam: i18n._('wyniki badania lekarskiego'),
  };
  return (type, query) => {
    if (query === undefined) return types[type];
    const codes = /^category=([^&]+)$/.exec(query)?.[1]?.split(',');
    const known = codes?.map((code) => (type === 'Observation' ? categories[code.split('|').at(-1) ?? ''] : undefined));
    return known?.every((one) => one !== undefined) ? known.join(', ') : undefined;
  };
}
