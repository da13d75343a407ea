/**
 * Who may do what, and whose data they see: the rights of roles. Pure: no clock, no database. Whether one row may be
 * seen is the predicate of `visibilityOf`, which the record puts into its SQL; a row that may not be seen is answered
 * like one that does not exist (404), and the refusal is audited. See README.md for the rules as a table.
 */
import { Refusal } from '../refusal/refusal.ts';
import { keyOfId } from '../record/keys.ts';
import type { Actor } from './actor.ts';
import { demandInSet } from './gate.ts';
import { auditType, clinicalTypes, prescribingTypes, sharedTypes } from './resource-kinds.ts';
import { limitGrants, limitOf } from './scope-limit.ts';
import { type Grant, grantOf, grants, grantsSome, type Right, readableTypes } from './scopes.ts';
import type { Visibility } from './visibility.ts';

/**
 * FHIR interactions as CapabilityStatement names them (http://hl7.org/fhir/restful-interaction), and the operations of
 * the record: `everything`, `lastn`, `meta`, `meta-add`, `meta-delete`, `outline`, `validate`, `expunge`, `reindex`.
 */
export const interactions = [
  'read',
  'vread',
  'search-type',
  'search-system',
  'history-instance',
  'history-type',
  'history-system',
  'everything',
  'outline',
  'create',
  'update',
  'patch',
  'delete',
  'batch',
  'transaction',
  'validate',
  'lastn',
  'meta',
  'meta-add',
  'meta-delete',
  'expunge',
  'reindex',
] as const;
export type Interaction = (typeof interactions)[number];

/** The answer "yes": by which rule, and which rows. */
export interface Allow {
  /** Stable id of the rule that allowed it; goes into the audit trail. */
  readonly rule:
    | 'own-compartment'
    | 'on-behalf'
    | 'in-care'
    | 'shared'
    | 'scope'
    | 'platform'
    | 'no-data'
    | 'own-trail'
    | 'trail'
    | 'upkeep'
    | 'owner';
  readonly visibility: Visibility;
}

/** What an interaction needs of a scope. `undefined`: nothing by itself (a bundle's entries are decided one by one). */
const needs: { readonly [interaction in Interaction]: Right | undefined } = {
  read: 'r',
  vread: 'r',
  'history-instance': 'r',
  outline: 'r',
  everything: 'r',
  'search-type': 's',
  'search-system': 's',
  'history-type': 's',
  'history-system': 's',
  create: 'c',
  update: 'u',
  patch: 'u',
  delete: 'd',
  batch: undefined,
  transaction: undefined,
  validate: undefined,
  lastn: 's',
  meta: 'r',
  'meta-add': 'u',
  'meta-delete': 'u',
  expunge: 'd',
  reindex: 'u',
};

/** The explicit right of a machine to remove for good what others may only delete. Not part of any `system/…` scope. */
export const expungeScope = 'ezdrowie/expunge';

/**
 * Decides an interaction on a resource type (none for those of the whole system).
 * For a write the caller then holds the compartment of the new content, and of the old, against `visibility`.
 * @throws Refusal `forbidden`: `no-such-right` (roles), `scope-missing` (machines), `no-patient`, `no-facility`,
 * `cooling`, `compliance-restricted` (gate.ts).
 */
export function authorize(actor: Actor, interaction: Interaction, of?: string): Allow {
  // Whatever is indexed anew: what it is found by may be changed by the same.
  const type = interaction === 'reindex' ? 'SearchParameter' : of;
  const right = needs[interaction];
  const visibility = visibilityOf(actor);
  demandInSet(actor, interaction, type);
  if (interaction === 'expunge') return { rule: mayExpunge(actor), visibility: { kind: 'all' } };
  if (actor.app) demandScope(actor, right, interaction, type);
  if (actor.decidedBy !== undefined) return { rule: ofOwner(actor, right, type), visibility };
  switch (actor.role) {
    case 'platform':
      return { rule: 'platform', visibility };
    case 'machine':
      return { rule: right ? byScope(grantOf(actor.scopes), right, interaction, type) : 'no-data', visibility };
    case 'patient':
      requireFact(
        actor.patient,
        'no-patient',
        'This account is not linked to a patient. Ask the help desk to link it.',
      );
      return { rule: ofPatient(right, type), visibility };
    case 'proxy':
      requireFact(actor.proxy?.grant, 'no-delegation', 'Choose for whom you act, then try again.');
      return { rule: ofProxy(right, type), visibility };
    case 'physician':
      requireFact(actor.facility, 'no-facility', 'Choose the facility you work for now, then try again.');
      demandNotCooling(actor, right, type);
      return { rule: ofPhysician(right, interaction, type), visibility };
    case 'pharmacist':
      requireFact(actor.facility, 'no-facility', 'Choose the pharmacy you work for now, then try again.');
      return { rule: sharedOnly(right, type), visibility };
    case 'operator':
      if (type === auditType && (right === 'r' || right === 's')) return { rule: 'trail', visibility };
      return { rule: sharedOnly(right, type), visibility };
    default:
      throw denied();
  }
}

/** Whose data an actor sees, whatever they ask. An actor of no known role sees nothing. */
export function visibilityOf(actor: Actor): Visibility {
  const scopes = limitOf(actor);
  return scopes ? { ...whoseOf(actor), scopes } : whoseOf(actor);
}

function whoseOf(actor: Actor): Visibility {
  if (actor.decidedBy !== undefined) return { kind: 'all' };
  switch (actor.role) {
    case 'platform':
      return { kind: 'all' };
    case 'machine': {
      // Software that has not passed the gate sees whom its provider cares for.
      if (actor.gate && actor.gate.limit !== 'none')
        return actor.provider ? { kind: 'facility', facility: actor.provider } : { kind: 'none' };
      const types = readableTypes(grantOf(actor.scopes));
      return types === '*' ? { kind: 'all' } : { kind: 'types', types };
    }
    case 'patient':
      if (!actor.patient) return { kind: 'none' };
      return { kind: 'patient', key: keyOfId('Patient', actor.patient), id: actor.patient };
    case 'proxy': {
      const { patient, proxy } = actor;
      if (!patient || !proxy) return { kind: 'none' };
      return { kind: 'proxy', key: keyOfId('Patient', patient), id: patient, ...proxy };
    }
    case 'physician':
      return actor.facility ? { kind: 'facility', facility: actor.facility, person: actor.id } : { kind: 'none' };
    default:
      return { kind: 'none' };
  }
}

/** Operators see no content, and are shown none: they say what has to go, and why. */
function mayExpunge({ role, scopes, app }: Actor): Allow['rule'] {
  if (app) throw denied();
  if (role === 'platform') return 'platform';
  if (role === 'operator') return 'upkeep';
  if (role === 'machine' && scopes.includes(expungeScope)) return 'scope';
  throw denied();
}

/** $everything and the outline hand out every type of a compartment that `visibility` lets through. */
const askedType = (interaction: Interaction, type?: string) =>
  interaction === 'everything' || interaction === 'outline' ? 'Patient' : type;

/** Former versions are not judged by the query of a scope: they need the whole type. */
const wholeOnly = new Set<Interaction>(['vread', 'history-instance', 'history-type', 'history-system']);

function byScope(grant: Grant, right: Right, interaction: Interaction, type?: string): Allow['rule'] {
  const asked = askedType(interaction, type);
  if ((wholeOnly.has(interaction) ? grants : grantsSome)(grant, right, asked)) return 'scope';
  throw scopeMissing(`system/${asked ?? '*'}.${right}`);
}

/** An app may do what its scopes say, of what the person may do. */
function demandScope(actor: Actor, right: Right | undefined, interaction: Interaction, type?: string): void {
  const limit = limitOf(actor);
  const asked = askedType(interaction, type);
  if (right === undefined || (limit && limitGrants(limit, right, asked, wholeOnly.has(interaction)))) return;
  throw scopeMissing(`${actor.role === 'patient' ? 'patient' : 'user'}/${asked ?? '*'}.${right}`);
}

const scopeMissing = (scope: string) =>
  new Refusal('forbidden', 'scope-missing', `The access token lacks the scope ${scope}. Ask for it and try again.`);

function ofPatient(right: Right | undefined, type?: string): Allow['rule'] {
  if (right === undefined) return 'no-data';
  if (right !== 'r' && right !== 's') throw denied();
  if (type === auditType) return 'own-trail';
  return type !== undefined && sharedTypes.has(type) ? 'shared' : 'own-compartment';
}

/** Whoever acts for a patient reads what the delegation lets them; who looked is for the patient alone. */
function ofProxy(right: Right | undefined, type?: string): Allow['rule'] {
  if (right === undefined) return 'no-data';
  if ((right !== 'r' && right !== 's') || type === auditType) throw denied();
  return type !== undefined && sharedTypes.has(type) ? 'shared' : 'on-behalf';
}

function ofPhysician(right: Right | undefined, interaction: Interaction, type?: string): Allow['rule'] {
  if (right === undefined) return 'no-data';
  if (type === auditType) throw denied();
  if (right === 'r' || right === 's') return type !== undefined && sharedTypes.has(type) ? 'shared' : 'in-care';
  if (interaction === 'delete' || type === undefined || !clinicalTypes.has(type)) throw denied();
  return 'in-care';
}

/** A system has decided; what holds for everybody still holds. */
function ofOwner(actor: Actor, right: Right | undefined, type?: string): Allow['rule'] {
  if (type === auditType) throw denied();
  demandNotCooling(actor, right, type);
  return 'owner';
}

function demandNotCooling({ cooling: isCooling }: Actor, right: Right | undefined, type?: string): void {
  if (isCooling && right !== 'r' && right !== 's' && prescribingTypes.has(type ?? '')) throw cooling();
}

function sharedOnly(right: Right | undefined, type?: string): Allow['rule'] {
  if (right === undefined) return 'no-data';
  if ((right === 'r' || right === 's') && type !== undefined && sharedTypes.has(type)) return 'shared';
  throw denied();
}

function requireFact(fact: string | undefined, code: string, message: string): void {
  if (!fact) throw new Refusal('forbidden', code, message);
}

/** Who recovered an account may be somebody else: what does lasting harm waits. security/requirements C-11. */
export const cooling = () =>
  new Refusal(
    'forbidden',
    'cooling',
    'The account was recovered less than a day ago. Until then it neither prescribes nor exports; all else is open.',
  );

const denied = () =>
  new Refusal(
    'forbidden',
    'no-such-right',
    'Your role does not include this. If you need it for your work, ask the administrator.',
  );
