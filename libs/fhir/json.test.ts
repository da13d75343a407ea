import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits, isNumber, JsonRefused, numberText, parseJson, stringify } from './json.ts';

const refusal = (input: string | Buffer, limits = {}) => {
  try {
    parseJson(input, limits);
  } catch (error) {
    if (error instanceof JsonRefused) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('parseJson', () => {
  it('reads what JSON.parse reads, from text and from bytes', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme', maxDepth: 6 }), (text) => {
        if (/__proto__|constructor|prototype|\\u0000/.test(text)) return;
        expect(JSON.parse(stringify(parseJson(text)))).toEqual(JSON.parse(text));
        expect(JSON.parse(stringify(parseJson(Buffer.from(text))))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    '1.0',
    '1.00',
    '0.10',
    '1e2',
    '1E+2',
    '-0',
    '-0.0',
    '12345678901234567890',
    '0.000001',
    '1e-7',
    '0.1',
    '7',
    '123.456',
    '0.30000000000000004',
    '100',
    '-5.50',
  ])('keeps the number %s to the letter, wherever it stands', (number) => {
    for (const text of [
      number,
      `[${number}]`,
      `{"a":${number}}`,
      `{"x":[1,{"a\\"b":[{},[],${number}]}],"y":${number}}`,
    ]) {
      expect(stringify(parseJson(text))).toBe(text);
    }
  });

  it('writes nothing that it would not read: of half a character U+FFFD is left', () => {
    const text = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 20 });
    const risky = fc.oneof(text, fc.constantFrom('\\ud800', '\\\ud83d', '😀'.slice(0, 1), '\ud83d\\\ude00', '\\😀'));
    fc.assert(
      fc.property(fc.array(risky), (texts) => {
        const whole = texts.map((one) => one.toWellFormed().replaceAll('\0', ''));
        expect(parseJson(stringify(texts.map((one) => one.replaceAll('\0', ''))))).toEqual(whole);
      }),
    );
  });

  it('keeps any number to the letter', () => {
    const digits = fc.stringMatching(/^(0|[1-9]\d{0,17})(\.\d{1,15})?([eE][-+]?\d{1,2})?$/);
    fc.assert(
      fc.property(digits, (text) => {
        expect(stringify(parseJson(`{"v":[${text},-${text}]}`))).toBe(`{"v":[${text},-${text}]}`);
      }),
    );
  });

  it('gives ordinary numbers where nothing is lost', () => {
    expect(parseJson('{"a":6.1,"b":[72]}')).toEqual({ a: 6.1, b: [72] });
    const raw = parseJson('1.0');
    expect(isNumber(raw)).toBe(true);
    if (isNumber(raw)) expect(numberText(raw)).toBe('1.0');
  });

  it.each<[string, string | Buffer, string]>([
    ['broken JSON', '{"a":1,}', 'not-json'],
    ['an unfinished string', '{"a":"b', 'not-json'],
    ['an unfinished array', '[1,2', 'not-json'],
    ['a raw control character', '"a\u0001"', 'not-json'],
    ['nothing', '', 'not-json'],
    ['two values', '{} {}', 'not-json'],
    ['a leading zero', '{"a":012.0}', 'not-json'],
    ['a key said twice', '{"a":1,"b":2,"a":3}', 'duplicate-key'],
    ['a key said twice in disguise', '{"a":1,"\\u0061":3}', 'duplicate-key'],
    [
      'a key said twice among many',
      `{${Array.from({ length: 100 }, (_, i) => `"k${i}":1`).join()},"k50":1}`,
      'duplicate-key',
    ],
    ['__proto__', '{"__proto__":1}', 'forbidden-key'],
    ['__proto__ in disguise', '{"_\\u005fproto__":1}', 'forbidden-key'],
    ['constructor', '{"a":[{"constructor":{}}]}', 'forbidden-key'],
    ['a lone surrogate', '["\\ud800"]', 'bad-text'],
    ['a low surrogate alone', '["\\udc00x"]', 'bad-text'],
    ['a lone surrogate as it is', '["\ud800"]', 'bad-text'],
    ['NUL', '["a\\u0000"]', 'bad-text'],
    ['a byte order mark', '\ufeff{}', 'bad-text'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'bad-text'],
    ['an overlong encoding', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'bad-text'],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 'too-deep'],
    ['a million levels', '['.repeat(1_000_000), 'too-deep'],
    ['too many keys', `{${Array.from({ length: 1001 }, (_, i) => `"k${i}":1`).join()}}`, 'too-many'],
    ['too many elements', `[${'1,'.repeat(20_000)}1]`, 'too-many'],
    ['a number of 41 digits', `[${'1'.repeat(41)}]`, 'bad-number'],
    ['a number beyond all measure', '[1e999]', 'bad-number'],
    ['a string of more than a MiB', `["${'a'.repeat(1024 * 1024 + 1)}"]`, 'too-long'],
    ['a key of more than 1000 bytes', `{"${'a'.repeat(1001)}":1}`, 'too-long'],
  ])('refuses %s', (_, input, code) => {
    expect(refusal(input)).toBe(code);
  });

  it('takes what is exactly at the limits', () => {
    expect(refusal(`${'['.repeat(64)}${']'.repeat(64)}`)).toBe('accepted');
    expect(refusal(`[${'1,'.repeat(19_999)}1]`)).toBe('accepted');
    expect(refusal(`["${'a'.repeat(1024 * 1024)}"]`)).toBe('accepted');
    expect(refusal(`{"data":"${'a'.repeat(2 * 1024 * 1024)}"}`)).toBe('accepted');
    expect(refusal(`{"x":{"data":[1]},"y":"${'a'.repeat(2 * 1024 * 1024)}"}`)).toBe('too-long');
    expect(refusal('[[[]]]', { depth: 2 })).toBe('too-deep');
    expect(defaultLimits.depth).toBe(64);
  });

  it('says the line, and nothing of the content', () => {
    const text = '{\n  "name": "Nowak",\n  "name": "Kowalska"\n}';
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'duplicate-key', line: 3 }));
    expect(() => parseJson('{"pesel": 90010112345 "x"')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('9001') }),
    );
  });

  it('takes time linear to the input', () => {
    const colliding = Array.from({ length: 900 }, (_, i) => `"k${i}"`);
    const object = `{${colliding.map((key) => `${key}:1.0`).join()}}`;
    const began = performance.now();
    parseJson(`[${Array.from({ length: 50 }, () => object).join()}]`);
    refusal(`"${'\\u0041'.repeat(150_000)}"`);
    refusal(`[${'"\\\\",'.repeat(19_000)}1]`);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
