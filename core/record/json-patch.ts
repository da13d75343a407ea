/**
 * JSON Patch. https://www.rfc-editor.org/rfc/rfc6902 The work is fast-json-patch's; the words for what went wrong are
 * ours.
 */
import fastJsonPatch from 'fast-json-patch';
import { parseJson, stringify } from '#libs/fhir/json.ts';
import { Refusal } from '../refusal/refusal.ts';

const mostOperations = 1000;
const kinds = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/**
 * Applies the operations to `document` (which is changed) and returns it.
 * @throws Refusal `invalid` `bad-patch` for what is no JSON Patch, `rule-broken` `patch-failed` for an operation that
 *   cannot be done here; both name the operation by its number.
 */
export function applyPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw new Refusal(
      'invalid',
      'bad-patch',
      'Send Parameters with a FHIRPath Patch, or the array of operations of a JSON Patch, such as ' +
        '[{"op":"replace","path":"/active","value":false}].',
    );
  }
  if (patch.length > mostOperations) {
    throw new Refusal('invalid', 'bad-patch', `A patch may have at most ${mostOperations} operations.`);
  }
  let now = document;
  patch.forEach((operation: unknown, number) => {
    const checked = asOperation(operation, number);
    for (const pointer of [checked.path, checked.from ?? '']) {
      if (!hasProperIndexes(now, pointer)) throw cannot(checked, number, 'UNRESOLVABLE');
    }
    try {
      now = fastJsonPatch.applyOperation(now, withoutCopy(now, checked) as never, true, true, true, number).newDocument;
    } catch (error) {
      throw cannot(checked, number, (error as { name?: string }).name);
    }
  });
  return now;
}

/** Places in lists are numbers without zeros before them. https://www.rfc-editor.org/rfc/rfc6901#section-4 */
function hasProperIndexes(document: unknown, pointer: string): boolean {
  let at = document;
  for (const step of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return true;
    if (Array.isArray(at) && !/^(?:0|[1-9]\d*|-)$/.test(step)) return false;
    at = (at as { [name: string]: unknown })[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return true;
}

/**
 * The library copies through JSON.parse, which would lose the text of decimals: copying is adding what stands there.
 */
function withoutCopy(document: unknown, operation: Operation): Operation {
  if (operation.op !== 'copy') return operation;
  const value: unknown = fastJsonPatch.getValueByPointer(document, operation.from ?? '');
  return { op: 'add', path: operation.path, value: value === undefined ? value : parseJson(stringify(value)) };
}

function asOperation(value: unknown, number: number): Operation {
  const { op, path, from } = (value ?? {}) as Partial<Record<keyof Operation, unknown>>;
  const bad = (says: string) => new Refusal('invalid', 'bad-patch', `Operation ${number} of the patch ${says}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('is not an object.');
  if (typeof op !== 'string' || !kinds.has(op)) throw bad('needs op: one of add, remove, replace, move, copy, test.');
  if (!isPointer(path)) throw bad('needs a path: a JSON Pointer such as /name/0/family.');
  if ((op === 'move' || op === 'copy') && !isPointer(from)) throw bad('needs from: a JSON Pointer such as /name/0.');
  if ((op === 'add' || op === 'replace' || op === 'test') && !('value' in value)) throw bad('needs a value.');
  const steps = `${path}/${op === 'move' || op === 'copy' ? from : ''}`.split('/');
  if (steps.some((step) => step === '__proto__' || step === 'constructor' || step === 'prototype')) {
    throw bad('names a key that no resource has.');
  }
  return value as Operation;
}

const isPointer = (value: unknown): value is string =>
  typeof value === 'string' && /^(?:\/(?:[^~]|~[01])*)*$/.test(value);

function cannot({ op, path }: Operation, number: number, name = ''): Refusal {
  const why =
    op === 'test'
      ? 'the value there is another one'
      : name.includes('UNRESOLVABLE') || name.includes('ILLEGAL_ARRAY_INDEX') || name.includes('OUT_OF_BOUNDS')
        ? 'there is no such place in the resource'
        : 'it cannot be done on this resource';
  return new Refusal(
    'rule-broken',
    'patch-failed',
    `Operation ${number} of the patch (${op} ${path.slice(0, 100)}) failed: ${why}.`,
  );
}
