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
  });

  it('tells the author of a profile what it demands of nothing', async () => {
    const lost = born({ differential: { element: [{ id: 'Patient.born', path: 'Patient.born', min: 1 }] } });
    const { body } = await test.ask('POST', '/$validate', { body: lost });
    expect(body.issue[0]).toMatchObject({ severity: 'error', expression: ['StructureDefinition.differential'] });
  });
});
