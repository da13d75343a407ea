import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { systemRuntime } from '../runtime/runtime.ts';
import { isServerId, keyOfId, newIdIn, newKey, ownerId } from './keys.ts';

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
});
