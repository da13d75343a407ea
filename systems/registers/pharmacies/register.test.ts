/** Pharmacies and pharmacists on the real database: what works when, who may dispense where, files that are wrong. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeTables } from '#core/registers/table.ts';
import { type Face, openFace, operator } from '#core/registers/test-face.ts';
import { demonstrationPeople, medicalWorkersOf, registeredFacilities } from '#libs/population/index.ts';
import { type Pharmacies, pharmacies } from './index.ts';
import { header } from './publication.ts';
import { dispensingBy } from './rules.ts';

let rights: (npwz: string, day: string) => string = () => 'holds';
let face: Face<Pharmacies>;
beforeAll(async () => {
  const right = async (_tx: unknown, npwz: string, day: string) => ({
    ...{ answer: rights(npwz, day), says: { pl: 'prawo', en: 'right' } },
  });
  face = await openFace((needs) => pharmacies({ ...needs, pharmacists: { right } }));
});
afterAll(() => face.close());

const row = (id: string, changes: { [at: number]: string } = {}) =>
  Object.assign(
    [
      ...[id, 'Apteka', 'apteka ogólnodostępna', `Z/${id}`, 'Właściciel', '', '123456785', '12345678', 'Anna Sowa'],
      ...['Polna 1', '', 'Kielce', '', '', '2020-01-01', '', '', ''],
    ],
    changes,
  );
const load = (day: string, rows: readonly (readonly string[])[]) =>
  face.system.importer.load(madeTables(day, { 'apteki.csv': { header, rows: () => rows } }), { manyWithdrawn: true });

describe('a pharmacy', () => {
  it('works as its permit says, and is found by other numbers', async () => {
    await load('2026-06-01', [
      row('1', { 15: '2026-05-31' }),
      row('2', { 16: '2026-06-10', 17: '2026-06-20' }),
      row('3', { 2: 'apteka szpitalna' }),
    ]);
    const answer = async (path: string) => (await face.get(`opening/${path}`)).body.answer;
    expect(await answer('1?day=2026-05-31')).toBe('holds');
    expect(await answer('1?day=2026-06-01')).toBe('over');
    expect(await answer('2?day=2026-06-10')).toBe('suspended');
    expect(await answer('2?day=2019-12-31')).toBe('not-yet');
    expect(await answer('9')).toBe('unknown');
    // Of three with this REGON the third works today.
    expect((await face.get('opening/regon:123456785')).body).toMatchObject({ answer: 'holds', pharmacy: { id: '3' } });
    expect(await answer('permit:Z-1')).toBe('unknown');
    expect((await face.get('opening/1?day=2026-02-30')).body.code).toBe('bad-day');
  });

  it('lets those dispense whose right holds, where it works', async () => {
    rights = (npwz) => (npwz === '12345678' ? 'holds' : 'suspended');
    const ask = async (path: string) =>
      face.system.register.dispensing(face.database, ...(path.split(' ') as [string, string, string]));
    expect(await ask('12345678 3 2026-06-15')).toMatchObject({ answer: 'may', toPatients: false, isManager: true });
    expect(await ask('12345678 1 2026-06-15')).toMatchObject({ answer: 'pharmacy', toPatients: true });
    expect(await ask('87654321 3 2026-06-15')).toMatchObject({ answer: 'person', isManager: false });
    expect((await face.get('dispensing/3?npwz=12345678')).status).toBe(403);
    expect((await face.get('dispensing/3?npwz=12345678', operator)).body.answer).toBe('may');
  });

  it('never lets anybody dispense unless both hold', () => {
    const standing = fc.constantFrom('holds', 'not-yet', 'over', 'suspended', 'unknown' as const);
    const says = { pl: '', en: '' };
    fc.assert(
      fc.property(standing, standing, (opening, right) => {
        const given = dispensingBy('1', { answer: opening as 'holds', says }, { answer: right, says });
        expect(given.answer === 'may').toBe(opening === 'holds' && right === 'holds');
      }),
    );
  });
});

describe('a publication of pharmacies', () => {
  it.each([
    ['an unknown kind', { 2: 'drogeria' }],
    ['a manager without eight digits', { 7: '1234567' }],
    ['a wrong REGON', { 6: '123456789' }],
    ['no permit', { 3: '' }],
    ['no owner', { 4: '' }],
    ['a suspension that ends before it begins', { 16: '2026-02-01', 17: '2026-01-01' }],
  ])('is refused for %s', async (_, changes) => {
    await expect(load('2026-06-10', [row('1', changes)])).rejects.toMatchObject({ code: 'bad-rows' });
  });

  it('of the demonstration agrees with its people: the pharmacist with an account manages her pharmacy', async () => {
    rights = () => 'holds';
    const { importer, register } = face.system;
    await importer.load(importer.demonstration('2026-06-15'), { manyWithdrawn: true });
    const sowa = demonstrationPeople().find(({ login }) => login === 'barbara.sowa');
    const facility = registeredFacilities().find(({ organization }) => organization === sowa?.facilityId);
    const npwz = medicalWorkersOf(1).find(({ practitioner }) => practitioner === sowa?.practitionerId)?.npwz ?? '';
    const given = await register.dispensing(face.database, npwz, `regon:${facility?.regon}`, '2026-06-15');
    expect(given).toMatchObject({ answer: 'may', toPatients: true, isManager: true });
    expect((await face.get('search?q=lwem%20kielcach')).body.entries[0].name).toContain('w Kielcach');
  });
});
