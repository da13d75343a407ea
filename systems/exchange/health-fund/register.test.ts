/** Contracts of the Fund on the real database: what holds when, cells, files that are wrong, the demonstration. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeTables } from '#core/registers/table.ts';
import { type Face, openFace } from '#core/registers/test-face.ts';
import { registeredFacilities } from '#libs/population/index.ts';
import { type HealthFundSystem, healthFundSystem } from './index.ts';
import { headers } from './publication.ts';

let face: Face<HealthFundSystem>;
beforeAll(async () => {
  face = await openFace(healthFundSystem);
});
afterAll(() => face.close());

type Rows = readonly (readonly string[])[];
const load = (day: string, contracts: Rows, places: Rows) =>
  face.system.importer.load(
    madeTables(day, {
      'umowy.csv': { header: headers.contracts, rows: () => contracts },
      'miejsca.csv': { header: headers.performances, rows: () => places },
    }),
    { manyWithdrawn: true },
  );
const contract = (number: string, code: string, from: string, to: string) => [
  ...['7', number, code, 'POZ', 'Przychodnia', '', '123456785', '000000927722', from, to],
];

it('hold on days, of a provider and of a cell', async () => {
  await load(
    '2026-06-01',
    [contract('07/1/26', '01', '2026-01-01', '2026-12-31'), contract('07/2/25', '02', '2025-01-01', '2025-12-31')],
    [['07', '07/1/26', '000000927722-001', '', '2026-03-01', '']],
  );
  const answer = async (path: string) => (await face.get(`contracts/${path}`)).body.answer;
  expect(await answer('07/07-1-26')).toBe('holds');
  expect(await answer('07/07-1-26?day=2027-01-01')).toBe('over');
  expect(await answer('07/07-1-26?day=2025-12-31')).toBe('not-yet');
  expect(await answer('08/07-1-26')).toBe('unknown');
  expect((await face.get('contracts/17/x')).status).toBe(400);
  const holding = async (key: string, day: string) =>
    (await face.get(`holding/${key}?day=${day}`)).body.contracts.map(({ number }: { number: string }) => number);
  expect(await holding('book:000000927722', '2025-06-01')).toEqual(['07/2/25']);
  expect(await holding('cell:000000927722-001', '2026-03-01')).toEqual(['07/1/26']);
  expect(await holding('cell:000000927722-001', '2026-02-28')).toEqual([]);
  // The place goes on, its contract does not.
  expect(await holding('cell:000000927722-001', '2027-01-01')).toEqual([]);
  expect(await face.system.register.contract(face.database, '07', '07/1/26', '2026-06-01')).toMatchObject({
    answer: 'holds',
  });
});

it.each<[string, Rows, Rows, string]>([
  ['a branch that is none', [['17', '1', '01', '', 'X', '', '', '', '2026-01-01', '']], [], 'bad-rows'],
  ['a wrong book', [['07', '1', '01', '', 'X', '', '', '12', '2026-01-01', '']], [], 'bad-rows'],
  ['a kind of services in words', [['07', '1', 'POZ', '', 'X', '', '', '', '2026-01-01', '']], [], 'bad-rows'],
  [
    'a place of no contract',
    [contract('1', '01', '2026-01-01', '')],
    [['07', '2', '000000927722-001', '', '2026-01-01', '']],
    'orphans',
  ],
  [
    'a contract twice',
    [contract('1', '01', '2026-01-01', ''), contract('1', '02', '2026-01-01', '')],
    [['07', '1', '000000927722-001', '', '2026-01-01', '']],
    'twice',
  ],
])('refuse a file with %s', async (_, contracts, places, code) => {
  const one = [['07', '1', '000000927722-001', '', '2026-01-01', '']];
  await expect(load('2026-06-02', contracts, places.length > 0 ? places : one)).rejects.toMatchObject({ code });
});

it('of the demonstration pay for every cell of its facilities', async () => {
  const { importer, register } = face.system;
  await importer.load(importer.demonstration('2026-06-15'), { manyWithdrawn: true });
  for (const { book, cells } of registeredFacilities().slice(0, 6)) {
    if (book === undefined) continue;
    for (const { number } of cells) {
      expect(await register.contractsOf(face.database, `cell:${number}`, '2026-06-15')).toMatchObject([{ book }]);
    }
  }
});
