import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aPatient,
  anObservation,
  baseUrl,
  bundleOf,
  callBy,
  entry,
  machine,
  openTestRecord,
  type TestRecord,
} from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord({ references: 'check' });
});
afterAll(() => test?.close());
const call = callBy(machine());

describe('references that are checked', () => {
  it('must lead to what lives, or to what the same bundle makes', async () => {
    const { id } = await test.record.create(call, aPatient());
    await test.record.create(call, anObservation(`Patient/${id}`));
    const nowhere = { kind: 'invalid', code: 'unresolved-reference' };
    await expect(test.record.create(call, anObservation('Patient/no-such'))).rejects.toMatchObject(nowhere);
    await test.record.delete(call, 'Patient', id);
    await expect(test.record.create(call, anObservation(`Patient/${id}`))).rejects.toMatchObject(nowhere);
    const both = bundleOf(
      'transaction',
      entry('PUT', 'Patient/now', aPatient({ id: 'now' })),
      entry('POST', 'Observation', anObservation('Patient/now')),
    );
    expect((await test.record.bundle(call, both)).type).toBe('transaction-response');
  });
});

describe('absolute references to this server', () => {
  it('are kept as the relative ones that they mean, alone and in bundles', async () => {
    await test.record.bundle(
      call,
      bundleOf('transaction', entry('PUT', 'Patient/abs', aPatient({ id: 'abs' })), {
        ...entry('POST', 'Observation', anObservation(`${baseUrl}/Patient/abs`)),
      }),
    );
    await test.record.create(call, anObservation(`${baseUrl}/Patient/abs/_history/1`));
    const elsewhere = 'https://elsewhere.example/fhir/Patient/abs';
    const { id } = await test.record.create(call, anObservation(elsewhere));
    for (const query of ['patient=abs', `patient=${baseUrl}/Patient/abs`, 'patient=Patient/abs']) {
      const { entries } = await test.record.search(call, 'Observation', query);
      const subjects = entries.map(({ stored }) => JSON.parse(stored.content).subject.reference);
      expect(subjects.sort()).toEqual(['Patient/abs', 'Patient/abs/_history/1']);
    }
    const { entries } = await test.record.search(call, 'Observation', `subject=${elsewhere}`);
    expect(entries.map(({ stored }) => stored.id)).toEqual([id]);
  });
});

describe('many conditions at once', () => {
  it('do not take every connection', async () => {
    const entries = Array.from({ length: 60 }, (_, n) =>
      entry(
        'POST',
        'Organization',
        { resourceType: 'Organization', name: 'x', identifier: [{ system: 'urn:m', value: `${n % 20}` }] },
        {
          ifNoneExist: `identifier=urn:m|${n % 20}`,
        },
      ),
    );
    const answer = (await test.record.bundle(call, bundleOf('batch', ...entries))) as unknown as {
      entry: { response: { status: string } }[];
    };
    const said = answer.entry.map((one) => one.response.status);
    expect([
      said.filter((status) => status === '201 Created').length,
      said.filter((status) => status === '200 OK').length,
    ]).toEqual([20, 40]);
  });
});
