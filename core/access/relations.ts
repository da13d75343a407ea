/**
 * Why a facility may see a patient's record: the relations of `access.care`, as a table. What each lets see and write
 * is data, read by the decision (decide.ts) and by its SQL (visibility.ts).
 * Act on the information system in health care, art. 35 (who has access to data in SIM); docs/decisions/0025.
 */
export interface RelationRule {
  /** The step of the decision at which it counts: relationship before the patient's consent before emergency. */
  readonly step: 'relationship' | 'consent' | 'emergency';
  /** Opens resources with a confidentiality label (labels.ts). */
  readonly labels: boolean;
  /** `all` clinical types; `but-care`: not those that would make a relation of their own; `notes` only; `nothing`. */
  readonly writes: 'all' | 'but-care' | 'notes' | 'nothing';
}

export const relations = {
  /** Patient.generalPractitioner, Patient.managingOrganization: the family doctor by declaration. */
  declared: { step: 'relationship', labels: true, writes: 'all' },
  /** Encounter.serviceProvider, until the end of the year after the visit. */
  visit: { step: 'relationship', labels: true, writes: 'all' },
  /** The same of a hospital stay. */
  admission: { step: 'relationship', labels: true, writes: 'all' },
  /** EpisodeOfCare.managingOrganization: a programme of care. */
  programme: { step: 'relationship', labels: true, writes: 'all' },
  /** CareTeam.managingOrganization. */
  team: { step: 'relationship', labels: true, writes: 'all' },
  /** From before relations were told apart. */
  earlier: { step: 'relationship', labels: true, writes: 'all' },
  /** ServiceRequest.performer: the facility that carries out a referral, a year from its issue. */
  referral: { step: 'relationship', labels: false, writes: 'all' },
  /** MedicationRequest.dispenseRequest.performer: the pharmacy, and only what dispensing needs. */
  prescription: { step: 'relationship', labels: false, writes: 'but-care' },
  /** The patient's consent (FHIR Consent), by scope and until its end. */
  consent: { step: 'consent', labels: true, writes: 'but-care' },
  /** A one-time code that the patient read out: 24 hours, one facility. */
  code: { step: 'consent', labels: false, writes: 'but-care' },
  /** Break-the-glass: one person, one patient, an hour. */
  emergency: { step: 'emergency', labels: false, writes: 'notes' },
} as const satisfies Record<string, RelationRule>;
export type Relation = keyof typeof relations;

/** Relations that open no labels. */
export const weakRelations: readonly string[] = Object.entries(relations).flatMap(([kind, { labels }]) =>
  labels ? [] : [kind],
);

/** Types that bring a patient into somebody's care: who is there by grace of the patient may not write them. */
export const careTypes: ReadonlySet<string> = new Set([
  'Patient',
  'Encounter',
  'EpisodeOfCare',
  'CareTeam',
  'ServiceRequest',
]);

/** What may be written in an emergency: a note of what was found and done, and that somebody was told. */
export const emergencyNotes: ReadonlySet<string> = new Set(['ClinicalImpression', 'Communication']);

/** What dispensing needs. */
export const dispensingTypes: readonly string[] = [
  'Patient',
  'MedicationRequest',
  'MedicationDispense',
  'AllergyIntolerance',
];

/** Whether a relation lets somebody write a clinical type. */
export function mayWriteBy(relation: string, type: string): boolean {
  const rule: RelationRule | undefined = relations[relation as Relation];
  switch (rule?.writes) {
    case 'all':
      return true;
    case 'but-care':
      return !careTypes.has(type);
    case 'notes':
      return emergencyNotes.has(type);
    default:
      return false;
  }
}
