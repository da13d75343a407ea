/**
 * What provider-services is given: the operations of the platform, who a caller is, whom signatures are believed of.
 */
import type { Actor } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import type { Ask } from '#core/http/inside.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { DocumentKind, Verified } from '#core/signatures/index.ts';

/** Somebody who has the right to practise now. */
export interface Worker {
  readonly practitioner: string;
  readonly pesel: string;
}

export interface ProviderServicesNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  /** Asks an operation as somebody. */
  readonly ask: Ask;
  /** The machine client that is registered with a certificate; undefined when there is none, or it is stopped. */
  readonly machineOf: (thumbprint: string) => Promise<Actor | undefined>;
  /** By the number of the right to practise (CWPM). */
  readonly workerOf: (npwz: string) => Promise<Worker | undefined>;
  /** Logical id of a patient. */
  readonly patientOf: (pesel: string) => Promise<string | undefined>;
  /** @throws Refusal `signature-…` */
  readonly verify: (signed: Buffer, document: DocumentKind) => Promise<Verified>;
  /** Whatever is issued within `work` carries these signed documents, and no others are made. */
  readonly bringing: <T>(documents: readonly string[], work: () => Promise<T>) => Promise<T>;
}
