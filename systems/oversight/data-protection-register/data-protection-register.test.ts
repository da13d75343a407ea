/** Disclosures from the trail, objections and what they close, questions about accesses, disposal by two people. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { isRefused, refuseFacility } from '#core/access/grants.ts';
import { type AuditEntry, type AuditTrail, createAuditTrail, startSealer, verifyAudit } from '#core/audit/index.ts';
import { loadAuditKeys } from '#core/audit/keys.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { keyOfId } from '#core/record/keys.ts';
import { fixedRuntime, systemRuntime } from '#core/runtime/runtime.ts';
import { dataProtectionRegister } from './index.ts';
import { startRecorder } from './recorder.ts';

const runtime = { ...fixedRuntime('2026-03-02T12:00:00Z'), newId: systemRuntime.newId };
const operator = (id: string): Actor => ({
  ...{ role: 'operator', id, name: `Inspektor ${id}`, purpose: 'HOPERAT', scopes: [], provenAt: runtime.now() },
});
const doctor: Actor = {
  ...{ role: 'physician', id: 'acc-anna', name: 'lek. Anna Nowak', purpose: 'TREAT', scopes: [] },
  ...{ facility: 'clinic', facilityName: '=Przychodnia' },
};
const patient = (id: string): Actor => ({
  ...{ role: 'patient', id: `acc-${id}`, name: `Pan ${id}`, purpose: 'PATRQT', patient: id, scopes: [] },
});
const actors: Record<string, Actor> = {
  ...{ jan: patient('jan'), ewa: patient('ewa'), adam: patient('adam'), doctor },
  ...{ iod: operator('iod'), owner: operator('owner') },
};
const keys = { jan: keyOfId('Patient', 'jan'), ewa: keyOfId('Patient', 'ewa'), adam: keyOfId('Patient', 'adam') };

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-register-'));
let database: TestDatabase;
let server: FastifyInstance;
let trail: AuditTrail;
let sealer: ReturnType<typeof startSealer>;
let register: ReturnType<typeof dataProtectionRegister>;
let auditKeys: ReturnType<typeof loadAuditKeys>;

beforeAll(async () => {
  database = await createTestDatabase();
  trail = createAuditTrail({ database, runtime });
  auditKeys = loadAuditKeys(home, systemRuntime);
  sealer = startSealer({ database, runtime, keys: auditKeys, every: 3_600_000 });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  register = dataProtectionRegister({
    ...{ database, runtime, audit: trail },
    directory: {
      patientByPesel: async (_call, pesel) => (pesel === '59031200028' ? { id: 'jan', name: 'Jan' } : undefined),
      facilityName: async (_call, id) => (id.startsWith('no') ? undefined : `Placówka ${id}`),
    },
    yearsKept: () => 6,
    verify: () => verifyAudit({ database, publicKey: auditKeys.publicKey }),
  });
  serveOperations(server, register.operations, {
    ...{ database, audit: trail, runtime },
    authenticator: { authenticate: async ({ headers }) => actors[String(headers.authorization)] },
  });
});
afterAll(async () => {
  await server.close();
  await sealer.stop();
  await database.drop();
  rmSync(home, { recursive: true });
});

const ask = async (who: string, method: 'GET' | 'POST' | 'DELETE', address: string, payload?: object) => {
  const url = `/api/data-protection/${address}`;
  const answer = await server.inject({ method, url, headers: { authorization: who }, ...(payload ? { payload } : {}) });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, body: isJson ? answer.json() : undefined, text: answer.body };
};
const write = (actor: Actor, changes: Partial<AuditEntry> = {}, of: keyof typeof keys = 'jan') =>
  trail.write({
    ...{ call: { actor, source: '10.0.0.1', trace: 't' }, at: runtime.now(), action: 'R', kind: 'read', outcome: 0 },
    ...{ patients: [keys[of]], patientIds: [of], entities: ['Observation/o/1'] },
    ...changes,
  });
async function recorded(): Promise<void> {
  const waiting = 'select 1 from audit.event where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1';
  while ((await database.query(waiting)).rowCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await sealer.sealNow();
  const failures: Error[] = [];
  const recorder = startRecorder(database, (error) => failures.push(error), 3_600_000);
  await recorder.catchUp();
  await recorder.stop();
  expect(failures).toEqual([]);
}
const care = (of: keyof typeof keys, facility: string, kind = 'visit') =>
  database.query(
    `insert into access.care (patient, facility, kind, source, person, since) values ($1, $2, $3, $4, '', $5)`,
    [keys[of], facility, kind, `${facility}/${kind}`, '2026-01-01'],
  );

describe('the register of disclosures', () => {
  it('holds every way on which data went to somebody, by ground, and nothing else', async () => {
    await care('jan', 'clinic');
    const machine: Actor = { role: 'machine', id: 'his', name: 'System szpitala', purpose: 'TREAT', scopes: [] };
    await write(doctor);
    await write(doctor, { entities: ['Condition/c/1', 'Observation/o/1'], kind: 'search-type' });
    await write({ ...doctor, facility: 'stranger', facilityName: 'Obca' });
    await write({ ...doctor, app: { client: 'growth', name: 'Siatki' } });
    await write(machine);
    await write(machine, { kind: 'export', entities: ['export/1'] });
    await write({ ...patient('jan'), app: { client: 'diary', name: 'Dzienniczek' } });
    await write({ ...patient('jan'), role: 'proxy', id: 'acc-mama', name: 'Mama', proxy: { grant: '1', person: 'm' } });
    await write(patient('jan'));
    await write(doctor, { outcome: 4, reason: 'hidden', entities: ['Immunization/i'] });
    await write(machine, { action: 'C', kind: 'create', entities: ['Procedure/p/1'] });
    await recorded();
    const { body } = await ask('jan', 'GET', 'disclosures/mine');
    const lines = body.disclosures.map(
      (line: { recipient: { kind: string; name: string }; person?: string; types: string[]; ground: string }) =>
        [line.recipient.kind, line.recipient.name, line.person ?? '', line.types.join('+'), line.ground].join(' | '),
    );
    expect(lines.sort()).toEqual([
      'app | Dzienniczek | Pan jan | Observation | app',
      'app | Siatki | lek. Anna Nowak | Observation | visit',
      'facility | =Przychodnia | lek. Anna Nowak | Condition+Observation | visit',
      'facility | Obca | lek. Anna Nowak | Observation | none-found',
      'person | Mama |  | Observation | delegation',
      'system | System szpitala |  | Observation | scope',
      'system | System szpitala |  | everything | export',
    ]);
    expect((await ask('ewa', 'GET', 'disclosures/mine')).body).toEqual({ disclosures: [] });
  });

  it('enters the same once a day, goes on where it was, and lets nobody change it', async () => {
    const count = async () => (await database.query('select 1 from data_protection.disclosure')).rowCount;
    const before = await count();
    await write(doctor);
    await recorded();
    expect(await count()).toBe(before);
    await write(doctor, { entities: ['Immunization/i/1'] });
    await recorded();
    expect(await count()).toBe(before + 1);
    for (const statement of ['delete from', 'update', 'truncate'])
      await expect(
        database.query(`${statement} data_protection.disclosure ${statement === 'update' ? `set person = 'x'` : ''}`),
      ).rejects.toThrow('append-only');
  });

  it('says of each patient of a page by what right', async () => {
    await care('adam', 'clinic', 'referral');
    const page = { patients: [keys.ewa, keys.adam, keys.jan], patientIds: ['ewa', 'adam', 'jan'] };
    await write(doctor, {
      ...page,
      kind: 'search-type',
      entities: ['Procedure/1/1', 'Procedure/2/1', 'Procedure/3/1'],
    });
    await recorded();
    const { rows } = await database.query(
      `select patient_id, ground from data_protection.disclosure where type = 'Procedure' order by patient_id`,
    );
    expect(rows.map(({ patient_id, ground }) => `${patient_id} ${ground}`)).toEqual([
      'adam referral',
      'ewa none-found',
      'jan visit',
    ]);
  });

  it('is searched by officers, which leaves its trail at the patient, and added to by hand', async () => {
    const court = {
      ...{ pesel: '59031200028', day: '2026-03-01', recipient: 'Sąd Rejonowy', scope: 'historia choroby' },
      ...{ purpose: 'postępowanie I C 12/26', legalBasis: 'art. 26 ust. 3 pkt 3' },
    };
    expect((await ask('iod', 'POST', 'disclosures', court)).status).toBe(200);
    expect((await ask('iod', 'POST', 'disclosures', { ...court, day: '2027-01-01' })).status).toBe(422);
    expect((await ask('iod', 'POST', 'disclosures', { ...court, pesel: '11111111111' })).status).toBe(422);
    const { body } = await ask('iod', 'POST', 'disclosures/search', { pesel: '59031200028', to: '2026-03-01' });
    expect(body.disclosures).toMatchObject([
      { recipient: { kind: 'other', name: 'Sąd Rejonowy' }, ground: 'law', recordedBy: 'Inspektor iod' },
    ]);
    const { rows } = await database.query(
      `select patient_ids from audit.event where kind = 'search-disclosures' and outcome = 0`,
    );
    expect(rows).toEqual([{ patient_ids: ['jan'] }]);
    for (const who of ['jan', 'doctor'])
      expect((await ask(who, 'POST', 'disclosures/search', { pesel: '59031200028' })).status).toBe(403);
  });

  it('is a CSV file in which nothing is a formula', async () => {
    const { text } = await ask('jan', 'GET', 'disclosures/mine?format=csv');
    expect(text.startsWith('\ufeffDzień,Odbiorca')).toBe(true);
    expect(text).toContain(`2026-03-02,'=Przychodnia,facility`);
    expect((await ask('jan', 'GET', 'disclosures/mine?from=2026-02-31')).status).toBe(400);
  });
});

const words = 'Nie chcę, żeby ta placówka widziała moje dane.';
const refused = (of: keyof typeof keys, facility: string) => isRefused(database, keys[of], facility);

describe('an objection', () => {
  it('closes the record to the facility at once, and a rejection opens it again', async () => {
    await care('ewa', 'f1');
    const filed = await ask('ewa', 'POST', 'objections', { scope: 'facility', facility: 'f1', words });
    expect(filed.body).toMatchObject({ closed: 1, due: '2026-04-01T12:00:00.000Z' });
    expect(await refused('ewa', 'f1')).toBe(true);
    expect((await ask('ewa', 'POST', 'objections', { scope: 'facility', facility: 'f1', words })).status).toBe(409);
    const decision = { decision: 'rejected', answer: 'Placówka prowadzi leczenie.' };
    const { id } = filed.body;
    await ask('iod', 'POST', `cases/${id}/consultation`, { text: 'Administrator: odmówić.' });
    expect((await ask('iod', 'POST', `cases/${id}/decision`, { ...decision, decision: 'breach' })).status).toBe(400);
    expect((await ask('iod', 'POST', `cases/${id}/decision`, decision)).status).toBe(200);
    expect(await refused('ewa', 'f1')).toBe(false);
    expect((await ask('iod', 'POST', `cases/${id}/decision`, decision)).status).toBe(404);
    const [shown] = (await ask('ewa', 'GET', 'cases/mine')).body.cases;
    expect(shown).toMatchObject({ ...decision, closed: 0, kept: { years: 20 }, facilityName: 'Placówka f1' });
  });

  it('to all processing closes what is open, leaves what was refused, and ends when it is taken back', async () => {
    await care('ewa', 'f2');
    await refuseFacility(database, keys.ewa, 'f2', true);
    const { body } = await ask('ewa', 'POST', 'objections', { scope: 'processing', words });
    expect(body.closed).toBe(1);
    await ask('iod', 'POST', `cases/${body.id}/decision`, {
      decision: 'accepted',
      answer: 'Ograniczono przetwarzanie.',
    });
    expect([await refused('ewa', 'f1'), await refused('ewa', 'f2')]).toEqual([true, true]);
    expect((await ask('jan', 'DELETE', `objections/${body.id}`)).status, 'of somebody else').toBe(404);
    expect((await ask('ewa', 'DELETE', `objections/${body.id}`)).status).toBe(200);
    expect([await refused('ewa', 'f1'), await refused('ewa', 'f2')], 'f2 was refused before').toEqual([false, true]);
  });

  it('is refused in plain words when something is missing', async () => {
    for (const [asked, status] of [
      [{ scope: 'facility', words }, 400],
      [{ scope: 'facility', facility: 'nowhere', words }, 422],
      [{ scope: 'everything', words }, 400],
      [{ scope: 'processing', words: 'nie' }, 400],
    ] as const)
      expect((await ask('adam', 'POST', 'objections', asked)).status, JSON.stringify(asked)).toBe(status);
    expect((await ask('iod', 'POST', 'objections', { scope: 'processing', words })).status).toBe(403);
  });
});

describe('an access that nobody recognises', () => {
  it('becomes a case with what the trail has of it, and is answered', async () => {
    await write(doctor, {}, 'adam');
    await write(patient('adam'), {}, 'adam');
    const { rows } = await database.query<{ sequence: string }>(
      'select sequence from audit.event where patients @> array[$1::int8] order by sequence',
      [keys.adam],
    );
    const [foreign, own] = rows.slice(-2).map(({ sequence }) => sequence);
    expect((await ask('ewa', 'POST', 'unknown-accesses', { access: foreign })).status).toBe(404);
    expect((await ask('adam', 'POST', 'unknown-accesses', { access: own })).status).toBe(422);
    const { body } = await ask('adam', 'POST', 'unknown-accesses', { access: foreign });
    expect((await ask('adam', 'POST', 'unknown-accesses', { access: foreign })).body.id, 'once').toBe(body.id);
    const queue = (await ask('iod', 'GET', 'cases')).body.cases;
    expect(queue).toMatchObject([
      { id: body.id, name: 'Pan adam', overdue: false, access: { name: 'lek. Anna Nowak', types: ['Observation'] } },
    ]);
    runtime.advance(31 * 24 * 60);
    expect((await ask('iod', 'GET', 'cases')).body.cases[0].overdue).toBe(true);
    const decision = { decision: 'explained', answer: 'Lekarka wypisała receptę.' };
    await ask('iod', 'POST', `cases/${body.id}/decision`, decision);
    expect((await ask('adam', 'GET', 'cases/mine')).body.cases).toMatchObject([decision]);
    await expect(database.query(`update data_protection.complaint set answer = 'x'`)).rejects.toThrow('append-only');
  });
});

describe('disposal', () => {
  it('takes two officers, waits for the period, erases, and leaves a protocol that says the trail holds', async () => {
    const asked = { class: 'access', until: '2026-04-01', legalBasis: 'upłynął okres przechowywania' };
    expect((await ask('iod', 'POST', 'disposals', asked)).status).toBe(403);
    const prove = () => Object.assign(actors, { iod: operator('iod'), owner: operator('owner') });
    prove();
    expect((await ask('iod', 'POST', 'disposals', asked)).status, 'too early').toBe(422);
    await recorded();
    runtime.advance(60 * 24 * 366 * 6);
    prove();
    const { id } = (await ask('iod', 'POST', 'disposals', asked)).body;
    const approval = { decision: 'approved', reason: 'zgodnie z planem' };
    expect((await ask('iod', 'POST', `disposals/${id}/decision`, approval)).status, 'the same person').toBe(403);
    expect((await ask('owner', 'POST', `disposals/${id}/decision`, approval)).status).toBe(200);
    expect((await ask('owner', 'POST', `disposals/${id}/decision`, approval)).status).toBe(409);
    await recorded();
    const [handler] = register.handlers;
    for (let twice = 0; twice < 2; twice++)
      await handler?.run({ disposal: id } as never, { signal: new AbortController().signal, attempt: 1 } as never);
    const [protocol] = (await ask('iod', 'GET', 'disposals')).body.disposals;
    expect(protocol).toMatchObject({ requestedName: 'Inspektor iod', decidedName: 'Inspektor owner', class: 'access' });
    expect(protocol.verified).toMatch(/^holds: /);
    expect(Number(protocol.events)).toBeGreaterThan(10);
    const left = `select count(*) as n from audit.event where actor = 'acc-anna' and action = 'R'`;
    expect((await database.query(left)).rows[0]?.n).toBe('0');
  });
});
