/** The lines of the access matrix. */
import { describe, expect, it } from 'vitest';
import { operation } from '../http/operation.ts';
import { accessMatrixRows } from './matrix.ts';

const rows = accessMatrixRows([
  {
    name: 'audit-trail',
    operations: [
      operation({
        ...{
          name: 'who-looked',
          method: 'GET',
          path: '/x',
          summary: '',
          audit: { action: 'R' },
          handle: async () => null,
        },
        access: { roles: ['patient'], purpose: 'PATRQT' },
      }),
    ],
  },
]);
const words = (start: string) =>
  rows
    .find((row) => row.startsWith(start))
    ?.slice(49)
    .split(/\s+/);

describe('the access matrix', () => {
  it('says of an operation who may call it, for which purpose, and what the trail says', () => {
    expect(words('audit-trail who-looked')).toEqual(['yes', '·', '·', '·', '·', 'PATRQT', 'R']);
  });

  it('says of a FHIR interaction by which rule each role may do it', () => {
    expect(words('fhir read Observation')).toEqual(['own-compartment', 'in-care', '·', 'scope', 'platform']);
    expect(words('fhir create Observation')).toEqual(['·', 'in-care', '·', 'scope', 'platform']);
    expect(words('fhir search-type AuditEvent')).toEqual(['own-trail', '·', 'trail', 'scope', 'platform']);
  });

  it('names every role in its heading', () => {
    expect(rows[0]?.trim().split(/\s+/)).toEqual(['patient', 'physician', 'operator', 'machine', 'platform']);
  });
});
