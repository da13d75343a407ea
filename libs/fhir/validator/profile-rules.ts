/** What compiled profiles are made of: descriptions of elements and slices, and the functions that check values. */
import type { Issue } from './issue.ts';

export type Json = { [name: string]: unknown };
/** Checks a value, with what stands beside it when it is primitive and its type. */
export type ProfileFunction = (
  value: unknown,
  check: CheckInProgress,
  shadow: unknown,
  type: string | undefined,
) => void;

/** Path of the item of that number. */
export type PathOf = (at: number) => string;

/** An element as a profile constrains it. */
export interface ElementRules {
  name: string;
  id: string;
  keys: Key[];
  min?: number;
  max?: number;
  /** Types that a choice may have. */
  allowed?: string[];
  /** It holds resources, and of which types. */
  inner?: 'contained' | 'own';
  resources?: string[];
  check?: ProfileFunction;
  /** Rules on the element that holds a resource, asked from outside of it. */
  outer?: ProfileFunction;
  slicing?: SliceRules;
}

/** A value with what stands beside it when it is primitive, and its type where that is known. */
export interface Place {
  value: unknown;
  shadow: unknown;
  type: string | undefined;
}

/** A name of an element in JSON, with that of its shadow (`_status`) when it is primitive. */
export interface Key {
  json: string;
  shadow?: string;
  type: string;
}

export type Step =
  | { kind: 'child'; name: string; keys?: Key[] }
  | { kind: 'resolve' }
  | { kind: 'extension'; url: string }
  | { kind: 'type'; name: string };

export interface SliceRules {
  rules: 'open' | 'closed' | 'openAtEnd';
  ordered: boolean;
  /** Discriminators in words. */
  by: string;
  slices: Slice[];
}

export interface Slice {
  name: string;
  id: string;
  min: number;
  max?: number;
  /** Undefined when nothing tells its items from others; `@default` takes what no other takes. */
  match?: (value: unknown, check: CheckInProgress, shadow: unknown, type: string | undefined) => boolean;
  check?: ProfileFunction;
  slicing?: SliceRules;
}

/** A check in progress (profile-check.ts), as slices and paths need it. */
export interface CheckInProgress {
  add(code: string, diagnostics: string, expression?: string, severity?: Issue['severity']): void;
  warn(code: string, diagnostics: string, expression?: string): void;
  /** Counts work. */
  spend(steps: number): void;
  /** Checks a value where it stands; a resource with its own scope. */
  visit(
    holder: Json,
    place: Place,
    pathOf: PathOf,
    at: number,
    inner: ElementRules['inner'],
    check: ProfileFunction,
  ): void;
  /** What a literal reference leads to, when it is here. */
  resolve(reference: unknown): Json | undefined;
}
