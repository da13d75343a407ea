/** Profiles that are stored or loaded: used by every process, in every kind of write, and told by $validate. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditTrail } from '../audit/index.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { aPatient, bundleOf, callBy, entry, machine, openTestRecord, type TestRecord } from './fixtures.ts';
import { createRecord } from './index.ts';
import type { Resource } from './record.ts';

const url = 'http://example.org/StructureDefinition/born';
const born = (more: Partial<Resource> = {}): Resource => ({
  resourceType: 'StructureDefinition',
  id: 'born',
  url,
  name: 'Born',
  status: 'draft',
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  differential: { element: [{ id: 'Patient.birthDate', path: 'Patient.birthDate', min: 1 }] },
  ...more,
});
const claiming = (more: Partial<Resource> = {}): Resource => aPatient({ meta: { profile: [url] }, ...more });

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test.close());

const severities = (body: { issue: { severity: string }[] }) => body.issue.map(({ severity }) => severity);

describe('a profile that is stored', () => {
  it('is not known before: writes go on, $validate says so', async () => {
    expect((await test.ask('POST', '/Patient', { body: claiming() })).status).toBe(201);
    expect(severities((await test.ask('POST', '/$validate', { body: claiming() })).body)).toEqual(['warning']);
    const asked = await test.ask('POST', `/Patient/$validate?profile=${url}`, { body: aPatient() });
    expect(severities(asked.body)).toEqual(['error']);
  });

  it('is used by every kind of write as soon as it is there', async () => {
    expect((await test.ask('PUT', '/StructureDefinition/born', { body: born() })).status).toBe(201);
    const created = await test.ask('POST', '/Patient', { body: claiming() });
    expect([created.status, created.body.issue[0].expression]).toEqual([400, ['Patient.birthDate']]);
    expect((await test.ask('POST', '/Patient', { body: claiming({ birthDate: '1990-01-01' }) })).status).toBe(201);
    expect((await test.ask('PUT', '/Patient/p', { body: claiming({ id: 'p' }) })).status).toBe(400);
    const bundle = bundleOf('transaction', entry('POST', 'Patient', claiming()));
    const refused = await test.ask('POST', '/', { body: bundle });
    expect([refused.status, refused.body.issue[0].expression]).toEqual([400, ['Bundle.entry[0].resource.birthDate']]);
    expect((await test.ask('PUT', '/Patient/p', { body: claiming({ id: 'p', birthDate: '1990' }) })).status).toBe(201);
    const patch = [{ op: 'remove', path: '/birthDate' }];
    const headers = { 'content-type': 'application/json-patch+json' };
    expect((await test.ask('PATCH', '/Patient/p', { body: patch, headers })).status).toBe(400);
  });

  it('is used by another process too', async () => {
    const { database } = test;
    const audit = createAuditTrail({ database, runtime: systemRuntime });
    const other = createRecord({ database, audit, runtime: systemRuntime });
    await expect(other.create(callBy(machine()), claiming())).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('ends with its resource', async () => {
    await test.ask('DELETE', '/StructureDefinition/born');
    expect((await test.ask('POST', '/Patient', { body: claiming() })).status).toBe(201);
  });
});

describe('a package', () => {
  it('brings definitions that take the place of its former ones, and takes them away', async () => {
    const { definitions } = test.record;
    const post = async () => (await test.ask('POST', '/Patient', { body: claiming() })).status;
    expect(await definitions.load('our.profiles#1', [born({ status: undefined })])).toBe(1);
    expect(await definitions.sources()).toEqual([{ source: 'our.profiles#1', definitions: 1 }]);
    expect(await post()).toBe(400);
    expect(await definitions.load('our.profiles#1', [born({ url: `${url}-too` })])).toBe(1);
    expect(await post()).toBe(201);
    expect(await definitions.load('our.profiles#2', [born()])).toBe(1);
    expect(await post()).toBe(400);
    expect([await definitions.unload('our.profiles#2'), await definitions.unload('our.profiles#2')]).toEqual([
      true,
      false,
    ]);
    expect(await post()).toBe(201);
    await definitions.unload('our.profiles#1');
    expect(await definitions.sources()).toEqual([]);
  });
});

describe('$validate', () => {
  it('takes mode and profiles as Parameters, and Parameters as a resource', async () => {
    await test.ask('PUT', '/StructureDefinition/born', { body: born() });
    const parameters = (...parameter: object[]) => ({ body: { resourceType: 'Parameters', parameter } });
    const resource = { name: 'resource', resource: aPatient() };
    const asked = await test.ask(
      'POST',
      '/Patient/$validate',
      parameters(resource, { name: 'profile', valueUri: url }),
    );
    expect(asked.body.issue[0]).toMatchObject({
      severity: 'error',
      code: 'required',
      expression: ['Patient.birthDate'],
    });
    const bare = await test.ask('POST', '/$validate', parameters(resource, { name: 'mode', valueCode: 'profile' }));
    expect(bare.status).toBe(400);
    const strange = await test.ask('POST', '/$validate', parameters({ name: 'x', valueString: 'y' }));
    expect(severities(strange.body)).toEqual(['information']);
    await test.ask('DELETE', '/StructureDefinition/born');
  });

  it('looks at what is stored, and only at what may be seen', async () => {
    const { body } = await test.ask('POST', '/Patient', { body: aPatient() });
    expect(severities((await test.ask('GET', `/Patient/${body.id}/$validate`)).body)).toEqual(['information']);
    expect((await test.ask('GET', '/Patient/nobody/$validate')).status).toBe(404);
    const update = await test.ask('POST', `/Patient/${body.id}/$validate?mode=update`, { body: aPatient({ id: 'x' }) });
    expect(severities(update.body)).toContain('error');
    const deletion = await test.ask('POST', `/Patient/${body.id}/$validate?mode=delete`);
    expect(severities(deletion.body)).toEqual(['information']);
    expect((await test.ask('POST', '/Patient/$validate?mode=delete', { body: aPatient() })).status).toBe(400);
    expect((await test.ask('POST', '/Patient/$validate?profile=born', { body: aPatient() })).status).toBe(400);
  });

  it('tells of misspelt extensions of HL7 where conformance is asked, not where writing is', async () => {
    const named = 'http://hl7.org/fhir/StructureDefinition/patient-birthTme';
    const body = aPatient({ extension: [{ url: named, valueString: 'x' }] });
    const asked = async (query: string) => severities((await test.ask('POST', `/$validate${query}`, { body })).body);
    expect(await asked('')).toEqual(['error']);
    expect(await asked('?mode=create')).toEqual(['warning']);
    expect((await test.ask('POST', '/Patient', { body })).status).toBe(201);
  });

  it('tells what this server, and this caller, could not write', async () => {
    const asked = (mode: string, body: object) => test.ask('POST', `/$validate?mode=${mode}`, { body });
    const codes = ({ body }: { body: { issue: { code: string }[] } }) => body.issue.map(({ code }) => code);
    expect(codes(await asked('create', aPatient()))).toEqual(['informational']);
    expect(codes(await asked('update', aPatient()))).toEqual(['required']);
    const urn = 'urn:uuid:9f0a1f52-2f3c-4f5e-8a58-000000000001';
    expect(codes(await asked('create', aPatient({ managingOrganization: { reference: urn } })))).toEqual(['not-found']);
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid' }] };
    expect(codes(await asked('create', outcome))).toEqual(['not-supported']);
    test.signIn(machine('system/Patient.rs'));
    expect(codes(await asked('create', aPatient()))).toEqual(['forbidden']);
    expect(severities((await asked('create', aPatient())).body)).toEqual(['error']);
    test.signIn(machine());
  });

  it('tells line and column in JSON and XML, in Parameters too', async () => {
    const spots = ({
      body,
    }: {
      body: { issue: { expression?: string[]; extension?: { valueInteger: number }[] }[] };
    }) =>
      body.issue.map(({ expression, extension }) => [expression?.[0], ...(extension ?? []).map((e) => e.valueInteger)]);
    const json = `{
  "resourceType": "Patient", "gender": "x",
  "name": [{ "family": "A" },
    { "given": [ "B", "" ] }],
  "contact": [{
    "period": { "start": "yesterday" } }],
  "deceasedDateTime": "never"
}`;
    expect(spots(await test.ask('POST', '/$validate', { body: json }))).toEqual([
      ['Patient.gender', 2, 30],
      ['Patient.name[1].given[1]', 4, 23],
      ['Patient.contact[0].period.start', 6, 17],
      ['Patient.deceased', 7, 3],
    ]);
    const xml =
      '<Patient xmlns="http://hl7.org/fhir">\n <name><family value="A"/></name>\n <name>\n  <use value="x"/></name>\n</Patient>';
    const headers = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+json' };
    expect(spots(await test.ask('POST', '/$validate', { body: xml, headers }))).toEqual([
      ['Patient.name[1].use', 4, 3],
    ]);
    const body = `{"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"create"},\n{"name":"resource",\n"resource":\n{"resourceType":"Patient","active":"no"}}]}`;
    expect(spots(await test.ask('POST', '/$validate', { body }))).toEqual([['Patient.active', 4, 27]]);
  });

  it('answers in a batch, each for itself, and has no place in a transaction', async () => {
    const ask = (url: string, resource?: Resource, method = 'POST') => ({
      ...(resource ? { resource } : {}),
      request: { method, url },
    });
    const wrong = aPatient({ gender: 'x' });
    const { body: made } = await test.ask('POST', '/Patient', { body: aPatient() });
    const entries = [
      ask('Patient/$validate', wrong),
      ask('$validate?mode=profile', aPatient()),
      ask(`$validate?profile=${url}`, aPatient({ birthDate: '1990' })),
      ask(`Patient/${made.id}/$validate`, undefined, 'GET'),
    ];
    const { body } = await test.ask('POST', '/', { body: bundleOf('batch', ...(entries as never[])) });
    const said = body.entry.map(
      (entry: { resource?: { issue: { severity: string }[] }; response: { status: string } }) => [
        entry.response.status,
        entry.resource?.issue[0]?.severity,
      ],
    );
    expect(said).toEqual([
      ['200 OK', 'error'],
      ['400 Bad Request', undefined],
      ['200 OK', 'error'],
      ['200 OK', 'information'],
    ]);
    expect((await test.ask('POST', '/', { body: bundleOf('transaction', entries[0] as never) })).status).toBe(405);
  });

  it('knows vital signs by code and by category; writes refuse them only where that is set', async () => {
    const sign = (system: string, code: string): Resource => ({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system, code }] },
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
      ],
    });
    const known = sign('http://loinc.org', '8310-5');
    const worst = async (body: Resource) => {
      const all = severities((await test.ask('POST', '/$validate', { body })).body);
      return ['error', 'warning', 'information'].find((one) => all.includes(one));
    };
    expect(await worst(known)).toBe('error');
    expect(await worst(sign('http://snomed.info/sct', '386725007'))).toBe('error');
    expect(await worst(sign('http://example.org', 'other'))).toBe('warning');
    expect((await test.ask('POST', '/Observation', { body: known })).status).toBe(201);
    const { database } = test;
    const audit = createAuditTrail({ database, runtime: systemRuntime });
    const strict = createRecord({ database, audit, runtime: systemRuntime, settings: { vitalSigns: 'demand' } });
    for (const refused of [known, sign('http://example.org', 'other')]) {
      await expect(strict.create(callBy(machine()), refused)).rejects.toMatchObject({ kind: 'invalid' });
    }
    const laboratory = { ...known, code: { text: 'x' }, category: [{ text: 'laboratory' }] };
    expect((await strict.create(callBy(machine()), laboratory)).outcome).toBe('created');
  });

  it('tells the author of a profile what it demands of nothing', async () => {
    const lost = born({ differential: { element: [{ id: 'Patient.born', path: 'Patient.born', min: 1 }] } });
    const { body } = await test.ask('POST', '/$validate', { body: lost });
    const at = 'StructureDefinition.differential.element[0]';
    expect(body.issue[0]).toMatchObject({ severity: 'error', expression: [at] });
  });
});
