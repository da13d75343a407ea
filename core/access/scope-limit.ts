/**
 * What scopes leave of what somebody may see: beside the visibility of the person, never instead of it. As SQL for the
 * rows that a search touches, and in memory for what is written.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { type Key, keyOfId } from '../record/keys.ts';
import type { Actor } from './actor.ts';
import { sharedTypes } from './resource-kinds.ts';
import { type Grant, grantOf, grants, grantsSome, letsOut, type Right } from './scopes.ts';
import type { Narrowing } from './scope-query.ts';

export interface ScopeLimit {
  /** What holds for everything that the person may see. */
  readonly open: Grant;
  /** What holds for one patient only: the one in whose record a clinician opened the app. */
  readonly within?: { readonly patient: Key; readonly grant: Grant };
}

/** The limit of an actor's scopes; undefined when scopes do not limit: people in browsers, the platform itself. */
export function limitOf({ role, app, scopes, gate }: Actor): ScopeLimit | undefined {
  if (role === 'machine') {
    const open = grantOf(scopes, 'system');
    // A restricted one sees by its provider's relations, and of that what its scopes say.
    if (gate && gate.limit !== 'none') return { open };
    return open.narrowed.length === 0 ? undefined : { open };
  }
  if (!app) return undefined;
  // A patient's own record is the patient's context and all that the user sees.
  if (role === 'patient' || role === 'proxy') return { open: grantOf(scopes, 'patient', 'user') };
  const open = grantOf(scopes, 'user');
  if (app.patient === undefined) return { open };
  return { open, within: { patient: keyOfId('Patient', app.patient), grant: grantOf(scopes, 'patient') } };
}

/** Whether a right is granted on some resources of a type; `whole`: on all of them that the person may see. */
export function limitGrants({ open, within }: ScopeLimit, right: Right, type?: string, whole = false): boolean {
  const asked = whole ? grants : grantsSome;
  return asked(open, right, type) || (within !== undefined && asked(within.grant, right, type));
}

/**
 * The same limit for former versions, of which nobody asks whether a scope's query selected them: they are not
 * shown.
 */
export function ofVersions({ open, within }: ScopeLimit): ScopeLimit {
  const whole = (grant: Grant): Grant => ({ ...grant, narrowed: [] });
  return { open: whole(open), ...(within ? { within: { ...within, grant: whole(within.grant) } } : {}) };
}

/** Whether a resource with these search tokens, in this compartment, may be written with a right. */
export function limitAllows(
  { open, within }: ScopeLimit,
  right: Right,
  type: string,
  patient: Key,
  tokens: readonly string[],
): boolean {
  const allows = (grant: Grant) =>
    grants(grant, right, type) ||
    grant.narrowed.some((one) => one.type === type && one.rights.has(right) && selects(one.narrowing, tokens));
  return allows(open) || (within !== undefined && within.patient === patient && allows(within.grant));
}

/** Whether a row may be seen, as far as can be told without the database. */
export function limitSees({ open, within }: ScopeLimit, type: string, patient: Key): boolean | 'ask' {
  const here = within && (within.patient === patient || sharedTypes.has(type)) ? [within.grant] : [];
  const granted = [open, ...here];
  if (granted.some((grant) => grants(grant, 'r', type) || grants(grant, 's', type))) return true;
  return granted.some((grant) => grantsSome(grant, 'r', type) || grantsSome(grant, 's', type)) ? 'ask' : false;
}

const selects = (narrowing: Narrowing, tokens: readonly string[]): boolean =>
  narrowing.every((any) => any.some((hash) => tokens.includes(hash)));

const shared = [...sharedTypes].map((type) => typeNumber(type)).filter((number) => number !== undefined);

/**
 * The predicate for rows of `alias` (columns patient, type, id). Narrowed rights are asked of the living resource,
 * whichever table the row is of. `bind` takes a value and gives its parameter.
 */
export function compileLimit(
  { open, within }: ScopeLimit,
  alias: string,
  bind: (value: unknown, type: string) => string,
  type?: string,
): string {
  const home = within && (() => `(${alias}.patient = ${bind(within.patient, 'int8')}${orShared(alias, bind, type)})`);
  const any = [...partsOf(open, alias, bind, type)];
  if (any.includes('true')) return 'true';
  if (within && home) {
    const parts = partsOf(within.grant, alias, bind, type);
    if (parts.length > 0) any.push(parts.includes('true') ? home() : `${home()} and (${parts.join(' or ')})`);
  }
  return any.length === 0 ? 'false' : `(${any.join(' or ')})`;
}

function orShared(alias: string, bind: (value: unknown, type: string) => string, type?: string): string {
  if (type !== undefined) return sharedTypes.has(type) ? ' or true' : '';
  return ` or ${alias}.type = any(${bind(shared, 'int2[]')})`;
}

function partsOf(
  { everywhere, byType, narrowed }: Grant,
  alias: string,
  bind: (value: unknown, type: string) => string,
  type?: string,
): string[] {
  if (letsOut(everywhere)) return ['true'];
  const whole = [...byType].filter(([, rights]) => letsOut(rights)).map(([name]) => name);
  if (type !== undefined && whole.includes(type)) return ['true'];
  const parts: string[] = [];
  if (type === undefined && whole.length > 0)
    parts.push(`${alias}.type = any(${bind(whole.map(typeNumber), 'int2[]')})`);
  for (const one of narrowed) {
    if (!letsOut(one.rights) || (type !== undefined && one.type !== type)) continue;
    const tokens = one.narrowing.map((any) => `s.tokens && ${bind(any, 'int8[]')}`).join(' and ');
    parts.push(
      `${alias}.type = ${bind(typeNumber(one.type), 'int2')} and exists (select from record.resource s` +
        ` where s.patient = ${alias}.patient and s.type = ${alias}.type and s.id = ${alias}.id and ${tokens} offset 0)`,
    );
  }
  return parts;
}
