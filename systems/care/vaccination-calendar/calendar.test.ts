/** The calendar over HTTP: whose vaccinations one may read, what is written down, and what is refused. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { createRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { vaccinationCalendar } from './index.ts';
import type { Line, VaccinationReply } from './model.ts';

let database: TestDatabase;
let server: FastifyInstance;
let zosia: string;
const machine: Actor = { role: 'machine', id: 'm', name: 'HIS', purpose: 'HOPERAT', scopes: ['system/*.cruds'] };
const actors: Record<string, Actor> = { machine };
const runtime = { ...systemRuntime, now: () => new Date('2026-11-26T12:00:00Z') };

const ask = async (who: string, method: 'GET' | 'POST', path: string, body?: object) => {
  const headers = { authorization: who };
  const url = `/api/vaccination-calendar/${path}`;
  const answer = await server.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json() };
};
const read = async (who: string): Promise<VaccinationReply> => (await ask(who, 'GET', `patients/${zosia}`)).body;
const mmr = ({ lines }: VaccinationReply): Line[] => lines.filter(({ antigen }) => antigen === 'MMR');

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  const record = createRecord({ database, audit, runtime });
  const make = async (resource: Resource) =>
    (await record.create({ actor: machine, source: 'local', trace: 't' }, resource)).id;
  const clinic = await make({ resourceType: 'Organization', name: 'Przychodnia' });
  zosia = await make({
    ...{ resourceType: 'Patient', name: [{ given: ['Zofia'], family: 'Zielińska' }], birthDate: '2020-10-09' },
    managingOrganization: { reference: `Organization/${clinic}` },
  });
  const vaccinated = async (code: string, day: string) =>
    make({
      ...{ resourceType: 'Immunization', status: 'completed', patient: { reference: `Patient/${zosia}` } },
      vaccineCode: { coding: [{ system: codeSystems.atc, code }], text: `szczepionka ${code}` },
      occurrenceDateTime: day,
    });
  await vaccinated('J07BD52', '2021-12-01');
  await vaccinated('J07BB02', '2024-10-01');
  const physician = (facility: string): Actor => ({
    ...{
      role: 'physician',
      id: facility,
      name: 'lek. Nowak',
      purpose: 'TREAT',
      scopes: [],
      practitioner: 'd',
      facility,
    },
  });
  const patient = (own: string): Actor => ({
    ...{ role: 'patient', id: own, name: own, purpose: 'PATRQT', patient: own, scopes: [] },
  });
  Object.assign(actors, {
    doctor: physician(clinic),
    elsewhere: physician('f-other'),
    zosia: patient(zosia),
    stranger: patient('somebody'),
  });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const authenticator = {
    authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) =>
      actors[String(headers.authorization)],
  };
  serveOperations(server, vaccinationCalendar({ record }).operations, { database, audit, runtime, authenticator });
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

describe('the calendar of a patient', () => {
  it('shows what was given and what is due, with the vaccination it stands on', async () => {
    const shown = await read('zosia');
    expect(shown).toMatchObject({ notForClinicalUse: true, calendar: { version: '2026', confirmed: true } });
    expect(mmr(shown)).toMatchObject([
      { state: 'done', day: '2021-12-01', given: { name: 'szczepionka J07BD52' } },
      { state: 'overdue', day: '2025-10-09' },
    ]);
    expect(shown.others.map(({ atc }) => atc)).toEqual(['J07BB02']);
    expect([shown.mayRecord, (await read('doctor')).mayRecord]).toEqual([false, true]);
  });

  it('is nobody’s business else, and no patient is like one that does not exist', async () => {
    for (const who of ['stranger', 'elsewhere']) {
      const { status, body } = await ask(who, 'GET', `patients/${zosia}`);
      expect([status, body.code]).toEqual([404, (await ask(who, 'GET', 'patients/none')).body.code]);
    }
  });

  it('is shown by a draft to those who ask for it', async () => {
    const { body } = await ask('doctor', 'GET', `patients/${zosia}?calendar=2027-projekt`);
    expect(body.calendar).toMatchObject({ confirmed: false, validFrom: '2027-01-01' });
    expect(await ask('doctor', 'GET', `patients/${zosia}?calendar=1999`)).toMatchObject({ status: 404 });
    expect((await ask('zosia', 'GET', 'editions')).body.calendars.length).toBeGreaterThanOrEqual(3);
  });
});

describe('why a dose is not given', () => {
  const asked = { antigen: 'MMR', kind: 'deferral', until: '2027-02-01', reason: 'leczenie immunosupresyjne' };

  it('is written by those who treat the patient, and only in words that make sense', async () => {
    const path = `patients/${zosia}/exceptions`;
    for (const bad of [{ until: '2026-11-26' }, { until: '2040-01-01' }, { until: '2027-02-31' }, { kind: 'refusal' }])
      expect(await ask('doctor', 'POST', path, { ...asked, ...bad })).toMatchObject({ status: 422 });
    expect(await ask('doctor', 'POST', path, { ...asked, antigen: 'Covid' })).toMatchObject({ status: 400 });
    expect(await ask('zosia', 'POST', path, asked)).toMatchObject({ status: 403 });
    expect(await ask('elsewhere', 'POST', path, asked)).toMatchObject({ status: 404 });
    expect(mmr(await read('zosia'))[1]?.state).toBe('overdue');
  });

  it('is seen by the patient with its reason', async () => {
    expect(await ask('doctor', 'POST', `patients/${zosia}/exceptions`, asked)).toMatchObject({ status: 200 });
    expect(mmr(await read('zosia'))[1]).toMatchObject({
      ...{ state: 'deferred', day: '2027-02-01' },
      exception: { reason: 'leczenie immunosupresyjne', until: '2027-02-01' },
    });
  });
});
