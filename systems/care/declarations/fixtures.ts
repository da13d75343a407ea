/** A small world for tests: two practices with doctors, a nurse and a midwife, people, a payer, over real HTTP. */
import type { FastifyInstance } from 'fastify';
import type { Actor } from '#core/access/actor.ts';
import { addDelegation } from '#core/access/proxies.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { fhirRoutes } from '#core/record/http/index.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Resource } from '#core/record/record.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { type DeclarationsSystem, declarations } from './index.ts';

export interface World {
  readonly database: TestDatabase;
  readonly record: FhirRecord;
  readonly system: DeclarationsSystem;
  readonly ids: Readonly<Record<string, string>>;
  /** Moves the clock on, in days. */
  later(days: number): void;
  ask(
    who: string,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    body?: object,
  ): Promise<{ status: number; body: never }>;
  api(who: string, method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: never }>;
  close(): Promise<void>;
}

const professions: Readonly<Record<string, string>> = {
  nowak: 'lekarz',
  mazur: 'lekarz',
  sowa: 'lekarz',
  lis: 'pielęgniarka',
  wilk: 'położna',
};
const machine: Actor = { role: 'machine', id: 'm', name: 'HIS', purpose: 'HOPERAT', scopes: ['system/*.cruds'] };
const physician = (practitioner: string, facility: string): Actor => ({
  ...{ role: 'physician', id: practitioner, name: practitioner, purpose: 'TREAT', scopes: [], practitioner, facility },
});
const patient = (id: string): Actor => ({
  ...{ role: 'patient', id: `account-${id}`, name: id, purpose: 'PATRQT', scopes: [], patient: id },
});

export async function openWorld(): Promise<World> {
  const database = await createTestDatabase();
  let shift = 0;
  const runtime = { ...systemRuntime, now: () => new Date(systemRuntime.now().getTime() + shift) };
  const audit = createAuditTrail({ database, runtime });
  const record = createRecord({ database, audit, runtime });
  const make = async (resource: Resource) =>
    (await record.create({ actor: machine, source: 'local', trace: 't' }, resource)).id;
  const ids: Record<string, string> = {};
  const system = declarations({
    ...{ database, record, runtime },
    patientByPesel: async (_call, pesel) => (pesel === '59031200000' ? { id: ids.anna ?? '' } : undefined),
    async entitlement(practitioner) {
      const name = Object.keys(ids).find((key) => ids[key] === practitioner) ?? '';
      const profession = professions[name];
      const specialities = name === 'sowa' ? ['pediatria'] : ['medycyna rodzinna'];
      return profession ? { entitled: true, profession, specialities } : { entitled: false };
    },
  });
  await places(make, ids);
  await people(make, ids);
  const parent = { kind: 'parent', scope: ['documentation'], sensitive: true, patientId: ids.zosia ?? '' } as const;
  const at = runtime.now().getTime();
  const [since, ends] = [new Date(at - 1000), new Date(at + 9e9)];
  const of = { patient: keyOfId('Patient', ids.zosia ?? ''), person: ids.anna ?? '', since, ends };
  const [grant, trusted] = [runtime.newId(), runtime.newId()];
  await addDelegation(database, { ...parent, ...of, id: grant });
  await addDelegation(database, { ...parent, ...of, id: trusted, kind: 'trusted', person: ids.jakub ?? '' });
  const proxy = (id: string, person = ''): Actor => ({
    ...{ ...patient(ids.zosia ?? ''), role: 'proxy', proxy: { grant: id, person } },
  });
  const actors: Record<string, Actor> = {
    ...{ machine, anna: patient(ids.anna ?? ''), jakub: patient(ids.jakub ?? ''), zosia: patient(ids.zosia ?? '') },
    ...{ mother: proxy(grant, ids.anna), friend: proxy(trusted, ids.jakub) },
    ...{ near: physician(ids.nowak ?? '', ids.near ?? ''), far: physician(ids.mazur ?? '', ids.far ?? '') },
    his: { ...machine, id: 'his', provider: ids.far ?? '' },
    reader: { ...machine, id: 'reader', scopes: ['system/Observation.rs'] },
  };
  const server = await serve({ record, system, actors }, { database, audit, runtime });
  const ask: World['ask'] = async (who, method, url, body) => {
    const headers = { authorization: who };
    const answer = await server.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as never };
  };
  return {
    ...{ database, record, system, ids, ask },
    later: (days) => void (shift += days * 86_400_000),
    api: (who, method, path, body) => ask(who, method, `/api/declarations${path}`, body),
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

type Make = (resource: Resource) => Promise<string>;

async function places(make: Make, ids: Record<string, string>): Promise<void> {
  const address = (city: string) => ({ address: [{ line: ['ul. Prosta 1'], city }] });
  const at = { resourceType: 'Organization', active: true };
  ids.near = await make({ ...at, name: 'Przychodnia Bliska', ...address('Kielce') });
  ids.far = await make({ ...at, name: 'Przychodnia Daleka', ...address('Radom') });
  ids.hospital = await make({ ...at, name: 'Przyszpitalna', ...address('Kielce') });
  const staff: [string, string, string][] = [
    ...([
      ['nowak', 'near', '0010'],
      ['sowa', 'near', '0010'],
      ['lis', 'near', '0032'],
    ] as [string, string, string][]),
    ...([
      ['wilk', 'near', '0034'],
      ['mazur', 'far', '0010'],
      ['kos', 'near', '0010'],
    ] as [string, string, string][]),
  ];
  for (const [name, place, code] of staff) {
    ids[name] = await make({ resourceType: 'Practitioner', name: [{ family: name }] });
    await make({
      ...{ resourceType: 'PractitionerRole', active: true },
      practitioner: { reference: `Practitioner/${ids[name]}`, display: name },
      organization: { reference: `Organization/${ids[place]}` },
      specialty: [{ coding: [{ system: codeSystems.cellSpeciality, code }] }],
    });
  }
}

async function people(make: Make, ids: Record<string, string>): Promise<void> {
  const person = (given: string, gender: string, birthDate: string, more: object = {}) =>
    make({
      ...{ resourceType: 'Patient', name: [{ given: [given], family: 'Przykład' }], gender, birthDate },
      ...more,
    });
  const pesel = { identifier: [{ system: identifierSystems.pesel, value: '59031200000' }] };
  ids.anna = await person('Anna', 'female', '1959-03-12', pesel);
  ids.jakub = await person('Jakub', 'male', '2002-05-17');
  ids.zosia = await person('Zofia', 'female', '2020-04-09');
}

interface Served {
  readonly record: FhirRecord;
  readonly system: DeclarationsSystem;
  readonly actors: Readonly<Record<string, Actor>>;
}

async function serve(
  { record, system, actors }: Served,
  needs: Omit<Parameters<typeof serveOperations>[2], 'authenticator'>,
): Promise<FastifyInstance> {
  const authenticator = {
    authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) =>
      actors[String(headers.authorization)],
  };
  const server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  await server.register(fhirRoutes, { prefix: '/fhir/R4', record, authenticator });
  serveOperations(server, system.operations, { ...needs, authenticator });
  return server;
}
