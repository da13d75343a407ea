/** Whatever is asked is answered or refused in plain words: no question is a fault of ours. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Visibility } from '#core/access/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import { searchParametersOf } from '#libs/fhir/search/parameters.ts';
import { keyOfId } from '../keys.ts';
import { smallWorld } from './fixtures/small-world.ts';
import { storeResources } from './fixtures/store-resources.ts';
import { parseSearch, runEverything, runSearch } from './index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await storeResources(database, smallWorld);
});

afterAll(() => database.drop());

const one = <Value>(values: readonly Value[]) => fc.constantFrom(...values);

/** Values as people, programs and attackers write them. */
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ maxLength: 8 }),
  // biome-ignore format: a list
  one([
    'true', 'false', 'Patient/p1', 'p1', 'Observation/o1/_history/1', 'http://loinc.org|2339-0', '|', '||',
    'a|', '\\|', '$', '2339-0$gt1', 'a$b$c', '5.4||mg', '5.4|http://x|y', 'gt1e300', 'lt1e-300', '1e999',
    '-0', 'ap0', 'ne1', 'ge9999-12-31', 'lt0001', 'ap9999', 'eb0000', '2024-02-30',
    '2024-01-01T00:00:00+14:00', '2024-01-01T25:00Z', 'sa2024', 'łódź', "'", '%', '%00', '%F0%9F%92%A9',
    '%EF%BF%BF', '%f4%8f%bf%bf', '*', 'Patient:link', 'Observation:subject:Patient', 'Observation:*',
    '-date', '_id,-_lastUpdated', '999999999999', '0', '1', '1000', 'http://x', 'urn:uuid:x', '{}', '${x}',
    ',,,', 'a,b,c', 'WyJhIiwiYiJd', '-infinity', 'NaN', 'Infinity', 'none', 'accurate', 'text', 'data',
    'count',
  ]),
);

const suffix = one([
  '',
  '',
  '',
  '',
  ':not',
  ':missing',
  ':exact',
  ':contains',
  ':below',
  ':text',
  ':Patient',
  ':x',
  '.name',
]);
const results = one(
  '_sort _count _total _summary _elements _include _revinclude _include:iterate _cursor _type _id _lastUpdated'.split(
    ' ',
  ),
);

const query = (type: string) => {
  const codes = searchParametersOf(type).map(({ code }) => code);
  const own = fc.tuple(one(codes), suffix).map(([code, modifier]) => code + modifier);
  const linked = fc.tuple(one(codes), one(codes)).map(([code, inner]) => `${code}.${inner}`);
  const back = fc.tuple(one(resourceTypes), one(codes), one(codes)).map((parts) => `_has:${parts.join(':')}`);
  const name = fc.oneof({ weight: 5, arbitrary: own }, { weight: 2, arbitrary: results }, linked, back);
  return fc
    .array(
      fc.tuple(name, value).map((parts) => parts.join('=')),
      { maxLength: 4 },
    )
    .map((all) => all.join('&'));
};

const busy = ['Patient', 'Observation', 'Encounter', 'Condition', 'Appointment', 'Organization', 'PractitionerRole'];
const asked = fc
  .oneof({ weight: 3, arbitrary: one(busy) }, one(resourceTypes))
  .chain((type) => fc.tuple(fc.constant(type), query(type)));

const visibilities: readonly Visibility[] = [
  { kind: 'all' },
  { kind: 'patient', key: keyOfId('Patient', 'p1'), id: 'p1' },
  { kind: 'facility', facility: 'poz' },
];

async function refusalOf(ask: () => Promise<unknown>): Promise<number | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.status;
  }
}

it('answers or refuses every question', async () => {
  await fc.assert(
    fc.asyncProperty(
      asked,
      one(visibilities),
      one(['type', 'type', 'type', 'system', 'everything']),
      async (ask, who, where) => {
        const [type, text] = ask;
        const status = await refusalOf(async () => {
          if (where === 'everything')
            return runEverything(database, keyOfId('Patient', 'p1'), { type: 'Patient', id: 'p1' }, text, who);
          const now = () => new Date('2026-03-01T12:00:00Z');
          return runSearch(database, parseSearch(where === 'system' ? undefined : type, text, { now }), who);
        });
        if (status !== undefined) expect([400, 422]).toContain(status);
      },
    ),
    { numRuns: Number(process.env.SEARCH_RUNS ?? 400), seed: Number(process.env.SEARCH_SEED ?? 5), endOnFailure: true },
  );
}, 120_000);
