/** Sockets against a real server: who may bind what, what is told, and what a socket may cost. */
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Actor } from '../../access/actor.ts';
import { aPatient, anObservation, machine } from '../../record/fixtures.ts';
import { content, filters, type Heard, openSubscriptions, understood } from '../fixtures.ts';
import { changedTopic } from '../index.ts';

type Opened = Awaited<ReturnType<typeof openSubscriptions>>;
let opened: Opened;
let { database, server, actors, asking, wanted, subscribe, becomes, write } = {} as Opened;
const clients: WebSocket[] = [];
const portOf = (of: FastifyInstance) => (of.server.address() as AddressInfo).port;

beforeAll(async () => {
  opened = await openSubscriptions({
    // Times that a machine which stands still for some seconds does not use up.
    ...{ unboundFor: 8_000, waiting: 20_000, slowFor: 6_000, recheckEvery: 300, lookEvery: 200, ofClient: 4 },
  });
  ({ database, server, actors, asking, wanted, subscribe, becomes, write } = opened);
  await server.listen({ port: 0, host: '127.0.0.1' });
  await write(aPatient({ id: 'p' }));
  for (const id of ['a', 'b', 'slow', 'ends']) await listenTo(id);
});
afterAll(async () => {
  for (const client of clients) client.terminate();
  await opened.close();
});

afterEach(() => {
  delete asking.actor;
  asking.id = 'test-machine';
});

const socket = { type: 'websocket', endpoint: undefined, _payload: content('id-only') };
const codeOf = (id: string) => ({ code: { coding: [{ system: 'http://x.org', code: id }] } });
/** A Subscription that hears of observations with its own id as code. */
async function listenTo(id: string, actor: Actor = machine(), more: object = {}): Promise<void> {
  const channel = { ...socket, ...more };
  await subscribe(wanted(changedTopic, { id, channel, _criteria: filters(`Observation?code=${id}`) }), actor);
  await becomes('active', id);
}
const observe = (id: string, code: string, more: object = {}) =>
  write(anObservation('Patient/p', { id, ...codeOf(code), ...more }));

const ask = async (url: string) => {
  const answer = await server.inject({ method: 'GET', url: `/fhir/R4/Subscription${url}` });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
};
async function tokenFor(...ids: string[]): Promise<string> {
  const { status, body } = await ask(`/$get-ws-binding-token?${ids.map((id) => `id=${id}`).join('&')}`);
  expect([status, body.issue]).toEqual([200, undefined]);
  return body.parameter.find(({ name }: { name: string }) => name === 'token').valueString;
}

interface Client {
  socket: WebSocket;
  heard: Heard[];
  closed: Promise<{ code: number; reason: string }>;
}
async function connect(at = server, headers: Record<string, string> = {}): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${portOf(at)}/fhir/R4/websocket`, { headers });
  clients.push(socket);
  const heard: Heard[] = [];
  socket.on('message', (data) => heard.push(understood(JSON.parse(String(data)))));
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return { socket, heard, closed };
}
async function bound(ids: string[], at = server): Promise<Client> {
  const token = await tokenFor(...ids);
  const client = await connect(at);
  client.socket.send(`bind-with-token ${token}`);
  await vi.waitFor(() => expect(client.heard.map(({ type }) => type)).toEqual(ids.map(() => 'handshake')), 20_000);
  return client;
}
const tells = ({ heard }: Client, focuses: string[]) =>
  vi.waitFor(() => expect(heard.flatMap((one) => one.focuses)).toEqual(focuses), 20_000);
const disabled = async (id: string) => actors.delete(id);

describe('sockets', { timeout: 60_000 }, () => {
  it('hear of several Subscriptions, in every process, and resume by number what they missed', async () => {
    const second = await opened.another();
    await second.listen({ port: 0, host: '127.0.0.1' });
    const [here, there] = [await bound(['a', 'b']), await bound(['a'], second)];
    await observe('o1', 'a');
    await observe('o2', 'b');
    await tells(here, ['Observation/o1', 'Observation/o2']);
    await tells(there, ['Observation/o1']);
    here.socket.close();
    await observe('o3', 'a');
    await tells(there, ['Observation/o1', 'Observation/o3']);
    const again = understood((await ask('/a/$events?eventsSinceNumber=2')).body);
    expect(again).toMatchObject({ numbers: [2], focuses: ['Observation/o3'] });
    const { rows } = await database.query<{ n: number }>(
      "select count(*)::int as n from audit.event where kind = 'bind-with-token' and outcome = 0",
    );
    expect(rows[0]?.n).toBe(2);
    // The process stops: its sockets are told, and nothing is waited for.
    await second.close();
    expect(await there.closed).toMatchObject({ code: 1001 });
  });

  it('are not closed by the clock while a binding takes its time', async () => {
    const token = await tokenFor('a');
    const client = await connect();
    await database.transaction(async (tx) => {
      await tx.query('lock table audit.event in share mode');
      client.socket.send(`bind-with-token ${token}`);
      // Several looks of the clock.
      await new Promise((resolve) => setTimeout(resolve, 800));
    });
    await vi.waitFor(() => expect(client.heard.map(({ type }) => type)).toEqual(['handshake']), 20_000);
    client.socket.close();
  });

  it('are bound by a token that is good once, soon, and for the client’s own active Subscriptions by socket', async () => {
    const token = await tokenFor('a');
    const first = await connect();
    first.socket.send(`bind-with-token ${token}`);
    await vi.waitFor(() => expect(first.heard).toHaveLength(1), 20_000);
    const second = await connect();
    second.socket.send(`bind-with-token ${token}`);
    expect((await second.closed).reason).toContain('not valid');
    const expired = await tokenFor('a');
    await database.query("update subscription.binding set expires = now() - interval '1 s'");
    const late = await connect();
    late.socket.send(`bind-with-token ${expired}`);
    expect((await late.closed).reason).toContain('not valid');
    first.socket.close();
    await subscribe(wanted('Patient?', { id: 'hook' }));
    await becomes('active', 'hook');
    expect((await ask('/hook/$get-ws-binding-token')).status).toBe(422);
    expect((await ask('/$get-ws-binding-token?id=nobodys')).status).toBe(404);
    expect((await ask('/$get-ws-binding-token?id=%00')).status).toBe(400);
    actors.set('another', { ...machine(), id: 'another' });
    asking.id = 'another';
    expect((await ask('/a/$get-ws-binding-token')).status).toBe(403);
    expect((await ask('/$get-ws-binding-token')).status).toBe(422);
    asking.id = 'test-machine';
    expect((await ask('/a/$get-ws-binding-token')).headers['cache-control']).toBe('no-store');
  });

  it('are closed for foreign pages, wrong words, silence and too many', async () => {
    await expect(connect(server, { origin: 'https://evil.example' })).rejects.toThrow('403');
    await expect(
      new Promise((_, reject) => new WebSocket(`ws://127.0.0.1:${portOf(server)}/elsewhere`).on('error', reject)),
    ).rejects.toThrow('404');
    const own = await connect(server, { origin: 'http://record.test' });
    own.socket.send('hello');
    expect(await own.closed).toMatchObject({ code: 1008 });
    const long = await connect();
    long.socket.send('x'.repeat(2_000));
    expect(await long.closed).toMatchObject({ code: 1009 });
    const silent = await connect();
    expect((await silent.closed).reason).toBe('Nothing was bound.');
    const many = await Promise.all([bound(['a']), bound(['a']), bound(['a']), bound(['a'])]);
    const token = await tokenFor('a');
    const more = await connect();
    more.socket.send(`bind-with-token ${token}`);
    expect(await more.closed).toMatchObject({ code: 1013 });
    for (const one of many) one.socket.close();
    await Promise.all(many.map(({ closed }) => closed));
  });

  it('hear nothing that the client, or its token, may not read, and close when access ends', async () => {
    const owner = { ...machine(), id: 'owner' };
    actors.set('owner', owner);
    await listenTo('mine', owner);
    asking.actor = { ...owner, scopes: ['system/Patient.rs', 'system/Subscription.r'] };
    const narrow = await bound(['mine']);
    asking.actor = { ...owner, until: Date.now() + 12_000 };
    const short = await bound(['mine']);
    asking.actor = owner;
    const wide = await bound(['mine']);
    await observe('m1', 'mine');
    // The feed waits for older transactions of the whole server, other tests' too: the short token may end before.
    await tells(wide, ['Observation/m1']);
    expect(narrow.heard.flatMap(({ focuses }) => focuses)).toEqual([]);
    expect((await short.closed).reason).toContain('token has ended');
    actors.set('owner', { ...owner, scopes: ['system/Patient.rs'] });
    await observe('m2', 'mine');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(wide.heard.flatMap(({ focuses }) => focuses)).toEqual(['Observation/m1']);
    await disabled('owner');
    expect(await wide.closed).toMatchObject({ code: 1008 });
    expect(await narrow.closed).toMatchObject({ code: 1008 });
  });

  it('beat, and say so when their Subscription is off', async () => {
    const heartbeat = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-heartbeat-period';
    await listenTo('ends', machine(), { extension: [{ url: heartbeat, valueUnsignedInt: 10 }] });
    await database.query("update subscription.state set heartbeat = 1 where id = 'ends'");
    const client = await bound(['ends']);
    await vi.waitFor(
      () => expect(client.heard.filter(({ type }) => type === 'heartbeat').length).toBeGreaterThan(1),
      20_000,
    );
    await subscribe(wanted(changedTopic, { id: 'ends', status: 'off', channel: socket }));
    expect(await client.closed).toMatchObject({ code: 1008 });
    expect(client.heard.at(-1)?.status).toBe('off');
  });

  it('cut off who does not read, and nobody else', async () => {
    await listenTo('slow', machine(), { _payload: content('full-resource') });
    const [slow, quick] = [await bound(['slow']), await bound(['slow'])];
    // Nothing is read any more, so the kernel's buffers fill up and then ours.
    slow.socket.pause();
    const note = [{ text: 'x'.repeat(400_000) }];
    for (let n = 0; n < 30; n++) await observe(`big${n}`, 'slow', { note });
    await vi.waitFor(() => expect(quick.heard.flatMap(({ numbers }) => numbers)).toHaveLength(30), 40_000);
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    slow.socket.resume();
    expect(await slow.closed).toMatchObject({ code: 1006 });
    expect(slow.heard.flatMap(({ numbers }) => numbers).length).toBeLessThan(30);
    expect(quick.socket.readyState).toBe(WebSocket.OPEN);
  }, 90_000);

  it('leave requests alone that offer another protocol', async () => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    const status = await new Promise((resolve, reject) => {
      const asked = request({ port: portOf(server), path: '/health/live', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end();
    });
    expect(status).toBe(200);
    expect((await server.inject({ method: 'GET', url: '/fhir/R4/websocket' })).json().issue[0].diagnostics).toContain(
      '$get-ws-binding-token',
    );
  });
});
