/** FHIR Subscriptions, fed by the change feed. See README.md. */
import type { Consumer } from '../feed/index.ts';
import type { Handler } from '../jobs/index.ts';
import type { FhirOperation } from '../record/http/index.ts';
import { subscriptionsConsumer } from './follow.ts';
import type { SubscriptionNeeds } from './needs.ts';
import { subscriptionOperations } from './operations.ts';
import { sendHandlers } from './send.ts';

export type { SubscriptionNeeds } from './needs.ts';
export { changedTopic } from './subscription.ts';

export interface Subscriptions {
  readonly consumer: Consumer;
  readonly handlers: readonly Handler[];
  readonly operations: readonly FhirOperation[];
}

export const subscriptions = (needs: SubscriptionNeeds): Subscriptions => ({
  consumer: subscriptionsConsumer(needs),
  handlers: sendHandlers(needs),
  operations: subscriptionOperations(needs),
});
