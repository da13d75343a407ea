/** Types, the tree, and what FHIR adds. http://hl7.org/fhirpath/N1/#types https://hl7.org/fhir/R4/fhirpath.html */
import type { Node } from '../../compiler/fhirpath-parser.ts';
import { isPrimitiveType, specializes, typeOf } from '../../elements.ts';
import { narrativeProblem } from '../../validator/narrative.ts';
import { Moment } from '../moment.ts';
import type { Call, FunctionTable } from '../call.ts';
import { oneText, single } from '../operators.ts';
import { cannot } from '../refused.ts';
import { boolean, childrenOf, isSystem, type Item, itemOf, type Json, moment, toSystem } from '../values.ts';
import { argument, textArgument } from './arguments.ts';

/** A type is said like a path: `Patient`, `FHIR.Patient`. */
export function typeName(node: Node | undefined): string | undefined {
  if (node?.kind !== 'member') return undefined;
  if (!node.of) return node.name;
  return node.of.kind === 'member' && !node.of.of ? `${node.of.name}.${node.name}` : undefined;
}

export function typeArgument({ args: [node] }: Call): string {
  const name = typeName(node);
  if (name === undefined) throw cannot('The name of a type is needed, such as Quantity.');
  return name;
}

function descendants(call: Call): Item[] {
  const found: Item[] = [];
  let now = call.input;
  while (now.length > 0) {
    now = now.flatMap((item) => childrenOf(item));
    call.evaluator.spend(now.length);
    // Not push(...now): a resource may have more values than a call may have arguments.
    for (const item of now) found.push(item);
  }
  return found;
}

function typeInfo(item: Item): Item {
  if (isSystem(item)) {
    return {
      type: 'System.ClassInfo',
      value: { namespace: 'System', name: item.type.slice(7), baseType: 'System.Any' },
    };
  }
  const base = typeOf(item.type)?.base;
  const value = { namespace: 'FHIR', name: item.type, ...(base === undefined ? {} : { baseType: `FHIR.${base}` }) };
  return { type: 'System.ClassInfo', value };
}

/** The input, if its modifier extensions are among those that are named. https://hl7.org/fhir/R4/fhirpath.html#functions */
function checkModifiers(call: Call): readonly Item[] {
  const known = (textArgument(call, 0) ?? '').split(',').map((url) => url.trim());
  if (known.every((url) => url === '')) throw cannot('checkModifiers() needs the modifier extensions that are known.');
  const modifiers = call.evaluator
    .member(call.input, 'modifierExtension')
    .map(({ value }) => (value as Json | undefined)?.url);
  const other = modifiers.find((url) => !known.includes(String(url)));
  if (other !== undefined) throw cannot(`The modifier extension ${String(other).slice(0, 100)} is not known here.`);
  return call.input;
}

/** A contained resource, an entry of the bundle, or what the asker can find. */
function resolve({ evaluator, input }: Call): Item[] {
  const root = evaluator.root[0]?.value as Json | undefined;
  return input.flatMap((item) => {
    const said = typeof item.value === 'string' ? item.value : (item.value as Json | undefined)?.reference;
    if (typeof said !== 'string') return [];
    const list = said.startsWith('#') ? root?.contained : undefined;
    const contained = Array.isArray(list) ? (list as Json[]) : [];
    const entries = root?.resourceType === 'Bundle' && Array.isArray(root.entry) ? (root.entry as Json[]) : [];
    evaluator.spend(contained.length + entries.length);
    const found =
      evaluator.environment.resolve?.(said) ??
      contained.find(({ id }) => `#${String(id)}` === said) ??
      entries.find(({ fullUrl }) => fullUrl === said || String(fullUrl).endsWith(`/${said}`))?.resource;
    return found === undefined ? [] : [itemOf(found, 'Resource')];
  });
}

function extension(call: Call): Item[] {
  const url = textArgument(call, 0);
  return call.evaluator
    .member(call.input, 'extension')
    .filter(({ value }) => (value as Json | undefined)?.url === url && url !== undefined);
}

function memberOf(call: Call): Item[] {
  const set = textArgument(call, 0);
  const item = single(call.input);
  if (!item || set === undefined) return [];
  const known = call.evaluator.environment.memberOf?.(item, set);
  if (known === undefined) throw cannot('The value set is not known here.');
  return [boolean(known)];
}

/** https://hl7.org/fhir/R4/fhirpath.html#functions The same code subsumes itself, whoever is asked. */
function subsumes(call: Call, isOther: boolean): Item[] {
  const [own, other] = [single(call.input), single(argument(call, 0))];
  if (!own || !other) return [];
  const known = call.evaluator.environment.subsumes?.(isOther ? other : own, isOther ? own : other);
  if (known === undefined) throw cannot('Nobody here knows how these codes are related.');
  return [boolean(known)];
}

function conformsTo(call: Call): Item[] {
  const profile = textArgument(call, 0);
  const item = single(call.input);
  if (!item || profile === undefined) return [];
  const type = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/(\w+)$/.exec(profile)?.[1];
  if (type !== undefined && typeOf(type)) return [boolean(specializes(item.type, type))];
  const fits = call.evaluator.environment.conformsTo?.(item, profile);
  if (fits === undefined) throw cannot('The profile is not known here.');
  return [boolean(fits)];
}

function clock(call: Call, kind: 'Date' | 'DateTime' | 'Time'): Item[] {
  const { now } = call.evaluator.environment;
  if (!now) throw cannot('The time is not known here.');
  if (kind === 'DateTime') return [moment(now)];
  if (kind === 'Date') return [moment(new Moment('Date', now.parts.slice(0, 3)))];
  return [moment(new Moment('Time', now.parts.slice(3), now.milliseconds))];
}

/** Values under a name, for what stands behind it. */
function defineVariable(call: Call): readonly Item[] {
  const name = textArgument(call, 0);
  if (name === undefined) throw cannot('A variable needs a name.');
  call.evaluator.define(
    name,
    call.args.length > 1 ? argument({ ...call, scope: { ...call.scope, focus: call.input } }, 1) : call.input,
  );
  return call.input;
}

export const resources: FunctionTable = {
  is: { arguments: [1, 1], gives: 'Boolean', run: (call) => call.evaluator.is(call.input, typeArgument(call)) },
  as: { arguments: [1, 1], run: (call) => call.evaluator.as(call.input, typeArgument(call)) },
  type: { arguments: [0, 0], run: ({ input }) => input.map(typeInfo) },
  children: { arguments: [0, 0], run: ({ input }) => input.flatMap((item) => childrenOf(item)) },
  descendants: { arguments: [0, 0], run: descendants },
  checkModifiers: { arguments: [1, 1], run: checkModifiers },
  extension: { arguments: [1, 1], gives: 'FHIR.Extension', run: extension },
  hasValue: {
    arguments: [0, 0],
    gives: 'Boolean',
    run: ({ input: [item, ...more] }) => [
      boolean(
        item !== undefined &&
          more.length === 0 &&
          (isSystem(item) || isPrimitiveType(item.type)) &&
          item.value !== undefined,
      ),
    ],
  },
  getValue: {
    arguments: [0, 0],
    run: ({ input: [item, ...more] }) => {
      const value = item && more.length === 0 ? toSystem(item) : undefined;
      return value ? [value] : [];
    },
  },
  resolve: { arguments: [0, 0], run: resolve },
  memberOf: { arguments: [1, 1], gives: 'Boolean', run: memberOf },
  subsumes: { arguments: [1, 1], gives: 'Boolean', run: (call) => subsumes(call, false) },
  subsumedBy: { arguments: [1, 1], gives: 'Boolean', run: (call) => subsumes(call, true) },
  conformsTo: { arguments: [1, 1], gives: 'Boolean', run: conformsTo },
  htmlChecks: {
    arguments: [0, 0],
    gives: 'Boolean',
    run: ({ input }) => {
      const item = single(input);
      return item ? [boolean(narrativeProblem(oneText([item]) ?? '') === undefined)] : [];
    },
  },
  now: { arguments: [0, 0], gives: 'DateTime', run: (call) => clock(call, 'DateTime') },
  today: { arguments: [0, 0], gives: 'Date', run: (call) => clock(call, 'Date') },
  timeOfDay: { arguments: [0, 0], gives: 'Time', run: (call) => clock(call, 'Time') },
  // Where it would be written to is nowhere: what is in the record does not belong into a log.
  trace: { arguments: [1, 2], run: ({ input }) => input },
  defineVariable: { arguments: [1, 2], run: defineVariable },
};
