/** What alerts need of others; handed in by the app. */
import type { Call } from '#core/access/actor.ts';
import type { Database, Tx } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { SafetyWarning } from './engine/facts.ts';
import type { Reading } from './gather.ts';

/** Of medication safety: what its set of rules says of facts that are already read. */
export interface Safety {
  /** Undefined without a set: nothing was checked. Warnings speak of `news` beside each other and what is taken. */
  warnings(tx: Tx, about: SafetyQuestion): Promise<readonly SafetyWarning[] | undefined>;
}

export interface SafetyQuestion {
  readonly news: readonly { readonly atc: string; readonly name: string }[];
  readonly taken: readonly { readonly atc: string; readonly name: string; readonly endsSoon?: true }[];
  readonly age: number | undefined;
  readonly pregnant: 'yes' | 'no' | 'unknown';
  readonly egfr: { readonly value: number; readonly day: string } | undefined;
  readonly allergies: readonly { readonly name: string; readonly atc?: string }[];
  readonly conditions: readonly string[];
}

/** Of e-prescription: whose prescription a pharmacy has before it. */
export interface Dispensing {
  /** @throws Refusal `no-such-prescription`, `not-in-hand`: found by its key or code, begun or taken in hand there */
  demandInHand(call: Call, tx: Tx, prescription: string): Promise<void>;
}

export interface AlertsNeeds {
  readonly record: Reading;
  readonly database: Database;
  readonly runtime: Runtime;
  readonly safety: Safety;
  readonly dispensing: Dispensing;
  /** The speciality by which statistics are kept: code of the register; undefined when none is known. */
  readonly specialityOf: (call: Call) => Promise<string | undefined>;
  /** Where the platform answers: addresses of rules' cards. */
  readonly baseUrl: string;
}
