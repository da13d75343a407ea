/** Operations as entries of batches. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPatient, anObservation, bundleOf, entry, openTestRecord, type TestRecord } from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
  await test.ask('PUT', '/Patient/p', { body: aPatient({ id: 'p', meta: { tag: [{ system: 'urn:t', code: 'a' }] } }) });
  await test.ask('PUT', '/Observation/o', { body: anObservation('Patient/p', { id: 'o' }) });
});
afterAll(() => test?.close());

const send = async (type: 'batch' | 'transaction', ...entries: unknown[]) =>
  (await test.ask('POST', '/', { body: bundleOf(type, ...entries) })).body;
const input = (name: string, value: object) => ({ resourceType: 'Parameters', parameter: [{ name, ...value }] });
const tag = input('meta', { valueMeta: { tag: [{ system: 'urn:t', code: 'b' }] } });

describe('operations in a batch', () => {
  it.each([
    ['GET', 'Patient/p/$everything', undefined, { resourceType: 'Bundle', type: 'searchset' }],
    ['POST', 'Patient/p/$everything', input('_type', { valueCode: 'Observation' }), { type: 'searchset' }],
    ['GET', 'Patient/$everything?_count=1', undefined, { type: 'searchset' }],
    ['GET', 'Observation/$lastn?patient=p', undefined, { total: 1 }],
    ['POST', 'Observation/$lastn', input('patient', { valueString: 'p' }), { total: 1 }],
    ['GET', 'Patient/p/$meta', undefined, { parameter: [{ valueMeta: { tag: [{ code: 'a' }] } }] }],
    ['POST', 'Patient/p/$meta', undefined, { parameter: [{ name: 'return' }] }],
    ['GET', 'Patient/$meta', undefined, { parameter: [{ name: 'return' }] }],
    ['GET', '$meta', undefined, { parameter: [{ name: 'return' }] }],
    ['GET', 'Patient/p/$validate', undefined, { resourceType: 'OperationOutcome' }],
    ['POST', 'Patient/$validate', input('resource', { resource: aPatient() }), { resourceType: 'OperationOutcome' }],
    ['GET', 'metadata', undefined, { resourceType: 'CapabilityStatement' }],
    ['GET', 'metadata?_elements=status', undefined, { meta: { tag: [{ code: 'SUBSETTED' }] } }],
  ])('answer as they do alone: %s %s', async (method, url, body, expected) => {
    const { entry: answers } = await send('batch', entry(method, url, body));
    expect(answers[0]).toMatchObject({ response: { status: '200 OK' }, resource: expected });
  });

  it('may change what they change alone, under its conditions', async () => {
    const before = (await test.ask('GET', '/Patient/p')).body.meta.versionId;
    const { entry: answers } = await send(
      'batch',
      entry('POST', 'Patient/p/$meta-add', tag, { ifMatch: 'W/"99"' }),
      entry('POST', 'Patient/p/$meta-add', tag, { ifMatch: `W/"${before}"` }),
      entry('GET', 'Patient/p/$meta-add'),
    );
    const statuses = answers.map(({ response }: { response: { status: string } }) => response.status);
    expect(statuses).toEqual(['412 Precondition Failed', '200 OK', '400 Bad Request']);
    expect(answers[1].resource.parameter[0].valueMeta.tag).toHaveLength(2);
  });

  it.each([
    ['GET', '$lastn'],
    ['GET', 'Practitioner/x/$everything'],
    ['GET', 'Patient/p/$nope'],
    ['POST', 'Patient/$meta-add'],
    ['POST', 'Patient/p/$expunge'],
  ])('are refused where there are none, or none in bundles: %s %s', async (method, url) => {
    const { entry: answers } = await send('batch', entry(method, url, method === 'POST' ? tag : undefined));
    expect(answers[0].response.status).toBe('405 Method Not Allowed');
  });
});

describe('operations in a transaction', () => {
  it('may ask', async () => {
    const { entry: answers } = await send(
      'transaction',
      entry('PUT', 'Patient/q', aPatient({ id: 'q' })),
      entry('GET', 'Patient/q/$everything'),
      entry('GET', 'Patient/q/$meta'),
      entry('GET', 'metadata?_summary=true'),
    );
    expect(answers[1].resource.entry).toHaveLength(1);
    expect(answers[2].resource.parameter[0].valueMeta.versionId).toBe('1');
    expect(answers[3].resource.resourceType).toBe('CapabilityStatement');
  });
});

describe('an entry', () => {
  it('has no other elements than the standard gives it', async () => {
    const { entry: answers } = await send('batch', entry('GET', 'Patient/p', undefined, { ifmatch: 'W/"1"' }));
    expect(answers[0].response.status).toBe('400 Bad Request');
  });

  it('may end its address with a slash, as requests may', async () => {
    const { entry: answers } = await send('batch', entry('GET', 'Patient/p/'));
    expect(answers[0].response.status).toBe('200 OK');
  });
});

describe('$meta', () => {
  it('is asked by POST, too', async () => {
    expect((await test.ask('POST', '/Patient/p/$meta')).body.resourceType).toBe('Parameters');
  });
});
