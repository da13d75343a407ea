/** What the reimbursement lists need of others. */
import type { Tx } from '#core/db/database.ts';

/** Of the register of medicinal products. */
export interface Products {
  /** Category of availability of a package on a day (Rp, Rpz, OTC …); undefined when it is not known. */
  availability(tx: Tx, gtin: string, day: string): Promise<string | undefined>;
}
