/** The pure rules: dosage, supply, days of validity, what may be issued and dispensed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plusDays } from './days.ts';
import { allowanceOf, type LedgerFacts } from './dispensing.ts';
import { asFhirDosage, dosageWords, fromFhirDosage, perDay } from './dosage.ts';
import { type Dosage, dayTimes } from './model.ts';
import { isControlled, ruleOn, rules } from './rules.ts';
import { annualAllowance, daysOfSupply, termOf, unitsIn } from './supply.ts';
import { sayings } from './words.ts';

const tablet = { value: 1, unit: 'tabl.' };
const rp = { category: 'Rp', atc: ['C09AA05'] };

describe('dosage', () => {
  it.each<[Dosage, string]>([
    [{ amount: tablet, times: 1 }, '1 tabl. raz dziennie'],
    [
      { amount: { value: 0.5, unit: 'tabl.' }, times: 2, at: ['evening', 'morning'] },
      '0,5 tabl. 2 razy dziennie (rano, wieczorem)',
    ],
    [{ amount: tablet, times: 3, days: 7, note: 'po jedzeniu' }, '1 tabl. 3 razy dziennie przez 7 dni, po jedzeniu'],
    [{ amount: tablet, times: 1, everyDays: 2 }, '1 tabl. co drugi dzień'],
    [{ amount: tablet, times: 1, everyDays: 7 }, '1 tabl. raz w tygodniu'],
    [
      { amount: { value: 2, unit: 'dawki' }, times: 4, asNeeded: true },
      '2 dawki w razie potrzeby, najwyżej 4 razy dziennie',
    ],
  ])('%o reads as words', (dosage, words) => {
    expect(dosageWords(dosage)).toBe(words);
  });

  it('comes back from FHIR as it was', () => {
    const dosage: fc.Arbitrary<Dosage> = fc.record(
      {
        amount: fc.record({
          value: fc.integer({ min: 1, max: 40 }).map((n) => n / 4),
          unit: fc.constantFrom('tabl.', 'ml'),
        }),
        times: fc.integer({ min: 1, max: 12 }),
        everyDays: fc.integer({ min: 2, max: 30 }),
        at: fc.subarray([...dayTimes], { minLength: 1 }),
        days: fc.integer({ min: 1, max: 366 }),
        asNeeded: fc.constant(true),
        note: fc.string({ minLength: 1 }),
      },
      { requiredKeys: ['amount', 'times'] },
    ) as never;
    fc.assert(
      fc.property(dosage, (one) => {
        expect(fromFhirDosage(asFhirDosage(one))).toEqual(one);
      }),
    );
  });
});

describe('supply', () => {
  it('is counted from the words of the package', () => {
    expect(['30 tabl.', '28 szt.', '1 fiol. 5 ml', 'tuba 20 g'].map(unitsIn)).toEqual([30, 28, 1, undefined]);
    expect(daysOfSupply(2, 30, { amount: tablet, times: 2 })).toBe(30);
    expect(daysOfSupply(2, 30)).toBeUndefined();
    expect(perDay({ amount: tablet, times: 1, everyDays: 7 })).toBeCloseTo(1 / 7);
  });
});

describe('validity', () => {
  const dosage = { amount: tablet, times: 1 };
  it.each([
    ['an ordinary one', rp, {}, 30, 'validity'],
    ['an antibiotic', { category: 'Rp', atc: ['J01CA04'] }, {}, 7, 'validity-antibiotic'],
    ['an immunological preparation', { category: 'Rp', atc: ['V01AA02'] }, {}, 120, 'validity-immunological'],
    ['a yearly one', rp, { annual: true, dosage }, 365, 'validity-annual'],
    ['a yearly one without dosage', rp, { annual: true }, 30, 'validity'],
    ['a yearly one of a narcotic', { category: 'Rpw' }, { annual: true, dosage }, 30, 'validity'],
  ])('%s holds as long as the rule says', (_, kinds, asked, days, rule) => {
    expect(termOf('2026-11-26', kinds, asked)).toMatchObject({
      from: '2026-11-26',
      until: plusDays('2026-11-26', days),
      rule,
    });
  });

  it('begins on the day named, and may be cut short', () => {
    const asked = { notBefore: '2026-12-24', until: '2026-12-31' };
    expect(termOf('2026-11-26', rp, asked)).toMatchObject({ from: '2026-12-24', until: '2026-12-31' });
  });
});

describe('a yearly prescription', () => {
  const facts = { from: '2026-01-01', until: '2027-01-01', quantity: 12, dispensed: 0, supplyDays: 360, dispenses: [] };
  it('gives 120 days at once, the next after three quarters, and less when it is begun late', () => {
    expect(annualAllowance('2026-01-20', facts)).toEqual({ most: 4 });
    const begun = { ...facts, dispensed: 4, dispenses: [{ day: '2026-01-20', counts: 4 }] };
    expect(annualAllowance('2026-04-01', begun)).toEqual({ most: 0, moreFrom: '2026-04-20' });
    expect(annualAllowance('2026-04-20', begun)).toEqual({ most: 4 });
    expect(annualAllowance('2026-12-20', facts).most).toBe(1);
  });

  it('never gives more than is left, nor less than nothing', () => {
    const day = fc.integer({ min: 0, max: 365 }).map((days) => plusDays('2026-01-01', days));
    const quantity = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        day,
        quantity,
        fc.nat(40),
        fc.integer({ min: 1, max: 400 }),
        day,
        (on, whole, taken, supplyDays, last) => {
          const dispensed = Math.min(taken, whole);
          const dispenses = dispensed > 0 ? [{ day: last, counts: dispensed }] : [];
          const { most } = annualAllowance(on, { ...facts, quantity: whole, dispensed, supplyDays, dispenses });
          expect(most).toBeGreaterThanOrEqual(0);
          expect(most).toBeLessThanOrEqual(whole - dispensed);
        },
      ),
    );
  });
});

describe('what a pharmacy may dispense', () => {
  const ledger: LedgerFacts = {
    ...{ status: 'WYSTAWIONA', quantity: 2, dispensed: 0, from: '2026-11-01', until: '2026-12-01', annual: false },
    ...{ supplyDays: 60, pharmacy: undefined, heldBy: undefined, blockReason: undefined, dispenses: [] },
  };
  it.each<[string, Partial<LedgerFacts>, string, string[]]>([
    ['within its days', {}, '2026-12-01', []],
    ['before', {}, '2026-10-31', ['not-yet']],
    ['after', {}, '2026-12-02', ['expired']],
    ['cancelled', { status: 'ANULOWANA' }, '2026-11-02', ['cancelled']],
    ['blocked', { status: 'ZABLOKOWANA', heldBy: 'other' }, '2026-11-02', ['blocked']],
    ['held by itself', { status: 'ZABLOKOWANA', heldBy: 'here' }, '2026-11-02', []],
    ['begun elsewhere', { pharmacy: 'other' }, '2026-11-02', ['other-pharmacy']],
    ['done', { status: 'ZREALIZOWANA', dispensed: 2 }, '2026-11-02', ['all-dispensed']],
  ])('%s', (_, changes, day, codes) => {
    const { most, verdicts } = allowanceOf(day, 'here', { ...ledger, ...changes });
    expect(verdicts.map(({ code }) => code)).toEqual(codes);
    expect(most).toBe(codes.length > 0 ? 0 : 2);
  });
});

describe('rules and words', () => {
  it('hold one row of each code on any day, each with its source', () => {
    for (const day of ['2020-06-01', '2023-08-31', '2023-09-01', '2023-11-01', '2026-11-26'])
      for (const { code } of rules)
        expect(rules.filter((one) => one.code === code && ruleOn(code, day, [one])).length).toBeLessThanOrEqual(1);
    expect(rules.filter(({ source }) => source.length < 10)).toEqual([]);
    expect(ruleOn('senior', '2023-08-31')?.value).toBe(75);
    expect(ruleOn('senior', '2023-09-01')?.value).toBe(65);
  });

  it('know what is controlled by category and by substance', () => {
    expect([
      isControlled(rp),
      isControlled({ category: 'Rpw' }),
      isControlled({ category: 'Rp', atc: ['N05BA12'] }),
    ]).toEqual([false, true, true]);
  });

  it('say everything in two languages, and what to do', () => {
    for (const { pl, en, todo } of Object.values(sayings))
      for (const text of [pl, en, todo.pl, todo.en]) expect(text).toMatch(/\.$|\}$/);
  });
});
