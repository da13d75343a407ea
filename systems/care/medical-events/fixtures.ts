/** What the tests of medical events share: a platform of record and events, a clinic, its doctor, patients. */
import { platformActor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { serveOperations } from '#core/http/operations.ts';
import { callBy, openTestRecord, physicianAt, type TestRecord } from '#core/record/fixtures.ts';
import type { Resource } from '#core/record/record.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { makeNpwz } from '#libs/polish-identifiers/npwz.ts';
import { makePesel } from '#libs/polish-identifiers/pesel.ts';
import { codeSystems, identifierSystems, providerNode, providerSystems } from '#libs/polish-identifiers/systems.ts';
import { medicalEvents } from './index.ts';
import { type NewEvent, profiles } from './model.ts';
import type { Worker } from './rules.ts';

export const clinic = 'clinic-1';
export const otherClinic = 'clinic-2';
const node = providerNode(990_001);
export const numbers = providerSystems(node).medicalEvent;
export const npwz = makeNpwz(123_456);
export const oldNpwz = makeNpwz(234_567);
export const pesel = makePesel('1959-03-12', 'female', 11);

export const doctor = { ...physicianAt(clinic), practitioner: 'dr-1' };
export const colleague = { ...physicianAt(clinic), id: 'account-2', practitioner: 'dr-1' };
export const stranger = { ...physicianAt(otherClinic), id: 'account-3', practitioner: 'dr-1' };

const workers: readonly (Worker & { practitioner: string })[] = [
  { npwz, practitioner: 'dr-1', givenName: 'Jan Adam', familyName: 'Nowak-Lis', status: 'valid', ends: null },
  { npwz: oldNpwz, practitioner: 'dr-2', givenName: 'Ewa', familyName: 'Mazur', status: 'valid', ends: '2026-01-01' },
];

export interface Stage extends TestRecord {
  /** Calls an operation as whoever is signed in. */
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
  patient: string;
}
interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  // oxlint-disable-next-line no-explicit-any
  body: any;
  text: string;
}

export async function setStage(): Promise<Stage> {
  const test = await openTestRecord();
  const { database, record, server } = test;
  const system = medicalEvents({
    ...{ database, record, runtime: systemRuntime },
    workers: {
      ofNumber: async (_, wanted) => workers.find((one) => one.npwz === wanted),
      ofPractitioner: async (_, wanted) => workers.find((one) => one.practitioner === wanted),
    },
  });
  let signedIn: Parameters<TestRecord['signIn']>[0] = doctor;
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  serveOperations(server, system.operations, {
    ...{ database, audit, runtime: systemRuntime },
    authenticator: { authenticate: async () => signedIn },
  });
  const platform = callBy(platformActor('test'));
  for (const id of [clinic, otherClinic]) {
    const identifier = [{ system: 'urn:ietf:rfc:3986', value: `urn:oid:${node}` }];
    await record.update(platform, { resourceType: 'Organization', id, name: `Przychodnia ${id}`, identifier });
  }
  const { id: patient } = await record.create(platform, {
    resourceType: 'Patient',
    identifier: [{ system: identifierSystems.pesel, value: pesel }],
    name: [{ family: 'Kowalska', given: ['Łucja'] }],
    ...{ gender: 'female', birthDate: '1959-03-12', managingOrganization: { reference: `Organization/${clinic}` } },
  });
  return {
    ...test,
    patient,
    signIn(actor) {
      signedIn = actor;
      test.signIn(actor);
    },
    async call(method, path, body, headers = {}) {
      const answer = await server.inject({
        ...{ method, url: `/api/medical-events${path}`, headers },
        ...(body ? { payload: body } : {}),
      });
      const isJson = String(answer.headers['content-type']).includes('json');
      return { status: answer.statusCode, body: isJson ? answer.json() : undefined, text: answer.body };
    },
  };
}

export const anEvent = (patient: string, number: string, more: Partial<NewEvent> = {}): NewEvent => ({
  ...{ number, patient, kind: '4', start: '2026-03-02T10:00:00+01:00', end: '2026-03-02T10:20:00+01:00' },
  diagnoses: [
    { code: 'I10', name: 'Nadciśnienie tętnicze', role: 'main' },
    { code: 'E11.9', name: 'Cukrzyca typu 2', role: 'concurrent' },
  ],
  procedures: [{ code: '89.00', name: 'Porada lekarska' }],
  measurements: [
    {
      ...{ code: '85354-9', name: 'Ciśnienie tętnicze' },
      parts: [
        { code: '8480-6', name: 'Skurczowe', value: 142, unit: 'mm[Hg]' },
        { code: '8462-4', name: 'Rozkurczowe', value: 91, unit: 'mm[Hg]' },
      ],
    },
    { code: '29463-7', name: 'Masa ciała', value: 81.5, unit: 'kg' },
  ],
  ...more,
});

const security = [{ system: codeSystems.confidentiality, code: 'N' }];
const meta = (profile: string) => ({ profile: [profile], security });

/** An Encounter as the system of a provider sends it. */
export const anEncounterOf = (patient: string, number: string, more: Partial<Resource> = {}): Resource => ({
  resourceType: 'Encounter',
  meta: meta(profiles.event),
  identifier: [{ system: numbers, value: number }],
  status: 'finished',
  class: { system: codeSystems.eventClass, code: '4' },
  subject: { reference: `Patient/${patient}`, identifier: { system: identifierSystems.pesel, value: pesel } },
  participant: [
    { individual: { identifier: { system: identifierSystems.npwzDoctor, value: npwz }, display: 'Jan Nowak-Lis' } },
  ],
  period: { start: '2026-03-02T10:00:00+01:00', end: '2026-03-02T10:20:00+01:00' },
  serviceProvider: { reference: `Organization/${clinic}` },
  ...more,
});

export const aDiagnosisOf = (patient: string, encounter: string, more: Partial<Resource> = {}): Resource => ({
  resourceType: 'Condition',
  meta: meta(profiles.diagnosis),
  clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
  category: [{ coding: [{ system: codeSystems.diagnosisRole, code: 'main' }] }],
  code: { coding: [{ system: codeSystems.icd10, code: 'I10' }] },
  subject: { reference: `Patient/${patient}` },
  encounter: { reference: encounter },
  recordedDate: '2026-03-02',
  asserter: { identifier: { system: identifierSystems.npwzDoctor, value: npwz } },
  ...more,
});

export const aProcedureOf = (patient: string, encounter: string): Resource => ({
  resourceType: 'Procedure',
  meta: meta(profiles.procedure),
  status: 'completed',
  code: { coding: [{ system: codeSystems.icd9pl, code: '89.00' }] },
  subject: { reference: `Patient/${patient}` },
  encounter: { reference: encounter },
  performedPeriod: { start: '2026-03-02T10:00:00+01:00' },
  asserter: { identifier: { system: identifierSystems.npwzDoctor, value: npwz } },
});
