/**
 * Profiles that one system owns: it alone writes resources that declare them, since what they mean hangs together with
 * its rules and its tables. docs/decisions/0037
 */
import type { Call } from '../../access/actor.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { ChangeHook, Owner } from '../record.ts';
import type { Unit, UnitChange } from './unit.ts';

/** In whose name a unit is written. The platform brings back what was exported: it may write what others own. */
export const authorOf = ({
  actor: { id, role, decidedBy },
  inChange,
}: Call): Pick<Unit, 'actor' | 'mayWrite' | 'inChange'> => ({
  inChange,
  actor: id,
  mayWrite: decidedBy ?? (role === 'platform' ? '*' : undefined),
});

const none: readonly ChangeHook[] = [];

export class Owners {
  /** By type. */
  private readonly owners = new Map<string, Owner[]>();

  add(owner: Owner): void {
    for (const type of owner.types) this.owners.set(type, [...(this.owners.get(type) ?? []), owner]);
  }

  /** The hooks of the owners of a change. @throws Refusal `forbidden` `owned-profile` when the unit may not write it. */
  hooksOf(change: UnitChange, { mayWrite }: Unit): readonly ChangeHook[] {
    const owners = this.owners.get(change.type);
    if (!owners) return none;
    const hooks: ChangeHook[] = [];
    for (const owner of owners) {
      if (!owner.profiles.some((profile) => declares(change, profile))) continue;
      if (owner.writers !== 'all' && mayWrite !== '*' && mayWrite !== owner.system) throw owned(change, owner);
      hooks.push(owner.hook);
    }
    return hooks;
  }
}

/** Whether the resource declares a profile, or did before this change. */
function declares({ resource, before }: UnitChange, profile: string): boolean {
  const declared = resource?.meta?.profile ?? [];
  if (declared.some((one) => one === profile || one.startsWith(`${profile}|`))) return true;
  // A profile that is named elsewhere in the content at worst asks too much of whoever changes it.
  return before !== undefined && (before.content.includes(`"${profile}"`) || before.content.includes(`"${profile}|`));
}

const owned = ({ type, id }: UnitChange, { system }: Owner): Refusal =>
  new Refusal(
    'forbidden',
    'owned-profile',
    `${type}/${id} follows a profile that only ${system} writes. Use its operations, below /api/${system}.`,
  );
