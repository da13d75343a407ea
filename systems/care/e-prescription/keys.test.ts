import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { documentNumber, keysOf } from './keys.ts';

const keys = keysOf(Buffer.alloc(32, 5), systemRuntime);
const patientKey = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }).map(String);

describe('keys of 44 digits', () => {
  it('lead back to the patient, and to nobody when a digit is wrong or two are swapped', () => {
    fc.assert(
      fc.property(
        patientKey,
        fc.constantFrom('package' as const, 'prescription' as const),
        fc.nat(43),
        fc.nat(8),
        (patient, kind, place, more) => {
          const key = keys.make(kind, patient);
          expect(key).toMatch(/^[0-9]{44}$/);
          expect(keys.read(key)).toEqual({ kind, patient });
          const other = (Number(key[place]) + more + 1) % 10;
          const mistyped = `${key.slice(0, place)}${other}${key.slice(place + 1)}`;
          // Four digits of check: one in ten thousand slips through, and then leads to no row.
          const read = keys.read(mistyped);
          if (mistyped !== key && read) expect(read).not.toEqual({ kind, patient });
        },
      ),
    );
  });

  it('of one patient look unrelated, and another installation cannot read them', () => {
    const made = new Set(Array.from({ length: 1000 }, () => keys.make('package', '42').slice(20, 28)));
    expect(made.size).toBeGreaterThan(990);
    const foreign = keysOf(Buffer.alloc(32, 6), systemRuntime);
    const readable = Array.from({ length: 1000 }, () => foreign.read(keys.make('package', '42'))).filter(Boolean);
    expect(readable.length).toBeLessThan(5);
  });

  it('numbers of documents have 22 digits and do not begin with zero', () => {
    for (let n = 0; n < 500; n++) expect(documentNumber(systemRuntime)).toMatch(/^[1-9][0-9]{21}$/);
  });
});
