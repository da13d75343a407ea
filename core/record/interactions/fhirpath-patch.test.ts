import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson, stringify } from '#libs/fhir/json.ts';
import { writeXml } from '#libs/fhir/xml.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { applyFhirPathPatch } from './fhirpath-patch.ts';
import { aPatient, bundleOf, entry, openTestRecord, type TestRecord } from '../fixtures.ts';

type Part = { name: string; [value: string]: unknown };
const text = (name: string, valueString: string): Part => ({ name, valueString });
const whole = (name: string, valueInteger: number): Part => ({ name, valueInteger });
const operation = (type: string, path: string, ...part: Part[]) => ({
  name: 'operation',
  part: [{ name: 'type', valueCode: type }, text('path', path), ...part],
});
const patch = (...parameter: unknown[]) => ({ resourceType: 'Parameters', parameter });

const patient = () =>
  parseJson(`{ "resourceType": "Patient", "id": "p", "birthDate": "1980-02-03", "deceasedBoolean": false,
    "name": [{ "family": "Kowalska", "given": ["Anna", "Ewa"], "_given": [null, { "id": "g" }] },
      { "family": "Nowak" }],
    "contact": [{ "name": { "text": "x" }, "gender": "male" }] }`) as { [name: string]: unknown };

const replace = (element: string, value: object) =>
  operation('replace', `Patient.${element}`, { name: 'value', ...value });
const add = (name: string, value: object) =>
  operation('add', 'Patient', text('name', name), { name: 'value', ...value });

const changed = (...operations: unknown[]) =>
  JSON.parse(stringify(applyFhirPathPatch(patient(), patch(...operations))));

describe('FHIRPath Patch', () => {
  it('adds to lists, to what is not there yet, and to primitives', () => {
    const value = { name: 'value', valueHumanName: { family: 'Nowa' } };
    expect(changed(operation('add', 'Patient', text('name', 'name'), value)).name).toHaveLength(3);
    const gender = operation('add', 'Patient', text('name', 'gender'), { name: 'value', valueCode: 'female' });
    expect(changed(gender).gender).toBe('female');
    const parts = [
      { name: 'url', valueUri: 'http://x' },
      { name: 'value', valueBoolean: true },
    ];
    const extension = { name: 'value', part: parts };
    const extended = changed(operation('add', 'Patient.name[0].given[0]', text('name', 'extension'), extension));
    expect(extended.name[0]._given).toEqual([{ extension: [{ url: 'http://x', valueBoolean: true }] }, { id: 'g' }]);
    const dated = changed(operation('add', 'Patient.birthDate', text('name', 'extension'), extension));
    expect([dated.birthDate, dated._birthDate.extension[0].url]).toEqual(['1980-02-03', 'http://x']);
  });

  it('puts nameless types together from parts', () => {
    const value = {
      name: 'value',
      part: [
        { name: 'name', valueHumanName: { text: 'y' } },
        { name: 'telecom', part: [{ name: 'value', valueString: '1' }] },
        { name: 'relationship', valueCodeableConcept: { text: 'a' } },
        { name: 'relationship', valueCodeableConcept: { text: 'b' } },
      ],
    };
    expect(changed(operation('add', 'Patient', text('name', 'contact'), value)).contact[1]).toEqual({
      name: { text: 'y' },
      telecom: [{ value: '1' }],
      relationship: [{ text: 'a' }, { text: 'b' }],
    });
  });

  it('replaces, choices by another type too', () => {
    const date = { name: 'value', valueDateTime: '2026-01-01' };
    const dead = changed(operation('replace', 'Patient.deceased', date));
    expect([dead.deceasedBoolean, dead.deceasedDateTime]).toEqual([undefined, '2026-01-01']);
    const given = changed(operation('replace', "Patient.name.given.where($this = 'Ewa')", text('value', 'Eva')));
    expect([given.name[0].given, given.name[0]._given]).toEqual([['Anna', 'Eva'], undefined]);
  });

  it('deletes one or none, and leaves nothing empty behind', () => {
    expect(changed(operation('delete', 'Patient.gender'))).toEqual(JSON.parse(stringify(patient())));
    expect(changed(operation('delete', 'Patient.contact.name.text')).contact).toEqual([{ gender: 'male' }]);
    expect(changed(operation('delete', 'Patient.name[0].given[1]')).name[0]).toEqual({
      family: 'Kowalska',
      given: ['Anna'],
    });
  });

  it('leaves no place for a primitive of which nothing is left', () => {
    expect(changed(operation('delete', 'Patient.name[0].given[1].id')).name[0]).toEqual({
      family: 'Kowalska',
      given: ['Anna', 'Ewa'],
    });
    const given = { given: ['A', null], _given: [null, { extension: [{ url: 'http://x', valueString: 'y' }] }] };
    const gone = operation('delete', 'Patient.name.given[1].extension');
    expect(applyFhirPathPatch({ resourceType: 'Patient', name: [given] }, patch(gone)).name).toEqual([
      { given: ['A'] },
    ]);
  });

  it('leaves the patch as it is, which is applied again when somebody else was faster', () => {
    const twice = patch(
      operation('add', 'Patient', text('name', 'address'), { name: 'value', valueAddress: { line: ['a'] } }),
      operation('add', 'Patient.address', text('name', 'line'), text('value', 'b')),
    );
    const lines = () =>
      (applyFhirPathPatch({ resourceType: 'Patient' }, twice).address as { line: string[] }[])[0]?.line;
    expect([lines(), lines()]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('changes what is contained, and what a path reaches by its reference', () => {
    const referring = () => ({
      resourceType: 'Patient',
      contained: [{ resourceType: 'Practitioner', id: 'd' }],
      generalPractitioner: [{ reference: '#d' }],
    });
    const active = { name: 'value', valueBoolean: true };
    for (const path of ['Patient.contained[0]', 'Patient.generalPractitioner.resolve()']) {
      const found = applyFhirPathPatch(referring(), patch(operation('add', path, text('name', 'active'), active)));
      expect(found.contained).toEqual([{ resourceType: 'Practitioner', id: 'd', active: true }]);
    }
  });

  it('inserts and moves', () => {
    const value = { name: 'value', valueHumanName: { family: 'A' } };
    const families = (...operations: unknown[]) =>
      changed(...operations).name.map(({ family }: { family: string }) => family);
    expect(families(operation('insert', 'Patient.name', value, whole('index', 1)))).toEqual(['Kowalska', 'A', 'Nowak']);
    expect(families(operation('move', 'Patient.name', whole('source', 0), whole('destination', 1)))).toEqual([
      'Nowak',
      'Kowalska',
    ]);
    const first = { name: 'value', valueAddress: { city: 'Łódź' } };
    for (const path of ['Patient.address', 'address']) {
      expect(changed(operation('insert', path, first, whole('index', 0))).address).toHaveLength(1);
    }
  });

  it.each<[string, unknown, string]>([
    ['several elements', operation('delete', 'Patient.name'), 'patch-failed'],
    ['no element', operation('replace', 'Patient.gender', { name: 'value', valueCode: 'male' }), 'patch-failed'],
    ['what is there', operation('add', 'Patient', text('name', 'birthDate'), text('value', '1990')), 'patch-failed'],
    ['an unknown element', operation('add', 'Patient', text('name', '__proto__'), text('value', 'x')), 'patch-failed'],
    ['another type', operation('add', 'Patient', text('name', 'contact'), text('value', 'x')), 'patch-failed'],
    [
      'an index outside',
      operation('insert', 'Patient.name', whole('index', 9), { name: 'value', valueHumanName: {} }),
      'patch-failed',
    ],
    ['a complex value of another type', replace('name[1]', { valueAddress: { text: 'x' } }), 'patch-failed'],
    ['a value for a nameless type', replace('contact', { valueHumanName: { text: 'x' } }), 'patch-failed'],
    ['a truth for a date', replace('birthDate', { valueBoolean: true }), 'patch-failed'],
    ['a text for a date', replace('birthDate', { valueString: '1990-01-01' }), 'patch-failed'],
    ['parts of no resource', add('contained', { part: [{ name: 'id', valueId: 'x' }] }), 'patch-failed'],
    ['no index', operation('insert', 'Patient.name', { name: 'value', valueHumanName: {} }), 'bad-patch'],
    ['no destination', operation('move', 'Patient.name', whole('source', 0)), 'bad-patch'],
    [
      'a part of a list',
      operation('move', 'Patient.name[0]', whole('source', 0), whole('destination', 0)),
      'patch-failed',
    ],
    ['two paths', operation('delete', 'Patient.birthDate', text('path', 'Patient.contact')), 'bad-patch'],
    ['the resource itself', operation('delete', 'Patient'), 'patch-failed'],
    ['a computed value', operation('delete', "'x'"), 'patch-failed'],
    ['no path', { name: 'operation', part: [{ name: 'type', valueCode: 'delete' }] }, 'bad-patch'],
    ['an unknown kind', operation('frob', 'Patient'), 'bad-patch'],
    ['a path that cannot be', operation('delete', 'Patient.frob'), 'bad-patch'],
    ['a path that costs too much', operation('delete', 'Patient.repeatAll($this)'), 'patch-failed'],
    ['a value without a value', operation('add', 'Patient', text('name', 'gender'), { name: 'value' }), 'bad-patch'],
    ['nothing', null, 'bad-patch'],
  ])('refuses %s', (_, one, code) => {
    let found: unknown;
    try {
      applyFhirPathPatch(patient(), patch(one));
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(Refusal);
    expect((found as Refusal).code).toBe(code);
  });
});

it('bounds what all its paths cost together', () => {
  const item = Array.from({ length: 15_000 }, (_, n) => ({ linkId: String(n) }));
  const costly = operation('delete', 'Questionnaire.item.distinct().where(false)');
  const before = process.cpuUsage().user;
  const work = () =>
    applyFhirPathPatch({ resourceType: 'Questionnaire', item }, patch(...Array.from({ length: 200 }, () => costly)));
  expect(work).toThrow(/too costly/);
  expect((process.cpuUsage().user - before) / 1000).toBeLessThan(3000);
});

describe('PATCH with Parameters', () => {
  let test: TestRecord;
  beforeAll(async () => {
    test = await openTestRecord();
    await test.ask('PUT', '/Patient/p', { body: aPatient({ id: 'p', identifier: [{ system: 'urn:x', value: '1' }] }) });
  });
  afterAll(() => test?.close());
  const active = (kind: string, value: boolean) =>
    patch(
      operation(kind, kind === 'add' ? 'Patient' : 'Patient.active', text('name', 'active'), {
        name: 'value',
        valueBoolean: value,
      }),
    );

  it('changes by id, by criteria, in bundles, in JSON and in XML', async () => {
    expect((await test.ask('PATCH', '/Patient/p', { body: active('add', true) })).body.active).toBe(true);
    const xml = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+json' };
    const inXml = await test.ask('PATCH', '/Patient/p', { body: writeXml(active('replace', false)), headers: xml });
    expect(inXml.body.active).toBe(false);
    const byCriteria = await test.ask('PATCH', '/Patient?identifier=urn:x|1', { body: active('replace', true) });
    expect(byCriteria.body.active).toBe(true);
    for (const [kind, value] of [
      ['batch', false],
      ['transaction', true],
    ] as const) {
      const answer = await test.ask('POST', '/', {
        body: bundleOf(kind, entry('PATCH', 'Patient/p', active('replace', value))),
      });
      expect(answer.body.entry[0].response.status.slice(0, 3)).toBe('200');
      expect((await test.ask('GET', '/Patient/p')).body.active).toBe(value);
    }
  });

  it('says which operation failed and why, and leaves the resource as it was', async () => {
    const before = (await test.ask('GET', '/Patient/p')).body;
    const change = operation('add', 'Patient', text('name', 'gender'), { name: 'value', valueCode: 'female' });
    const json = { 'content-type': 'application/json-patch+json' };
    for (const [body, status, headers] of [
      [patch(change, operation('replace', 'Patient.photo', text('value', 'x'))), 422, {}],
      [patch(change, operation('frob', 'Patient')), 400, {}],
      [
        [
          { op: 'add', path: '/gender', value: 'female' },
          { op: 'move', from: '', path: '/text' },
        ],
        422,
        json,
      ],
      [
        [
          { op: 'add', path: '/gender', value: 'female' },
          { op: 'test', path: '/id', value: 'q' },
        ],
        422,
        json,
      ],
      [
        [
          { op: 'add', path: '/gender', value: 'female' },
          { op: 'frob', path: '/id' },
        ],
        400,
        json,
      ],
    ] as const) {
      const answer = await test.ask('PATCH', '/Patient/p', { body, headers });
      expect([answer.status, answer.body.resourceType]).toEqual([status, 'OperationOutcome']);
      expect(answer.body.issue[0].diagnostics).toMatch(/^Operation 1 of the patch/);
    }
    expect((await test.ask('GET', '/Patient/p')).body).toEqual(before);
  });

  it('refuses what would break the resource', async () => {
    const broken = patch(operation('replace', 'Patient.name[0]', { name: 'value', valueHumanName: { frob: 1 } }));
    expect((await test.ask('PATCH', '/Patient/p', { body: broken })).status).toBe(400);
    const moved = patch(operation('replace', 'Patient.id', { name: 'value', valueId: 'q' }));
    expect((await test.ask('PATCH', '/Patient/p', { body: moved })).status).toBe(422);
  });
});
