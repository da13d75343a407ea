/**
 * Which entries of a change are events of a Subscription: its topic's triggers and its own filters are held against the
 * very versions that the change made and replaced, as the subscriber: what they may not see does not match.
 */
import { visibilityOf } from '../access/index.ts';
import type { FeedChange, FeedEntry } from '../feed/index.ts';
import { matchingVersions } from '../record/search/index.ts';
import type { SubscriptionNeeds } from './needs.ts';
import type { State } from './store.ts';
import { anyType, type Trigger } from './topics/topic.ts';
import { type Asking, optionsOf, told, triggered } from './topics/triggers.ts';

/** Classic criteria speak of what is there: https://hl7.org/fhir/R4/subscription.html says nothing of deletions. */
const classic: readonly Trigger[] = [{ resource: anyType, interactions: ['create', 'update'] }];

export async function matchesOf(
  needs: SubscriptionNeeds,
  state: State,
  { patient }: FeedChange,
  entries: readonly FeedEntry[],
): Promise<FeedEntry[]> {
  const actor = await needs.machineOf(state.owner);
  // A topic that was taken away meanwhile: the feed tells of that too.
  if (!actor || (state.topic !== null && !state.definition)) return [];
  const asking: Asking = { needs, patient, visibility: visibilityOf(actor) };
  const triggers = state.definition?.triggers ?? classic;
  const matching = new Set<FeedEntry>();
  for (const [type, own] of Map.groupBy(entries, (entry) => entry.type)) {
    if (!state.types.includes(type) && !state.types.includes(anyType)) continue;
    const possible = own.filter((entry) => triggers.some((trigger) => concerns(trigger, type, entry)));
    const filtered = await filter(asking, state, type, possible);
    for (const entry of await triggered(asking, type, filtered, triggers)) matching.add(entry);
  }
  return entries.filter((entry) => matching.has(entry));
}

const concerns = ({ resource, interactions }: Trigger, type: string, { method }: FeedEntry): boolean =>
  (resource === type || resource === anyType) && interactions.includes(method as never);

/** By all filters of the type; without any, what may be seen. */
async function filter(
  { needs, patient, visibility }: Asking,
  { filters }: State,
  type: string,
  entries: readonly FeedEntry[],
): Promise<FeedEntry[]> {
  const own = filters.filter((one) => one.type === type).map(({ query }) => query);
  let left = [...entries];
  for (const query of own.length > 0 ? own : ['']) {
    const versions = left.map((entry) => told(entry, patient));
    const matching = await matchingVersions(needs.database, type, query, versions, visibility, optionsOf(needs));
    left = left.filter(({ id }) => matching.has(id));
  }
  return left;
}
