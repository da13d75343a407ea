/**
 * Requests that one way in makes of another within the process, as a caller whom it has proven itself (SOAP asks the
 * operations that HTTP serves): validated, audited, counted and done once like any other. Who asks travels in the
 * asynchronous context, which no request from outside can enter.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../access/actor.ts';
import type { Authenticator } from './operation.ts';

const callers = new AsyncLocalStorage<Actor>();

/** Only whoever asks from within. */
export const inside: Authenticator = { authenticate: async () => callers.getStore() };

/** Whoever asks from within, by `within` (which may count them), else as the other says. */
export const orInside = (outside: Authenticator, within: Authenticator = inside): Authenticator => ({
  authenticate: (request) => (callers.getStore() ? within : outside).authenticate(request),
});

export interface Question {
  readonly method: 'GET' | 'POST';
  /** Below `/api`: `/e-referral/referrals`. */
  readonly path: string;
  readonly body?: object;
  /** Address of whoever asks. */
  readonly source: string;
  /** The same within a day is done once (core/http/idempotency.ts). */
  readonly once?: string;
}

export interface Answer {
  readonly status: number;
  /** Undefined when it is no JSON. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly text: string;
}

export type Ask = (actor: Actor, question: Question) => Promise<Answer>;

export const askInside =
  (server: () => FastifyInstance): Ask =>
  (actor, { method, path, body, source, once }) =>
    callers.run(actor, async () => {
      const answer = await server().inject({
        ...{ method, url: `/api${path}`, remoteAddress: source },
        headers: { 'content-type': 'application/json', ...(once && { 'idempotency-key': once }) },
        ...(body && { payload: JSON.stringify(body) }),
      });
      const isJson = String(answer.headers['content-type']).includes('json');
      return {
        status: answer.statusCode,
        body: isJson ? (JSON.parse(answer.body) as Record<string, unknown>) : undefined,
        text: answer.body,
      };
    });
