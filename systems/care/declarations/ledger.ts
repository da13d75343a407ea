/** Keeps the ledger in step with the record, in the transaction of each change, whoever makes it. */
import { sqlState, type Tx } from '#core/db/database.ts';
import { defineJob, jobs } from '#core/jobs/index.ts';
import type { Change, ChangeHook } from '#core/record/record.ts';
import { fromResource, profile } from './fhir.ts';
import type { Declaration } from './model.ts';
import { refuse } from './refusals.ts';
import { declarationStore } from './store.ts';

/** Rejects what the facility did not answer in time. */
export const lapse = defineJob<{ patient: string; declaration: string }>('lapse-declaration');
const jobKey = (id: string) => `declaration ${id}`;

const uniqueViolation = '23505';

/** @throws Refusal `already-waiting`, `changed-meanwhile`, `not-a-declaration`; then nothing of the change stands */
export const keepLedger: ChangeHook = async (tx, changes) => {
  const read = changes.map((change) => ({ change, declaration: declarationOf(change) }));
  // What ends makes room before what begins takes it.
  const begins = ({ declaration }: (typeof read)[number]) => Number(declaration?.state === 'accepted');
  for (const { change, declaration } of read.sort((a, b) => begins(a) - begins(b))) {
    try {
      await keep(tx, change, declaration);
    } catch (error) {
      if (sqlState(error) !== uniqueViolation) throw error;
      throw refuse(declaration?.state === 'submitted' ? 'already-waiting' : 'changed-meanwhile');
    }
  }
};

function declarationOf({ id, version, resource }: Change): Declaration | undefined {
  if (!resource?.meta?.profile?.includes(profile)) return undefined;
  const declaration = fromResource(resource, version);
  if (!declaration) throw refuse('not-a-declaration');
  return { ...declaration, id };
}

async function keep(tx: Tx, { method, patient, id }: Change, declaration: Declaration | undefined): Promise<void> {
  const store = declarationStore(tx);
  if (!declaration || method === 'delete') {
    await store.forget(patient, id);
    return;
  }
  await store.keep(patient, declaration);
  const runAt = new Date(declaration.answerBy);
  const payload = { patient, declaration: id };
  if (declaration.state === 'submitted') await jobs.add(tx, lapse, payload, { key: jobKey(id), runAt });
  else if (method === 'update') await jobs.cancel(tx, jobKey(id));
}
