import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dictionary1 } from './dictionary-1.ts';
import { Lz4 } from './lz4.ts';
import { PackedText, pack, unpack, unpackHex } from './pack.ts';

const observation = JSON.stringify({
  resourceType: 'Observation',
  id: '01m8aaw39t0sbchs574jhwe001',
  meta: { versionId: '1', lastUpdated: '2026-11-25T21:48:00.697Z' },
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Tętno' }], text: 'Tętno' },
  subject: { reference: 'Patient/01m8aaw39s0sbchs574jhwe000' },
  effectiveDateTime: '2025-03-04T08:15:00+01:00',
  valueQuantity: { value: 71, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
});

/** Texts that have much, little and nothing of the dictionary, and repeat themselves. */
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(',"coding":[{"system":"http://loinc.org","code":"', 'ąęść', '\u{1f469}', 'aaaaaaaa', '"'),
        fc.string({ maxLength: 30 }),
        fc.nat({ max: 60_000 }).map((at) =>
          Buffer.from(dictionary1)
            .toString()
            .slice(at, at + 90),
        ),
      ),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join('')),
);

describe('packed resources', () => {
  it('come back to the last byte', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(unpack(pack(text))).toBe(Buffer.from(text).toString());
      }),
      { numRuns: 2000 },
    );
  });

  it('come back when they are far longer than the window, and do not spoil those after them', () => {
    const lines = Array.from({ length: 9000 }, (_, n) => `${observation}${n * 7919}`);
    const long = lines.join('\n');
    expect(unpack(pack(long))).toBe(long);
    expect(unpack(pack(observation))).toBe(observation);
    expect(pack(observation)).toEqual(pack(observation));
  });

  it('come back when much of them is like nothing else, and what follows it is found again', () => {
    const picture = Buffer.from(Array.from({ length: 90_000 }, (_, n) => Math.imul(n + 1, 0x9e3779b1) >>> 24));
    const alone = `{"data":"${picture.toString('base64')}"}`;
    const followed = `${alone}${Array.from({ length: 30 }, () => observation).join('\n')}`;
    expect(unpack(pack(followed))).toBe(followed);
    expect(pack(followed).length - pack(alone).length).toBeLessThan(1_500);
  });

  it('leave as the bytes of their text, each the owner of its own, whatever is unpacked after them', () => {
    const sample = fc.array(
      texts.map((text) => text.toWellFormed()),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(sample, (several) => {
        const packed = several.map((text) => new PackedText(pack(text)));
        const bytes = packed.map((one) => one.bytes);
        expect(packed.map(({ text }) => text)).toEqual(several);
        expect(bytes.map(String)).toEqual(several);
      }),
    );
    expect(() => new PackedText(Buffer.from('something else')).bytes).toThrow('no packed text');
  });

  it('are a third of the text at most', () => {
    expect(pack(observation).length * 3).toBeLessThan(observation.length);
  });

  it('are the same wherever they are packed: nothing of an earlier text is left', () => {
    const first = new Lz4(Buffer.from(dictionary1));
    const fresh = new Lz4(Buffer.from(dictionary1));
    first.pack('zażółć gęślą jaźń '.repeat(50), new Uint8Array());
    expect(first.pack(observation, new Uint8Array())).toEqual(fresh.pack(observation, new Uint8Array()));
  });

  it('are told apart from other bytes', () => {
    expect(unpackHex(`\\x${pack(observation).toString('hex')}`)).toBe(observation);
    for (const other of ['', 'f5', 'f501', 'f500616263', 'f501ff', 'f5010000', `f501${'00'.repeat(40)}`, 'deadbeef']) {
      expect(unpackHex(`\\x${other}`)).toEqual(Buffer.from(other, 'hex'));
    }
  });

  it('are never read past their end, whatever is damaged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = unpack(Buffer.concat([Buffer.of(0xf5, 1), bytes]));
        expect(text === undefined || typeof text === 'string').toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
