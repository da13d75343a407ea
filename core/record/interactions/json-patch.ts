/**
 * JSON Patch. https://www.rfc-editor.org/rfc/rfc6902 Places are JSON Pointers. https://www.rfc-editor.org/rfc/rfc6901
 * Our own, because numbers here keep their text (libs/fhir/json.ts), and are equal by what they say.
 */
import { Decimal } from '#libs/fhir/fhirpath/decimal.ts';
import { isNumber, JsonRefused, numberText, parseJson, stringify } from '#libs/fhir/json.ts';
import { Refusal } from '../../refusal/refusal.ts';

const mostOperations = 1000;
/** Letters that the copies of one patch may have together: a few words could else become gigabytes. */
const mostCopied = 4 * 1024 * 1024;
const kinds = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** Why an operation cannot be done. */
class Failed extends Error {}
const noPlace = (): Failed => new Failed('there is no such place in the resource');

/**
 * Applies the operations to `document` (which is changed) and returns it; `patch` stays as it is, because a change
 * that somebody else was faster with is made again.
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
  // The whole is a member of its own, so that it has a place like any other.
  const holder = { '': document };
  const spent = { copied: 0 };
  patch.forEach((operation: unknown, number) => {
    const checked = asOperation(operation, number);
    try {
      apply(holder, checked, spent);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const { op, path } = checked;
      const what = `Operation ${number} of the patch (${op} ${path.slice(0, 100)})`;
      throw new Refusal('rule-broken', 'patch-failed', `${what} failed: ${error.message}.`);
    }
  });
  return holder[''];
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

function apply(holder: object, { op, path, from = '', value }: Operation, spent: { copied: number }): void {
  if (op === 'move') {
    if (path.startsWith(`${from}/`)) throw new Failed('a value cannot be moved into itself');
    const moved = found(holder, from);
    if (path === from) return;
    remove(place(holder, from));
    add(place(holder, path), moved);
  } else if (op === 'add') add(place(holder, path), copied(value));
  else if (op === 'copy') {
    const original = found(holder, from);
    spent.copied += stringify(original)?.length ?? 0;
    if (spent.copied > mostCopied) throw new Failed('the copies would be too large together');
    add(place(holder, path), copied(original));
  } else if (op === 'remove') remove(place(holder, path));
  else if (op === 'replace') {
    found(holder, path);
    const { parent, key } = place(holder, path);
    (parent as Json)[key] = copied(value);
  } else if (!isSame(found(holder, path), value)) throw new Failed('the value there is another one');
}

type Json = { [name: string]: unknown };
/** Where a pointer leads: the last step may lead to what is not there yet. */
interface Place {
  readonly parent: Json | unknown[];
  readonly key: string;
}

/** Steps of a pointer, the whole document first. https://www.rfc-editor.org/rfc/rfc6901#section-4 */
const stepsOf = (pointer: string): string[] =>
  pointer.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function place(holder: object, pointer: string): Place {
  const steps = stepsOf(pointer);
  const key = steps.pop() as string;
  const parent = steps.reduce(child, holder as unknown);
  if (typeof parent !== 'object' || parent === null || isNumber(parent)) throw noPlace();
  return { parent: parent as Json | unknown[], key };
}

const found = (holder: object, pointer: string): unknown => stepsOf(pointer).reduce(child, holder as unknown);

/** Places in lists are numbers without zeros before them; `-` is the one behind the last, where nothing is. */
function child(of: unknown, step: string): unknown {
  if (typeof of !== 'object' || of === null || isNumber(of)) throw noPlace();
  if (Array.isArray(of)) return of[indexIn(of, step, of.length - 1)];
  if (!Object.hasOwn(of, step)) throw noPlace();
  return (of as Json)[step];
}

function indexIn(list: readonly unknown[], step: string, most: number): number {
  const index = step === '-' ? list.length : /^(?:0|[1-9]\d{0,9})$/.test(step) ? Number(step) : Number.NaN;
  if (!(index <= most)) throw noPlace();
  return index;
}

function add({ parent, key }: Place, value: unknown): void {
  if (Array.isArray(parent)) parent.splice(indexIn(parent, key, parent.length), 0, value);
  else parent[key] = value;
}

function remove({ parent, key }: Place): void {
  child(parent, key);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

/** Copying of copies grows fast: it ends where a resource could not be read any more. */
function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isNumber(value)) return value;
  try {
    return parseJson(stringify(value));
  } catch (error) {
    if (error instanceof JsonRefused) throw new Failed('the copy would be too large');
    throw error;
  }
}

/** https://www.rfc-editor.org/rfc/rfc6902#section-4.6 Numbers by their value, members in any order. */
function isSame(left: unknown, right: unknown): boolean {
  if (isNumber(left) && isNumber(right)) {
    const [a, b] = [numberText(left), numberText(right)];
    const [one, other] = [Decimal.read(a), Decimal.read(b)];
    return one && other ? one.compare(other) === 0 : a === b;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (isNumber(left) || isNumber(right) || Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isSame((left as Json)[key], (right as Json)[key]));
}
