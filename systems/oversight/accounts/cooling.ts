/**
 * The day after an account of staff was recovered: whoever recovered it may be somebody else, so nothing is prescribed
 * and nothing exported until its owner has had time to notice. security/requirements C-11
 */
import type { Session } from './model.ts';
import type { PolicyInForce } from './policy/policy.ts';

/** Until when; undefined when it is over, or was never. */
export function coolingUntil(
  { account, position }: Pick<Session, 'account' | 'position'>,
  policy: PolicyInForce,
  now: Date,
): Date | undefined {
  if (position.role === 'patient' || !account.recoveredAt) return undefined;
  const ends = new Date(account.recoveredAt.getTime() + policy.of('recovery.coolingHours') * 3_600_000);
  return ends > now ? ends : undefined;
}
