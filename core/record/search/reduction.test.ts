/**
 * Search must not leak by shape: for any question, the answer for somebody is the answer on a database that holds only
 * what they may read. Entries, totals, pages, includes, orders and refusals alike. SEARCH_RUNS and SEARCH_SEED make
 * more of it, and others.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Visibility } from '#core/access/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { readable, replaceWorld, visibilities } from './fixtures/askers.ts';
import { hostileQuery } from './fixtures/hostile-queries.ts';
import { drugSearches } from './fixtures/drug-questions.ts';
import { searches } from './fixtures/questions.ts';
import { containedQuestions, orderedSearches, terminology, wideSearches } from './fixtures/wide-questions.ts';
import { worlds } from './fixtures/worlds.ts';
import { membersOf, parseSearch, runSearch } from './index.ts';

let everything: TestDatabase;
let reduced: TestDatabase;

beforeAll(async () => {
  everything = await createTestDatabase();
  reduced = await createTestDatabase();
});

afterAll(async () => {
  await everything.drop();
  await reduced.drop();
});

interface Question {
  readonly type: string | undefined;
  readonly query: string;
  /** Asked in a compartment. */
  readonly within?: { readonly of: 'Patient' | 'Encounter' | 'Practitioner'; readonly id: string } | undefined;
}

const one = <Value>(values: readonly Value[]) => fc.constantFrom(...values);

/** What an answer is made of besides the matches. */
const shapes = one([
  '_include=*&_include:iterate=*',
  '_revinclude=Observation:subject&_revinclude:iterate=Encounter:patient',
  '_include=Observation:encounter&_include:iterate=Encounter:patient&_revinclude:iterate=Observation:patient',
  '_revinclude=MedicationRequest:*&_revinclude=List:item&_revinclude=Observation:*',
  '_summary=count',
  '_elements=status',
  '_total=accurate',
  '',
]);

const modelled = fc.oneof(searches, wideSearches, drugSearches).chain(({ type, asked, count }) =>
  fc.record({
    type: fc.constant<string | undefined>(type),
    query: shapes.map((shape) => [...asked.map(({ text }) => text), shape, `_count=${count}`].join('&')),
    within: fc.option(
      one([
        { of: 'Patient', id: 'p0' },
        { of: 'Patient', id: 'p1' },
        { of: 'Encounter', id: 'e0' },
        { of: 'Practitioner', id: 'd0' },
      ] as const),
      { nil: undefined, freq: 5 },
    ),
  }),
);
const sorted = orderedSearches.map(({ types, keys, count }) => ({
  type: undefined,
  query: `_type=${types.join()}&_sort=${keys.map(({ code, descending }) => (descending ? '-' : '') + code)}&_count=${count}`,
}));
const inside = containedQuestions.map(({ asked, how, shows, count }) => ({
  type: 'Medication',
  query: [`_contained=${how}&_containedType=${shows}&_count=${count}`, ...asked.map(({ text }) => text)].join('&'),
}));
const wild = one(['Patient', 'Observation', 'Encounter', 'List', 'MedicationRequest', undefined]).chain((type) =>
  hostileQuery(type ?? 'Observation').map((query) => ({ type, query })),
);
const questions: fc.Arbitrary<Question> = fc.oneof(
  { weight: 4, arbitrary: modelled },
  { weight: 1, arbitrary: sorted },
  { weight: 1, arbitrary: inside },
  { weight: 4, arbitrary: wild },
);

/** Everything that the asker is told, over all pages; matches in no order where none was asked for. */
async function answerTo({ type, query, within }: Question, database: TestDatabase, visibility: Visibility) {
  const matches: string[] = [];
  const includes = new Set<string>();
  const said: unknown[] = [];
  const now = () => new Date('2026-03-01T12:00:00Z');
  try {
    for (let next: string | undefined = query, pages = 0; next !== undefined && pages < 60; pages++) {
      const parsed = parseSearch(type, next, { terminology, contained: true, now });
      const members = within ? membersOf(within.of, within.id, parsed.types) : [];
      const page = await runSearch(database, { ...parsed, criteria: [...parsed.criteria, ...members] }, visibility);
      for (const { mode, stored, contained } of page.entries) {
        const name = `${stored.type}/${stored.id}/${stored.version}${contained ? `#${contained.id}` : ''}`;
        if (mode === 'match') matches.push(name);
        else includes.add(name);
      }
      said.push({ total: page.total, ignored: page.ignored, entries: page.entries.length > 0 });
      next = page.next;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: [error.status, error.code, error.message] };
  }
  const isOrdered = /(^|&)_sort=-?_id(&|$)/.test(query) || (type === undefined && query.includes('_sort='));
  // What matches on another page is included on this one: which, depends on an order that nobody asked for.
  const others = [...includes].filter((name) => !matches.includes(name));
  return { matches: isOrdered ? matches : matches.sort(), includes: others.sort(), said };
}

it('answers as if there were nothing but what one may read', async () => {
  const asked = fc.array(questions, { minLength: 30, maxLength: 40 });
  const someone = one(visibilities.filter(({ kind }) => kind !== 'all'));
  let answered = 0;
  let found = 0;
  await fc.assert(
    fc.asyncProperty(worlds, someone, asked, async (world, visibility, all) => {
      await replaceWorld(everything, world);
      await replaceWorld(reduced, readable(world, visibility), world);
      for (const question of all) {
        const [seen, alone] = await Promise.all([
          answerTo(question, everything, visibility),
          answerTo(question, reduced, { kind: 'all' }),
        ]);
        const { type, query, within } = question;
        const where = within ? `${within.of}/${within.id}/` : '';
        expect(seen, `${where}${type}?${query} as ${JSON.stringify(visibility)}`).toEqual(alone);
        if (!('refused' in seen)) answered++;
        if ('matches' in seen && (seen.matches?.length ?? 0) > 0) found++;
      }
    }),
    {
      numRuns: Number(process.env.SEARCH_RUNS ?? 8),
      seed: Number(process.env.SEARCH_SEED ?? 20_260_302),
      endOnFailure: true,
    },
  );
  // Of an empty answer nothing can leak: many have to say something.
  expect(found * 8, `${found} of ${answered} with matches`).toBeGreaterThan(answered);
}, 240_000);
