/**
 * One way to define an HTTP operation of a system: address, shapes, who may, what is audited, what it does, in one
 * value. The server, OpenAPI, the access matrix and the audit all read that value.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Acr, Actor, Call, Purpose, Role } from '../access/actor.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { Tx } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** A JSON Schema (draft 7 as ajv in Fastify reads it). */
export type Schema = { readonly [keyword: string]: unknown };

export interface OperationContext {
  readonly actor: Actor;
  readonly call: Call;
  /** A transaction for operations that change something, the database for those that read. */
  readonly tx: Tx;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Tells the trail whose data and what the operation touches: it goes into the operation's own entry. */
  readonly about: (touched: Pick<AuditEntry, 'patients' | 'patientIds' | 'entities'>) => void;
}

export interface OperationInput {
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string | undefined };
  readonly body: unknown;
  /** For operations that set cookies or headers; most never look. */
  readonly http: { readonly request: FastifyRequest; readonly reply: FastifyReply };
}

export interface OperationAccess {
  readonly roles: readonly Role[];
  readonly purpose: Purpose;
  /** The weakest way of signing in that will do. */
  readonly acr?: Acr;
  /** For how many minutes after a factor was shown. */
  readonly within?: number;
  /** Lets much out at once: not within a day of recovering the account. */
  readonly exports?: true;
}

export interface Example {
  readonly summary: string;
  readonly params?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string };
  readonly body?: unknown;
  /** Of the same form as what is really answered: same members, same kinds of values. */
  readonly reply: unknown;
}

export interface Deprecation {
  /** Days: from when, and the first on which it may be gone: at least a year later. */
  readonly since: string;
  readonly sunset: string;
  /** Name of the operation to use now. */
  readonly instead?: string;
}

export interface Operation {
  /** Kebab-case verb and noun, unique in the platform. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api`: `/accounts/sign-in`. */
  readonly path: string;
  readonly summary: string;
  /** `anyone`: before sign-in. Otherwise the roles that may call it, and for which purpose. */
  readonly access: 'anyone' | OperationAccess;
  /**
   * What the trail says; `in-record` when the record itself audits what the operation touches. `own`: the operation
   * writes its own entries, refusals too, and opens its own transactions (sign-in: a failure is counted though it is
   * refused, and no connection waits while a password is hashed); its `tx` is the database.
   */
  readonly audit: { readonly action: 'C' | 'R' | 'U' | 'D' | 'E' } | 'in-record' | 'own';
  /**
   * Of `in-record`: all that it changes, it changes in transactions of its own; its `tx` is the database, unless the
   * request names an Idempotency-Key, whose answer is kept in one.
   */
  readonly ownTransactions?: true;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  readonly reply?: Schema;
  /** A request and what is answered to it; checks/api-examples.test.ts runs them against a real server. */
  readonly examples?: readonly Example[];
  /** Still served, but not for ever: headers and OpenAPI say so. See docs/api-policy.md. */
  readonly deprecated?: Deprecation;
  readonly handle: (input: OperationInput, context: OperationContext) => Promise<unknown>;
}

/** Checks an operation's shape where it is written. */
export const operation = (definition: Operation): Operation => definition;

/** A system's face towards the app that composes the platform. */
export interface System {
  /** Folder name: `patient-profile`. */
  readonly name: string;
  readonly operations: readonly Operation[];
  /** Work in the background; returns how to stop it. */
  start?(): Promise<() => Promise<void>>;
}

/** How a request is turned into a caller; handed in by the app (systems/oversight/accounts does it). */
export interface Authenticator {
  /**
   * Who asks: by `Authorization: Bearer` or by the session cookie. Undefined when neither is there.
   * @throws Refusal `unauthenticated` when what is there is not valid; `forbidden` `csrf` when a browser's change
   * lacks its token.
   */
  authenticate(request: FastifyRequest): Promise<Actor | undefined>;
}

export type { Runtime };
