/** From resource types to the few words in which a patient thinks of their record. */
import { categories, type Category } from './model.ts';

const typesOf: { readonly [category in Category]?: readonly string[] } = {
  'personal-data': ['Patient', 'RelatedPerson', 'Person', 'Group'],
  visits: ['Encounter', 'EpisodeOfCare', 'Appointment', 'AppointmentResponse', 'Schedule', 'Slot'],
  problems: ['Condition', 'ClinicalImpression', 'Flag', 'RiskAssessment', 'FamilyMemberHistory', 'DetectedIssue'],
  medicines: [
    ...['MedicationRequest', 'MedicationDispense', 'MedicationStatement', 'MedicationAdministration', 'Medication'],
    ...['SupplyRequest', 'SupplyDelivery', 'VisionPrescription', 'DeviceRequest', 'DeviceUseStatement'],
  ],
  results: ['Observation', 'DiagnosticReport', 'Specimen', 'ImagingStudy', 'Media', 'MolecularSequence'],
  allergies: ['AllergyIntolerance', 'AdverseEvent'],
  immunisations: ['Immunization', 'ImmunizationEvaluation', 'ImmunizationRecommendation'],
  procedures: ['Procedure', 'BodyStructure'],
  referrals: ['ServiceRequest', 'RequestGroup', 'CommunicationRequest', 'Communication', 'Task'],
  documents: [
    'DocumentReference',
    'DocumentManifest',
    'Composition',
    'Binary',
    'Bundle',
    'QuestionnaireResponse',
    'List',
  ],
  plans: ['CarePlan', 'CareTeam', 'Goal', 'NutritionOrder'],
  consents: ['Consent'],
  finances: [
    ...['Account', 'ChargeItem', 'Claim', 'ClaimResponse', 'Coverage', 'CoverageEligibilityRequest'],
    ...['CoverageEligibilityResponse', 'EnrollmentRequest', 'ExplanationOfBenefit', 'Invoice'],
  ],
  'who-looked': ['AuditEvent', 'Provenance'],
};
const categoryOf = new Map(
  Object.entries(typesOf).flatMap(([category, types]) => types.map((type) => [type, category as Category])),
);
/** Directories and definitions that come along with a page say nothing about the patient. */
const besides = new Set(['Organization', 'Practitioner', 'PractitionerRole', 'Location', 'HealthcareService']);
/** From so many kinds of data on, a list would hide that it was the whole record. */
const nearlyAll = 8;

/** The categories of an event, by its interaction and the types it touched. */
export function categoriesOf(kind: string, types: readonly string[]): Category[] {
  if (kind === 'everything') return ['everything'];
  const told = types.filter((type) => !besides.has(type)).map((type) => categoryOf.get(type) ?? 'other');
  return inOrder(new Set(told.length > 0 ? told : ['other']));
}

/** Always in the same order; `everything` swallows the rest, and `other` is named only when it is all there is. */
export function inOrder(found: ReadonlySet<Category>): Category[] {
  if (found.has('everything') || found.size >= nearlyAll) return ['everything'];
  const ordered = categories.filter((category) => found.has(category));
  return ordered.length > 1 ? ordered.filter((category) => category !== 'other') : ordered;
}
