/**
 * Which scopes an app may be given. SMART App Launch 2.2, version 2 syntax, with queries that the record enforces.
 * https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 */
import { parseScope as read, type Scope } from '#core/access/scopes.ts';
import type { PersonRole } from './model.ts';

/** Version 2 only: what was agreed in letters is granted in letters. */
export function parseScope(scope: string): Scope | undefined {
  return /\.(read|write|\*)(\?|$)/.test(scope) ? undefined : read(scope);
}

/** True when `granted` covers all that `wanted` asks. A query narrows: it is covered by none, or by the same. */
export function covers(granted: string, wanted: string): boolean {
  const [most, asked] = [parseScope(granted), parseScope(wanted)];
  if (!most || !asked) return false;
  return (
    most.context === asked.context &&
    (most.type === '*' || most.type === asked.type) &&
    (most.query === undefined || most.query.text === asked.query?.text) &&
    [...asked.rights].every((right) => most.rights.has(right))
  );
}

/** Those of the wanted scopes that a client may have. */
export const grantable = (wanted: Iterable<string>, most: readonly string[]): string[] =>
  [...new Set(wanted)].filter((scope) => most.some((granted) => covers(granted, scope)));

/** Whose data people of a role can let an app into. How far it reaches there, the access decision says each time. */
const contexts = { patient: ['patient'], physician: ['user'], pharmacist: [], operator: [] } as const;

/**
 * Those that a person of this role may pass on to an app. Of a clinician, `patient/…` means the patient in whose record
 * the app was opened: without such a launch it means nobody.
 */
export function ofRole(scopes: readonly string[], role: PersonRole, launched = false): string[] {
  const allowed: readonly string[] = launched && role === 'physician' ? ['user', 'patient'] : contexts[role];
  return scopes.filter((scope) => allowed.includes(parseScope(scope)?.context ?? ''));
}
