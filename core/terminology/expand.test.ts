/** `ValueSet/$expand` as clients see it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  animals,
  animalSystem,
  aValueSet,
  codesIn,
  codesOf,
  expandInline,
  filtered,
  openTestTerminology,
  type TestTerminology,
  valueOf,
  vs,
} from './fixtures.ts';

let test: TestTerminology;

beforeAll(async () => {
  test = await openTestTerminology();
  await test.put(animalSystem);
});
afterAll(() => test.close());

describe('ValueSet/$expand', () => {
  it('nests by the hierarchy, or not', async () => {
    const url = `/ValueSet/$expand?url=${animals}/vs`;
    const { body } = await test.ask('GET', url);
    expect(body.expansion.total).toBe(9);
    expect(body.expansion.contains).toHaveLength(1);
    const [root] = body.expansion.contains;
    expect(root).toMatchObject({ code: 'animal', abstract: true });
    expect(codesOf([root]).length).toBe(9);
    const flat = await test.ask('GET', `${url}&excludeNested=true`);
    expect(flat.body.expansion.contains.map(({ code }: { code: string }) => code)).toEqual([
      'animal',
      'mammal',
      'cat',
      'lynx',
      'whale',
      'bird',
      'duck',
      'dodo',
      'platypus',
    ]);
    expect(flat.body.expansion.parameter).toContainEqual({ name: 'version', valueUri: `${animals}|1` });
  });

  it('pages in a stable order and tells the total', async () => {
    const seen: string[] = [];
    for (let offset = 0; offset < 9; offset += 4) {
      const { body } = await test.ask('GET', `/ValueSet/$expand?url=${animals}/vs&count=4&offset=${offset}`);
      expect(body.expansion).toMatchObject({ total: 9, offset });
      seen.push(...codesOf(body.expansion.contains));
    }
    expect(new Set(seen).size).toBe(9);
    const beyond = await test.ask('GET', `/ValueSet/$expand?url=${animals}/vs&count=4&offset=99`);
    expect(beyond.body.expansion).toMatchObject({ total: 9 });
    const none = await test.ask('GET', `/ValueSet/$expand?url=${animals}/vs&count=0`);
    expect([none.body.expansion.total, none.body.expansion.contains]).toEqual([9, undefined]);
  });

  it.each([
    ['zolt', ['whale']],
    ['ŻÓŁTO', ['whale']],
    ['kot', ['cat']],
    ['domestic', ['cat']],
    ['omow', []],
    ['d', ['platypus', 'dodo', 'cat', 'duck']],
    ['kot dom', ['cat']],
    ['???', ['animal', 'mammal', 'cat', 'lynx', 'whale', 'bird', 'duck', 'dodo', 'platypus']],
  ])('filters by beginnings of words without diacritics: %s', async (filter, codes) => {
    const { body } = await test.ask(
      'GET',
      `/ValueSet/$expand?url=${animals}/vs&filter=${encodeURIComponent(filter)}&count=99`,
    );
    expect([...codesOf(body.expansion.contains)].sort()).toEqual([...codes].sort());
    expect(body.expansion.total).toBe(codes.length);
  });

  it('puts first what begins with the text', async () => {
    const { body } = await test.ask('GET', `/ValueSet/$expand?url=${animals}/vs&filter=dr`);
    expect(codesOf(body.expansion.contains)[0]).toBe('dodo');
  });

  it('leaves out inactive codes when only active ones are asked', async () => {
    const { body } = await test.ask('GET', `/ValueSet/$expand?url=${animals}/vs&activeOnly=true&excludeNested=true`);
    expect(codesOf(body.expansion.contains)).not.toContain('dodo');
    expect(body.expansion.total).toBe(8);
  });

  it('shows designations and languages', async () => {
    const one = { include: [{ system: animals, concept: [{ code: 'cat' }] }] };
    const { body } = await expandInline(
      test,
      one,
      { name: 'includeDesignations', valueBoolean: true },
      { name: 'displayLanguage', valueCode: 'en' },
    );
    expect(body.expansion.contains[0]).toMatchObject({
      display: 'Domestic cat',
      designation: [{ language: 'en', value: 'Domestic cat' }],
    });
  });

  it.each([
    ['concept', 'is-a', 'bird', ['bird', 'duck', 'dodo']],
    ['concept', 'descendent-of', 'bird', ['duck', 'dodo']],
    ['concept', 'is-not-a', 'mammal', ['animal', 'bird', 'duck', 'dodo']],
    ['concept', 'generalizes', 'duck', ['animal', 'bird', 'duck']],
    ['legs', '=', '4', ['cat', 'lynx', 'platypus']],
    ['legs', 'in', '0,2', ['whale', 'duck']],
    ['legs', 'not-in', '0,2', ['animal', 'mammal', 'cat', 'lynx', 'bird', 'dodo', 'platypus']],
    ['sound', 'exists', 'true', ['cat']],
    ['sound', 'regex', 'm.*u', ['cat']],
    ['code', 'regex', '[a-d].*', ['animal', 'cat', 'bird', 'duck', 'dodo']],
    ['code', 'regex', 'a', []],
    ['display', 'regex', 'R.ś', ['lynx']],
    ['code', 'in', 'cat,duck,nothing', ['cat', 'duck']],
    ['code', 'not-in', 'cat', ['animal', 'mammal', 'lynx', 'whale', 'bird', 'duck', 'dodo', 'platypus']],
    ['parent', '=', 'mammal', ['cat', 'lynx', 'whale', 'platypus']],
    ['child', '=', 'duck', ['bird']],
    ['inactive', '=', 'true', ['dodo']],
  ])('understands the filter %s %s %s', async (property, op, value, codes) => {
    expect((await codesIn(test, filtered(property, op, value))).sort()).toEqual([...codes].sort());
  });

  it('keeps the order of a list and its own words', async () => {
    const { body } = await expandInline(test, {
      include: [
        { system: animals, concept: [{ code: 'duck', display: 'Kwaczka' }, { code: 'cat' }, { code: 'gone' }] },
      ],
    });
    expect(body.expansion.contains.map(({ code, display }: never) => [code, display])).toEqual([
      ['duck', 'Kwaczka'],
      ['cat', 'Kot domowy'],
    ]);
  });

  it('includes, excludes and imports', async () => {
    await test.put(aValueSet(vs('birds'), filtered('concept', 'is-a', 'bird')));
    await test.put(aValueSet(vs('four'), filtered('legs', '=', '4')));
    const all = {
      include: [
        { valueSet: [vs('birds')] },
        { valueSet: [vs('four')] },
        { system: animals, concept: [{ code: 'duck' }] },
      ],
    };
    expect(await codesIn(test, all)).toEqual(['bird', 'duck', 'dodo', 'cat', 'lynx', 'platypus']);
    expect(await codesIn(test, { ...all, exclude: [{ valueSet: [vs('birds')] }] })).toEqual([
      'cat',
      'lynx',
      'platypus',
    ]);
    const both = {
      include: [
        { valueSet: [vs('four')], system: animals, filter: [{ property: 'sound', op: 'exists', value: 'true' }] },
      ],
    };
    expect(await codesIn(test, both)).toEqual(['cat']);
    expect(await codesIn(test, { include: [{ valueSet: [vs('four'), vs('birds')] }] })).toEqual([]);
  });

  it('keeps what is only listed of systems that are not here', async () => {
    const compose = {
      include: [
        { system: 'http://far.example', concept: [{ code: 'b', display: 'Łoś' }, { code: 'a' }] },
        { system: animals, concept: [{ code: 'cat' }] },
      ],
      exclude: [{ system: 'http://far.example', concept: [{ code: 'a' }] }],
    };
    expect(await codesIn(test, compose)).toEqual(['b', 'cat']);
    expect(await codesIn(test, compose, { name: 'filter', valueString: 'los' })).toEqual(['b']);
    const whole = await expandInline(test, { include: [{ system: 'http://far.example' }] });
    expect(whole.status).toBe(404);
    expect(whole.body.issue[0].diagnostics).toContain('http://far.example');
  });

  it('knows implicit value sets of SNOMED CT and LOINC', async () => {
    const snomed = 'http://snomed.info/sct';
    await test.put({
      ...animalSystem,
      url: snomed,
      version: `${snomed}/900000000000207008/version/20260101`,
      valueSet: undefined,
      property: undefined,
      concept: [
        {
          code: '138875005',
          display: 'Root',
          concept: [
            { code: '404684003', display: 'Finding', concept: [{ code: '22298006', display: 'Infarct' }] },
            { code: '71388002', display: 'Procedure', property: [{ code: 'refset', valueCode: '723264001' }] },
          ],
        },
      ],
    });
    const of = async (form: string) =>
      codesOf(
        (await test.ask('GET', `/ValueSet/$expand?url=${encodeURIComponent(form)}`)).body.expansion?.contains,
      ).sort();
    expect(await of(`${snomed}?fhir_vs`)).toHaveLength(4);
    expect(await of(`${snomed}?fhir_vs=isa/404684003`)).toEqual(['22298006', '404684003']);
    expect(await of(`${snomed}?fhir_vs=refset/723264001`)).toEqual(['71388002']);
    expect(await of(`${snomed}?fhir_vs=ecl/<404684003 OR ^ 723264001 |x|`)).toEqual(['22298006', '71388002']);
    expect(await of(`${snomed}/900000000000207008?fhir_vs=ecl/<! 138875005`)).toEqual(['404684003', '71388002']);
    const bad = await test.ask(
      'GET',
      `/ValueSet/$expand?url=${encodeURIComponent(`${snomed}?fhir_vs=ecl/(<1 MINUS 2)`)}`,
    );
    expect(bad.status).toBe(422);
    expect((await test.ask('GET', '/ValueSet/$expand?url=http://loinc.org/vs')).status).toBe(404);
  });

  it('adds what supplements say', async () => {
    await test.put({
      resourceType: 'CodeSystem',
      url: 'http://test.example/ukrainian',
      status: 'active',
      language: 'uk',
      content: 'supplement',
      supplements: animals,
      concept: [{ code: 'cat', display: 'Кіт' }],
    });
    const looked = await test.ask('GET', `/CodeSystem/$lookup?system=${animals}&code=cat&displayLanguage=uk`);
    expect(valueOf(looked.body, 'display')).toBe('Кіт');
    const { body } = await test.ask('GET', `/ValueSet/$expand?url=${animals}/vs&displayLanguage=uk&filter=kot`);
    expect(body.expansion.contains[0].display).toBe('Кіт');
  });

  it.each<[string, object, number]>([
    ['a circle', { include: [{ valueSet: [vs('circle-a')] }] }, 422],
    ['an unknown value set', { include: [{ valueSet: [vs('missing')] }] }, 404],
    ['an unknown operator', filtered('code', 'like', 'x'), 400],
    ['a filter that names no concept', filtered('concept', 'is-a', 'unicorn'), 422],
    ['a broken regular expression', filtered('code', 'regex', '(a'), 422],
    ['a long regular expression', filtered('code', 'regex', 'a'.repeat(300)), 422],
    ['a repetition bomb', filtered('code', 'regex', '((a{900}){900}){900}'), 422],
    ['an include of nothing', { include: [{}] }, 400],
    ['too many parts', { include: Array.from({ length: 400 }, () => ({ system: animals })) }, 422],
  ])('refuses %s', async (_, compose, wanted) => {
    await test.put(aValueSet(vs('circle-a'), { include: [{ valueSet: [vs('circle-b')] }] }, { id: 'circle-a' }));
    await test.put(aValueSet(vs('circle-b'), { include: [{ valueSet: [vs('circle-a')] }] }, { id: 'circle-b' }));
    const { status, body } = await expandInline(test, compose);
    expect([status, body.resourceType]).toEqual([wanted, 'OperationOutcome']);
  });

  it('runs regular expressions in linear time', async () => {
    const began = performance.now();
    expect(await codesIn(test, filtered('display', 'regex', '(a*)*(b|a+)+x'))).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('answers by id and by what lies there now', async () => {
    const id = await test.put(
      aValueSet(vs('changing'), { include: [{ system: animals, concept: [{ code: 'cat' }] }] }),
    );
    const codes = async () => codesOf((await test.ask('GET', `/ValueSet/${id}/$expand`)).body.expansion?.contains);
    expect(await codes()).toEqual(['cat']);
    await test.put(aValueSet(vs('changing'), { include: [{ system: animals, concept: [{ code: 'duck' }] }] }, { id }));
    expect(await codes()).toEqual(['duck']);
    expect((await test.ask('DELETE', `/ValueSet/${id}`)).status).toBe(204);
    expect((await test.ask('GET', `/ValueSet/${id}/$expand`)).status).toBe(404);
    expect((await test.ask('GET', `/ValueSet/$expand?url=${vs('changing')}`)).status).toBe(404);
  });
});
