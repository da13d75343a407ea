/**
 * "As it was known then": random lives are written day by day, late papers and corrections among them. The answers of
 * every day are kept, and asked for again when all is over: the same, and nothing that came later leaks backwards.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { fixedRuntime } from '#core/runtime/runtime.ts';
import { aCondition, aDispense, anEncounter, anObservation, aPatient, aPrescription } from './builders.ts';
import { eventDetail } from './event.ts';
import { knowledge } from './knowledge.ts';
import { overview } from './overview.ts';
import { type Reader, readerOf } from './reader.ts';
import { timelinePage } from './timeline-page.ts';

const clock = fixedRuntime('2024-01-01T08:00:00Z');
const facility = 'org-as-of';
const actor = { name: 'lek. Test', id: 'test', scopes: [] } as const;
const doctor: Call = {
  actor: { ...actor, role: 'physician', purpose: 'TREAT', practitioner: 'dr-as-of', facility, facilityName: 'Test' },
  ...{ source: 'local', trace: 'test' },
};
const machine: Call = {
  actor: { ...actor, role: 'machine', purpose: 'HOPERAT', scopes: ['system/*.cruds'] },
  ...{ source: 'local', trace: 'test' },
};
/** The facility's patient by declaration, which never ends: the database has a clock of its own. */
const inCare = { managingOrganization: { reference: `Organization/${facility}` } };
let database: TestDatabase;
let record: FhirRecord;
beforeAll(async () => {
  database = await createTestDatabase();
  record = createRecord({ database, audit: createAuditTrail({ database, runtime: clock }), runtime: clock });
});
afterAll(() => database?.drop());

const kinds = [
  'letter',
  'result',
  'prescription',
  'dispense',
  'problem',
  'allergy',
  'visit',
  'person',
  'doctor',
] as const;
const step = fc.record({
  kind: fc.constantFrom(...kinds),
  which: fc.nat(3),
  does: fc.constantFrom('write', 'write', 'write', 'delete'),
  /** Days before the day on which it is written: late papers speak of long ago; some of tomorrow. */
  late: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: -30, max: 0 })),
  value: fc.integer({ min: 3, max: 12 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const lives = fc.array(fc.tuple(fc.array(step, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 200 })), {
  minLength: 3,
  maxLength: 7,
});

/** What one step writes: the second time it is a correction of the first. */
function resourceOf(patient: string, { kind, which, late, value }: Step, now: Date): Resource {
  const day = new Date(now.getTime() - late * 86_400_000).toISOString().slice(0, 10);
  const id = `${kind}-${which}-${patient}`;
  const subject = { reference: `Patient/${patient}` };
  const author = [{ reference: `Practitioner/dr-${patient}` }];
  const data = Buffer.from(`Wypis nr ${value}`).toString('base64');
  switch (kind) {
    case 'letter':
      return {
        ...{ resourceType: 'DocumentReference', id, status: 'current', subject, author, date: `${day}T10:00:00Z` },
        type: { coding: [{ system: 'http://loinc.org', code: '18842-5' }], text: 'Karta wypisowa' },
        content: [{ attachment: { contentType: 'text/plain', data } }],
      };
    case 'result':
      return anObservation(value, day, { id, subject, performer: author });
    case 'prescription':
      return aPrescription({
        id,
        subject,
        authoredOn: day,
        requester: author[0],
        status: value > 6 ? 'active' : 'completed',
      });
    case 'dispense': {
      const authorizingPrescription = [{ reference: `MedicationRequest/prescription-${which}-${patient}` }];
      const medicationCodeableConcept = { text: 'Ramipryl 5 mg' };
      return aDispense({ id, subject, whenHandedOver: day, authorizingPrescription, medicationCodeableConcept });
    }
    case 'problem':
      return aCondition({
        id,
        subject,
        onsetDateTime: day,
        clinicalStatus: clinical(value > 6 ? 'active' : 'resolved'),
      });
    case 'allergy':
      return {
        ...{ resourceType: 'AllergyIntolerance', id, patient: subject, recordedDate: day },
        ...{ clinicalStatus: clinical('active', 'allergyintolerance-clinical'), code: { text: `Alergen ${value}` } },
      };
    case 'visit':
      return anEncounter(day, { id, subject, serviceProvider: { reference: `Organization/${facility}` } });
    case 'person':
      return aPatient({
        ...inCare,
        id: patient,
        birthDate: `19${50 + value}-03-12`,
        name: [{ family: `Nowak${value}` }],
      });
    case 'doctor':
      return { resourceType: 'Practitioner', id: `dr-${patient}`, name: [{ family: `Lis${value}`, given: ['Maria'] }] };
  }
}
const clinical = (code: string, system = 'condition-clinical') => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

async function play(patient: string, one: Step): Promise<void> {
  const resource = resourceOf(patient, one, clock.now());
  const lasting = one.kind === 'person' || one.kind === 'doctor';
  if (one.does === 'write' || lasting) await record.update(machine, resource);
  else await record.delete(machine, resource.resourceType, resource.id as string).catch(() => undefined);
}

/** All that the profile says, of everything that it lists. */
async function answers(reader: Reader, patient: string) {
  const table = await timelinePage(reader, patient, {});
  const events = table.rows.map(({ link }) => eventDetail(reader, patient, link.type, link.id));
  return { whole: await overview(reader, patient), table, events: await Promise.all(events) };
}

describe('the profile as of a past instant', () => {
  it('is the profile that was answered at that instant', { timeout: 120_000 }, async () => {
    let world = 0;
    await fc.assert(
      fc.asyncProperty(lives, async (days) => {
        const patient = `as-of-${++world}`;
        await record.update(machine, aPatient({ ...inCare, id: patient }) as Resource);
        const first = { kind: 'visit', which: 9, does: 'write', late: 0, value: 5 } as const;
        await record.update(machine, resourceOf(patient, first, clock.now()));
        const told: { at: Date; said: unknown; known: Awaited<ReturnType<typeof knowledge>> }[] = [];
        for (const [steps, pause] of days) {
          clock.advance(1);
          for (const one of steps) await play(patient, one);
          clock.advance(1);
          const reader = readerOf(record, doctor, clock.now());
          told.push({ at: clock.now(), said: await answers(reader, patient), known: await knowledge(reader, patient) });
          clock.advance(60 * 24 * pause);
        }
        for (const { at, said, known } of told) {
          const then = readerOf(record, doctor, clock.now(), at.toISOString());
          expect(await answers(then, patient)).toEqual(said);
          expect((await knowledge(then, patient)).days).toEqual(known.days);
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 12) },
    );
  });
});

describe('an instant', () => {
  let patient: string;
  beforeAll(async () => {
    patient = 'as-of-edge';
    clock.advance(60 * 24 * 40);
    await record.update(
      machine,
      aPatient({ ...inCare, id: patient, birthDate: clock.now().toISOString().slice(0, 10) }) as Resource,
    );
    await record.update(
      machine,
      anEncounter('2024-01-01', {
        id: 'edge',
        subject: { reference: `Patient/${patient}` },
        serviceProvider: { reference: `Organization/${facility}` },
      }),
    );
    clock.advance(60 * 24);
  });
  const asked = async (asOf: string) => overview(readerOf(record, doctor, clock.now(), asOf), patient);

  it.each([
    '',
    'wczoraj',
    '2024-02-30',
    '2024-13-01',
    '2024-02-01T12:00',
    '2024-02-01T25:00:00Z',
    '0000-00-00',
    '99999-01-01',
  ])('that cannot be read is refused with words (%s)', async (asOf) => {
    await expect(asked(asOf)).rejects.toMatchObject({ kind: 'invalid', code: 'as-of-unreadable' });
  });

  it('yet to come is refused; today is today', async () => {
    await expect(asked('2999-01-01')).rejects.toMatchObject({ kind: 'invalid', code: 'as-of-future' });
    const soon = new Date(clock.now().getTime() + 1000).toISOString();
    await expect(asked(soon)).rejects.toMatchObject({ code: 'as-of-future' });
    expect((await asked(clock.now().toISOString().slice(0, 10))).asOf).toBe(clock.now().toISOString());
  });

  it('before the record knew this person says so, also before birth, and a stranger learns nothing of it', async () => {
    for (const asOf of ['2024-01-01', '1901-01-01', '0001-01-01T00:00:00Z']) {
      await expect(asked(asOf)).rejects.toMatchObject({ kind: 'not-found', code: 'not-yet-known' });
    }
    const stranger = { ...doctor, actor: { ...doctor.actor, facility: 'org-other' } };
    const theirs = overview(readerOf(record, stranger, clock.now(), '2024-01-01'), patient);
    await expect(theirs).rejects.toMatchObject({ kind: 'not-found', code: 'unknown-resource' });
  });

  it('given as a day is the end of that day in Warsaw, in summer as in winter', () => {
    const end = (day: string) => readerOf(record, doctor, new Date('2026-01-01T00:00:00Z'), day).now.toISOString();
    expect(end('2025-07-01')).toBe('2025-07-01T21:59:59.999Z');
    expect(end('2025-12-01')).toBe('2025-12-01T22:59:59.999Z');
    expect(end('2025-03-30')).toBe('2025-03-30T21:59:59.999Z');
  });
});
