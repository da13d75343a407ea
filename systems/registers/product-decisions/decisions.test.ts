/** The register of decisions on the real database and the real record. */
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, platformActor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { madeFile } from '#core/registers/table.ts';
import { fixedRuntime } from '#core/runtime/runtime.ts';
import { makeEan13, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { type ProductDecisions, productDecisions } from './index.ts';
import type { Decision } from './model.ts';
import { tellDecisions } from './telling.ts';
import { verdictOf } from './verdict.ts';

const runtime = fixedRuntime('2026-06-15T12:00:00Z');
const machine: Actor = { role: 'machine', id: 'm', name: 'M', purpose: 'TREAT', scopes: ['system/*.cruds'] };
const gtin = toGtin14(makeEan13('200', 1));
let database: TestDatabase;
let server: FastifyInstance;
let record: FhirRecord;
let rdg: ProductDecisions;

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  record = createRecord({ database, audit, runtime, settings: { baseUrl: 'http://test/fhir/R4' } });
  rdg = productDecisions({ database, audit, runtime, record });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const authenticate = async ({ headers }: { headers: object }) => ('authorization' in headers ? machine : undefined);
  serveOperations(server, rdg.operations, { database, audit, runtime, authenticator: { authenticate } });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const header = 'Numer decyzji;Rodzaj;Data decyzji;Obowiązuje od;GTIN;Nazwa;Serie;Zakres;Powód';
const row = (number: string, kind: string, from: string, batches: string, scope = 'apteki') =>
  `${number};${kind};${from};${from};${gtin};Zmyślon 5 mg;${batches};${scope};Zmyślony`;
const load = (day: string, ...rows: string[]) =>
  rdg.importer.load(madeFile('decyzje.csv', () => [[`# stan-na-dzien: ${day}`, header, ...rows].join('\n')]));
const get = async (path: string) => {
  const answer = await server.inject({ url: `/api/product-decisions/${path}`, headers: { authorization: 'm' } });
  return { status: answer.statusCode, body: answer.json() };
};
const answer = async (query: string) => (await get(`verdict?gtin=${gtin}&${query}`)).body.answer;
/** Lot numbers in the record and whether they may be dispensed. */
async function told(): Promise<Record<string, string>> {
  const call = { actor: platformActor('test'), source: 'local', trace: 't' };
  const { entries } = await record.search(call, 'Medication', `code=${gtin}&_count=100`);
  const medications = entries.map(({ stored }) => JSON.parse(stored.content));
  return Object.fromEntries(medications.map(({ batch, status }) => [batch?.lotNumber ?? 'all', status]));
}

describe('decisions', () => {
  it('stop a batch from their day on, open it again, and are told in the record', async () => {
    expect((await get(`verdict?gtin=${gtin}&batch=A1`)).body.code).toBe('no-edition');
    await load('2026-06-01', row('1/26', 'wycofanie', '2026-06-01', 'A1,a 2', 'pacjenci'));
    expect(await answer('batch=a1&day=2026-05-31')).toBe('dispensable');
    expect(await answer('batch=a1&day=2026-06-01')).toBe('stopped');
    expect(await answer('batch=A2')).toBe('stopped');
    expect(await answer('batch=A3')).toBe('dispensable');
    expect((await get(`verdict?gtin=${gtin.slice(1)}`)).body).toMatchObject({
      answer: 'check-batch',
      stopped: ['A1', 'A2'],
    });
    expect(await told()).toEqual({ A1: 'inactive', A2: 'inactive' });

    const corrected = row('1/26', 'wycofanie', '2026-06-01', 'A2', 'pacjenci');
    const { edition } = await load('2026-06-10', corrected, row('2/26', 'wstrzymanie', '2026-06-20', 'wszystkie'));
    expect(edition.counts).toMatchObject({ decisions: 2, added: 1, changed: 1 });
    expect(await told()).toEqual({ A1: 'active', A2: 'inactive' });
    expect(await answer('batch=A1')).toBe('dispensable');
    expect(await answer('batch=A1&known=2026-06-09')).toBe('stopped');
    expect(await answer('batch=A1&day=2026-06-20')).toBe('stopped');

    runtime.advance(5 * 24 * 60);
    expect(await tellDecisions({ database, runtime, record })).toBe(1);
    expect(await told()).toEqual({ A1: 'active', A2: 'inactive', all: 'inactive' });
  });

  it('tell of every batch again when all are opened, and of nothing twice', async () => {
    await load('2026-06-20', row('3/26', 'ponowne dopuszczenie', '2026-06-20', 'wszystkie'));
    expect(await told()).toEqual({ A2: 'active', all: 'active', A1: 'active' });
    const versions = () => database.query(`select count(*) from record.history`);
    const before = await versions();
    expect(await tellDecisions({ database, runtime, record })).toBe(0);
    expect((await load('2026-06-20', row('3/26', 'ponowne dopuszczenie', '2026-06-20', 'wszystkie'))).already).toBe(
      true,
    );
    expect((await versions()).rows).toEqual(before.rows);
  });

  it('come as news, in order, page after page', async () => {
    await load(
      '2026-06-21',
      ...Array.from({ length: 120 }, (_, at) => row(`N/${at}`, 'wstrzymanie reklamy', '2026-06-21', 'Z9')),
    );
    const first = (await get('news')).body;
    expect(first).toMatchObject({ more: true });
    const second = (await get(`news?after=${first.next}`)).body;
    const all = [...first.decisions, ...second.decisions];
    expect(new Set(all.map(({ number, since }: { number: string; since: number }) => `${number} ${since}`)).size).toBe(
      124,
    );
    expect((await get(`news?after=${second.next}`)).body).toMatchObject({
      decisions: [],
      more: false,
      next: second.next,
    });
    expect(await answer('batch=Z9')).toBe('dispensable');
    expect((await get('news?after=x')).body.code).toBe('bad-cursor');
    expect((await get(`verdict?gtin=1`)).body.code).toBe('bad-gtin');
    expect((await get(`verdict?gtin=${gtin}&batch=%3B`)).body.code).toBe('bad-batch');
    expect((await get(`verdict?gtin=${gtin}&day=2026-13-01`)).body.code).toBe('bad-day');
    expect((await server.inject({ url: '/api/product-decisions/news' })).statusCode).toBe(401);
  });

  it.each([
    ['a kind', row('9', 'zgubienie', '2026-06-22', 'A')],
    ['a day', row('9', 'zakaz', '2026-06-31', 'A')],
    ['a batch', row('9', 'zakaz', '2026-06-22', '')],
    ['a scope', row('9', 'zakaz', '2026-06-22', 'A', 'wszyscy')],
    ['a GTIN', row('9', 'zakaz', '2026-06-22', 'A').replace(gtin, '5909990000013')],
  ])('are refused for %s that is none, and nothing is changed', async (_, bad) => {
    const rows = () => database.query('select count(*) from product_decisions.decision');
    const before = await rows();
    const good = row('8', 'zakaz', '2026-06-22', 'A');
    await expect(load('2026-06-22', good, bad)).rejects.toMatchObject({ code: 'bad-rows', message: /line 4/ });
    await expect(load('2026-06-22', good, good)).rejects.toMatchObject({ code: 'bad-rows' });
    await expect(load('2026-06-01', good)).rejects.toMatchObject({ code: 'older-edition' });
    expect((await rows()).rows).toEqual(before.rows);
  });

  it('come with the demonstration', async () => {
    const { edition } = await rdg.importer.load(rdg.importer.demonstration('2026-06-30'));
    expect(edition.counts).toMatchObject({ decisions: 4, added: 4 });
  });
});

describe('any decisions', () => {
  const decision = fc.record({
    kind: fc.constantFrom<Decision['kind']>('withdrawal', 'suspension', 'prohibition', 'readmission', 'advertising'),
    effective: fc.integer({ min: 1, max: 9 }).map((at) => `2026-03-0${at}`),
    batches: fc.subarray(['A', 'B', 'C']),
    scope: fc.constantFrom<Decision['scope']>('wholesale', 'pharmacy', 'patient'),
  });
  it('stop a batch exactly when the last one about it stops it', () => {
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (made, at) => {
        const day = `2026-03-0${at}`;
        const all = made.map((one, place) => ({
          ...{ ...one, number: String(place).padStart(3, '0'), gtin, decided: '2026-03-01', product: 'X', reason: '' },
        }));
        const shuffled = [...all].reverse();
        const stopped = (batch: string) => {
          let open = true;
          for (let each = 1; each <= at; each++) {
            for (const one of all.filter(({ effective }) => effective === `2026-03-0${each}`)) {
              const counts = one.kind !== 'advertising' && one.scope !== 'wholesale';
              if (counts && (one.batches.length === 0 || one.batches.includes(batch)))
                open = one.kind === 'readmission';
            }
          }
          return !open;
        };
        for (const batch of ['A', 'B', 'C', 'D'])
          expect(verdictOf(shuffled, day, batch).answer).toBe(stopped(batch) ? 'stopped' : 'dispensable');
        // Unnamed: `D` stands for every batch that no decision names.
        const some = ['A', 'B', 'C', 'D'].some(stopped);
        expect(verdictOf(shuffled, day).answer !== 'dispensable').toBe(some);
        if (verdictOf(shuffled, day).answer === 'stopped') expect(stopped('D')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
