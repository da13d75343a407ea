/** What pharmacies need of others. */
import type { Tx } from '#core/db/database.ts';

export interface Pharmacists {
  /** Whether the right of a pharmacist (NPWZ) holds on a day. @throws Refusal `no-edition`, `bad-day` */
  right(tx: Tx, npwz: string, day: string, known?: string): Promise<{ readonly answer: string; readonly says: Says }>;
}

export interface Says {
  readonly pl: string;
  readonly en: string;
}
