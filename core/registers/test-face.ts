/** For tests of registers: a system on a database of its own, asked over HTTP. */
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { createAuditTrail } from '../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import type { System } from '../http/operation.ts';
import { serveOperations } from '../http/operations.ts';
import { buildServer } from '../http/server.ts';
import { fixedRuntime } from '../runtime/runtime.ts';
import type { EditionNeeds } from './editions.ts';

export interface Face<S extends System> {
  readonly database: TestDatabase;
  readonly system: S;
  get(path: string, as?: Actor): Promise<Answer>;
  send(method: 'POST' | 'PUT', path: string, body: object, as?: Actor): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: ReturnType<typeof JSON.parse>;
}

export const operator: Actor = {
  role: 'operator',
  id: 'o',
  name: 'O',
  purpose: 'HOPERAT',
  scopes: [],
  acrWaived: true,
};

/** Everybody with a bearer token is a patient, or who is handed in. */
export async function openFace<S extends System>(
  make: (needs: EditionNeeds & { database: TestDatabase }) => S,
  now = '2026-06-15T12:00:00Z',
): Promise<Face<S>> {
  const runtime = fixedRuntime(now);
  const database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  const system = make({ database, audit, runtime });
  const server: FastifyInstance = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const patient: Actor = { role: 'patient', id: 'p', name: 'P', purpose: 'PATRQT', patient: 'p', scopes: [] };
  // Requests of several callers run at once: each brings who it is.
  const callers = new Map<string, Actor>();
  const authenticate = async ({ headers }: { headers: { authorization?: string } }) =>
    callers.get(headers.authorization ?? '');
  serveOperations(server, system.operations, { database, audit, runtime, authenticator: { authenticate } });
  const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, as: Actor = patient) => {
    const authorization = JSON.stringify(as);
    callers.set(authorization, as);
    const url = `/api/${system.name}/${path}`;
    const answer = await server.inject({ method, url, headers: { authorization }, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
  };
  return {
    ...{ database, system },
    get: (path, as) => ask('GET', path, undefined, as),
    send: (method, path, body, as) => ask(method, path, body, as),
    async close() {
      await server.close();
      await database.drop();
    },
  };
}
