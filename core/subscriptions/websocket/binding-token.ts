/**
 * `$get-ws-binding-token`: what a client binds its socket with. 256 bits, good once and for half a minute, for
 * Subscriptions of its own; kept as a hash.
 * https://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition-backport-subscription-get-ws-binding-token.html
 */
import { createHash } from 'node:crypto';
import type { Call } from '../../access/actor.ts';
import type { Tx } from '../../db/database.ts';
import { sendText } from '../../record/http/answer.ts';
import type { FhirOperation } from '../../record/http/operation.ts';
import { queryOfOperation } from '../../record/http/parameters.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { SubscriptionNeeds } from '../needs.ts';
import { findStates, socketsOf, type State } from '../store.ts';

/** Subscriptions that one token binds. */
export const mostBound = 100;
const mostTokens = 100;
const goodFor = 30_000;
/** How long a socket hears when the proof of who asks says nothing of its end. */
const longestBinding = 3_600_000;

export interface Binding {
  readonly owner: string;
  readonly scopes: readonly string[];
  readonly subscriptions: readonly string[];
  readonly until: Date;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Address of the sockets, from that of the FHIR face. */
export const socketUrl = (base: string): string => `${base.replace(/^http/, 'ws')}/websocket`;

export function getWsBindingToken(needs: SubscriptionNeeds): FhirOperation {
  const { database, runtime, record } = needs;
  return {
    name: 'get-ws-binding-token',
    definition:
      'http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-get-ws-binding-token',
    types: ['Subscription'],
    instances: ['Subscription'],
    methods: ['GET', 'POST'],
    async handle(asked) {
      const { reply, call, query, id } = asked;
      const ids = id === '' ? new URLSearchParams(queryOfOperation(asked)).getAll('id') : [id];
      const states = await boundable(needs, call, ids);
      const token = runtime.randomBytes(32).toString('base64url');
      const now = runtime.now().getTime();
      const expires = new Date(now + goodFor);
      const { id: owner, scopes, until = now + longestBinding } = call.actor;
      const subscriptions = states.map((state) => state.id);
      await database.transaction(async (tx) => {
        await keepToken(tx, token, { owner, scopes, subscriptions, until: new Date(until) }, expires);
        await tx.query(needs.audit.insertion([entryOf(call, runtime.now(), 'get-ws-binding-token', subscriptions)]));
      });
      const parameter = [
        { name: 'token', valueString: token },
        { name: 'expiration', valueDateTime: expires.toISOString() },
        ...subscriptions.map((valueString) => ({ name: 'subscription', valueString })),
        { name: 'websocket-url', valueUrl: socketUrl(record.settings.baseUrl) },
      ];
      reply.header('cache-control', 'no-store');
      sendText(reply, 200, JSON.stringify({ resourceType: 'Parameters', parameter }), query);
    },
  };
}

/** For the trail: who binds which Subscriptions. */
export const entryOf = (call: Call, at: Date, kind: string, subscriptions: readonly string[]) => ({
  ...{ call, at, kind, action: 'E' as const, outcome: 0 as const, rule: 'scope' },
  entities: subscriptions.map((id) => `Subscription/${id}`),
});

/** @throws Refusal for what is not the caller's, not there, not for sockets, or not active. */
async function boundable(
  { database, record }: SubscriptionNeeds,
  call: Call,
  ids: readonly string[],
): Promise<readonly State[]> {
  if (ids.length > mostBound) {
    throw new Refusal('invalid', 'too-many-ids', `A token binds at most ${mostBound} Subscriptions. Ask for several.`);
  }
  // Whoever may read the Subscription may know of it; only its client may listen.
  for (const id of ids) await record.read(call, 'Subscription', id);
  const states = await (ids.length === 0 ? socketsOf(database, call.actor.id, mostBound) : findStates(database, ids));
  const known = new Map(states.map((state) => [state.id, state]));
  for (const id of ids) {
    const state = known.get(id);
    if (!state) throw broken('not-followed', `Subscription/${id} is not followed yet. Ask again in a moment.`);
    if (state.owner !== call.actor.id) {
      throw new Refusal('forbidden', 'not-your-subscription', `Subscription/${id} was written by another client.`);
    }
    if (state.channel !== 'websocket') throw broken('no-websocket', `Subscription/${id} has another channel.`);
    if (state.status !== 'active') throw broken('not-active', `Subscription/${id} is ${state.status}, not active.`);
  }
  if (states.length === 0) throw broken('nothing-to-bind', 'You have no active Subscription by websocket.');
  return states;
}

const broken = (code: string, says: string): Refusal => new Refusal('rule-broken', code, says);

async function keepToken(tx: Tx, token: string, binding: Binding, expires: Date): Promise<void> {
  const { owner, scopes, subscriptions, until } = binding;
  await tx.query('delete from subscription.binding where expires < now()');
  const { rows } = await tx.query<{ n: number }>(
    'select count(*)::int as n from subscription.binding where owner = $1',
    [owner],
  );
  if ((rows[0]?.n ?? 0) >= mostTokens) {
    const message = 'Use the tokens that you have, or wait until they expire.';
    throw new Refusal('busy', 'too-many-tokens', { message, retryAfter: goodFor / 1_000 });
  }
  await tx.query(
    `insert into subscription.binding (token, owner, scopes, subscriptions, until, expires)
      values ($1, $2, $3, $4, $5, $6)`,
    [hashOf(token), owner, scopes, subscriptions, until, expires],
  );
}

/** Takes a token: whoever comes second, or late, has none. */
export async function redeem(tx: Tx, token: string, now: Date): Promise<Binding | undefined> {
  const { rows } = await tx.query<Binding & { expires: Date }>(
    'delete from subscription.binding where token = $1 returning owner, scopes, subscriptions, until, expires',
    [hashOf(token)],
  );
  const [binding] = rows;
  return binding && binding.expires > now && binding.until > now ? binding : undefined;
}
