/** The operations as clients see them, but for `$expand`, which has a file of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machine, patientActor, physicianAt } from '../record/fixtures.ts';
import {
  animals,
  animalSystem,
  asked,
  aValueSet,
  expandInline,
  filtered,
  openTestTerminology,
  type TestTerminology,
  valueOf,
  vs,
} from './fixtures.ts';

let test: TestTerminology;
let animalsId: string;

beforeAll(async () => {
  test = await openTestTerminology();
  animalsId = await test.put(animalSystem);
});
afterAll(() => test.close());

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
      test,
      { include: [{ system: url }] },
      { name: 'system-version', valueCanonical: `${url}|1.9` },
    );
    expect(body.expansion.contains[0]).toMatchObject({ display: 'nine', version: '1.9' });
    const checked = await expandInline(
      test,
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
    await test.put(aValueSet(vs('birds'), filtered('concept', 'is-a', 'bird')));
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
