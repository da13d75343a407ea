/** What terminology speaks of, in FHIR's words. https://hl7.org/fhir/R4/terminology-module.html */

/** A code system's content as it is here. https://hl7.org/fhir/R4/valueset-codesystem-content-mode.html */
export type Content = 'complete' | 'fragment' | 'example' | 'not-present' | 'supplement';

/** Where a definition came from; of equals the first is meant. */
export const sources = ['record', 'import', 'package', 'shipped'] as const;
export type Source = (typeof sources)[number];

export interface Coding {
  readonly system?: string;
  readonly version?: string;
  readonly code?: string;
  readonly display?: string;
}

export interface Designation {
  readonly language?: string;
  readonly use?: Coding;
  readonly value: string;
}

/** A property of a concept: `{ code: 'status', valueCode: 'retired' }`. */
export interface Property {
  readonly code: string;
  readonly [value: string]: unknown;
}

export interface PropertyDefinition {
  readonly code: string;
  readonly uri?: string;
  readonly type?: string;
}

/** What is kept of a definition besides its concepts. */
export interface Header {
  readonly name?: string;
  readonly title?: string;
  readonly status?: string;
  readonly experimental?: boolean;
  readonly language?: string;
  readonly publisher?: string;
  readonly copyright?: string;
  readonly property?: readonly PropertyDefinition[];
}

export interface CodeSystem {
  readonly id: number;
  readonly url: string;
  /** '' when it names none. */
  readonly version: string;
  readonly source: Source;
  readonly resource: string | null;
  readonly content: Content;
  readonly caseSensitive: boolean;
  readonly hierarchical: boolean;
  readonly supplements: string | null;
  readonly concepts: number;
  readonly header: Header;
}

/** A concept on its way into the tables. Parents are codes of the same system. */
export interface NewConcept {
  readonly code: string;
  readonly display?: string | undefined;
  readonly definition?: string | undefined;
  readonly parents?: readonly string[];
  readonly inactive?: boolean;
  readonly abstract?: boolean;
  readonly designations?: readonly Designation[];
  readonly properties?: readonly Property[];
}

export interface Concept {
  readonly id: number;
  readonly system: number;
  readonly code: string;
  readonly display: string | null;
  readonly inactive: boolean;
  readonly abstract: boolean;
  readonly parents: readonly number[];
  readonly definition: string | null;
  readonly designations: readonly Designation[];
  readonly properties: readonly Property[];
}

/** https://hl7.org/fhir/R4/valueset.html, as far as it says which codes are in. */
export interface ValueSetContent extends Header {
  readonly url?: string;
  readonly version?: string;
  readonly compose?: {
    readonly inactive?: boolean;
    readonly include?: readonly Include[];
    readonly exclude?: readonly Include[];
  };
  readonly expansion?: { readonly contains?: readonly Contained[] };
}

export interface Include {
  readonly system?: string;
  readonly version?: string;
  readonly concept?: readonly ListedConcept[];
  readonly filter?: readonly Filter[];
  readonly valueSet?: readonly string[];
}

export interface ListedConcept {
  readonly code: string;
  readonly display?: string;
  readonly designation?: readonly Designation[];
}

export interface Filter {
  readonly property: string;
  readonly op: string;
  readonly value: string;
}

/** ValueSet.expansion.contains */
export interface Contained extends Coding {
  readonly abstract?: boolean;
  readonly inactive?: boolean;
  readonly designation?: readonly Designation[];
  readonly contains?: readonly Contained[];
}

/** `url|version` taken apart. */
export function canonical(text: string): { url: string; version: string | undefined } {
  const bar = text.indexOf('|');
  return bar < 0 ? { url: text, version: undefined } : { url: text.slice(0, bar), version: text.slice(bar + 1) };
}

export const withVersion = (url: string, version: string | undefined): string =>
  version === undefined || version === '' ? url : `${url}|${version}`;

/** Ids of the concepts of a system: from its root (not a concept, but above all of them) to the next system's. */
export const rootOf = (system: number): number => system * 2 ** 24;
export const mostConcepts = 2 ** 24 - 1;

/** A code as it is looked up. */
export const keyOf = (code: string, caseSensitive: boolean): string => (caseSensitive ? code : code.toLowerCase());
