import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fixedRuntime, systemRuntime } from '../runtime/runtime.ts';
import { isServerId, keyOfId, newIdIn, newKey, ownerId } from './keys.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

describe('keys', () => {
  it('tells the compartment of every id that the server gives', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), (bits) => {
        const key = bits.toString();
        const id = newIdIn(key, systemRuntime);
        expect(isServerId(id)).toBe(true);
        expect(keyOfId('Observation', id)).toBe(key);
      }),
    );
  });

  it('makes the id of an owner a function of its key, and the key of its id', () => {
    const key = newKey(systemRuntime);
    expect(keyOfId('Patient', ownerId(key))).toBe(key);
    expect(ownerId(keyOfId('Patient', ownerId(key)))).toBe(ownerId(key));
  });

  it('keeps the form of ids: whoever has one finds it again', () => {
    const at = fixedRuntime('2026-03-01T12:00:00.123Z');
    const ids = ['0', '1', '15', '590295810358705651', '4611686018427387903', '9223372036854775807'];
    expect(ids.map(ownerId)).toEqual([
      '01dxf6dt000000000000000000',
      '01dxf6dt000000000000002000',
      '01dxf6dt00000000000000y000',
      '01p3kswcy610rjdtbrtkyz6000',
      '03dxf6dszz7zzzzzzzzzzzy000',
      '05dxf6dszzfzzzzzzzzzzzy000',
    ]);
    expect(keyOfId('Patient', '0zzzzzzzzzzzzzzzzzzzzzzzzz')).toBe('9223372036854775807');
    expect(newIdIn('590295810358705651', at).slice(0, 22)).toBe('01kjmma2kv10rjdtbrtkyz');
  });

  it('never gives a key or an id twice', () => {
    const keys = Array.from({ length: 5000 }, () => newKey(systemRuntime));
    expect(new Set(keys).size).toBe(keys.length);
    const key = keys[0] as string;
    const ids = Array.from({ length: 5000 }, () => newIdIn(key, systemRuntime));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('hashes ids that clients choose into keys that the clock cannot reach', () => {
    expect(keyOfId('Patient', 'example')).not.toBe(keyOfId('Observation', 'example'));
    expect(BigInt(keyOfId('Patient', 'example'))).toBeGreaterThan(1n << 62n);
    expect(BigInt(newKey(systemRuntime))).toBeLessThan(1n << 62n);
  });

  it('counts in numbers as it would in big ones', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), fc.integer({ min: 0, max: 62 }), (bits, fewer) => {
        const key = bits >> BigInt(fewer);
        const id = ownerId(key.toString());
        const letters = [...id].reduce((sum, letter) => (sum << 5n) | BigInt(alphabet.indexOf(letter)), 0n);
        const time = (key >> 21n) + BigInt(Date.UTC(2020, 0, 1));
        expect(letters).toBe((time << 80n) | ((key >> 4n) << 20n) | ((key & 15n) << 16n));
        expect(keyOfId('Patient', id)).toBe(key.toString());
      }),
    );
  });
});
