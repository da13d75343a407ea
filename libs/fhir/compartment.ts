/**
 * Whose record a resource belongs to, by the Patient CompartmentDefinition of R4.
 * https://hl7.org/fhir/R4/compartmentdefinition-patient.html
 */
import { artefactJson } from './artefacts.ts';

interface Membership {
  /** Search parameters that make a resource a member, in the definition's order. */
  parameters: string[];
  /** The elements behind them, as names from the root. */
  paths: string[][];
}

let memberships: { readonly [type: string]: Membership | undefined } | undefined;

function membership(type: string): Membership | undefined {
  memberships ??= artefactJson<{ [type: string]: Membership }>('compartment.json');
  return Object.hasOwn(memberships, type) ? memberships[type] : undefined;
}

/** The search parameters by which a type belongs to a patient; empty for types that are no patient's (Organization). */
export function compartmentParameters(type: string): readonly string[] {
  return membership(type)?.parameters ?? [];
}

/**
 * The patients in whose compartments a resource lies, as `Patient/x`, without repeats; the first is its home.
 * References that are not literal (urn:uuid:, identifiers) and absolute URLs are left out. A Patient's own compartment
 * is not reference-made: the record knows it.
 */
export function patientReferences(resource: { resourceType: string; [element: string]: unknown }): string[] {
  const found: string[] = [];
  for (const path of membership(resource.resourceType)?.paths ?? []) collect(resource, path, 0, found);
  return found;
}

function collect(value: unknown, path: readonly string[], step: number, found: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, path, step, found);
  } else if (typeof value === 'object' && value !== null) {
    const name = path[step];
    if (name !== undefined) collect((value as Record<string, unknown>)[name], path, step + 1, found);
    else add((value as { reference?: unknown }).reference, found);
  }
}

const patientReference = /^(Patient\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/.+)?$/;

function add(reference: unknown, found: string[]): void {
  const patient = typeof reference === 'string' ? patientReference.exec(reference)?.[1] : undefined;
  if (patient !== undefined && !found.includes(patient)) found.push(patient);
}
