/** What a validation reports. https://hl7.org/fhir/R4/operationoutcome.html */

/** One thing that is wrong, as OperationOutcome.issue says it. */
export interface Issue {
  severity: 'fatal' | 'error' | 'warning' | 'information';
  /** http://hl7.org/fhir/issue-type */
  code: string;
  /** Plain words for a person: what is wrong and what to do. */
  diagnostics: string;
  /** FHIRPath of the element, such as `Patient.name[0].family`. */
  expression?: string;
}
