/** What the tests of summaries share: a real record with the demonstration's people behind a real server. */
import type { FastifyInstance } from 'fastify';
import type { Actor, Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { fhirRoutes } from '#core/record/http/index.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { testAuthority } from '#core/signatures/fixtures/authority.ts';
import { signingService } from '#core/signatures/index.ts';
import { shippedDefinitions } from '#libs/fhir/profiles/shipped.ts';
import { verdict } from '#libs/fhir/verdict.ts';
import { demonstrationPeople } from '#libs/population/index.ts';
import { type PatientSummary, patientSummary, type PatientSummaryNeeds } from './index.ts';
import type { Fhir } from './model.ts';
import type { Signatures } from './signed.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Fhir;
  readonly text: string;
  readonly bytes: Buffer;
}

export interface World {
  readonly database: TestDatabase;
  readonly record: FhirRecord;
  readonly system: PatientSummary;
  /** Asks the server as somebody of the demonstration, or as `machine`. */
  ask(who: string, method: 'GET' | 'POST', url: string, options?: Asking): Promise<Answer>;
  /** The summary of a patient, as the machine is answered. */
  summary(patient: string, query?: string): Promise<Fhir>;
  close(): Promise<void>;
}

interface Asking {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export const base = 'http://record.test/fhir/R4';
export const machine: Actor = {
  ...{ role: 'machine', id: 'm', name: 'HIS', purpose: 'HOPERAT', scopes: ['system/*.cruds'] },
};
export const machineCall: Call = { actor: machine, source: 'local', trace: 'test' };

const people = demonstrationPeople();

export function actorOf(login: string): Actor {
  if (login === 'machine') return machine;
  const found = people.find((one) => one.login === login);
  if (!found) throw new Error(`the demonstration has no ${login}`);
  const { role, name, patientId, practitionerId, facilityId, facilityName } = found;
  const ids = { patient: patientId, practitioner: practitionerId, facility: facilityId, facilityName };
  return { role, id: login, name, purpose: role === 'patient' ? 'PATRQT' : 'TREAT', scopes: [], ...ids };
}

export const patientOf = (login: string): string => actorOf(login).patient as string;

/** A server with the demonstration's first patients; more of what the system needs may be given. */
export async function openWorld(patients: number, given: Partial<PatientSummaryNeeds> = {}): Promise<World> {
  const database = await createTestDatabase();
  const runtime = systemRuntime;
  const audit = createAuditTrail({ database, runtime, queryKey: Buffer.alloc(32, 1) });
  const record = createRecord({ database, audit, runtime, settings: { baseUrl: base } });
  if (patients > 0) await fillPopulation(record, { patients });
  await database.query('analyze');
  const system = patientSummary({ record, runtime, ...given });
  const server = await serve({ record, system }, { database, audit, runtime });
  const ask: World['ask'] = async (who, method, url, { body, headers = {} } = {}) => {
    const payload = body ? { payload: JSON.stringify(body) } : {};
    const type = body ? { 'content-type': url.startsWith('/fhir') ? 'application/fhir+json' : 'application/json' } : {};
    const answer = await server.inject({
      method,
      url,
      headers: { ...type, ...headers, authorization: who },
      ...payload,
    });
    const isJson = String(answer.headers['content-type']).includes('json') && answer.body !== '';
    const read = (isJson ? answer.json() : undefined) as Fhir;
    const { statusCode: status, headers: said, body: text, rawPayload: bytes } = answer;
    return { status, headers: said, body: read, text, bytes };
  };
  return {
    ...{ database, record, system, ask },
    async summary(patient, query = '') {
      const { status, body, text } = await ask('machine', 'GET', `/fhir/R4/Patient/${patient}/$summary${query}`);
      if (status !== 200) throw new Error(`${status}: ${text}`);
      return body;
    },
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

async function serve(
  { record, system }: Pick<World, 'record' | 'system'>,
  needs: Omit<Parameters<typeof serveOperations>[2], 'authenticator'>,
): Promise<FastifyInstance> {
  const server = buildServer({ logLevel: 'silent', https: false, ready: async () => true });
  const authenticator = {
    authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) =>
      actorOf(headers.authorization ?? ''),
  };
  const fhir = { prefix: '/fhir/R4', record, authenticator, operations: system.fhirOperations };
  await server.register(fhirRoutes, fhir);
  serveOperations(server, system.operations, { ...needs, authenticator });
  return server;
}

/** Signatures by an authority of tests: everybody who asks signs with the certificate of one person. */
export async function testSignatures(): Promise<Signatures> {
  const now = systemRuntime.now();
  const authority = await testAuthority(now);
  const { signer } = await authority.person('CN=Jan Nowak');
  const service = signingService({
    runtime: systemRuntime,
    trust: () => ({ anchors: [{ certificate: authority.anchor, kind: 'qualified' }], timeAnchors: [] }),
    revocation: () => authority.revocation(),
    policy: { zusLastDate: now },
  });
  return {
    sign: async (_call, json) => String(await service.sign(json, 'JAdES', signer, 'B')),
    verify: (jws) => service.verify(jws, { format: 'JAdES', document: 'summary-of-patient' }),
  };
}

const bundleProfile = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips';

/** What our own validator finds wrong with a summary, by Bundle-uv-ips and all profiles that entries claim. */
export const wrongWith = (bundle: Fhir): string[] =>
  verdict(bundle, { definitions: shippedDefinitions(), profiles: [bundleProfile], purpose: 'validate' })
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ expression = '', diagnostics }) => `${expression}: ${diagnostics}`);
