/**
 * What can be said of an expression before there is a value: paths that no resource has, types that do not fit.
 * http://hl7.org/fhirpath/N1/#type-safety-and-strict-evaluation
 */
import type { Node } from '../compiler/fhirpath-parser.ts';
import { specializes, typeOf } from '../elements.ts';
import { functions } from './functions.ts';
import { typeName } from './functions/resources.ts';
import { FhirPathRefused } from './refused.ts';
import { isKnownType } from './values.ts';

/** The types that a value may have; undefined where anything may come. An empty list: never a value. */
interface Known {
  readonly types: readonly string[] | undefined;
  /** Nobody promises in which order the values come. */
  readonly isUnordered?: boolean;
}

const anything: Known = { types: undefined };
const system = (type: string): Known => ({ types: [`System.${type}`] });
const semantic = (says: string): FhirPathRefused => new FhirPathRefused('semantic', says);

export interface CheckOptions {
  /** Also refuse what depends on the order of children(). */
  readonly isStrict: boolean;
}

/** The types that its values may have; undefined where anything may come. @throws FhirPathRefused `semantic`. */
export function check(node: Node, root: string | undefined, options: CheckOptions): readonly string[] | undefined {
  return new Checker(options).of(node, root === undefined ? anything : { types: [root] }).types;
}

const ordered = new Set(['first', 'last', 'tail', 'skip', 'take', 'single']);
/** Functions that hand on what they get, or a part of it. */
const handingOn = new Set(
  'where distinct first last tail skip take single trace sort exclude intersect defineVariable'.split(' '),
);
const perItem = new Set('where select exists all repeat sort aggregate iif defineVariable trace'.split(' '));

class Checker {
  private readonly options: CheckOptions;

  constructor(options: CheckOptions) {
    this.options = options;
  }

  of(node: Node, focus: Known): Known {
    switch (node.kind) {
      case 'literal':
        return literal(node);
      case 'quantity':
        return system('Quantity');
      case 'empty':
        return { types: [] };
      case 'this':
        return focus;
      case 'index':
        return system('Integer');
      case 'total':
      case 'constant':
        return anything;
      case 'member':
        return node.of ? this.member(this.of(node.of, focus), node.name) : this.first(node.name, focus);
      case 'call':
        return this.call(node, focus);
      case 'item':
        this.of(node.at, focus);
        return this.inOrder(this.of(node.of, focus), 'An index');
      case 'negate':
        return this.of(node.of, focus);
      case 'type':
        return this.typed(
          this.of(node.of, focus),
          node.operator,
          node.namespace === undefined ? node.type : `${node.namespace}.${node.type}`,
        );
      case 'binary':
        return this.binary(node, focus);
    }
  }

  private first(name: string, focus: Known): Known {
    if (/^[A-Z]/.test(name) && (focus.types ?? []).some((type) => specializes(type, name))) return focus;
    return this.member(focus, name);
  }

  private member({ types }: Known, name: string): Known {
    if (types === undefined) return anything;
    const found = new Set<string>();
    let isOpen = false;
    for (const type of types) {
      if (type.startsWith('System.')) {
        if (type === 'System.ClassInfo') found.add('System.String');
        continue;
      }
      const definition = typeOf(type);
      if (!definition || definition.abstract) isOpen = true;
      if (definition?.kind === 'primitive' && name === 'value') isOpen = true;
      const element = definition?.elements.find((one) => one.name === name);
      for (const of of Object.values(element?.types ?? {})) found.add(of);
    }
    if (isOpen) return anything;
    if (found.size === 0 && types.length > 0) throw this.noElement(types, name);
    return { types: [...found] };
  }

  private noElement(types: readonly string[], name: string): FhirPathRefused {
    const choice = types
      .flatMap((type) => typeOf(type)?.elements ?? [])
      .find(({ choice: isChoice, types: names }) => isChoice && Object.hasOwn(names, name));
    const hint = choice ? ` Write ${choice.name}, or ${choice.name}.ofType(…).` : '';
    return semantic(`${types.slice(0, 3).join(', ')} has no element '${name.slice(0, 60)}'.${hint}`);
  }

  private inOrder(known: Known, what: string): Known {
    if (known.isUnordered && this.options.isStrict) throw semantic(`${what} needs an order, and children have none.`);
    return known;
  }

  private typed(of: Known, operator: 'is' | 'as', type: string): Known {
    if (!isKnownType(type)) throw semantic(`There is no type '${type.slice(0, 60)}'.`);
    if (operator === 'is') return system('Boolean');
    if (type.startsWith('System.')) return { types: [type] };
    const name = type.replace(/^FHIR\./, '');
    const narrowed = of.types?.filter((one) => specializes(one, name));
    return { types: narrowed && narrowed.length > 0 ? narrowed : [typeOf(name) ? name : `System.${name}`] };
  }

  private call(node: Node & { kind: 'call' }, focus: Known): Known {
    const input = node.of ? this.of(node.of, focus) : focus;
    const { name, args } = node;
    const known = functions.get(name);
    if (!known) throw semantic(`There is no function ${name.slice(0, 60)}().`);
    const [least, most] = known.arguments;
    if (args.length < least || args.length > most) throw semantic(`${name}() does not take ${args.length} arguments.`);
    if (name === 'is' || name === 'as' || name === 'ofType') {
      const type = typeName(args[0]);
      if (type === undefined) throw semantic(`${name}() needs the name of a type.`);
      return this.typed(input, name === 'is' ? 'is' : 'as', type);
    }
    if (known.takes) this.demand(input, known.takes, name);
    if (ordered.has(name)) this.inOrder(input, `${name}()`);
    // What repeat() gives goes in again: what that is cannot be said before.
    const inside = name.startsWith('repeat') ? anything : perItem.has(name) ? input : focus;
    const given = args.map((argument) => this.of(argument, inside));
    if (name === 'iif') return given.slice(1).reduce(joined, { types: [] });
    if (name === 'children' || name === 'descendants') return { ...anything, isUnordered: true };
    if (handingOn.has(name)) return input;
    if (name === 'select') return given[0] ?? anything;
    if (name === 'union' || name === 'combine') return joined(input, given[0] ?? anything);
    if (known.gives === undefined) return anything;
    return known.gives.startsWith('FHIR.') ? { types: [known.gives.slice(5)] } : system(known.gives);
  }

  private demand({ types }: Known, takes: 'text' | 'number', name: string): void {
    if (!types || types.length === 0) return;
    const fits = (type: string) => {
      if (type.startsWith('System.')) return (type === 'System.String') === (takes === 'text') || type === 'System.Any';
      const definition = typeOf(type);
      return definition?.abstract || definition?.kind === 'primitive';
    };
    if (types.some(fits)) return;
    throw semantic(`${name}() is for a ${takes}, not for ${types.slice(0, 3).join(', ')}.`);
  }

  private binary({ operator, left, right }: Node & { kind: 'binary' }, focus: Known): Known {
    const [a, b] = [this.of(left, focus), this.of(right, focus)];
    if (operator === '|') return joined(a, b);
    if (operator === '&') return system('String');
    if (!['+', '-', '*', '/', 'div', 'mod'].includes(operator)) return system('Boolean');
    const isDate = (known: Known) =>
      known.types?.length === 1 && /^System\.(?:Date|DateTime|Time)$/.test(known.types[0] ?? '');
    if (isDate(a) && b.types?.some((type) => /^System\.(?:Integer|Long|Decimal|String|Boolean)$/.test(type))) {
      throw semantic(`A date and a number cannot be put together: say a unit, such as 7 days.`);
    }
    return isDate(a) ? a : anything;
  }
}

function joined(a: Known, b: Known): Known {
  return a.types && b.types ? { types: [...new Set([...a.types, ...b.types])] } : anything;
}

function literal(node: Node & { kind: 'literal' }): Known {
  if (node.type === 'string') return system('String');
  if (node.type === 'boolean') return system('Boolean');
  if (node.type === 'number') {
    return system(node.text.includes('.') ? 'Decimal' : node.text.endsWith('L') ? 'Long' : 'Integer');
  }
  const text = String(node.value);
  return system(text.startsWith('T') ? 'Time' : text.includes('T') ? 'DateTime' : 'Date');
}
