/** What the change feed means for Subscriptions: they themselves change, their topics do, or what they listen to. */
import { platformActor } from '../access/actor.ts';
import type { Consumer, FeedChange, FeedEntry } from '../feed/index.ts';
import { jobs } from '../jobs/index.ts';
import type { Resource } from '../record/record.ts';
import { Refusal } from '../refusal/refusal.ts';
import { matchesOf } from './matches.ts';
import { handshakeJob, sendJob } from './send-jobs.ts';
import type { SubscriptionNeeds } from './needs.ts';
import {
  addEvents,
  findState,
  forgetEvents,
  forgetState,
  keepState,
  listening,
  onTopic,
  setStatus,
  type State,
  withoutTopic,
} from './store.ts';
import { topicNamed, understand } from './subscription.ts';
import { platform, tellStatus } from './tell-status.ts';
import { builtInTopics } from './topics/built-in.ts';
import { findTopic, topicsOf } from './topics/topic-store.ts';

/** Tells sockets that there is something for a Subscription. */
export type Ring = (subscription: string) => void;

/** The consumer of the feed. */
export const subscriptionsConsumer = (needs: SubscriptionNeeds, ring: Ring): Consumer => ({
  name: 'subscriptions',
  from: 'now',
  async handle(changes, _signal, look) {
    for (const change of changes) await take(needs, ring, change, look);
  },
});

/** By the look that read the changes: who listens was asked after they were committed, once for all of them. */
const heard = new WeakMap<object, Map<string, Promise<State[]>>>();

function listeners({ database }: SubscriptionNeeds, entries: readonly FeedEntry[], look: object): Promise<State[]> {
  const types = [...new Set(entries.map(({ type }) => type))].sort();
  const known = heard.get(look) ?? new Map<string, Promise<State[]>>();
  heard.set(look, known);
  const states = known.get(types.join()) ?? listening(database, types);
  known.set(types.join(), states);
  return states;
}

async function take(needs: SubscriptionNeeds, ring: Ring, change: FeedChange, look: object): Promise<void> {
  const { database } = needs;
  const by = Map.groupBy(change.entries, ({ type }) => (type === 'Subscription' || type === 'Basic' ? type : 'others'));
  for (const entry of by.get('Subscription') ?? []) await follow(needs, change.actor, entry);
  if (by.has('Basic')) await followTopics(needs, by.get('Basic') ?? []);
  const removed = change.entries.filter(({ method }) => method === 'expunge');
  if (removed.length > 0) await forgetEvents(database, removed);
  // A Subscription holds what its owner sends with every notification: it is told of to nobody.
  const told = change.entries.filter(({ type, method }) => type !== 'Subscription' && method !== 'expunge');
  if (told.length === 0) return;
  for (const state of await listeners(needs, told, look)) {
    const matching = await matchesOf(needs, state, change, told).catch((error) => giveUp(needs, state, error));
    if (matching.length > 0) await keepEvents(needs, ring, state, change, matching);
  }
}

/** What one Subscription asks and nobody can answer (too much, by now) stops that one, and no other. */
async function giveUp(needs: SubscriptionNeeds, { id }: State, error: unknown): Promise<[]> {
  if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
  await setStatus(needs.database, id, 'error', error.message);
  await tellStatus(needs, id, 'error', error.message);
  return [];
}

async function keepEvents(
  { database }: SubscriptionNeeds,
  ring: Ring,
  state: State,
  change: FeedChange,
  matching: readonly FeedEntry[],
): Promise<void> {
  const isNew = await database.transaction(async (tx) => {
    const added = await addEvents(tx, state.id, change, matching);
    if (!added) return false;
    // After a failure the next try has its time already.
    if (state.channel === 'rest-hook' && added.failures === 0) {
      await jobs.add(tx, sendJob, { subscription: state.id }, { key: `notify ${state.id}` });
    }
    return true;
  });
  if (isNew && state.channel === 'websocket') ring(state.id);
}

/** A Subscription was written. By a client: it is asked for anew, by the rights of who wrote it last. */
async function follow(needs: SubscriptionNeeds, actor: string, { id, method }: FeedEntry): Promise<void> {
  if (actor === platformActor('subscriptions').id) return;
  const { database, record } = needs;
  const stored = method === 'delete' ? undefined : await record.read(platform, 'Subscription', id).catch(ifGone);
  const resource = stored && (JSON.parse(stored.content) as Resource & { status?: string });
  if (!resource) return forgetState(database, id);
  if (resource.status === 'off') return setStatus(database, id, 'off');
  if (resource.status === 'error') return setStatus(database, id, 'error', 'Written as such.');
  await ask(needs, id, actor, resource);
}

/** Understands a Subscription and lets it shake hands; or says why that cannot be. */
async function ask(needs: SubscriptionNeeds, id: string, owner: string, resource: Resource): Promise<void> {
  const { database } = needs;
  try {
    const named = topicNamed(resource);
    const wanted = understand(resource, named === undefined ? undefined : await findTopic(database, named));
    await database.transaction(async (tx) => {
      await keepState(tx, id, owner, wanted);
      await jobs.add(tx, handshakeJob, { subscription: id }, { key: `handshake ${id}` });
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await setStatus(database, id, 'error', error.message);
    await tellStatus(needs, id, 'error', error.message);
  }
}

/** Topics changed: those who listen by them are understood anew, those whose topic is no more are in error. */
async function followTopics(needs: SubscriptionNeeds, entries: readonly FeedEntry[]): Promise<void> {
  const { database, record } = needs;
  const changed = await topicsOf(
    database,
    entries.map(({ id }) => id),
  );
  const concerned = [
    ...(await Promise.all(changed.map((url) => onTopic(database, url)))).flat(),
    ...(entries.some(({ method }) => method !== 'create')
      ? await withoutTopic(database, [...builtInTopics().keys()])
      : []),
  ];
  for (const id of new Set(concerned)) {
    const state = await findState(database, id);
    const stored = await record.read(platform, 'Subscription', id).catch(ifGone);
    if (state && stored) await ask(needs, id, state.owner, JSON.parse(stored.content) as Resource);
  }
}

const ifGone = (error: unknown): undefined => {
  if (error instanceof Refusal && (error.kind === 'gone' || error.kind === 'not-found')) return undefined;
  throw error;
};
