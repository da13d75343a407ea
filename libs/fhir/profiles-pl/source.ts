/** The form in which the Polish profiles are written, and how it becomes StructureDefinitions. */
import type { ValueSet } from '../compiler/definitions.ts';
import type { ProfileDefinition, ProfileElement } from '../profiles/profile.ts';

/** P1's own canonical addresses, as far as they are confirmed (domain/poland.md 2.3). */
const p1 = 'https://ezdrowie.gov.pl/fhir/StructureDefinition/';
/** Ours, where P1's are not known. */
const ours = 'urn:ezdrowie:StructureDefinition:';
const version = '2026.11.25';

export interface PolishProfile extends ProfileDefinition {
  title: string;
  date: string;
  status: 'draft';
  /** Where the demands come from. */
  description: string;
  /** Not confirmed by a source. */
  unconfirmed: string[];
}

export interface Written {
  name: string;
  type: string;
  title: string;
  /** Is the canonical address P1's? */
  canonical: 'p1' | 'ours';
  source: string;
  unconfirmed?: string[];
  elements: ProfileElement[];
}

export function profile({ name, type, title, canonical, source, unconfirmed = [], elements }: Written): PolishProfile {
  const url = (canonical === 'p1' ? p1 : ours) + name;
  return {
    resourceType: 'StructureDefinition',
    url,
    version,
    name,
    title,
    status: 'draft',
    date: '2026-11-25',
    description: source,
    unconfirmed,
    kind: 'resource',
    type,
    baseDefinition: `http://hl7.org/fhir/StructureDefinition/${type}`,
    derivation: 'constraint',
    differential: { element: elements.map((element) => ({ id: element.path, ...element })) },
  };
}

/** An element that must be there. */
export const must = (path: string, more: Partial<ProfileElement> = {}): ProfileElement => ({ path, min: 1, ...more });
/** An element that may not be there. */
export const never = (path: string): ProfileElement => ({ path, max: '0' });
export const rules = (path: string, ...constraint: NonNullable<ProfileElement['constraint']>): ProfileElement => ({
  path,
  constraint,
});

/** A rule in FHIRPath; `human` in words that say what to do. */
export const rule = (key: string, human: string, expression: string) =>
  ({ key, severity: 'error', human, expression }) as const;

/** One coding of the system must be there; others may stand beside it. */
export function codedIn(path: string, key: string, system: string, name: string): ProfileElement {
  return rules(
    path,
    rule(key, `Give a code of ${name} (${system}).`, `coding.exists(system = '${system}' and code.exists())`),
  );
}

/** A closed list of codes of one system. */
export function closedList(name: string, system: string, codes: readonly string[]): ValueSet & { name: string } {
  return {
    resourceType: 'ValueSet',
    url: `urn:ezdrowie:ValueSet:${name}`,
    version,
    name,
    compose: { include: [{ system, concept: codes.map((code) => ({ code })) }] },
  };
}
