/**
 * Tells of decisions where everybody hears: in the record, and so on its change feed and in Subscriptions. Each batch
 * that a decision spoke of is a Medication with its lot number: `inactive` while it may not be dispensed. A pharmacy's
 * system subscribes to `Medication?status=inactive`, or to the packages that it holds by their code.
 */
import { type Call, platformActor } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import { polishDay } from '#core/registers/days.ts';
import { latestEdition } from '#core/registers/editions.ts';
import type { Record as PatientRecord, Resource } from '#core/record/record.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { register } from './model.ts';
import { decisions } from './reading.ts';
import { decisionStore } from './store.ts';

export interface TellingNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly record: Pick<PatientRecord, 'bundle'>;
}

/** Systems of ours: what is told of, and by which decision. */
export const batchSystem = 'https://ezdrowie.gov.pl/fhir/sid/medicine-batch';
export const decisionSystem = 'https://ezdrowie.gov.pl/fhir/sid/inspectorate-decision';

const call: Call = { actor: platformActor('product-decisions'), source: 'local', trace: 'product-decisions' };
const mostAtOnce = 500;
const entriesOfBundle = 100;

/** Tells what holds since today or before and was not told. Twice is the same as once. Gives how many decisions it told. */
export async function tellDecisions({ database, runtime, record }: TellingNeeds): Promise<number> {
  if (!(await latestEdition(database, register))) return 0;
  const today = polishDay(runtime.now());
  const store = decisionStore(database);
  const rows = await store.untold(today, mostAtOnce);
  for (const row of rows) {
    const all = row.batches.length === 0 || row.formerlyAll;
    // What is said of all batches changes those that were named before.
    const others = all ? (await decisions.about(database, row.gtin)).flatMap(({ batches }) => batches) : [];
    const batches = new Set<string | undefined>([
      ...row.batches,
      ...row.formerly,
      ...others,
      ...(all ? [undefined] : []),
    ]);
    const entries: object[] = [];
    for (const batch of batches) {
      const asked = { gtin: row.gtin, day: today };
      // `-` is no batch that anybody has: what is said of all of them is said of it.
      const { answer, decision } = await decisions.verdict(database, { ...asked, batch: batch ?? '-' });
      entries.push(entryOf(row, batch, answer === 'stopped', decision?.number ?? row.number));
    }
    for (let from = 0; from < entries.length; from += entriesOfBundle) {
      const entry = entries.slice(from, from + entriesOfBundle);
      await record.bundle(call, { resourceType: 'Bundle', type: 'transaction', entry } as Resource);
    }
    // What is to hold later is told again on its day.
    if (row.effective <= today) await store.told(row);
  }
  return rows.length;
}

function entryOf(
  { gtin, product }: { readonly gtin: string; readonly product: string },
  batch: string | undefined,
  stopped: boolean,
  number: string,
) {
  const value = batch === undefined ? gtin : `${gtin}.${batch}`;
  return {
    resource: {
      resourceType: 'Medication',
      identifier: [
        { system: batchSystem, value },
        { system: decisionSystem, value: number },
      ],
      code: { coding: [{ system: codeSystems.gtin, code: gtin }], text: product },
      status: stopped ? 'inactive' : 'active',
      ...(batch === undefined ? {} : { batch: { lotNumber: batch } }),
    },
    request: { method: 'PUT', url: `Medication?identifier=${encodeURIComponent(`${batchSystem}|${value}`)}` },
  };
}
