/** Summaries of resources: which elements they have. https://hl7.org/fhir/R4/search.html#summary */
import { artefactJson } from './artefacts.ts';

interface RootElements {
  readonly summary: readonly string[];
  readonly mandatory: readonly string[];
}

let types: { readonly [type: string]: RootElements | undefined } | undefined;

function elementsOf(type: string): RootElements {
  types ??= artefactJson<{ [type: string]: RootElements }>('summary.json');
  return types[type] ?? { summary: [], mandatory: [] };
}

/** The elements at the root of a resource of this type that its summary has, named as in JSON. */
export const summaryElements = (type: string): readonly string[] => elementsOf(type).summary;

/** Those that every valid resource of this type has. */
export const mandatoryElements = (type: string): readonly string[] => elementsOf(type).mandatory;
