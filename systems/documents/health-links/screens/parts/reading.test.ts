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
});
