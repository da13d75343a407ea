/** Reimbursement lists on the real database, and the rule of payment. */
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { madeFile } from '#core/registers/table.ts';
import { fixedRuntime } from '#core/runtime/runtime.ts';
import { makeEan13, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { type ReimbursementLists, reimbursementLists } from './index.ts';
import { type Item, levels } from './model.ts';
import { priceOf } from './payment.ts';

const runtime = fixedRuntime('2026-06-15T12:00:00Z');
const patient: Actor = { role: 'patient', id: 'p', name: 'P', purpose: 'PATRQT', patient: 'p', scopes: [] };
const gtin = toGtin14(makeEan13('200', 1));
let database: TestDatabase;
let server: FastifyInstance;
let lists: ReimbursementLists;

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  lists = reimbursementLists({ database, audit, runtime, products: { availability: async () => 'Rp' } });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const authenticate = async ({ headers }: { headers: object }) => ('authorization' in headers ? patient : undefined);
  serveOperations(server, lists.operations, { database, audit, runtime, authenticator: { authenticate } });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const header = 'GTIN;Nazwa;Cena detaliczna;Limit finansowania;Poziom odpłatności;Dopłata;Zakres wskazań;Uprawnienia';
const list = (from: string, rows: readonly string[], to?: string) =>
  [
    `# lista: Lista ${from}`,
    `# obowiazuje-od: ${from}`,
    ...(to ? [`# obowiazuje-do: ${to}`] : []),
    header,
    ...rows,
  ].join('\n');
const load = (text: string) => lists.importer.load(madeFile('lista.csv', () => [text]));
const headers = { authorization: 'p' };
const ask = async (payload: object) => {
  const answer = await server.inject({ method: 'POST', url: '/api/reimbursement-lists/price', headers, payload });
  return { status: answer.statusCode, body: answer.json() };
};

const item = (changes: Partial<Item>): Item => ({
  ...{ gtin, name: 'Zmyślon', substance: '', limitGroup: '', price: 5000, limit: 4000, level: '30%' as const },
  ...{ indications: '', entitlements: [], ...changes },
});
const facts = { gtin, day: '2026-06-15', list: undefined, availability: 'Rp' };
const pays = (changes: Partial<Item>, asked: object = {}) =>
  priceOf({ ...facts, items: [item(changes)], ...asked }).payments[0]?.pays;

describe('the payment', () => {
  it.each([
    ['30 % of the limit and all above it', {}, {}, 2200],
    ['half a grosz goes up', { price: 15, limit: 15, level: '30%' }, {}, 5],
    ['free up to the limit', { level: 'B' }, {}, 1000],
    ['the lump sum', { level: 'R', price: 4000 }, {}, 320],
    ['no lump sum above the price', { level: 'R', price: 100, limit: 4000 }, {}, 100],
    ['what the list says itself', { payment: 1234 }, {}, 1234],
    ['all of it at 100 %', { payment: 1234 }, { level: '100%' }, 5000],
    ['S from the 65th birthday', { entitlements: ['S'] }, { entitlements: ['S'], birthDate: '1961-06-15' }, 0],
    ['no S the day before', { entitlements: ['S'] }, { entitlements: ['S'], birthDate: '1961-06-16' }, 2200],
    [
      'S from 75 until August 2023',
      { entitlements: ['S'] },
      { entitlements: ['S'], birthDate: '1950-01-01', day: '2023-08-31' },
      2200,
    ],
    ['DZ until the 18th birthday', { entitlements: ['DZ'] }, { entitlements: ['DZ'], birthDate: '2008-06-16' }, 0],
    ['no DZ on it', { entitlements: ['DZ'] }, { entitlements: ['DZ'], birthDate: '2008-06-15' }, 2200],
    ['C', { entitlements: ['C'] }, { entitlements: ['C'] }, 0],
    ['no S at 100 %', { entitlements: ['S'] }, { entitlements: ['S'], birthDate: '1950-01-01', level: '100%' }, 5000],
    ['IB whatever is written', {}, { entitlements: ['IB'], level: '100%' }, 0],
    ['no IB for what needs no prescription', {}, { entitlements: ['IB'], availability: 'OTC' }, 2200],
    ['ZK up to the limit', {}, { entitlements: ['ZK'] }, 1000],
    ['nothing by what is not confirmed', {}, { entitlements: ['WP'] }, 2200],
  ])('is %s', (_, changes, asked, expected) => {
    expect(pays(changes as Partial<Item>, asked)).toBe(expected);
  });

  it('never is less than nothing or more than the price, and an entitlement never makes it dearer', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    const codes = ['S', 'DZ', 'C', 'IB', 'IW', 'ZK', 'PO', 'AZ', 'WP', 'WE'];
    const items = fc.record({
      ...{ price: amount, limit: amount, level: fc.constantFrom(...levels) },
      entitlements: fc.subarray(['S', 'DZ', 'C']),
    });
    const asked = fc.record({
      entitlements: fc.subarray(codes),
      birthDate: fc.constantFrom('1940-01-01', '1961-06-15', '2000-01-01', '2020-02-29'),
      level: fc.constantFrom(undefined, '100%' as const),
      availability: fc.constantFrom('Rp', 'Rpz', 'OTC', undefined),
    });
    fc.assert(
      fc.property(items, asked, (changes, request) => {
        const [with_, without] = [pays(changes, request), pays(changes, { ...request, entitlements: [] })];
        expect(with_).toBeGreaterThanOrEqual(0);
        expect(without).toBeLessThanOrEqual(changes.price);
        expect(with_).toBeLessThanOrEqual(without ?? -1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('lists', () => {
  it('are asked over HTTP, and what is wrong is said', async () => {
    expect((await ask({ gtin })).body.code).toBe('no-list');
    const rows = [`${gtin};Zmyślon 5 mg;50,00;40;30%;;A;S`, `${gtin};Zmyślon 5 mg;50,00;40;ryczałt;13,20;B;`];
    expect(await load(list('2026-05-01', rows, '2026-06-30'))).toMatchObject({ edition: { counts: { positions: 2 } } });
    expect(await load(list('2026-05-01', rows, '2026-06-30'))).toMatchObject({ already: true });
    const { body } = await ask({ gtin: gtin.slice(1), entitlements: ['S'], birthDate: '1950-01-01' });
    expect(body).toMatchObject({ reimbursed: true, list: { title: 'Lista 2026-05-01', validTo: '2026-06-30' } });
    expect(body.payments).toMatchObject([
      { level: '30%', pays: 0, entitlement: 'S' },
      { level: 'R', pays: 1320, by: 'published' },
    ]);
    expect((await ask({ gtin, entitlements: ['S'] })).body.notes).toMatchObject([{ code: 'birth-date-needed' }]);
    expect((await ask({ gtin: toGtin14(makeEan13('200', 2)) })).body).toMatchObject({
      ...{ reimbursed: false, payments: [], notes: [{ code: 'price-is-free' }] },
    });
    for (const [wrong, code] of [
      [{ gtin: '123' }, 'bad-gtin'],
      [{ gtin, day: '2026-02-30' }, 'bad-day'],
      [{ gtin, birthDate: '2026-06-16' }, 'born-later'],
      [{ gtin, entitlements: ['XX'] }, 'no-such-entitlement'],
      [{ gtin, day: '2026-07-01' }, 'no-list'],
    ] as const)
      expect((await ask(wrong)).body.code).toBe(code);
    expect((await ask({ gtin, level: '70%' })).status).toBe(400);
    const items = await server.inject({ url: `/api/reimbursement-lists/items/${gtin}?day=2026-05-01`, headers });
    expect(items.json().items).toHaveLength(2);
    expect((await server.inject({ url: '/api/reimbursement-lists/lists' })).statusCode).toBe(401);
  });

  it.each([
    ['a wrong check digit', `${gtin.slice(0, -1)}0;X;1;1;R;;;`, 'bad-rows'],
    ['no money', `${gtin};X;drogo;1;R;;;`, 'bad-rows'],
    ['an unknown level', `${gtin};X;1;1;40%;;;`, 'bad-rows'],
    ['an unknown entitlement', `${gtin};X;1;1;R;;;QQ`, 'bad-rows'],
    ['no rows', '', 'no-rows'],
  ])('are refused for %s, and nothing is changed', async (_, row, code) => {
    const before = await database.query('select count(*) from reimbursement_lists.list');
    await expect(load(list('2026-08-01', [row]))).rejects.toMatchObject({ code, name: 'Refusal' });
    await expect(load(`${header}\n${row}`)).rejects.toMatchObject({ code: 'missing-head' });
    await expect(load(list('jutro', [row]))).rejects.toMatchObject({ code: 'bad-day' });
    await expect(load(list('2026-08-01', [row], '2026-07-01'))).rejects.toMatchObject({ code: 'bad-day' });
    await expect(load('# lista: x\n# obowiazuje-od: 2026-08-01\nInne;Pola\n')).rejects.toMatchObject({
      code: 'missing-columns',
    });
    expect((await database.query('select count(*) from reimbursement_lists.list')).rows).toEqual(before.rows);
  });

  it('hold as the history of imports says, corrections and lists out of order included', async () => {
    const dayOf = (at: number) => `2026-03-${String(at).padStart(2, '0')}`;
    const history = fc.array(
      fc.record({
        from: fc.integer({ min: 2, max: 14 }),
        long: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
        price: fc.integer({ min: 1, max: 999 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(history, async (imports) => {
        await database.query('truncate registers.edition, reimbursement_lists.list, reimbursement_lists.item');
        for (const { from, long, price } of imports) {
          const to = long === undefined ? undefined : dayOf(from + long);
          await load(list(dayOf(from), [`${gtin};Zmyślon;${price},00;0,00;30%;;;`], to));
        }
        for (let at = 1; at <= 24; at++) {
          const begun = imports.filter(({ from }) => from <= at);
          const last = Math.max(...begun.map(({ from }) => from));
          const held = begun.filter(({ from }) => from === last).at(-1);
          const answer = lists.prices.price(database, { gtin, day: dayOf(at) });
          if (!held || (held.long !== undefined && held.from + held.long < at))
            await expect(answer).rejects.toMatchObject({ code: 'no-list' });
          else expect((await answer).payments[0]?.price).toBe(held.price * 100);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('come with the demonstration', async () => {
    const { edition } = await lists.importer.load(lists.importer.demonstration('2026-06-15'));
    expect(edition.counts.positions).toBeGreaterThan(300);
  });
});
