/** Requests that come again, on the real database: done once, answered alike, whoever races and whatever dies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, platformActor } from '../access/actor.ts';
import { createAuditTrail } from '../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { createRecord, type FhirRecord } from '../record/index.ts';
import { Refusal } from '../refusal/refusal.ts';
import { fixedRuntime } from '../runtime/runtime.ts';
import { fileVault } from '../vault/index.ts';
import { createIdempotency, type Idempotency } from './idempotency.ts';
import { operation } from './operation.ts';
import { serveOperations } from './operations.ts';
import { buildServer } from './server.ts';

const runtime = fixedRuntime('2026-05-04T08:00:00Z');
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-idempotency-'));
let database: TestDatabase;
let server: FastifyInstance;
let idempotency: Idempotency;
let record: FhirRecord;
/** What each note does besides being written. */
let meanwhile: () => Promise<unknown> = async () => undefined;

const access = { roles: ['machine'] as const, purpose: 'HOPERAT' as const };
const addNote = operation({
  name: 'add-note',
  method: 'POST',
  path: '/notes',
  summary: 'Writes a note.',
  access,
  audit: { action: 'C' },
  body: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  async handle({ body, http }, { tx, newId }) {
    const { text } = body as { text: string };
    const id = newId();
    await tx.query('insert into note values ($1, $2)', [id, text]);
    if (text === 'refuse') throw new Refusal('conflict', 'not-now', 'Not now.');
    if (text === 'die') await tx.query('select pg_terminate_backend(pg_backend_pid())');
    await meanwhile();
    http.reply.code(201).header('location', `/api/notes/${id}`);
    return text === 'long' ? { id, text: 'x'.repeat(300_000) } : { id, text };
  },
});
/** Writes by the record, which has a transaction of its own, and then may die. */
const addObservation = operation({
  ...{ name: 'add-observation', path: '/observations', method: 'POST', summary: 'Writes an Observation.', access },
  audit: 'in-record',
  async handle({ body }, { call }) {
    const { text } = body as { text: string };
    const { id } = await record.create(call, { resourceType: 'Observation', status: 'final', code: { text } });
    if (text === 'half') await meanwhile();
    return { id };
  },
});
const own = operation({ ...addNote, name: 'own-note', path: '/own-notes', audit: 'own', handle: async () => ({}) });

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query('create table note (id text primary key, text text)');
  idempotency = createIdempotency({
    ...{ database, runtime, vault: fileVault(database, home, runtime) },
    key: Buffer.alloc(32, 7),
  });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const machine = (id: string): Actor => ({
    role: 'machine',
    id,
    name: id,
    purpose: 'HOPERAT',
    scopes: ['system/*.cruds'],
  });
  const audit = createAuditTrail({ database, runtime });
  record = createRecord({ database, audit, runtime, settings: { baseUrl: 'http://test/fhir/R4' } });
  serveOperations(server, [addNote, own, addObservation], {
    ...{ database, runtime, idempotency, audit },
    authenticator: { authenticate: async ({ headers }) => machine(String(headers.authorization)) },
  });
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const send = (key: string, text: string, who = 'a', url = '/api/notes') =>
  server.inject({
    ...{ method: 'POST', url, payload: { text } },
    headers: { authorization: who, 'idempotency-key': key },
  });
const notes = async (text: string): Promise<number> =>
  (await database.query('select from note where text = $1', [text])).rowCount;

describe('an Idempotency-Key', () => {
  it('gives the same answer again and does nothing twice', async () => {
    const first = await send('key-00001', 'one');
    const second = await send('"key-00001"', 'one');
    expect([first.statusCode, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect([second.statusCode, second.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(second.body).toBe(first.body);
    expect(second.headers.location).toBe(first.headers.location);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(await notes('one')).toBe(1);
    const { rows } = await database.query<{ reason: string | null }>(
      `select reason from audit.event where kind = 'add-note' order by sequence`,
    );
    expect(rows.map(({ reason }) => reason)).toEqual([null, 'answered-before']);
  });

  it('belongs to one caller and one request', async () => {
    await send('key-00002', 'two');
    const other = await send('key-00002', 'other');
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency-key-taken']);
    expect((await send('key-00002', 'two', 'b')).headers['idempotent-replayed']).toBeUndefined();
    expect([await notes('two'), await notes('other')]).toEqual([2, 0]);
  });

  it('is good for a day, and then forgotten', async () => {
    await send('key-00003', 'three');
    runtime.advance(24 * 60 - 1);
    expect((await send('key-00003', 'three')).headers['idempotent-replayed']).toBe('true');
    runtime.advance(2);
    expect((await send('key-00003', 'three')).headers['idempotent-replayed']).toBeUndefined();
    expect(await notes('three')).toBe(2);
    runtime.advance(24 * 60 + 1);
    expect(await idempotency.forget()).toBeGreaterThan(0);
    expect((await database.query('select from idempotency.answer')).rowCount).toBe(0);
  });

  it('of a refusal is free: what was not done may be tried again', async () => {
    expect((await send('key-00004', 'refuse')).statusCode).toBe(409);
    expect((await send('key-00004', 'now')).statusCode).toBe(201);
  });

  it('of an answer too long to keep says that it was done', async () => {
    expect((await send('key-00005', 'long')).statusCode).toBe(201);
    const again = await send('key-00005', 'long');
    expect([again.statusCode, again.json().code]).toEqual([409, 'answer-not-kept']);
    expect(await notes('long')).toBe(1);
  });

  it.each(['short', 'with space', 'ż'.repeat(8), 'x'.repeat(129)])('is refused when it is none: %s', async (key) => {
    const answer = await send(Buffer.from(key).toString('latin1'), 'bad');
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad-idempotency-key']);
  });

  it('is refused where nothing can be promised', async () => {
    const answer = await send('key-00006', 'own', 'a', '/api/own-notes');
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'no-idempotency-here']);
  });

  it('keeps what was answered sealed', async () => {
    await send('key-00007', 'secret word');
    const { rows } = await database.query<{ whole: string }>('select a::text as whole from idempotency.answer a');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ whole }) => whole.includes(Buffer.from('secret word').toString('hex')))).toBe(false);
  });
});

describe('races', () => {
  it('are won by one: the others get its answer, or are told to come again', async () => {
    meanwhile = () => new Promise((resolve) => setTimeout(resolve, 50));
    const answers = await Promise.all(Array.from({ length: 30 }, () => send('key-race1', 'race')));
    const made = answers.filter(({ statusCode, headers }) => statusCode === 201 && !headers['idempotent-replayed']);
    const others = answers.filter((answer) => !made.includes(answer));
    expect(made.length).toBe(1);
    for (const other of others) {
      if (other.statusCode === 201) expect(other.body).toBe(made[0]?.body);
      else
        expect([other.statusCode, other.json().code, other.headers['retry-after']]).toEqual([
          ...[409, 'still-under-way', '1'],
        ]);
    }
    expect(await notes('race')).toBe(1);
    meanwhile = async () => undefined;
  });

  it('leave all or nothing, whichever attempts die before they commit', async () => {
    let round = 0;
    const attempt = fc.record({ die: fc.boolean(), together: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 6 }), async (attempts) => {
        const [key, text] = [`key-death-${round}`, `death ${round++}`];
        const dying: Promise<unknown>[] = [];
        for (const { die, together } of attempts) {
          meanwhile = die ? () => Promise.reject(new Error('died')) : async () => undefined;
          const sent = send(key, text);
          if (together) dying.push(sent);
          else await sent;
        }
        await Promise.all(dying);
        meanwhile = async () => undefined;
        const last = await send(key, text);
        expect(last.statusCode).toBe(201);
        const { rows } = await database.query<{ id: string }>('select id from note where text = $1', [text]);
        expect(rows).toEqual([{ id: last.json().id }]);
      }),
      { numRuns: 40 },
    );
  });

  it('survive the death of the connection in the middle', async () => {
    expect((await send('key-death-c', 'die')).statusCode).toBe(503);
    expect(await notes('die')).toBe(0);
    const { rowCount } = await database.query('select from idempotency.answer where at = $1', [runtime.now()]);
    const before = rowCount;
    expect((await send('key-death-c', 'lived')).statusCode).toBe(201);
    expect((await database.query('select from idempotency.answer where at = $1', [runtime.now()])).rowCount).toBe(
      before + 1,
    );
  });
});

describe('a change that the record has written', () => {
  const observations = async (text: string): Promise<number> => {
    const call = { actor: platformActor('test'), source: 'local', trace: 't' };
    const { entries } = await record.search(call, 'Observation', '_count=100');
    return entries.filter(({ stored }) => JSON.parse(stored.content).code.text === text).length;
  };
  const observe = (key: string, text: string) => send(key, text, 'a', '/api/observations');

  it('is answered alike', async () => {
    const first = await observe('key-record1', 'whole');
    const second = await observe('key-record1', 'whole');
    expect(first.statusCode).toBe(200);
    expect([second.body, second.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    expect(await observations('whole')).toBe(1);
  });

  it('is known to be done though the answer was lost', async () => {
    meanwhile = () => Promise.reject(new Error('died after the change'));
    expect((await observe('key-record2', 'half')).statusCode).toBe(500);
    meanwhile = async () => undefined;
    const again = await observe('key-record2', 'half');
    expect([again.statusCode, again.json().code]).toEqual([409, 'answer-not-kept']);
    expect(await observations('half')).toBe(1);
  });
});
