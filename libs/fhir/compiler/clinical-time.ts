/** Which elements tell when something happened to a patient: resource.starts and ends of the record. */
import type { SearchParameter } from '../search/parameters.ts';

/** FHIRPaths from the resource type, the first that has a value counts. */
const named: { readonly [type: string]: readonly string[] } = {
  AllergyIntolerance: ['onset', 'recordedDate', 'lastOccurrence'],
  Appointment: ['start', 'requestedPeriod', 'created'],
  AuditEvent: ['recorded'],
  CarePlan: ['period', 'created'],
  CareTeam: ['period'],
  Claim: ['billablePeriod', 'created'],
  ClaimResponse: ['created'],
  ClinicalImpression: ['effective', 'date'],
  Communication: ['sent', 'received'],
  CommunicationRequest: ['occurrence', 'authoredOn'],
  Composition: ['date'],
  Condition: ['onset', 'recordedDate', 'abatement'],
  Consent: ['dateTime'],
  Coverage: ['period'],
  DetectedIssue: ['identified'],
  Device: ['manufactureDate'],
  DeviceRequest: ['occurrence', 'authoredOn'],
  DeviceUseStatement: ['timing', 'recordedOn'],
  DiagnosticReport: ['effective', 'issued'],
  DocumentReference: ['date', 'context.period'],
  Encounter: ['period'],
  EpisodeOfCare: ['period'],
  ExplanationOfBenefit: ['billablePeriod', 'created'],
  FamilyMemberHistory: ['date'],
  Flag: ['period'],
  Goal: ['start', 'statusDate'],
  ImagingStudy: ['started'],
  Immunization: ['occurrence', 'recorded'],
  MeasureReport: ['date', 'period'],
  Media: ['created', 'issued'],
  MedicationAdministration: ['effective'],
  MedicationDispense: ['whenHandedOver', 'whenPrepared'],
  MedicationRequest: ['authoredOn'],
  MedicationStatement: ['effective', 'dateAsserted'],
  NutritionOrder: ['dateTime'],
  Observation: ['effective', 'issued'],
  Procedure: ['performed'],
  Provenance: ['occurred', 'recorded'],
  QuestionnaireResponse: ['authored'],
  RiskAssessment: ['occurrence'],
  Schedule: ['planningHorizon'],
  ServiceRequest: ['occurrence', 'authoredOn'],
  Slot: ['start'],
  Specimen: ['collection.collected', 'receivedTime'],
  SupplyDelivery: ['occurrence'],
  SupplyRequest: ['occurrence', 'authoredOn'],
  Task: ['executionPeriod', 'authoredOn'],
  VisionPrescription: ['dateWritten', 'created'],
};

/** Without an entry above, the first date parameter of these names. */
const usual = ['date', 'effective', 'occurrence', 'period', 'authored', 'authoredon', 'created', 'issued', 'recorded'];

/** The FHIRPaths of the clinical time of a type, most telling first. */
export function clinicalTime(type: string, parameters: readonly (SearchParameter & { special?: boolean })[]): string[] {
  const own = named[type];
  if (own) return own.map((path) => `${type}.${path}`);
  const dates = parameters.filter((parameter) => parameter.type === 'date' && !parameter.special);
  return usual.flatMap((name) => dates.find(({ code }) => code === name)?.expression ?? []).slice(0, 1);
}
