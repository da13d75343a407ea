/** Whether somebody may act as a medical worker now: the register of medical workers says so (C-15). */
import type { Account, Position } from './model.ts';
import { practises } from './roles.ts';

/** The register (CWPM), asked by the logical id of the Practitioner; it remembers for at most 15 minutes. */
export type EntitlementPort = (practitioner: string) => Promise<{ readonly entitled: boolean }>;

/** Patients and operators need no right to practise; physicians and pharmacists need one that holds. */
export async function mayAct(
  { entitlement }: { entitlement?: EntitlementPort },
  { practitioner }: Pick<Account, 'practitioner'>,
  { role }: Pick<Position, 'role'>,
): Promise<boolean> {
  if (!practises(role) || !entitlement) return true;
  return practitioner !== null && (await entitlement(practitioner)).entitled;
}
