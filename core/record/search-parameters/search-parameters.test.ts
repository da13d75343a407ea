/** Search parameters that an operator adds, over the real server: found by, refused, indexed in the background. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorkers, type Workers } from '../../jobs/index.ts';
import {
  aPatient,
  anObservation,
  machine,
  openTestRecord,
  patientActor,
  physicianAt,
  type TestRecord,
} from '../fixtures.ts';
import type { Resource } from '../record.ts';
import { anExtension, aParameter, ready } from './fixtures.ts';

let test: TestRecord;
let workers: Workers;
const told: string[] = [];

const startJobs = async () => {
  const { database, record } = test;
  workers = await startWorkers({ database, handlers: record.handlers, onFailure: (says) => told.push(says) });
};
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(async () => {
  await workers?.stop();
  await test.close();
  expect(told).toEqual([]);
});

const put = async (resource: Resource, status = 201) => {
  const answer = await test.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
  expect([answer.status, answer.body?.issue?.[0]?.diagnostics]).toEqual([status, undefined]);
};
const strict = { headers: { prefer: 'handling=strict' } };
/** Ids of the matches (and of what was included), sorted. */
async function found(query: string): Promise<string[]> {
  const { status, body } = await test.ask('GET', `/${query}`, strict);
  expect([query, status, body.issue?.[0]?.diagnostics]).toEqual([query, 200, undefined]);
  return (body.entry ?? []).map((entry: { resource: Resource }) => entry.resource.id).sort();
}
const refused = async (query: string) => {
  const { status, body } = await test.ask('GET', `/${query}`, strict);
  return [status, body.issue?.[0]?.code];
};

const coding = (code: string, display: string) => ({ system: 'urn:iso:std:iso:3166', code, display });
const concept = (code: string, display: string) => ({ valueCodeableConcept: { coding: [coding(code, display)] } });
const person = (id: string, family: string, ...extension: object[]): Resource =>
  aPatient({ id, name: [{ family }], ...(extension.length > 0 ? { extension } : {}) });
const ofEach = [
  aParameter('nationality', 'token', 'CodeableConcept'),
  aParameter('card', 'token', 'Identifier'),
  aParameter('mother', 'reference', 'Reference', { target: ['Patient'] }),
  aParameter('parish', 'string', 'string'),
  aParameter('arrived', 'date', 'dateTime'),
  aParameter('rooms', 'number', 'integer'),
  aParameter('dose', 'quantity', 'Quantity'),
  aParameter('page', 'uri', 'uri'),
  aParameter('given-names', 'number', '', { expression: 'Patient.name.given.count()' }),
];
const quantity = (value: number) => ({ valueQuantity: { value, system: 'http://unitsofmeasure.org', code: 'mg' } });
const people = [
  person(
    'anna',
    'Nowak',
    anExtension('nationality', concept('PL', 'Polska')),
    anExtension('card', {
      valueIdentifier: { system: 'urn:card', value: '7', type: { coding: [{ system: 't', code: 'C' }] } },
    }),
    anExtension('parish', { valueString: 'Świętego Jana' }),
    anExtension('arrived', { valueDateTime: '2020-05-01' }),
    anExtension('rooms', { valueInteger: 2 }),
    anExtension('dose', quantity(5)),
    anExtension('page', { valueUri: 'http://example.org/people/anna' }),
  ),
  person(
    'bohdan',
    'Kowalenko',
    anExtension('nationality', concept('UA', 'Україна')),
    anExtension('mother', { valueReference: { reference: 'Patient/anna', display: 'Anna Nowak' } }),
    anExtension('arrived', { valueDateTime: '2022-03-01' }),
    anExtension('rooms', { valueInteger: 3 }),
    anExtension('dose', quantity(10)),
  ),
  person('cezary', 'Lis'),
];

describe('a search parameter that comes', () => {
  it('is not known before it is there', async () => {
    for (const one of people) await put(one);
    for (const { code } of ofEach) expect(await refused(`Patient?${code}=1`)).toEqual([400, 'invalid']);
  });

  it('is refused in words until all resources are indexed, wherever a search names it', async () => {
    for (const one of ofEach) await put(one);
    for (const query of [
      'Patient?nationality=PL',
      'Patient?_sort=parish',
      'Patient?_filter=nationality eq PL',
      'Observation?patient.nationality=PL',
      'Patient?_has:Patient:mother:family=Nowak',
      'Patient?_include=Patient:mother',
    ]) {
      expect([query, ...(await refused(query))]).toEqual([query, 422, 'incomplete']);
    }
    const lenient = await test.ask('GET', '/Patient?nationality=PL');
    expect([lenient.status, lenient.body.issue[0].diagnostics]).toEqual([422, expect.stringMatching(/being indexed/)]);
    const { body } = await test.ask('GET', '/SearchParameter/nationality/$status');
    const parts = body.parameter.find(({ name }: { name: string }) => name === 'searchParameter').part;
    expect(parts).toContainEqual({ name: 'ready', valueBoolean: false });
    expect((await test.ask('GET', '/metadata')).text).not.toContain('"nationality"');
    expect(
      (await test.ask('POST', '/Patient', { body: aPatient(), headers: { 'if-none-exist': 'card=7' } })).status,
    ).toBe(422);
  });

  it('finds what was there before, when it is indexed, and what comes', async () => {
    await startJobs();
    for (const { code } of ofEach) await ready(test, String(code));
    await put(
      person(
        'dana',
        'Maj',
        anExtension('nationality', concept('PL', 'Polska')),
        anExtension('rooms', { valueInteger: 1 }),
      ),
    );
    expect(await found('Patient?nationality=PL')).toEqual(['anna', 'dana']);
    const status = await test.ask('GET', '/SearchParameter/nationality/$status');
    expect(status.text).toContain('"name":"ready","valueBoolean":true');
    const { body } = await test.ask('GET', '/metadata');
    const patient = body.rest[0].resource.find(({ type }: { type: string }) => type === 'Patient');
    for (const { code, type, url } of ofEach) {
      expect(patient.searchParam).toContainEqual({ name: code, type, definition: url });
    }
    expect(patient.searchInclude).toContain('Patient:mother');
    expect(patient.searchRevInclude).toContain('Patient:mother');
  });

  it.each<[string, string[]]>([
    ['nationality=urn:iso:std:iso:3166|UA', ['bohdan']],
    ['nationality=|UA', []],
    ['nationality=PL,UA', ['anna', 'bohdan', 'dana']],
    ['nationality:not=PL', ['bohdan', 'cezary']],
    ['nationality:missing=true', ['cezary']],
    ['nationality:missing=false', ['anna', 'bohdan', 'dana']],
    ['nationality:text=polska', ['anna', 'dana']],
    ['nationality=urn:iso:std:iso:3166|', ['anna', 'bohdan', 'dana']],
    ['card=urn:card|7', ['anna']],
    ['card=urn:card|', ['anna']],
    ['card:of-type=t|C|7', ['anna']],
    ['mother=Patient/anna', ['bohdan']],
    ['mother=anna', ['bohdan']],
    ['mother:Patient=anna', ['bohdan']],
    ['mother:text=anna', ['bohdan']],
    ['mother:missing=false', ['bohdan']],
    ['mother.family=Nowak', ['bohdan']],
    ['mother.nationality=PL', ['bohdan']],
    ['mother:Patient.mother:missing=true', ['bohdan']],
    ['_has:Patient:mother:nationality=UA', ['anna']],
    ['mother=Patient/anna&_include=Patient:mother', ['anna', 'bohdan']],
    ['_id=anna&_revinclude=Patient:mother', ['anna', 'bohdan']],
    ['_id=anna&_revinclude=Patient:*', ['anna', 'bohdan']],
    ['parish=swiet', ['anna']],
    ['parish:contains=jana', ['anna']],
    ['parish:exact=Świętego Jana', ['anna']],
    ['parish:exact=świętego jana', []],
    ['arrived=2020', ['anna']],
    ['arrived=gt2021', ['bohdan']],
    ['arrived=lt2021&nationality=PL', ['anna']],
    ['rooms=2', ['anna']],
    ['rooms=ge2', ['anna', 'bohdan']],
    ['dose=gt7||mg', ['bohdan']],
    ['dose=5|http://unitsofmeasure.org|mg', ['anna']],
    ['page=http://example.org/people/anna', ['anna']],
    ['page:below=http://example.org/people', ['anna']],
    ['given-names=0', ['anna', 'bohdan', 'cezary', 'dana']],
    ['given-names:missing=true', []],
    ['_filter=nationality eq PL and not (rooms gt 1)', ['dana']],
    ['_filter=mother.family co "now"', ['bohdan']],
    ['_filter=parish sw "święt"', ['anna']],
  ])('answers Patient?%s', async (query, ids) => {
    expect(await found(`Patient?${encodeURI(query)}`)).toEqual(ids);
  });

  it('hides the values in the trail, since nobody knows what they tell', async () => {
    await found('Patient?parish=zebrzydowice');
    await found('Observation?patient.card=zebrzydowice');
    const { rows } = await test.database.query<{ query: string }>(
      `select query from audit.event where query ~ 'parish=|card=' order by sequence desc limit 2`,
    );
    const form = /^\w+\?(patient\.card|parish)=~[0-9a-f]{16}$/;
    expect(rows.map(({ query }) => query)).toEqual([expect.stringMatching(form), expect.stringMatching(form)]);
  });

  it('orders, counts, pages', async () => {
    const order = async (query: string) => {
      const { body } = await test.ask('GET', `/Patient?${query}`, strict);
      return body.entry.map((entry: { resource: Resource }) => entry.resource.id);
    };
    expect(await order('_sort=rooms&rooms:missing=false')).toEqual(['dana', 'anna', 'bohdan']);
    expect(await order('_sort=-arrived&arrived:missing=false')).toEqual(['bohdan', 'anna']);
    expect(await order('_sort=nationality,rooms&nationality:missing=false')).toEqual(['dana', 'anna', 'bohdan']);
    expect((await test.ask('GET', '/Patient?nationality=PL&_summary=count')).body.total).toBe(2);
    const first = (await test.ask('GET', '/Patient?nationality=PL&_count=1&_total=accurate')).body;
    const next = first.link.find(({ relation }: { relation: string }) => relation === 'next').url;
    const second = (await test.ask('GET', next.slice(next.indexOf('/Patient')))).body;
    expect([first.total, ...[first, second].map(({ entry }) => entry[0].resource.id).sort()]).toEqual([
      2,
      'anna',
      'dana',
    ]);
  });

  it('stands in conditions, in chains from other types, in compartments and in bundles', async () => {
    await put(anObservation('Patient/anna', { id: 'o1' }));
    await put(anObservation('Patient/bohdan', { id: 'o2' }));
    expect(await found('Observation?patient.nationality=PL')).toEqual(['o1']);
    expect(await found('Observation?subject:Patient.rooms=gt2')).toEqual(['o2']);
    const headers = { 'if-none-exist': 'card=urn:card|7' };
    expect((await test.ask('POST', '/Patient', { body: aPatient(), headers })).status).toBe(200);
    const level = aParameter('level', 'token', 'code', {
      base: ['Observation'],
      expression: "Observation.extension('urn:level').value",
    });
    await put(level);
    await ready(test, 'level');
    await put(anObservation('Patient/anna', { id: 'o3', extension: [{ url: 'urn:level', valueCode: 'high' }] }));
    expect(await found('Patient/anna/Observation?level=high')).toEqual(['o3']);
    expect(await found('Patient/bohdan/Observation?level=high')).toEqual([]);
    expect(await found('Observation?level=high')).toEqual(['o3']);
    const entry = [{ request: { method: 'DELETE', url: 'Observation?level=high' } }];
    const answer = await test.ask('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry } });
    expect([answer.status, await found('Observation?level=high')]).toEqual([200, []]);
  });

  it('may be a composite of HL7’s and own parameters', async () => {
    const url = (name: string) => `http://example.org/SearchParameter/${name}`;
    const component = [
      {
        definition: url('nationality'),
        expression: `extension('${'http://example.org/StructureDefinition/nationality'}').value`,
      },
      { definition: 'http://hl7.org/fhir/SearchParameter/individual-birthdate', expression: 'birthDate' },
    ];
    await put(aParameter('nationality-born', 'composite', '', { expression: 'Patient', component }));
    await put({ ...(people[0] as Resource), birthDate: '1980-01-01' }, 200);
    await ready(test, 'nationality-born');
    expect(await found('Patient?nationality-born=PL$1980')).toEqual(['anna']);
    expect(await found('Patient?nationality-born=PL$gt1981')).toEqual([]);
    expect(await found('Patient?nationality-born=UA$1980')).toEqual([]);
    expect(await found('Patient?nationality-born:missing=false')).toEqual(['anna']);
  });
});

it('does not look inside of resources, and says so', async () => {
  const { status, text } = await test.ask('GET', '/Patient?_contained=true&nationality=PL');
  expect([status, text]).toEqual([400, expect.stringContaining('do not look inside')]);
});

describe('what is not taken', () => {
  it.each<[string, Partial<Resource>, RegExp]>([
    ['what overrides a built-in one', { code: 'gender' }, /take the place of http:\/\/hl7.org/],
    ['a code of another one', { code: 'nationality' }, /take the place of .*SearchParameter\/nationality/],
    ['a name that no search can say', { code: 'a:b' }, /cannot be asked for/],
    ['a special one', { type: 'special' }, /not supported/],
    ['a path that no resource has', { expression: 'Patient.kitten' }, /no element 'kitten'/],
    ['what is no FHIRPath', { expression: 'Patient.where(' }, /not usable/],
    ['values of the wrong kind', { expression: 'Patient.name' }, /cannot search/],
  ])('%s', async (_, more, says) => {
    const { status, body } = await test.ask('POST', '/SearchParameter', {
      body: aParameter('x', 'token', 'code', more),
    });
    expect([status, body.issue[0].code, body.issue[0].diagnostics]).toEqual([
      422,
      'business-rule',
      expect.stringMatching(says),
    ]);
  });

  it('from those who may not', async () => {
    for (const actor of [patientActor('anna'), physicianAt('f'), machine('system/Patient.cruds')]) {
      test.signIn(actor);
      const body = aParameter('mine', 'token', 'code');
      expect((await test.ask('PUT', '/SearchParameter/mine', { body })).status).toBe(403);
      for (const path of ['/$reindex', '/Patient/$reindex', '/SearchParameter/nationality/$reindex']) {
        expect([path, (await test.ask('POST', path)).status]).toEqual([path, 403]);
      }
    }
    expect((await test.ask('GET', '/SearchParameter/$status')).status).toBe(403);
    test.signIn(machine());
  });

  it('but is kept as a draft, which does nothing', async () => {
    await put(aParameter('draft', 'token', 'code', { status: 'draft', code: 'gender' }));
    expect((await test.ask('GET', '/SearchParameter/draft/$status')).status).toBe(404);
  });
});

describe('a change of a search parameter', () => {
  it('of its meaning finds nothing by the former one', async () => {
    await put(aParameter('rooms', 'number', 'integer', { expression: 'Patient.extension.count()' }), 200);
    expect(await refused('Patient?rooms=2')).toEqual([422, 'incomplete']);
    await ready(test, 'rooms');
    expect(await found('Patient?rooms=2')).toEqual(['dana']);
    expect(await found('Patient?rooms=7')).toEqual(['anna']);
  });

  it('of its words alone changes nothing', async () => {
    await put(
      aParameter('rooms', 'number', 'integer', { expression: 'Patient.extension.count()', description: 'Else.' }),
      200,
    );
    expect(await found('Patient?rooms=2')).toEqual(['dana']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['retired', () => put(aParameter('rooms', 'number', 'integer', { status: 'retired' }), 200)],
    ['deleted', () => test.ask('DELETE', '/SearchParameter/dose')],
  ])('takes it out when it is %s', async (how, act) => {
    const code = how === 'retired' ? 'rooms' : 'dose';
    await act();
    expect(await refused(`Patient?${code}=2`)).toEqual([400, 'invalid']);
    expect((await test.ask('GET', '/metadata')).text).not.toContain(`SearchParameter/${code}"`);
  });

  it('is left behind by $reindex, which says how far it is', async () => {
    const size = async () => {
      const { rows } = await test.database.query<{ n: number }>(
        `select sum(coalesce(cardinality(range_keys), 0))::int as n from record.resource where id = 'anna'`,
      );
      return rows[0]?.n ?? 0;
    };
    const before = await size();
    const { status, headers, body } = await test.ask('POST', '/$reindex');
    expect([status, body.parameter[0].name]).toEqual([202, 'reindex']);
    const place = String(headers['content-location']);
    const address = place.slice(place.indexOf('/SearchParameter'));
    const state = async () => (await test.ask('GET', address)).text;
    await expect.poll(state, { timeout: 10_000 }).toContain('"name":"state","valueCode":"done"');
    expect(await size()).toBeLessThan(before);
    expect(await found('Patient?nationality=PL')).toEqual(['anna', 'dana']);
    expect((await test.ask('POST', '/Kitten/$reindex')).status).toBe(404);
    expect((await test.ask('POST', '/SearchParameter/none/$reindex')).status).toBe(404);
    expect((await test.ask('GET', '/SearchParameter/$status?run=none')).status).toBe(404);
    expect((await test.ask('POST', '/SearchParameter/nationality/$reindex')).status).toBe(202);
  });

  it('leaves the past to what was stored then', async () => {
    const { rows } = await test.database.query<{ ready: Date }>(
      `select ready from record.search_parameter where name = 'nationality'`,
    );
    const since = rows[0]?.ready as Date;
    const asked = (at: Date) => `Patient?_id=anna&nationality=PL&_asOf=${at.toISOString()}`;
    expect(await refused(asked(new Date(since.getTime() - 60_000)))).toEqual([422, 'incomplete']);
    expect(await found(asked(new Date()))).toEqual(['anna']);
  });
});

describe('a package', () => {
  it('brings search parameters beside its profiles, says which it cannot, takes them out again', async () => {
    const { searchParameters } = test.record;
    const loaded = await searchParameters.load('our.package#1', [
      aParameter('clan', 'string', 'string'),
      aParameter('gender', 'token', 'code'),
      aParameter('nationality', 'token', 'Coding'),
      aParameter('old', 'token', 'Coding', { status: 'retired' }),
    ]);
    expect(loaded.loaded).toBe(1);
    expect(loaded.refused.map(({ url }) => url.split('/').at(-1))).toEqual(['gender', 'nationality']);
    await ready(test, 'clan');
    await put(person('edyta', 'Wilk', anExtension('clan', { valueString: 'Wilki' })));
    expect(await found('Patient?clan=wil')).toEqual(['edyta']);
    await searchParameters.load('our.package#1', [aParameter('clan', 'string', 'string')]);
    expect(await found('Patient?clan=wil')).toEqual(['edyta']);
    expect(await searchParameters.sources()).toEqual([{ source: 'our.package#1', parameters: 1 }]);
    expect([await searchParameters.unload('our.package#1'), await searchParameters.unload('our.package#1')]).toEqual([
      true,
      false,
    ]);
    expect(await refused('Patient?clan=wil')).toEqual([400, 'invalid']);
  });
});
