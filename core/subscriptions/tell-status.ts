/** Writes what became of a Subscription into the resource, where its owner looks. */
import { type Call, platformActor } from '../access/actor.ts';
import type { Resource } from '../record/record.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { SubscriptionNeeds } from './needs.ts';
import type { Status } from './store.ts';

export const platform: Call = { actor: platformActor('subscriptions'), source: 'local', trace: 'subscriptions' };

export async function tellStatus(
  { record }: SubscriptionNeeds,
  id: string,
  status: Status,
  error?: string,
): Promise<void> {
  try {
    const { content, version } = await record.read(platform, 'Subscription', id);
    const { error: _before, ...resource } = JSON.parse(content) as Resource;
    await record.update(platform, { ...resource, status, ...(error ? { error } : {}) } as Resource, {
      ifMatch: version,
    });
  } catch (refusal) {
    // Deleted, or written anew meanwhile: the feed tells of that.
    if (!(refusal instanceof Refusal) || refusal.kind === 'unavailable') throw refusal;
  }
}
