/** $closure and $find-matches against a small vocabulary. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machine, patientActor } from '../record/fixtures.ts';
import { openTestTerminology, type TestTerminology } from './fixtures.ts';

const system = 'http://example.org/animals';
let test: TestTerminology;
let id: string;

beforeAll(async () => {
  test = await openTestTerminology();
  const animal = (code: string, properties: object[], concept: object[] = []) => ({
    ...{ code, display: `the ${code}`, ...(properties.length > 0 ? { property: properties } : {}) },
    ...(concept.length > 0 ? { concept } : {}),
  });
  const legs = (valueInteger: number) => ({ code: 'legs', valueInteger });
  const skin = (valueCode: string) => ({ code: 'skin', valueCode });
  id = await test.put({
    ...{ resourceType: 'CodeSystem', url: system, status: 'active', content: 'complete', hierarchyMeaning: 'is-a' },
    ...{ caseSensitive: true, name: 'Animals' },
    property: [
      { code: 'legs', type: 'integer' },
      { code: 'skin', type: 'code' },
    ],
    concept: [
      animal(
        'animal',
        [],
        [
          animal(
            'mammal',
            [skin('fur')],
            [animal('cat', [legs(4), skin('fur')]), animal('whale', [legs(0), skin('bare')])],
          ),
          animal('bird', [legs(2), skin('feathers')]),
        ],
      ),
    ],
  });
});
afterAll(() => test.close());

const named = (name: string, value: object) => ({ name, ...value });
const closure = async (...parameter: object[]) =>
  test.ask('POST', '/$closure', { resourceType: 'Parameters', parameter });
const table = (name: string) => named('name', { valueString: name });
const concept = (code: string) => named('concept', { valueCoding: { system, code } });
const pairs = (body: { group?: { element: { code: string; target: { code: string }[] }[] }[] }) =>
  (body.group ?? []).flatMap(({ element }) =>
    element.flatMap(({ code, target }) => target.map((one) => `${code} < ${one.code}`)),
  );

describe('$closure', () => {
  it('tells what each code adds, and all of it again since a version', async () => {
    expect((await closure(table('t'))).body).toMatchObject({ resourceType: 'ConceptMap', version: '0' });
    expect(pairs((await closure(table('t'), concept('cat'))).body)).toEqual([]);
    const second = await closure(table('t'), concept('animal'), concept('bird'));
    expect([second.body.version, pairs(second.body)]).toEqual(['2', ['bird < animal', 'cat < animal']]);
    const third = await closure(table('t'), concept('mammal'), concept('cat'));
    expect(pairs(third.body)).toEqual(['cat < mammal', 'mammal < animal']);
    const again = await closure(table('t'), concept('cat'));
    expect([again.body.version, pairs(again.body)]).toEqual(['3', []]);
    const since = await closure(table('t'), named('version', { valueString: '2' }));
    expect(pairs(since.body)).toEqual(['cat < mammal', 'mammal < animal']);
    expect(pairs((await closure(table('t'), named('version', { valueString: '0' }))).body)).toHaveLength(4);
    // Begun anew, nothing is left.
    await closure(table('t'));
    expect(pairs((await closure(table('t'), named('version', { valueString: '0' }))).body)).toEqual([]);
  });

  it('keeps tables apart by client, and refuses what it cannot answer', async () => {
    await closure(table('own'));
    test.signIn({ ...machine(), id: 'another' });
    expect((await closure(table('own'), concept('cat'))).status).toBe(404);
    test.signIn(patientActor('p'));
    expect((await closure(table('own'))).status).toBe(403);
    test.signIn(machine());
    expect((await closure(table('own'), concept('unicorn'))).status).toBe(404);
    expect((await closure(table('own'), named('version', { valueString: '9' }))).status).toBe(400);
    expect((await closure(table('own'), concept('cat'), named('version', { valueString: '0' }))).status).toBe(400);
    expect((await closure(concept('cat'))).status).toBe(400);
    expect((await closure(table('own'), named('concept', { valueString: 'cat' }))).status).toBe(400);
  });

  it('adds each code once when several are added at once', async () => {
    await closure(table('race'));
    const codes = ['animal', 'mammal', 'cat', 'whale', 'bird'];
    const told = await Promise.all(codes.map((code) => closure(table('race'), concept(code))));
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(told.flatMap(({ body }) => pairs(body)).sort()).toEqual(
      ['bird < animal', 'cat < animal', 'cat < mammal', 'mammal < animal', 'whale < animal', 'whale < mammal'].sort(),
    );
  });
});

describe('$find-matches', () => {
  const find = async (properties: [string, object][], more: object[] = [], at = '') =>
    test.ask('POST', `/CodeSystem${at}/$find-matches`, {
      resourceType: 'Parameters',
      parameter: [
        ...(at ? [] : [named('system', { valueUri: system })]),
        ...properties.map(([code, value]) => ({
          name: 'property',
          part: [named('code', { valueCode: code }), named('value', value)],
        })),
        ...more,
      ],
    });
  // oxlint-disable-next-line no-explicit-any
  const codes = ({ body }: { body: any }) =>
    // oxlint-disable-next-line no-explicit-any
    (body.parameter ?? []).map(({ part }: any) => part[0].valueCoding.code);

  it('finds what has all properties, or else the most of them and says which are missing', async () => {
    expect(
      codes(
        await find([
          ['legs', { valueInteger: 4 }],
          ['skin', { valueCode: 'fur' }],
        ]),
      ),
    ).toEqual(['cat']);
    expect(codes(await find([['parent', { valueCode: 'mammal' }]], [], `/${id}`))).toEqual(['cat', 'whale']);
    const partial = await find([
      ['legs', { valueInteger: 2 }],
      ['skin', { valueCode: 'scales' }],
    ]);
    expect(codes(partial)).toEqual(['bird']);
    expect(partial.body.parameter[0].part[1]).toEqual({
      name: 'unmatched',
      part: [
        {
          name: 'property',
          part: [
            { name: 'code', valueCode: 'skin' },
            { name: 'value', valueString: 'scales' },
          ],
        },
      ],
    });
    const shown = await find(
      [
        ['skin', { valueCode: 'fur' }],
        ['legs', { valueInteger: 4 }],
      ],
      [named('exact', { valueBoolean: false })],
    );
    expect(codes(shown)).toEqual(['cat', 'mammal']);
    expect(codes(await find([['skin', { valueCode: 'scales' }]]))).toEqual([]);
  });

  it.each([
    [[], 400],
    [[['skin', { valueQuantity: {} }]], 400],
    [[['skin', {}]], 400],
    [[['a\u0000b', { valueCode: 'x' }]], 400],
  ] as [[string, object][], number][])('refuses %j', async (properties, status) => {
    expect((await find(properties)).status).toBe(status);
  });
});
