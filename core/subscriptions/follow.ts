/** What the change feed means for Subscriptions: they themselves change, or what they listen to does. */
import { platformActor } from '../access/actor.ts';
import { visibilityOf } from '../access/index.ts';
import type { Consumer, FeedChange, FeedEntry } from '../feed/index.ts';
import { jobs } from '../jobs/index.ts';
import type { Resource } from '../record/record.ts';
import { findMatches } from '../record/search/index.ts';
import { Refusal } from '../refusal/refusal.ts';
import { handshakeJob, sendJob } from './send-jobs.ts';
import type { SubscriptionNeeds } from './needs.ts';
import { addEvents, keepState, listening, setStatus, type State } from './store.ts';
import { understand } from './subscription.ts';
import { platform, tellStatus } from './tell-status.ts';

/** The consumer of the feed. */
export const subscriptionsConsumer = (needs: SubscriptionNeeds): Consumer => ({
  name: 'subscriptions',
  from: 'now',
  async handle(changes) {
    for (const change of changes) await take(needs, change);
  },
});

async function take(needs: SubscriptionNeeds, change: FeedChange): Promise<void> {
  for (const entry of change.entries) if (entry.type === 'Subscription') await follow(needs, change, entry);
  const told = change.entries.filter(({ type, method }) => type !== 'Subscription' && method !== 'delete');
  if (told.length === 0) return;
  const byType = Map.groupBy(told, ({ type }) => type);
  for (const state of await listening(needs.database, [...byType.keys()])) {
    const matching = await matchesOf(needs, state, byType.get(state.type) ?? []);
    if (matching.length === 0) continue;
    await needs.database.transaction(async (tx) => {
      if (!(await addEvents(tx, state.id, change, matching))) return;
      // After a failure the next try has its time already.
      if (state.failures === 0) await jobs.add(tx, sendJob, { subscription: state.id }, { key: `notify ${state.id}` });
    });
  }
}

/** Asked by the record's own search, as the subscriber: what they may not see does not match. */
async function matchesOf(needs: SubscriptionNeeds, state: State, entries: readonly FeedEntry[]): Promise<FeedEntry[]> {
  const actor = await needs.machineOf(state.owner);
  if (!actor) return [];
  const ids = [...new Set(entries.map(({ id }) => id))];
  const query = `${state.query}${state.query && '&'}_id=${ids.join(',')}`;
  const options = { base: [`${needs.record.settings.baseUrl}/`], now: needs.runtime.now };
  const found = await findMatches(needs.database, state.type, query, visibilityOf(actor), ids.length, options);
  const matching = new Set(found.map(({ id }) => id));
  return entries.filter(({ id }) => matching.has(id));
}

/** A Subscription was written. By a client: it is asked for anew, by the rights of who wrote it last. */
async function follow(needs: SubscriptionNeeds, { actor }: FeedChange, { id, method }: FeedEntry): Promise<void> {
  if (actor === platformActor('subscriptions').id) return;
  const { database, record } = needs;
  const stored = method === 'delete' ? undefined : await record.read(platform, 'Subscription', id).catch(ifGone);
  const resource = stored && (JSON.parse(stored.content) as Resource & { status?: string });
  if (!resource || resource.status === 'off') return setStatus(database, id, 'off');
  if (resource.status === 'error') return setStatus(database, id, 'error', 'Written as such.');
  try {
    const wanted = understand(resource);
    await database.transaction(async (tx) => {
      await keepState(tx, id, actor, wanted);
      await jobs.add(tx, handshakeJob, { subscription: id }, { key: `handshake ${id}` });
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await setStatus(database, id, 'error', error.message);
    await tellStatus(needs, id, 'error', error.message);
  }
}

const ifGone = (error: unknown): undefined => {
  if (error instanceof Refusal && (error.kind === 'gone' || error.kind === 'not-found')) return undefined;
  throw error;
};
