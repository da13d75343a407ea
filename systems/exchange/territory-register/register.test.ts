/** TERYT on the real database: GUS's files, addresses to the street, update files, files that are wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Face, openFace } from '#core/registers/test-face.ts';
import { registeredFacilities } from '#libs/population/index.ts';
import { filesOf } from './demonstration.ts';
import { type AddressQuestion, type TerritorySystem, territorySystem } from './index.ts';

let face: Face<TerritorySystem>;
beforeAll(async () => {
  face = await openFace(territorySystem);
});
beforeEach(async () => {
  await face.database.query('truncate registers.edition, territory_register.entry');
  await face.system.importer.load(full('2026-01-01'));
});
afterAll(() => face.close());

const terc = [
  '26;;;;ŚWIĘTOKRZYSKIE;województwo;2026-01-01',
  '26;61;;;Kielce;miasto na prawach powiatu;2026-01-01',
  '26;61;01;1;Kielce;gmina miejska;2026-01-01',
  '26;04;;;kielecki;powiat;2026-01-01',
  '26;04;02;2;Bodzentyn;gmina wiejska;2026-01-01',
];
const simc = [
  '26;61;01;1;96;1;Kielce;0945930;0945930;2026-01-01',
  '26;04;02;2;01;1;Leśna;0918123;0918123;2026-01-01',
  '26;61;01;1;99;1;Leśna;0922410;0945930;2026-01-01',
];
const ulic = [
  '26;61;01;1;0945930;13001;ul.;Mickiewicza;Adama;2026-01-01',
  '26;61;01;1;0945930;13002;al.;Mickiewicza;;2026-01-01',
  '26;61;01;1;0945930;13003;rynek;Rynek;;2026-01-01',
  '26;61;01;1;0945930;13004;ul.;1 Maja;;2026-01-01',
];
const csv = (header: string, rows: readonly string[]) => () => [
  `\uFEFF${header}\r\n`,
  ...rows.map((row) => `${row}\r\n`),
];
const full = (day: string, changed: { terc?: string[]; simc?: string[]; ulic?: string[] } = {}) =>
  filesOf({
    [`TERC_Urzedowy_${day}.csv`]: csv('WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA', changed.terc ?? terc),
    [`SIMC_Urzedowy_${day}.csv`]: csv('WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA', changed.simc ?? simc),
    [`ULIC_Urzedowy_${day}.csv`]: csv(
      'WOJ;POW;GMI;RODZ_GMI;SYM;SYM_UL;CECHA;NAZWA_1;NAZWA_2;STAN_NA',
      changed.ulic ?? ulic,
    ),
  });
const verify = async (question: AddressQuestion & { known?: string }) =>
  (await face.get(`addresses?${new URLSearchParams(question as Record<string, string>)}`)).body;

describe('an address', () => {
  it.each<[string, AddressQuestion, string, string | undefined]>([
    ['by name and first name', { place: 'kielce', street: 'Adama Mickiewicza' }, 'confirmed', '13001'],
    ['turned round', { place: 'Kielce', street: 'ul. Mickiewicza Adama' }, 'confirmed', '13001'],
    ['by surname of two', { place: 'Kielce', street: 'Mickiewicza' }, 'ambiguous', undefined],
    ['without Polish marks', { place: 'Kielce', street: '1 maja' }, 'confirmed', '13004'],
    ['whose name is a feature', { place: 'Kielce', street: 'Rynek' }, 'confirmed', '13003'],
    ['by numbers', { simc: '0945930', ulic: '13002' }, 'confirmed', '13002'],
    ['of a street elsewhere', { place: 'Kielce', street: 'Piękna' }, 'no-such-street', undefined],
    ['of part of a name', { place: 'Kielce', street: 'Mick' }, 'no-such-street', undefined],
    ['to the place', { place: 'Kielce' }, 'confirmed', undefined],
    ['that prefers the place to its part', { place: 'Leśna' }, 'confirmed', undefined],
    [
      'within a voivodeship',
      { place: 'Leśna', voivodeship: 'świętokrzyskie', commune: 'Bodzentyn' },
      'confirmed',
      undefined,
    ],
    ['in the wrong county', { place: 'Kielce', county: 'kielecki' }, 'no-such-place', undefined],
    ['in a county by its number', { place: 'Kielce', county: '2661' }, 'confirmed', undefined],
    ['of nowhere', { place: 'Nigdzie' }, 'no-such-place', undefined],
    ['of nothing', {}, 'no-such-place', undefined],
  ])('%s', async (_, question, answer, found) => {
    const given = await verify(question);
    expect(given).toMatchObject({ answer, says: { pl: expect.any(String) } });
    expect(given.street?.ulic).toBe(found);
    if (answer === 'confirmed') expect(given.units.length).toBe(3);
  });

  it('is confirmed for every facility of the population by the demonstration files', async () => {
    await face.system.importer.load(face.system.importer.demonstration('2026-06-01'), { manyWithdrawn: true });
    for (const { street, city } of registeredFacilities().slice(0, 24)) {
      const typed = street.replace(/ \d[\d/]*$/, '');
      expect(await verify({ place: city.name, street: typed })).toMatchObject({
        answer: 'confirmed',
        place: { id: city.simc },
      });
    }
  });
});

describe('files', () => {
  it('may be XML of GUS, the day in its catalogue', async () => {
    const row = (fields: object) =>
      `<row>${Object.entries(fields)
        .map(([name, value]) => `<${name}>${value}</${name}>`)
        .join('')}</row>`;
    const catalog = (name: string, rows: string) => () => [
      `<?xml version="1.0"?><teryt><catalog name="${name}" type="all" date="2026-02-01">${rows}</catalog></teryt>`,
    ];
    const files = filesOf({
      'TERC.xml': catalog(
        'TERC',
        row({ WOJ: '26', POW: '', GMI: '', RODZ: '', NAZWA: 'ŚWIĘTOKRZYSKIE' }) +
          row({ WOJ: '26', POW: '61', NAZWA: 'Kielce' }) +
          row({ WOJ: '26', POW: '61', GMI: '01', RODZ: '1', NAZWA: 'Kielce' }),
      ),
      'SIMC.xml': catalog(
        'SIMC',
        `<row><col name="WOJ">26</col><col name="POW">61</col><col name="GMI">01</col><col name="RODZ_GMI">1</col>
        <col name="NAZWA">Kielce</col><col name="SYM">0945930</col><col name="SYMPOD">0945930</col></row>`,
      ),
      'ULIC.xml': catalog(
        'ULIC',
        row({ SYM: '0945930', SYM_UL: '13001', CECHA: 'ul.', NAZWA_1: 'Mickiewicza', NAZWA_2: 'Adama' }),
      ),
    });
    const { edition } = await face.system.importer.load(files, { manyWithdrawn: true });
    expect(edition).toMatchObject({ day: '2026-02-01', counts: { entries: 5 } });
    expect(await verify({ simc: '0945930', street: 'Adama Mickiewicza' })).toMatchObject({ answer: 'confirmed' });
  });

  it.each<[string, Parameters<typeof full>, string]>([
    [
      'a wrong check digit of a place',
      ['2026-02-01', { simc: ['26;61;01;1;96;1;Kielce;0945931;0945931;'] }],
      'bad-rows',
    ],
    ['a street of no place', ['2026-02-01', { ulic: ['26;61;01;1;0957650;13001;ul.;X;;'] }], 'orphans'],
    ['a place of no gmina', ['2026-02-01', { terc: terc.slice(0, 2) }], 'orphans'],
    ['a gmina without its kind', ['2026-02-01', { terc: ['26;61;01;;Kielce;;'] }], 'bad-rows'],
    ['an older day', ['2025-12-31'], 'older-edition'],
  ])('are refused for %s', async (_, given, code) => {
    await expect(face.system.importer.load(full(...given))).rejects.toMatchObject({ code, name: 'Refusal' });
  });

  it('must say their day', async () => {
    const named = full('2026-02-01');
    const without = { names: ['TERC.csv'], bytes: () => named.bytes(named.names[0] ?? '') };
    await expect(face.system.updates.load(without)).rejects.toMatchObject({ code: 'missing-head' });
  });
});

describe('update files', () => {
  const update = (name: string, changes: string) => filesOf({ [name]: () => [`<zmiany>${changes}</zmiany>`] });
  const street = (kind: string, [number, name]: [string, string], [later, renamed]: [string, string] = ['', '']) =>
    `<zmiana><TypKorekty>${kind}</TypKorekty><WojPrzed>26</WojPrzed>
     <IdentyfikatorMiejscowosciPrzed>0945930</IdentyfikatorMiejscowosciPrzed>
     <IdentyfikatorNazwyUlicyPrzed>${number}</IdentyfikatorNazwyUlicyPrzed><CechaPrzed>ul.</CechaPrzed>
     <Nazwa1Przed>${name}</Nazwa1Przed>
     <IdentyfikatorMiejscowosciPo>0945930</IdentyfikatorMiejscowosciPo>
     <IdentyfikatorNazwyUlicyPo>${later}</IdentyfikatorNazwyUlicyPo><Nazwa1Po>${renamed}</Nazwa1Po></zmiana>`;

  it('add, change, renumber and remove streets; the days before stay', async () => {
    const changes = [
      street('U', ['13003', 'Rynek']),
      street('Z', ['13004', '1 Maja'], ['', 'Majowa']),
      street('Z', ['13002', 'Mickiewicza'], ['14000', 'Mickiewicza']),
      street('D', ['', ''], ['15000', 'Nowa']),
    ].join('');
    const { edition } = await face.system.updates.load(update('ULIC_Zmiany_2026-01-01_2026-03-01.xml', changes));
    // The day of a period is its last.
    expect(edition).toMatchObject({ day: '2026-03-01', counts: { added: 2, changed: 1, withdrawn: 2 } });
    expect((await verify({ place: 'Kielce', street: 'Rynek' })).answer).toBe('no-such-street');
    expect((await verify({ place: 'Kielce', street: 'Rynek', known: '2026-02-01' })).answer).toBe('confirmed');
    expect((await verify({ simc: '0945930', ulic: '13004' })).street.name).toBe('Majowa');
    expect((await verify({ simc: '0945930', ulic: '14000' })).answer).toBe('confirmed');
    expect((await verify({ place: 'Kielce', street: 'Nowa' })).answer).toBe('confirmed');
  });

  it.each([
    ['an unknown kind of change', street('Q', ['13003', 'Rynek']), 'bad-rows'],
    ['no number', street('U', ['', 'Rynek']), 'bad-rows'],
    ['no kind', '<zmiana><WojPrzed>26</WojPrzed></zmiana>', 'missing-columns'],
    ['no change', '', 'no-rows'],
  ])('are refused for %s', async (_, changes, code) => {
    const files = update('ULIC_Zmiany_2026-03-01.xml', changes);
    await expect(face.system.updates.load(files)).rejects.toMatchObject({ code, name: 'Refusal' });
  });
});
