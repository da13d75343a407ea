/**
 * SMART App Launch 2.2 scopes, version 2 syntax. https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 */
import type { PersonRole } from './model.ts';

export interface Scope {
  readonly context: 'patient' | 'user' | 'system';
  /** A resource type, or `*`. */
  readonly type: string;
  /** Of `cruds`, in this order. */
  readonly actions: string;
}

/**
 * Reads one scope; undefined when it is no SMART resource scope (or one with search parameters, which we do not grant).
 */
export function parseScope(scope: string): Scope | undefined {
  const match = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]{1,63})\.(c?r?u?d?s?)$/.exec(scope);
  if (!match?.[3]) return undefined;
  return { context: match[1] as Scope['context'], type: match[2] as string, actions: match[3] };
}

/** True when `granted` covers all that `wanted` asks. */
export function covers(granted: string, wanted: string): boolean {
  const [most, asked] = [parseScope(granted), parseScope(wanted)];
  if (!most || !asked) return false;
  return (
    most.context === asked.context &&
    (most.type === '*' || most.type === asked.type) &&
    [...asked.actions].every((action) => most.actions.includes(action))
  );
}

/** Those of the wanted scopes that a client may have. */
export const grantable = (wanted: Iterable<string>, most: readonly string[]): string[] =>
  [...new Set(wanted)].filter((scope) => most.some((granted) => covers(granted, scope)));

/**
 * What a token of a person stands for, by role: the record as the person sees it. The access decision knows people by
 * role, not by scope, so a narrower scope is not granted at all: a token must never reach further than it says.
 */
const whole = { patient: 'patient/*.rs', physician: 'user/*.cruds', operator: undefined } as const;

/** Those that a person of this role may pass on to an app. */
export function ofRole(scopes: readonly string[], role: PersonRole): string[] {
  const power = whole[role];
  return power === undefined ? [] : scopes.filter((scope) => covers(scope, power));
}
