/** What detection needs of others so that its response acts: of accounts, and of the rates (core/http). */
import type { Tx } from '#core/db/database.ts';

/** Accounts do it (systems/oversight/accounts/containment.ts). */
export interface Containment {
  /** Every open session is locked until a factor is shown. How many. */
  askForFactor(tx: Tx, account: string): Promise<number>;
  endSessions(tx: Tx, kind: 'account' | 'client', id: string): Promise<boolean>;
  /** False when there is nobody to hold. */
  hold(tx: Tx, kind: 'account' | 'client', id: string, why: string): Promise<boolean>;
  /** Takes a hold of ours back. */
  release(tx: Tx, kind: 'account' | 'client', id: string, why: string): Promise<boolean>;
}

export type { Throttles } from '#core/http/throttles.ts';
