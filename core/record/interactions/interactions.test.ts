import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPatient, anObservation, bundleOf, entry, machine, openTestRecord, type TestRecord } from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const created = async (resource: { resourceType: string }) =>
  (await test.ask('POST', `/${resource.resourceType}`, { body: resource })).body;

describe('create', () => {
  it('answers 201 with the resource, its version and where it is', async () => {
    const { status, headers, body } = await test.ask('POST', '/Patient', {
      body: aPatient({ id: 'ignored', meta: { versionId: '9', tag: [{ code: 'kept' }] } }),
    });
    expect(status).toBe(201);
    expect(headers.etag).toBe('W/"1"');
    expect(headers.location).toBe(`http://record.test/fhir/R4/Patient/${body.id}/_history/1`);
    expect(Object.keys(body).slice(0, 3)).toEqual(['resourceType', 'id', 'meta']);
    expect(body.id).not.toBe('ignored');
    expect(body.meta).toMatchObject({ versionId: '1', tag: [{ code: 'kept' }] });
  });

  it('keeps the text of decimals', async () => {
    const text = JSON.stringify(anObservation(undefined)).replace('"value":72', '"value":72.50');
    const { body } = await test.ask('POST', '/Observation', { body: text });
    expect((await test.ask('GET', `/Observation/${body.id}`)).text).toContain('"value":72.50');
  });

  it.each([
    ['minimal', (answer: { text: string }) => expect(answer.text).toBe('')],
    ['representation', (answer: { body: unknown }) => expect(answer.body).toMatchObject({ resourceType: 'Patient' })],
    [
      'OperationOutcome',
      (answer: { body: unknown }) => expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome' }),
    ],
  ] as const)('answers in the form that is preferred: %s', async (form, check) => {
    const answer = await test.ask('POST', '/Patient', { body: aPatient(), headers: { prefer: `return=${form}` } });
    expect(answer.status).toBe(201);
    check(answer as never);
  });

  it('unpacks gzip', async () => {
    const body = gzipSync(JSON.stringify(aPatient()));
    expect((await test.ask('POST', '/Patient', { body, headers: { 'content-encoding': 'gzip' } })).status).toBe(201);
  });
});

describe('read', () => {
  it('answers with the version, and 304 to those who have it', async () => {
    const { id } = await created(aPatient());
    const { status, headers } = await test.ask('GET', `/Patient/${id}`);
    expect([status, headers.etag, typeof headers['last-modified']]).toEqual([200, 'W/"1"', 'string']);
    expect((await test.ask('GET', `/Patient/${id}`, { headers: { 'if-none-match': 'W/"1"' } })).status).toBe(304);
    expect((await test.ask('GET', `/Patient/${id}`, { headers: { 'if-none-match': 'W/"2"' } })).status).toBe(200);
    const later = new Date(Date.parse(String(headers['last-modified'])) + 1000).toUTCString();
    expect((await test.ask('GET', `/Patient/${id}`, { headers: { 'if-modified-since': later } })).status).toBe(304);
    expect((await test.ask('HEAD', `/Patient/${id}`)).text).toBe('');
  });

  it.each([
    ['_elements=gender', ['resourceType', 'id', 'meta', 'gender'], true],
    ['_elements=Patient.gender,active', ['resourceType', 'id', 'meta', 'active', 'gender'], true],
    ['_summary=text', ['resourceType', 'id', 'meta'], true],
    ['_summary=data', ['resourceType', 'id', 'meta', 'active', 'name', 'gender', 'maritalStatus'], true],
    ['_summary=true', ['resourceType', 'id', 'meta', 'active', 'name', 'gender'], true],
    ['_summary=false', ['resourceType', 'id', 'meta', 'active', 'name', 'gender', 'maritalStatus'], false],
  ])('gives the part that %s asks for, marked as one', async (query, elements, marked) => {
    const whole = { active: true, name: [{ family: 'Lis' }], gender: 'female', maritalStatus: { text: 'wolna' } };
    const { id } = await created({ resourceType: 'Patient', ...whole } as { resourceType: string });
    const inBundle = bundleOf('batch', entry('GET', `Patient/${id}?${query}`));
    const answers = [
      (await test.ask('GET', `/Patient/${id}?${query}`)).body,
      (await test.ask('GET', `/Patient/${id}/_history/1?${query}`)).body,
      (await test.ask('POST', '/', { body: inBundle })).body.entry[0].resource,
    ];
    for (const part of answers) {
      expect(Object.keys(part)).toEqual(elements);
      expect(part.meta.tag?.[0].code).toBe(marked ? 'SUBSETTED' : undefined);
    }
  });

  it.each(['_summary=some', '_summary=count', '_elements=a.b.c'])('refuses %s', async (query) => {
    const { id } = await created(aPatient());
    expect((await test.ask('GET', `/Patient/${id}?${query}`)).status).toBe(400);
  });

  it('gives histories inside a batch', async () => {
    const { id } = await created(aPatient());
    const urls = ['_history?_count=1', 'Patient/_history?_count=1', `Patient/${id}/_history`];
    const { body } = await test.ask('POST', '/', { body: bundleOf('batch', ...urls.map((url) => entry('GET', url))) });
    const kinds = body.entry.map(({ resource }: { resource?: { type: string } }) => resource?.type);
    expect(kinds, JSON.stringify(body)).toEqual(['history', 'history', 'history']);
  });

  it('answers 404 for what never was and 410 for what was deleted', async () => {
    expect((await test.ask('GET', '/Patient/nobody')).status).toBe(404);
    const { id } = await created(aPatient());
    expect((await test.ask('DELETE', `/Patient/${id}`)).status).toBe(204);
    expect((await test.ask('GET', `/Patient/${id}`)).status).toBe(410);
    expect((await test.ask('GET', `/Patient/${id}/_history/1`)).status).toBe(200);
    expect((await test.ask('GET', `/Patient/${id}/_history/2`)).status).toBe(410);
    expect((await test.ask('GET', `/Patient/${id}/_history/3`)).status).toBe(404);
    expect((await test.ask('DELETE', `/Patient/${id}`)).status).toBe(204);
  });
});

describe('update', () => {
  it('makes a new version, and none of the same content', async () => {
    const patient = await created(aPatient());
    const changed = await test.ask('PUT', `/Patient/${patient.id}`, { body: { ...patient, active: true } });
    expect([changed.status, changed.headers.etag]).toEqual([200, 'W/"2"']);
    const same = await test.ask('PUT', `/Patient/${patient.id}`, { body: { ...patient, active: true } });
    expect([same.status, same.headers.etag]).toEqual([200, 'W/"2"']);
    const { body } = await test.ask('GET', `/Patient/${patient.id}/_history`);
    expect(body.entry.map((one: { request: { method: string } }) => one.request.method)).toEqual(['PUT', 'POST']);
  });

  it('takes an id that the client chose, but none of the form that the server gives', async () => {
    const chosen = await test.ask('PUT', '/Patient/my-own', { body: aPatient({ id: 'my-own' }) });
    expect([chosen.status, chosen.headers.etag]).toEqual([201, 'W/"1"']);
    const { id } = await created(aPatient());
    const other = `${id.slice(0, -6)}zzz000`;
    test.signIn(machine('system/Patient.cruds'));
    // As one that is there and may not be seen: the difference would tell who is a patient here.
    expect((await test.ask('PUT', `/Patient/${other}`, { body: aPatient({ id: other }) })).status).toBe(404);
    test.signIn(machine());
    expect((await test.ask('PUT', `/Patient/${other}`, { body: aPatient({ id: other }) })).status).toBe(422);
  });

  it('holds If-Match against the living version', async () => {
    const patient = await created(aPatient());
    const put = (version: string) =>
      test.ask('PUT', `/Patient/${patient.id}`, {
        body: { ...patient, active: false },
        headers: { 'if-match': version },
      });
    expect((await put('W/"7"')).status).toBe(412);
    expect((await put('W/"1"')).status).toBe(200);
    expect((await put('W/"1"')).status).toBe(412);
    expect((await put('nonsense')).status).toBe(400);
  });

  it('counts on after a deletion', async () => {
    await test.ask('PUT', '/Patient/phoenix', { body: aPatient({ id: 'phoenix' }) });
    await test.ask('DELETE', '/Patient/phoenix');
    const again = await test.ask('PUT', '/Patient/phoenix', { body: aPatient({ id: 'phoenix' }) });
    expect([again.status, again.headers.etag]).toEqual([201, 'W/"3"']);
    const { body } = await test.ask('GET', '/Patient/phoenix/_history');
    expect(body.entry.map((one: { request: { method: string } }) => one.request.method)).toEqual([
      'POST',
      'DELETE',
      'POST',
    ]);
  });

  it('tells of a deletion in the compartment of a patient whose id was chosen', async () => {
    await test.ask('PUT', '/Patient/chosen', { body: aPatient({ id: 'chosen' }) });
    await test.ask('PUT', '/Observation/chosen', { body: { ...anObservation('Patient/chosen'), id: 'chosen' } });
    await test.ask('DELETE', '/Observation/chosen');
    const { status, body } = await test.ask('GET', '/_history?_count=1');
    expect([status, body.entry[0].request]).toEqual([200, { method: 'DELETE', url: 'Observation/chosen' }]);
  });

  it('takes old words and codes out of the search, and puts the new ones in', async () => {
    const patient = await created(
      aPatient({ name: [{ family: 'Dawniejsza' }], identifier: [{ system: 'urn:s', value: 'old-1' }] }),
    );
    await test.ask('PUT', `/Patient/${patient.id}`, {
      body: { ...patient, name: [{ family: 'Nowsza' }], identifier: [{ system: 'urn:s', value: 'new-1' }] },
    });
    const found = async (query: string) => (await test.ask('GET', `/Patient?${query}`)).body.entry?.length ?? 0;
    expect(await found('family=dawniejsza')).toBe(0);
    expect(await found('identifier=urn:s|old-1')).toBe(0);
    expect(await found('family=nowsza')).toBe(1);
    expect(await found('identifier=urn:s|new-1')).toBe(1);
    await test.ask('DELETE', `/Patient/${patient.id}`);
    expect(await found('family=nowsza')).toBe(0);
    expect(await found('identifier=urn:s|new-1')).toBe(0);
    const left = await test.database.query(`select count(*)::int as n from record.word where id = '${patient.id}'`);
    expect(left.rows[0]?.n).toBe(0);
  });
});

describe('patch', () => {
  const patch = (id: string, body: unknown) =>
    test.ask('PATCH', `/Patient/${id}`, { body, headers: { 'content-type': 'application/json-patch+json' } });

  it('changes what the operations say', async () => {
    const { id } = await created(aPatient());
    const { status, body } = await patch(id, [
      { op: 'add', path: '/active', value: true },
      { op: 'replace', path: '/name/0/family', value: 'Nowak' },
    ]);
    expect([status, body.active, body.name[0].family, body.meta.versionId]).toEqual([200, true, 'Nowak', '2']);
  });

  it.each([
    ['what is no patch', { op: 'add' }, 400, /array of operations/],
    ['an unknown operation', [{ op: 'frob', path: '/active' }], 400, /Operation 0/],
    ['a place that is not there', [{ op: 'test', path: '/gender', value: 'male' }], 422, /Operation 0/],
    [
      'a test that fails',
      [
        { op: 'add', path: '/active', value: true },
        { op: 'test', path: '/active', value: false },
      ],
      422,
      /Operation 1/,
    ],
    ['another id', [{ op: 'replace', path: '/id', value: 'other' }], 422, /resourceType or id/],
    ['a path into the prototype', [{ op: 'add', path: '/__proto__/x', value: 1 }], 400, /Operation 0/],
    ['the whole resource', [{ op: 'replace', path: '', value: 1 }], 422, /resourceType or id/],
  ])('refuses %s', async (_, body, status, says) => {
    const { id } = await created(aPatient());
    const answer = await patch(id, body);
    expect(answer.status).toBe(status);
    expect(answer.body.issue[0].diagnostics).toMatch(says);
    expect((await test.ask('GET', `/Patient/${id}`)).headers.etag).toBe('W/"1"');
  });
});

describe('conditional interactions', () => {
  const identifier = (value: string) => ({ identifier: [{ system: 'urn:c', value }] });

  it('create what is not there yet', async () => {
    const post = () =>
      test.ask('POST', '/Patient', {
        body: aPatient(identifier('c1')),
        headers: { 'if-none-exist': 'identifier=urn:c|c1' },
      });
    const first = await post();
    const second = await post();
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
  });

  it('update the one that fits, create when none does, refuse several', async () => {
    const put = (value: string, more = {}) =>
      test.ask('PUT', `/Patient?identifier=urn:c|${value}`, { body: aPatient({ ...identifier(value), ...more }) });
    const first = await put('u1');
    expect(first.status).toBe(201);
    expect((await put('u1', { active: true })).body).toMatchObject({
      id: first.body.id,
      active: true,
      meta: { versionId: '2' },
    });
    await created(aPatient(identifier('u1')));
    expect((await put('u1', { active: false })).status).toBe(412);
    expect((await test.ask('PUT', '/Patient?', { body: aPatient() })).status).toBe(400);
  });

  it('delete and patch the one that fits', async () => {
    await created(aPatient(identifier('d1')));
    const headers = { 'content-type': 'application/json-patch+json' };
    const body = [{ op: 'add', path: '/active', value: true }];
    expect((await test.ask('PATCH', '/Patient?identifier=urn:c|d1', { body, headers })).status).toBe(200);
    expect((await test.ask('PATCH', '/Patient?identifier=urn:c|d9', { body, headers })).status).toBe(404);
    expect((await test.ask('DELETE', '/Patient?identifier=urn:c|d1')).status).toBe(204);
    expect((await test.ask('DELETE', '/Patient?identifier=urn:c|d1')).status).toBe(204);
    expect((await test.ask('DELETE', '/Patient')).status).toBe(400);
  });
});

describe('history', () => {
  it('pages through versions without repeating or losing one', async () => {
    const patient = await created(aPatient());
    for (let n = 0; n < 6; n++)
      await test.ask('PUT', `/Patient/${patient.id}`, { body: { ...patient, multipleBirthInteger: n } });
    const seen: string[] = [];
    let path = `/Patient/${patient.id}/_history?_count=3`;
    for (let page = 0; page < 5 && path; page++) {
      const { body } = await test.ask('GET', path);
      seen.push(...body.entry.map((one: { response: { etag: string } }) => one.response.etag));
      path = body.link
        .find((link: { relation: string }) => link.relation === 'next')
        ?.url.replace('http://record.test/fhir/R4', '');
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((version) => `W/"${version}"`));
  });

  it('tells the history of a type and of the system, page by page', async () => {
    const slots = [];
    for (let n = 0; n < 5; n++) slots.push(await created({ resourceType: 'Basic', code: { text: `b${n}` } } as never));
    await test.ask('DELETE', `/Basic/${slots[0].id}`);
    for (const start of ['/Basic/_history?_count=2', '/_history?_count=2']) {
      const seen: string[] = [];
      let path = start;
      for (let page = 0; page < 3; page++) {
        const { body, status } = await test.ask('GET', path);
        expect(status).toBe(200);
        seen.push(...body.entry.map((one: { request: { method: string } }) => one.request.method));
        path = body.link
          .find((link: { relation: string }) => link.relation === 'next')
          ?.url.replace('http://record.test/fhir/R4', '');
      }
      expect(seen).toEqual(['DELETE', 'POST', 'POST', 'POST', 'POST', 'POST']);
    }
  });
});

describe('large answers', () => {
  it('are packed for those who unpack them, and small ones are not', async () => {
    for (let n = 0; n < 30; n++) await created(anObservation(undefined, { note: [{ text: 'x'.repeat(1000) }] }));
    const ask = (path: string, coding: string) =>
      test.server.inject({ url: `/fhir/R4${path}`, headers: { 'accept-encoding': coding } });
    const plain = await ask('/Observation?_count=30', 'gzip;q=0, br');
    const packed = await ask('/Observation?_count=30', 'br, gzip');
    expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip']);
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
    expect((await ask('/Observation?_count=1', 'gzip')).headers['content-encoding']).toBeUndefined();
  });
});

describe('$validate, $everything, metadata', () => {
  it('says what is wrong without storing anything', async () => {
    const { status, body } = await test.ask('POST', '/Patient/$validate', {
      body: { ...aPatient(), birthDate: 'yesterday' },
    });
    expect(status).toBe(200);
    expect(body.resourceType).toBe('OperationOutcome');
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'resource', resource: aPatient() },
        { name: 'mode', valueCode: 'create' },
      ],
    };
    expect((await test.ask('POST', '/Patient/$validate', { body: parameters })).body.issue[0].severity).toBe(
      'information',
    );
  });

  it('hands out a compartment', async () => {
    const { id } = await created(aPatient());
    await created(anObservation(`Patient/${id}`));
    const { body } = await test.ask('GET', `/Patient/${id}/$everything`);
    expect(body.entry.map((one: { resource: { resourceType: string } }) => one.resource.resourceType).sort()).toEqual([
      'Observation',
      'Patient',
    ]);
    expect((await test.ask('GET', '/Patient/nobody/$everything')).status).toBe(404);
  });

  it('describes itself to everybody', async () => {
    test.signIn(undefined);
    const { status, body } = await test.ask('GET', '/metadata');
    test.signIn({ role: 'machine', id: 'm', name: 'm', purpose: 'HOPERAT', scopes: ['system/*.cruds'] });
    expect([status, body.fhirVersion]).toEqual([200, '4.0.1']);
    const observation = body.rest[0].resource.find((one: { type: string }) => one.type === 'Observation');
    expect(observation.searchParam.map((one: { name: string }) => one.name)).toContain('code-value-quantity');
  });
});
