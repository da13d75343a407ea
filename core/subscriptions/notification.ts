/**
 * Notification Bundles of the R4 topic backport: first the status as Parameters, then what it is about.
 * https://hl7.org/fhir/uv/subscriptions-backport/notifications.html
 */
import type { Stored } from '../record/record.ts';
import type { Event, State } from './store.ts';

export type NotificationType = 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event';

/** An event that the subscriber may see. */
export interface Told extends Event {
  /** The resource as it is now; undefined when the event is its deletion. */
  readonly text: string | undefined;
  /** What the topic's shape puts beside it. */
  readonly beside: readonly Stored[];
}

export interface Notification {
  readonly base: string;
  readonly bundleId: string;
  readonly statusId: string;
  readonly at: Date;
  readonly state: State;
  readonly kind: NotificationType;
  readonly told: readonly Told[];
  readonly content: State['content'];
}

const named = ({ type, id }: { type: string; id: string }): string => `${type}/${id}`;

/** The status alone. */
export function statusParameters({ base, statusId, state, kind, told, content }: Notification) {
  const { id, topic, status, number, error } = state;
  const reference = (one: { type: string; id: string }) => ({ reference: `${base}/${named(one)}` });
  return {
    resourceType: 'Parameters',
    id: statusId,
    meta: {
      profile: ['http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4'],
    },
    parameter: [
      { name: 'subscription', valueReference: reference({ type: 'Subscription', id }) },
      ...(topic ? [{ name: 'topic', valueCanonical: topic }] : []),
      { name: 'status', valueCode: status },
      { name: 'type', valueCode: kind },
      { name: 'events-since-subscription-start', valueString: number },
      ...told.map((event) => ({
        name: 'notification-event',
        part: [
          { name: 'event-number', valueString: event.number },
          { name: 'timestamp', valueInstant: event.at.toISOString() },
          ...(content === 'empty'
            ? []
            : [
                { name: 'focus', valueReference: reference(event) },
                ...event.beside.map((one) => ({ name: 'additional-context', valueReference: reference(one) })),
              ]),
        ],
      })),
      ...(error === null ? [] : [{ name: 'error', valueCodeableConcept: { text: error } }]),
    ],
  };
}

interface Entry {
  readonly request: { readonly method: string; readonly url: string };
  readonly status: string;
  readonly text: string | undefined;
}

function entryOf({ method, text, ...event }: Told): Entry {
  const url = named(event);
  if (method === 'create') return { request: { method: 'POST', url: event.type }, status: '201', text };
  if (method === 'update') return { request: { method: 'PUT', url }, status: '200', text };
  return { request: { method: 'DELETE', url }, status: '204', text: undefined };
}

/** The Bundle as JSON text; resources go in as they are stored, each once, by the last that is told of it. */
export function notificationBundle(notification: Notification): string {
  const { base, bundleId, at, state, told, content, statusId } = notification;
  const first = {
    fullUrl: `urn:uuid:${statusId}`,
    resource: statusParameters(notification),
    request: { method: 'GET', url: `${base}/Subscription/${state.id}/$status` },
    response: { status: '200' },
  };
  const entries = new Map<string, Entry>();
  for (const one of content === 'empty' ? [] : told) {
    for (const { content: text, ...stored } of one.beside) {
      const url = named(stored);
      if (!entries.has(url)) entries.set(url, { request: { method: 'GET', url }, status: '200', text });
    }
    entries.set(named(one), entryOf(one));
  }
  const rest = [...entries].map(([url, { request, status, text }]) => {
    const resource = content === 'full-resource' && text !== undefined ? `"resource":${text},` : '';
    const asked = `"request":${JSON.stringify(request)},"response":{"status":"${status}"}`;
    return `{"fullUrl":${JSON.stringify(`${base}/${url}`)},${resource}${asked}}`;
  });
  const head = `{"resourceType":"Bundle","id":"${bundleId}","type":"history","timestamp":"${at.toISOString()}"`;
  return `${head},"entry":[${[JSON.stringify(first), ...rest].join(',')}]}`;
}
