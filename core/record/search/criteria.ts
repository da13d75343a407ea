/** What a search asks of a resource, one criterion per parameter; all of them have to hold. */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import type { SearchParameter } from '#libs/fhir/search/parameters.ts';
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
  /** How much record.leads narrows: 3 identifiers, 2 references, 1 codes; 0 when it does not hold all of `any`. */
  readonly lookup: number;
  /**
   * record.lookup may also lead to rows that no longer have it, or twice to one: what is indexed in the background is
   * not in step with every write. So the row itself is asked.
   */
  readonly loose?: boolean;
  /** When the parameter decides the compartment, and only Patients are asked for: their logical ids. */
  readonly patients?: readonly string[];
  /** What references asked for, as `Type/id`, where record.leads holds them all. */
  readonly targets?: readonly string[];
  /** For other references: where the rows lie that have them. */
  readonly beside?: Beside;
}

/**
 * A resource about a patient lies beside what it refers to, when that is about the patient too. One that is in nobody's
 * compartment lies elsewhere: record.leads holds all its references.
 */
export interface Beside {
  /** `Type/id`: in the compartments of these, … */
  readonly references: readonly string[];
  /** … or in those that record.leads gives for these hashes. */
  readonly tokens: readonly string[];
}

/** Has a string entry that begins with one of these texts. */
export interface StringCriterion {
  readonly kind: 'strings';
  /** Begins of entries: `name:kowal`. */
  readonly starts: readonly string[];
  /** record.word holds these entries. */
  readonly word: boolean;
  /** As of tokens. */
  readonly loose?: boolean;
}

/** Has a string entry of one of the parameters whose text contains, ends with or is one of these. */
export interface TextCriterion {
  readonly kind: 'texts';
  readonly how: 'contains' | 'ends' | 'equals';
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

/** Leads to where rows lie, and says nothing of them: others do. */
export interface NearCriterion {
  readonly kind: 'near';
  readonly beside: Beside;
}

/** Lies in one of these compartments. */
export interface PlaceCriterion {
  readonly kind: 'places';
  readonly keys: readonly Key[];
  /** No other path leads there: of what was known once there are no lookups. */
  readonly alone?: true;
}

/** Something is at one of these places: SQL/JSON paths over the content. For what stored values do not answer. */
export interface ContentCriterion {
  readonly kind: 'content';
  readonly paths: readonly string[];
  readonly negated: boolean;
}

/** Has all of these words (regular expressions) in its narrative, or in any of its texts. */
export interface WordsCriterion {
  readonly kind: 'words';
  readonly of: '_text' | '_content';
  readonly patterns: readonly string[];
}

/** Is one of these: `Type/id`. */
export interface NamedCriterion {
  readonly kind: 'named';
  readonly references: readonly string[];
}

/** Is of one of these types. */
export interface TypeCriterion {
  readonly kind: 'types';
  readonly types: readonly string[];
}

/** One of several holds. */
export interface EitherCriterion {
  readonly kind: 'either';
  readonly any: readonly Criterion[];
}

/** All of several hold; of none: holds. */
export interface AllCriterion {
  readonly kind: 'all';
  readonly all: readonly Criterion[];
}

/** Does not hold. */
export interface NotCriterion {
  readonly kind: 'not';
  readonly not: Criterion;
}

/** What it asks is known only after asking elsewhere: a list, a terminology. All of the answer have to hold. */
export interface DeferredCriterion {
  readonly kind: 'deferred';
  readonly resolve: (tx: Tx, visibility: Visibility) => Promise<readonly Criterion[]>;
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
  | TextCriterion
  | RangeCriterion
  | UpdatedCriterion
  | IdCriterion
  | PlaceCriterion
  | NearCriterion
  | ContentCriterion
  | WordsCriterion
  | NamedCriterion
  | TypeCriterion
  | EitherCriterion
  | AllCriterion
  | NotCriterion
  | DeferredCriterion
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
  /** Where the reference stands in the referring resource: it may lead to what is inside of that. */
  readonly inside?: readonly string[];
  /** The reference is a canonical one, under this parameter of the referring resource. */
  readonly canonical?: SearchParameter;
  readonly criteria: readonly Criterion[];
}

/** Holds for no resource: an answer that is empty but not wrong. */
export const nothing: TokenCriterion = { kind: 'tokens', any: [], negated: false, lookup: 0 };

/** Holds for every resource. */
export const everything: AllCriterion = { kind: 'all', all: [] };
