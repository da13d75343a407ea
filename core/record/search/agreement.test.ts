/**
 * The property that must never break: a search finds exactly what a naive reading of the standard finds among the
 * resources that the asker may read, each once, whatever the path through the indexes and the size of the pages.
 * SEARCH_RUNS and SEARCH_SEED make more of it, and others.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sharedTypes, type Visibility } from '#core/access/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { keyOfId } from '../keys.ts';
import { readable, replaceWorld, visibilities } from './fixtures/askers.ts';
import { drugSearches } from './fixtures/drug-questions.ts';
import { searches } from './fixtures/questions.ts';
import {
  containedNames,
  containedQuestions,
  ordered,
  orderedSearches,
  terminology,
  wideSearches,
} from './fixtures/wide-questions.ts';
import { patientOf, worlds } from './fixtures/worlds.ts';
import { type ParsedSearch, parseSearch, runSearch } from './index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** All pages of a search: what they name, in order, and what they say is the number of it. */
async function pagesOf(
  type: string | undefined,
  asked: string,
  visibility: Visibility,
  placed: (parsed: ParsedSearch) => ParsedSearch = (parsed) => parsed,
) {
  const names: string[] = [];
  let total = 0;
  for (let query: string | undefined = `${asked}&_total=accurate`; query !== undefined && names.length <= 100; ) {
    const parsed = placed(parseSearch(type, query, { strict: true, terminology, contained: true }));
    const page = await runSearch(database, parsed, visibility);
    for (const { stored, contained } of page.entries) {
      names.push(`${stored.type}/${stored.id}${contained ? `#${contained.id}` : ''}`);
    }
    total = page.total ?? -1;
    query = page.next;
  }
  return { names, total };
}

const runs = (most: number) => ({
  numRuns: Number(process.env.SEARCH_RUNS ?? most),
  seed: Number(process.env.SEARCH_SEED ?? 20_260_301),
  endOnFailure: true,
});

const who = fc.constantFrom(...visibilities);
const many = <Question>(question: fc.Arbitrary<Question>) =>
  fc.array(fc.tuple(question, who), { minLength: 20, maxLength: 30 });

it.each([
  ['plain questions', searches],
  ['modifiers, filters, words, lists', wideSearches.map((search) => ({ ...search, sort: '' }))],
  ['chains into what is inside', drugSearches.map((search) => ({ ...search, sort: '' }))],
])(
  'finds what a naive reading finds, and nothing that may not be read: %s',
  async (_, questions) => {
    await fc.assert(
      fc.asyncProperty(worlds, many(questions), async (world, all) => {
        await replaceWorld(database, world);
        for (const [{ type, asked, sort, count }, visibility] of all) {
          const seen = readable(world, visibility);
          const expected = seen.resources
            .filter((one) => one.resourceType === type && asked.every(({ holds }) => holds(one, seen)))
            .map(({ id }) => `${type}/${id}`)
            .sort();
          const query = asked.map(({ text }) => text).join('&');
          const shape = `_count=${count}${sort ? `&_sort=${sort}` : ''}`;
          const { names, total } = await pagesOf(type, `${query}&${shape}`, visibility);
          const says = `${type}?${decodeURIComponent(query)}&${shape} as ${visibility.kind}`;
          expect({ names: names.sort(), total }, says).toEqual({ names: expected, total: expected.length });
        }
      }),
      runs(8),
    );
  },
  240_000,
);

it('finds what is inside of what may be read', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, many(containedQuestions), async (world, all) => {
      await replaceWorld(database, world);
      for (const [question, visibility] of all) {
        const { asked, how, shows, within, count } = question;
        const expected = containedNames(question, readable(world, visibility), patientOf);
        const query = [`_contained=${how}&_containedType=${shows}&_count=${count}`, ...asked.map(({ text }) => text)];
        const placed = (parsed: ParsedSearch): ParsedSearch => {
          if (within === undefined || !parsed.contained) return parsed;
          return { ...parsed, contained: { ...parsed.contained, within: keyOfId('Patient', within) } };
        };
        const { names, total } = await pagesOf('Medication', query.join('&'), visibility, placed);
        const says = `Medication?${decodeURIComponent(query.join('&'))} within ${within} as ${visibility.kind}`;
        expect({ names: names.sort(), total }, says).toEqual({ names: expected, total: expected.length });
      }
    }),
    runs(8),
  );
}, 240_000);

it('sorts across types, page by page, by what each of them has', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, many(orderedSearches), async (world, all) => {
      await replaceWorld(database, world);
      for (const [search, visibility] of all) {
        const keys = search.keys.map(({ code, descending }) => (descending ? `-${code}` : code));
        const query = `_type=${search.types.join()}&_sort=${keys.join()}&_count=${search.count}`;
        const expected = ordered(search, readable(world, visibility));
        const { names } = await pagesOf(undefined, query, visibility);
        expect(names, `${query} as ${visibility.kind}`).toEqual(expected);
      }
    }),
    runs(8),
  );
}, 240_000);

it('has a world in which there is something to be hidden', () => {
  expect(['Medication', 'Practitioner', 'Organization'].every((type) => sharedTypes.has(type))).toBe(true);
});
