/**
 * A Subscription resource as this server understands it: classic criteria (`Observation?code=…`), or a topic with
 * filters. https://hl7.org/fhir/R4/subscription.html https://hl7.org/fhir/uv/subscriptions-backport/
 */
import { Refusal } from '../refusal/refusal.ts';
import type { Resource } from '../record/record.ts';
import { changedTopic } from './topics/built-in.ts';
import { anyParameter, anyType, type Topic } from './topics/topic.ts';

const extension = (name: string) =>
  `http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-${name}`;

/** A search that what is told has to match. Without a type: of every type that the topic lets filter by it. */
export interface Filter {
  readonly type: string;
  readonly query: string;
}

export interface Wanted {
  readonly channel: 'rest-hook' | 'websocket';
  /** What it listens to; `Resource`: every type. */
  readonly types: readonly string[];
  readonly filters: readonly Filter[];
  readonly topic: string | undefined;
  readonly endpoint: string | undefined;
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

interface Channel extends Extended {
  type?: string;
  endpoint?: string;
  payload?: string;
  _payload?: Extended;
  header?: string[];
}

type SubscriptionResource = Resource & { criteria?: string; _criteria?: Extended; end?: string; channel?: Channel };

const bad = (says: string): Refusal => new Refusal('rule-broken', 'bad-subscription', says);

/** Names that the platform sets itself, or that steer the connection. */
const ownHeaders = /^(host|content-.*|transfer-encoding|connection|upgrade|expect|te|trailer)$/i;
const mostFilters = 50;

/** The topic that a Subscription names; undefined for classic criteria. */
export function topicNamed(resource: Resource): string | undefined {
  const { criteria } = resource as SubscriptionResource;
  return typeof criteria === 'string' && /^[a-z][a-z0-9+.-]*:/i.test(criteria) ? criteria : undefined;
}

/** @param topic What it names. @throws Refusal saying what this server cannot do. */
export function understand(resource: Resource, topic: Topic | undefined): Wanted {
  const { end, channel = {} } = resource as SubscriptionResource;
  const { type: kind, endpoint } = channel;
  if (kind !== 'rest-hook' && kind !== 'websocket') throw bad('Channels are of the type rest-hook or websocket.');
  if (kind === 'rest-hook' && typeof endpoint !== 'string') throw bad('channel.endpoint is missing.');
  if (channel.payload !== undefined && !/^application\/(fhir\+)?json$/.test(channel.payload)) {
    throw bad('channel.payload must be application/fhir+json.');
  }
  const headers = kind === 'rest-hook' ? (channel.header ?? []) : [];
  for (const header of headers) {
    const name = /^([A-Za-z0-9-]{1,64}):[\t\x20-\x7e]{1,1000}$/.exec(header)?.[1];
    if (!name || ownHeaders.test(name)) throw bad('channel.header holds a header that cannot be sent.');
  }
  const [said] = valuesOf(channel._payload, 'payload-content', 'valueCode');
  // Classic: without a payload nothing is told but that something happened.
  const content = said ?? (channel.payload === undefined ? 'empty' : 'full-resource');
  if (content !== 'empty' && content !== 'id-only' && content !== 'full-resource')
    throw bad('Unknown payload content.');
  const heartbeat = Number(valuesOf(channel, 'heartbeat-period', 'valueUnsignedInt')[0] ?? 0);
  const most = Number(valuesOf(channel, 'max-count', 'valuePositiveInt')[0] ?? 20);
  return {
    ...listensTo(resource as SubscriptionResource, topic),
    ...{ channel: kind, content, headers, ends: end, endpoint: kind === 'rest-hook' ? endpoint : undefined },
    heartbeat: heartbeat > 0 ? Math.max(heartbeat, 10) : undefined,
    most: Math.min(Math.max(most, 1), 100),
  };
}

function listensTo(
  resource: SubscriptionResource,
  topic: Topic | undefined,
): Pick<Wanted, 'types' | 'filters' | 'topic'> {
  const named = topicNamed(resource);
  if (named === undefined) {
    const filter = filterOf(String(resource.criteria ?? ''));
    if (!filter?.type) throw bad(`criteria must be a search (Observation?code=…) or the address of a topic.`);
    return { types: [filter.type], filters: [filter], topic: undefined };
  }
  if (!topic) throw bad(`The topic ${named.slice(0, 200)} is not known here. /metadata lists the platform's own.`);
  const asked = valuesOf(resource._criteria, 'filter-criteria', 'valueString').map((text) => {
    const filter = filterOf(text);
    if (!filter) throw bad(`The filter '${text.slice(0, 200)}' is no search (Encounter?patient=…).`);
    return filter;
  });
  if (asked.length > mostFilters) throw bad(`At most ${mostFilters} filters.`);
  const filters = asked.flatMap((filter) => spread(filter, topic));
  if (topic.url === changedTopic && filters.length === 0) throw bad(`The topic ${changedTopic} needs a filter.`);
  const own = topic.triggers.map((trigger) => trigger.resource);
  const types = filters.length === 0 ? own : filters.map(({ type }) => type);
  return { types: [...new Set(types)], filters, topic: named };
}

const filterOf = (text: string): Filter | undefined => {
  const [, type = '', query = ''] = /^(?:([A-Z][A-Za-z]+)(?:\?|$)|\?|(?=[a-z_]))(.*)$/s.exec(text) ?? [];
  return type || query ? { type, query } : undefined;
};

/** A filter for the types that it is about. @throws Refusal when the topic does not let filter so. */
function spread({ type, query }: Filter, topic: Topic): Filter[] {
  const triggers = topic.triggers.map((trigger) => trigger.resource);
  const covers = (one: string) => triggers.includes(one) || triggers.includes(anyType);
  const names = query.split('&').flatMap((part) => decode(part).split('=')[0]?.split(/[:.]/)[0] || []);
  const lets = (one: string) =>
    names.every((name) =>
      topic.filters.some(
        ({ resource = one, parameter }) =>
          (resource === one || resource === anyType) && (parameter === name || parameter === anyParameter),
      ),
    );
  const types = (type === '' ? triggers.filter((one) => one !== anyType) : [type]).filter(covers);
  if (types.length === 0) throw bad(`The topic ${topic.url} is not about ${type || 'types that need no name'}.`);
  const able = types.filter(lets);
  if (able.length === 0) throw bad(`The topic ${topic.url} cannot be filtered by ${names.join(', ')}.`);
  return able.map((one) => ({ type: one, query }));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function valuesOf(element: Extended | undefined, name: string, value: string): string[] {
  const found = element?.extension?.filter(({ url }) => url === extension(name)) ?? [];
  return found.flatMap((one) => (one[value] === undefined ? [] : [String(one[value])]));
}
