/** Methods, headers and formats of the FHIR face, beside what interactions do. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPatient, openTestRecord, type TestRecord } from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
  await test.ask('PUT', '/Patient/p', { body: aPatient({ id: 'p' }) });
});
afterAll(() => test?.close());

describe('a method that an address does not take', () => {
  it.each([
    ['POST', '/Patient/p', 'DELETE, GET, HEAD, PATCH, PUT'],
    ['OPTIONS', '/Patient', 'DELETE, GET, HEAD, PATCH, POST, PUT'],
    ['PUT', '/', 'GET, HEAD, POST'],
    ['POST', '/metadata', 'GET, HEAD'],
    ['POST', '/_history', 'GET, HEAD'],
    ['DELETE', '/$validate', 'GET, HEAD, POST'],
    ['PUT', '/Patient/$everything', 'GET, HEAD, POST'],
    ['GET', '/Patient/_search', 'POST'],
    ['DELETE', '/Patient/p/_history/1', 'GET, HEAD'],
  ])('is 405, and the answer says which it takes: %s %s', async (method, path, allow) => {
    const { status, headers } = await test.ask(method, path);
    expect([status, headers.allow]).toEqual([405, allow]);
  });

  it.each([
    ['GET', '/Foo'],
    ['GET', '/$nope'],
    ['POST', '/Patient/p/$nope'],
    ['GET', '/Patient/p/Foo'],
    ['GET', '/Patient/a_b'],
    ['GET', '/Patient/p/_history/01'],
    ['GET', '/Patient/p/_history/1/2'],
  ])('is not meant where there is no such address: %s %s', async (method, path) => {
    const { status, headers } = await test.ask(method, path);
    expect([status, headers.allow]).toEqual([404, undefined]);
  });

  it('is not meant where the id is none', async () => {
    expect((await test.ask('PUT', '/Patient/a_b', { body: aPatient({ id: 'a_b' }) })).status).toBe(400);
  });
});

describe('the format of an answer', () => {
  it.each([
    ['application/fhir+json;fhirVersion=5.0, application/fhir+json;fhirVersion=4.0;q=0.1', 'json'],
    ['application/fhir+json;q=0.2, */*;q=0.8', 'xml'],
    ['application/fhir+xml;q=0.2, application/*', 'json'],
    ['*/*;q=0.1, application/xml;q=0.5', 'xml'],
    ['text/xml, application/json', 'xml'],
    ['application/json, text/xml', 'json'],
    ['application/fhir+json;q=0, */*', 'xml'],
    ['', 'json'],
  ])('is what Accept wants most: %s', async (accept, format) => {
    const { status, headers } = await test.ask('GET', '/Patient/p', { headers: { accept } });
    expect([status, headers['content-type']]).toEqual([200, `application/fhir+${format}; charset=utf-8`]);
  });

  it.each(['application/fhir+json;q=0', 'text/html', 'application/fhir+json;fhirVersion=3.0', '*/*;q=0'])(
    'is 406 when none is wanted: %s',
    async (accept) => {
      expect((await test.ask('GET', '/Patient/p', { headers: { accept } })).status).toBe(406);
    },
  );

  it('is not asked for by a parameter without a value', async () => {
    expect((await test.ask('GET', '/Patient/p?_format=')).status).toBe(200);
  });
});

describe('headers', () => {
  const change = (n: number) => aPatient({ id: 'p', birthDate: `20${10 + n}-01-01` });

  it.each([
    ['if-match', '"abc"', 412],
    ['if-match', 'W/"0"', 412],
    ['if-match', 'W/"999999999999"', 412],
    ['if-match', '"abc", *', 400],
    ['if-match', 'abc', 400],
    ['if-match', '', 400],
    ['if-none-match', '"abc"', 200],
  ])('take entity tags of others as no version of ours: %s: %s', async (name, value, expected) => {
    const { status } = await test.ask('PUT', '/Patient/p', { body: change(expected % 80), headers: { [name]: value } });
    expect(status).toBe(expected);
  });

  it('bear empty places in lists of tags', async () => {
    const { etag } = (await test.ask('GET', '/Patient/p')).headers;
    const headers = { 'if-match': `,W/"9999", ${etag},` };
    expect((await test.ask('PUT', '/Patient/p', { body: change(1), headers })).status).toBe(200);
  });

  it('tell no version with a refusal', async () => {
    const { status, headers } = await test.ask('GET', '/Patient/p?_summary=count');
    expect([status, headers.etag, headers['content-location']]).toEqual([400, undefined, undefined]);
  });

  it('say what is read where something else was sent', async () => {
    const body = '<diff/>';
    const patch = await test.ask('PATCH', '/Patient/p', {
      body,
      headers: { 'content-type': 'application/xml-patch+xml' },
    });
    expect([patch.status, patch.headers['accept-patch']]).toEqual([
      415,
      'application/json-patch+json, application/fhir+json, application/fhir+xml',
    ]);
    const packed = await test.ask('POST', '/Patient', { body, headers: { 'content-encoding': 'br' } });
    expect([packed.status, packed.headers['accept-encoding']]).toEqual([415, 'gzip']);
  });

  it('take the old name of gzip', async () => {
    const body = gzipSync(JSON.stringify(aPatient()));
    expect((await test.ask('POST', '/Patient', { body, headers: { 'content-encoding': 'x-gzip' } })).status).toBe(201);
  });

  it('take preferences by their whole name', async () => {
    const { text } = await test.ask('POST', '/Patient', { body: aPatient(), headers: { prefer: 'x-return=minimal' } });
    expect(text).toContain('Kowalski');
  });
});

describe('a part of an answer', () => {
  it('is given of histories', async () => {
    const { body } = await test.ask('GET', '/Patient/p/_history?_elements=birthDate&_count=1');
    expect(body.entry[0].resource.name).toBeUndefined();
    expect(body.entry[0].resource.meta.tag[0].code).toBe('SUBSETTED');
  });

  it('is given of the CapabilityStatement', async () => {
    const { body } = await test.ask('GET', '/metadata?_elements=status');
    expect([body.resourceType, body.status, body.publisher]).toEqual(['CapabilityStatement', 'active', undefined]);
  });
});
