/** What the entries of a transaction are about: resources that meet, and what patches point to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPatient, anObservation, bundleOf, entry, openTestRecord, type TestRecord } from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const send = (...entries: unknown[]) => test.ask('POST', '/', { body: bundleOf('transaction', ...entries) });
const named = (value: string, more = {}) => aPatient({ identifier: [{ system: 'urn:t', value }], ...more });
const asked = (value: string) => `identifier=urn:t|${value}`;
const stored = async (value: string): Promise<string> =>
  (await test.ask('POST', '/Patient', { body: named(value) })).body.id;
const count = async (value: string): Promise<number> =>
  (await test.ask('GET', `/Patient?${asked(value)}&_summary=count`)).body.total;

describe('conditional creates that ask for the same', () => {
  it('make one, and both fullUrls mean it', async () => {
    const [one, two] = [
      'urn:uuid:11111111-1111-4111-8111-111111111111',
      'urn:uuid:22222222-2222-4222-8222-222222222222',
    ];
    const { status, body } = await send(
      entry('POST', 'Patient', named('same'), { ifNoneExist: asked('same'), fullUrl: one }),
      entry('POST', 'Patient', named('same'), { ifNoneExist: asked('same'), fullUrl: two }),
      entry('POST', 'Observation', anObservation(two)),
    );
    expect(status).toBe(200);
    const responses = body.entry.map(({ response }: { response: { status: string } }) => response.status);
    expect(responses).toEqual(['201 Created', '200 OK', '201 Created']);
    expect(body.entry[1].response.location).toBe(body.entry[0].response.location);
    expect(await count('same')).toBe(1);
    const patient = body.entry[0].response.location.split('/')[1];
    expect((await test.ask('GET', `/Observation?patient=${patient}&_summary=count`)).body.total).toBe(1);
  });

  it('make one of what lies in a compartment, too', async () => {
    const observation = anObservation('Patient/p', { identifier: [{ system: 'urn:t', value: 'twin' }] });
    const { body } = await send(
      entry('POST', 'Observation', observation, { ifNoneExist: asked('twin') }),
      entry('POST', 'Observation', observation, { ifNoneExist: asked('twin') }),
    );
    expect(body.entry[1].response).toMatchObject({ status: '200 OK', location: body.entry[0].response.location });
  });

  it('make two when the first does not bear what is asked for', async () => {
    const { body } = await send(
      entry('POST', 'Patient', aPatient(), { ifNoneExist: asked('nobody') }),
      entry('POST', 'Patient', aPatient(), { ifNoneExist: asked('nobody') }),
    );
    expect(body.entry[1].response.location).not.toBe(body.entry[0].response.location);
  });
});

describe('a resource is touched once', () => {
  it.each([
    [
      'conditional updates that create the same',
      (v: string) => [entry('PUT', `Patient?${asked(v)}`, named(v)), entry('PUT', `Patient?${asked(v)}`, named(v))],
    ],
    [
      'a conditional create and update that create the same',
      (v: string) => [
        entry('POST', 'Patient', named(v), { ifNoneExist: asked(v) }),
        entry('PUT', `Patient?${asked(v)}`, named(v)),
      ],
    ],
  ])('refuses %s', async (name, entries) => {
    const { status, body } = await send(...entries(name.length.toString()));
    expect([status, body.issue[0].diagnostics]).toEqual([400, expect.stringContaining('Bundle.entry[1]')]);
    expect(await count(name.length.toString())).toBe(0);
  });

  it('refuses an update of what a conditional create finds, whichever comes first', async () => {
    const id = await stored('found');
    const both = [
      entry('PUT', `Patient/${id}`, named('found', { id, active: true })),
      entry('POST', 'Patient', named('found'), { ifNoneExist: asked('found') }),
    ];
    expect((await send(...both)).status).toBe(400);
    expect((await send(...both.reverse())).status).toBe(400);
  });

  it('refuses to create what criteria do not find in the place of another', async () => {
    const id = await stored('another');
    const resource = named('nobody-else', { id });
    const { status } = await send(entry('PUT', `Patient?${asked('nobody-else')}`, resource));
    const alone = await test.ask('PUT', `/Patient?${asked('nobody-else')}`, { body: resource });
    expect([status, alone.status, await count('another')]).toEqual([409, 409, 1]);
    const fresh = named('nobody-else', { id: 'nobody-else' });
    expect((await test.ask('PUT', `/Patient?${asked('nobody-else')}`, { body: fresh })).status).toBe(201);
  });

  it('refuses a version of what is not there', async () => {
    const { status } = await send(entry('PUT', `Patient?${asked('none')}`, named('none'), { ifMatch: 'W/"1"' }));
    expect([status, await count('none')]).toEqual([412, 0]);
  });
});

describe('a patch inside a transaction', () => {
  const organization = { resourceType: 'Organization', name: 'Nowa' };
  const urn = 'urn:uuid:33333333-3333-4333-8333-333333333333';
  const byParameters = (reference: string) => ({
    resourceType: 'Parameters',
    parameter: [
      {
        name: 'operation',
        part: [
          { name: 'type', valueCode: 'add' },
          { name: 'path', valueString: 'Patient' },
          { name: 'name', valueString: 'managingOrganization' },
          { name: 'value', valueReference: { reference } },
        ],
      },
    ],
  });
  const byBinary = (reference: string) => ({
    resourceType: 'Binary',
    contentType: 'application/json-patch+json',
    data: Buffer.from(JSON.stringify([{ op: 'add', path: '/managingOrganization', value: { reference } }])).toString(
      'base64',
    ),
  });

  it.each([
    ['FHIRPath Patch', byParameters],
    ['JSON Patch', byBinary],
  ])('may refer to what the bundle brings: %s', async (name, patch) => {
    const id = await stored(name);
    const { status, body } = await send(
      entry('PATCH', `Patient/${id}`, patch(urn)),
      entry('POST', 'Organization', organization, { fullUrl: urn }),
    );
    expect(status).toBe(200);
    const { managingOrganization } = (await test.ask('GET', `/Patient/${id}`)).body;
    expect(body.entry[1].response.location).toBe(`${managingOrganization.reference}/_history/1`);
  });

  it('is refused when it refers to nothing', async () => {
    const id = await stored('nowhere');
    expect((await send(entry('PATCH', `Patient/${id}`, byBinary(urn)))).status).toBe(400);
  });
});
