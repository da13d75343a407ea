/** Messages of turnover and stock on the real database: life, rules, corrections, reports; stock by any history. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { type Face, openFace, operator } from '#core/registers/test-face.ts';
import { makeEan13, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { type DrugSupply, drugSupply } from './index.ts';
import { thousandths } from './reading-messages.ts';

let face: Face<DrugSupply>;
beforeAll(async () => {
  face = await openFace(() =>
    drugSupply({
      place: async (_tx, _kind, id) => (id === 'closed' ? undefined : { regon: id === 'other' ? '222' : '111' }),
      numbersOf: async () => ({ regon: '111' }),
      isKnown: async (_tx, gtin) => gtin !== unknown,
    }),
  );
});
beforeEach(() => face.database.query('truncate drug_supply.message, drug_supply.movement, drug_supply.stock'));
afterAll(() => face.close());

const pharmacist: Actor = { role: 'pharmacist', id: 'f', name: 'F', purpose: 'TREAT', facility: 'org', scopes: [] };
const [gtin, unknown] = [toGtin14(makeEan13('590', 1)), toGtin14(makeEan13('590', 2))];

interface Given {
  number: string;
  day: string;
  corrects?: string;
  opening?: boolean;
  place?: string;
  positions?: [kind: string, quantity: string, fields?: { [name: string]: string }][];
}
const tag = (name: string, text: string | undefined) => (text === undefined ? '' : `<${name}>${text}</${name}>`);
const message = ({ number, day, corrects, opening, place = '1', positions = [['ZAKUP', '1']] }: Given) =>
  `<os:komunikatOS xmlns:os="urn:x"><naglowek>${tag('numerKomunikatu', number)}<rodzajMpd>apteka</rodzajMpd>
    ${tag('identyfikatorMpd', place)}${tag('dzien', day)}${tag('numerKorygowany', corrects)}
    ${opening ? '<bilansOtwarcia>TAK</bilansOtwarcia>' : ''}</naglowek>
    ${positions
      .map(([kind, quantity, fields]) => {
        const all = { gtin, seria: 'A1', dataWaznosci: '2027-12-31', ilosc: quantity, wartosc: '12,50', ...fields };
        const inner = Object.entries(all).map(([name, text]) => (text === '' ? '' : tag(name, text)));
        return `<transakcja><rodzaj>${kind}</rodzaj><pozycja>${inner.join('')}</pozycja></transakcja>`;
      })
      .join('')}</os:komunikatOS>`;
const send = async (given: Given | string, as: Actor = pharmacist) =>
  (await face.send('POST', 'messages', { message: typeof given === 'string' ? given : message(given) }, as)).body;
const codes = async (given: Given) =>
  (await send(given)).findings.map(({ code, level }: { code: string; level: string }) => `${level} ${code}`);
const open = (quantity = '10') => send({ number: 'B', day: '2026-06-01', opening: true, positions: [['', quantity]] });
const stock = async (place = 'pharmacy:1') => (await face.get(`places/${place}/stock`, operator)).body.stock;

describe('the life of messages', () => {
  it('begins with one opening balance, and each day is reported once', async () => {
    expect(await codes({ number: '1', day: '2026-06-01' })).toEqual(['reject EZ-BEZ-BILANSU']);
    expect(await open()).toMatchObject({ status: 'accepted', place: 'pharmacy:1', findings: [] });
    expect(await codes({ number: 'B2', day: '2026-06-02', opening: true })).toEqual(['reject EZ-BILANS']);
    expect(await codes({ number: '1', day: '2026-05-31' })).toEqual(['reject EZ-PRZED-BILANSEM']);
    expect((await send({ number: '1', day: '2026-06-01', positions: [['SPRZEDAZ', '2,5']] })).status).toBe('accepted');
    expect(await codes({ number: '2', day: '2026-06-01' })).toEqual(['reject EZ-DZIEN']);
    expect(await codes({ number: '1', day: '2026-06-02' })).toEqual(['reject EZ-NUMER']);
    expect(await codes({ number: '3', day: '2026-06-15' })).toEqual(['reject EZ-PRZYSZLOSC']);
    expect(await codes({ number: '4', day: '2026-06-03', place: 'closed' })).toEqual([
      'reject EZ-MPD',
      'reject EZ-BEZ-BILANSU',
    ]);
    expect(await stock()).toMatchObject([{ gtin, series: 'A1', quantity: 7500, expires: '2027-12-31' }]);
  });

  it('lets a correction take the place of what it names, once', async () => {
    await open();
    await send({ number: '1', day: '2026-06-02', positions: [['SPRZEDAZ', '2']] });
    expect(
      (await send({ number: '1k', day: '2026-06-02', corrects: '1', positions: [['SPRZEDAZ', '3']] })).status,
    ).toBe('accepted');
    expect(await stock()).toMatchObject([{ quantity: 7000 }]);
    expect(await codes({ number: '1l', day: '2026-06-02', corrects: '1' })).toEqual(['reject EZ-KOREKTA']);
    expect(await codes({ number: '1m', day: '2026-06-03', corrects: '1k' })).toEqual(['reject EZ-KOREKTA']);
    expect(
      await codes({ number: 'Bk', day: '2026-06-01', corrects: 'B', opening: true, positions: [['', '20']] }),
    ).toEqual([]);
    expect(await stock()).toMatchObject([{ quantity: 17_000 }]);
    const { messages } = (await face.get('places/pharmacy:1/messages', operator)).body;
    expect(messages.filter(({ status }: { status: string }) => status === 'superseded')).toHaveLength(2);
  });

  it('counts a report once when it comes twice at the same moment', async () => {
    await open();
    const both = await Promise.all(
      ['1', '1'].map((number) => send({ number, day: '2026-06-02', positions: [['ZAKUP', '5']] })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['accepted', 'rejected']);
    expect(await stock()).toMatchObject([{ quantity: 15_000 }]);
  });
});

describe('a finding', () => {
  it.each<[string, { [name: string]: string }, string[]]>([
    ['no series', { seria: '' }, ['reject TROSPOZ71']],
    ['no expiry', { dataWaznosci: '' }, ['reject TROSPOZ75']],
    [
      'more of the series than of the product',
      { stanIloscDostepny: '1', stanIloscDostepnySeria: '2' },
      ['reject TROSPOZ76'],
    ],
    ['more withheld of the series', { stanIloscWstrzWycof: '1', stanIloscWstrzWycofSeria: '2' }, ['reject TROSPOZ77']],
    ['a negative quantity', { ilosc: '-1' }, ['reject XSD-UJEMNE']],
    ['a negative value', { wartosc: '-0,01' }, ['reject XSD-UJEMNE']],
    ['no quantity', { ilosc: '' }, ['reject XSD']],
    ['a quantity in words', { ilosc: 'dwa' }, ['reject XSD']],
    ['a day that is none', { dataWaznosci: '2027-02-30' }, ['reject XSD']],
    ['a wrong check digit', { gtin: '05909991023650' }, ['reject EZ-GTIN']],
    ['a code that the register lacks', { gtin: unknown }, ['warn EZ-NIEZNANY']],
    ['another stock than follows', { stanIloscDostepny: '9', stanIloscDostepnySeria: '9' }, ['warn EZ-STAN']],
    [
      'the stock that follows',
      {
        stanIloscDostepny: '20',
        stanIloscDostepnySeria: '10',
        stanIloscWstrzWycofSeria: '1',
        stanIloscWstrzWycof: '1',
      },
      [],
    ],
  ])('tells of %s', async (_, fields, expected) => {
    await open();
    expect(await codes({ number: '1', day: '2026-06-02', positions: [['ZAKUP', '1', fields]] })).toEqual(expected);
  });

  it('tells of kinds, expired goods and a stock below nothing, in two languages', async () => {
    await open('1');
    expect(await codes({ number: '1', day: '2026-06-02', positions: [['DAROWIZNA', '1']] })).toEqual([
      'reject EZ-RODZAJ',
    ]);
    expect(await codes({ number: '1', day: '2026-06-02', positions: [] })).toEqual(['reject EZ-PUSTY']);
    const { findings } = await send({
      ...{ number: '2', day: '2026-06-03', positions: [['WYDANIE', '2', { dataWaznosci: '2026-06-01' }]] },
    });
    expect(findings).toMatchObject([
      { code: 'EZ-PRZETERMINOWANY', gtin, pl: expect.any(String), en: expect.any(String) },
      { code: 'EZ-UJEMNY-STAN' },
    ]);
    const { rules } = (await face.get('rules', operator)).body;
    expect(rules.every(({ pl, en }: { pl: string; en: string }) => pl !== '' && en !== '')).toBe(true);
    expect(rules.map(({ code }: { code: string }) => code)).toContain('TROSPOZ76');
  });
});

describe('what is no message', () => {
  it.each([
    ['cut off', message({ number: '1', day: '2026-06-02' }).slice(0, 200), 'bad-xml'],
    ['with entities', '<!DOCTYPE a [<!ENTITY x "y">]><komunikatOS>&x;</komunikatOS>', 'bad-xml'],
    ['deep', '<komunikatOS>'.repeat(100), 'bad-xml'],
    ['another document', '<html/>', 'not-a-message'],
    ['without a day', message({ number: '1', day: '' }), 'bad-header'],
    ['with a day that is none', message({ number: '1', day: '2026-02-30' }), 'bad-header'],
    ['of a shop', message({ number: '1', day: '2026-06-02' }).replace('apteka', 'sklep'), 'bad-header'],
    ['with a number of signs', message({ number: '1;drop', day: '2026-06-02' }), 'bad-header'],
    ['of a place of others', message({ number: '1', day: '2026-06-02', place: 'other' }), 'not-your-place'],
  ])('is refused: %s', async (_, xml, code) => {
    const { code: given } = await send(xml);
    expect(given).toBe(code);
    expect((await face.database.query('select 1 from drug_supply.message')).rows).toEqual([]);
  });

  it('is refused to patients and operators, whose reading differs', async () => {
    expect((await face.send('POST', 'messages', { message: 'x' })).status).toBe(403);
    expect((await face.send('POST', 'messages', { message: 'x' }, operator)).status).toBe(403);
    expect((await face.get('places/pharmacy:other/stock', pharmacist)).body.code).toBe('not-your-place');
    expect((await face.get('shortages', pharmacist)).status).toBe(403);
  });

  it('has numbers as they are written', () => {
    expect(['1', '0,5', '12.345', '-1', '-0', '1,2345', '', 'x', '1e3'].map((text) => thousandths(text))).toEqual([
      ...[1000, 500, 12_345, -1000, 0, undefined, undefined, undefined, undefined],
    ]);
  });
});

describe('reports', () => {
  it('say what is short where, who has it, and how good a reporter is', async () => {
    await open();
    await send({ number: 'B', day: '2026-06-01', opening: true, place: '2', positions: [['', '500']] });
    for (const [at, day] of ['2026-06-02', '2026-06-03', '2026-06-05'].entries()) {
      await send({ number: `1/${at}`, day, positions: [['WYDANIE', '3']] });
      await send({ number: `2/${at}`, day, place: '2', positions: [['WYDANIE', '3']] });
    }
    await send({ number: 'X', day: '2026-06-06', positions: [['WYDANIE', '1', { seria: '' }]] });
    const { shortages } = (await face.get('shortages?days=5&ahead=7&day=2026-06-06', operator)).body;
    expect(shortages).toEqual([{ gtin, places: 2, without: 0, short: 1, stock: 492_000, perDay: 3600 }]);
    expect((await face.get(`products/${gtin}/holders`, operator)).body.holders).toEqual([
      { place: 'pharmacy:2', quantity: 491_000 },
      { place: 'pharmacy:1', quantity: 1000 },
    ]);
    const quality = (await face.get('places/pharmacy:1/quality?from=2026-06-01&to=2026-06-06', operator)).body;
    expect(quality).toMatchObject({ messages: 5, rejected: 1, corrections: 0 });
    expect(quality.daysWithout).toEqual(['2026-06-01', '2026-06-04', '2026-06-06']);
    expect(quality.findings).toMatchObject([{ code: 'TROSPOZ71', level: 'reject', count: 1 }]);
    expect((await face.get('places/pharmacy:1/quality?from=2026-06-06&to=2026-06-01', operator)).body.code).toBe(
      'bad-day',
    );
    expect((await face.get('products/123/holders', operator)).body.code).toBe('bad-gtin');
  });
});

describe('the stock', () => {
  const day = (at: number) => `2026-06-${String(at).padStart(2, '0')}`;
  const position = fc.tuple(
    fc.constantFrom('ZAKUP', 'SPRZEDAZ', 'WYDANIE', 'UBYTEK', 'NADWYZKA', 'ZWROT_OD_ODBIORCY'),
    fc.integer({ min: 0, max: 50_000 }),
    fc.constantFrom('A1', 'B2'),
  );
  const signs: { [kind: string]: number } = { ZAKUP: 1, NADWYZKA: 1, ZWROT_OD_ODBIORCY: 1 };
  const step = fc.record({
    day: fc.integer({ min: 2, max: 5 }),
    positions: fc.array(position, { minLength: 1, maxLength: 4 }),
  });
  const written = (amount: number) => `${Math.floor(amount / 1000)},${String(amount % 1000).padStart(3, '0')}`;

  it('is that of the last versions alone, after any history of reports, corrections and repetitions', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (history) => {
        await face.database.query('truncate drug_supply.message, drug_supply.movement, drug_supply.stock');
        await open();
        const last = new Map<number, { number: string; positions: (typeof history)[number]['positions'] }>();
        for (const [at, { day: on, positions }] of history.entries()) {
          const before = last.get(on);
          const given: Given = {
            ...{ number: `n${at}`, day: day(on), ...(before ? { corrects: before.number } : {}) },
            positions: positions.map(([kind, amount, seria]) => [kind, written(amount), { seria }]),
          };
          expect((await send(given)).status).toBe('accepted');
          // The same again counts for nothing.
          expect((await send(given)).status).toBe('rejected');
          last.set(on, { number: given.number, positions });
        }
        const expected = new Map([['A1', 10_000]]);
        for (const { positions } of last.values())
          for (const [kind, amount, series] of positions)
            expected.set(series, (expected.get(series) ?? 0) + (signs[kind] ?? -1) * amount);
        const found = new Map(
          (await stock()).map((row: { series: string; quantity: number }) => [row.series, row.quantity]),
        );
        for (const [series, quantity] of expected) expect(found.get(series) ?? 0).toBe(quantity);
      }),
      { numRuns: 12 },
    );
  });
});
