/** What the tests of Subscriptions share: a record that is followed, a receiver that listens, and what was heard. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { expect, vi } from 'vitest';
import type { Actor } from '../access/actor.ts';
import { createAuditTrail } from '../audit/index.ts';
import { createTestDatabase } from '../db/test-database.ts';
import { createFeed } from '../feed/index.ts';
import { buildServer } from '../http/server.ts';
import { startWorkers } from '../jobs/index.ts';
import { callBy, machine } from '../record/fixtures.ts';
import { fhirRoutes } from '../record/http/index.ts';
import { createRecord } from '../record/index.ts';
import type { Resource } from '../record/record.ts';
import { systemRuntime as runtime } from '../runtime/runtime.ts';
import { type Subscriptions, subscriptions } from './index.ts';
import { type SocketLimits, socketLimits } from './websocket/limits.ts';

export interface Heard {
  bundle: Resource;
  headers: Record<string, unknown>;
  type: string;
  subscription: string;
  status: string;
  numbers: number[];
  focuses: string[];
  beside: string[];
  resources: string[];
  requests: string[];
}

// biome-ignore lint/suspicious/noExplicitAny: what was heard may be of any shape
// oxlint-disable-next-line no-explicit-any
export function understood(bundle: any, headers: Record<string, unknown> = {}): Heard {
  const [first, ...rest] = bundle.entry;
  const parameters = first.resource.parameter as { name: string; valueCode?: string; part?: { name: string }[] }[];
  const events = parameters.filter(({ name }) => name === 'notification-event').map(({ part = [] }) => part);
  // oxlint-disable-next-line no-explicit-any
  const of = (part: any[], name: string) => part.filter((one) => one.name === name);
  const named = (part: { name: string }[], name: string) =>
    of(part, name).map((one) => one.valueReference.reference.replace(/^.*R4\//, ''));
  return {
    bundle,
    headers,
    type: parameters.find(({ name }) => name === 'type')?.valueCode ?? '',
    subscription: JSON.stringify(parameters.find(({ name }) => name === 'subscription')),
    status: parameters.find(({ name }) => name === 'status')?.valueCode ?? '',
    numbers: events.map((part) => Number(of(part, 'event-number')[0].valueString)),
    focuses: events.flatMap((part) => named(part, 'focus')),
    beside: events.flatMap((part) => named(part, 'additional-context')),
    resources: rest.flatMap(({ resource }: { resource?: Resource }) =>
      resource ? `${resource.resourceType}/${resource.id}` : [],
    ),
    requests: rest.map(
      ({ request }: { request: { method: string; url: string } }) => `${request.method} ${request.url}`,
    ),
  };
}

/** Listens, and answers what it is told to. */
async function openReceiver(heard: { all: Heard[]; answer: number }) {
  const receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (heard.answer === 200) heard.all.push(understood(JSON.parse(text), request.headers));
      response.writeHead(heard.answer, { location: 'http://127.0.0.1:1/' }).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  return { receiver, endpoint: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook` };
}

/** At least once: a receiver that answers late is told again, which it sees by the numbers. */
function eventsOf(all: readonly Heard[]): Heard[] {
  const events = all.filter(({ type }) => type === 'event-notification');
  return [...new Map(events.map((one) => [`${one.subscription} ${one.numbers}`, one])).values()];
}

/** A platform of its own with everything that Subscriptions need. `heard.answer` is what the receiver answers. */
export async function openSubscriptions(limits: Partial<SocketLimits> = {}) {
  const heard = { all: [] as Heard[], answer: 200 };
  const actors = new Map<string, Actor>([['test-machine', machine()]]);
  /** Who asks the FHIR face: one of the machines, or whoever is given. */
  const asking: { id: string; actor?: Actor } = { id: 'test-machine' };
  const database = await createTestDatabase({ connections: 16 });
  const feed = createFeed({ database, lookEvery: 100 });
  const audit = createAuditTrail({ database, runtime });
  const settings = { baseUrl: 'http://record.test/fhir/R4' };
  const record = createRecord({ database, audit, runtime, onCommit: feed.ring, settings });
  /** Six failures put a Subscription into error, and each try comes after twice the pause of the one before. */
  const pace = { retryAfter: 50 };
  const needs = {
    ...{ database, record, runtime, audit, outbound: { hosts: [], loopback: true } },
    get retryAfter() {
      return pace.retryAfter;
    },
    machineOf: async (id: string) => actors.get(id),
  };
  const parts = subscriptions(needs, { ...socketLimits, ...limits });
  const servers: FastifyInstance[] = [];
  const serve = async ({ operations, routes }: Subscriptions) => {
    const server = buildServer({ logLevel: 'silent', https: false, ready: async () => true });
    const authenticator = { authenticate: async () => asking.actor ?? actors.get(asking.id) };
    await server.register(fhirRoutes, { prefix: '/fhir/R4', record, authenticator, operations });
    await server.register(routes, { prefix: '/fhir/R4' });
    servers.push(server);
    return server;
  };
  const server = await serve(parts);
  const workers = await startWorkers({ database, handlers: parts.handlers, onFailure: () => undefined, lookEvery: 50 });
  const stop = await feed.follow(parts.consumer);
  const { receiver, endpoint } = await openReceiver(heard);
  const statusOf = async (id = 's') => JSON.parse((await record.read(callBy(machine()), 'Subscription', id)).content);
  return {
    ...{ database, record, server, heard, actors, asking, endpoint, statusOf },
    ...{ consumer: parts.consumer, handlers: parts.handlers, pace },
    /** A second process on the same database. */
    another: () => serve(subscriptions(needs, { ...socketLimits, ...limits })),
    events: () => eventsOf(heard.all),
    /** A Subscription of the kind rest-hook, unless said otherwise. */
    wanted: (criteria: string, more: { id?: string; channel?: object; [element: string]: unknown } = {}): Resource => {
      const { channel = {}, ...rest } = more;
      const resource = {
        ...{ resourceType: 'Subscription', id: 's', status: 'requested', reason: 'test', criteria },
        channel: { type: 'rest-hook', endpoint, payload: 'application/fhir+json', ...channel },
        ...rest,
      };
      // What is undefined is left out.
      return JSON.parse(JSON.stringify(resource));
    },
    subscribe: (resource: Resource, actor = machine()) => record.update(callBy(actor), resource),
    becomes: (status: string, id = 's') =>
      vi.waitFor(async () => expect((await statusOf(id)).status).toBe(status), 20_000),
    write: (resource: Resource) => record.update(callBy(machine()), resource),
    remove: (type: string, id: string) => record.delete(callBy(machine()), type, id),
    async close() {
      await stop();
      await workers.stop();
      for (const one of servers) await one.close();
      receiver.close();
      await database.drop();
    },
  };
}

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-';
export const content = (code: string) => ({
  extension: [{ url: `${backport}payload-content`, valueCode: code }],
});
export const filters = (...texts: string[]) => ({
  extension: texts.map((valueString) => ({ url: `${backport}filter-criteria`, valueString })),
});
