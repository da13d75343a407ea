/** Dosage as it is typed, read as it is meant; and what is stored reads back from its shorthand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dosage, dayTimes } from '../../model.ts';
import { dosageText, readDosage, unitOf } from './dosage-text.ts';

const tablets = (value: number, times: number, more: Partial<Dosage> = {}): Dosage => ({
  amount: { value, unit: 'tabl.' },
  times,
  ...more,
});

describe('what is typed', () => {
  it.each<[string, Dosage]>([
    ['1-0-1', tablets(1, 2, { at: ['morning', 'evening'] })],
    ['0,5-0-0-0,5', tablets(0.5, 2, { at: ['morning', 'night'] })],
    ['1/2-0-0', tablets(0.5, 1, { at: ['morning'] })],
    ['2x1', tablets(1, 2)],
    ['3 × 1 przez 7 dni', tablets(1, 3, { days: 7 })],
    ['3x1 7d', tablets(1, 3, { days: 7 })],
    ['1 co 8 h przez 2 tygodnie', tablets(1, 3, { days: 14 })],
    ['1 co 2 dni przez 30 dni', tablets(1, 1, { everyDays: 2, days: 30 })],
    ['1/tydz', tablets(1, 1, { everyDays: 7 })],
    ['1 raz w tygodniu; na czczo', tablets(1, 1, { everyDays: 7, note: 'na czczo' })],
    ['3x1 w razie potrzeby', tablets(1, 3, { asNeeded: true })],
    ['2x5 ml; po jedzeniu', { amount: { value: 5, unit: 'ml' }, times: 2, note: 'po jedzeniu' }],
    ['1 tabletka 2 razy na dobę, rano i wieczorem', tablets(1, 2, { at: ['morning', 'evening'] })],
    ['1 tabletka rano, przed śniadaniem', tablets(1, 1, { at: ['morning'], note: 'przed śniadaniem' })],
    ['1 tabletka raz na dobę', tablets(1, 1)],
    ['1 tabletka w razie bólu, do 3 razy na dobę', tablets(1, 3, { asNeeded: true })],
    ['1 tabletka raz w tygodniu, na czczo, popić wodą', tablets(1, 1, { everyDays: 7, note: 'na czczo, popić wodą' })],
    ['1', tablets(1, 1)],
  ])('%s', (text, dosage) => {
    expect(readDosage(text, 'tabl.')).toEqual({ dosage });
  });

  it.each([
    ['', 'empty'],
    ['0-0-0', 'nothing-taken'],
    ['2-0-1', 'unequal'],
    ['jak zawsze', 'not-understood'],
    ['1 tabletka 3 razy dziennie, rano i wieczorem', 'not-understood'],
    ['1 tabletka do śniadania', 'not-understood'],
    ['1 co 7 h', 'not-understood'],
    ['1-0', 'not-understood'],
  ])('refuses %j: %s', (text, fault) => {
    expect(readDosage(text, 'tabl.')).toEqual({ fault });
  });

  it('never reads more than it can say again, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-x/,;. coprzedni') }), (text) => {
        const read = readDosage(text, 'tabl.');
        if ('fault' in read) return;
        expect(readDosage(dosageText(read.dosage, 'tabl.'), 'tabl.')).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });
});

it('is read back from its shorthand', () => {
  const dosages: fc.Arbitrary<Dosage> = fc
    .record({
      value: fc.constantFrom(0.25, 0.5, 1, 2, 10),
      unit: fc.constantFrom('tabl.', 'ml'),
      at: fc.option(fc.subarray([...dayTimes], { minLength: 1 }), { nil: undefined }),
      times: fc.integer({ min: 1, max: 12 }),
      everyDays: fc.constantFrom(undefined, 2, 7, 30),
      days: fc.constantFrom(undefined, 5, 90),
      asNeeded: fc.constantFrom(undefined, true as const),
      note: fc.constantFrom(undefined, 'na czczo, popić wodą'),
    })
    .map(({ value, unit, at, times, everyDays, days, asNeeded, note }) => ({
      amount: { value, unit },
      times: everyDays ? 1 : (at?.length ?? times),
      ...(everyDays ? { everyDays } : at ? { at } : {}),
      ...(days ? { days } : {}),
      ...(asNeeded ? { asNeeded } : {}),
      ...(note ? { note } : {}),
    }));
  fc.assert(
    fc.property(dosages, (dosage) => {
      expect(readDosage(dosageText(dosage, 'tabl.'), 'tabl.')).toEqual({ dosage });
    }),
  );
});

it('counts each form in its own unit', () => {
  expect(['tabletki powlekane', 'kapsułki twarde', 'maść', 'syrop', undefined].map(unitOf)).toEqual([
    ...['tabl.', 'kaps.', 'aplikacja', 'ml', 'dawka'],
  ]);
});
