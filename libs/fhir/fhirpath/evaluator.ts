/** Walks an expression over values. http://hl7.org/fhirpath/N1/ Every step is counted: nobody can make it run on. */
import type { Node } from '../compiler/fhirpath-parser.ts';
import { specializes, typeOf } from '../elements.ts';
import type { Environment, Evaluator, Scope } from './call.ts';
import { Decimal } from './decimal.ts';
import { DistinctItems } from './equality.ts';
import { functions } from './functions.ts';
import { Moment } from './moment.ts';
import { binary, negated } from './operators.ts';
import { cannot } from './refused.ts';
import {
  boolean,
  childrenOf,
  decimal,
  integer,
  isKnownType,
  isOf,
  type Item,
  long,
  moment,
  quantity,
  string,
  toSystem,
} from './values.ts';

/** Made for one evaluation. */
export class Walker implements Evaluator {
  readonly environment: Environment;
  readonly root: readonly Item[];
  /** What is defined here: never changed, but followed by another. */
  private variables: ReadonlyMap<string, readonly Item[]>;
  private steps = 0;

  constructor(environment: Environment, root: readonly Item[]) {
    this.environment = environment;
    this.root = root;
    this.variables = new Map(environment.variables);
  }

  /** Steps so far. */
  get spent(): number {
    return this.steps;
  }

  readonly spend = (steps: number): void => {
    this.steps += steps;
    if (this.steps > this.environment.limits.steps) throw cannot('The expression is too costly for this resource.');
  };

  /** A text as a result, if it is not too long. */
  text(value: string): Item[] {
    if (value.length > this.environment.limits.text) throw cannot('The expression makes a text that is too long.');
    this.spend(value.length >> 6);
    return [string(value)];
  }

  /** An expression of its own: what it defines ends with it. http://hl7.org/fhirpath/#definevariable */
  evaluate(node: Node, scope: Scope): readonly Item[] {
    const before = this.variables;
    try {
      return this.chained(node, scope);
    } finally {
      this.variables = before;
    }
  }

  /** What stands before a point: what is defined there is known behind it. */
  private chained(node: Node, scope: Scope): readonly Item[] {
    const result = this.of(node, scope);
    this.spend(1 + result.length);
    if (result.length > this.environment.limits.items) throw cannot('The expression gives too many values.');
    return result;
  }

  private of(node: Node, scope: Scope): readonly Item[] {
    switch (node.kind) {
      case 'literal':
        return literal(node);
      case 'quantity':
        return [quantity({ value: Decimal.read(node.value) as Decimal, unit: node.unit, isCalendar: node.isCalendar })];
      case 'empty':
        return [];
      case 'this':
        return scope.focus;
      case 'index':
        return integer(new Decimal(BigInt(scope.index)));
      case 'total':
        return scope.total;
      case 'constant':
        return this.constant(node.name);
      case 'member':
        return node.of ? this.member(this.chained(node.of, scope), node.name) : this.first(node.name, scope);
      case 'call':
        return this.call(node, scope);
      case 'item':
        return this.item(node, scope);
      case 'negate':
        // The least whole number is the negative of one that is too large.
        return node.of.kind === 'literal' && node.of.type === 'number'
          ? numeral(`-${node.of.text}`)
          : negated(this.evaluate(node.of, scope));
      case 'type':
        return this.typed(node, this.chained(node.of, scope));
      case 'binary':
        return binary(this, node, scope);
    }
  }

  private constant(name: string): readonly Item[] {
    const known = this.variables.get(name);
    if (known) return known;
    if (name === 'context' || name === 'resource' || name === 'rootResource') return this.root;
    const address = Object.hasOwn(addresses, name) ? addresses[name] : undefined;
    if (address !== undefined) return [string(address)];
    if (name.startsWith('vs-')) return [string(`http://hl7.org/fhir/ValueSet/${name.slice(3)}`)];
    if (name.startsWith('ext-')) return [string(`http://hl7.org/fhir/StructureDefinition/${name.slice(4)}`)];
    throw cannot(`There is no %${name.slice(0, 60)} here.`);
  }

  define(name: string, value: readonly Item[]): void {
    if (this.variables.has(name) || isOfFhir(name)) throw cannot(`%${name.slice(0, 60)} is there already.`);
    this.spend(this.variables.size);
    if (this.variables.size >= mostVariables) throw cannot(`At most ${mostVariables} variables may be defined.`);
    this.variables = new Map([...this.variables, [name, value]]);
  }

  member(of: readonly Item[], name: string): Item[] {
    this.spend(of.length);
    return of.flatMap((item) => childrenOf(item, name));
  }

  /** A path may begin with the type of what it is about. */
  private first(name: string, scope: Scope): readonly Item[] {
    const own = this.member(scope.focus, name);
    if (own.length > 0 || !/^[A-Z]/.test(name)) return own;
    return scope.focus.filter(({ type }) => specializes(type, name));
  }

  private item(node: Node & { kind: 'item' }, scope: Scope): readonly Item[] {
    const of = this.chained(node.of, scope);
    const [at, ...more] = this.evaluate(node.at, scope);
    if (at === undefined) return [];
    if (at.type !== 'System.Integer' || more.length > 0) throw cannot('The index must be one whole number.');
    const index = (at.value as Decimal).toNumber();
    return index < 0 ? [] : of.slice(index, index + 1);
  }

  private typed({ operator, type, namespace }: Node & { kind: 'type' }, of: readonly Item[]): readonly Item[] {
    const wanted = namespace === undefined ? type : `${namespace}.${type}`;
    return operator === 'is' ? this.is(of, wanted) : this.as(of, wanted);
  }

  is(of: readonly Item[], type: string): Item[] {
    if (!isKnownType(type)) throw cannot(`There is no type '${type.slice(0, 60)}'.`);
    if (of.length > 1) throw cannot('Only one value has a type: use ofType(…) or where($this is …).');
    return of.map((item) => boolean(isOf(item, type)));
  }

  as(of: readonly Item[], type: string): readonly Item[] {
    if (of.length > 1 && !this.environment.isLenient) {
      throw cannot('Only one value can be taken as a type: use ofType(…) for several.');
    }
    return this.ofType(of, type);
  }

  ofType(of: readonly Item[], type: string): readonly Item[] {
    if (!isKnownType(type)) throw cannot(`There is no type '${type.slice(0, 60)}'.`);
    const found = of.filter((item) => isOf(item, type));
    if (found.length > 0 || !this.environment.isLenient || typeOf(type)) return found;
    const wanted = type.startsWith('System.') ? type : `System.${type}`;
    return of.flatMap((item) => toSystem(item) ?? []).filter((item) => item.type === wanted);
  }

  private call(node: Node & { kind: 'call' }, scope: Scope): readonly Item[] {
    const known = functions.get(node.name);
    if (!known) throw cannot(`There is no function ${node.name.slice(0, 60)}().`);
    const [least, most] = known.arguments;
    if (node.args.length < least || node.args.length > most) {
      throw cannot(`${node.name}() takes ${least === most ? least : `${least} to ${most}`} arguments.`);
    }
    const input = node.of ? this.chained(node.of, scope) : scope.focus;
    return known.run({ evaluator: this, input, args: node.args, scope });
  }

  /** Without what is there already. */
  distinct(items: readonly Item[]): Item[] {
    this.spend(items.length);
    return new DistinctItems(this.spend, items).items;
  }
}

const mostVariables = 100;

/** Constants of FHIR: nobody may define them anew. */
const isOfFhir = (name: string): boolean =>
  ['context', 'resource', 'rootResource', 'vs-', 'ext-'].some(
    (own) => name === own || (own.endsWith('-') && name.startsWith(own)),
  ) || Object.hasOwn(addresses, name);

const addresses: { readonly [name: string]: string } = {
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
  ucum: 'http://unitsofmeasure.org',
};

function numeral(text: string): Item[] {
  const read = Decimal.read(text.replace('L', ''));
  if (!read) throw cannot('The number has too many digits.');
  if (text.endsWith('L')) return long(read);
  return text.includes('.') ? [decimal(read)] : integer(read);
}

function literal(node: Node & { kind: 'literal' }): Item[] {
  if (node.type === 'string') return [string(String(node.value))];
  if (node.type === 'boolean') return [boolean(node.value as boolean)];
  if (node.type === 'number') return numeral(node.text);
  const text = String(node.value);
  const kind = text.startsWith('T') ? 'Time' : text.includes('T') ? 'DateTime' : 'Date';
  const read = Moment.read(kind === 'Time' ? text.slice(1) : text.replace(/T$/, ''), kind);
  if (!read) throw cannot(`@${text} is no date or time.`);
  return [moment(read)];
}
