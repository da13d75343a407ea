/**
 * Which resource types an access rule speaks of. The lists are positive and written out, so that a change of rights is
 * a diff in review; `resource-kinds.test.ts` holds them against the R4 patient compartment.
 * https://hl7.org/fhir/R4/compartmentdefinition-patient.html
 */

/**
 * Directories, definitions and terminology: no person's data, open to everybody who is signed in. Whatever is in no
 * list is reached by machines and the platform only: Binary, Bundle, Contract, Device, Subscription, Parameters …
 * can carry personal data or credentials although they lie outside the patient compartment.
 */
export const sharedTypes: ReadonlySet<string> = new Set([
  'ActivityDefinition',
  'CapabilityStatement',
  'CatalogEntry',
  'ChargeItemDefinition',
  'CodeSystem',
  'CompartmentDefinition',
  'ConceptMap',
  'DeviceDefinition',
  'EffectEvidenceSynthesis',
  'Endpoint',
  'EventDefinition',
  'Evidence',
  'EvidenceVariable',
  'ExampleScenario',
  'GraphDefinition',
  'HealthcareService',
  'ImplementationGuide',
  'InsurancePlan',
  'Library',
  'Location',
  'Measure',
  'Medication',
  'MedicationKnowledge',
  'MedicinalProduct',
  'MedicinalProductAuthorization',
  'MedicinalProductContraindication',
  'MedicinalProductIndication',
  'MedicinalProductIngredient',
  'MedicinalProductInteraction',
  'MedicinalProductManufactured',
  'MedicinalProductPackaged',
  'MedicinalProductPharmaceutical',
  'MedicinalProductUndesirableEffect',
  'MessageDefinition',
  'NamingSystem',
  'ObservationDefinition',
  'OperationDefinition',
  'Organization',
  'OrganizationAffiliation',
  'PlanDefinition',
  'Practitioner',
  'PractitionerRole',
  'Questionnaire',
  'ResearchDefinition',
  'ResearchElementDefinition',
  'RiskEvidenceSynthesis',
  'SearchParameter',
  'SpecimenDefinition',
  'StructureDefinition',
  'StructureMap',
  'Substance',
  'SubstanceNucleicAcid',
  'SubstancePolymer',
  'SubstanceProtein',
  'SubstanceReferenceInformation',
  'SubstanceSourceMaterial',
  'SubstanceSpecification',
  'TerminologyCapabilities',
  'ValueSet',
]);

/**
 * What a physician may write into the compartment of a patient in care. Not: Patient and RelatedPerson (registers own
 * them), Consent (the patient's will), Provenance and AuditEvent (the platform writes them), money and insurance.
 */
export const clinicalTypes: ReadonlySet<string> = new Set([
  'AdverseEvent',
  'AllergyIntolerance',
  'Appointment',
  'AppointmentResponse',
  'BodyStructure',
  'CarePlan',
  'CareTeam',
  'ClinicalImpression',
  'Communication',
  'CommunicationRequest',
  'Composition',
  'Condition',
  'DetectedIssue',
  'DeviceRequest',
  'DeviceUseStatement',
  'DiagnosticReport',
  'DocumentManifest',
  'DocumentReference',
  'Encounter',
  'EpisodeOfCare',
  'FamilyMemberHistory',
  'Flag',
  'Goal',
  'ImagingStudy',
  'Immunization',
  'ImmunizationEvaluation',
  'ImmunizationRecommendation',
  'List',
  'Media',
  'MedicationAdministration',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'MolecularSequence',
  'NutritionOrder',
  'Observation',
  'Procedure',
  'QuestionnaireResponse',
  'RequestGroup',
  'RiskAssessment',
  'ServiceRequest',
  'Specimen',
  'SupplyDelivery',
  'SupplyRequest',
  'VisionPrescription',
]);

/** What prescribes: not within a day of recovering an account (C-11). */
export const prescribingTypes: ReadonlySet<string> = new Set(['MedicationRequest']);

/** Who watched whom is no clinical fact: a facility does not see it, whatever compartment it lies in. */
export const auditType = 'AuditEvent';
