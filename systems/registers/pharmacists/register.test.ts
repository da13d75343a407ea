/** The register of pharmacists on the real database: rights on days, who may read, files that are wrong. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeTables } from '#core/registers/table.ts';
import { type Face, openFace } from '#core/registers/test-face.ts';
import { medicalWorkersOf } from '#libs/population/index.ts';
import { type Pharmacists, pharmacists } from './index.ts';
import { header } from './publication.ts';

let face: Face<Pharmacists>;
beforeAll(async () => {
  face = await openFace(pharmacists);
});
afterAll(() => face.close());

const load = (day: string, rows: readonly (readonly string[])[]) =>
  face.system.importer.load(madeTables(day, { 'farmaceuci.csv': { header, rows: () => rows } }), {
    manyWithdrawn: true,
  });
const right = (npwz: string, day: string, known?: string) =>
  face.system.register.right(face.database, npwz, day, known);

it('says on which days the right holds, by what is known or was', async () => {
  await expect(right('12345678', '2026-06-01')).rejects.toMatchObject({ code: 'no-edition' });
  await load('2026-06-01', [['12345678', 'Anna', 'Sowa', 'OIA', 'farmacja kliniczna', '2015-07-01', '', '', '']]);
  await load('2026-06-10', [
    ['12345678', 'Anna', 'Sowa', 'OIA', '', '2015-07-01', '31.12.2026', '2026-06-12', '2026-06-20'],
  ]);
  expect(await right('12345678', '2026-06-12')).toMatchObject({
    answer: 'suspended',
    says: { pl: expect.any(String) },
  });
  expect((await right('12345678', '2026-06-12', '2026-06-05')).answer).toBe('holds');
  expect((await right('12345678', '2026-06-21')).answer).toBe('holds');
  expect((await right('12345678', '2027-01-01')).answer).toBe('over');
  expect((await right('12345678', '2015-06-30')).answer).toBe('not-yet');
  expect(await right('00000000', '2026-06-12')).toMatchObject({ answer: 'unknown' });
  // Patients do not read it.
  expect((await face.get('rights/12345678')).status).toBe(403);
  expect((await face.get('search?q=sowa')).status).toBe(403);
});

it.each([
  ['seven digits', ['1234567', 'A', 'B', '', '', '2015-07-01', '', '', '']],
  ['no name', ['12345678', '', 'B', '', '', '2015-07-01', '', '', '']],
  ['no beginning', ['12345678', 'A', 'B', '', '', '', '', '', '']],
])('refuses a file with %s', async (_, row) => {
  await expect(load('2026-06-11', [row])).rejects.toMatchObject({ code: 'bad-rows' });
});

it('knows the pharmacists of the demonstration', async () => {
  await face.system.importer.load(face.system.importer.demonstration('2026-06-15'), { manyWithdrawn: true });
  for (const { npwz, profession } of medicalWorkersOf(1)) {
    const expected = profession === 'farmaceuta' ? 'holds' : 'unknown';
    expect((await right(npwz, '2026-06-15')).answer).toBe(expected);
  }
});
