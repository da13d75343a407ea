/** JSON Patch by the rules of RFC 6902 and RFC 6901, one each. */
import { describe, expect, it } from 'vitest';
import { parseJson, stringify } from '#libs/fhir/json.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { applyPatch } from './json-patch.ts';

const after = (document: unknown, ...patch: unknown[]): unknown => {
  try {
    return applyPatch(parseJson(stringify(document)), patch);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const list = { telecom: ['a', 'b'] };
const op = (op: string, path: unknown, more: object = {}) => ({ op, path, ...more });

describe('JSON Patch', () => {
  it.each<[string, unknown, object, unknown]>([
    ['appends by -', list, op('add', '/telecom/-', { value: 'c' }), { telecom: ['a', 'b', 'c'] }],
    ['adds at the end by number', list, op('add', '/telecom/2', { value: 'c' }), { telecom: ['a', 'b', 'c'] }],
    ['moves within a list', list, op('move', '/telecom/1', { from: '/telecom/0' }), { telecom: ['b', 'a'] }],
    ['replaces the whole', list, op('replace', '', { value: { id: 'x' } }), { id: 'x' }],
    ['reads ~01 as ~1', { '~1': 1 }, op('replace', '/~01', { value: 2 }), { '~1': 2 }],
    ['reads ~1 as /', { '/': 1 }, op('remove', '/~1'), {}],
    ['tells null from nothing', { a: null }, op('test', '/a', { value: null }), { a: null }],
    [
      'compares whatever the order of keys',
      { a: { b: 1, c: 2 } },
      op('test', '/a', { value: { c: 2, b: 1 } }),
      { a: { b: 1, c: 2 } },
    ],
    ['leaves unknown members of an operation alone', { a: 1 }, op('remove', '/a', { note: 'x' }), {}],
  ])('%s', (_, document, operation, expected) => {
    expect(after(document, operation)).toEqual(expected);
  });

  it.each([
    ['"a": 72.50', '72.5'],
    ['"a": 1', '1.0'],
    ['"a": 1e2', '100'],
    ['"a": { "b": [1.10] }', '{ "b": [1.1] }'],
  ])('takes numbers for equal by their value: %s', (member, value) => {
    const document = parseJson(`{ ${member} }`);
    const patch = parseJson(`[{ "op": "test", "path": "/a", "value": ${value} }]`);
    expect(stringify(applyPatch(document, patch))).toBe(stringify(document));
  });

  it('leaves the patch as it is, which is applied again when somebody else was faster', () => {
    const patch = [op('add', '/a', { value: [] }), op('add', '/a/-', { value: 1 })];
    expect([after({}, ...patch), after({}, ...patch)]).toEqual([{ a: [1] }, { a: [1] }]);
  });

  it.each<[string, unknown, object]>([
    ['a place behind the end', list, op('add', '/telecom/3', { value: 'c' })],
    ['a negative place', list, op('add', '/telecom/-1', { value: 'c' })],
    ['zeros before a number', list, op('test', '/telecom/00', { value: 'a' })],
    ['zeros before a number to copy from', list, op('copy', '/x', { from: '/telecom/01' })],
    ['a number with exponent', list, op('remove', '/telecom/1e0')],
    ['a name in a list', list, op('add', '/telecom/x', { value: 'c' })],
    ['what is not there', list, op('remove', '/name')],
    ['a parent that is not there', {}, op('replace', '/a/b', { value: 1 })],
    ['a value inside of a text', { a: 'x' }, op('add', '/a/b', { value: 1 })],
    ['a part moved into itself', { a: { b: 1 } }, op('move', '/a/c', { from: '/a' })],
    ['the whole moved into itself', { a: 1 }, op('move', '/b', { from: '' })],
    ['a place behind the end once it is taken away', list, op('move', '/telecom/2', { from: '/telecom/0' })],
    ['a letter of a text', { a: 'x' }, op('copy', '/b', { from: '/a/0' })],
    ['what only JavaScript knows', {}, op('remove', '/toString')],
    ['what only JavaScript knows, moved', {}, op('move', '/a', { from: '/valueOf' })],
    ['- where something must be', list, op('replace', '/telecom/-', { value: 'c' })],
    ['the inside of a number', parseJson('{ "a": 1.50 }'), op('replace', '/a/rawJSON', { value: '2' })],
    ['a test of nothing', {}, op('test', '/a', { value: null })],
    ['a test of another type', { a: 1 }, op('test', '/a', { value: '1' })],
  ])('fails for %s', (_, document, operation) => {
    expect(after(document, operation)).toBe('patch-failed');
  });

  it.each<[string, unknown]>([
    ['an unknown operation', op('merge', '/a', { value: 1 })],
    ['no path', { op: 'add', value: 1 }],
    ['a path without slash', op('add', 'a', { value: 1 })],
    ['no value', op('add', '/a')],
    ['no from', op('copy', '/a')],
    ['no object', 'add'],
  ])('refuses %s', (_, operation) => {
    expect(after({ a: 1 }, operation)).toBe('bad-patch');
  });

  it('refuses copies that would fill the memory, of texts and of trees', () => {
    const many = (from: string) => Array.from({ length: 1000 }, (_, at) => op('copy', `/x${at}`, { from }));
    expect(after({ a: 'x'.repeat(100_000) }, ...many('/a'))).toBe('patch-failed');
    expect(after({ a: ['x'.repeat(1000)] }, ...many(''))).toBe('patch-failed');
    expect(after({ a: 'x'.repeat(1000) }, ...many('/a'))).toMatchObject({ x999: 'x'.repeat(1000) });
  });
});
