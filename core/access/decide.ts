/**
 * The decision about one row from facts alone: no clock, no database. Order: hard denies, the patient's own,
 * relationship, delegation, consent, break-glass, deny. `visibility.ts` says the same as SQL over many rows;
 * `decide.test.ts` holds both against each other. docs/decisions/0025.
 */
import type { Key } from '../record/keys.ts';
import type { Actor } from './actor.ts';
import { authorize, type Interaction } from './authorize.ts';
import { Refusal } from '../refusal/refusal.ts';
import { mayWriteBy, type Relation, relations } from './relations.ts';
import { auditType, sharedTypes } from './resource-kinds.ts';
import type { Visibility } from './visibility.ts';

/** From whom a resource is kept: a row of access.restricted. */
export interface Restriction {
  /** `withheld` by the patient, or a confidentiality label. */
  readonly reason: string;
  /** `+facilities`, `+weak`, `+proxies`, or the id of one facility. */
  readonly readers: string;
  /** Shown in an emergency all the same. */
  readonly emergency: boolean;
}

export interface RowFacts {
  readonly type: string;
  readonly patient: Key;
  readonly restrictions: readonly Restriction[];
}

/** A row of access.care. */
export interface CareFact {
  readonly patient: Key;
  readonly facility: string;
  readonly kind: string;
  /** Account; '' for everybody who works there. */
  readonly person: string;
  /** Undefined: all types. */
  readonly types?: readonly string[] | undefined;
  /** Undefined: until further notice. */
  readonly ends?: Date | undefined;
  readonly refused: boolean;
}

/** A row of access.proxy. */
export interface ProxyFact {
  readonly patient: Key;
  readonly id: string;
  readonly person: string;
  readonly types?: readonly string[] | undefined;
  readonly sensitive: boolean;
  readonly ends: Date;
}

export interface Facts {
  readonly now: Date;
  readonly care: readonly CareFact[];
  readonly proxies: readonly ProxyFact[];
}

export type Use = 'see' | 'write';
export type Decision =
  | { readonly allow: true; readonly by: 'all' | 'own' | 'shared' | 'proxy' | Relation }
  | { readonly allow: false; readonly why: string };

const deny = (why: string): Decision => ({ allow: false, why });

/** What an actor may do to one row. */
export function decide(actor: Actor, interaction: Interaction, row: RowFacts, facts: Facts): Decision {
  try {
    const { visibility } = authorize(actor, interaction, row.type);
    const writes = interaction === 'create' || interaction === 'update' || interaction === 'patch';
    return decideRow(visibility, writes ? 'write' : 'see', row, facts);
  } catch (error) {
    // Hard denies: the role has no such right, the account lacks a fact.
    if (error instanceof Refusal) return deny(error.code);
    throw error;
  }
}

/** Whether somebody with this visibility sees a row, or may write it where it lies. */
export function decideRow(visibility: Visibility, use: Use, row: RowFacts, facts: Facts): Decision {
  switch (visibility.kind) {
    case 'all':
      return { allow: true, by: 'all' };
    case 'types':
      return visibility.types.includes(row.type) ? { allow: true, by: 'all' } : deny('type');
    case 'none':
      return sharedTypes.has(row.type) ? { allow: true, by: 'shared' } : deny('nothing');
    case 'patient':
      if (sharedTypes.has(row.type)) return { allow: true, by: 'shared' };
      return visibility.key === row.patient ? { allow: true, by: 'own' } : deny('of-another');
    case 'proxy':
      if (sharedTypes.has(row.type)) return { allow: true, by: 'shared' };
      return byProxy(visibility, use, row, facts);
    case 'facility':
      if (sharedTypes.has(row.type)) return { allow: true, by: 'shared' };
      return row.type === auditType ? deny('trail') : byRelation(visibility, use, row, facts);
  }
}

function byProxy(
  { key, grant, person }: Extract<Visibility, { kind: 'proxy' }>,
  use: Use,
  row: RowFacts,
  { now, proxies }: Facts,
): Decision {
  if (use === 'write' || row.patient !== key || row.type === auditType) return deny('no-delegation');
  const held = proxies.find((proxy) => proxy.patient === key && proxy.id === grant && proxy.person === person);
  if (!held || held.ends <= now || held.types?.includes(row.type) === false) return deny('no-delegation');
  const hidden = row.restrictions.some(
    ({ readers }) => readers === '+proxies' || (readers === '+weak' && !held.sensitive),
  );
  return hidden ? deny('withheld') : { allow: true, by: 'proxy' };
}

const steps = ['relationship', 'consent', 'emergency'] as const;

function byRelation(
  { facility, person = '' }: Extract<Visibility, { kind: 'facility' }>,
  use: Use,
  row: RowFacts,
  { now, care }: Facts,
): Decision {
  const held = care.filter(
    (fact) =>
      fact.patient === row.patient &&
      fact.facility === facility &&
      !fact.refused &&
      (fact.person === '' || fact.person === person) &&
      (fact.ends === undefined || fact.ends > now) &&
      fact.types?.includes(row.type) !== false,
  );
  for (const step of steps) {
    for (const { kind } of held) {
      if (relations[kind as Relation]?.step !== step || row.restrictions.some((one) => hides(one, kind, facility)))
        continue;
      if (use === 'see' || mayWriteBy(kind, row.type)) return { allow: true, by: kind as Relation };
    }
  }
  return deny(held.length === 0 ? 'not-in-care' : 'withheld');
}

function hides({ readers, emergency }: Restriction, kind: string, facility: string): boolean {
  if (kind === 'emergency' && emergency) return false;
  if (readers === '+weak') return !relations[kind as Relation].labels;
  return readers === '+facilities' || readers === facility;
}
