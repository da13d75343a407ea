/** GAB-4 on the demonstration's Anna: how much of each kind is filled in before somebody types, and from where. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Call, platformActor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { createFeed } from '#core/feed/index.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { demonstrationPeople } from '#libs/population/index.ts';
import { type EReferral, eReferral } from './index.ts';
import { type Kind, kinds } from './kinds.ts';
import { prefill } from './prefill.ts';

const people = demonstrationPeople();
const doctors = people.flatMap(({ role, name, practitionerId, facilityId, facilityName = '' }) =>
  role === 'physician' && practitionerId && facilityId ? [{ name, practitionerId, facilityId, facilityName }] : [],
);
const anna = people.find(({ login }) => login === 'anna.wisniowiecka')?.patientId ?? '';
const [doctor] = doctors;
let database: TestDatabase;
let record: FhirRecord;
let system: EReferral;
const call: Call = {
  actor: {
    ...{ role: 'physician', id: 'd', name: 'lek. Jan Nowak', purpose: 'TREAT', scopes: [] },
    ...{ practitioner: doctor?.practitionerId ?? '', facility: doctor?.facilityId ?? '' },
  },
  source: 'local',
  trace: 't',
};
const ofAnna: Call = {
  ...call,
  actor: { role: 'patient', id: 'a', name: 'Anna', purpose: 'PATRQT', scopes: [], patient: anna },
};

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  record = createRecord({ database, audit, runtime: systemRuntime });
  system = eReferral({
    ...{ database, record, runtime: systemRuntime, feed: createFeed({ database }), codeSecret: Buffer.alloc(32, 1) },
    patientByPesel: async () => undefined,
    entitlement: async () => ({ entitled: true, profession: 'lekarz' }),
  });
  await fillPopulation(record, { patients: 3 });
}, 120_000);
afterAll(() => database?.drop());

it('fills at least 80 % of the fields of every kind, and says where they come from', async () => {
  const shares: Record<string, number> = {};
  for (const kind of kinds.filter((one) => one !== 'vaccination')) {
    const { fields, filled, draft, sources } = await prefill(record, call, { patient: anna, kind: kind as Kind });
    shares[kind] = filled / fields;
    expect(draft.diagnoses.length, kind).toBeGreaterThan(0);
    expect(sources.diagnoses, kind).toMatch(/^Condition\//);
  }
  for (const [kind, share] of Object.entries(shares)) expect(share, kind).toBeGreaterThanOrEqual(0.8);
  const spa = await prefill(record, call, { patient: anna, kind: 'spa' });
  expect(spa.draft.details).toMatchObject({
    bloodPressure: expect.stringMatching(/^\d+\/\d+$/),
    weight: expect.any(Number),
  });
  expect(spa.sources['details.weight']).toMatch(/^Observation\//);
});

it('the demonstration has referrals that wait, that others hold, and one in the queue of the NFZ', async () => {
  expect(await system.fillDemonstration(doctors)).toBeGreaterThanOrEqual(5);
  const { entries } = await record.search(ofAnna, 'ServiceRequest', `patient=${anna}&_count=20`);
  const shown = entries.flatMap(({ stored }) => system.referrals.parsed(stored) ?? []);
  expect(shown.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
    'clinic issued',
    'diagnostics issued',
    'spa issued',
  ]);
  // Who is held by another practice is not Anna: that one must see nothing of her.
  const all = await record.search({ ...call, actor: platformActor('test') }, 'ServiceRequest', '_count=100');
  const held = all.entries.flatMap(({ stored }) => system.referrals.parsed(stored) ?? []);
  const rehabilitation = held.filter(({ kind }) => kind === 'rehabilitation');
  expect(rehabilitation.map(({ state }) => state)).toEqual(['accepted']);
  expect(shown.find(({ kind }) => kind === 'spa')?.spa).toMatchObject({ stage: 'confirmed', queue: 1 });
});
