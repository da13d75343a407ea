import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { aPatient, anObservation, bundleOf, entry, openTestRecord, type TestRecord } from '../fixtures.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
  await test.ask('PUT', '/Patient/p', { body: aPatient({ id: 'p' }) });
});
afterAll(() => test?.close());

const deep = (levels: number) => `{"resourceType":"Patient","extension":${'['.repeat(levels)}${']'.repeat(levels)}}`;

const parameter = (one: unknown) => ({ resourceType: 'Parameters', parameter: [one] });

describe('bad input is refused in plain words', () => {
  it.each<[string, string, string, unknown, Record<string, string>, number]>([
    ['JSON that is cut', 'POST', '/Patient', '{"resourceType":"Patient"', {}, 400],
    ['no body', 'POST', '/Patient', undefined, { 'content-type': 'application/fhir+json' }, 400],
    ['JSON that is no object', 'POST', '/Patient', '[1,2]', {}, 400],
    ['null', 'POST', '/Patient', 'null', {}, 400],
    ['a duplicate key', 'POST', '/Patient', '{"resourceType":"Patient","active":true,"active":false}', {}, 400],
    ['a key into the prototype', 'POST', '/Patient', '{"resourceType":"Patient","__proto__":{"x":1}}', {}, 400],
    ['a deep body', 'POST', '/Patient', deep(5000), {}, 400],
    ['a broken character', 'POST', '/Patient', '{"resourceType":"Patient","language":"\\ud800"}', {}, 400],
    ['NUL in a text', 'POST', '/Patient', '{"resourceType":"Patient","language":"a\\u0000"}', {}, 400],
    ['bytes that are no UTF-8', 'POST', '/Patient', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}, 400],
    ['an unknown element', 'POST', '/Patient', { ...aPatient(), nonsense: 1 }, {}, 400],
    ['a wrong type', 'POST', '/Patient', { ...aPatient(), active: 'yes' }, {}, 400],
    ['a bad date', 'POST', '/Patient', { ...aPatient(), birthDate: '2026-02-31x' }, {}, 400],
    ['another type than the address', 'POST', '/Patient', anObservation(undefined), {}, 400],
    ['another id than the address', 'PUT', '/Patient/p', aPatient({ id: 'q' }), {}, 400],
    ['no id in an update', 'PUT', '/Patient/p', aPatient(), {}, 400],
    ['an unknown type', 'POST', '/Kitten', { resourceType: 'Kitten' }, {}, 404],
    ['a type that is never stored', 'POST', '/Parameters', { resourceType: 'Parameters' }, {}, 404],
    [
      'an unresolved urn',
      'POST',
      '/Observation',
      anObservation('urn:uuid:11111111-1111-4111-8111-111111111111'),
      {},
      400,
    ],
    ['a large body', 'POST', '/Patient', `{"resourceType":"Patient","x":"${'a'.repeat(2 * 1024 * 1024)}"}`, {}, 413],
    [
      'a body that unpacks to more',
      'POST',
      '/Patient',
      gzipSync(Buffer.alloc(64 * 1024 * 1024)),
      { 'content-encoding': 'gzip' },
      413,
    ],
    ['damaged gzip', 'POST', '/Patient', Buffer.from('no gzip'), { 'content-encoding': 'gzip' }, 400],
    ['another encoding', 'POST', '/Patient', deflateSync('{}'), { 'content-encoding': 'deflate' }, 415],
    [
      'XML of nobody',
      'POST',
      '/Patient',
      '<Patient/>',
      { 'content-type': 'application/fhir+xml', accept: '*/*, application/fhir+xml;q=0' },
      400,
    ],
    ['text', 'POST', '/Patient', 'Jan', { 'content-type': 'text/plain' }, 415],
    ['another charset', 'POST', '/Patient', '{}', { 'content-type': 'application/fhir+json; charset=utf-16' }, 415],
    ['a client that reads HTML only', 'GET', '/Patient/p', undefined, { accept: 'text/html' }, 406],
    ['_format=turtle', 'GET', '/Patient/p?_format=turtle', undefined, {}, 406],
    ['an unknown parameter, strictly', 'GET', '/Patient?frob=1', undefined, { prefer: 'handling=strict' }, 400],
    ['an instant that is none', 'GET', '/Patient/p?_asOf=now', undefined, {}, 400],
    ['two instants', 'GET', '/Observation?patient=p&_asOf=2026-01-01T00:00:00Z&_asOf=x', undefined, {}, 400],
    ['a time before all times', 'GET', '/Patient/p?_asOf=0000-01-01T00:00:00Z', undefined, {}, 404],
    ['a condition that is none', 'PUT', '/Patient/p', aPatient({ id: 'p' }), { 'if-none-match': 'x' }, 400],
    ['hundreds of versions', 'PUT', '/Patient/p', aPatient({ id: 'p' }), { 'if-match': '1,'.repeat(500) }, 400],
    ['a deletion of everything', 'DELETE', '/Patient?_count=1000', undefined, {}, 400],
    ['no meta to add', 'POST', '/Patient/p/$meta-add', { resourceType: 'Parameters', parameter: [null] }, {}, 400],
    ['no Parameters', 'POST', '/Patient/p/$expunge', { resourceType: 'Patient' }, {}, 400],
    ['an expunge by others', 'POST', '/Patient/p/$expunge', { resourceType: 'Parameters', parameter: [] }, {}, 403],
    ['a parameter without value', 'POST', '/Observation/$lastn', parameter({ name: 'patient' }), {}, 400],
    ['a number of no size', 'POST', '/Observation/$lastn', parameter({ name: 'max', valueInteger: 1e300 }), {}, 400],
    ['everything from nowhere', 'GET', '/Patient/$everything?_cursor=99999999999999999999', undefined, {}, 400],
    ['everything beyond all keys', 'GET', '/Patient/$everything?_cursor=9999999999999999999', undefined, {}, 400],
    ['an unknown version', 'GET', '/Patient/p/_history/x', undefined, {}, 404],
    ['an id that is none', 'GET', '/Patient/a%20b', undefined, {}, 404],
    ['an address that cannot be decoded', 'GET', '/Patient/%zz', undefined, {}, 400],
    ['an address that is none', 'GET', '/Patient/p/frob', undefined, {}, 404],
    ['an unknown operation', 'POST', '/Patient/$frob', {}, {}, 404],
    ['a method that is not for here', 'DELETE', '/metadata', undefined, {}, 405],
    ['a long address', 'GET', `/Patient?family=${'a'.repeat(9000)}`, undefined, {}, 414],
    ['a bad cursor', 'GET', '/Patient/_history?_cursor=zzz', undefined, {}, 400],
    ['a bad count', 'GET', '/Patient/p/_history?_count=many', undefined, {}, 400],
    ['a bad instant', 'GET', '/_history?_since=yesterday', undefined, {}, 400],
    ['a bundle in XML words', 'POST', '/', { resourceType: 'Bundle', type: 'message' }, {}, 400],
  ])('%s', async (_, method, path, body, headers, status) => {
    const answer = await test.ask(method, path, { body, headers });
    expect([answer.status, answer.body?.resourceType]).toEqual([status, 'OperationOutcome']);
    expect(answer.body.issue[0].diagnostics.length).toBeGreaterThan(10);
  });
});

const scrap = fc.oneof(
  fc.constantFrom(
    'Patient',
    'Observation',
    'p',
    '_history',
    '_search',
    '$everything',
    '$validate',
    'metadata',
    '1',
    '',
    '..',
    '%2e',
    '%',
    '%zz',
    '%00',
    "'",
    '*',
    ':id',
  ),
  fc.string({ maxLength: 12 }).map(encodeURIComponent),
);
const name = fc.constantFrom(
  '_id',
  'family',
  'code',
  'date',
  '_sort',
  '_count',
  '_include',
  '_has',
  '_cursor',
  '_since',
  '_format',
  'value-quantity',
  'frob',
  '_summary',
  '_elements',
  '_total',
);
const word = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    '-1',
    '0',
    '1e999',
    '2026-02-30',
    'a|b|c',
    '|',
    ',',
    '\\',
    'Patient:name:x',
    '*',
    'gt5|x|y',
    '\u0000',
    '\ud800',
  ),
);
const query = fc
  .array(fc.tuple(name, word), { maxLength: 4 })
  .map((pairs) => pairs.map(([key, value]) => `${key}=${encode(value)}`).join('&'));
const encode = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ed%a0%80');
const pieces = fc.constantFrom<unknown>(
  aPatient(),
  aPatient({ id: 'p' }),
  anObservation('Patient/p'),
  bundleOf('batch', entry('GET', 'Patient?_count=x')),
  { op: 'add' },
  [],
  null,
  1,
);
const broken = fc.tuple(pieces, fc.nat(300), fc.string({ maxLength: 3 })).map(([piece, at, into]) => {
  const text = JSON.stringify(piece);
  return text.slice(0, at % text.length) + into + text.slice((at % text.length) + into.length);
});
const body = fc.oneof(
  fc.constant(undefined),
  broken,
  fc.json({ maxDepth: 4 }),
  fc
    .tuple(pieces, fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 })))
    .map(([piece, more]) => JSON.stringify({ ...(piece as object), ...more })),
  fc
    .tuple(
      fc.constantFrom('batch', 'transaction'),
      fc.array(
        fc.record({
          resource: pieces,
          fullUrl: fc.constantFrom('x', 1, undefined),
          request: fc.record({
            method: fc.constantFrom('GET', 'PUT', 'POST', 'PATCH', 'DELETE', 3),
            url: fc.oneof(
              scrap,
              fc.constant('Patient/p'),
              query.map((text) => `Patient?${text}`),
            ),
          }),
        }),
        { maxLength: 4 },
      ),
    )
    .map(([type, list]) => JSON.stringify({ resourceType: 'Bundle', type, entry: list })),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'accept',
    'content-type',
    'content-encoding',
    'if-match',
    'if-none-match',
    'if-modified-since',
    'if-none-exist',
    'prefer',
  ),
  fc.oneof(
    fc.constantFrom(
      'application/fhir+json',
      'application/json-patch+json',
      'application/x-www-form-urlencoded',
      'gzip',
      'W/"1"',
      '*',
      ';;;',
      'return=minimal',
      'identifier=x|y',
      'family=a',
    ),
    fc.string({ maxLength: 15 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
  ),
  { maxKeys: 3 },
);

describe('whatever is sent', () => {
  it('is never answered by a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
        fc.array(scrap, { maxLength: 4 }),
        query,
        body,
        headers,
        async (method, path, text, sent, more) => {
          const url = `/${path.join('/')}${text === '' ? '' : `?${text}`}`;
          const answer = await test.ask(method, url, {
            body: method === 'GET' || method === 'HEAD' ? undefined : sent,
            headers: more,
          });
          expect([answer.status < 500, answer.text]).toEqual([true, answer.text]);
        },
      ),
      { numRuns: 600 },
    );
  });
});
