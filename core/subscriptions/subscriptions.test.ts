/** Subscriptions with a receiver that listens: what it hears, in which order, and what it must never hear. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedChange } from '../feed/index.ts';
import { keyOfId } from '../record/keys.ts';
import { aPatient, anObservation, machine } from '../record/fixtures.ts';
import { content, filters, openSubscriptions, understood } from './fixtures.ts';
import { changedTopic } from './index.ts';

type Opened = Awaited<ReturnType<typeof openSubscriptions>>;
let opened: Opened;
let { database, server, heard, actors, pace, wanted, subscribe, statusOf, becomes, write, remove, events } =
  {} as Opened;

beforeEach(async () => {
  opened = await openSubscriptions();
  ({ database, server, heard, actors, pace, wanted, subscribe, statusOf, becomes, write, remove, events } = opened);
});
afterEach(() => opened.close());

describe('subscriptions', () => {
  it('shake hands, then tell what matches, in order, with headers of their own', async () => {
    await write(aPatient({ id: 'p' }));
    await subscribe(
      wanted('Observation?code=8867-4&patient=Patient/p', { channel: { header: ['Authorization: Bearer x'] } }),
    );
    await becomes('active');
    expect(heard.all.map(({ type }) => type)).toEqual(['handshake']);
    await write(anObservation('Patient/p', { id: 'o1' }));
    await write(anObservation('Patient/p', { id: 'other', code: { text: 'else' } }));
    await write(anObservation('Patient/p', { id: 'o2' }));
    await vi.waitFor(() => expect(events().flatMap(({ numbers }) => numbers)).toEqual([1, 2]), 20_000);
    expect(events().flatMap(({ resources }) => resources)).toEqual(['Observation/o1', 'Observation/o2']);
    expect(events()[0]?.headers).toMatchObject({ authorization: 'Bearer x', 'content-type': 'application/fhir+json' });
  });

  it.each([
    ['empty', [], []],
    ['id-only', ['Patient/p'], []],
  ])('with payload %s tell no more than that', async (code, focuses, resources) => {
    await subscribe(
      wanted(changedTopic, { _criteria: filters('Patient?gender=male'), channel: { _payload: content(code) } }),
    );
    await becomes('active');
    await write(aPatient({ id: 'q', gender: 'female' }));
    await write(aPatient({ id: 'p', gender: 'male' }));
    await vi.waitFor(() => expect(events()).toHaveLength(1), 20_000);
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
    pace.retryAfter = 1_000;
    heard.answer = 500;
    await write(aPatient({ id: 'p' }));
    await vi.waitFor(async () => {
      const { rows } = await database.query<{ n: number }>(
        'select failures as n from subscription.state where id = $1',
        ['mine'],
      );
      expect(rows[0]?.n).toBeGreaterThan(0);
    }, 20_000);
    actors.set('narrow', { ...narrow, scopes: ['system/Organization.rs'] });
    heard.answer = 200;
    await vi.waitFor(async () => {
      const { rows } = await database.query<{ n: string }>(
        'select delivered as n from subscription.state where id = $1',
        ['mine'],
      );
      expect(rows[0]?.n).toBe('1');
    }, 20_000);
    expect(events()).toEqual([]);
    // The machine is no more.
    actors.set('narrow', narrow);
    await write(aPatient({ id: 'q' }));
    await vi.waitFor(() => expect(events()).toHaveLength(1), 20_000);
    actors.delete('narrow');
    await write(aPatient({ id: 'r' }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(events()).toHaveLength(1);
  });

  it('try again, are in error after too many failures, and go on where they stood when asked for anew', async () => {
    await subscribe(wanted('Patient?'));
    await becomes('active');
    heard.answer = 503;
    await write(aPatient({ id: 'p' }));
    await becomes('error');
    expect((await statusOf()).error).toContain('503');
    heard.answer = 200;
    await subscribe(wanted('Patient?'));
    await becomes('active');
    await vi.waitFor(() => expect(events().flatMap(({ numbers }) => numbers)).toEqual([1]), 20_000);
  }, 40_000);

  it('send what comes just after the last failure has been made good', async () => {
    for (const id of ['p', 'q']) await write(aPatient({ id }));
    await subscribe(wanted('Patient?', { channel: { _payload: content('id-only') } }));
    await becomes('active');
    const change = (id: string): FeedChange => ({
      ...{ patient: keyOfId('Patient', id), sequence: '1', at: new Date(), actor: 'test' },
      entries: [{ type: 'Patient', id, version: 1, method: 'create' }],
    });
    const { signal } = new AbortController();
    // What was read together is asked once who listens: that answer may be old.
    const look = { patients: [] };
    await database.query("update subscription.state set failures = 1 where id = 's'");
    await opened.consumer.handle([change('p')], signal, look);
    await database.query("update subscription.state set failures = 0 where id = 's'");
    await opened.consumer.handle([change('q')], signal, look);
    await vi.waitFor(() => expect(events().flatMap(({ numbers }) => numbers)).toEqual([1, 2]), 20_000);
  });

  it('leave to others what a process has not sent when it stops', async () => {
    await subscribe(wanted('Patient?'));
    await becomes('active');
    const send = opened.handlers.find(({ name }) => name === 'subscription-notify');
    const stopping = { id: '0', attempt: 1, signal: AbortSignal.abort(new Error('stopping')) };
    const end = () =>
      send?.run({ subscription: 's' } as never, stopping).then(
        () => 'done',
        ({ message }) => message,
      );
    // Until what follows the handshake has ended, another sends.
    await vi.waitFor(async () => expect(await end()).toBe('stopping'), 20_000);
  });

  it('that nobody understands stay readable, however the words about them were cut', async () => {
    await subscribe(
      wanted(changedTopic, { _criteria: filters(`Patient?_filter=${encodeURIComponent('😀'.repeat(50))}`) }),
    );
    await becomes('error');
    const answer = await server.inject({ method: 'GET', url: '/fhir/R4/Subscription/s?_pretty=true' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().error).toMatch(/😀.*\ufffd…/u);
  });

  it('are silent when off, and after their end', async () => {
    await subscribe(wanted('Patient?'));
    await becomes('active');
    await subscribe(wanted('Patient?', { status: 'off' }));
    const end = '2099-01-31T10:00:00Z';
    await subscribe(wanted('Patient?', { id: 'ends', end }));
    await becomes('active', 'ends');
    const { rowCount } = await database.query(
      "update subscription.state set ends = now() where id = 'ends' and ends = $1",
      [end],
    );
    expect(rowCount).toBe(1);
    await write(aPatient({ id: 'p' }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(events()).toEqual([]);
  });

  it('give their status, and their events again by number, to their client', async () => {
    await subscribe(wanted('Patient?', { channel: { _payload: content('id-only') } }));
    await becomes('active');
    for (const id of ['a', 'b', 'c']) await write(aPatient({ id }));
    await vi.waitFor(() => expect(events().flatMap(({ numbers }) => numbers)).toEqual([1, 2, 3]), 20_000);
    const ask = async (url: string) =>
      (await server.inject({ method: 'GET', url: `/fhir/R4/Subscription/s/${url}` })).json();
    const status = await ask('$status');
    expect(status.entry[0].resource.parameter).toContainEqual({
      name: 'events-since-subscription-start',
      valueString: '3',
    });
    const again = understood(await ask('$events?eventsSinceNumber=2&eventsUntilNumber=3&content=full-resource'));
    // Between patients there is no order, so nobody knows which of them is the first event.
    expect(again).toMatchObject({ type: 'query-event', numbers: [2, 3] });
    expect(new Set(again.resources).size).toBe(2);
    actors.set('test-machine', { ...machine(), id: 'another' });
    expect((await ask('$events')).issue[0].code).toBe('forbidden');
  });

  it('tell of every change of what is deleted before it could be told, without its content', async () => {
    await subscribe(wanted(changedTopic, { _criteria: filters('Patient?_id=p') }));
    await becomes('active');
    pace.retryAfter = 1_000;
    heard.answer = 503;
    await write(aPatient({ id: 'p' }));
    await write(aPatient({ id: 'p', gender: 'male' }));
    await remove('Patient', 'p');
    heard.answer = 200;
    const numbers = () => events().flatMap((event) => event.numbers);
    await vi.waitFor(() => expect(numbers()).toEqual([1, 2, 3]), 20_000);
    expect(events().flatMap(({ resources }) => resources)).toEqual([]);
    expect(events().at(-1)?.requests).toEqual(['DELETE Patient/p']);
  });

  it('are asked by POST too, and of several at once', async () => {
    await subscribe(wanted('Patient?'));
    await subscribe(wanted('Patient?', { id: 'off', status: 'off' }));
    await subscribe(wanted('Patient?', { id: 'socket', channel: { type: 'websocket' } }));
    for (const id of ['s', 'socket']) await becomes('active', id);
    await write(aPatient({ id: 'p' }));
    await vi.waitFor(() => expect(events()).toHaveLength(1), 20_000);
    const ask = async (method: 'GET' | 'POST', url: string, parameter?: object[]) => {
      const headers = parameter ? { 'content-type': 'application/fhir+json' } : {};
      const payload = parameter ? { payload: JSON.stringify({ resourceType: 'Parameters', parameter }) } : {};
      return (await server.inject({ method, url: `/fhir/R4/Subscription/${url}`, headers, ...payload })).json();
    };
    type Told = { resource: { parameter: { valueReference?: { reference: string } }[] } };
    const named = ({ entry = [] }: { entry?: Told[] }) =>
      entry.map(({ resource }) => resource.parameter[0]?.valueReference?.reference.replace(/^.*\//, '')).sort();
    expect(named(await ask('GET', '$status'))).toEqual(['s', 'socket']);
    expect(named(await ask('GET', '$status?id=socket'))).toEqual(['socket']);
    const both = ['s', 'socket'].map((valueId) => ({ name: 'id', valueId }));
    expect(named(await ask('POST', '$status', both))).toEqual(['s', 'socket']);
    expect(named(await ask('POST', '$status', [{ name: 'status', valueCode: 'error' }]))).toEqual([]);
    expect(named(await ask('POST', 's/$status', []))).toEqual(['s']);
    const since = [{ name: 'eventsSinceNumber', valueString: '1' }];
    expect(understood(await ask('POST', 's/$events', since)).numbers).toEqual([1]);
    expect((await ask('GET', '$status?id=nobody')).issue[0].code).toBe('not-found');
    expect((await ask('GET', '$status?status=loud')).issue[0].code).toBe('invalid');
  });

  it.each([
    ['http elsewhere', { endpoint: 'http://example.org/hook' }, 'https'],
    ['a host that is not allowed', { endpoint: 'https://example.org/hook' }, 'not allowed'],
    ['an inner address', { endpoint: 'https://10.0.0.1/hook' }, 'not allowed'],
    ['another channel', { type: 'email', endpoint: 'mailto:a@b.pl' }, 'rest-hook or websocket'],
    ['a header of the connection', { header: ['Host: other'] }, 'header'],
    ['headers in headers', { header: ['X-A: b\r\nHost: other'] }, 'header'],
  ])('are in error with %s', async (_, channel, says) => {
    await subscribe(wanted('Patient?', { channel }));
    await becomes('error');
    expect((await statusOf()).error).toContain(says);
    expect(heard.all).toEqual([]);
  });

  it('that ask what cannot be answered any more are in error, and disturb no other', async () => {
    await subscribe(wanted('Patient?', { id: 'broken' }));
    await subscribe(wanted('Patient?'));
    for (const id of ['broken', 's']) await becomes('active', id);
    await database.query(`update subscription.state set filters = $1 where id = 'broken'`, [
      JSON.stringify([{ type: 'Patient', query: 'nonsense=1' }]),
    ]);
    await write(aPatient({ id: 'p' }));
    await vi.waitFor(() => expect(events()).toHaveLength(1), 20_000);
    await becomes('error', 'broken');
    expect((await statusOf('broken')).error).toContain('nonsense');
  });

  it('follow no redirect', async () => {
    heard.answer = 307;
    await subscribe(wanted('Patient?'));
    await becomes('error');
    expect((await statusOf()).error).toContain('307');
  }, 30_000);
});
