/** The register of medical entities on the real database: what works when, what is refused, FHIR, the demonstration. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headOf, madeTables } from '#core/registers/table.ts';
import { type Face, openFace } from '#core/registers/test-face.ts';
import { validate } from '#libs/fhir/validate.ts';
import { registeredFacilities } from '#libs/population/index.ts';
import { headers } from './demonstration.ts';
import { type MedicalEntities, medicalEntities } from './index.ts';

let face: Face<MedicalEntities>;
beforeAll(async () => {
  face = await openFace(medicalEntities);
});
afterAll(() => face.close());

type Rows = readonly (readonly string[])[];
const entity = ['927722', 'Przychodnia', '', '', 'Wojewoda', 'Polna 1', '00-100', 'Warszawa', '1465011', '0918123'];
const cell = (part: string, speciality: string, ...time: string[]) => [
  ...['000000927722', '11', part, speciality, '', `Poradnia ${part}`, '', '', '', '', '', ...time],
];
const publication = (day: string, { cells, units, to = '' }: { cells: Rows; units?: Rows; to?: string }) =>
  madeTables(day, {
    'podmioty.csv': { header: headers.entities, rows: () => [[...entity, '2010-01-01', to]] },
    'jednostki.csv': {
      header: headers.units,
      rows: () => units ?? [['000000927722', '11', 'Jednostka', '', '', '', '', '', '01.02.2010', '']],
    },
    'komorki.csv': { header: headers.cells, rows: () => cells },
  });
const load = (...given: Parameters<typeof publication>) => face.system.importer.load(publication(...given));
const cells = [
  cell('001', '0010', '2012-01-01', '2026-05-31', '', ''),
  cell('1232', '1100', '2012-01-01', '', '2026-03-01', '2026-03-31'),
];

describe('a place', () => {
  it.each([
    ['000000927722-1232', '2026-02-28', 'works'],
    ['000000927722-1232', '2011-12-31', 'not-yet'],
    ['000000927722-1232', '2026-03-01', 'suspended'],
    ['000000927722-1232', '2026-04-01', 'works'],
    ['000000927722-001', '2026-05-31', 'works'],
    ['000000927722-001', '2026-06-01', 'closed'],
    ['000000927722-11', '2026-06-01', 'works'],
    ['000000927722', '2026-06-01', 'works'],
    ['000000927722-999', '2026-06-01', 'unknown'],
    ['999999999999', '2026-06-01', 'unknown'],
  ])('%s on %s: %s', async (number, day, answer) => {
    await load('2026-06-01', { cells });
    const { body } = await face.get(`working/${number}?day=${day}`);
    expect(body).toMatchObject({ answer, says: { pl: expect.any(String) } });
    if (number.endsWith('1232')) expect(body.speciality).toBe('1100');
  });

  it('does not work when what it belongs to does not, by what is known or was', async () => {
    await load('2026-06-10', { cells, to: '2026-06-09' });
    expect((await face.get('working/000000927722-1232')).body.answer).toBe('entity-closed');
    expect((await face.get('working/000000927722-1232?known=2026-06-05')).body.answer).toBe('works');
    expect((await face.get('working/000000927722/cells?day=2026-06-01')).body.cells).toMatchObject([{ part: '1232' }]);
    expect((await face.get('working/000000927722/cells?day=2026-06-10')).body.cells).toEqual([]);
    expect((await face.get('working/000000927722?day=2026-02-30')).body.code).toBe('bad-day');
  });

  it('is shown as valid FHIR', async () => {
    await load('2026-06-11', { cells });
    const shown = await Promise.all(
      ['000000927722', '000000927722-1232'].map(async (number) => (await face.get(`working/${number}/fhir`)).body),
    );
    expect(shown).toMatchObject([
      { resourceType: 'Organization', active: true },
      { resourceType: 'Location', status: 'active' },
    ]);
    for (const one of shown) expect(await validate(one)).toEqual([]);
    expect((await face.get('working/000000927722-11/fhir')).status).toBe(404);
  });
});

describe('a publication', () => {
  it.each([
    ['a speciality of three digits', { cells: [cell('001', '010', '2012-01-01', '', '', '')] }, 'bad-rows'],
    ['a part of one digit', { cells: [cell('1', '0010', '2012-01-01', '', '', '')] }, 'bad-rows'],
    ['an end before the beginning', { cells: [cell('001', '0010', '2012-01-01', '2011-01-01', '', '')] }, 'bad-rows'],
    [
      'a cell of no unit',
      { cells, units: [['000000927722', '12', 'X', '', '', '', '', '', '2010-01-01', '']] },
      'orphans',
    ],
    ['no beginning', { cells: [cell('001', '0010', '', '', '', '')] }, 'bad-rows'],
  ])('is refused for %s', async (_, given, code) => {
    await expect(load('2026-06-12', given)).rejects.toMatchObject({ code, name: 'Refusal' });
  });

  it('of the demonstration has the facilities of the population, each cell working', async () => {
    const files = face.system.importer.demonstration('2026-06-15');
    expect((await headOf(files, 'podmioty.csv')).get('stan-na')).toBe('2026-06-15');
    await face.system.importer.load(files, { manyWithdrawn: true });
    for (const { book, cells: own } of registeredFacilities()) {
      if (book === undefined) continue;
      for (const { number, speciality } of own.slice(0, 2)) {
        expect((await face.get(`working/${number}`)).body).toMatchObject({ answer: 'works', speciality });
      }
    }
    const { body } = await face.get('search?q=szpital%20krakowie&kind=entity');
    expect(body.entries[0].name).toContain('Szpital Miejski w Krakowie');
    expect((await face.get('search?q=Nowak&kind=practice')).status).toBe(200);
  });
});
