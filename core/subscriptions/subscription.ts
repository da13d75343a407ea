/**
 * A Subscription resource as this server understands it: classic criteria (`Observation?code=…`), or our topic with a
 * filter. https://hl7.org/fhir/R4/subscription.html https://hl7.org/fhir/uv/subscriptions-backport/
 */
import { Refusal } from '../refusal/refusal.ts';
import type { Resource } from '../record/record.ts';

/** Our one topic: a resource was created or changed; the filter says which. */
export const changedTopic = 'https://ezdrowie.gov.pl/fhir/SubscriptionTopic/resource-changed';

const extension = (name: string) =>
  `http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-${name}`;

export interface Wanted {
  readonly type: string;
  readonly query: string;
  readonly topic: string | undefined;
  readonly endpoint: string;
  readonly content: 'empty' | 'id-only' | 'full-resource';
  /** `Name: value`. */
  readonly headers: readonly string[];
  readonly heartbeat: number | undefined;
  readonly most: number;
  readonly ends: string | undefined;
}

interface Extended {
  extension?: { url?: string; [value: string]: unknown }[];
}

const bad = (says: string): Refusal => new Refusal('rule-broken', 'bad-subscription', says);

/** Names that the platform sets itself, or that steer the connection. */
const ownHeaders = /^(host|content-.*|transfer-encoding|connection|upgrade|expect|te|trailer)$/i;

/** @throws Refusal saying what this server cannot do. */
export function understand(resource: Resource): Wanted {
  const { criteria, end, channel = {} } = resource as Resource & { criteria?: string; end?: string; channel?: Channel };
  const topic = criteria === changedTopic ? criteria : undefined;
  const filter = topic
    ? valueOf((resource as { _criteria?: Extended })._criteria, 'filter-criteria', 'valueString')
    : criteria;
  const [, type, query = ''] = /^([A-Z][A-Za-z]+)(?:\?(.*))?$/s.exec(String(filter ?? '')) ?? [];
  if (!type) throw bad(`criteria must be a search (Observation?code=…), or ${changedTopic} with a filter.`);
  if (channel.type !== 'rest-hook') throw bad('Only channels of the type rest-hook are served.');
  if (typeof channel.endpoint !== 'string') throw bad('channel.endpoint is missing.');
  if (channel.payload !== undefined && !/^application\/(fhir\+)?json$/.test(channel.payload)) {
    throw bad('channel.payload must be application/fhir+json.');
  }
  const headers = channel.header ?? [];
  for (const header of headers) {
    const name = /^([A-Za-z0-9-]{1,64}):[\t\x20-\x7e]{1,1000}$/.exec(header)?.[1];
    if (!name || ownHeaders.test(name)) throw bad('channel.header holds a header that cannot be sent.');
  }
  const said = valueOf(channel._payload, 'payload-content', 'valueCode');
  // Classic: without a payload nothing is told but that something happened.
  const content = said ?? (channel.payload === undefined ? 'empty' : 'full-resource');
  if (content !== 'empty' && content !== 'id-only' && content !== 'full-resource')
    throw bad('Unknown payload content.');
  const heartbeat = Number(valueOf(channel, 'heartbeat-period', 'valueUnsignedInt') ?? 0);
  const most = Number(valueOf(channel, 'max-count', 'valuePositiveInt') ?? 20);
  return {
    ...{ type, query, topic, endpoint: channel.endpoint, content, headers, ends: end },
    heartbeat: heartbeat > 0 ? Math.max(heartbeat, 10) : undefined,
    most: Math.min(Math.max(most, 1), 100),
  };
}

interface Channel extends Extended {
  type?: string;
  endpoint?: string;
  payload?: string;
  _payload?: Extended;
  header?: string[];
}

function valueOf(element: Extended | undefined, name: string, value: string): string | undefined {
  const found = element?.extension?.find(({ url }) => url === extension(name))?.[value];
  return found === undefined ? undefined : String(found);
}
