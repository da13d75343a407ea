/** Subscriptions with a receiver that listens: what it hears, in which order, and what it must never hear. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '../access/actor.ts';
import { createAuditTrail } from '../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { createFeed } from '../feed/index.ts';
import { buildServer } from '../http/server.ts';
import { startWorkers } from '../jobs/index.ts';
import { aPatient, anObservation, callBy, machine } from '../record/fixtures.ts';
import { fhirRoutes } from '../record/http/index.ts';
import { createRecord, type FhirRecord } from '../record/index.ts';
import type { Resource } from '../record/record.ts';
import { systemRuntime as runtime } from '../runtime/runtime.ts';
import { changedTopic, subscriptions } from './index.ts';

interface Heard {
  headers: Record<string, unknown>;
  type: string;
  numbers: number[];
  focuses: string[];
  resources: string[];
}

let database: TestDatabase;
let record: FhirRecord;
let server: FastifyInstance;
let receiver: Server;
let endpoint: string;
let heard: Heard[];
let answer: number;
let actors: Map<string, Actor>;
let stops: (() => Promise<unknown>)[];

beforeEach(async () => {
  heard = [];
  answer = 200;
  actors = new Map([['test-machine', machine()]]);
  database = await createTestDatabase({ connections: 16 });
  const feed = createFeed({ database, lookEvery: 100 });
  const audit = createAuditTrail({ database, runtime });
  record = createRecord({
    database,
    audit,
    runtime,
    onCommit: feed.ring,
    settings: { baseUrl: 'http://record.test/fhir/R4' },
  });
  const parts = subscriptions({
    ...{ database, record, runtime, outbound: { hosts: [], loopback: true }, retryAfter: 50 },
    machineOf: async (id) => actors.get(id),
  });
  server = buildServer({ logLevel: 'silent', https: false, ready: async () => true });
  const authenticator = { authenticate: async () => actors.get('test-machine') };
  await server.register(fhirRoutes, { prefix: '/fhir/R4', record, authenticator, operations: parts.operations });
  const workers = await startWorkers({ database, handlers: parts.handlers, onFailure: () => undefined, lookEvery: 50 });
  const stop = await feed.follow(parts.consumer);
  receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (answer === 200) heard.push(understood(JSON.parse(text), request.headers));
      response.writeHead(answer, { location: 'http://127.0.0.1:1/' }).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  stops = [stop, () => workers.stop(), () => server.close(), async () => receiver.close(), () => database.drop()];
});
afterEach(async () => {
  for (const stop of stops) await stop();
});

// biome-ignore lint/suspicious/noExplicitAny: what was heard may be of any shape
// oxlint-disable-next-line no-explicit-any
function understood(bundle: any, headers: Record<string, unknown>): Heard {
  const [first, ...rest] = bundle.entry;
  const parameters = first.resource.parameter as { name: string; valueCode?: string; part?: { name: string }[] }[];
  const events = parameters.filter(({ name }) => name === 'notification-event').map(({ part = [] }) => part);
  // oxlint-disable-next-line no-explicit-any
  const of = (part: any[], name: string) => part.find((one) => one.name === name);
  return {
    headers,
    type: parameters.find(({ name }) => name === 'type')?.valueCode ?? '',
    numbers: events.map((part) => Number(of(part, 'event-number').valueString)),
    focuses: events.flatMap((part) => of(part, 'focus')?.valueReference.reference.replace(/^.*R4\//, '') ?? []),
    resources: rest.flatMap(({ resource }: { resource?: Resource }) =>
      resource ? `${resource.resourceType}/${resource.id}` : [],
    ),
  };
}

const content = (code: string) => ({
  extension: [
    {
      url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content',
      valueCode: code,
    },
  ],
});
const wanted = (
  criteria: string,
  more: { id?: string; channel?: object; [element: string]: unknown } = {},
): Resource => {
  const { channel = {}, ...rest } = more;
  return {
    ...{ resourceType: 'Subscription', id: 's', status: 'requested', reason: 'test', criteria },
    channel: { type: 'rest-hook', endpoint, payload: 'application/fhir+json', ...channel },
    ...rest,
  };
};
const subscribe = (resource: Resource, actor = machine()) => record.update(callBy(actor), resource);
const statusOf = async (id = 's') => JSON.parse((await record.read(callBy(machine()), 'Subscription', id)).content);
const becomes = (status: string, id = 's') =>
  vi.waitFor(async () => expect((await statusOf(id)).status).toBe(status), 10_000);
const write = (resource: Resource) => record.update(callBy(machine()), resource);
const events = () => heard.filter(({ type }) => type === 'event-notification');

describe('subscriptions', () => {
  it('shake hands, then tell what matches, in order, with headers of their own', async () => {
    await write(aPatient({ id: 'p' }));
    await subscribe(
      wanted('Observation?code=8867-4&patient=Patient/p', { channel: { header: ['Authorization: Bearer x'] } }),
    );
    await becomes('active');
    expect(heard.map(({ type }) => type)).toEqual(['handshake']);
    await write(anObservation('Patient/p', { id: 'o1' }));
    await write(anObservation('Patient/p', { id: 'other', code: { text: 'else' } }));
    await write(anObservation('Patient/p', { id: 'o2' }));
    await vi.waitFor(() => expect(events().flatMap(({ numbers }) => numbers)).toEqual([1, 2]), 10_000);
    expect(events().flatMap(({ resources }) => resources)).toEqual(['Observation/o1', 'Observation/o2']);
    expect(events()[0]?.headers).toMatchObject({ authorization: 'Bearer x', 'content-type': 'application/fhir+json' });
  });

  it.each([
    ['empty', [], []],
    ['id-only', ['Patient/p'], []],
  ])('with payload %s tell no more than that', async (code, focuses, resources) => {
    const filter = {
      url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria',
      valueString: 'Patient?gender=male',
    };
    await subscribe(wanted(changedTopic, { _criteria: { extension: [filter] }, channel: { _payload: content(code) } }));
    await becomes('active');
    await write(aPatient({ id: 'q', gender: 'female' }));
    await write(aPatient({ id: 'p', gender: 'male' }));
    await vi.waitFor(() => expect(events()).toHaveLength(1), 10_000);
    expect(events()[0]).toMatchObject({ numbers: [1], focuses, resources });
  });

  it('never tell what the subscriber may not see, then or by now', async () => {
    const narrow = { ...machine('system/Patient.rs', 'system/Subscription.cruds'), id: 'narrow' };
    actors.set('narrow', narrow);
    await subscribe(wanted('Observation?status=final'), narrow);
    await becomes('error');
    await subscribe(wanted('Patient?', { id: 'mine' }), narrow);
    await becomes('active', 'mine');
    // Between the event and its sending the right is taken away.
    answer = 500;
    await write(aPatient({ id: 'p' }));
    await vi.waitFor(async () => {
      const { rows } = await database.query<{ n: number }>(
        'select failures as n from subscription.state where id = $1',
        ['mine'],
      );
      expect(rows[0]?.n).toBeGreaterThan(0);
    }, 10_000);
    actors.set('narrow', { ...narrow, scopes: ['system/Organization.rs'] });
    answer = 200;
    await vi.waitFor(async () => {
      const { rows } = await database.query<{ n: string }>(
        'select delivered as n from subscription.state where id = $1',
        ['mine'],
      );
      expect(rows[0]?.n).toBe('1');
    }, 10_000);
    expect(events()).toEqual([]);
    // The machine is no more.
    actors.set('narrow', narrow);
    await write(aPatient({ id: 'q' }));
    await vi.waitFor(() => expect(events()).toHaveLength(1), 10_000);
    actors.delete('narrow');
    await write(aPatient({ id: 'r' }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(events()).toHaveLength(1);
  });

  it('try again, are in error after too many failures, and go on where they stood when asked for anew', async () => {
    await subscribe(wanted('Patient?'));
    await becomes('active');
    answer = 503;
    await write(aPatient({ id: 'p' }));
    await becomes('error');
    expect((await statusOf()).error).toContain('503');
    answer = 200;
    await subscribe(wanted('Patient?'));
    await becomes('active');
    await vi.waitFor(() => expect(events().flatMap(({ numbers }) => numbers)).toEqual([1]), 10_000);
  }, 40_000);

  it('are silent when off, and after their end', async () => {
    await subscribe(wanted('Patient?'));
    await becomes('active');
    await subscribe(wanted('Patient?', { status: 'off' }));
    await subscribe(wanted('Patient?', { id: 'ends', end: new Date(Date.now() + 1_500).toISOString() }));
    await becomes('active', 'ends');
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    await write(aPatient({ id: 'p' }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(events()).toEqual([]);
  });

  it('give their status, and their events again by number, to their client', async () => {
    await subscribe(wanted('Patient?', { channel: { _payload: content('id-only') } }));
    await becomes('active');
    for (const id of ['a', 'b', 'c']) await write(aPatient({ id }));
    await vi.waitFor(() => expect(events().flatMap(({ numbers }) => numbers)).toEqual([1, 2, 3]), 10_000);
    const ask = async (url: string) =>
      (await server.inject({ method: 'GET', url: `/fhir/R4/Subscription/s/${url}` })).json();
    const status = await ask('$status');
    expect(status.entry[0].resource.parameter).toContainEqual({
      name: 'events-since-subscription-start',
      valueString: '3',
    });
    const again = understood(await ask('$events?eventsSinceNumber=2&eventsUntilNumber=3&content=full-resource'), {});
    // Between patients there is no order, so nobody knows which of them is the first event.
    expect(again).toMatchObject({ type: 'query-event', numbers: [2, 3] });
    expect(new Set(again.resources).size).toBe(2);
    actors.set('test-machine', { ...machine(), id: 'another' });
    expect((await ask('$events')).issue[0].code).toBe('forbidden');
  });

  it.each([
    ['http elsewhere', { endpoint: 'http://example.org/hook' }, 'https'],
    ['a host that is not allowed', { endpoint: 'https://example.org/hook' }, 'not allowed'],
    ['an inner address', { endpoint: 'https://10.0.0.1/hook' }, 'not allowed'],
    ['another channel', { type: 'email', endpoint: 'mailto:a@b.pl' }, 'rest-hook'],
    ['a header of the connection', { header: ['Host: other'] }, 'header'],
    ['headers in headers', { header: ['X-A: b\r\nHost: other'] }, 'header'],
  ])('are in error with %s', async (_, channel, says) => {
    await subscribe(wanted('Patient?', { channel }));
    await becomes('error');
    expect((await statusOf()).error).toContain(says);
    expect(heard).toEqual([]);
  });

  it('follow no redirect', async () => {
    answer = 307;
    await subscribe(wanted('Patient?'));
    await becomes('error');
    expect((await statusOf()).error).toContain('307');
  }, 30_000);
});
