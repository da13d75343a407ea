/** What delegations and consents name: areas of the record, as data. Screens read it too. */

/** Areas that a delegation may name, and the types that each shows. `documentation` is everything. */
export const scopeAreas = {
  prescriptions: ['Patient', 'MedicationRequest', 'MedicationDispense', 'MedicationStatement', 'AllergyIntolerance'],
  visits: ['Patient', 'Appointment', 'AppointmentResponse', 'Encounter', 'ServiceRequest', 'CarePlan'],
  results: ['Patient', 'Observation', 'DiagnosticReport', 'Specimen', 'ImagingStudy'],
  documentation: undefined,
} as const satisfies Record<string, readonly string[] | undefined>;
export type ScopeArea = keyof typeof scopeAreas;
export const areaNames = Object.keys(scopeAreas) as ScopeArea[];

/** The types that a scope shows; undefined for all. */
export function typesOfScope(scope: readonly ScopeArea[]): readonly string[] | undefined {
  const lists = scope.map((area): readonly string[] | undefined => scopeAreas[area]);
  return lists.includes(undefined) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];
}
