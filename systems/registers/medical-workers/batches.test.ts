/** Batches of rights to practise on the real database: professions, what changed, what is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeTables } from '#core/registers/table.ts';
import { type Face, openFace, operator } from '#core/registers/test-face.ts';
import { makePesel } from '#libs/polish-identifiers/pesel.ts';
import { medicalWorkersOf } from '#libs/population/index.ts';
import { header } from './importer.ts';
import { type MedicalWorkers, medicalWorkers } from './index.ts';
import { professions } from './professions.ts';

let face: Face<MedicalWorkers>;
beforeAll(async () => {
  face = await openFace(medicalWorkers);
});
afterAll(() => face.close());

const pesel = makePesel('1980-01-15', 'female', 4001);
const load = (day: string, rows: readonly (readonly string[])[]) =>
  face.system.importer.load(madeTables(day, { 'pracownicy.csv': { header, rows: () => rows } }));
const licence = (npwz: string, profession: string) => face.system.licence(face.database, { npwz, profession });

describe('a batch of the chambers', () => {
  it('tells what is known from now on, and only what is new', async () => {
    const rows = [
      ['1234567P', 'PIEL', pesel, 'nurse-1', 'anestezjologia', 'ważne', ''],
      ['12345', 'DIAG', pesel, '', '', 'ważne', ''],
      ['12345', 'FIZJO', pesel, '', '', 'zawieszone', ''],
    ];
    expect((await load('2026-06-01', rows)).edition.counts).toEqual({ licences: 3, changed: 3 });
    expect((await load('2026-06-02', rows)).edition.counts).toEqual({ licences: 3, changed: 0 });
    // One number in two professions is two rights.
    expect((await licence('12345', 'diagnosta laboratoryjny'))?.status).toBe('valid');
    expect((await licence('12345', 'fizjoterapeuta'))?.status).toBe('suspended');
    expect(await face.system.entitlement('nurse-1')).toMatchObject({ entitled: true, profession: 'pielęgniarka' });
    expect(await face.system.practitionerOf(pesel)).toBe('nurse-1');
  });

  it('ends what was remembered, keeps the Practitioner, and leaves others alone', async () => {
    await face.system.tell(
      [
        {
          npwz: '7654321A',
          profession: 'położna',
          pesel,
          practitioner: 'm',
          specialities: [],
          status: 'valid',
          ends: null,
        },
      ],
      new Date('2020-01-01T00:00:00Z'),
    );
    expect(await face.system.entitlement('m')).toMatchObject({ entitled: true });
    await load('2026-06-03', [['7654321A', 'POL', pesel, '', '', 'cofnięte', '2026-06-03']]);
    expect(await face.system.entitlement('m')).toEqual({ entitled: false, why: 'withdrawn' });
    expect((await licence('12345', 'diagnosta laboratoryjny'))?.status).toBe('valid');
  });

  it.each([
    ['a nurse with the letter of a midwife', ['1234567A', 'PIEL', pesel, '', '', 'ważne', '']],
    ['a doctor whose check digit is wrong', ['1234567', 'LEK', pesel, '', '', 'ważne', '']],
    ['an unknown profession', ['1234567', 'MAG', pesel, '', '', 'ważne', '']],
    ['a wrong PESEL', ['12345', 'DIAG', '12345678901', '', '', 'ważne', '']],
    ['an unknown status', ['12345', 'DIAG', pesel, '', '', 'chyba', '']],
  ])('is refused for %s', async (_, row) => {
    await expect(load('2026-06-04', [row])).rejects.toMatchObject({ code: 'bad-rows' });
  });

  it('of the demonstration has its doctors and pharmacists', async () => {
    const { edition } = await face.system.importer.load(face.system.importer.demonstration('2026-06-15'));
    expect(edition.counts.licences).toBe(medicalWorkersOf(1).length);
  });
});

it('is read and written by operators for every profession', async () => {
  expect(professions.map(({ code }) => code)).toEqual(['LEK', 'LEKD', 'FEL', 'PIEL', 'POL', 'FARM', 'DIAG', 'FIZJO']);
  expect((await face.get('12345?profession=FIZJO', operator)).body.status).toBe('suspended');
  expect((await face.get('99999', operator)).body.code).toBe('no-such-licence');
  const now = { ...operator, acr: 'ez:aal3' as const, provenAt: new Date('2026-06-15T12:00:00Z') };
  const body = { practitioner: 'f', pesel, profession: 'FARM', status: 'valid' };
  expect((await face.send('PUT', '12345678', body, now)).body).toMatchObject({ profession: 'farmaceuta' });
  expect((await face.send('PUT', '1234567', body, now)).body.code).toBe('bad-number');
});
