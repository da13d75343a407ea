/**
 * What the record's tests share: a record on a database of its own, callers, and small resources that are valid by
 * default.
 */
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Actor, Call } from '../access/actor.ts';
import { createAuditTrail } from '../audit/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { buildServer } from '../http/server.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { fhirRoutes } from './http/index.ts';
import { createRecord, type FhirRecord, type RecordNeeds } from './index.ts';
import type { Resource } from './record.ts';

export const machine = (...scopes: string[]): Actor => ({
  role: 'machine',
  id: 'test-machine',
  name: 'Test machine',
  purpose: 'HOPERAT',
  scopes: scopes.length > 0 ? scopes : ['system/*.cruds'],
});

export const patientActor = (patient: string): Actor => ({
  role: 'patient',
  id: `account-${patient}`,
  name: 'Jan Kowalski',
  purpose: 'PATRQT',
  patient,
  scopes: [],
});

export const physicianAt = (facility: string): Actor => ({
  role: 'physician',
  id: 'account-physician',
  name: 'lek. Anna Nowak',
  purpose: 'TREAT',
  practitioner: 'practitioner-1',
  facility,
  facilityName: 'Przychodnia',
  scopes: [],
});

export const callBy = (actor: Actor): Call => ({ actor, source: 'local', trace: 'trace-1' });

export interface TestRecord {
  database: TestDatabase;
  record: FhirRecord;
  /**
   * The FHIR face, called in process. Everybody is `server.actor`, a machine that may do everything unless set
   * otherwise.
   */
  server: FastifyInstance;
  /** Who asks from now on. Undefined: nobody. */
  signIn(actor: Actor | undefined): void;
  /** Asks the FHIR face, the body parsed. */
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface AskOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  // oxlint-disable-next-line no-explicit-any
  body: any;
  text: string;
}

export const baseUrl = 'http://record.test/fhir/R4';

export async function openTestRecord(settings: RecordNeeds['settings'] = {}): Promise<TestRecord> {
  const database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  const record = createRecord({ database, audit, runtime: systemRuntime, settings: { baseUrl, ...settings } });
  const server = buildServer({ logLevel: 'silent', https: false, ready: async () => true });
  let actor: Actor | undefined = machine();
  await server.register(fhirRoutes, { prefix: '/fhir/R4', record, authenticator: { authenticate: async () => actor } });
  return {
    database,
    record,
    server,
    signIn: (next) => {
      actor = next;
    },
    async ask(method, path, { body, headers = {} } = {}) {
      const text =
        typeof body === 'string' || Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body);
      const type = text === undefined ? {} : { 'content-type': 'application/fhir+json' };
      const answer = await server.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url: `/fhir/R4${path}`,
        headers: { ...type, ...headers },
        ...(text === undefined ? {} : { payload: text }),
      });
      const json = String(answer.headers['content-type'] ?? '').includes('json') && answer.body !== '';
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: json ? JSON.parse(answer.body) : undefined,
        text: answer.body,
      };
    },
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

export const aPatient = (more: Partial<Resource> = {}): Resource => ({
  resourceType: 'Patient',
  name: [{ family: 'Kowalski', given: ['Jan'] }],
  ...more,
});

export const anObservation = (subject: string | undefined, more: Partial<Resource> = {}): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  ...(subject === undefined ? {} : { subject: { reference: subject } }),
  effectiveDateTime: '2026-01-15',
  valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  ...more,
});

export const anEncounter = (subject: string, facility: string, more: Partial<Resource> = {}): Resource => ({
  resourceType: 'Encounter',
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: subject },
  serviceProvider: { reference: `Organization/${facility}` },
  ...more,
});

export const anOrganization = (more: Partial<Resource> = {}): Resource => ({
  resourceType: 'Organization',
  name: 'Przychodnia',
  ...more,
});

export const entry = (method: string, url: string, resource?: unknown, more: Record<string, unknown> = {}) => {
  const { fullUrl, ...request } = more;
  return { ...(fullUrl ? { fullUrl } : {}), ...(resource ? { resource } : {}), request: { method, url, ...request } };
};

export const bundleOf = (type: 'batch' | 'transaction', ...entries: unknown[]): Resource => ({
  resourceType: 'Bundle',
  type,
  entry: entries,
});
