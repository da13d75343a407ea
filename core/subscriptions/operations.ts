/**
 * `$status` and `$events` of a Subscription. Whoever may read the Subscription sees its status; its events are for the
 * client that wrote it. https://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition-backport-subscription-events.html
 */
import { sendText } from '../record/http/answer.ts';
import type { FhirOperation } from '../record/http/operation.ts';
import { queryOfOperation } from '../record/http/parameters.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { SubscriptionNeeds } from './needs.ts';
import { notificationBundle, statusParameters } from './notification.ts';
import { seen } from './seen.ts';
import { eventsAfter, findState, idsOf, type State, type Status } from './store.ts';

const definition = (name: string) =>
  `http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-${name}`;
const mostAtOnce = 100;
const statuses = new Set<string>(['requested', 'active', 'error', 'off'] satisfies Status[]);

export function subscriptionOperations(needs: SubscriptionNeeds): FhirOperation[] {
  const { database, runtime, record } = needs;
  const base = record.settings.baseUrl;
  const stateOf = async (id: string): Promise<State> => {
    const state = await findState(database, id);
    if (state) return state;
    throw new Refusal('not-found', 'not-followed', `Subscription/${id} is not followed yet. Ask again in a moment.`);
  };
  const ids = () => ({ bundleId: runtime.newId(), statusId: runtime.newId(), at: runtime.now(), base });
  return [
    {
      name: 'status',
      definition: definition('status'),
      types: ['Subscription'],
      instances: ['Subscription'],
      methods: ['GET', 'POST'],
      async handle(request) {
        const { reply, call, query, id } = request;
        const wanted = id === '' ? askedStatuses(queryOfOperation(request)) : { ids: [id], statuses: [] };
        const named = wanted.ids.length > 0 ? wanted.ids : await idsOf(database, call.actor.id, mostAtOnce);
        const entry = [];
        for (const one of named) {
          await record.read(call, 'Subscription', one);
          const state = await stateOf(one);
          if (wanted.statuses.length > 0 && !wanted.statuses.includes(state.status)) continue;
          const status = statusParameters({ ...ids(), state, kind: 'query-status', told: [], content: state.content });
          entry.push({ fullUrl: `urn:uuid:${status.id}`, resource: status, search: { mode: 'match' } });
        }
        const bundle = { resourceType: 'Bundle', type: 'searchset', total: entry.length };
        sendText(reply, 200, JSON.stringify({ ...bundle, ...(entry.length > 0 ? { entry } : {}) }), query);
      },
    },
    {
      name: 'events',
      definition: definition('events'),
      instances: ['Subscription'],
      methods: ['GET', 'POST'],
      async handle(request) {
        const { reply, call, query, id } = request;
        await record.read(call, 'Subscription', id);
        const state = await stateOf(id);
        if (state.owner !== call.actor.id) {
          throw new Refusal(
            'forbidden',
            'not-your-subscription',
            'Events are for the client that wrote the Subscription.',
          );
        }
        const { since, until, content } = asked(queryOfOperation(request), state);
        const events = await eventsAfter(database, id, since, mostAtOnce, until);
        const { told } = await seen(needs, call.actor, state, events, content);
        sendText(reply, 200, notificationBundle({ ...ids(), state, kind: 'query-event', told, content }), query);
      },
    },
  ];
}

/**
 * Of which Subscriptions, in which status; none named: of all that the caller wrote.
 * https://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition-backport-subscription-status.html
 */
function askedStatuses(text: string): { ids: readonly string[]; statuses: readonly string[] } {
  const query = new URLSearchParams(text);
  const [ids, named] = [query.getAll('id'), query.getAll('status')];
  if (ids.length > mostAtOnce) {
    throw new Refusal('invalid', 'too-many-ids', `At most ${mostAtOnce} Subscriptions at once: ask for several.`);
  }
  if (named.some((status) => !statuses.has(status))) {
    throw new Refusal('invalid', 'bad-parameter', `status must be one of ${[...statuses].join(', ')}.`);
  }
  return { ids, statuses: named };
}

/** Numbers are inclusive, as the standard says. */
function asked(text: string, state: State): { since: string; until?: string; content: State['content'] } {
  const query = new URLSearchParams(text);
  const number = (name: string) => {
    const value = query.get(name);
    if (value === null || /^\d{1,15}$/.test(value)) return value === null ? undefined : Number(value);
    throw new Refusal('invalid', 'bad-parameter', `${name} must be the number of an event.`);
  };
  const since = number('eventsSinceNumber') ?? 1;
  const until = number('eventsUntilNumber');
  const content = query.get('content') ?? state.content;
  if (content !== 'empty' && content !== 'id-only' && content !== 'full-resource') {
    throw new Refusal('invalid', 'bad-parameter', 'content must be empty, id-only or full-resource.');
  }
  return { since: String(since - 1), content, ...(until === undefined ? {} : { until: String(until) }) };
}
