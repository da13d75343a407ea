/** The register of wholesalers on the real database: permits on days, files that are wrong. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeTables } from '#core/registers/table.ts';
import { type Face, openFace } from '#core/registers/test-face.ts';
import { type Wholesalers, wholesalers } from './index.ts';
import { header } from './publication.ts';

let face: Face<Wholesalers>;
beforeAll(async () => {
  face = await openFace(wholesalers);
});
afterAll(() => face.close());

const load = (day: string, rows: readonly (readonly string[])[]) =>
  face.system.importer.load(madeTables(day, { 'hurtownie.csv': { header, rows: () => rows } }), {
    manyWithdrawn: true,
  });
const row = (permit: string, from: string, to = '', regon = '123456785') => [
  ...[permit, 'Hurtownia', 'produkty lecznicze', 'Właściciel', '', regon, '', '', '', '', '', from, to, '', ''],
];

it('says on which days a permit holds', async () => {
  await load('2026-06-01', [row('GIF-N-4110/12/2019', '2019-03-01', '2026-05-31'), row('GIF/2', '2026-06-01')]);
  const answer = async (path: string) => (await face.get(`permits/${path}`)).body.answer;
  expect(await answer('GIF-N-4110-12-2019?day=2026-05-31')).toBe('holds');
  expect(await answer('GIF-N-4110-12-2019')).toBe('over');
  expect(await answer('GIF-2?day=2026-05-31')).toBe('not-yet');
  expect((await face.get('permits/regon:123456785')).body).toMatchObject({
    answer: 'holds',
    wholesaler: { permit: 'GIF/2' },
  });
  expect(await answer('regon:000000000')).toBe('unknown');
  expect((await face.get('permits/GIF-2?day=2026-02-30')).body.code).toBe('bad-day');
  const permit = await face.system.register.permit(face.database, 'GIF-N-4110/12/2019', '2026-05-31');
  expect(permit.wholesaler?.scope).toEqual(['produkty lecznicze']);
});

it.each([
  ['no permit', row('', '2019-03-01'), 'bad-rows'],
  ['an end before the beginning', row('A', '2019-03-01', '2018-01-01'), 'bad-rows'],
  ['a wrong REGON', row('A', '2019-03-01', '', '1'), 'bad-rows'],
])('refuses a file with %s', async (_, one, code) => {
  await expect(load('2026-06-02', [one])).rejects.toMatchObject({ code });
});

it('has invented wholesalers for the demonstration', async () => {
  const { edition } = await face.system.importer.load(face.system.importer.demonstration('2026-06-15'));
  expect(edition.counts.entries).toBe(3);
});
