import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
