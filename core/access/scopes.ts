/**
 * SMART system scopes of machine clients, version 2 (`system/Observation.rs`) and 1 (`system/*.read`).
 * https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
 */

/** create, read, update, delete, search: the letters of SMART v2, in their order. */
export type Right = 'c' | 'r' | 'u' | 'd' | 's';

export interface Grant {
  /** Rights on every type (`system/*.…`). */
  readonly everywhere: ReadonlySet<Right>;
  /** Further rights by resource type. */
  readonly byType: ReadonlyMap<string, ReadonlySet<Right>>;
}

const form = /^system\/(\*|[A-Z][A-Za-z]{1,60})\.(c?r?u?d?s?|read|write|\*)$/;
const version1: { readonly [word: string]: string } = { read: 'rs', write: 'cud', '*': 'cruds' };
const known = new WeakMap<readonly string[], Grant>();

/**
 * Reads granted scopes. What is not understood, letters out of order and scopes narrowed by a query (`?category=…`,
 * which this server does not enforce) grant nothing.
 */
export function grantOf(scopes: readonly string[]): Grant {
  const before = known.get(scopes);
  if (before) return before;
  const everywhere = new Set<Right>();
  const byType = new Map<string, Set<Right>>();
  for (const scope of scopes) {
    const [, type, rights] = form.exec(scope) ?? [];
    if (!type || !rights) continue;
    const into = type === '*' ? everywhere : (byType.get(type) ?? new Set<Right>());
    for (const right of version1[rights] ?? rights) into.add(right as Right);
    if (type !== '*') byType.set(type, into);
  }
  const grant = { everywhere, byType };
  known.set(scopes, grant);
  return grant;
}

/** Whether a grant holds a right on a type; without a type, on every type. */
export const grants = ({ everywhere, byType }: Grant, right: Right, type?: string): boolean =>
  everywhere.has(right) || (type !== undefined && (byType.get(type)?.has(right) ?? false));

/** Types whose content a grant lets out (read or search), or `*`. */
export function readableTypes({ everywhere, byType }: Grant): readonly string[] | '*' {
  if (everywhere.has('r') || everywhere.has('s')) return '*';
  return [...byType].filter(([, rights]) => rights.has('r') || rights.has('s')).map(([type]) => type);
}
