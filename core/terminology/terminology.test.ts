/** The operations as clients see them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machine, patientActor, physicianAt } from '../record/fixtures.ts';
import {
  animals,
  animalSystem,
  asked,
  aValueSet,
  openTestTerminology,
  type TestTerminology,
  valueOf,
} from './fixtures.ts';

let test: TestTerminology;
let animalsId: string;
const vs = (name: string) => `http://test.example/vs/${name}`;

beforeAll(async () => {
  test = await openTestTerminology();
  animalsId = await test.put(animalSystem);
});
afterAll(() => test.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
// oxlint-disable-next-line no-explicit-any
const codesOf = (contains: any[] = []): string[] =>
  // oxlint-disable-next-line no-explicit-any
  contains.flatMap((one: any) => [one.code, ...codesOf(one.contains)]);

const expandInline = async (compose: object, ...more: object[]) =>
  test.ask(
    'POST',
    '/ValueSet/$expand',
    asked({ name: 'valueSet', resource: { resourceType: 'ValueSet', status: 'active', compose } }, ...more),
  );
const codesIn = async (compose: object, ...more: object[]) => {
  const { status, body } = await expandInline(compose, ...more);
  expect([status, body.issue]).toEqual([200, undefined]);
  return codesOf(body.expansion.contains);
};
const filtered = (property: string, op: string, value: string) => ({
  include: [{ system: animals, filter: [{ property, op, value }] }],
});

describe('CodeSystem/$lookup', () => {
  it('tells name, designations, properties, parents and children', async () => {
    const { status, body } = await test.ask('GET', `/CodeSystem/$lookup?system=${animals}&code=mammal`);
    expect(status).toBe(200);
    expect(valueOf(body, 'display')).toBe('Ssak');
    expect(valueOf(body, 'name')).toBe('Zwierzęta');
    expect(valueOf(body, 'version')).toBe('1');
    // oxlint-disable-next-line no-explicit-any
    const properties = body.parameter
      .filter(({ name }: any) => name === 'property')
      .map(({ part }: any) => [part[0].valueCode, part[1].valueCode ?? part[1].valueBoolean]);
    expect(properties).toEqual([
      ['parent', 'animal'],
      ['child', 'cat'],
      ['child', 'lynx'],
      ['child', 'whale'],
      ['child', 'platypus'],
      ['inactive', false],
    ]);
  });

  it('speaks the language asked for', async () => {
    const path = `/CodeSystem/$lookup?system=${animals}&code=cat`;
    expect(valueOf((await test.ask('GET', `${path}&displayLanguage=en`)).body, 'display')).toBe('Domestic cat');
    const header = await test.ask('GET', path, undefined, { 'accept-language': 'en-GB,pl;q=0.5' });
    expect(valueOf(header.body, 'display')).toBe('Domestic cat');
    expect(valueOf((await test.ask('GET', path)).body, 'display')).toBe('Kot domowy');
  });

  it.each([
    ['an unknown code', `system=${animals}&code=unicorn`, 404],
    ['an unknown system', 'system=http://nowhere.example&code=x', 404],
    ['an unknown version', `system=${animals}&version=77&code=cat`, 404],
    ['no code', `system=${animals}`, 400],
    ['two codes', `system=${animals}&code=cat&code=lynx`, 400],
  ])('refuses %s', async (_, query, wanted) => {
    const { status, body } = await test.ask('GET', `/CodeSystem/$lookup?${query}`);
    expect(status).toBe(wanted);
    expect(body.resourceType).toBe('OperationOutcome');
  });

  it('takes a Coding by POST, and nothing that is no Coding', async () => {
    const coding = (valueCoding: unknown) =>
      test.ask('POST', '/CodeSystem/$lookup', asked({ name: 'coding', valueCoding }));
    expect(valueOf((await coding({ system: animals, code: 'cat' })).body, 'display')).toBe('Kot domowy');
    for (const wrong of [7, 'cat', null, { system: 5, code: 'cat' }, { system: animals, code: '' }, [], {}]) {
      expect((await coding(wrong)).status).toBe(400);
    }
  });
});

describe('CodeSystem/$subsumes', () => {
  it.each([
    ['animal', 'cat', 'subsumes'],
    ['cat', 'animal', 'subsumed-by'],
    ['cat', 'cat', 'equivalent'],
    ['cat', 'duck', 'not-subsumed'],
    ['mammal', 'platypus', 'subsumes'],
  ])('%s and %s: %s', async (a, b, outcome) => {
    const type = await test.ask('GET', `/CodeSystem/$subsumes?system=${animals}&codeA=${a}&codeB=${b}`);
    expect(valueOf(type.body, 'outcome')).toBe(outcome);
    const instance = await test.ask('GET', `/CodeSystem/${animalsId}/$subsumes?codeA=${a}&codeB=${b}`);
    expect(valueOf(instance.body, 'outcome')).toBe(outcome);
  });
});

describe('CodeSystem/$validate-code', () => {
  it.each([
    ['cat', '', true],
    ['cat', 'kot  DOMOWY', true],
    ['cat', 'Domestic cat', true],
    ['cat', 'Pies', false],
    ['dodo', '', true],
    ['animal', '', false],
    ['unicorn', '', false],
    ['CAT', '', false],
  ])('%s %s: %s', async (code, display, result) => {
    const said = display === '' ? '' : `&display=${encodeURIComponent(display)}`;
    const { status, body } = await test.ask('GET', `/CodeSystem/$validate-code?url=${animals}&code=${code}${said}`);
    expect(status).toBe(200);
    expect(valueOf(body, 'result')).toBe(result);
    const instance = await test.ask('GET', `/CodeSystem/${animalsId}/$validate-code?code=${code}${said}`);
    expect(valueOf(instance.body, 'result')).toBe(result);
  });

  it('says honestly that it does not know', async () => {
    const { body } = await test.ask('GET', '/CodeSystem/$validate-code?url=http://nowhere.example&code=x');
    expect(valueOf(body, 'result')).toBe(false);
    expect(valueOf(body, 'issues').issue[0].code).toBe('not-found');
    await test.put({ ...animalSystem, url: 'http://test.example/part', content: 'fragment', valueSet: undefined });
    const part = await test.ask('GET', '/CodeSystem/$validate-code?url=http://test.example/part&code=dog');
    expect(valueOf(part.body, 'result')).toBe(false);
    expect(valueOf(part.body, 'issues').issue[0]).toMatchObject({ severity: 'warning', code: 'incomplete' });
  });
});

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
    expect((await codesIn(filtered(property, op, value))).sort()).toEqual([...codes].sort());
  });

  it('keeps the order of a list and its own words', async () => {
    const { body } = await expandInline({
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
    expect(await codesIn(all)).toEqual(['bird', 'duck', 'dodo', 'cat', 'lynx', 'platypus']);
    expect(await codesIn({ ...all, exclude: [{ valueSet: [vs('birds')] }] })).toEqual(['cat', 'lynx', 'platypus']);
    const both = {
      include: [
        { valueSet: [vs('four')], system: animals, filter: [{ property: 'sound', op: 'exists', value: 'true' }] },
      ],
    };
    expect(await codesIn(both)).toEqual(['cat']);
    expect(await codesIn({ include: [{ valueSet: [vs('four'), vs('birds')] }] })).toEqual([]);
  });

  it('keeps what is only listed of systems that are not here', async () => {
    const compose = {
      include: [
        { system: 'http://far.example', concept: [{ code: 'b', display: 'Łoś' }, { code: 'a' }] },
        { system: animals, concept: [{ code: 'cat' }] },
      ],
      exclude: [{ system: 'http://far.example', concept: [{ code: 'a' }] }],
    };
    expect(await codesIn(compose)).toEqual(['b', 'cat']);
    expect(await codesIn(compose, { name: 'filter', valueString: 'los' })).toEqual(['b']);
    const whole = await expandInline({ include: [{ system: 'http://far.example' }] });
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
    ['an unknown operator', filtered('code', 'like', 'x'), 422],
    ['a filter that names no concept', filtered('concept', 'is-a', 'unicorn'), 422],
    ['a broken regular expression', filtered('code', 'regex', '(a'), 422],
    ['a long regular expression', filtered('code', 'regex', 'a'.repeat(300)), 422],
    ['a repetition bomb', filtered('code', 'regex', '((a{900}){900}){900}'), 422],
    ['an include of nothing', { include: [{}] }, 422],
    ['too many parts', { include: Array.from({ length: 400 }, () => ({ system: animals })) }, 422],
  ])('refuses %s', async (_, compose, wanted) => {
    await test.put(aValueSet(vs('circle-a'), { include: [{ valueSet: [vs('circle-b')] }] }, { id: 'circle-a' }));
    await test.put(aValueSet(vs('circle-b'), { include: [{ valueSet: [vs('circle-a')] }] }, { id: 'circle-b' }));
    const { status, body } = await expandInline(compose);
    expect([status, body.resourceType]).toEqual([wanted, 'OperationOutcome']);
  });

  it('runs regular expressions in linear time', async () => {
    const began = performance.now();
    expect(await codesIn(filtered('display', 'regex', '(a*)*(b|a+)+x'))).toEqual([]);
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

describe('ValueSet/$validate-code', () => {
  const birds = vs('validated');
  beforeAll(() => test.put(aValueSet(birds, filtered('concept', 'descendent-of', 'bird'))));
  const checks = (query: string) => test.ask('GET', `/ValueSet/$validate-code?url=${birds}&${query}`);

  it.each([
    [`system=${animals}&code=duck`, true],
    [`system=${animals}&code=duck&display=Kaczka`, true],
    [`system=${animals}&code=duck&display=Kot`, false],
    [`system=${animals}&code=cat`, false],
    [`system=http://nowhere.example&code=duck`, false],
    ['code=duck', false],
    ['code=duck&inferSystem=true', true],
    [`system=${animals}&code=duck&systemVersion=1`, true],
    [`system=${animals}&code=duck&systemVersion=2`, false],
  ])('%s: %s', async (query, result) => {
    const { status, body } = await checks(query);
    expect([status, valueOf(body, 'result')]).toEqual([200, result]);
    if (!result) expect(valueOf(body, 'message')).toBeTruthy();
  });

  it('accepts a CodeableConcept when one coding is in', async () => {
    const check = (...codes: string[]) =>
      test.ask(
        'POST',
        '/ValueSet/$validate-code',
        asked(
          { name: 'url', valueUri: birds },
          {
            name: 'codeableConcept',
            valueCodeableConcept: { coding: codes.map((code) => ({ system: animals, code })) },
          },
        ),
      );
    expect(valueOf((await check('cat', 'duck')).body, 'result')).toBe(true);
    expect(valueOf((await check('cat', 'lynx')).body, 'result')).toBe(false);
    expect((await check()).status).toBe(400);
  });
});

describe('versions', () => {
  it('stand side by side; the newest active one is meant', async () => {
    const url = 'http://test.example/versions';
    const of = (version: string, display: string, status = 'active') =>
      test.put({
        resourceType: 'CodeSystem',
        url,
        version,
        status,
        content: 'complete',
        concept: [{ code: 'x', display }],
      });
    await of('1.10', 'ten');
    await of('1.9', 'nine');
    await of('2.0', 'draft', 'draft');
    const display = async (version?: string) =>
      valueOf(
        (await test.ask('GET', `/CodeSystem/$lookup?system=${url}&code=x${version ? `&version=${version}` : ''}`)).body,
        'display',
      );
    expect(await display()).toBe('ten');
    expect(await display('1.9')).toBe('nine');
    expect(await display('2.0')).toBe('draft');
    const { body } = await expandInline(
      { include: [{ system: url }] },
      { name: 'system-version', valueCanonical: `${url}|1.9` },
    );
    expect(body.expansion.contains[0]).toMatchObject({ display: 'nine', version: '1.9' });
    const checked = await expandInline(
      { include: [{ system: url }] },
      { name: 'check-system-version', valueCanonical: `${url}|1.9` },
    );
    expect(checked.status).toBe(422);
  });
});

describe('ConceptMap/$translate', () => {
  const map = 'http://test.example/map';
  let id: string;
  beforeAll(async () => {
    id = await test.put({
      resourceType: 'ConceptMap',
      url: map,
      status: 'active',
      sourceUri: vs('source'),
      targetUri: vs('target'),
      group: [
        {
          source: 'http://from.example',
          target: animals,
          element: [
            {
              code: 'k',
              target: [
                { code: 'cat', equivalence: 'equivalent' },
                { code: 'mammal', equivalence: 'wider' },
              ],
            },
            { code: 'n', target: [{ equivalence: 'unmatched', comment: 'Nie ma' }] },
          ],
          unmapped: { mode: 'fixed', code: 'animal' },
        },
      ],
    });
  });
  // oxlint-disable-next-line no-explicit-any
  const matches = (body: any) =>
    body.parameter
      .filter(({ name }: { name: string }) => name === 'match')
      // oxlint-disable-next-line no-explicit-any
      .map(({ part }: any) => [part[0].valueCode, part[1]?.valueCoding?.code, part[1]?.valueCoding?.display]);

  it('translates forth and back, by url, id, scope and as sent along', async () => {
    const forth = await test.ask('GET', `/ConceptMap/$translate?url=${map}&system=http://from.example&code=k`);
    expect(valueOf(forth.body, 'result')).toBe(true);
    expect(matches(forth.body)).toEqual([
      ['equivalent', 'cat', 'Kot domowy'],
      ['wider', 'mammal', 'Ssak'],
    ]);
    const back = await test.ask('GET', `/ConceptMap/${id}/$translate?system=${animals}&code=mammal&reverse=true`);
    expect(matches(back.body)).toEqual([['narrower', 'k', undefined]]);
    const scoped = await test.ask(
      'GET',
      `/ConceptMap/$translate?source=${vs('source')}&target=${vs('target')}&system=http://from.example&code=k`,
    );
    expect(matches(scoped.body)).toHaveLength(2);
    const other = await test.ask(
      'GET',
      `/ConceptMap/$translate?target=${vs('else')}&system=http://from.example&code=k`,
    );
    expect(valueOf(other.body, 'result')).toBe(false);
    const { body: stored } = await test.ask('GET', `/ConceptMap/${id}`);
    const inline = await test.ask(
      'POST',
      '/ConceptMap/$translate',
      asked(
        { name: 'conceptMap', resource: stored },
        { name: 'coding', valueCoding: { system: 'http://from.example', code: 'k' } },
      ),
    );
    expect(matches(inline.body)).toHaveLength(2);
  });

  it('says that there is no match, and what becomes of unmapped codes', async () => {
    const none = await test.ask('GET', `/ConceptMap/$translate?url=${map}&system=http://from.example&code=n`);
    expect(valueOf(none.body, 'result')).toBe(false);
    const fixed = await test.ask('GET', `/ConceptMap/$translate?url=${map}&system=http://from.example&code=zzz`);
    expect(matches(fixed.body)).toEqual([['inexact', 'animal', 'Zwierzę']]);
    expect((await test.ask('GET', '/ConceptMap/$translate?url=http://no.example&system=x&code=y')).status).toBe(404);
    expect((await test.ask('GET', `/ConceptMap/$translate?url=${map}&code=k`)).status).toBe(400);
  });
});

describe('the service', () => {
  it('tells what it has and does', async () => {
    const { body } = await test.ask('GET', '/metadata?mode=terminology');
    expect(body.resourceType).toBe('TerminologyCapabilities');
    expect(body.codeSystem).toContainEqual(
      expect.objectContaining({
        uri: animals,
        version: [{ code: '1', isDefault: true, compositional: false }],
        subsumption: true,
      }),
    );
    const { body: plain } = await test.ask('GET', '/metadata');
    const system = plain.rest[0].resource.find(({ type }: { type: string }) => type === 'CodeSystem');
    expect(system.operation.map(({ name }: { name: string }) => name)).toContain('lookup');
  });

  it('is open to everybody who is signed in and may read, and leaves a trace', async () => {
    const path = `/CodeSystem/$lookup?system=${animals}&code=cat`;
    for (const actor of [patientActor('p1'), physicianAt('f1'), machine('system/CodeSystem.r')]) {
      test.signIn(actor);
      expect((await test.ask('GET', path)).status).toBe(200);
    }
    test.signIn(machine('system/Patient.r'));
    expect((await test.ask('GET', path)).status).toBe(403);
    test.signIn(undefined);
    expect((await test.ask('GET', path)).status).toBe(401);
    test.signIn(machine());
    const { rows } = await test.database.query<{ outcome: number }>(
      `select outcome from audit.event where kind = 'lookup'`,
    );
    expect(rows.filter(({ outcome }) => outcome === 4).length).toBeGreaterThan(0);
    expect(rows.filter(({ outcome }) => outcome === 0).length).toBeGreaterThan(2);
  });

  it('answers others in the process', async () => {
    const { terminology } = test;
    expect(await terminology.descendants(animals, 'bird')).toEqual(['bird', 'duck', 'dodo']);
    expect((await terminology.ancestors(animals, 'platypus')).sort()).toEqual(['animal', 'mammal', 'platypus']);
    expect(await terminology.descendants('http://nowhere.example', 'x')).toEqual(['x']);
    expect(await terminology.descendants(animals, 'animal', 3)).toBeUndefined();
    expect(await terminology.codesIn(vs('birds'))).toEqual(
      ['bird', 'duck', 'dodo'].map((code) => ({ system: animals, code })),
    );
    expect(await terminology.codesIn(vs('missing'))).toBeUndefined();
    expect(await terminology.memberOf(vs('birds'), { system: animals, code: 'duck' })).toBe('yes');
    expect(await terminology.memberOf(vs('birds'), { system: animals, code: 'cat' })).toBe('no');
    expect(await terminology.memberOf(vs('missing'), { system: animals, code: 'cat' })).toBe('unknown');
  });
});
