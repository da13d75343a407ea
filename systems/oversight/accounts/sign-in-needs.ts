/** What the steps of signing in need and hand to each other, and the audit entry that each of them leaves. */
import type { Actor, Call } from '#core/access/actor.ts';
import type { AuditEntry, AuditTrail } from '#core/audit/index.ts';
import type { Database, Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Devices } from './devices.ts';
import type { EntitlementPort } from './entitlement.ts';
import type { Account, Position, Session } from './model.ts';
import type { Passkeys } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import type { PolicyInForce } from './policy/policy.ts';
import type { Proof, ProofRefused } from './proofs.ts';
import type { Work } from './proof-of-work.ts';
import type { Keyring } from './sealing.ts';
import type { BrowserSessions } from './sessions.ts';
import { accountStore } from './store.ts';

export interface SignInNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  keys: Keyring;
  passwords: Passwords;
  passkeys: Passkeys;
  policy: PolicyInForce;
  devices: Devices;
  sessions: BrowserSessions;
  demonstration: boolean;
  entitlement?: EntitlementPort;
}

export interface SignedIn {
  session: Session;
  secret: string;
  positions: readonly Position[];
  /** The number of the device, to be given in its cookie. */
  deviceId: string;
  give: Awaited<ReturnType<BrowserSessions['open']>>['give'];
}

/** Where the person is. */
export interface Place {
  /** What the browser says of itself. */
  readonly device: string;
  /** The number in the device's signed cookie. */
  readonly deviceId?: string;
  readonly call: Call;
  readonly work?: Work;
}

/** What is asked when a session is opened. */
export interface Entry {
  readonly factors: readonly ('password' | 'node' | Proof['kind'])[];
  /** The passkey used never leaves its device. */
  readonly deviceBound?: boolean;
  readonly place: Place;
  readonly afterFailures?: number;
}

export const storeOn = ({ demonstration }: SignInNeeds, tx: Tx) => accountStore(tx, { demonstration });

export interface Refused {
  readonly refused: 'handle-not-valid' | ProofRefused | 'security-key-needed' | 'not-entitled';
  readonly account?: Account;
}

/**
 * Writes the audit entry of a success (no reason) or of a refusal. What an unknown person typed is not written down.
 */
export function note(
  { audit, runtime }: Pick<SignInNeeds, 'audit' | 'runtime'>,
  call: Call,
  account: Account | undefined,
  reason: string | undefined,
): Promise<void> {
  const actor: Actor = account ? { ...call.actor, id: account.id, name: account.name } : call.actor;
  const entry: AuditEntry = {
    call: { ...call, actor },
    at: runtime.now(),
    action: 'E',
    kind: 'sign-in',
    outcome: reason === undefined ? 0 : 4,
    ...(reason === undefined ? {} : { reason }),
  };
  return audit.write(entry);
}
