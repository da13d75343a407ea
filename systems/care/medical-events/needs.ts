/** What medical events need of others. */
import type { Tx } from '#core/db/database.ts';
import type { Database } from '#core/db/database.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Worker } from './rules.ts';

/** The registers of medical workers and of people (CWPM, PESEL). Asked within the transaction that is given. */
export interface WorkersPort {
  ofNumber(tx: Tx, npwz: string): Promise<Worker | undefined>;
  ofPractitioner(tx: Tx, practitioner: string): Promise<Worker | undefined>;
}

export interface MedicalEventNeeds {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly workers: WorkersPort;
}
