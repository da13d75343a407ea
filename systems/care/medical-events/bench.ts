/**
 * What an event costs: `node systems/care/medical-events/bench.ts`. Starts a PostgreSQL of its own that keeps every
 * promise of durability, and sends FHIR transactions of twelve resources over 16 connections in this process, with
 * rules, ledger and audit, without HTTP; beside it, in turns, the same without rules and ledger.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { openDatabase } from '#core/db/database.ts';
import { startEmbedded } from '#core/db/embedded.ts';
import { migrate } from '#core/db/migrate.ts';
import { callBy, machine } from '#core/record/fixtures.ts';
import { createRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { makePesel } from '#libs/polish-identifiers/pesel.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { type Frame, registration } from './build.ts';
import { anEvent, npwz, numbers } from './fixtures.ts';
import { medicalEvents } from './index.ts';

const seconds = 8;
const connections = 16;
const patients = 200;

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-bench-'));
const server = await startEmbedded({ folder: path.join(folder, 'postgres') });
try {
  await migrate(server.url);
  const database = openDatabase(server.url);
  const runtime = systemRuntime;
  const audit = createAuditTrail({ database, runtime });
  const record = createRecord({ database, runtime, audit });
  // The same resources without rules and ledger: what those cost is the difference.
  const plain = createRecord({ database, runtime, audit });
  const worker = { npwz, givenName: 'Jan Adam', familyName: 'Nowak-Lis', status: 'valid', ends: null } as const;
  const workers = { ofNumber: async () => worker, ofPractitioner: async () => worker };
  medicalEvents({ database, record, runtime, workers });
  const call: Call = callBy(machine());
  const people: Frame['patient'][] = [];
  for (let n = 0; n < patients; n++) {
    const pesel = makePesel('1959-03-12', 'female', n);
    const identifier = [{ system: identifierSystems.pesel, value: pesel }];
    const { id } = await record.create(call, { resourceType: 'Patient', identifier, name: [{ family: 'Testowa' }] });
    people.push({ id, pesel, name: 'Łucja Testowa' });
  }
  const author = {
    ...{
      practitioner: 'dr-1',
      npwz,
      name: 'Jan Nowak-Lis',
      facility: 'clinic-1',
      facilityName: 'Przychodnia',
      numbers,
    },
  };
  let last = 0;
  const twelve = () => {
    const patient = people[last % people.length] as Frame['patient'];
    const number = `bench-${++last}`;
    const measurement = (place: number) => ({ code: '29463-7', name: 'Masa ciała', value: 60 + place, unit: 'kg' });
    const event = anEvent(patient.id, number, {
      measurements: Array.from({ length: 7 }, (_, place) => measurement(place)),
      note: { reason: 'Kontrola', plan: 'Leczenie bez zmian, kontrola za trzy miesiące.' },
    });
    return registration(event, { author, number, patient, recordedAt: runtime.now() }, 'bench');
  };
  const size = (twelve().entry as unknown[]).length;
  const measure = async (of: typeof record, name: string) => {
    const took: number[] = [];
    const began = performance.now();
    const connection = async () => {
      while (performance.now() - began < seconds * 1000) {
        const sent = performance.now();
        await of.bundle(call, twelve());
        took.push(performance.now() - sent);
      }
    };
    await Promise.all(Array.from({ length: connections }, connection));
    const rate = took.length / ((performance.now() - began) / 1000);
    took.sort((a, b) => a - b);
    const at = (share: number) => `${(took[Math.floor(took.length * share)] ?? 0).toFixed(1)} ms`;
    process.stdout.write(`${name}: ${rate.toFixed(0)}/s, p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}\n`);
  };
  for (const each of [record, plain]) for (let n = 0; n < 50; n++) await each.bundle(call, twelve());
  process.stdout.write(`${size} resources, ${connections} at once, ${seconds} s each\n`);
  for (let round = 0; round < 2; round++) {
    await measure(record, 'medical events');
    await measure(plain, 'without rules and ledger');
  }
  await database.close();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
