/**
 * The few FHIR R4 shapes that the population writes, and how they are built. Parts that never differ (codes, units)
 * are made once and frozen: a reader that tried to change one would be found out.
 */
import { codeSystems } from '../polish-identifiers/systems.ts';

export interface Resource {
  resourceType: string;
  id: string;
  [element: string]: unknown;
}

export interface Entry {
  readonly resource: Resource;
  readonly request: { readonly method: 'PUT'; readonly url: string };
}

/** A transaction Bundle whose entries are PUTs with ids of their own: sending it twice changes nothing. */
export interface Bundle {
  readonly resourceType: 'Bundle';
  readonly type: 'transaction';
  readonly entry: readonly Entry[];
  readonly [element: string]: unknown;
}

export interface Concept {
  readonly coding?: readonly { readonly system: string; readonly code: string; readonly display?: string }[];
  readonly text?: string;
}

/** More would make a refusal costly and a transaction long. */
const entriesPerBundle = 480;

const concepts = new Map<string, Concept>();

/** A CodeableConcept, frozen and shared. Only for codes from the lists of this folder: the map never forgets. */
export function concept(system: string, code: string, display: string, text = display): Concept {
  const key = `${system}|${code}|${text}`;
  let made = concepts.get(key);
  if (!made) {
    made = deepFreeze({ coding: [{ system, code, display }], text });
    concepts.set(key, made);
  }
  return made;
}

/** A CodeableConcept of an HL7 terminology, without text: status codes and categories. */
export const hl7 = (name: string, code: string): Concept =>
  deepFreeze({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${name}`, code }] });

export const icd10 = (code: string, name: string): Concept => concept(codeSystems.icd10, code, name);
export const loinc = (code: string, name: string): Concept => concept(codeSystems.loinc, code, name);
export const atc = (code: string, name: string): Concept => concept(codeSystems.atc, code, name);
export const icd9 = (code: string, name: string): Concept => concept(codeSystems.icd9pl, code, name);

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

/** Base64 of UTF-8, as attachments carry it. */
export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const entryOf = (resource: Resource): Entry => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});

/** Cuts entries into transaction Bundles, in order, so that each refers to itself and to earlier ones only. */
export function* bundlesOf(resources: readonly Resource[]): Iterable<Bundle> {
  for (let from = 0; from < resources.length; from += entriesPerBundle) {
    const entry = resources.slice(from, from + entriesPerBundle).map(entryOf);
    yield { resourceType: 'Bundle', type: 'transaction', entry };
  }
}
