/** What target import needs of others. */
import type { Actor, Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';

export interface Needs {
  /** Whether a doctor may practise now. */
  isEntitled(practitioner: string): Promise<boolean>;
  /** Throws as the record does when the caller may not read this Patient. */
  demandPatient(call: Call, patient: string): Promise<void>;
  /** REGON of the wholesaler for which somebody acts, when its permit holds on a day. */
  wholesalerOf(tx: Tx, actor: Actor, day: string): Promise<string | undefined>;
}
