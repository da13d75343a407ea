/** Consents, codes, delegations, withholding and emergencies over HTTP, and what each opens and closes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '#core/access/actor.ts';
import { delegationOf } from '#core/access/proxies.ts';
import { type AuditEntry, createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { fhirRoutes } from '#core/record/http/index.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { permissions } from './index.ts';

let database: TestDatabase;
let record: FhirRecord;
let server: FastifyInstance;
const told: AuditEntry[] = [];
const machine: Actor = { role: 'machine', id: 'm', name: 'HIS', purpose: 'HOPERAT', scopes: ['system/*.cruds'] };
const actors: Record<string, Actor> = { machine };
const ids: Record<string, string> = {};
const pesels = { anna: '59031200000', jakub: '02251700000', zosia: '20240900000' };

const physician = (id: string, facility: string): Actor => ({
  ...{ role: 'physician', id, name: `lek. ${id}`, purpose: 'TREAT', scopes: [] },
  ...{ practitioner: 'd', facility, facilityName: 'Szpital' },
});
/** Whoever has just signed in. */
const proven = () => ({ acr: 'ez:aal3' as const, provenAt: new Date() });
const patient = (id: string, own: string): Actor => ({
  ...proven(),
  ...{ role: 'patient', id, name: id, purpose: 'PATRQT', patient: own, scopes: [] },
});

const ask = async (who: string, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
  const answer = await server.inject({
    ...{ method, url: path, headers: { authorization: who } },
    ...(body ? { payload: body } : {}),
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
};
const api = (who: string, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
  ask(who, method, `/api/permissions/${path}`, body);
const sees = async (who: string, path: string) => (await ask(who, 'GET', `/fhir/R4/${path}`)).status === 200;
const make = async (resource: Resource) =>
  (await record.create({ actor: machine, source: 'local', trace: 't' }, resource)).id;

beforeAll(async () => {
  database = await createTestDatabase();
  const trail = createAuditTrail({ database, runtime: systemRuntime });
  const audit = {
    ...trail,
    write: async (entry: AuditEntry) => {
      told.push(entry);
      await trail.write(entry);
    },
  };
  record = createRecord({ database, audit, runtime: systemRuntime });
  const rights = permissions({ database, record, audit, runtime: systemRuntime, codeKey: Buffer.alloc(32, 7) });
  const authenticator = {
    authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) =>
      actors[String(headers.authorization)],
  };
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  await server.register(fhirRoutes, { prefix: '/fhir/R4', record, authenticator });
  serveOperations(server, rights.operations, { database, audit, runtime: systemRuntime, authenticator });
  const person = (given: string, family: string, birthDate: string, pesel: string): Resource => ({
    ...{ resourceType: 'Patient', name: [{ given: [given], family }], birthDate },
    identifier: [{ system: identifierSystems.pesel, value: pesel }],
  });
  ids.anna = await make(person('Anna', 'Wiśniowiecka-Brzęk', '1959-03-12', pesels.anna));
  ids.jakub = await make(person('Jakub', 'Zieliński', '2002-05-17', pesels.jakub));
  ids.zosia = await make(person('Zofia', 'Zielińska', '2020-04-09', pesels.zosia));
  ids.hospital = await make({ resourceType: 'Organization', name: 'Szpital' });
  const subject = { reference: `Patient/${ids.anna}` };
  const observation = { resourceType: 'Observation', status: 'final', subject, code: { text: 'tętno' } };
  ids.pulse = await make({ ...observation, effectiveDateTime: '2026-01-01' });
  ids.secret = await make({ ...observation, code: { text: 'wynik poufny' }, effectiveDateTime: '2026-01-02' });
  const icd = [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'F32.1', display: 'Epizod depresji' }];
  ids.sensitive = await make({ resourceType: 'Condition', subject, code: { coding: icd } });
  const intent = { status: 'active', intent: 'order', medicationCodeableConcept: { text: 'ramipryl' } };
  ids.medicine = await make({ resourceType: 'MedicationRequest', subject, ...intent });
  Object.assign(actors, {
    anna: patient('anna', ids.anna),
    jakub: patient('jakub', ids.jakub),
    doctor: physician('doctor', ids.hospital),
    colleague: physician('colleague', ids.hospital),
    elsewhere: physician('elsewhere', 'f-other'),
    operator: { role: 'operator', id: 'officer', name: 'Oficer', purpose: 'HOPERAT', scopes: [], ...proven() },
  });
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const mine = async (who = 'anna') => (await api(who, 'GET', 'mine')).body;
const noticesOf = async (who: string) => (await mine(who)).notices.map(({ kind }: { kind: string }) => kind);

describe('break-the-glass', () => {
  const asked = { pesel: pesels.anna, reason: 'unconscious', explanation: 'Nieprzytomna po wypadku, SOR.' };

  it('demands a reason from the list and in words', async () => {
    for (const bad of [{ reason: 'curious' }, { explanation: 'krótko' }, { pesel: '1' }, { patient: ids.anna }])
      expect((await api('doctor', 'POST', 'emergencies', { ...asked, ...bad })).status).toBe(400);
    expect((await api('anna', 'POST', 'emergencies', asked)).status).toBe(403);
    expect((await api('doctor', 'POST', 'emergencies', { ...asked, pesel: '00000000000' })).body.code).toBe(
      'no-patient',
    );
  });

  it('opens one patient to one person for an hour, tells her at once and opens a review', async () => {
    expect(await sees('doctor', `Observation/${ids.pulse}`)).toBe(false);
    const { status, body } = await api('doctor', 'POST', 'emergencies', asked);
    expect([status, body.patient]).toEqual([200, ids.anna]);
    expect(new Date(body.ends).getTime() - Date.now()).toBeGreaterThan(59 * 60_000);
    expect(await sees('doctor', `Observation/${ids.pulse}`)).toBe(true);
    expect([await sees('colleague', `Observation/${ids.pulse}`), await sees('doctor', `Patient/${ids.jakub}`)]).toEqual(
      [false, false],
    );
    // Sensitive items only if they may kill.
    expect(await sees('doctor', `Condition/${ids.sensitive}`)).toBe(false);
    const write = (resource: Resource) => ask('doctor', 'POST', `/fhir/R4/${resource.resourceType}`, resource);
    const subject = { reference: `Patient/${ids.anna}` };
    const note = { resourceType: 'ClinicalImpression', status: 'completed', subject, summary: 'Udzielono pomocy.' };
    const visit = { resourceType: 'Encounter', status: 'finished', class: { code: 'EMER' }, subject };
    expect([(await write(note)).status, (await write(visit)).status]).toEqual([201, 403]);
    const { emergencies, notices } = await mine();
    expect(emergencies[0]).toMatchObject({ name: 'lek. doctor', reason: 'unconscious', facilityName: 'Szpital' });
    expect(notices[0]).toMatchObject({ kind: 'emergency', read: false, details: { name: 'lek. doctor' } });
    expect((await api('doctor', 'GET', `patients/${ids.anna}/relation`)).body).toMatchObject({
      relations: [{ kind: 'emergency' }],
      emergency: { id: body.id },
    });
    expect((await api('doctor', 'POST', 'emergencies', asked)).body.id).toBe(body.id);
  });

  it('ends when its person says so or its hour is over, and is judged by an officer once', async () => {
    const { reviews } = (await api('operator', 'GET', 'reviews')).body;
    const [{ id }] = reviews;
    expect((await api('colleague', 'DELETE', `emergencies/${id}`)).status).toBe(404);
    expect((await api('doctor', 'DELETE', `emergencies/${id}`)).status).toBe(200);
    expect(await sees('doctor', `Observation/${ids.pulse}`)).toBe(false);
    const again = await api('doctor', 'POST', 'emergencies', { ...asked, pesel: undefined, patient: ids.anna });
    expect(await sees('doctor', `Observation/${ids.pulse}`)).toBe(true);
    await database.query(`update access.care set ends = now() where kind = 'emergency'`);
    await database.query(`update permissions.emergency set ends = now()`);
    expect([again.status, await sees('doctor', `Observation/${ids.pulse}`)]).toEqual([200, false]);
    expect((await api('doctor', 'POST', 'emergencies', asked)).status).toBe(200);
    const queue = (await api('operator', 'GET', 'reviews')).body.reviews;
    expect([queue.length, queue[0].repeated, queue[2].repeated]).toEqual([3, true, false]);
    const verdict = { verdict: 'unjustified', text: 'Brak wpisu o pomocy.' };
    expect((await api('doctor', 'POST', `reviews/${id}`, verdict)).status).toBe(403);
    expect((await api('operator', 'POST', `reviews/${id}`, verdict)).status).toBe(200);
    expect((await api('operator', 'POST', `reviews/${id}`, verdict)).body.code).toBe('reviewed');
    expect(await noticesOf('anna')).toContain('emergency-reviewed');
    await database.query(`update access.care set ends = now() where kind = 'emergency'`);
  });
});

describe('one-time code', () => {
  const redeem = (who: string, code: string, pesel = pesels.anna) => api(who, 'POST', 'codes/redeem', { pesel, code });

  it('opens the record to one facility for 24 hours, once', async () => {
    const { code } = (await api('anna', 'POST', 'codes')).body;
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4}$/);
    expect((await redeem('elsewhere', code, pesels.jakub)).body.code).toBe('code-not-valid');
    const both = await Promise.all([redeem('doctor', code.toLowerCase()), redeem('elsewhere', code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    const [open, shut] = (await sees('doctor', `Observation/${ids.pulse}`))
      ? ['doctor', 'elsewhere']
      : ['elsewhere', 'doctor'];
    expect([await sees(open, `Observation/${ids.pulse}`), await sees(shut, `Observation/${ids.pulse}`)]).toEqual([
      true,
      false,
    ]);
    expect(await sees(open, `Condition/${ids.sensitive}`)).toBe(false);
    expect((await redeem(shut, code)).status).toBe(403);
    expect(await noticesOf('anna')).toContain('code-used');
    expect(told.filter(({ kind }) => kind === 'redeem-access-code').at(-1)).toMatchObject({
      outcome: 4,
      patientIds: [ids.anna],
    });
    await database.query(`update access.care set ends = now() where kind = 'code'`);
  });

  it('is over after five wrong tries, and a person who tries many is paused', async () => {
    const { code } = (await api('anna', 'POST', 'codes')).body;
    for (let n = 0; n < 5; n++) expect((await redeem('colleague', 'AAAAAAAA')).body.code).toBe('code-not-valid');
    expect((await redeem('colleague', code)).body.code).toBe('code-not-valid');
    for (let n = 0; n < 4; n++) await redeem('colleague', 'AAAAAAAA', '00000000000');
    expect((await redeem('colleague', 'AAAAAAAA')).body.code).toBe('codes-paused');
  });
});

describe('consent', () => {
  it('opens what it names until it is withdrawn, and stands in the record', async () => {
    const until = `${new Date().getUTCFullYear() + 1}-06-30`;
    const asked = { facility: ids.hospital, scope: ['prescriptions'], until };
    expect((await api('anna', 'POST', 'consents', { ...asked, facility: 'nowhere' })).body.code).toBe(
      'no-such-facility',
    );
    const { id } = (await api('anna', 'POST', 'consents', asked)).body;
    const seen = async () => [
      await sees('doctor', `MedicationRequest/${ids.medicine}`),
      await sees('doctor', `Observation/${ids.pulse}`),
    ];
    expect(await seen()).toEqual([true, false]);
    const consent = async () => (await ask('anna', 'GET', '/fhir/R4/Consent')).body.entry[0].resource;
    expect(await consent()).toMatchObject({ status: 'active', provision: { type: 'permit' } });
    expect((await api('jakub', 'DELETE', `consents/${id}`)).status).toBe(404);
    expect((await api('anna', 'DELETE', `consents/${id}`)).status).toBe(200);
    expect(await seen()).toEqual([false, false]);
    expect((await consent()).status).toBe('inactive');
  });

  it('refuses a facility that has the patient in care, also what ties them later', async () => {
    const visit = {
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${ids.anna}` },
    };
    const at = { serviceProvider: { reference: `Organization/${ids.hospital}` } };
    await make({ ...visit, ...at });
    expect(await sees('doctor', `Observation/${ids.pulse}`)).toBe(true);
    const { id } = (await api('anna', 'POST', 'refusals', { facility: ids.hospital })).body;
    await make({ ...visit, ...at, class: { code: 'IMP' } });
    expect(await sees('doctor', `Observation/${ids.pulse}`)).toBe(false);
    expect((await mine()).access[0]).toMatchObject({ refused: true, facilityName: 'Szpital' });
    await api('anna', 'DELETE', `consents/${id}`);
    expect(await sees('doctor', `Observation/${ids.pulse}`)).toBe(true);
  });
});

describe('withholding', () => {
  it('keeps an item from facilities in every way to ask, and tells them that something is withheld', async () => {
    const relation = async () => (await api('doctor', 'GET', `patients/${ids.anna}/relation`)).body.withheld;
    const counted = async () =>
      (await ask('doctor', 'GET', `/fhir/R4/Observation?patient=${ids.anna}&_summary=count`)).body.total;
    expect([await relation(), await counted()]).toEqual([false, 2]);
    const item = { type: 'Observation', id: ids.secret, readers: '+facilities', emergency: false };
    expect((await api('jakub', 'POST', 'withheld', item)).body.code).toBe('not-yours');
    expect((await api('anna', 'POST', 'withheld', { ...item, type: 'Patient', id: ids.anna })).body.code).toBe(
      'never-withheld',
    );
    expect((await api('anna', 'POST', 'withheld', item)).status).toBe(200);
    expect([await relation(), await counted()]).toEqual([true, 1]);
    for (const path of [
      `Observation/${ids.secret}`,
      `Observation/${ids.secret}/_history`,
      `Observation/${ids.secret}/_history/1`,
      `Observation/${ids.secret}?_asOf=${new Date().toISOString()}`,
    ])
      expect([path, await sees('doctor', path)]).toEqual([path, false]);
    for (const path of [
      `Observation?patient=${ids.anna}`,
      `Observation?_id=${ids.secret}`,
      `Patient/${ids.anna}/$everything`,
      `Patient?_id=${ids.anna}&_revinclude=Observation:subject`,
      'Observation/_history',
      '_history',
    ]) {
      const { body } = await ask('doctor', 'GET', `/fhir/R4/${path}`);
      expect([path, JSON.stringify(body).includes('poufny')]).toEqual([path, false]);
    }
    const patch = await server.inject({
      ...{ method: 'PATCH', url: `/fhir/R4/Observation/${ids.secret}` },
      headers: { authorization: 'doctor', 'content-type': 'application/json-patch+json' },
      payload: JSON.stringify([{ op: 'replace', path: '/status', value: 'amended' }]),
    });
    expect(patch.statusCode).toBe(404);
    expect(await sees('anna', `Observation/${ids.secret}`)).toBe(true);
    expect((await api('anna', 'DELETE', `withheld/Observation/${ids.secret}/+facilities`)).status).toBe(200);
    expect(await sees('doctor', `Observation/${ids.secret}`)).toBe(true);
  });
});

describe('delegation', () => {
  const next = () => `${new Date().getUTCFullYear() + 1}-06-30`;
  const asked = () => ({
    pesel: pesels.jakub,
    family: 'zielinski',
    scope: ['documentation'],
    until: next(),
    sensitive: false,
  });
  const actAs = async (person: string, of: string) => {
    const held = await delegationOf(database, person, of);
    actors.proxy = {
      ...{ role: 'proxy', id: 'jakub', name: 'Jakub', purpose: 'PATRQT', scopes: [] },
      ...{ patient: of, proxy: { grant: held?.id ?? 'none', person } },
    };
  };

  it('asks for a factor of the last minutes', async () => {
    actors.stale = { ...patient('anna', ids.anna as string), provenAt: new Date(Date.now() - 6 * 60_000) };
    expect((await api('stale', 'POST', 'delegations', asked())).body.code).toBe('prove-again');
    actors.officer = { ...(actors.operator as Actor), acr: 'ez:aal2' };
    const guardian = { patient: ids.zosia, person: ids.jakub, kind: 'parent', document: 'Akt urodzenia 1/2020' };
    expect((await api('officer', 'POST', 'guardians', guardian)).body.code).toBe('stronger-sign-in-needed');
  });

  it.each<[string, object, string]>([
    ['somebody unknown', { pesel: '00000000000' }, 'no-such-person'],
    ['another name', { family: 'Nowak' }, 'no-such-person'],
    ['oneself', { pesel: pesels.anna, family: 'Wisniowiecka-Brzek' }, 'not-yourself'],
    ['nothing', { scope: [] }, 'no-scope'],
    ['yesterday', { until: '2020-01-01' }, 'bad-end'],
    ['ten years', { until: `${new Date().getUTCFullYear() + 10}-01-01` }, 'bad-end'],
    ['a day that is none', { until: '2027-02-31' }, 'bad-end'],
  ])('refuses %s', async (_, more, code) => {
    const { status, body } = await api('anna', 'POST', 'delegations', { ...asked(), ...more });
    expect([status < 500, body.code]).toEqual([true, code]);
  });

  it('shows the trusted person what the preview showed, and nothing of what is hidden', async () => {
    await api('anna', 'POST', 'withheld', {
      type: 'Observation',
      id: ids.secret,
      readers: '+proxies',
      emergency: false,
    });
    const preview = (await api('anna', 'GET', 'preview?scope=documentation&sensitive=false')).body;
    expect(preview.hidden).toEqual({ withheld: 1, sensitive: 1, outOfScope: 0 });
    expect(preview.items.map(({ title }: { title: string }) => title)).not.toContain('wynik poufny');
    const given = await api('anna', 'POST', 'delegations', asked());
    expect(given.body.name).toBe('Jakub Zieliński');
    expect(await noticesOf('jakub')).toContain('delegation-received');
    await actAs(ids.jakub ?? '', ids.anna ?? '');
    const types = ['Observation', 'Condition', 'MedicationRequest', 'Encounter'];
    for (const type of types) {
      const { body } = await ask('proxy', 'GET', `/fhir/R4/${type}?_total=accurate`);
      expect([type, body.total]).toEqual([type, preview.counts[type] ?? 0]);
    }
    const everything = await ask('proxy', 'GET', `/fhir/R4/Patient/${ids.anna}/$everything`);
    expect(JSON.stringify(everything.body)).not.toMatch(/poufny|F32/);
    for (const path of [`Observation/${ids.secret}`, `Condition/${ids.sensitive}`, `Patient/${ids.jakub}`])
      expect([path, await sees('proxy', path)]).toEqual([path, false]);
    expect((await ask('proxy', 'GET', '/fhir/R4/AuditEvent')).status).toBe(403);
    expect((await ask('proxy', 'POST', '/fhir/R4/Observation', { resourceType: 'Observation' })).status).toBe(403);
  });

  it('lets nobody delegate further, and what was taken back opens nothing from that moment', async () => {
    expect((await api('proxy', 'POST', 'delegations', asked())).status).toBe(403);
    expect((await api('proxy', 'GET', 'mine')).status).toBe(403);
    const [{ id }] = (await mine()).given;
    expect((await api('jakub', 'DELETE', `delegations/${id}`)).status).toBe(404);
    expect(await sees('proxy', `Observation/${ids.pulse}`)).toBe(true);
    expect((await api('anna', 'DELETE', `delegations/${id}`)).status).toBe(200);
    expect(await sees('proxy', `Observation/${ids.pulse}`)).toBe(false);
    expect(await sees('proxy', `Patient/${ids.anna}`)).toBe(false);
    expect(await noticesOf('jakub')).toContain('delegation-ended');
  });

  it('holds a parent until the 18th birthday, and from the 16th on without what is sensitive', async () => {
    const asked = { patient: ids.zosia, person: ids.jakub, kind: 'parent', document: 'akt urodzenia' };
    expect((await api('anna', 'POST', 'guardians', asked)).status).toBe(403);
    expect((await api('operator', 'POST', 'guardians', { ...asked, patient: ids.anna })).body.code).toBe('of-age');
    const { body } = await api('operator', 'POST', 'guardians', asked);
    expect(body.ends).toBe('2038-04-08T22:00:00.000Z');
    await actAs(ids.jakub ?? '', ids.zosia ?? '');
    expect(await sees('proxy', `Patient/${ids.zosia}`)).toBe(true);
    const { rows } = await database.query<{ sensitive: boolean; ends: Date }>(
      `select sensitive, ends from access.proxy where kind = 'parent' order by ends`,
    );
    expect(rows).toMatchObject([{ sensitive: true, ends: new Date('2036-04-08T22:00:00Z') }, { sensitive: false }]);
    expect((await api('jakub', 'GET', 'held')).body.held).toMatchObject([{ name: 'Zofia Zielińska', kind: 'parent' }]);
  });
});
