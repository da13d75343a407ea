/** A summary as lines for whoever opens a link: what is over, unproven or grave is never shown as if it were plain. */
import { describe, expect, it } from 'vitest';
import { type Line, summaryIn } from './reading.ts';

const coded = (code: string) => ({ coding: [{ code }] });

function lineOf(resource: object): Line | undefined {
  const section = [{ code: coded('10160-0'), entry: [{ reference: 'X/1' }] }];
  const composition = { resourceType: 'Composition', id: 'c', section };
  const entry = [{ resource: composition }, { fullUrl: 'X/1', resource }];
  return summaryIn({ entry })?.sections[0]?.lines[0];
}

describe('a line', () => {
  it.each([
    [{ resourceType: 'MedicationStatement', status: 'stopped' }, ['stopped']],
    [{ resourceType: 'MedicationStatement', status: 'completed' }, ['completed']],
    [{ resourceType: 'MedicationRequest', status: 'active' }, []],
    [{ resourceType: 'Procedure', status: 'completed' }, []],
    [
      { resourceType: 'Condition', clinicalStatus: coded('resolved'), verificationStatus: coded('confirmed') },
      ['resolved'],
    ],
    [{ resourceType: 'Condition', verificationStatus: coded('provisional') }, ['provisional']],
    [
      {
        resourceType: 'AllergyIntolerance',
        criticality: 'high',
        reaction: [{ severity: 'severe' }, { severity: 'mild' }],
      },
      ['high', 'severe', 'mild'],
    ],
    [{ resourceType: 'AllergyIntolerance', criticality: 'low', clinicalStatus: coded('active') }, []],
  ])('says how it stands: %o', (resource, codes) => {
    expect(lineOf({ ...resource, code: { text: 'x' } })?.codes).toEqual(codes);
  });

  it('says what was measured, part by part, as it was given', () => {
    const part = (text: string, value: number) => ({ code: { text }, valueQuantity: { value, unit: 'mmHg' } });
    const pressure = { resourceType: 'Observation', component: [part('Skurczowe', 138), part('Rozkurczowe', 84)] };
    expect(lineOf(pressure)?.measured).toEqual([
      { of: 'Skurczowe', value: 138, digits: 0, unit: 'mmHg' },
      { of: 'Rozkurczowe', value: 84, digits: 0, unit: 'mmHg' },
    ]);
    const crp = { resourceType: 'Observation', valueQuantity: { value: 5, comparator: '<', code: 'mg/L' } };
    expect(lineOf(crp)?.measured).toEqual([{ comparator: '<', value: 5, digits: 0, unit: 'mg/L' }]);
  });

  it.each([
    [0.00125, 5],
    [5.3, 1],
    [5e-7, 7],
    [1.5e-7, 8],
    [2e21, 0],
  ])('keeps every digit of %s', (value, digits) => {
    const small = { resourceType: 'Observation', valueQuantity: { value, unit: 'mg/l' } };
    expect(lineOf(small)?.measured).toEqual([{ value, digits, unit: 'mg/l' }]);
  });

  it('calls a plan by its title', () => {
    expect(lineOf({ resourceType: 'CarePlan', title: 'Plan: cukrzyca', status: 'active' })?.what).toBe(
      'Plan: cukrzyca',
    );
    expect(lineOf({ resourceType: 'CarePlan', description: 'Dieta', status: 'active' })?.what).toBe('Dieta');
  });

  it('gives the conclusion of a report', () => {
    expect(lineOf({ resourceType: 'DiagnosticReport', conclusion: 'Bez zmian' })?.detail).toBe('Bez zmian');
  });
});
