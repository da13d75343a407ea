/**
 * Serves the operations of systems below /api: who asks, whether they may, the transaction, the audit entry. No handler
 * writes its own audit, none can be reached without the check.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, acrs, type Call } from '../access/actor.ts';
import { cooling } from '../access/authorize.ts';
import type { AuditEntry, AuditTrail } from '../audit/index.ts';
import type { Database, Tx } from '../db/database.ts';
import { Gate } from '../db/gate.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Idempotency, type KeptAnswer, keyOf, type Repeatable } from './idempotency.ts';
import type { Authenticator, Operation, OperationContext, OperationInput } from './operation.ts';
import { linkNext, tellDeprecation } from './reply-headers.ts';
import { asRefusal } from './server.ts';

export interface OperationsNeed {
  database: Database;
  audit: AuditTrail;
  authenticator: Authenticator;
  runtime: Runtime;
  /** Without it a request that names an Idempotency-Key is refused. */
  idempotency?: Idempotency;
}

interface Serving extends OperationsNeed {
  /** How many operations may hold a transaction: what they ask of the record needs connections too. */
  readonly gate: Gate;
}

/** Nobody yet: the caller of operations that are open before sign-in. */
const stranger: Actor = { role: 'patient', id: 'anonymous', name: 'anonymous', purpose: 'PATRQT', scopes: [] };

export function serveOperations(
  server: FastifyInstance,
  operations: readonly Operation[],
  needs: OperationsNeed,
): void {
  const serving = { ...needs, gate: new Gate(Math.max(1, Math.floor((needs.database.pool.options.max ?? 10) / 2))) };
  for (const operation of operations) {
    server.route({
      method: operation.method,
      url: `/api${operation.path}`,
      schema: {
        ...(operation.params ? { params: operation.params } : {}),
        ...(operation.query ? { querystring: operation.query } : {}),
        ...(operation.body ? { body: operation.body } : {}),
      },
      handler: async (request, reply) => {
        const input: OperationInput = {
          params: request.params as Record<string, string>,
          query: request.query as Record<string, string>,
          body: request.body,
          http: { request, reply },
        };
        tellDeprecation(operation, reply);
        const result = await perform(operation, input, serving);
        linkNext(operation, request, reply, result);
        return reply.sent ? reply : reply.send(result ?? null);
      },
    });
  }
}

async function perform(operation: Operation, input: OperationInput, needs: Serving): Promise<unknown> {
  const { request } = input.http;
  const call: Call = { actor: await whoAsks(operation, request, needs), source: request.ip, trace: request.id };
  const touched: Touched = {};
  const entry = entryOf(operation, call, needs.runtime, touched);
  try {
    mayCall(operation, call.actor, needs.runtime.now());
    const repeatable = await repeatableOf(operation, request, call.actor, needs);
    const alone = operation.ownTransactions && !repeatable;
    if (operation.method === 'GET' || operation.audit === 'own' || alone) {
      const result = await operation.handle(input, contextOf(needs.database, call, needs.runtime, touched));
      if (entry) await needs.audit.write(entry());
      return result;
    }
    return await inTransaction(needs, async (tx) => {
      const before = await repeatable?.begin(tx);
      if (before) {
        const again = { ...(entry?.() ?? entryOfRecord(operation, call, needs.runtime)), reason: 'answered-before' };
        await tx.query(needs.audit.insertion([again]));
        return answerAgain(input.http.reply, before);
      }
      const result = await operation.handle(
        input,
        contextOf(tx, claiming(call, operation, repeatable), needs.runtime, touched),
      );
      if (entry) await tx.query(needs.audit.insertion([entry()]));
      await repeatable?.keep(tx, input.http.reply, result);
      return result;
    });
  } catch (error) {
    const refusal = asRefusal(error);
    const denied = refusal?.kind === 'forbidden' || refusal?.kind === 'unauthenticated';
    if (entry || (denied && operation.audit !== 'own')) {
      const written = entry?.() ?? entryOfRecord(operation, call, needs.runtime);
      await needs.audit.write({ ...written, outcome: refusal ? 4 : 8, reason: refusal?.code ?? 'fault' });
    }
    throw error;
  }
}

/** What the record writes for an operation is written in transactions of its own: they say that it is done. */
const claiming = (call: Call, { audit }: Operation, repeatable: Repeatable | undefined): Call =>
  repeatable && audit === 'in-record' ? { ...call, inChange: repeatable.claim } : call;

const inTransaction = <T>({ gate, database }: Serving, work: (tx: Tx) => Promise<T>): Promise<T> =>
  gate.through(() => database.transaction(work));

/** True of operations that may be repeated by an Idempotency-Key: OpenAPI says so too. */
export const isRepeatable = ({ method, access, audit }: Operation): boolean =>
  method === 'POST' && access !== 'anyone' && audit !== 'own';

/** @throws Refusal `bad-idempotency-key`, `no-idempotency-here` */
async function repeatableOf(
  operation: Operation,
  request: FastifyRequest,
  actor: Actor,
  { idempotency }: Serving,
): Promise<Repeatable | undefined> {
  if (operation.method !== 'POST') return undefined;
  const key = keyOf(request);
  if (key === undefined) return undefined;
  if (idempotency && isRepeatable(operation)) return idempotency.of(request, key, actor);
  const says = `${operation.name} cannot promise to be done once: send it without Idempotency-Key.`;
  throw new Refusal('invalid', 'no-idempotency-here', says);
}

function answerAgain(reply: FastifyReply, { status, mediaType, location, body }: KeptAnswer): Buffer {
  reply
    .code(status)
    .type(mediaType ?? 'application/json; charset=utf-8')
    .header('idempotent-replayed', 'true');
  if (location !== null) reply.header('location', location);
  return body;
}

async function whoAsks(
  operation: Operation,
  request: FastifyRequest,
  { authenticator }: OperationsNeed,
): Promise<Actor> {
  if (operation.access === 'anyone') {
    // A stale cookie must not stand in the way of signing in anew.
    return (await authenticator.authenticate(request).catch(() => undefined)) ?? stranger;
  }
  const actor = await authenticator.authenticate(request);
  if (!actor) throw new Refusal('unauthenticated', 'sign-in-first', 'Sign in first.');
  return actor;
}

/** @throws Refusal `not-for-your-role`, `cooling`, `stronger-sign-in-needed`, `prove-again` */
function mayCall({ access, name }: Operation, actor: Actor, now: Date): void {
  if (access === 'anyone') return;
  if (!access.roles.includes(actor.role))
    throw new Refusal('forbidden', 'not-for-your-role', `The role ${actor.role} may not call ${name}.`);
  const { acr, within } = access;
  if (access.exports && actor.cooling) throw cooling();
  if (acr && !actor.acrWaived && !(actor.acr && acrs.indexOf(actor.acr) >= acrs.indexOf(acr))) {
    throw new Refusal('forbidden', 'stronger-sign-in-needed', `${name} needs a sign-in of the level ${acr}.`);
  }
  if (within && !(actor.provenAt && now.getTime() - actor.provenAt.getTime() <= within * 60_000)) {
    const says = `Show a factor again (POST /api/accounts/step-up, act confirm): ${name} needs one of the last ${within} minutes.`;
    throw new Refusal('forbidden', 'prove-again', says);
  }
}

/** Whose data and what an operation says that it touches. */
type Touched = Partial<Parameters<OperationContext['about']>[0]>;

/** The entry of an operation, with what it has told of by then. */
function entryOf(
  { audit, name }: Operation,
  call: Call,
  runtime: Runtime,
  touched: Touched,
): (() => AuditEntry) | undefined {
  if (audit === 'in-record' || audit === 'own') return undefined;
  const at = runtime.now();
  return () => ({ call, at, action: audit.action, kind: name, outcome: 0, ...touched });
}

/** Of an operation whose entries the record writes: what is said of it when the record was not asked. */
const entryOfRecord = ({ name }: Operation, call: Call, runtime: Runtime): AuditEntry => ({
  ...{ call, at: runtime.now(), action: 'E', kind: name, outcome: 0 },
});

const contextOf = (tx: Tx, call: Call, runtime: Runtime, touched: Touched): OperationContext => ({
  about: (told) => void Object.assign(touched, told),
  actor: call.actor,
  call,
  tx,
  now: runtime.now,
  newId: runtime.newId,
});
