/**
 * SMART scopes, version 2 (`patient/Observation.rs?category=laboratory`), and for machines also 1 (`system/*.read`).
 * https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
 */
import { narrowingOf, type Narrowing } from './scope-query.ts';

/** create, read, update, delete, search: the letters of SMART v2, in their order. */
export type Right = 'c' | 'r' | 'u' | 'd' | 's';

/** Whose data a scope speaks of: one patient's, what a person may see, what a machine may see. */
export type ScopeContext = 'patient' | 'user' | 'system';

/** Rights on those resources of a type that a query selects (`?category=laboratory`). */
export interface NarrowedRight {
  readonly type: string;
  readonly rights: ReadonlySet<Right>;
  readonly narrowing: Narrowing;
}

export interface Grant {
  /** Rights on every type (`system/*.…`). */
  readonly everywhere: ReadonlySet<Right>;
  /** Further rights by resource type. */
  readonly byType: ReadonlyMap<string, ReadonlySet<Right>>;
  /** Further rights on some resources of a type. */
  readonly narrowed: readonly NarrowedRight[];
}

export interface Scope {
  readonly context: ScopeContext;
  /** A resource type, or `*`. */
  readonly type: string;
  readonly rights: ReadonlySet<Right>;
  /** What follows the question mark, as it is written, and what it asks. */
  readonly query?: { readonly text: string; readonly narrowing: Narrowing };
}

const form = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]{1,60})\.(c?r?u?d?s?|read|write|\*)(?:\?([!-~]{1,512}))?$/;
const version1: { readonly [word: string]: string } = { read: 'rs', write: 'cud', '*': 'cruds' };

/** Reads one scope; undefined when it is none, or asks by its query what this server does not enforce. */
export function parseScope(scope: string): Scope | undefined {
  const [, context, type, word, text] = form.exec(scope) ?? [];
  if (!context || !type || !word) return undefined;
  const rights = new Set([...(version1[word] ?? word)] as Right[]);
  const read = { context: context as ScopeContext, type, rights };
  if (text === undefined) return read;
  const narrowing = narrowingOf(type, text);
  return narrowing && { ...read, query: { text, narrowing } };
}

const known = new WeakMap<readonly string[], Map<string, Grant>>();

/** What scopes grant in a context. What is not understood, and letters out of order, grant nothing. */
export function grantOf(scopes: readonly string[], ...contexts: readonly ScopeContext[]): Grant {
  const wanted = contexts.length === 0 ? (['system'] as const) : contexts;
  const name = wanted.join();
  const before = known.get(scopes) ?? new Map<string, Grant>();
  known.set(scopes, before);
  const found = before.get(name) ?? readGrant(scopes, wanted);
  before.set(name, found);
  return found;
}

function readGrant(scopes: readonly string[], contexts: readonly ScopeContext[]): Grant {
  const everywhere = new Set<Right>();
  const byType = new Map<string, Set<Right>>();
  const narrowed: NarrowedRight[] = [];
  for (const scope of scopes) {
    const read = parseScope(scope);
    if (!read || !contexts.includes(read.context)) continue;
    const { type, rights, query } = read;
    if (query) narrowed.push({ type, rights, narrowing: query.narrowing });
    else {
      const into = type === '*' ? everywhere : (byType.get(type) ?? new Set<Right>());
      for (const right of rights) into.add(right);
      if (type !== '*') byType.set(type, into);
    }
  }
  return { everywhere, byType, narrowed };
}

/** Whether a grant holds a right on all of a type; without a type, on every type. */
export const grants = ({ everywhere, byType }: Grant, right: Right, type?: string): boolean =>
  everywhere.has(right) || (type !== undefined && (byType.get(type)?.has(right) ?? false));

/** Whether a grant holds a right on some resources of a type at least. */
export const grantsSome = (grant: Grant, right: Right, type?: string): boolean =>
  grants(grant, right, type) || grant.narrowed.some((one) => one.type === type && one.rights.has(right));

/** Types of which a grant lets anything out (read or search), or `*`. */
export function readableTypes({ everywhere, byType, narrowed }: Grant): readonly string[] | '*' {
  if (letsOut(everywhere)) return '*';
  const whole = [...byType].filter(([, rights]) => letsOut(rights)).map(([type]) => type);
  return [...new Set([...whole, ...narrowed.filter(({ rights }) => letsOut(rights)).map(({ type }) => type)])];
}

/** Read and search both let content out. */
export const letsOut = (rights: ReadonlySet<Right>): boolean => rights.has('r') || rights.has('s');
