import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseXml, writeXml } from '#libs/fhir/xml.ts';
import { aPatient, bundleOf, entry, openTestRecord, type TestRecord } from '../fixtures.ts';

const xml = { 'content-type': 'application/fhir+xml' };
let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
  await test.ask('PUT', '/Patient/p', { body: aPatient({ id: 'p' }) });
});
afterAll(() => test?.close());

/** Asks in XML, the answer read back. */
async function askXml(method: string, path: string, resource?: object, headers: Record<string, string> = {}) {
  const body = resource === undefined ? undefined : writeXml(resource as { [name: string]: unknown });
  const answer = await test.ask(method, path, {
    body,
    headers: { accept: 'application/fhir+xml', ...xml, ...headers },
  });
  expect(answer.headers['content-type']).toBe('application/fhir+xml; charset=utf-8');
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  // oxlint-disable-next-line no-explicit-any
  return { status: answer.status, body: parseXml(answer.text) as any };
}

describe('FHIR in XML', () => {
  it('creates, updates, reads, searches and tells history', async () => {
    const created = await askXml('POST', '/Patient', aPatient({ active: true }));
    expect([created.status, created.body.name]).toEqual([201, [{ family: 'Kowalski', given: ['Jan'] }]]);
    const updated = await askXml('PUT', `/Patient/${created.body.id}`, { ...created.body, active: false });
    expect([updated.status, updated.body.active, updated.body.meta.versionId]).toEqual([200, false, '2']);
    const json = await test.ask('GET', `/Patient/${created.body.id}`);
    expect(json.body).toEqual((await askXml('GET', `/Patient/${created.body.id}`)).body);
    const found = await askXml('GET', '/Patient?family=kowalski&_total=accurate');
    expect([found.body.resourceType, found.body.type, found.body.total]).toEqual(['Bundle', 'searchset', 2]);
    expect((await askXml('GET', '/Patient/p/_history')).body.type).toBe('history');
    expect((await askXml('GET', '/Patient/p/$everything')).body.entry).toHaveLength(1);
    expect((await askXml('GET', '/metadata')).body.format).toContain('application/fhir+xml');
  });

  it('takes transactions and $validate, and refuses in XML', async () => {
    const bundle = bundleOf('transaction', entry('POST', 'Patient', aPatient()), entry('GET', 'Patient/p'));
    const done = await askXml('POST', '/', bundle);
    expect(done.body.entry.map((one: { response: { status: string } }) => one.response.status.slice(0, 3))).toEqual([
      '201',
      '200',
    ]);
    const outcome = await askXml('POST', '/Patient/$validate', { ...aPatient(), birthDate: 'yesterday' });
    expect([outcome.status, outcome.body.issue[0].expression]).toEqual([200, ['Patient.birthDate']]);
    const refused = await askXml('GET', '/Patient/nobody');
    expect([refused.status, refused.body.resourceType]).toEqual([404, 'OperationOutcome']);
    test.signIn(undefined);
    const stranger = await askXml('GET', '/Patient/p');
    test.signIn({ role: 'machine', id: 'm', name: 'M', purpose: 'HOPERAT', scopes: ['system/*.cruds'] });
    expect(stranger.status).toBe(401);
  });

  it.each<[string, string, string | undefined, string]>([
    ['nothing said', '', undefined, 'json'],
    ['anything', '', '*/*', 'json'],
    ['XML', '', 'application/xml', 'xml'],
    ['an old name', '', 'application/xml+fhir', 'xml'],
    ['the heavier one', '', 'application/fhir+json;q=0.5, application/fhir+xml;q=0.8', 'xml'],
    ['the first of two', '', 'application/fhir+json, application/fhir+xml', 'json'],
    ['all but JSON', '', '*/*, application/fhir+json;q=0', 'xml'],
    ['a charset', '', 'application/fhir+xml; charset=UTF-8; fhirVersion=4.0', 'xml'],
    ['_format before Accept', '?_format=xml', 'application/fhir+json', 'xml'],
    ['_format by its long name', '?_format=application/fhir%2Bxml', undefined, 'xml'],
    ['_format with a plus that became a space', '?_format=application/fhir+xml', undefined, 'xml'],
    ['_format=json', '?_format=json', 'application/fhir+xml', 'json'],
  ])('%s', async (_, query, accept, format) => {
    const answer = await test.ask('GET', `/Patient/p${query}`, { headers: accept === undefined ? {} : { accept } });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, `application/fhir+${format}; charset=utf-8`]);
  });

  it('answers a form in what the form asks for', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await test.ask('POST', '/Patient/_search', { body: '_id=p&_format=xml', headers: form });
    expect(parseXml(answer.text).resourceType).toBe('Bundle');
  });

  it('indents when asked', async () => {
    const answer = await test.ask('GET', '/Patient/p?_format=xml&_pretty=true');
    expect(answer.text).toContain('\n  <name>\n    <family value="Kowalski"/>');
  });

  it('quotes a value that is cut within a character', async () => {
    const long = encodeURIComponent(`x${'😀'.repeat(80)}`);
    const { status, body } = await askXml('GET', `/Observation?specimen=Specimen/${long}`);
    expect([status, body.resourceType]).toEqual([400, 'OperationOutcome']);
    const other = await askXml('GET', `/Observation?specimen=Specimen/x${long}`);
    expect(other.status).toBe(400);
  });

  it('refuses a DOCTYPE', async () => {
    const body = '<!DOCTYPE Patient [<!ENTITY a "b">]><Patient xmlns="http://hl7.org/fhir"/>';
    const answer = await test.ask('POST', '/Patient', { body, headers: xml });
    expect([answer.status, answer.text.includes('DOCTYPE')]).toEqual([400, true]);
  });
});
