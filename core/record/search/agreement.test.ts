/**
 * The property that must never break: a search finds exactly what a naive reading of the standard finds among the
 * resources that the asker may read, each once, whatever the path through the indexes and the size of the pages.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Visibility } from '#core/access/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { keyOfId } from '../keys.ts';
import { patientOf, type RandomSearch, searches, type World, worlds } from './fixtures/questions.ts';
import { storeResources, type TestResource, takeIntoCare } from './fixtures/store-resources.ts';
import { parseSearch, runSearch } from './index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** p0 and p1 are in care of f0. */
const inCare = ['p0', 'p1'];

const visibilities: readonly Visibility[] = [
  { kind: 'all' },
  { kind: 'patient', key: keyOfId('Patient', 'p1'), id: 'p1' },
  { kind: 'facility', facility: 'f0' },
  { kind: 'types', types: ['Patient', 'Observation'] },
  { kind: 'none' },
];

function mayRead(visibility: Visibility, resource: TestResource): boolean {
  const shared = ['Practitioner', 'Organization'].includes(resource.resourceType);
  const patient = patientOf(resource);
  switch (visibility.kind) {
    case 'all':
      return true;
    case 'types':
      return visibility.types.includes(resource.resourceType);
    case 'patient':
    case 'proxy':
      return shared || patient === visibility.id;
    case 'facility':
      return shared || (patient !== undefined && inCare.includes(patient));
    case 'none':
      return shared;
  }
}

function naively({ type, asked }: RandomSearch, world: World, visibility: Visibility): string[] {
  const readable = { resources: world.resources.filter((resource) => mayRead(visibility, resource)) };
  const found = readable.resources.filter(
    (resource) => resource.resourceType === type && asked.every(({ holds }) => holds(resource, readable)),
  );
  return found.map(({ id }) => id).sort();
}

async function bySearching({ type, asked, sort, count }: RandomSearch, visibility: Visibility) {
  const parameters = [...asked.map(({ text }) => text), `_count=${count}`, '_total=accurate'];
  let query: string | undefined = [...parameters, ...(sort ? [`_sort=${sort}`] : [])].join('&');
  const ids: string[] = [];
  let total = 0;
  while (query !== undefined && ids.length <= 100) {
    const parsed = parseSearch(type, query, { strict: true });
    const page = await runSearch(database, parsed, visibility);
    ids.push(...page.entries.map(({ stored }) => stored.id));
    total = page.total ?? -1;
    query = page.next;
  }
  return { ids: ids.sort(), total };
}

const tables = ['record.resource', 'record.lookup', 'record.word', 'record.alias', 'access.care'];

async function replaceWorld({ resources }: World): Promise<void> {
  for (const table of tables) await database.query(`delete from ${table}`);
  await storeResources(database, resources);
  await takeIntoCare(database, 'f0', inCare);
}

it('finds what a naive reading finds, and nothing that may not be read', async () => {
  const questions = fc.array(fc.tuple(searches, fc.constantFrom(...visibilities)), { minLength: 20, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(worlds, questions, async (world, asked) => {
      await replaceWorld(world);
      for (const [search, visibility] of asked) {
        const expected = naively(search, world, visibility);
        const query = search.asked.map(({ text }) => text).join('&');
        const says = `${search.type}?${query} sorted ${search.sort} as ${visibility.kind}`;
        expect(await bySearching(search, visibility), says).toEqual({ ids: expected, total: expected.length });
      }
    }),
    {
      numRuns: Number(process.env.SEARCH_RUNS ?? 15),
      seed: Number(process.env.SEARCH_SEED ?? 20_260_301),
      endOnFailure: true,
    },
  );
}, 120_000);
