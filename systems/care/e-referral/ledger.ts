/** Keeps the ledger in step with the record, in the transaction of each change, whoever makes it. */
import { sqlState, type Tx } from '#core/db/database.ts';
import type { Change, ChangeHook } from '#core/record/record.ts';
import { fromResource } from './fhir.ts';
import { refuse } from './refusals.ts';
import { referralStore } from './store.ts';

const uniqueViolation = '23505';

/** @throws Refusal `accepted-elsewhere` when another provider holds the referral; then nothing of the change stands */
export const keepLedger: ChangeHook = async (tx, changes) => {
  for (const change of changes) {
    try {
      await keep(tx, change);
    } catch (error) {
      if (sqlState(error) === uniqueViolation) throw refuse('accepted-elsewhere');
      throw error;
    }
  }
};

async function keep(tx: Tx, { method, patient, id, version, resource }: Change): Promise<void> {
  const store = referralStore(tx);
  const referral = resource && fromResource(resource, version);
  if (!referral) return store.forget(patient, id);
  const isNew = method === 'create';
  await store.keep(patient, { ...referral, id }, isNew);
  const { state, provider, last, spa } = referral;
  if (provider && (state === 'accepted' || state === 'realised')) await store.hold(patient, id, provider.id, last.at);
  else if (!isNew) await store.letGo(patient, id, last.at);
  if (spa?.queue !== undefined) await store.keepNumber(spa.branch, spa.queue, patient, id);
}
