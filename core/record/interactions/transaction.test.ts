import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aPatient,
  anEncounter,
  anObservation,
  anOrganization,
  bundleOf,
  entry,
  openTestRecord,
  type TestRecord,
} from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const send = (body: unknown, headers = {}) => test.ask('POST', '/', { body, headers });
const patientUrn = 'urn:uuid:11111111-1111-4111-8111-111111111111';
const encounterUrn = 'urn:uuid:22222222-2222-4222-8222-222222222222';
const locationOf = (answer: { body: { entry: { response: { location: string } }[] } }, n: number) =>
  (answer.body.entry[n]?.response.location ?? '').replace(/\/_history.*/, '');

describe('transaction', () => {
  it('links its resources, whatever their order', async () => {
    const answer = await send(
      bundleOf(
        'transaction',
        entry('POST', 'Observation', anObservation(patientUrn, { encounter: { reference: encounterUrn } })),
        entry('POST', 'Encounter', anEncounter(patientUrn, 'org'), { fullUrl: encounterUrn }),
        entry('POST', 'Patient', aPatient(), { fullUrl: patientUrn }),
      ),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.entry.map((one: { response: { status: string } }) => one.response.status)).toEqual(
      Array(3).fill('201 Created'),
    );
    const observation = (await test.ask('GET', `/${locationOf(answer, 0)}`)).body;
    expect(observation.subject.reference).toBe(locationOf(answer, 2));
    expect(observation.encounter.reference).toBe(locationOf(answer, 1));
    const { body } = await test.ask('GET', `/Observation?patient=${locationOf(answer, 2)}`);
    expect(body.entry).toHaveLength(1);
  });

  it('understands relative references to resources known by another server’s address', async () => {
    const answer = await send(
      bundleOf(
        'transaction',
        entry('POST', 'Patient', aPatient({ id: '12' }), { fullUrl: 'http://example.org/fhir/Patient/12' }),
        entry('POST', 'Observation', anObservation('Patient/12'), { fullUrl: 'http://example.org/fhir/Observation/9' }),
      ),
    );
    expect((await test.ask('GET', `/${locationOf(answer, 1)}`)).body.subject.reference).toBe(locationOf(answer, 0));
  });

  it('resolves conditional references', async () => {
    const identifier = [{ system: 'urn:npi', value: '77' }];
    const { body } = await test.ask('POST', '/Practitioner', { body: { resourceType: 'Practitioner', identifier } });
    const observation = anObservation(undefined, { performer: [{ reference: 'Practitioner?identifier=urn:npi|77' }] });
    const answer = await send(bundleOf('transaction', entry('POST', 'Observation', observation)));
    const stored = (await test.ask('GET', `/${locationOf(answer, 0)}`)).body;
    expect(stored.performer[0].reference).toBe(`Practitioner/${body.id}`);
  });

  it.each(['first', 'last'])('resolves conditional references by what it brings itself (%s)', async (place) => {
    const criteria = (type: string) => `${type}?identifier=urn:brought|${place}`;
    const identifier = [{ system: 'urn:brought', value: place }];
    const brought = [
      entry('POST', 'Patient', aPatient({ identifier })),
      entry('POST', 'Observation', anObservation(criteria('Patient'), { identifier })),
    ];
    const asking = entry(
      'POST',
      'Observation',
      anObservation(criteria('Patient'), { hasMember: [{ reference: criteria('Observation') }] }),
    );
    const entries = place === 'first' ? [...brought, asking] : [asking, ...brought];
    const answer = await send(bundleOf('transaction', ...entries));
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const [at, patient, member] = place === 'first' ? [2, 0, 1] : [0, 1, 2];
    const stored = (await test.ask('GET', `/${locationOf(answer, at)}`)).body;
    expect(stored.subject.reference).toBe(locationOf(answer, patient));
    expect(stored.hasMember[0].reference).toBe(locationOf(answer, member));
    // What is there already and what is brought are two.
    const again = await send(bundleOf('transaction', ...entries));
    expect([again.status, again.body.issue[0].diagnostics]).toEqual([400, expect.stringContaining('More than one')]);
  });

  it('rewrites what points to its entries, wherever it stands', async () => {
    const old = 'http://example.org/fhir/Binary/9';
    const div =
      '<div xmlns="http://www.w3.org/1999/xhtml"><p>urn:uuid:plain</p>' +
      `<a href="${patientUrn}">who</a> <img src='${old}' alt="what"/> <a href="http://example.org/else">x</a></div>`;
    const answer = await send(
      bundleOf(
        'transaction',
        entry('POST', 'DocumentReference', {
          resourceType: 'DocumentReference',
          status: 'current',
          text: { status: 'generated', div },
          subject: { reference: `${patientUrn}/_history/1` },
          content: [{ attachment: { url: old } }, { attachment: { url: 'http://example.org/fhir/Binary/10' } }],
          extension: [{ url: old, valueCanonical: `${patientUrn}|2` }],
        }),
        entry('POST', 'Binary', { resourceType: 'Binary', contentType: 'text/plain' }, { fullUrl: old }),
        entry('POST', 'Patient', aPatient(), { fullUrl: patientUrn }),
      ),
    );
    expect(answer.body.issue).toBeUndefined();
    const [binary, patient] = [locationOf(answer, 1), locationOf(answer, 2)];
    const { body } = await test.ask('GET', `/${locationOf(answer, 0)}`);
    expect(body.subject.reference).toBe(`${patient}/_history/1`);
    expect(body.content.map((one: { attachment: { url: string } }) => one.attachment.url)).toEqual([
      binary,
      'http://example.org/fhir/Binary/10',
    ]);
    expect(body.extension[0]).toEqual({ url: old, valueCanonical: `${patient}|2` });
    expect(body.text.div).toBe(div.replace(patientUrn, patient).replace(old, binary));
    expect((await test.ask('GET', `/DocumentReference?subject=${patient}`)).body.entry).toHaveLength(1);
  });

  it('does every kind of change, and reads what it did', async () => {
    const made = await send(
      bundleOf(
        'transaction',
        entry('PUT', 'Patient/t1', aPatient({ id: 't1' })),
        entry('PUT', 'Patient/t2', aPatient({ id: 't2' })),
      ),
    );
    expect(made.body.entry.map((one: { response: { status: string } }) => one.response.status)).toEqual([
      '201 Created',
      '201 Created',
    ]);
    const patch = Buffer.from(JSON.stringify([{ op: 'add', path: '/active', value: true }])).toString('base64');
    const answer = await send(
      bundleOf(
        'transaction',
        entry('GET', 'Patient/t1'),
        entry(
          'PATCH',
          'Patient/t1',
          { resourceType: 'Binary', contentType: 'application/json-patch+json', data: patch },
          { ifMatch: 'W/"1"' },
        ),
        entry('DELETE', 'Patient/t2'),
        entry('POST', 'Patient', aPatient({ identifier: [{ system: 'urn:t', value: '3' }] }), {
          ifNoneExist: 'identifier=urn:t|3',
        }),
        entry('GET', 'Patient?identifier=urn:t|3'),
      ),
    );
    expect(answer.body.entry.map((one: { response: { status: string } }) => one.response.status)).toEqual([
      '200 OK',
      '200 OK',
      '204 No Content',
      '201 Created',
      '200 OK',
    ]);
    expect(answer.body.entry[0].resource).toMatchObject({ id: 't1', active: true });
    expect(answer.body.entry[4].resource.entry).toHaveLength(1);
  });

  const good = entry('POST', 'Patient', aPatient({ name: [{ family: 'Nigdy' }] }));
  it.each([
    ['a reference that no entry answers', [entry('POST', 'Observation', anObservation(patientUrn))], 400, 1],
    [
      'a conditional reference without match',
      [entry('POST', 'Observation', anObservation('Patient?identifier=urn:no|1'))],
      400,
      1,
    ],
    [
      'a duplicate fullUrl',
      [
        entry('POST', 'Patient', aPatient(), { fullUrl: patientUrn }),
        entry('POST', 'Patient', aPatient(), { fullUrl: patientUrn }),
      ],
      400,
      2,
    ],
    ['one resource twice', [entry('PUT', 'Patient/tw', aPatient({ id: 'tw' })), entry('DELETE', 'Patient/tw')], 400, 2],
    ['an unknown type', [entry('POST', 'Cat', { resourceType: 'Cat' })], 404, 1],
    ['another type than the address says', [entry('POST', 'Patient', anOrganization())], 400, 1],
    ['a wrong If-Match', [entry('PUT', 'Patient/new-1', aPatient({ id: 'new-1' }), { ifMatch: 'W/"3"' })], 412, 1],
    ['the deletion of what is not there', [entry('DELETE', 'Patient/no-such')], 404, 1],
    ['a read of what is not there', [entry('GET', 'Patient/no-such')], 404, 1],
    ['an unknown method', [entry('FETCH', 'Patient/x')], 400, 1],
    ['no request', [{ resource: aPatient() }], 400, 1],
    ['an entry that is none', ['x'], 400, 1],
  ])('refuses %s as a whole, naming the entry', async (_, bad, status, n) => {
    const answer = await send(bundleOf('transaction', good, ...bad));
    expect([answer.status, answer.body.issue[0].expression?.[0]]).toEqual([
      status,
      expect.stringMatching(`Bundle.entry\\[${n}\\]`),
    ]);
    expect((await test.ask('GET', '/Patient?family=nigdy')).body.entry).toBeUndefined();
  });

  it('refuses a conditional reference that fits several', async () => {
    for (let n = 0; n < 2; n++)
      await test.ask('POST', '/Organization', {
        body: anOrganization({ identifier: [{ system: 'urn:two', value: '2' }] }),
      });
    const reference = { performer: [{ reference: 'Organization?identifier=urn:two|2' }] };
    const answer = await send(
      bundleOf('transaction', entry('POST', 'Observation', anObservation(undefined, reference))),
    );
    expect([answer.status, answer.body.issue[0].diagnostics]).toEqual([400, expect.stringContaining('More than one')]);
  });

  it('refuses more than 5000 entries and what is no bundle', async () => {
    const many = bundleOf('transaction', ...Array(5001).fill(entry('POST', 'Basic', { resourceType: 'Basic' })));
    expect((await send(many)).status).toBe(413);
    expect((await send(aPatient())).status).toBe(400);
    expect((await send({ resourceType: 'Bundle', type: 'collection' })).status).toBe(400);
  });

  it('writes thousands of resources at once', async () => {
    const entries = Array.from({ length: 2000 }, () => entry('POST', 'Observation', anObservation(patientUrn)));
    const answer = await send(
      bundleOf('transaction', entry('POST', 'Patient', aPatient(), { fullUrl: patientUrn }), ...entries),
    );
    expect([answer.status, answer.body.entry.length]).toEqual([200, 2001]);
  });

  it('leaves one audit event for each kind of change, naming every resource', async () => {
    const answer = await send(
      bundleOf(
        'transaction',
        entry('POST', 'Patient', aPatient(), { fullUrl: patientUrn }),
        entry('POST', 'Observation', anObservation(patientUrn)),
      ),
    );
    const [patient, observation] = [locationOf(answer, 0), locationOf(answer, 1)];
    const { rows } = await test.database.query<{ action: string; entities: string[]; patient_ids: string[] }>(
      `select action, entities, patient_ids from audit.event where kind = 'transaction' order by sequence desc limit 1`,
    );
    expect(rows[0]).toEqual({
      action: 'C',
      entities: [`${patient}/1`, `${observation}/1`],
      patient_ids: [patient.slice(8)],
    });
  });
});

describe('batch', () => {
  it('does what can be done and says what cannot', async () => {
    const answer = await send(
      bundleOf(
        'batch',
        entry('POST', 'Patient', aPatient()),
        entry('GET', 'Patient/no-such'),
        entry('POST', 'Observation', anObservation(patientUrn)),
        'nonsense',
        entry('PUT', 'Patient/b1', aPatient({ id: 'b1' })),
      ),
    );
    expect(answer.body.entry.map((one: { response: { status: string } }) => one.response.status)).toEqual([
      '201 Created',
      '404 Not Found',
      '400 Bad Request',
      '400 Bad Request',
      '201 Created',
    ]);
    expect(answer.body.entry[2].response.outcome.issue[0].diagnostics).toContain('Bundle.entry[2]');
  });

  it('hands the resources out when that is preferred', async () => {
    const answer = await send(bundleOf('batch', entry('POST', 'Patient', aPatient())), {
      prefer: 'return=representation',
    });
    expect(answer.body.entry[0].resource.resourceType).toBe('Patient');
  });
});
