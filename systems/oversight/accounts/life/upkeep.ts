/**
 * What ends by itself: rights whose last day has passed, rights that nobody reviewed in time, unused accounts.
 * security/requirements C-04. Several processes may run it at once: each row is ended by one of them.
 */
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { ComplianceGate } from '../machines/gate/gate.ts';
import { noticeStore } from '../notice-store.ts';
import type { PolicyInForce } from '../policy/policy.ts';
import { ended } from './account-life.ts';
import { lifeStore } from './life-store.ts';

export interface UpkeepNeeds {
  database: Database;
  runtime: Runtime;
  policy: PolicyInForce;
  gate: Pick<ComplianceGate, 'upkeep'>;
}

export interface UpkeepDone {
  readonly ended: number;
  readonly warned: readonly string[];
  readonly blocked: readonly string[];
}

const day = 24 * 60 * 60_000;

/** Ends what is due now. */
export async function accountUpkeep({ database, runtime, policy, gate }: UpkeepNeeds): Promise<UpkeepDone> {
  const now = runtime.now();
  const ago = (days: number) => new Date(now.getTime() - days * day);
  return database.transaction(async (tx) => {
    const store = lifeStore(tx);
    await gate.upkeep(tx);
    const rights = await store.endDue(now, ago(policy.of('review.days') + policy.of('review.graceDays')));
    for (const right of rights) await store.append(ended(right, now), now);
    if (rights.length > 0)
      await store.blockWithoutRights(
        rights.map(({ account }) => account),
        now,
      );
    const blocked = await store.blockUnused(ago(policy.of('unused.blockDays')), now);
    const warned = await store.warnUnused(ago(policy.of('unused.warnDays')), now);
    for (const { id } of warned) await noticeStore(tx).tell(runtime.newId(), id, 'unused', now);
    for (const { id } of blocked) await store.endSessions(id, now);
    return { ended: rights.length, warned: warned.map(({ id }) => id), blocked: blocked.map(({ id }) => id) };
  });
}
