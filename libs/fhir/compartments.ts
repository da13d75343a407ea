/**
 * Which search parameters put a resource into a compartment, for all five compartments of R4.
 * https://hl7.org/fhir/R4/compartmentdefinition.html. Patient's definition is compiled from HL7's file (compartment.ts);
 * the other four are written here from HL7's CompartmentDefinition files of R4, as published in microsoft/fhir-server's
 * copy. A type that stands at its own compartment belongs to it by being it.
 */
import { compartmentParameters } from './compartment.ts';

export const compartmentTypes = ['Patient', 'Encounter', 'RelatedPerson', 'Practitioner', 'Device'] as const;
export type CompartmentType = (typeof compartmentTypes)[number];

/** `parameters: types`, both separated by spaces. */
type Rows = readonly (readonly [parameters: string, types: string])[];

const encounter: Rows = [
  [
    'encounter',
    'CarePlan CareTeam Claim ClinicalImpression Communication CommunicationRequest Composition Condition ' +
      'DeviceRequest DiagnosticReport DocumentReference ExplanationOfBenefit Media MedicationRequest NutritionOrder ' +
      'Observation Procedure QuestionnaireResponse RequestGroup ServiceRequest VisionPrescription',
  ],
  ['context', 'ChargeItem MedicationAdministration'],
  ['related-ref', 'DocumentManifest'],
];

// biome-ignore format: tables
const relatedPerson: Rows = [
  ['recorder', 'AdverseEvent'],
  ['asserter', 'AllergyIntolerance Condition'],
  ['actor', 'Appointment AppointmentResponse Schedule'],
  ['author', 'Basic Composition DocumentReference'],
  ['performer', 'CarePlan MedicationAdministration Observation Procedure ServiceRequest'],
  ['participant', 'CareTeam Encounter RequestGroup'],
  ['enterer performer-actor', 'ChargeItem'],
  ['payee', 'Claim ExplanationOfBenefit'],
  ['sender recipient', 'Communication'],
  ['sender recipient requester', 'CommunicationRequest'],
  ['policy-holder subscriber payor', 'Coverage'],
  ['author recipient', 'DocumentManifest'],
  ['recipient', 'Invoice'],
  ['source', 'MedicationStatement'],
  ['link', 'Patient Person'],
  ['agent', 'Provenance'],
  ['author source', 'QuestionnaireResponse'],
  ['requester', 'SupplyRequest'],
];

// biome-ignore format: tables
const practitioner: Rows = [
  ['subject', 'Account'],
  ['recorder', 'AdverseEvent'],
  ['recorder asserter', 'AllergyIntolerance'],
  ['actor', 'Appointment AppointmentResponse Schedule'],
  ['agent', 'AuditEvent Provenance'],
  ['author', 'Basic DetectedIssue Flag Linkage'],
  ['performer', 'CarePlan DiagnosticReport Immunization MedicationAdministration Observation Procedure RiskAssessment'],
  ['participant', 'CareTeam Invoice'],
  ['enterer performer-actor', 'ChargeItem'],
  ['enterer provider payee care-team', 'Claim ExplanationOfBenefit'],
  ['requestor', 'ClaimResponse CoverageEligibilityResponse PaymentReconciliation'],
  ['assessor', 'ClinicalImpression'],
  ['sender recipient', 'Communication'],
  ['sender recipient requester', 'CommunicationRequest'],
  ['subject author attester', 'Composition'],
  ['asserter', 'Condition'],
  ['enterer provider', 'CoverageEligibilityRequest'],
  ['requester performer', 'DeviceRequest ServiceRequest'],
  ['subject author recipient', 'DocumentManifest'],
  ['subject author authenticator', 'DocumentReference'],
  ['practitioner participant', 'Encounter'],
  ['care-manager', 'EpisodeOfCare'],
  ['member', 'Group'],
  ['source', 'List MedicationStatement'],
  ['subject operator', 'Media'],
  ['performer receiver', 'MedicationDispense'],
  ['requester', 'MedicationRequest SupplyRequest'],
  ['receiver author responsible enterer', 'MessageHeader'],
  ['provider', 'NutritionOrder PaymentNotice'],
  ['general-practitioner', 'Patient'],
  ['practitioner', 'Person PractitionerRole'],
  ['author source', 'QuestionnaireResponse'],
  ['participant author', 'RequestGroup'],
  ['principalinvestigator', 'ResearchStudy'],
  ['collector', 'Specimen'],
  ['supplier receiver', 'SupplyDelivery'],
  ['prescriber', 'VisionPrescription'],
];

// biome-ignore format: tables
const device: Rows = [
  ['subject', 'Account DiagnosticReport Media Specimen'],
  ['actor', 'Appointment AppointmentResponse Schedule'],
  ['agent', 'AuditEvent Provenance'],
  ['enterer performer-actor', 'ChargeItem'],
  ['procedure-udi item-udi detail-udi subdetail-udi', 'Claim ExplanationOfBenefit'],
  ['sender recipient', 'Communication CommunicationRequest'],
  ['author', 'Composition DetectedIssue Flag QuestionnaireResponse RequestGroup'],
  ['device subject requester performer', 'DeviceRequest'],
  ['device', 'DeviceUseStatement MedicationAdministration'],
  ['subject author', 'DocumentManifest DocumentReference'],
  ['member', 'Group'],
  ['participant', 'Invoice'],
  ['subject source', 'List'],
  ['target', 'MessageHeader'],
  ['subject device', 'Observation'],
  ['performer', 'RiskAssessment'],
  ['performer requester', 'ServiceRequest'],
  ['requester', 'SupplyRequest'],
];

const words = (text: string): string[] => text.split(' ');

const byType = (rows: Rows): ReadonlyMap<string, readonly string[]> =>
  new Map(rows.flatMap(([parameters, types]) => words(types).map((type) => [type, words(parameters)] as const)));

const members: { readonly [compartment: string]: ReadonlyMap<string, readonly string[]> } = {
  Encounter: byType(encounter),
  RelatedPerson: byType(relatedPerson),
  Practitioner: byType(practitioner),
  Device: byType(device),
};

/** True for the types that have compartments. */
export const isCompartment = (type: string): type is CompartmentType =>
  compartmentTypes.some((compartment) => compartment === type);

/** The search parameters by which a resource of `type` is a member of a compartment; empty: none ever is. */
export function memberParameters(compartment: CompartmentType, type: string): readonly string[] {
  if (compartment === 'Patient') return compartmentParameters(type);
  return members[compartment]?.get(type) ?? [];
}
