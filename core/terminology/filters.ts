/** A filter of a value set as a condition on concepts. https://hl7.org/fhir/R4/valueset-filter-operator.html */
import { setImmediate } from 'node:timers/promises';
import { RE2JS } from 're2js';
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Condition, Word } from './expression.ts';
import { limits } from './limits.ts';
import { type CodeSystem, type Concept, type Filter, keyOf, rootOf } from './model.ts';
import { findConcept, idsAbove, textsFrom } from './store.ts';
import { printable } from './words.ts';

/** Names under which systems speak of the code itself, and of the hierarchy. */
const codeNames = new Set(['code', 'concept']);
const parentNames = new Set(['parent', 'ancestor', 'child', 'descendant']);

/** @throws Refusal `rule-broken` for a filter that is not understood, or whose concept is not in the system. */
export async function conditionOf(tx: Tx, system: CodeSystem, filter: Filter): Promise<Condition> {
  const { property, op, value } = filter;
  switch (op) {
    case 'is-a':
      return { kind: 'below', id: (await conceptOf(tx, system, value)).id, orSelf: true };
    case 'descendent-of':
      return { kind: 'below', id: (await conceptOf(tx, system, value)).id, orSelf: false };
    case 'is-not-a':
      return { kind: 'not-below', id: (await conceptOf(tx, system, value)).id };
    case 'generalizes':
      return { kind: 'ids', ids: await idsAbove(tx, (await conceptOf(tx, system, value)).id) };
    case 'regex':
      return { kind: 'ids', ids: await matching(tx, system, property, value) };
    case 'exists':
      return exists(system, property, value);
    case '=':
      return equal(tx, system, property, value);
    case 'in':
    case 'not-in': {
      const values = value.split(',').map((one) => one.trim());
      const negated = op === 'not-in';
      if (parentNames.has(property)) return anyOf(tx, system, property, values, negated);
      if (isWord(property)) return { kind: 'text', column: property, values, negated };
      if (!codeNames.has(property)) return { kind: 'property', code: property, values, negated };
      if (!negated) return { kind: 'keys', keys: values.map((one) => keyOf(one, system.caseSensitive)) };
      return { kind: 'property', code: 'code', values: values.map((one) => keyOf(one, system.caseSensitive)), negated };
    }
    default:
      throw new Refusal('rule-broken', 'unknown-filter', `There is no filter operator '${printable(op)}'.`);
  }
}

async function equal(tx: Tx, system: CodeSystem, property: string, value: string): Promise<Condition> {
  if (codeNames.has(property)) return { kind: 'keys', keys: [keyOf(value, system.caseSensitive)] };
  if (property === 'inactive') return { kind: 'active', wanted: value !== 'true' };
  if (parentNames.has(property)) {
    const { id, parents } = await conceptOf(tx, system, value);
    if (property === 'parent') return { kind: 'children', id };
    if (property === 'ancestor') return { kind: 'below', id, orSelf: false };
    if (property === 'child') return { kind: 'ids', ids: parents };
    return { kind: 'ids', ids: (await idsAbove(tx, id)).filter((above) => above !== id) };
  }
  if (isWord(property)) return { kind: 'text', column: property, values: [value], negated: false };
  return { kind: 'property', code: property, values: [value], negated: false };
}

const isWord = (property: string): property is Word => property === 'display' || property === 'definition';

/** Places in the hierarchy, several of them. */
async function anyOf(
  tx: Tx,
  system: CodeSystem,
  property: string,
  values: readonly string[],
  negated: boolean,
): Promise<Condition> {
  if (values.length > limits.filters) {
    const says = `A filter names at most ${limits.filters} ${printable(property)} codes: use several parts.`;
    throw new Refusal('rule-broken', 'too-costly', says);
  }
  const of: Condition[] = [];
  for (const value of values) of.push(await equal(tx, system, property, value));
  return negated ? { kind: 'not', of: { kind: 'any', of } } : { kind: 'any', of };
}

function exists({ id }: CodeSystem, property: string, value: string): Condition {
  if (value !== 'true' && value !== 'false') {
    throw new Refusal(
      'rule-broken',
      'bad-filter',
      `The filter 'exists' wants true or false, not '${printable(value)}'.`,
    );
  }
  const wanted = value === 'true';
  if (property === 'parent' || property === 'ancestor') return { kind: 'parented', wanted };
  if (property === 'child' || property === 'descendant') return { kind: 'parenting', system: id, wanted };
  if (isWord(property)) return { kind: 'worded', column: property, wanted };
  return { kind: 'has', code: property, wanted };
}

async function conceptOf(tx: Tx, system: CodeSystem, code: string): Promise<Concept> {
  const concept = await findConcept(tx, system, code);
  if (concept) return concept;
  throw new Refusal(
    'rule-broken',
    'unknown-code',
    `The filter names '${printable(code)}', which is no code of ${printable(system.url)}.`,
  );
}

/** Concepts whose code, display or property fits. The engine is linear, and the loop lets others in between. */
async function matching(tx: Tx, system: CodeSystem, property: string, expression: string): Promise<number[]> {
  if (expression.length > limits.regexLength || system.concepts > limits.regexConcepts) {
    throw new Refusal(
      'rule-broken',
      'too-costly',
      `A regular expression may have ${limits.regexLength} characters, for a system of at most ` +
        `${limits.regexConcepts} concepts. Use is-a or properties.`,
    );
  }
  const pattern = compiled(expression);
  const asked = codeNames.has(property) ? 'code' : isWord(property) ? property : { code: property };
  const found: number[] = [];
  for (let after = rootOf(system.id); ; ) {
    const rows = await textsFrom(tx, system.id, after, asked);
    for (const { id, text, texts } of rows) {
      // As XML Schema has it, the whole text must fit. https://hl7.org/fhir/R4/valueset-filter-operator.html
      if ((text !== null && pattern.testExact(text)) || texts?.some((one) => pattern.testExact(one))) found.push(id);
    }
    const last = rows.at(-1);
    if (!last) return found;
    after = last.id;
    await setImmediate();
  }
}

function compiled(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    throw new Refusal(
      'rule-broken',
      'bad-regex',
      `The regular expression '${printable(expression)}' is not understood: ${printable((error as Error).message)}.`,
    );
  }
}
