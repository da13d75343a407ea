/** What the operations of R4 take and answer besides the usual: each case with the words of the standard behind it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  animals,
  animalSystem,
  asked,
  codesIn,
  codesOf,
  expandInline,
  filtered,
  openTestTerminology,
  type TestTerminology,
  valueOf,
} from './fixtures.ts';

let test: TestTerminology;

beforeAll(async () => {
  test = await openTestTerminology();
  await test.put(animalSystem);
});
afterAll(() => test.close());

const whole = { include: [{ system: animals }] };
const flag = (name: string) => ({ name, valueBoolean: true });

/** https://hl7.org/fhir/R4/valueset-operation-expand.html */
describe('ValueSet/$expand by the standard', () => {
  it('leaves out what is for screens only, and nests nothing then', async () => {
    const { body } = await expandInline(test, whole, flag('excludeNotForUI'));
    expect(body.expansion.total).toBe(8);
    expect(body.expansion.contains.map(({ code }: { code: string }) => code)).not.toContain('animal');
    expect(body.expansion.contains).toHaveLength(8);
    expect(body.expansion.parameter).toContainEqual(flag('excludeNotForUI'));
    const paged = await expandInline(test, whole, flag('excludeNotForUI'), { name: 'count', valueInteger: 1 });
    expect([paged.body.expansion.total, codesOf(paged.body.expansion.contains)]).toEqual([8, ['mammal']]);
  });

  it('brings the definition of the value set when it is asked for', async () => {
    expect((await expandInline(test, whole)).body.compose).toBeUndefined();
    const { body } = await expandInline(test, filtered('code', '=', 'cat'), flag('includeDefinition'));
    expect(body.compose).toEqual(filtered('code', '=', 'cat'));
  });

  it('leaves out a system, or a version of it', async () => {
    const both = { include: [...whole.include, { system: 'urn:test:elsewhere', concept: [{ code: 'x' }] }] };
    const without = (canonical: string) => ({ name: 'exclude-system', valueCanonical: canonical });
    expect(await codesIn(test, both, without(animals))).toEqual(['x']);
    expect(await codesIn(test, both, without(`${animals}|1`))).toEqual(['x']);
    expect(await codesIn(test, both, without(`${animals}|2`))).toHaveLength(10);
  });

  it.each<[string, string, string, string[]]>([
    ['parent', 'exists', 'false', ['animal']],
    ['child', 'exists', 'true', ['animal', 'mammal', 'bird']],
    ['child', 'exists', 'false', ['cat', 'lynx', 'whale', 'duck', 'dodo', 'platypus']],
    ['parent', 'in', 'bird, mammal', ['cat', 'lynx', 'whale', 'duck', 'dodo', 'platypus']],
    ['ancestor', 'not-in', 'bird,mammal', ['animal', 'mammal', 'bird']],
    ['display', '=', 'Ryś', ['lynx']],
    ['display', 'in', 'Ryś,Ssak', ['mammal', 'lynx']],
    ['definition', 'exists', 'true', ['cat']],
    ['definition', 'regex', 'Felis .*', ['cat']],
  ])('understands the filter %s %s %s', async (property, op, value, codes) => {
    expect((await codesIn(test, filtered(property, op, value))).sort()).toEqual(codes.sort());
  });

  it.each<[string, unknown]>([
    ['no list of includes', { include: null }],
    ['a number of includes', { include: 5 }],
    ['a system that is a number', { include: [{ system: 5 }] }],
    [
      'an operator that is none',
      { include: [{ system: animals, filter: [{ property: 'code', op: null, value: 'a' }] }] },
    ],
    ['a filter without value', { include: [{ system: animals, filter: [{ property: 'code', op: 'in' }] }] }],
    ['excludes that are none', { ...whole, exclude: 'x' }],
    ['codes that are none', { include: [{ system: animals, concept: [{ code: 5 }] }] }],
    ['codes and a filter', { include: [{ ...filtered('code', '=', 'cat').include[0], concept: [{ code: 'duck' }] }] }],
  ])('refuses %s, and says where', async (_, compose) => {
    const { status, body } = await expandInline(test, compose as object);
    expect([status, body.resourceType]).toEqual([400, 'OperationOutcome']);
    expect(body.issue[0].expression[0]).toMatch(/^ValueSet\.compose/);
  });

  it('says by code what is too much, and what is not done', async () => {
    const much = { include: Array.from({ length: 400 }, () => ({ system: animals })) };
    expect((await expandInline(test, much)).body.issue[0].code).toBe('too-costly');
    const then = await expandInline(test, whole, { name: 'date', valueDateTime: '2020-01-01' });
    expect([then.status, then.body.issue[0].code]).toEqual([422, 'not-supported']);
  });
});

/** https://hl7.org/fhir/R4/codesystem-operation-lookup.html */
describe('CodeSystem/$lookup by the standard', () => {
  const lookup = (query: string) => test.ask('GET', `/CodeSystem/$lookup?system=${animals}&${query}`);

  it('gives the names in a language, asked for as a property', async () => {
    const { body } = await lookup('code=cat&property=lang.en');
    const named = body.parameter.filter(({ name }: { name: string }) => name === 'designation');
    expect(named).toHaveLength(1);
    expect(valueOf({ parameter: named[0].part }, 'value')).toBe('Domestic cat');
    expect((await lookup('code=cat&property=lang.fr')).body.parameter).not.toContainEqual(
      expect.objectContaining({ name: 'designation' }),
    );
  });

  it('refuses a code beside a coding', async () => {
    const coding = { name: 'coding', valueCoding: { system: animals, code: 'cat' } };
    const both = asked(coding, { name: 'code', valueCode: 'duck' }, { name: 'system', valueUri: animals });
    expect((await test.ask('POST', '/CodeSystem/$lookup', both)).status).toBe(400);
  });
});

/** https://hl7.org/fhir/R4/codesystem-concept-properties.html */
it('finds the hierarchy in properties that mean it, whatever their codes', async () => {
  const property = (code: string, valueCode: string) => [{ code, valueCode }];
  await test.put({
    ...{ resourceType: 'CodeSystem', url: 'http://test.example/flat', status: 'active', content: 'complete' },
    property: [
      { code: 'broader', uri: 'http://hl7.org/fhir/concept-properties#parent', type: 'code' },
      { code: 'narrower', uri: 'http://hl7.org/fhir/concept-properties#child', type: 'code' },
    ],
    concept: [
      { code: 'a', property: property('narrower', 'c') },
      { code: 'b', property: property('broader', 'a') },
      { code: 'c' },
    ],
  });
  for (const below of ['b', 'c']) {
    const query = `system=http://test.example/flat&codeA=a&codeB=${below}`;
    const { body } = await test.ask('GET', `/CodeSystem/$subsumes?${query}`);
    expect(valueOf(body, 'outcome')).toBe('subsumes');
  }
});

/** https://hl7.org/fhir/R4/codesystem-operation-validate-code.html */
it('checks a code by a code system that is sent along', async () => {
  const codeSystem = { name: 'codeSystem', resource: { ...animalSystem, url: 'urn:test:sent' } };
  const check = async (...more: object[]) => {
    const { status, body } = await test.ask('POST', '/CodeSystem/$validate-code', asked(codeSystem, ...more));
    return [status, valueOf(body, 'result'), valueOf(body, 'display')];
  };
  const code = (valueCode: string) => ({ name: 'code', valueCode });
  expect(await check(code('cat'))).toEqual([200, true, 'Kot domowy']);
  expect(await check(code('cat'), { name: 'display', valueString: 'Pies' })).toEqual([200, false, 'Kot domowy']);
  expect(await check(code('animal'))).toEqual([200, false, 'Zwierzę']);
  expect(await check(code('unicorn'))).toEqual([200, false, undefined]);
  expect(await check({ name: 'coding', valueCoding: { system: animals, code: 'cat' } })).toEqual([
    ...[400, undefined, undefined],
  ]);
  const broken = asked({ ...codeSystem, resource: { resourceType: 'CodeSystem', concept: [null] } }, code('cat'));
  expect((await test.ask('POST', '/CodeSystem/$validate-code', broken)).status).toBe(400);
});

/** https://hl7.org/fhir/R4/conceptmap-operation-translate.html */
describe('ConceptMap/$translate by the standard', () => {
  const target = (code: string, more: object = {}) => ({ code, equivalence: 'equivalent', ...more });
  const depends = (value: string) => ({ dependsOn: [{ property: 'urn:test:sex', system: 'urn:test:sexes', value }] });
  const conceptMap = {
    ...{ resourceType: 'ConceptMap', url: 'urn:test:map', status: 'active' },
    group: [
      {
        ...{ source: 'urn:test:from', target: 'urn:test:to' },
        element: [
          { code: '1', target: [target('F', depends('female')), target('M', depends('male'))] },
          { code: '2', target: [target('T')] },
        ],
        unmapped: { mode: 'fixed', code: 'U' },
      },
    ],
  };
  const dependency = (code: string, system = 'urn:test:sexes') => ({
    name: 'dependency',
    part: [
      { name: 'element', valueUri: 'urn:test:sex' },
      { name: 'concept', valueCodeableConcept: { coding: [{ system, code }] } },
    ],
  });
  const translate = async (code: string, ...more: object[]) => {
    const inputs = [{ name: 'system', valueUri: 'urn:test:from' }, { name: 'code', valueCode: code }, ...more];
    const { body } = await test.ask('POST', '/ConceptMap/$translate', asked(...inputs));
    const matches = body.parameter.filter(({ name }: { name: string }) => name === 'match');
    // oxlint-disable-next-line no-explicit-any
    const codes = matches.map(({ part }: any) => valueOf({ parameter: part }, 'concept').code);
    return { result: valueOf(body, 'result'), codes, message: valueOf(body, 'message') };
  };

  it.each([
    ['sent along', { name: 'conceptMap', resource: conceptMap }],
    ['kept', { name: 'url', valueUri: 'urn:test:map' }],
  ])('takes what depends on something only where that is said, by a map %s', async (_, map) => {
    await test.put({ ...conceptMap, id: 'depends' });
    expect(await translate('1', map, dependency('male'))).toMatchObject({ result: true, codes: ['M'] });
    expect(await translate('1', map, dependency('male', 'urn:other'))).toMatchObject({ result: false, codes: [] });
    const unsaid = await translate('1', map);
    expect(unsaid).toMatchObject({ result: false, codes: [] });
    expect(unsaid.message).toContain('urn:test:sex');
    expect(await translate('2', map)).toMatchObject({ result: true, codes: ['T'] });
    expect(await translate('3', map)).toMatchObject({ result: true, codes: ['U'] });
  });

  it('is no synonym for others where it depends on something', async () => {
    await test.put({ ...conceptMap, id: 'depends' });
    const same = await test.terminology.same([
      { system: 'urn:test:from', code: '1' },
      { system: 'urn:test:from', code: '2' },
    ]);
    expect(same.map(({ to }) => to.code)).toEqual(['T']);
  });

  it('refuses a map that is none', async () => {
    const map = { name: 'conceptMap', resource: { ...conceptMap, group: [null] } };
    const inputs = [map, { name: 'coding', valueCoding: { system: 'urn:test:from', code: '1' } }];
    expect((await test.ask('POST', '/ConceptMap/$translate', asked(...inputs))).status).toBe(400);
  });
});

/** https://hl7.org/fhir/R4/http.html#transaction: operations are entries of a batch. */
it('answers many questions in one batch, each by itself', async () => {
  const inputs = asked(
    { name: 'url', valueUri: `${animals}/vs` },
    { name: 'coding', valueCoding: { system: animals, code: 'cat' } },
  );
  const get = (url: string) => ({ request: { method: 'GET', url } });
  const entry = [
    { request: { method: 'POST', url: 'ValueSet/$validate-code' }, resource: inputs },
    get(`CodeSystem/$lookup?system=${animals}&code=duck`),
    get(`CodeSystem/$lookup?system=${animals}&code=unicorn`),
    { request: { method: 'POST', url: 'ValueSet/$expand' } },
    { request: { method: 'POST', url: 'ValueSet/$nonsense' }, resource: inputs },
    get(`ValueSet/$expand?url=${animals}/vs&count=2`),
  ];
  const { status, body } = await test.ask('POST', '', { resourceType: 'Bundle', type: 'batch', entry });
  expect(status).toBe(200);
  const answers = body.entry as { response: { status: string }; resource: { expansion?: { total: number } } }[];
  expect(answers.map(({ response }) => Number.parseInt(response.status, 10))).toEqual([200, 200, 404, 400, 405, 200]);
  expect(valueOf(answers[0]?.resource, 'result')).toBe(true);
  expect(valueOf(answers[1]?.resource, 'display')).toBe('Kaczka');
  expect(answers[5]?.resource.expansion?.total).toBe(9);
  const whole = await test.ask('POST', '', { resourceType: 'Bundle', type: 'transaction', entry: entry.slice(0, 1) });
  expect(whole.status).toBe(405);
});
