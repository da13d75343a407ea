/** What the tests of patient-information share: a record, the Fund's simulator, a person whom it knows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { platformActor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import type { Operation } from '#core/http/operation.ts';
import { serveOperations } from '#core/http/operations.ts';
import { startWorkers } from '#core/jobs/index.ts';
import { callBy, openTestRecord, physicianAt, type TestRecord } from '#core/record/fixtures.ts';
import type { Resource } from '#core/record/record.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { makePesel } from '#libs/polish-identifiers/pesel.ts';
import { makeRegon } from '#libs/polish-identifiers/regon.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { type PatientInformation, patientInformation } from './index.ts';
import { profile, type SourceState } from './model.ts';

export const clinic = 'clinic-1';
export const doctor = physicianAt(clinic);
export const stranger = { ...physicianAt('clinic-2'), id: 'account-2' };
export const pesel = makePesel('1959-03-12', 'female', 11);
const platform = callBy(platformActor('test'));

export interface Stage extends TestRecord {
  readonly system: PatientInformation;
  readonly patient: string;
  readonly visit: string;
  call(method: 'GET' | 'POST', path: string): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>;
  /** Moves the clock on, in minutes. */
  later(minutes: number): void;
  /** Asks for the state until it is one of these. */
  until(...states: SourceState['state'][]): Promise<SourceState>;
  settled(): Promise<Resource[]>;
}

/** `beside`: operations of whoever asks this system, where a check puts several systems together. */
export async function setStage(
  beside: (record: TestRecord['record'], system: PatientInformation) => readonly Operation[] = () => [],
): Promise<Stage> {
  const test = await openTestRecord();
  const { database, record, server } = test;
  const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-zip-'));
  let shift = 0;
  const runtime = { ...systemRuntime, now: () => new Date(systemRuntime.now().getTime() + shift) };
  const audit = createAuditTrail({ database, runtime });
  const system = patientInformation({ database, record, runtime, audit, simulator: { home } });
  const stop = await system.start?.();
  const workers = await startWorkers({ database, handlers: system.handlers, onFailure: () => undefined });
  let signedIn: Parameters<TestRecord['signIn']>[0] = doctor;
  const operations = [...system.operations, ...beside(record, system)];
  serveOperations(server, operations, {
    ...{ database, audit, runtime: systemRuntime },
    authenticator: { authenticate: async () => signedIn },
  });
  const { patient, visit } = await somebody(test);
  const call: Stage['call'] = async (method, url) => {
    const answer = await server.inject({ method, url: `/api${url}` });
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    ...{ ...test, system, patient, visit, call },
    later: (minutes) => void (shift += minutes * 60_000),
    signIn(actor) {
      signedIn = actor;
      test.signIn(actor);
    },
    async until(...states) {
      for (let left = 200; left > 0; left--) {
        const { body } = await call('GET', `/patient-information/${patient}`);
        if (states.includes(body.state)) return body as SourceState;
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`The state is none of ${states.join(', ')}.`);
    },
    async settled() {
      const query = `patient=${patient}&_profile=${encodeURIComponent(profile)}&_count=200`;
      const { entries } = await record.search(platform, 'ExplanationOfBenefit', query);
      return entries.map(({ stored }) => JSON.parse(stored.content) as Resource);
    },
    async close() {
      await workers.stop();
      await stop?.();
      await test.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A patient of the clinic, with one visit that the clinic registered. */
async function somebody({ record }: TestRecord): Promise<{ patient: string; visit: string }> {
  for (const [at, id] of [clinic, 'clinic-2'].entries())
    await record.update(platform, {
      ...{ resourceType: 'Organization', id, name: `Przychodnia ${id}` },
      identifier: [{ system: identifierSystems.regon9, value: makeRegon(12_345_670 + at) }],
    });
  const { id: patient } = await record.create(platform, {
    ...{ resourceType: 'Patient', name: [{ family: 'Kowalska', given: ['Łucja'] }] },
    ...{ identifier: [{ system: identifierSystems.pesel, value: pesel }], gender: 'female', birthDate: '1959-03-12' },
    managingOrganization: { reference: `Organization/${clinic}` },
  });
  const { id: visit } = await record.create(platform, {
    ...{ resourceType: 'Encounter', status: 'finished', serviceType: { text: 'Poradnia POZ' } },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    period: { start: '2026-03-02T10:00:00+01:00', end: '2026-03-02T10:20:00+01:00' },
    subject: { reference: `Patient/${patient}` },
    serviceProvider: { reference: `Organization/${clinic}` },
  });
  return { patient, visit };
}
