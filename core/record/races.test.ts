import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Refusal } from '../refusal/refusal.ts';
import {
  aPatient,
  anObservation,
  bundleOf,
  callBy,
  entry,
  machine,
  openTestRecord,
  type TestRecord,
} from './fixtures.ts';
import { brokenInvariants } from './invariants.ts';
import type { Resource, Written } from './record.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());
const call = callBy(machine());

const settle = async <T>(work: Promise<T>[]) => {
  const done = await Promise.allSettled(work);
  return {
    won: done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    lost: done.flatMap((one) => (one.status === 'rejected' ? [one.reason as Refusal] : [])),
  };
};

describe('races', () => {
  it('makes one of many conditional creates that come together', async () => {
    const patient = aPatient({ identifier: [{ system: 'urn:race', value: '1' }] });
    const { won } = await settle(
      Array.from({ length: 12 }, () => test.record.create(call, patient, { ifNoneExist: 'identifier=urn:race|1' })),
    );
    expect(won.map(({ outcome }) => outcome).sort()).toEqual(['created', ...Array(11).fill('unchanged')]);
    expect(new Set(won.map(({ id }) => id)).size).toBe(1);
  });

  it('makes one when the conditional creates stand in bundles, in any order', async () => {
    const of = (value: string) => aPatient({ identifier: [{ system: 'urn:race', value }] });
    const post = (value: string) =>
      entry('POST', 'Patient', of(value), { ifNoneExist: `identifier=urn:race|${value}` });
    const bundles = Array.from({ length: 8 }, (_, n) =>
      bundleOf('transaction', ...(n % 2 ? [post('a'), post('b')] : [post('b'), post('a')])),
    );
    const { won, lost } = await settle(bundles.map((bundle) => test.record.bundle(call, bundle)));
    expect([won.length, lost.length]).toEqual([8, 0]);
    for (const value of ['a', 'b'])
      expect((await test.record.search(call, 'Patient', `identifier=urn:race|${value}`)).entries).toHaveLength(1);
  });

  it('lets one of many changes of the same version win', async () => {
    const patient = await test.record.create(call, aPatient());
    const put = (n: number): Promise<Written> =>
      test.record.update(call, aPatient({ id: patient.id, multipleBirthInteger: n }), { ifMatch: 1 });
    const { won, lost } = await settle(Array.from({ length: 10 }, (_, n) => put(n)));
    expect(won).toHaveLength(1);
    expect(lost.map(({ kind }) => kind)).toEqual(Array(9).fill('condition-failed'));
  });

  it('loses no update of those that do not ask for a version', async () => {
    const patient = await test.record.create(call, aPatient());
    const { won, lost } = await settle(
      Array.from({ length: 10 }, (_, n) =>
        test.record.update(call, aPatient({ id: patient.id, multipleBirthInteger: n })),
      ),
    );
    for (const refusal of lost) expect(refusal).toMatchObject({ kind: 'conflict', code: 'lost-race' });
    expect(won.map(({ version }) => version).sort((a, b) => a - b)).toEqual(won.map((_, n) => n + 2));
    expect((await test.record.historyInstance(call, 'Patient', patient.id)).entries).toHaveLength(won.length + 1);
  });

  it('keeps versions, history and change feed in step, whatever happens together', async () => {
    const ids = ['r1', 'r2', 'r3'];
    const step = fc.record({
      id: fc.constantFrom(...ids),
      what: fc.constantFrom('put', 'delete', 'bundle', 'patient'),
      n: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
        async (rounds) => {
          const patients = await Promise.all([
            test.record.create(call, aPatient()),
            test.record.create(call, aPatient()),
          ]);
          for (const round of rounds) {
            const { lost } = await settle<unknown>(
              round.map(({ id, what, n }) => {
                const resource: Resource = {
                  ...anObservation(`Patient/${patients[n % 2]?.id}`),
                  id,
                  note: [{ text: `n${n}` }],
                };
                if (what === 'delete') return test.record.delete(call, 'Observation', id);
                if (what === 'bundle')
                  return test.record.bundle(
                    call,
                    bundleOf(
                      'transaction',
                      ...ids.map((one) => entry('PUT', `Observation/${one}`, { ...resource, id: one })),
                    ),
                  );
                return test.record.update(call, resource);
              }),
            );
            for (const refusal of lost) expect(['not-found', 'conflict']).toContain((refusal as Refusal).kind);
          }
          expect(await brokenInvariants(test.database)).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('atomicity', () => {
  it('shows nothing of a transaction that fails anywhere', async () => {
    const bad = fc.constantFrom(
      entry('POST', 'Observation', anObservation('urn:uuid:00000000-0000-4000-8000-000000000000')),
      entry('POST', 'Observation', anObservation('Patient?identifier=urn:none|1')),
      entry('PUT', 'Patient/x1', aPatient({ id: 'x2' })),
      entry('DELETE', 'Patient/never-was'),
      entry('GET', 'Patient/never-was'),
      entry('POST', 'Patient', { resourceType: 'Patient', nonsense: true }),
      entry('PUT', 'Patient/at-0', aPatient({ id: 'at-0', active: true }), { ifMatch: 'W/"99"' }),
    );
    const good = fc.constantFrom(
      entry('POST', 'Patient', aPatient({ identifier: [{ system: 'urn:atom', value: 'x' }] })),
      entry('PUT', 'Patient/at-1', aPatient({ id: 'at-1', identifier: [{ system: 'urn:atom', value: 'x' }] })),
      entry('POST', 'Patient', aPatient({ identifier: [{ system: 'urn:atom', value: 'x' }] }), {
        ifNoneExist: 'identifier=urn:atom|x',
      }),
    );
    await test.record.update(call, aPatient({ id: 'at-0' }));
    const count = async () => (await test.database.query('select count(*)::int as n from record.change')).rows[0];
    const before = await count();
    await fc.assert(
      fc.asyncProperty(
        fc.array(good, { maxLength: 3 }),
        bad,
        fc.array(good, { maxLength: 2 }),
        async (head, broken, tail) => {
          await expect(
            test.record.bundle(call, bundleOf('transaction', ...head, broken, ...tail)),
          ).rejects.toBeInstanceOf(Refusal);
          expect((await test.record.search(call, 'Patient', 'identifier=urn:atom|x')).entries).toEqual([]);
          expect(await count()).toEqual(before);
        },
      ),
      { numRuns: 40 },
    );
  });
});
