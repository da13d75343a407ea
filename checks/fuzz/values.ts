/** Values for elements and search parameters: right ones, and those that break careless servers. */
import { parseJson } from '#libs/fhir/json.ts';
import type { Chance } from './chance.ts';

/** Texts that broke somebody's parser, query, pattern, page or log before. */
export const scraps: readonly string[] = [
  '',
  ' ',
  '\u0000',
  "'",
  "' or 1=1 --",
  '"',
  '\\',
  '\\,',
  '$1',
  '${7*7}',
  '%',
  '%00',
  '_',
  '*',
  '|',
  '||',
  'a|b|c|d',
  ',',
  ',,,,',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '-1',
  '0',
  '9223372036854775808',
  '1e999',
  '-0.0',
  'NaN',
  'Infinity',
  'true',
  'null',
  '[object Object]',
  '__proto__',
  'constructor',
  '0000-00-00',
  '2026-02-30',
  '9999-12-31T24:60:60Z',
  '-4712-01-01',
  'gt',
  'ap2026',
  'Łukasz',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤a͜',
  '\u202Eabc',
  '\uFEFF',
  '😀'.repeat(50),
  `${'a'.repeat(40)}!`,
  '(a+)+$',
  '(((((((((((a',
  'urn:uuid:not-one',
  'http://[::1',
  'Patient/',
  '/',
  '#',
  'Patient?identifier=|',
  'a'.repeat(3000),
];

const dates = ['2026', '2026-03', '2026-03-01', '2026-03-01T12:00:00Z', '2026-03-01T12:00:00.123+02:00', '1899-12-31'];
const numbers = ['0', '1', '5.40', '-3', '1e3', '100000000000000000000', '0.000000001', '36.6'];
const systems = [
  'http://loinc.org',
  'http://unitsofmeasure.org',
  'urn:oid:2.16.840.1.113883.3.4424.1.1.616',
  'http://x',
];
const codes = ['8480-6', 'final', 'active', 'male', 'vital-signs', 'mg', 'J45', 'completed', 'x'];

/** Ids that the fuzzer writes to, so that later requests find what earlier ones left. */
export const ids = ['f1', 'f2', 'f3', 'A.b-9', 'z'.repeat(64)] as const;

export function anId(chance: Chance): string {
  return chance.slip(12) ? chance.pick(scraps) : chance.pick(ids);
}

export function aReference(chance: Chance, types: readonly string[]): string {
  const type = chance.pick(types);
  switch (chance.below(chance.careful ? 1000 : 8)) {
    case 0:
      return `http://127.0.0.1/fhir/R4/${type}/${anId(chance)}`;
    case 1:
      return `urn:uuid:${chance.pick(['11111111-1111-4111-8111-111111111111', 'x'])}`;
    case 2:
      return `${type}/${anId(chance)}/_history/${chance.pick(['1', '2', 'x', '99999999999'])}`;
    case 3:
      return `${type}?identifier=${chance.pick(systems)}|${chance.below(5)}`;
    default:
      return `${type}/${anId(chance)}`;
  }
}

/** The JSON value of a primitive; mostly right. */
export function aPrimitive(chance: Chance, type: string): unknown {
  if (chance.slip(25)) return chance.pick<unknown>([...scraps, null, {}, [], 0, false, [[]], { a: 1 }]);
  switch (type) {
    case 'boolean':
      return chance.once(2);
    case 'integer':
      return chance.below(1000) - 500;
    case 'positiveInt':
      return 1 + chance.below(1000);
    case 'unsignedInt':
      return chance.below(1000);
    case 'decimal':
      return parseJson(chance.pick(numbers));
    case 'date':
      return chance.pick(dates.slice(0, 3));
    case 'dateTime':
      return chance.pick(dates);
    case 'instant':
      return chance.pick(dates.slice(3, 5));
    case 'time':
      return chance.pick(['12:00:00', '23:59:59.999']);
    case 'base64Binary':
      return chance.slip(3) ? 'x' : chance.pick(['QQ==', 'AAAA']);
    case 'id':
      return chance.pick(ids);
    case 'code':
      return chance.pick(codes);
    case 'oid':
      return 'urn:oid:1.2.3';
    case 'uuid':
      return 'urn:uuid:11111111-1111-4111-8111-111111111111';
    case 'uri':
    case 'url':
    case 'canonical':
      return chance.pick([...systems, 'http://hl7.org/fhir/StructureDefinition/Patient|4.0.1']);
    case 'xhtml':
      if (chance.careful) return '<div xmlns="http://www.w3.org/1999/xhtml"><p>Tekst</p></div>';
      return chance.pick([
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>Tekst</p></div>',
        '<div xmlns="http://www.w3.org/1999/xhtml"><script>1</script></div>',
        '<div>',
        '<!DOCTYPE a><div xmlns="http://www.w3.org/1999/xhtml"/>',
      ]);
    default:
      return chance.slip(5) ? chance.pick(scraps) : chance.pick(['Kowalski', 'Łukasz', 'zażółć gęślą jaźń', 'text']);
  }
}

/** A value for a search parameter of a type. */
export function aSearchValue(chance: Chance, type: string, targets: readonly string[]): string {
  if (chance.slip(10)) return chance.pick(scraps);
  const prefix = chance.once(2) ? '' : chance.pick(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']);
  switch (type) {
    case 'date':
      return prefix + chance.pick(dates);
    case 'number':
      return prefix + chance.pick(numbers);
    case 'quantity':
      return `${prefix}${chance.pick(numbers)}${chance.pick(['', '|', '||mg', '|http://unitsofmeasure.org|mg'])}`;
    case 'token':
      return chance.pick(['', `${chance.pick(systems)}|`, '|']) + chance.pick(codes);
    case 'reference':
      return chance.once(3) ? anId(chance) : aReference(chance, targets.length > 0 ? targets : ['Patient']);
    case 'uri':
      return chance.pick(systems);
    case 'composite':
      return [1, 2, 3]
        .map(() => chance.pick([...codes, ...numbers, ...dates]))
        .slice(0, 1 + chance.below(3))
        .join('$');
    default:
      return chance.pick(['Kow', 'łukasz', 'Warszawa', 'a', chance.pick(scraps)]);
  }
}
