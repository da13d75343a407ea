/** HL7's definitions of types as the compiler reads them. https://hl7.org/fhir/R4/structuredefinition.html */

/** https://hl7.org/fhir/R4/elementdefinition.html, as far as the compiler reads it. */
export interface ElementDefinition {
  id: string;
  path: string;
  min: number;
  max: string;
  base?: { path: string; max: string };
  sliceName?: string;
  isSummary?: boolean;
  contentReference?: string;
  type?: {
    code: string;
    profile?: string[];
    targetProfile?: string[];
    extension?: { url: string; valueUrl?: string }[];
  }[];
  binding?: { strength: string; valueSet?: string };
  constraint?: ConstraintDefinition[];
}

export interface ConstraintDefinition {
  key: string;
  severity: 'error' | 'warning';
  human: string;
  expression?: string;
  extension?: { url: string; valueBoolean?: boolean }[];
}

export interface StructureDefinition {
  resourceType: 'StructureDefinition';
  url: string;
  name: string;
  version: string;
  type: string;
  kind: 'primitive-type' | 'complex-type' | 'resource' | 'logical';
  abstract: boolean;
  baseDefinition?: string;
  derivation?: 'specialization' | 'constraint';
  snapshot: { element: ElementDefinition[] };
}
