/** What stands in the fields of a prescription makes the request that is meant, and verdicts find their fields. */
import { describe, expect, it } from 'vitest';
import type { Prescription } from '../../model.ts';
import { correctionOf, draftOf, packageOf, perDayOf, placeOf, repeatable, repeatOf } from './draft.ts';

const facts = { patient: 'p1', reviewed: undefined, level: () => 'R' as const, today: '2026-11-26' };
const earlier = {
  ...{ id: 'm1', issued: '2026-05-01T10:00:00Z', status: 'ZREALIZOWANA', from: '2026-05-01', refundLevel: '30%' },
  medicine: { kind: 'G', category: 'Rp', name: 'Howanina 5 mg, tabletki', gtin: '02000000000008', form: 'tabletki' },
  ...{ quantity: 3, dosage: { amount: { value: 1, unit: 'tabl.' }, times: 1, at: ['morning'] }, annual: false },
  ...{ noSubstitution: true, forPharmacist: 'proszę zadzwonić' },
} as unknown as Prescription;

describe('a medicine that is repeated', () => {
  it('keeps how it is taken and how much, and has its payment chosen anew', () => {
    expect(packageOf([repeatOf('k', earlier)], facts)).toEqual({
      patient: 'p1',
      prescriptions: [
        {
          medicine: { kind: 'G', gtin: '02000000000008' },
          quantity: 3,
          dosage: { amount: { value: 1, unit: 'tabl.' }, times: 1, at: ['morning'] },
          ...{ refundLevel: 'R', noSubstitution: true, forPharmacist: 'proszę zadzwonić' },
        },
      ],
    });
  });

  it('keeps its payment when it is put right', () => {
    expect(correctionOf('k', earlier, '2026-11-26').refund).toBe('30%');
    expect(correctionOf('k', { ...earlier, from: '2027-01-01' }, '2026-11-26').notBefore).toBe('2027-01-01');
  });

  it('is offered once, as it was prescribed last, and not when it was cancelled', () => {
    const older = { ...earlier, id: 'm0', issued: '2025-01-01T10:00:00Z', quantity: 1 };
    const cancelled = { ...earlier, id: 'm2', issued: '2026-09-01T10:00:00Z', status: 'ANULOWANA' as const };
    expect(repeatable([older, cancelled, earlier]).map(({ id }) => id)).toEqual(['m1']);
  });
});

it('says nothing of a dosage that was not understood, and takes quantities with a comma', () => {
  const draft = { ...draftOf('k', { kind: 'G', name: 'x', gtin: '1' }), dosage: 'jak zawsze', quantity: '0,5' };
  expect(packageOf([draft], facts).prescriptions[0]).toEqual({
    ...{ medicine: { kind: 'G', gtin: '1' }, quantity: 0.5, refundLevel: 'R' },
  });
});

it.each([
  ['prescriptions[0].quantity', { index: 0, field: 'quantity' }],
  ['prescriptions[2].dosage.amount', { index: 2, field: 'dosage' }],
  ['prescriptions[1].medicine.gtin', { index: 1, field: 'medicine' }],
  ['prescriptions[1]', { index: 1 }],
  ['prescriptions[1].somethingNew', { index: 1 }],
  ['patient', {}],
])('finds the place of %s', (path, place) => {
  expect(placeOf(path)).toEqual(place);
});

it.each([
  ['5 mg', 'tabletki', '1-0-1', { value: 10, unit: 'mg' }],
  ['2,5 mg', 'kapsułki', '1 co 2 dni', { value: 1.25, unit: 'mg' }],
  ['5 mg', 'tabletki', '2x5 ml', undefined],
  ['100 j.m./ml', 'roztwór do wstrzykiwań', '1x1', undefined],
  [undefined, 'tabletki', '1-0-1', undefined],
  ['5 mg', 'tabletki', 'jak zawsze', undefined],
])('knows how much a day of %s, %s, %s', (strength, form, dosage, perDay) => {
  expect(
    perDayOf({ ...draftOf('k', { kind: 'G', name: 'x', form, ...(strength ? { strength } : {}) }), dosage }),
  ).toEqual(perDay);
});
