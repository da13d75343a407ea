/** The patient's packages, day plan and reminders: pure. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dosage, MyPrescription } from '../../model.ts';
import { grouped, packagesOf, toCollect } from './packages.ts';
import { daysBetween, later, type Plan, planOf } from './plan.ts';
import { calendarOf } from './reminders.ts';

const tablet = { value: 1, unit: 'tabl.' };
const one = (more: Partial<MyPrescription> = {}): MyPrescription => ({
  ...{ id: 'p1', packageId: 'k1', packageKey: '1'.repeat(44), code: '1234', key: '2'.repeat(44) },
  ...{ number: { system: 'urn:oid:1', value: '1' }, issuerName: 'lek. Jan Nowak', status: 'ZREALIZOWANA' },
  ...{ expired: false, issued: '2026-11-01T09:00:00Z', from: '2026-11-01', until: '2026-12-01', annual: false },
  medicine: { kind: 'G', category: 'Rp', name: 'Ramipryl 5 mg' },
  ...{ quantity: 2, dispensed: 2, remaining: 0, refundLevel: '30%', noSubstitution: false, supplyDays: 60 },
  ...{ lastDispensed: '2026-11-02T10:00:00Z', dosage: { amount: tablet, times: 2 } },
  ...more,
});
const keysOf = ({ at }: Plan) => Object.values(at).flatMap((takings) => takings.map(({ key }) => key));

describe('the plan of a day', () => {
  test('follows the dosage: times of day written, or the usual ones', () => {
    expect(keysOf(planOf([one()], '2026-11-10'))).toEqual(['p1/morning', 'p1/evening']);
    const dosage: Dosage = { amount: tablet, times: 1, at: ['night'] };
    expect(keysOf(planOf([one({ dosage })], '2026-11-10'))).toEqual(['p1/night']);
  });

  test('begins when it was collected and ends when it is used up', () => {
    expect(keysOf(planOf([one({ lastDispensed: undefined })], '2026-11-10'))).toEqual([]);
    expect(keysOf(planOf([one()], '2026-11-01'))).toEqual([]);
    // 60 days for both packages, from 2 November on: the last is the last of the year.
    expect(keysOf(planOf([one()], '2026-12-31'))).toHaveLength(2);
    expect(keysOf(planOf([one()], '2027-01-01'))).toEqual([]);
    const half = one({ dispensed: 1, remaining: 1, status: 'CZESCIOWO_ZREALIZOWANA' });
    expect(planOf([half], '2026-11-10').runsOut).toMatchObject([{ day: '2026-12-01' }]);
  });

  test('every second day is counted from the day of collecting', () => {
    const dosage: Dosage = { amount: tablet, times: 1, everyDays: 2 };
    const days = ['2026-11-02', '2026-11-03', '2026-11-04'];
    expect(days.map((day) => keysOf(planOf([one({ dosage })], day)).length)).toEqual([1, 0, 1]);
  });

  test('what has no time of day is said, never left out; what was cancelled is not taken', () => {
    const needed = one({ id: 'needed', dosage: { amount: tablet, times: 3, asNeeded: true }, dosageWords: 'w bólu' });
    const often = one({ id: 'often', dosage: { amount: tablet, times: 6 } });
    const silent = one({ id: 'silent', dosage: undefined });
    const plan = planOf([needed, often, silent, one({ status: 'ANULOWANA' })], '2026-11-10');
    expect(plan.otherwise.map(({ prescription }) => prescription)).toEqual(['needed', 'often', 'silent']);
    expect(keysOf(plan)).toEqual([]);
  });

  test('shows everything that is being taken, once for each time', () => {
    const dosages = fc.record({
      amount: fc.constant(tablet),
      times: fc.integer({ min: 1, max: 8 }),
      at: fc.uniqueArray(fc.constantFrom('morning' as const, 'noon' as const, 'evening' as const, 'night' as const)),
    });
    fc.assert(
      fc.property(fc.array(dosages, { maxLength: 6 }), fc.integer({ min: 0, max: 59 }), (list, after) => {
        const all = list.map((dosage, n) => one({ id: `p${n}`, dosage }));
        const plan = planOf(all, later('2026-11-02', after));
        const shown = new Set([
          ...keysOf(plan).map((key) => key.split('/')[0]),
          ...plan.otherwise.map(({ prescription }) => prescription),
        ]);
        expect(shown).toEqual(new Set(all.map(({ id }) => id)));
        expect(new Set(keysOf(plan)).size).toBe(keysOf(plan).length);
      }),
    );
  });

  test('days go on over the end of summer time', () => {
    expect(later('2026-10-24', 2)).toBe('2026-10-26');
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  });
});

describe('reminders', () => {
  const plan = planOf(
    [one({ medicine: { kind: 'G', category: 'Rp', name: 'Żółty; lek, \\ z długą nazwą '.repeat(4) } })],
    '2026-11-10',
  );
  const made = new Date('2026-11-10T07:00:00Z');
  const title = (time: string) => `e-Zdrowie – ${time}`;
  const calendar = (withNames: boolean) =>
    calendarOf({ plan, from: '2026-11-10', days: 30, made, title, withNames, owner: 'patient-1' });

  test('ring each day at the times of the plan, in the time of the phone', () => {
    const lines = calendar(false).split('\r\n');
    expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual([
      'DTSTART:20261110T080000',
      'DTSTART:20261110T190000',
    ]);
    expect(lines).toContain('RRULE:FREQ=DAILY;UNTIL=20261209T235959');
    expect(lines.filter((line) => line === 'BEGIN:VALARM')).toHaveLength(2);
    expect(new Set(lines.filter((line) => line.startsWith('UID:'))).size).toBe(2);
  });

  test('say no clinical word unless asked; then escaped, and folded within 75 octets', () => {
    expect(calendar(false)).not.toContain('lek');
    const text = calendar(true);
    expect(text.replaceAll('\r\n ', '')).toContain('Żółty\\; lek\\, \\\\ z długą nazwą');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});

describe('packages', () => {
  test('what is to be collected comes first, the one that ends first at the top', () => {
    const open = { status: 'WYSTAWIONA', remaining: 2, dispensed: 0 } as const;
    const packages = packagesOf([
      one({ packageId: 'done' }),
      one({ packageId: 'later', ...open, until: '2026-12-20' }),
      one({ packageId: 'soon', ...open, until: '2026-12-05' }),
      one({ packageId: 'expired', ...open, expired: true }),
      one({ packageId: 'soon', id: 'p2', ...open, until: '2027-11-01' }),
    ]);
    expect(packages).toHaveLength(4);
    expect(toCollect(packages).map(({ id }) => id)).toEqual(['soon', 'later']);
  });

  test('keys can be read out', () => {
    expect(grouped('1'.repeat(44)).split(' ')).toHaveLength(11);
  });
});
