/**
 * Sends: the handshake, events in their order, heartbeats. What is sent is read from the record as the subscriber, at
 * this moment: what they may no longer see is left out, and the trail names what they were shown.
 */
import type { Actor } from '../access/actor.ts';
import { authorize } from '../access/index.ts';
import { demandAllowed, post } from '../http/outbound.ts';
import { type Handler, jobs } from '../jobs/index.ts';
import { parseSearch } from '../record/search/index.ts';
import { Refusal } from '../refusal/refusal.ts';
import { mostFailures, type SubscriptionNeeds } from './needs.ts';
import { notificationBundle, type NotificationType, type Told } from './notification.ts';
import { seen } from './seen.ts';
import { handshakeJob, sendJob } from './send-jobs.ts';
import {
  endSending,
  eventsAfter,
  findState,
  sendingFailed,
  setStatus,
  type State,
  takeSending,
  wasSent,
} from './store.ts';
import { tellStatus } from './tell-status.ts';
import { anyType } from './topics/topic.ts';
import { optionsOf } from './topics/triggers.ts';

export const sendHandlers = (needs: SubscriptionNeeds): Handler[] => [
  handshakeJob.by(({ subscription }) => handshake(needs, subscription)),
  sendJob.by(({ subscription }, { signal }) => send(needs, subscription, signal)),
];

/** Is it possible, allowed, and does somebody answer? Then it is active. */
async function handshake(needs: SubscriptionNeeds, id: string): Promise<void> {
  const { database, outbound } = needs;
  const state = await findState(database, id);
  if (state?.status !== 'requested') return;
  try {
    demandRights(await subscriberOf(needs, state), state);
    for (const { type, query } of state.filters) parseSearch(type, query, { strict: true, ...optionsOf(needs) });
    if (state.endpoint !== null) {
      demandAllowed(state.endpoint, outbound);
      await deliver(needs, state, 'handshake', []);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'endpoint-failed' && (await failed(needs, state, error.message, handshakeJob, 'handshake')))
      return;
    await setStatus(database, id, 'error', error.message);
    return tellStatus(needs, id, 'error', error.message);
  }
  await setStatus(database, id, 'active');
  await tellStatus(needs, id, 'active');
  await jobs.add(database, sendJob, { subscription: id }, { key: `notify ${id}` });
  if (state.ends) await jobs.add(database, sendJob, { subscription: id }, { key: `end ${id}`, runAt: state.ends });
}

/** May they search for all that they listen to? What a topic brings along without being asked may be less. */
function demandRights(actor: Actor, { types, filters }: State): void {
  const asked = filters.length > 0 ? filters.map(({ type }) => type) : types;
  const refusals = asked.flatMap((type) => {
    try {
      authorize(actor, 'search-type', type === anyType ? undefined : type);
      return [];
    } catch (error) {
      return [error];
    }
  });
  if (refusals.length > 0 && (filters.length > 0 || refusals.length === asked.length)) throw refusals[0];
}

/** Everything that waits; then the time of the next heartbeat is set. */
async function send(needs: SubscriptionNeeds, id: string, signal: AbortSignal): Promise<void> {
  const { database, runtime } = needs;
  let state = await takeSending(database, id);
  if (!state) {
    if (!(await findState(database, id))) return;
    // Another process sends: it may have looked before this event came.
    await jobs.add(database, sendJob, { subscription: id }, { key: `notify ${id}`, runAt: later(needs, 2_000) });
    return;
  }
  try {
    while (state?.status === 'active') {
      // The process stops: what is left is sent by another.
      signal.throwIfAborted();
      if (state.ends && state.ends <= runtime.now()) {
        await setStatus(database, id, 'off');
        return await tellStatus(needs, id, 'off');
      }
      // Sockets are told by the processes that hold them.
      if (state.channel === 'websocket') return;
      const events = await eventsAfter(database, id, state.delivered, state.most);
      if (events.length === 0) break;
      const { told, last } = await seen(needs, await subscriberOf(needs, state), state, events);
      if (told.length > 0) await deliver(needs, state, 'event-notification', told);
      await wasSent(database, id, last);
      state = await findState(database, id);
    }
    if (state?.status === 'active' && state.heartbeat !== null) await beat(needs, state);
  } catch (error) {
    if (!(error instanceof Refusal) || !state) throw error;
    if (error.code === 'endpoint-failed' && (await failed(needs, state, error.message, sendJob, 'notify'))) return;
    await setStatus(database, id, 'error', error.message);
    await tellStatus(needs, id, 'error', error.message);
  } finally {
    await endSending(database, id);
  }
}

async function beat(needs: SubscriptionNeeds, state: State): Promise<void> {
  const { database, runtime } = needs;
  const period = (state.heartbeat ?? 0) * 1_000;
  if (!state.sent || runtime.now().getTime() - state.sent.getTime() >= period) {
    await subscriberOf(needs, state);
    await deliver(needs, state, 'heartbeat', []);
    await wasSent(database, state.id, state.delivered);
  }
  const key = `heartbeat ${state.id}`;
  await jobs.add(database, sendJob, { subscription: state.id }, { key, runAt: later(needs, period) });
}

/** Counts a failure and sets the next try. False when there were too many. */
async function failed(
  { database, ...needs }: SubscriptionNeeds,
  { id }: State,
  says: string,
  job: typeof sendJob,
  name: string,
): Promise<boolean> {
  const failures = await sendingFailed(database, id, says);
  if (failures >= mostFailures) return false;
  const runAt = later(needs, (needs.retryAfter ?? 5_000) * 2 ** (failures - 1));
  await jobs.add(database, job, { subscription: id }, { key: `${name} ${id}`, runAt });
  return true;
}

const later = ({ runtime }: Pick<SubscriptionNeeds, 'runtime'>, ms: number): Date =>
  new Date(runtime.now().getTime() + ms);

async function subscriberOf({ machineOf }: SubscriptionNeeds, { owner }: State): Promise<Actor> {
  const actor = await machineOf(owner);
  if (actor) return actor;
  throw new Refusal(
    'forbidden',
    'no-subscriber',
    'Subscriptions are for machine clients; the one that wrote this is none.',
  );
}

async function deliver(
  { record, runtime, outbound }: SubscriptionNeeds,
  state: State,
  kind: NotificationType,
  told: readonly Told[],
): Promise<void> {
  const ids = { bundleId: runtime.newId(), statusId: runtime.newId() };
  const body = notificationBundle({
    ...ids,
    ...{ base: record.settings.baseUrl, at: runtime.now(), state, kind, told, content: state.content },
  });
  const headers = Object.fromEntries(
    state.headers.map((header) => [header.slice(0, header.indexOf(':')), header.slice(header.indexOf(':') + 1).trim()]),
  );
  await post(state.endpoint ?? '', body, { ...headers, 'content-type': 'application/fhir+json' }, outbound);
}
