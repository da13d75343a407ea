/**
 * Notification Bundles of the R4 topic backport: first the status as Parameters, then what it is about.
 * https://hl7.org/fhir/uv/subscriptions-backport/notifications.html
 */
import type { Event, State } from './store.ts';

export type NotificationType = 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event';

/** An event that the subscriber may see; `text` is the resource as it is now. */
export interface Told extends Event {
  readonly text: string;
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

/** The status alone. */
export function statusParameters({ base, statusId, state, kind, told, content }: Notification) {
  const { id, topic, status, number, error } = state;
  return {
    resourceType: 'Parameters',
    id: statusId,
    meta: {
      profile: ['http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4'],
    },
    parameter: [
      { name: 'subscription', valueReference: { reference: `${base}/Subscription/${id}` } },
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
            : [{ name: 'focus', valueReference: { reference: `${base}/${event.type}/${event.id}` } }]),
        ],
      })),
      ...(error === null ? [] : [{ name: 'error', valueCodeableConcept: { text: error } }]),
    ],
  };
}

/** The Bundle as JSON text; resources go in as they are stored. */
export function notificationBundle(notification: Notification): string {
  const { base, bundleId, at, state, told, content, statusId } = notification;
  const first = {
    fullUrl: `urn:uuid:${statusId}`,
    resource: statusParameters(notification),
    request: { method: 'GET', url: `${base}/Subscription/${state.id}/$status` },
    response: { status: '200' },
  };
  const focuses = content === 'empty' ? [] : [...new Map(told.map((one) => [`${one.type}/${one.id}`, one])).values()];
  const entries = focuses.map(({ type, id, version, text }) => {
    const created = version === 1;
    const request = created ? { method: 'POST', url: type } : { method: 'PUT', url: `${type}/${id}` };
    const rest = `"request":${JSON.stringify(request)},"response":{"status":"${created ? 201 : 200}"}`;
    const resource = content === 'full-resource' ? `"resource":${text},` : '';
    return `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)},${resource}${rest}}`;
  });
  const head = `{"resourceType":"Bundle","id":"${bundleId}","type":"history","timestamp":"${at.toISOString()}"`;
  return `${head},"entry":[${[JSON.stringify(first), ...entries].join(',')}]}`;
}
