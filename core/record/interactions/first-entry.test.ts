/** The first entry of a resource: what the server wrote down, whatever happened since. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anObservation, aPatient, machine, openTestRecord, patientActor, type TestRecord } from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());
beforeEach(() => test.signIn(machine()));

async function aResult(id: string): Promise<{ id: string; recorded: string }> {
  await test.ask('PUT', `/Patient/${id}`, { body: aPatient({ id }) });
  const source = 'urn:oid:2.16.840.1.113883.3.4424.2.3.1';
  const made = await test.ask('POST', '/Observation', { body: anObservation(`Patient/${id}`, { meta: { source } }) });
  expect(made.status).toBe(201);
  return { id: made.body.id, recorded: made.body.meta.lastUpdated };
}

describe('$first-entry', () => {
  it('tells when, by whom and from where, also after others have changed the resource', async () => {
    const { id, recorded } = await aResult('first-1');
    test.signIn({ ...machine(), id: 'another', name: 'Another machine' });
    const changed = await test.ask('PUT', `/Observation/${id}`, {
      body: anObservation('Patient/first-1', { id, status: 'amended', meta: { source: 'urn:forged' } }),
    });
    expect(changed.status).toBe(200);
    const { status, body } = await test.ask('GET', `/Observation/${id}/$first-entry`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      resourceType: 'Provenance',
      recorded,
      target: [{ reference: `Observation/${id}/_history/1` }],
      agent: [{ who: { identifier: { value: 'test-machine' }, display: 'Test machine' } }],
      entity: [{ role: 'source', what: { identifier: { value: 'urn:oid:2.16.840.1.113883.3.4424.2.3.1' } } }],
    });
  });

  it('cannot be set by whoever writes', async () => {
    const forged = aPatient({ id: 'first-2', meta: { lastUpdated: '2001-01-01T00:00:00Z' } });
    await test.ask('PUT', '/Patient/first-2', { body: forged });
    const { body } = await test.ask('GET', '/Patient/first-2/$first-entry');
    expect(Date.parse(body.recorded)).toBeGreaterThan(Date.parse('2020-01-01'));
  });

  it('is found behind a move to another patient, and after a deletion is gone', async () => {
    const { id } = await aResult('first-3');
    await test.ask('PUT', '/Patient/first-4', { body: aPatient({ id: 'first-4' }) });
    test.signIn({ ...machine(), id: 'mover' });
    await test.ask('PUT', `/Observation/${id}`, { body: anObservation('Patient/first-4', { id }) });
    const { body } = await test.ask('GET', `/Observation/${id}/$first-entry`);
    expect(body.agent[0].who.identifier.value).toBe('test-machine');
    await test.ask('DELETE', `/Observation/${id}`);
    expect((await test.ask('GET', `/Observation/${id}/$first-entry`)).status).toBe(410);
  });

  it('is told to nobody who may not read the resource, in the words of what is not there', async () => {
    const { id } = await aResult('first-5');
    test.signIn(patientActor('first-5'));
    expect((await test.ask('GET', `/Observation/${id}/$first-entry`)).status).toBe(200);
    test.signIn(patientActor('somebody-else'));
    const { status, body } = await test.ask('GET', `/Observation/${id}/$first-entry`);
    expect(status).toBe(404);
    expect(JSON.stringify(body)).not.toContain('Test machine');
  });
});
