/**
 * Where FHIR R4's definitions contradict HL7's own examples, its text or its validator, and what is right. Every entry
 * here is a decision; keep it short.
 */

/** Reference targets that HL7's examples use beside those of the definition. */
export const moreTargets: { readonly [path: string]: readonly string[] } = {
  'DeviceMetric.parent': ['DeviceDefinition'],
  'MedicationRequest.dispenseRequest.performer': ['Practitioner', 'PractitionerRole'],
};

/** Invariants whose FHIRPath does not say what their text says, or says it at a price. */
export const corrected: { readonly [key: string]: string } = {
  // "If there are more than one enableWhen": R4 writes `> 2`; R4B corrects it.
  'que-12': 'enableWhen.count() > 1 implies enableBehavior.exists()',
  // The same as R4 says, without looking through one list for every member of another.
  'ig-1': 'resource.groupingId.subsetOf(grouping.id)',
  'ig-2': 'definition.resource.fhirVersion.subsetOf(fhirVersion)',
};

/**
 * Components of composite search parameters whose expressions lead to another component's values, by composite and
 * component. R4 finds the relation's code under the document that it leads to, and the other way round; R5 corrects it.
 */
export const componentExpressions: { readonly [composite: string]: { readonly [component: string]: string } } = {
  'http://hl7.org/fhir/SearchParameter/DocumentReference-relationship': {
    'http://hl7.org/fhir/SearchParameter/DocumentReference-relatesto': 'target',
    'http://hl7.org/fhir/SearchParameter/DocumentReference-relation': 'code',
  },
};

/**
 * Required bindings that are meant as extensible. Vital signs bind the units of every component to a list that has no
 * flow rates; HL7's validator accepts others.
 */
export const extensibleSets: ReadonlySet<string> = new Set(['http://hl7.org/fhir/ValueSet/ucum-vitals-common']);

/** Where extensions of R4 stand in HL7's own definitions, beside the contexts that they name. */
export const moreContexts: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'http://hl7.org/fhir/StructureDefinition/structuredefinition-normative-version',
    ['ElementDefinition', 'DomainResource'],
  ],
  ['http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type', ['ElementDefinition.type']],
  ['http://hl7.org/fhir/StructureDefinition/regex', ['ElementDefinition.type']],
  ['http://hl7.org/fhir/StructureDefinition/valueset-concept-comments', ['CodeSystem.concept']],
]);
