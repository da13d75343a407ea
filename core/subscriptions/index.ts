/** FHIR Subscriptions, fed by the change feed. See README.md. */
import type { Consumer } from '../feed/index.ts';
import type { Handler } from '../jobs/index.ts';
import type { FhirOperation } from '../record/http/index.ts';
import { subscriptionsConsumer } from './follow.ts';
import type { SubscriptionNeeds } from './needs.ts';
import type { PublishedSubscriptions } from '../record/capabilities.ts';
import { builtInTopics } from './topics/built-in.ts';
import { keepTopics } from './topics/topic-store.ts';
import { subscriptionOperations } from './operations.ts';
import { sendHandlers } from './send.ts';

export type { SubscriptionNeeds } from './needs.ts';
export { changedTopic } from './topics/built-in.ts';

export interface Subscriptions {
  readonly consumer: Consumer;
  readonly handlers: readonly Handler[];
  readonly operations: readonly FhirOperation[];
  /** For the CapabilityStatement. */
  readonly published: PublishedSubscriptions;
}

export function subscriptions(needs: SubscriptionNeeds): Subscriptions {
  needs.record.onChange(['Basic'], keepTopics);
  return {
    consumer: subscriptionsConsumer(needs, () => undefined),
    handlers: sendHandlers(needs),
    operations: subscriptionOperations(needs),
    published: { topics: [...builtInTopics.keys()] },
  };
}
