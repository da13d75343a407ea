/** The parsers of ours give what the driver's give. */
import fc from 'fast-check';
import pg from 'pg';
import { expect, it } from 'vitest';
import { ownParsers } from './parsers.ts';

const bothWays = (oid: number, text: string) => {
  const [own, driver] = [ownParsers[oid], pg.types.getTypeParser(oid, 'text') as (text: string) => unknown];
  return [own?.(text), driver(text)];
};

it('reads moments as the driver does', () => {
  const [earliest, latest] = [new Date('0001-01-01T00:00:00Z'), new Date('9999-12-31T23:59:59.999Z')];
  fc.assert(
    fc.property(fc.date({ min: earliest, max: latest, noInvalidDate: true }), fc.nat(999), (at, micros) => {
      const [day = '', time = ''] = at.toISOString().slice(0, -1).split('T');
      const fine = `${time}${String(micros).padStart(3, '0')}`;
      for (const text of [`${day} ${fine}+00`, `${day} ${time.slice(0, 8)}+00`, `${day} ${fine.slice(0, 10)}+00`]) {
        const [own, driver] = bothWays(1184, text);
        expect(own, text).toEqual(driver);
      }
    }),
  );
  for (const text of [
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+00 BC',
    '12026-01-01 00:00:00+00',
    '2026-01-01 00:00:00+02',
  ]) {
    const [own, driver] = bothWays(1184, text);
    expect(own, text).toEqual(driver);
  }
});

it('reads arrays as the driver does', () => {
  const unusual = [
    '{}',
    '{NULL,1}',
    '{null}',
    '{nullable,2}',
    '{"a b",c}',
    '{""}',
    '[2:3]={1,2}',
    '{{1,2},{3,4}}',
    '{"NULL"}',
  ];
  for (const text of unusual) {
    for (const oid of [1009, 1016]) {
      const [own, driver] = bothWays(oid, text);
      expect(own, text).toEqual(driver);
    }
  }
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })), (numbers) => {
      const [own, driver] = bothWays(1016, `{${numbers.join(',')}}`);
      expect(own).toEqual(driver);
    }),
  );
  const word = fc.stringMatching(/^[A-Za-z0-9./:_-]+$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      const [own, driver] = bothWays(1009, `{${words.join(',')}}`);
      expect(own).toEqual(driver);
    }),
  );
});
