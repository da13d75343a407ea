/** FHIR Subscriptions, fed by the change feed. See README.md. */
import type { FastifyInstance } from 'fastify';
import type { Consumer } from '../feed/index.ts';
import type { Handler } from '../jobs/index.ts';
import type { FhirOperation } from '../record/http/index.ts';
import { subscriptionsConsumer } from './follow.ts';
import type { SubscriptionNeeds } from './needs.ts';
import type { PublishedSubscriptions } from '../record/interactions/capabilities.ts';
import { builtInTopics } from './topics/built-in.ts';
import { keepTopics } from './topics/topic-store.ts';
import { getWsBindingToken, socketUrl } from './websocket/binding-token.ts';
import type { SocketLimits } from './websocket/limits.ts';
import { sockets } from './websocket/sockets.ts';
import { subscriptionOperations } from './operations.ts';
import { sendHandlers } from './send.ts';

export type { SubscriptionNeeds } from './needs.ts';
export { changedTopic } from './topics/built-in.ts';

export interface Subscriptions {
  readonly consumer: Consumer;
  readonly handlers: readonly Handler[];
  readonly operations: readonly FhirOperation[];
  /** The sockets, below the base of the FHIR face. */
  readonly routes: (server: FastifyInstance) => Promise<void>;
  /** For the CapabilityStatement. */
  readonly published: PublishedSubscriptions;
}

export function subscriptions(needs: SubscriptionNeeds, limits?: SocketLimits): Subscriptions {
  needs.record.onChange(['Basic'], keepTopics);
  const held = sockets(needs, limits);
  return {
    consumer: subscriptionsConsumer(needs, held.ring),
    handlers: sendHandlers(needs),
    operations: [...subscriptionOperations(needs), getWsBindingToken(needs)],
    routes: held.routes,
    published: { topics: [...builtInTopics().keys()], websocket: socketUrl(needs.record.settings.baseUrl) },
  };
}
