/** The operations through the HTTP server, on a real trail. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, platformActor } from '#core/access/actor.ts';
import { type AuditEntry, type AuditTrail, createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { keyOfId } from '#core/record/keys.ts';
import { fixedRuntime } from '#core/runtime/runtime.ts';
import { auditTrail } from './index.ts';

const runtime = fixedRuntime('2026-03-01T12:00:00Z');
const people: { readonly [name: string]: Actor } = {
  anna: {
    ...{ role: 'physician', id: 'acc-anna', name: 'lek. Anna Nowak', purpose: 'TREAT', scopes: [] },
    ...{ facility: 'clinic', facilityName: 'Przychodnia' },
  },
  jan: { role: 'patient', id: 'acc-jan', name: 'Jan Kowal', purpose: 'PATRQT', patient: 'jan', scopes: [] },
  operator: { role: 'operator', id: 'acc-op', name: 'Operator', purpose: 'HOPERAT', scopes: [] },
  platform: platformActor('import'),
};
const about = (id: string) => ({ patientIds: [id], patients: [keyOfId('Patient', id)] });

const pesels: Record<string, { id: string }> = { '59031200028': { id: 'jan' } };

let database: TestDatabase;
let server: FastifyInstance;
let trail: AuditTrail;
beforeAll(async () => {
  database = await createTestDatabase();
  trail = createAuditTrail({ database, runtime });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  serveOperations(
    server,
    auditTrail({ audit: trail, runtime, patientByPesel: async (_call, pesel) => pesels[pesel] }).operations,
    {
      database,
      audit: trail,
      runtime,
      authenticator: { authenticate: async ({ headers }) => people[String(headers.authorization)] },
    },
  );
  const entry = (who: string, changes: Partial<AuditEntry>): AuditEntry => ({
    call: { actor: people[who] ?? platformActor('test'), source: '10.0.0.1', trace: 't' },
    ...{ at: runtime.now(), action: 'R', kind: 'read', outcome: 0, ...changes },
  });
  await trail.write(
    entry('platform', { action: 'C', kind: 'transaction', ...about('jan'), entities: ['Condition/c/1'] }),
  );
  runtime.advance(24 * 60);
  await trail.write(entry('anna', { ...about('jan'), entities: ['MedicationRequest/m/1'] }));
  await trail.write(entry('anna', { ...about('maria'), entities: ['Observation/o/1'] }));
  await trail.write(entry('jan', { ...about('jan'), entities: ['Patient/jan/1'] }));
  await trail.write(entry('anna', { ...about('jan'), outcome: 4, reason: 'hidden', entities: ['Observation/x'] }));
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const get = async (who: string, path: string) => {
  const answer = await server.inject({ url: `/api/audit-trail/${path}`, headers: { authorization: who } });
  return { status: answer.statusCode, body: answer.json() };
};

describe('who looked', () => {
  it('shows a patient the accesses to their own data, newest first', async () => {
    const { status, body } = await get('jan', 'accesses');
    expect(status).toBe(200);
    expect(body.accesses).toMatchObject([
      { refused: true, who: { name: 'lek. Anna Nowak' }, categories: ['results'] },
      { own: true, categories: ['personal-data'] },
      { refused: false, automatic: false, purpose: 'TREAT', categories: ['medicines'], day: '2026-03-02' },
      { automatic: true, changed: true, categories: ['problems'], day: '2026-03-01' },
    ]);
    expect(body.next).toBeUndefined();
  });

  it('is a file with the same lines', async () => {
    const answer = await server.inject({ url: '/api/audit-trail/accesses/file', headers: { authorization: 'jan' } });
    expect(answer.headers['content-disposition']).toContain('kto-ogladal-moje-dane.csv');
    const [heads, ...lines] = answer.body.trimEnd().split('\r\n');
    expect(heads).toMatch(/^\ufeffDzień,Od,Do,Kto,/);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^2026-03-02,.*lek\. Anna Nowak,physician,Przychodnia,,medicines,TREAT/);
    expect(answer.body).not.toContain('Observation/o/1');
  });

  it('is narrowed by day and purpose', async () => {
    const found = async (query: string) => (await get('jan', `accesses?${query}`)).body.accesses.length;
    expect(await found('from=2026-03-02')).toBe(3);
    expect(await found('to=2026-03-01')).toBe(1);
    expect(await found('from=2026-03-02&to=2026-03-02&purpose=PATRQT')).toBe(1);
  });

  it.each(['from=yesterday', 'from=2026-02-30', 'cursor=x', 'purpose=FUN'])('refuses %s', async (query) => {
    expect((await get('jan', `accesses?${query}`)).status).toBe(400);
  });

  it('is for patients only', async () => {
    expect((await get('anna', 'accesses')).status).toBe(403);
    expect((await get('operator', 'accesses')).status).toBe(403);
    expect((await get('nobody', 'accesses')).status).toBe(401);
  });
});

describe('events', () => {
  it('tell the operator how much, never whose and what', async () => {
    const { body } = await get('operator', 'events?actor=acc-anna&role=physician');
    expect(body.events).toHaveLength(4); // one of them: she asked who looked, and was refused
    expect(body.events.at(-1)).toMatchObject({ kind: 'read', patients: 1, resources: 1, source: '10.0.0.1' });
    expect(JSON.stringify(body)).not.toMatch(/maria|jan|MedicationRequest/);
  });

  it('come in pages without gaps', async () => {
    const all = (await get('operator', 'events?kind=read')).body.events.map(
      ({ sequence }: { sequence: string }) => sequence,
    );
    const paged: string[] = [];
    let cursor = '';
    do {
      const { body } = await get('operator', `events?kind=read&count=1${cursor}`);
      paged.push(...body.events.map(({ sequence }: { sequence: string }) => sequence));
      cursor = body.next ? `&cursor=${body.next}` : '';
    } while (cursor);
    expect(paged).toEqual(all);
  });

  it('are audited when they are read', async () => {
    await get('operator', 'events?outcome=4');
    const { body } = await get('operator', 'events?kind=search-audit-events&count=1');
    expect(body.events).toMatchObject([{ actor: 'acc-op', outcome: 0 }]);
  });

  it('are found for a patient’s sake by the PESEL of a complaint, and the patient sees who looked', async () => {
    const find = (pesel: unknown) =>
      server.inject({
        ...{ method: 'POST', url: '/api/audit-trail/patients', payload: { pesel } },
        headers: { authorization: 'operator' },
      });
    expect((await find('59031200028')).json()).toEqual({ patient: 'jan' });
    expect([(await find('44051401359')).statusCode, (await find('1')).statusCode, (await find(1)).statusCode]).toEqual([
      404, 400, 400,
    ]);
    const { body } = await get('operator', 'events?patient=jan&kind=read');
    expect(body.events.map(({ outcome }: { outcome: number }) => outcome)).toEqual([4, 0, 0]); // none of Maria's
    expect((await get('operator', 'events?patient=nobody')).body.events).toMatchObject([
      { kind: 'search-audit-events-of-patient' },
    ]);
    const seen = JSON.stringify((await get('jan', 'accesses')).body);
    expect(seen).toContain('Operator');
  });

  it('are looked at one by one: types and whether it is sealed, never whose', async () => {
    const [event] = (await get('operator', 'events?actor=acc-anna&kind=read&count=1')).body.events;
    const { status, body } = await get('operator', `events/${event.sequence}`);
    expect([status, body]).toMatchObject([200, { types: ['Observation'], sealed: false, reason: 'hidden' }]);
    expect(JSON.stringify(body)).not.toMatch(/jan|Observation\/x/);
    expect((await get('operator', 'events/999999999')).status).toBe(404);
    expect((await get('operator', 'events/x')).status).toBe(400);
    expect((await get('jan', `events/${event.sequence}`)).status).toBe(403);
  });

  it('are not for patients', async () => {
    expect((await get('jan', 'events')).status).toBe(403);
  });
});

describe('the chain', () => {
  it('tells the operator what waits to be sealed', async () => {
    const { body } = await get('operator', 'chain');
    expect(body).toMatchObject({ seals: 0, sealed: 0, oldestUnsealed: '2026-03-01T12:00:00.000Z' });
    expect(body.unsealed).toBeGreaterThan(4);
  });
});
