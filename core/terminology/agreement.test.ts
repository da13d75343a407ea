/**
 * What must always hold, by random vocabularies and random value sets: subsumption is a partial order, and a code is in
 * an expansion if and only if it validates, both as a naive reading of the definition says.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileValueSet } from './compile-value-set.ts';
import { openTestTerminology, type TestTerminology } from './fixtures.ts';
import { lineages } from './hierarchy.ts';
import { memberPage } from './member-store.ts';
import type { Include } from './model.ts';
import { conceptsById } from './store.ts';

let test: TestTerminology;
const system = 'http://test.example/random';
const far = 'http://test.example/far';
const size = 24;
const codes = Array.from({ length: size }, (_, place) => `c${place}`);
/** Parents have lower numbers: the hierarchy that is meant is known. */
const parents = codes.map((_, place) =>
  place === 0 ? [] : place % 5 === 0 ? [Math.floor(place / 2), place - 1] : [Math.floor((place - 1) / 3)],
);
const color = (place: number) => ['red', 'green', 'blue'][place % 3] as string;
const above = (place: number): Set<number> =>
  new Set([place, ...(parents[place] ?? []).flatMap((up) => [...above(up)])]);

beforeAll(async () => {
  test = await openTestTerminology();
  await test.put({
    resourceType: 'CodeSystem',
    url: system,
    status: 'active',
    content: 'complete',
    concept: codes.map((code, place) => ({
      code,
      display: `Concept ${place}`,
      property: [
        ...(parents[place] ?? []).map((up) => ({ code: 'parent', valueCode: codes[up] })),
        { code: 'color', valueString: color(place) },
        ...(place % 7 === 0 ? [{ code: 'inactive', valueBoolean: true }] : []),
      ],
    })),
  });
});
afterAll(() => test.close());

it('subsumption is a partial order, also where definitions go in a circle', () => {
  const graph = fc.array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(graph, (given) => {
      const { lineages: lines } = lineages(
        given.map((list, own) => list.filter((up) => up !== own)),
        (place) => place + 1,
        0,
      );
      const below = (a: number, b: number) => lines[a]?.includes(b + 1) ?? false;
      for (let a = 0; a < 12; a++) {
        expect(below(a, a)).toBe(true);
        for (let b = 0; b < 12; b++) {
          if (a !== b && below(a, b)) expect(below(b, a)).toBe(false);
          for (let c = 0; c < 12; c++) if (below(a, b) && below(b, c)) expect(below(a, c)).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

const aCode = fc.constantFrom(...codes);
const aFilter = fc.oneof(
  fc.record({
    property: fc.constant('concept'),
    op: fc.constantFrom('is-a', 'descendent-of', 'is-not-a', 'generalizes'),
    value: aCode,
  }),
  fc.record({
    property: fc.constant('color'),
    op: fc.constantFrom('=', 'in', 'not-in', 'regex'),
    value: fc.constantFrom('red', 'green'),
  }),
  fc.record({ property: fc.constant('inactive'), op: fc.constant('='), value: fc.constantFrom('true', 'false') }),
  fc.record({ property: fc.constant('parent'), op: fc.constant('='), value: aCode }),
);
const anInclude: fc.Arbitrary<Include> = fc.oneof(
  fc.record({ system: fc.constant(system), filter: fc.array(aFilter, { maxLength: 2 }) }),
  fc.record({
    system: fc.constantFrom(system, far),
    concept: fc
      .uniqueArray(fc.constantFrom(...codes, 'x1', 'x2'), { minLength: 1, maxLength: 5 })
      .map((list) => list.map((code) => ({ code }))),
  }),
);
const aCompose = fc.record({
  include: fc.array(anInclude, { minLength: 1, maxLength: 4 }),
  exclude: fc.array(anInclude, { maxLength: 2 }),
});

/** What the standard says, without any index. */
function naively(include: Include, of: string, code: string): boolean {
  if (include.system !== of) return false;
  if (include.concept) return include.concept.some((one) => one.code === code) && (of === far || codes.includes(code));
  const place = codes.indexOf(code);
  if (place < 0) return false;
  return (include.filter ?? []).every(({ property, op, value }) => {
    const other = codes.indexOf(value);
    if (op === 'is-a') return above(place).has(other);
    if (op === 'descendent-of') return place !== other && above(place).has(other);
    if (op === 'is-not-a') return !above(place).has(other);
    if (op === 'generalizes') return above(other).has(place);
    if (property === 'inactive') return (place % 7 === 0) === (value === 'true');
    if (property === 'parent') return parents[place]?.includes(other) ?? false;
    return (op === 'not-in') !== (color(place) === value);
  });
}

it('a code is in the expansion if and only if it validates', async () => {
  const asked = [...[...codes, 'x1', 'x2'].flatMap((code) => [system, far].map((url) => ({ system: url, code })))];
  await fc.assert(
    fc.asyncProperty(aCompose, fc.nat(6), async (compose, step) => {
      const { include, exclude } = compose;
      const expected = asked.filter(
        ({ system: url, code }) =>
          include.some((one) => naively(one, url, code)) && !exclude.some((one) => naively(one, url, code)),
      );
      const name = ({ system: url, code }: { system?: string; code?: string }) => `${url}#${code}`;
      const filled = (one: Include) => ({ ...one, filter: one.filter?.length ? one.filter : undefined });
      const given = { include: include.map(filled), exclude: exclude.length > 0 ? exclude.map(filled) : undefined };
      const resource = {
        resourceType: 'ValueSet',
        url: 'http://test.example/vs/random',
        status: 'active',
        compose: given,
      };
      await test.put({ ...resource, id: 'random' });
      const listed = (await test.terminology.codesIn(resource.url)) ?? [];
      expect(listed.map(name).sort()).toEqual(expected.map(name).sort());
      for (const coding of asked.filter((_, place) => place % 7 === step)) {
        const verdict = await test.terminology.memberOf(resource.url, coding);
        expect([name(coding), verdict]).toEqual([
          name(coding),
          expected.some((one) => name(one) === name(coding)) ? 'yes' : 'no',
        ]);
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('pages put together are the whole, without repetition', async () => {
  await fc.assert(
    fc.asyncProperty(aCompose, fc.integer({ min: 1, max: 7 }), async (compose, count) => {
      const expression = await compileValueSet(test.database, { compose });
      const page = (offset: number, most: number) =>
        memberPage(test.database, expression, {
          filter: undefined,
          activeOnly: false,
          selectableOnly: false,
          offset,
          count: most,
        });
      const whole = await page(0, 1_000);
      const seen: unknown[] = [];
      for (let offset = 0; offset < whole.total; offset += count) seen.push(...(await page(offset, count)).members);
      expect(seen).toEqual(whole.members);
      const ids = whole.members.flatMap(({ concept }) => (concept === null ? [] : [concept]));
      expect((await conceptsById(test.database, ids)).size).toBe(ids.length);
    }),
    { numRuns: 30 },
  );
}, 60_000);
