/** What a search inside documents asks of the record: each version once, as of today or then; and the days of arrivals. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuditTrail } from '../../audit/index.ts';
import { fixedRuntime } from '../../runtime/runtime.ts';
import {
  anObservation,
  aPatient,
  callBy,
  machine,
  openTestRecord,
  patientActor,
  type TestRecord,
} from '../fixtures.ts';
import { createRecord, type FhirRecord } from '../index.ts';
import type { SiftedVersion } from '../record.ts';

const call = callBy(machine());
const clock = fixedRuntime('2026-01-10T22:30:00Z');
let test: TestRecord;
let record: FhirRecord;
let patient: string;
let kept: string;

beforeAll(async () => {
  test = await openTestRecord();
  record = createRecord({
    database: test.database,
    audit: createAuditTrail({ database: test.database, runtime: clock }),
    runtime: clock,
  });
  patient = (await record.create(call, aPatient())).id;
  kept = (await record.create(call, anObservation(`Patient/${patient}`))).id;
  clock.advance(60 * 24);
  const other = (await record.create(call, aPatient())).id;
  await record.create(call, anObservation(`Patient/${other}`));
  await record.update(call, anObservation(`Patient/${patient}`, { id: kept, effectiveDateTime: '2026-01-01' }));
  const wrong = await record.create(call, anObservation(`Patient/${patient}`));
  clock.advance(60 * 24);
  await record.delete(call, 'Observation', wrong.id);
});
afterAll(() => test?.close());

/** What is sent of a compartment to somebody who holds nothing, or all of `held`. */
async function sifted(asOf?: string, held: ReadonlySet<string> = new Set()) {
  const taken: string[] = [];
  const name = ({ type, id, version }: SiftedVersion) => `${type}/${id}/${version}`;
  const versions = await record.sift(call, patient, ['Observation', 'Condition'], {
    ...(asOf ? { asOf: new Date(asOf) } : {}),
    has: (version) => held.has(name(version)),
    take: (version, content) => {
      expect(JSON.parse(content)).toMatchObject({ id: version.id, meta: { versionId: String(version.version) } });
      taken.push(name(version));
    },
  });
  return { versions: versions.map(name), taken };
}

it('sends what lives there, and nothing that the asker holds', async () => {
  expect(await sifted()).toEqual({ versions: [`Observation/${kept}/2`], taken: [`Observation/${kept}/2`] });
  expect(await sifted(undefined, new Set([`Observation/${kept}/2`]))).toMatchObject({ taken: [] });
});

it('sends what lay there then', async () => {
  expect(await sifted('2026-01-11T12:00:00Z')).toMatchObject({ taken: [`Observation/${kept}/1`] });
  expect((await sifted('2026-01-12T12:00:00Z')).taken).toHaveLength(2);
  const outline = await record.outline(call, patient, ['Observation'], { asOf: new Date('2026-01-11T12:00:00Z') });
  expect(outline).toMatchObject([{ id: kept, starts: Date.UTC(2026, 0, 15) / 1000 }]);
  expect(await record.outline(call, patient, ['Observation'])).toMatchObject([{ starts: Date.UTC(2026, 0, 1) / 1000 }]);
});

it('lists the days on which something came in, changed or was deleted, by the calendar of the place', async () => {
  expect(await record.arrivals(call, patient, ['Observation'], 'Europe/Warsaw')).toEqual({
    ...{ first: '2026-01-10', cut: false },
    days: [
      { day: '2026-01-12', number: 1 },
      { day: '2026-01-11', number: 2 },
      { day: '2026-01-10', number: 2 },
    ],
  });
  expect((await record.arrivals(call, patient, [], 'Asia/Tokyo')).first).toBe('2026-01-11');
});

it('is hidden from everybody else as if it were not there', async () => {
  const stranger = callBy(patientActor('somebody-else'));
  const nothing = { has: () => false, take: () => undefined };
  await expect(record.sift(stranger, patient, ['Observation'], nothing)).rejects.toMatchObject({ kind: 'not-found' });
  await expect(record.arrivals(stranger, patient, ['Observation'], 'Europe/Warsaw')).rejects.toMatchObject({
    kind: 'not-found',
  });
});
