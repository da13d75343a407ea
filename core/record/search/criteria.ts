/** What a search asks of a resource, one criterion per parameter; all of them have to hold. */
import type { Key } from '../keys.ts';

/** Bounds on the closed range [low, high] that a stored value spans; all ends included. */
export interface Box {
  /** As in resource.range_keys; '' for resource.updated. */
  readonly key: string;
  readonly low: readonly [from: number, to: number];
  readonly high: readonly [from: number, to: number];
}

/** Has one of these hashes (negated: none of them). */
export interface TokenCriterion {
  readonly kind: 'tokens';
  readonly any: readonly string[];
  readonly negated: boolean;
  /** How much record.lookup narrows: 3 identifiers, 2 references, 1 codes; 0 when it does not hold all of `any`. */
  readonly lookup: number;
  /** When the parameter decides the compartment, and only Patients are asked for: their logical ids. */
  readonly patients?: readonly string[];
  /** For other references: where the rows lie that have them. */
  readonly beside?: Beside;
}

/** A resource about a patient lies beside what it refers to, when that is about the patient too. */
export interface Beside {
  /** `Type/id`: in the compartments of these, … */
  readonly references: readonly string[];
  /** … or in those that record.lookup gives for these hashes. */
  readonly tokens: readonly string[];
}

/** Has a string entry that begins with one of these texts. */
export interface StringCriterion {
  readonly kind: 'strings';
  /** Begins of entries: `name:kowal`. */
  readonly starts: readonly string[];
  /** record.word holds these entries. */
  readonly word: boolean;
}

/** Has a string entry of one of the parameters with one of these texts anywhere in it. */
export interface ContainsCriterion {
  readonly kind: 'contains';
  readonly params: readonly string[];
  readonly texts: readonly string[];
}

export interface RangeCriterion {
  readonly kind: 'ranges';
  readonly any: readonly Box[];
}

export interface UpdatedCriterion {
  readonly kind: 'updated';
  readonly any: readonly Box[];
}

export interface IdCriterion {
  readonly kind: 'ids';
  readonly any: readonly string[];
}

/** Lies in one of these compartments. */
export interface PlaceCriterion {
  readonly kind: 'places';
  readonly keys: readonly Key[];
}

/**
 * Something is (or, negated, is not) at one of these places: SQL/JSON paths over the content. For what has no entry.
 */
export interface ContentCriterion {
  readonly kind: 'content';
  readonly paths: readonly string[];
  /** `$text` of the paths: one of these. Undefined when they have no variable. */
  readonly texts?: readonly string[];
  readonly negated: boolean;
}

/** One of several holds. */
export interface EitherCriterion {
  readonly kind: 'either';
  readonly any: readonly Criterion[];
}

/** A resource that this one refers to fulfils criteria; one link per type that may be referred to. */
export interface ChainCriterion {
  readonly kind: 'chain';
  readonly name: string;
  readonly links: readonly Link[];
}

/** A resource that refers to this one fulfils criteria. */
export interface HasCriterion {
  readonly kind: 'has';
  readonly name: string;
  readonly link: Link;
}

export type Criterion =
  | TokenCriterion
  | StringCriterion
  | ContainsCriterion
  | RangeCriterion
  | UpdatedCriterion
  | IdCriterion
  | PlaceCriterion
  | ContentCriterion
  | EitherCriterion
  | ChainCriterion
  | HasCriterion;

/** A step to another resource along a reference. */
export interface Link {
  /** The type of the resource at the other end. */
  readonly type: string;
  /** Of the referring resource: the names under which the reference is stored. */
  readonly params: readonly string[];
  /** The reference is the one that decides in which patient's compartment the referring resource lies. */
  readonly home: boolean;
  readonly criteria: readonly Criterion[];
}

/** Holds for no resource: an answer that is empty but not wrong. */
export const nothing: TokenCriterion = { kind: 'tokens', any: [], negated: false, lookup: 0 };
