/** The register of medicinal products on the real database: editions, days, search, and files that are wrong. */
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
import { fold } from '#libs/fhir/search/values.ts';
import { validate } from '#libs/fhir/validate.ts';
import { readRegister } from '#libs/medicinal-products/register.ts';
import { syntheticProduct, syntheticProducts } from '#libs/medicinal-products/synthetic.ts';
import { registerXml } from '#libs/medicinal-products/write-register.ts';
import { medicationKnowledgeOf, medicationOf } from './fhir.ts';
import { type MedicinalProduct, type MedicinalProducts, medicinalProducts } from './index.ts';

const runtime = fixedRuntime('2026-06-15T12:00:00Z');
const patient: Actor = { role: 'patient', id: 'p', name: 'P', purpose: 'PATRQT', patient: 'p', scopes: [] };
let database: TestDatabase;
let server: FastifyInstance;
let rpl: MedicinalProducts;

async function open(): Promise<void> {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime });
  rpl = medicinalProducts({ database, audit, runtime });
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  const authenticate = async ({ headers }: { headers: object }) => ('authorization' in headers ? patient : undefined);
  serveOperations(server, rpl.operations, { database, audit, runtime, authenticator: { authenticate } });
}
beforeAll(open);
afterAll(async () => {
  await server.close();
  await database.drop();
});

const file = (day: string, products: Iterable<MedicinalProduct>) =>
  madeFile('overall.xml', () => registerXml(day, products));
const load = (day: string, products: readonly MedicinalProduct[], manyWithdrawn = true) =>
  rpl.importer.load(file(day, products), { manyWithdrawn });
const get = async (path: string) => {
  const answer = await server.inject({ url: `/api/medicinal-products/${path}`, headers: { authorization: 'p' } });
  return { status: answer.statusCode, body: answer.json() };
};
/** As it is after it was written into a file and read again: what is undefined is not there. */
const plain = (product: MedicinalProduct): MedicinalProduct => JSON.parse(JSON.stringify(product));
const editions = async () => (await get('editions')).body.editions;

const people = (places: readonly number[]) => places.map((place) => syntheticProduct(7, place));
/** A product of the history: one of eight, in one of three versions. */
const versionOf = (place: number, version: number): MedicinalProduct => ({
  ...syntheticProduct(7, place),
  holder: `Wytwórca ${version}`,
});

describe('an edition', () => {
  it('is found on its day and later, refused or answered clearly before', async () => {
    expect((await get('search?q=ram')).body).toMatchObject({ code: 'no-edition' });
    await load('2026-01-10', people([0, 1, 2]));
    const second = people([0, 1, 3]).map((one) => (one.id === '990000001' ? { ...one, strength: '7 mg' } : one));
    const { edition } = await load('2026-02-10', second);
    expect(edition.counts).toMatchObject({ products: 3, added: 1, changed: 1, withdrawn: 1 });
    expect((await get('products/990000002?day=2026-02-09')).body.id).toBe('990000002');
    expect((await get('products/990000002?day=2026-02-10')).body.code).toBe('no-such-product');
    expect((await get('products/990000002?day=2026-01-09')).body.code).toBe('no-edition');
    expect((await get('products/990000001?day=2026-02-31')).body.code).toBe('bad-day');
    expect((await get('editions/2/changes')).body.changes).toMatchObject([
      { id: '990000001', change: 'changed', differences: [{ what: 'strength', after: '7 mg' }] },
      { id: '990000002', change: 'withdrawn' },
      { id: '990000003', change: 'new' },
    ]);
    expect((await get('editions/9/changes')).body.code).toBe('no-such-edition');
    expect((await get('products/990000001/versions')).body.versions).toMatchObject([
      { since: 2, from: '2026-02-10' },
      { since: 1, from: '2026-01-10', until: 2, to: '2026-02-10' },
    ]);
  });

  it('comes once, not backwards, and not from two commands at once', async () => {
    const many = people(Array.from({ length: 300 }, (_, at) => at));
    const both = await Promise.allSettled([load('2026-03-01', many), load('2026-03-01', many)]);
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    const already = both.flatMap((one) => (one.status === 'fulfilled' && one.value.already ? ['already'] : []));
    expect([...refused, ...already]).toHaveLength(1);
    expect(await load('2026-03-01', many)).toMatchObject({ already: true, edition: { number: 3 } });
    await expect(load('2026-02-28', people([0]))).rejects.toMatchObject({ code: 'older-edition' });
    expect(await editions()).toHaveLength(3);
    const { rows } = await database.query<{ n: number }>(
      `select count(*)::int as n from audit.event where kind = 'import-medicinal-products'`,
    );
    expect(rows[0]?.n).toBe(3);
  });

  it.each([
    ['a file that is cut off', (xml: string) => xml.slice(0, xml.length / 2), 'bad-xml'],
    ['a product without a number', (xml: string) => xml.replace('id="990000002"', 'id=""'), 'bad-products'],
    ['a product that comes twice', (xml: string) => xml.replace('"990000002"', '"990000001"'), 'bad-products'],
    ['another document', () => '<html><body/></html>', 'not-the-register'],
    ['no XML', () => 'Lp.;Nazwa\n', 'bad-xml'],
    ['nothing', () => '', 'bad-xml'],
    ['a register without products', () => [...registerXml('2026-04-01', [])].join(''), 'no-products'],
    ['no day', (xml: string) => xml.replace('2026-04-01', 'wczoraj'), 'bad-day'],
    ['much less than there was', () => [...registerXml('2026-04-01', people([0, 1]))].join(''), 'many-withdrawn'],
  ])('is refused for %s, and nothing is changed', async (_, spoil, code) => {
    const xml = [...registerXml('2026-04-01', people([0, 1, 2, 3]))].join('');
    const before = await editions();
    const call = rpl.importer.load(madeFile('overall.xml', () => [spoil(xml)]));
    await expect(call).rejects.toMatchObject({ code, name: 'Refusal' });
    expect(await editions()).toEqual(before);
    const { rows } = await database.query(`select 1 from medicinal_products.product where since > 3 or until > 3`);
    expect(rows).toEqual([]);
  });
});

describe('any history of imports', () => {
  const imports = fc.array(
    fc.record({
      later: fc.integer({ min: 0, max: 3 }),
      products: fc.dictionary(fc.constantFrom(...'01234567'), fc.integer({ min: 0, max: 2 }), { minKeys: 1 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  it('is read back on every day as the last import of that day or before', async () => {
    await fc.assert(
      fc.asyncProperty(imports, async (history) => {
        await database.query('truncate registers.edition, medicinal_products.product');
        const days = Array.from({ length: 20 }, (_, at) => `2026-05-${String(at + 1).padStart(2, '0')}`);
        const known = new Map<string, MedicinalProduct[]>();
        let at = 1;
        for (const { later, products } of history) {
          at += later;
          const now = Object.entries(products).map(([place, version]) => versionOf(Number(place), version));
          await load(days[at] as string, now);
          known.set(days[at] as string, now.map(plain));
        }
        let expected: MedicinalProduct[] | undefined;
        for (const day of days) {
          expected = known.get(day) ?? expected;
          for (let place = 0; place < 8; place++) {
            const { id } = syntheticProduct(7, place);
            const read = rpl.register.product(database, id, day);
            if (!expected) await expect(read).rejects.toMatchObject({ code: 'no-edition' });
            else expect(await read).toEqual(expected.find((one) => one.id === id));
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe('search', () => {
  const products = [...syntheticProducts(3, 400)];
  beforeAll(async () => {
    await database.query('truncate registers.edition, medicinal_products.product');
    await load('2026-06-01', products);
  });

  it('finds a product by every beginning of every word of it', async () => {
    const words = (p: MedicinalProduct) =>
      [p.name, p.commonName, p.strength, p.form, ...p.atc, ...p.substances.map(({ name }) => name)]
        .concat(p.packages.flatMap(({ gtin }) => [gtin, gtin?.replace(/^0+/, '')]))
        .flatMap((text) => fold(text ?? '').split(' '))
        .filter((word) => word !== '');
    const asked = fc.constantFrom(...products).chain((product) =>
      fc.constantFrom(...words(product)).chain((word) =>
        fc.record({
          product: fc.constant(product),
          beginning: fc.integer({ min: 1, max: word.length }).map((long) => word.slice(0, long)),
          rest: fc.constantFrom(...fold(product.name).split(' ')),
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(asked, async ({ product, beginning, rest }) => {
        const found = await rpl.register.search(database, { text: `${beginning} ${rest.toUpperCase()}`, count: 100 });
        expect(found.map(({ id }) => id)).toContain(product.id);
        const alone = await rpl.register.search(database, { text: beginning, count: 100 });
        // One letter finds more than a page holds; what it finds does begin so.
        if (alone.length < 100) expect(alone.map(({ id }) => id)).toContain(product.id);
        for (const one of alone) expect(words(one).some((word) => word.startsWith(beginning))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('puts names that begin so first, then names, substances, the rest; strengths in their order', async () => {
    const invented = (id: string, changes: Partial<MedicinalProduct>): MedicinalProduct => ({
      ...{ ...syntheticProduct(3, 0), id, name: 'Inny', commonName: undefined, substances: [], packages: [] },
      ...changes,
    });
    await load('2026-06-02', [
      invented('1', { form: 'żółtek' }),
      invented('2', { substances: [{ name: 'Żółtek' }] }),
      invented('3', { name: 'Nowy Żółtek' }),
      invented('4', { name: 'Żółtek', strength: '10 mg' }),
      invented('5', { name: 'Żółtek', strength: '5 mg' }),
      invented('6', { name: 'Żółtek', kind: 'veterinary' }),
    ]);
    const ids = async (query: string) =>
      (await get(`search?${query}`)).body.products.map(({ id }: MedicinalProduct) => id);
    expect(await ids('q=zolt')).toEqual(['5', '4', '3', '2', '1']);
    expect(await ids(`q=${encodeURIComponent('ŻÓŁTEK 10')}`)).toEqual(['4']);
    expect(await ids('q=zolt&kind=veterinary')).toEqual(['6']);
    expect(await ids('q=zoltek&day=2026-06-01')).toEqual([]);
    expect((await get('search?q=%20-%20')).body.code).toBe('nothing-to-look-for');
    expect((await get('search')).status).toBe(400);
    expect((await get(`search?q=${'a+'.repeat(90)}`)).status).toBeLessThan(500);
    expect((await server.inject({ url: '/api/medicinal-products/search?q=a' })).statusCode).toBe(401);
  });
});

describe('the file and FHIR', () => {
  it('are read back as they were written', async () => {
    const written = [...syntheticProducts(5, 60)].map((one, at) => ({ ...one, name: `${one.name} & <„${at}”>` }));
    const pieces = async function* () {
      yield* registerXml('2026-06-01', written);
    };
    expect((await Array.fromAsync(readRegister(pieces()))).map(plain)).toEqual(written.map(plain));
  });

  it('shows valid FHIR, and refuses codes that are none', async () => {
    for (const product of [...syntheticProducts(3, 60)]) {
      expect(await validate(medicationKnowledgeOf(product))).toEqual([]);
      for (const one of product.packages) expect(await validate(medicationOf({ product, package: one }))).toEqual([]);
    }
    const product = syntheticProduct(9, 1);
    await load('2026-06-03', [product]);
    const gtin = product.packages[0]?.gtin ?? '';
    const medication = (await get(`packages/${gtin.slice(1)}/medication`)).body;
    expect(medication).toMatchObject({ resourceType: 'Medication', status: 'active' });
    expect(medication.code.coding).toContainEqual(expect.objectContaining({ system: 'urn:oid:1.3.160', code: gtin }));
    expect((await get('packages/5909990000013')).body.code).toBe('bad-gtin');
    expect((await get('packages/4006381333931')).body.code).toBe('no-such-package');
  });
});
