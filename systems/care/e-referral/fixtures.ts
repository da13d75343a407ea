/** A small world for tests: a practice, two clinics, a laboratory, a branch of the NFZ, patients, over real HTTP. */
import type { FastifyInstance } from 'fastify';
import type { Actor, Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { createFeed } from '#core/feed/index.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { fhirRoutes } from '#core/record/http/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { System } from '#core/http/operation.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { type EReferral, eReferral } from './index.ts';

const machine: Actor = { role: 'machine', id: 'm', name: 'HIS', purpose: 'TREAT', scopes: ['system/*.cruds'] };
const professions: Record<string, string> = { doctor: 'lekarz', nurse: 'pielęgniarka' };

export interface World {
  readonly database: TestDatabase;
  readonly record: FhirRecord;
  readonly server: FastifyInstance;
  readonly system: EReferral;
  readonly ids: Ids;
  readonly pesels: { readonly anna: string; readonly jakub: string };
  call(who: string): Call;
  api(who: string, method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: never }>;
  fhir(
    who: string,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: never }>;
  make(resource: Resource): Promise<string>;
  close(): Promise<void>;
}

const physician = (id: string, facility: string, facilityName: string): Actor => ({
  ...{ role: 'physician', id: `${id}@${facilityName}`, name: `lek. ${id}`, purpose: 'TREAT', scopes: [] },
  ...{ practitioner: id, facility, facilityName },
});
const patient = (id: string, own: string): Actor => ({
  ...{ role: 'patient', id, name: id, purpose: 'PATRQT', patient: own, scopes: [] },
});

type Ids = Record<'practice' | 'heart' | 'pulse' | 'sanatorium' | 'nfz' | 'anna' | 'jakub', string>;

/** Institutions and patients, into `ids`; answers with whom a PESEL belongs to. */
async function people(make: World['make'], ids: Ids, pesels: World['pesels']): Promise<Record<string, string>> {
  const place = (name: string, more: object = {}): Promise<string> =>
    make({ resourceType: 'Organization', name, ...more });
  ids.practice = await place('Przychodnia Rodzinna');
  ids.heart = await place('Poradnia Serce');
  ids.pulse = await place('Centrum Puls');
  ids.sanatorium = await place('Sanatorium Zdrój');
  ids.nfz = await place('NFZ, oddział mazowiecki', { identifier: [{ system: identifierSystems.payer, value: '07' }] });
  const person = (given: string, family: string, pesel: string, more: object = {}) =>
    make({
      ...{ resourceType: 'Patient', name: [{ given: [given], family }], birthDate: '1959-03-12' },
      ...{ identifier: [{ system: identifierSystems.pesel, value: pesel }], ...more },
    });
  const ofPractice = { managingOrganization: { reference: `Organization/${ids.practice}` } };
  ids.anna = await person('Anna', 'Wiśniewska', pesels.anna, ofPractice);
  ids.jakub = await person('Jakub', 'Zieliński', pesels.jakub);
  const payor = [{ identifier: { system: identifierSystems.payer, value: '07' } }];
  for (const one of [ids.anna, ids.jakub])
    await make({ resourceType: 'Coverage', status: 'active', beneficiary: { reference: `Patient/${one}` }, payor });
  return { [pesels.anna]: ids.anna, [pesels.jakub]: ids.jakub };
}

/** `others`: systems beside, over the same server. */
export async function openWorld(others: (record: FhirRecord) => readonly System[] = () => []): Promise<World> {
  const database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  const feed = createFeed({ database, lookEvery: 50 });
  const record = createRecord({ database, audit, runtime: systemRuntime, onCommit: feed.ring });
  const pesels = { anna: '59031200000', jakub: '02251700000' };
  const ids: Ids = { practice: '', heart: '', pulse: '', sanatorium: '', nfz: '', anna: '', jakub: '' };
  const byPesel: Record<string, string> = {};
  const system = eReferral({
    ...{ database, record, feed, runtime: systemRuntime, codeSecret: Buffer.alloc(32, 5) },
    patientByPesel: async (_call, pesel) => (byPesel[pesel] ? { id: byPesel[pesel] } : undefined),
    entitlement: async (practitioner) => {
      const profession = professions[practitioner];
      return profession ? { entitled: true, profession } : { entitled: false };
    },
  });
  const actors: Record<string, Actor> = { machine };
  const authenticator = {
    authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) =>
      actors[String(headers.authorization)],
  };
  const server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  await server.register(fhirRoutes, { prefix: '/fhir/R4', record, authenticator });
  const operations = [system, ...others(record)].flatMap((one) => one.operations);
  serveOperations(server, operations, { database, audit, runtime: systemRuntime, authenticator });
  const call = (who: string): Call => ({ actor: actors[who] as Actor, source: 'local', trace: 't' });
  const make = async (resource: Resource) => (await record.create(call('machine'), resource)).id;

  Object.assign(byPesel, await people(make, ids, pesels));
  Object.assign(actors, {
    doctor: physician('doctor', ids.practice, 'Przychodnia Rodzinna'),
    nurse: physician('nurse', ids.practice, 'Przychodnia Rodzinna'),
    expired: physician('expired', ids.practice, 'Przychodnia Rodzinna'),
    heart: physician('doctor', ids.heart, 'Poradnia Serce'),
    pulse: physician('doctor', ids.pulse, 'Centrum Puls'),
    sanatorium: physician('doctor', ids.sanatorium, 'Sanatorium Zdrój'),
    branch: { ...machine, id: 'nfz', provider: ids.nfz },
    his: { ...machine, id: 'his', provider: ids.practice },
    anna: patient('anna', ids.anna),
    jakub: patient('jakub', ids.jakub),
    proxy: { ...patient('proxy', ids.anna), role: 'proxy', proxy: { grant: 'grant', person: 'jakub' } },
  });
  const ask = async (who: string, method: 'GET' | 'POST' | 'PUT', url: string, body?: object) => {
    const answer = await server.inject({
      ...{ method, url, headers: { authorization: who, 'content-type': 'application/json' } },
      ...(body || method !== 'GET' ? { payload: JSON.stringify(body ?? {}) } : {}),
    });
    return { status: answer.statusCode, body: (answer.body === '' ? undefined : answer.json()) as never };
  };
  return {
    ...{ database, record, server, system, ids, pesels, call, make },
    api: (who, method, path, body) => ask(who, method, `/api/e-referral/${path}`, body),
    fhir: (who, method, path, body) => ask(who, method, `/fhir/R4/${path}`, body),
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

/** What each kind needs, filled in. */
export const complete = {
  clinic: { kind: 'clinic', speciality: { code: '1100' }, diagnoses: [{ code: 'I20.8', name: 'Dławica piersiowa' }] },
  hospital: { kind: 'hospital', urgency: 'UR', speciality: { code: '4100' }, diagnoses: [{ code: 'I50.1' }] },
  diagnostics: {
    kind: 'diagnostics',
    diagnoses: [{ code: 'R07.4' }],
    procedures: [{ code: '89.522' }, { code: 'C55' }],
  },
  rehabilitation: { kind: 'rehabilitation', speciality: { code: '1300' }, diagnoses: [{ code: 'M54.5' }] },
  spa: {
    ...{ kind: 'spa', diagnoses: [{ code: 'M16' }] },
    details: {
      ...{
        spaKind: 'LU',
        spaMode: 'TS',
        interview: 'Ból bioder',
        bloodPressure: '130/80',
        heartRate: 72,
        weight: 81.5,
      },
      ...{ height: 168, justification: ['PSR', 'LPB'], esr: '12', bloodCount: 'w normie', urine: 'w normie' },
      ...{ contraindications: 'brak', correspondence: 'E' },
    },
  },
  'psychiatric-hospital': {
    ...{ kind: 'psychiatric-hospital', speciality: { code: '4700' }, diagnoses: [{ code: 'F32.2' }] },
    details: { birthplace: 'Radom' },
  },
  'care-home': {
    ...{ kind: 'care-home', speciality: { code: '5170' }, diagnoses: [{ code: 'G30' }] },
    details: { barthel: 25, treatment: 'donepezyl', contact: '600 100 200' },
  },
  'long-term-nursing': {
    ...{ kind: 'long-term-nursing', diagnoses: [{ code: 'G81' }] },
    details: { barthel: 35, treatment: 'opatrunki', contact: 'a@example.org' },
  },
  'occupational-disease': {
    ...{ kind: 'occupational-disease', speciality: { code: '1160' }, diagnoses: [{ code: 'H83.3' }] },
    details: { occupationalDisease: '21. Ubytek słuchu', exposure: 'hałas, 20 lat' },
  },
} as const;
