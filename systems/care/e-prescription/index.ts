/** The face of e-prescription (SGR): `ePrescription(needs) → System`. See README.md. */
import { createHmac } from 'node:crypto';
import type { Call } from '#core/access/actor.ts';
import type { Database, Tx } from '#core/db/database.ts';
import type { System } from '#core/http/operation.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Context } from './context.ts';
import { type DemonstrationDoctor, fillPrescriptions } from './demonstration.ts';
import { keysOf } from './keys.ts';
import { ledger, owned, type Pending } from './ledger.ts';
import { operations } from './operations.ts';
import { pharmacyOperations } from './pharmacy-operations.ts';
import { demandInHand } from './show.ts';
import { sheetOperations } from './sheet.ts';
import { noDocuments, noSafetyCheck, type Ports } from './ports.ts';

export type * from './model.ts';
export type { Batches, Documents, Limits, Ports, Prices, Products, SafetyCheck, Workers } from './ports.ts';

export interface PrescriptionNeeds extends Omit<Ports, 'safety' | 'documents'> {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  /** 32 bytes of this installation; keys of prescriptions that were given lead nowhere without them. */
  readonly secret: Buffer;
  readonly safety?: Ports['safety'];
  readonly documents?: Ports['documents'];
  /** Printed at the head of sheets: that the data are invented. */
  readonly sheetLabel?: string;
}

export interface EPrescription extends System {
  /** The demonstration's prescriptions; how many packages were issued. */
  fillDemonstration(
    doctors: readonly DemonstrationDoctor[],
    gtinOf: (atc: string) => Promise<string | undefined>,
  ): Promise<number>;
  /** Whether the caller's pharmacy has it before it. @throws Refusal `no-such-prescription`, `not-in-hand` */
  demandInHand(call: Call, tx: Tx, prescription: string): Promise<void>;
}

export function ePrescription(needs: PrescriptionNeeds): EPrescription {
  const { database, record, runtime, secret } = needs;
  const pending: Pending = new Map();
  record.owns({ ...owned, hook: ledger({ runtime, pending }) });
  const of = (purpose: string) => createHmac('sha256', secret).update(purpose).digest();
  const counting = of('e-prescription/wrong codes');
  const context: Context = {
    ...{ database, record, runtime, pending },
    ports: { ...needs, safety: needs.safety ?? noSafetyCheck, documents: needs.documents ?? noDocuments },
    keys: keysOf(of('e-prescription/keys'), runtime),
    hash: (text) => createHmac('sha256', counting).update(text).digest(),
  };
  return {
    name: owned.system,
    fillDemonstration: (doctors, gtinOf) => fillPrescriptions(context, doctors, gtinOf),
    demandInHand: (call, tx, id) => demandInHand(context, call, tx, id),
    operations: [...operations(context), ...pharmacyOperations(context), ...sheetOperations(context, needs.sheetLabel)],
  };
}
