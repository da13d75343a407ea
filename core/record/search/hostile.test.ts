/** Whatever is asked is answered or refused in plain words, at a bounded cost: no question is a fault of ours. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Visibility } from '#core/access/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import type { Query, Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import { keyOfId } from '../keys.ts';
import { hostileQuery } from './fixtures/hostile-queries.ts';
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

const busy = ['Patient', 'Observation', 'Encounter', 'Condition', 'Appointment', 'Organization', 'PractitionerRole'];
const asked = fc
  .oneof({ weight: 3, arbitrary: one(busy) }, one(resourceTypes))
  .chain((type) => fc.tuple(fc.constant(type), hostileQuery(type)));

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

/** Counts what a question costs: statements, and the letters that are sent with them. */
function measured(): { tx: Tx; cost: { statements: number; letters: number } } {
  const cost = { statements: 0, letters: 0 };
  const tx = {
    query: (query: Query | string, values?: unknown[]) => {
      const { text, values: bound = values } = typeof query === 'string' ? { text: query } : query;
      cost.statements++;
      cost.letters += text.length + JSON.stringify(bound ?? []).length;
      return database.query(query as Query, values);
    },
  } as Tx;
  return { tx, cost };
}

/** What no question may cost more than: chains, lists and value sets have limits of their own (limits.ts). */
const most = { statements: 120, letters: 2_000_000 };

it('answers or refuses every question, and none costs much', async () => {
  await fc.assert(
    fc.asyncProperty(
      asked,
      one(visibilities),
      one(['type', 'type', 'type', 'system', 'everything']),
      async (ask, who, where) => {
        const [type, text] = ask;
        const { tx, cost } = measured();
        const status = await refusalOf(async () => {
          if (where === 'everything')
            return runEverything(tx, keyOfId('Patient', 'p1'), { type: 'Patient', id: 'p1' }, text, who);
          const now = () => new Date('2026-03-01T12:00:00Z');
          return runSearch(tx, parseSearch(where === 'system' ? undefined : type, text, { now, contained: true }), who);
        });
        if (status !== undefined) expect([400, 422]).toContain(status);
        expect(cost.statements, `${type}?${text}`).toBeLessThanOrEqual(most.statements);
        expect(cost.letters, `${type}?${text}`).toBeLessThanOrEqual(most.letters);
      },
    ),
    { numRuns: Number(process.env.SEARCH_RUNS ?? 500), seed: Number(process.env.SEARCH_SEED ?? 5), endOnFailure: true },
  );
}, 120_000);

const times = (n: number, text: (n: number) => string, between = ',') =>
  Array.from({ length: n }, (_, k) => text(k)).join(between);
const filter = (text: string) => `Observation?_filter=${encodeURIComponent(text)}`;

/** What is asked, and what the refusal says; undefined: it is answered. */
const costly: readonly [asked: string, words: string | undefined][] = [
  [`Observation?code=${times(1000, (n) => `c${n}`)}`, '200 values'],
  [`Observation?code=${times(200, (n) => `http://x|c${n}`)}&code:not=${times(200, (n) => `d${n}`)}`, undefined],
  [`Observation?subject=${times(200, (n) => `s${n}`)}`, undefined],
  [`Provenance?target=${times(20, (n) => `t${n}`)}`, 'of which type'],
  [`Observation?value-quantity=${times(200, (n) => `ge${n}|http://unitsofmeasure.org|mg/dL`)}`, 'fewer at once'],
  [`Observation?value-quantity=${times(10, (n) => `ge${n}|http://unitsofmeasure.org|mg/dL`)}`, undefined],
  [`Observation?combo-code-value-quantity=${times(90, (n) => `c${n}$5|http://unitsofmeasure.org|mg/dL`)}`, 'fewer'],
  [`Observation?date=${times(200, (n) => `ge${1800 + n}`)}`, undefined],
  [`Patient?_list=${times(200, (n) => `l${n}`)}`, undefined],
  [`Patient?name:contains=${'a'.repeat(5000)}`, undefined],
  [`CodeSystem?url:above=http://x/${'a/'.repeat(600)}`, 'too many segments'],
  ['Observation?_sort=code,-date,status,value-quantity,-_id&_count=1000', undefined],
  ['?_sort=code,-date,status,identifier,-_lastUpdated&_count=1000', undefined],
  ['?_sort=a,b,c,d,e,f', 'at most 5 keys'],
  [`Observation?${times(9, (n) => `subject:Patient.name=x${n}`, '&')}`, '8 chains'],
  [`Observation?${times(8, (n) => `subject.name=x${n}`, '&')}`, undefined],
  ['Observation?subject:Patient.organization.partof.partof.name=x', '3 references'],
  [`Observation?${'_has:Observation:has-member:'.repeat(4)}status=final`, '3 references'],
  [`Observation?_text=${'x'.repeat(201)}`, '200 letters'],
  [`Observation?_content=${encodeURIComponent('(a+)+$ .* \\\\w{999} [[:alpha:]'.repeat(5))}`, undefined],
  [filter(times(65, (n) => `status eq s${n}`, ' or ')), '64'],
  [filter(times(64, (n) => `status eq s${n}`, ' or ')), undefined],
  [filter(`${'('.repeat(40)}status eq final${')'.repeat(40)}`), '16'],
  [filter(`${'not ('.repeat(40)}status eq final${')'.repeat(40)}`), '16'],
  [filter(times(8, (n) => `subject:Patient.name co "${'a'.repeat(190)}${n}"`, ' or ')), undefined],
  [`Observation?_include=*&_revinclude=Observation:*&_include:iterate=*&_revinclude:iterate=Encounter:*`, undefined],
  [`Medication?_contained=both&code=${times(200, (n) => `c${n}`)}&_sort=code,-status`, undefined],
];

it.each(costly.map(([asked, words]) => [asked.slice(0, 70), asked, words] as const))(
  'bounds %s',
  async (_, asked, words) => {
    const mark = asked.indexOf('?');
    const { tx, cost } = measured();
    const says = await (async () => {
      const parsed = parseSearch(asked.slice(0, mark) || undefined, asked.slice(mark + 1), { contained: true });
      await runSearch(tx, parsed, { kind: 'all' });
    })().catch((error) => error);
    if (words === undefined) expect(says).toBeUndefined();
    else expect(says).toMatchObject({ status: 400, message: expect.stringContaining(words) });
    expect([cost.statements <= most.statements, cost.letters <= most.letters], JSON.stringify(cost)).toEqual([
      true,
      true,
    ]);
  },
);
