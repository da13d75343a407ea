/** Value sets in memory: every way to say which codes are in them. https://hl7.org/fhir/R4/valueset.html#compose */
import { expect, it } from 'vitest';
import type { CodeSystem, ValueSet, ValueSetInclude } from '../compiler/definitions.ts';
import { Definitions } from './definitions.ts';

const system = 'http://example.org/animals';
const animals: CodeSystem = {
  resourceType: 'CodeSystem',
  url: system,
  content: 'complete',
  concept: [
    { code: 'bird', display: 'Bird', concept: [{ code: 'duck', property: [{ code: 'legs', valueInteger: 2 }] }] },
    { code: 'cat', display: 'Cat', property: [{ code: 'sound', valueCoding: { code: 'meow' } }] },
  ],
};

const set = (url: string, include: ValueSetInclude, version?: string): ValueSet => ({
  ...{ resourceType: 'ValueSet', url, compose: { include: [include] } },
  ...(version === undefined ? {} : { version }),
});

function codesOf(canonical: string, ...sets: ValueSet[]): string[] | undefined {
  const definitions = new Definitions();
  for (const one of [animals, ...sets]) definitions.add(one);
  const codes = definitions.codesOf(canonical)?.codes;
  return codes && [...codes];
}

it.each<[property: string, op: string, value: string, codes: string[] | undefined]>([
  ['concept', 'is-a', 'bird', ['bird', 'duck']],
  ['concept', 'generalizes', 'duck', ['bird', 'duck']],
  ['code', 'in', 'cat, duck', ['duck', 'cat']],
  ['code', 'not-in', 'cat,duck', ['bird']],
  ['code', 'regex', '.*d.*', ['bird', 'duck']],
  ['code', 'regex', 'd', undefined],
  ['display', 'regex', '[BC].+', ['bird', 'cat']],
  ['legs', 'exists', 'true', ['duck']],
  ['legs', 'exists', 'false', ['bird', 'cat']],
  ['legs', '=', '2', ['duck']],
  ['sound', 'in', 'moo,meow', ['cat']],
  ['code', 'regex', '(', undefined],
])('filters by %s %s %s', (property, op, value, codes) => {
  const filtered = set('http://example.org/s', { system, filter: [{ property, op, value }] });
  expect(codesOf(filtered.url, filtered)).toEqual(codes);
});

it('takes the version that a binding names', () => {
  const url = 'http://example.org/s';
  const first = set(url, { system, concept: [{ code: 'cat' }] }, '1');
  const second = set(url, { system, concept: [{ code: 'duck' }] }, '2');
  expect(codesOf(`${url}|1`, first, second)).toEqual(['cat']);
  expect(codesOf(url, first, second)).toEqual(['duck']);
  // Of a version that is not known the last one is asked.
  expect(codesOf(`${url}|3`, first, second)).toEqual(['duck']);
  const outer = set('http://example.org/o', { valueSet: [`${url}|1`] });
  expect(codesOf(outer.url, outer, first, second)).toEqual(['cat']);
});
