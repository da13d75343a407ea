/**
 * Compiles the FHIRPath of an invariant into a JavaScript expression. http://hl7.org/fhirpath/N1/
 *
 * Types are known from the definitions, so most paths become plain property reads. A compiled value is either `one`
 * (a value, or undefined for the empty collection) or `many` (an array). Three-valued logic: undefined is "empty".
 * The functions called by the code are those of validator/fhirpath.ts, known as `f`.
 */
import { type Node, parseFhirPath } from './fhirpath-parser.ts';
import { capital, type Field, type Model } from './model.ts';

/** An expression that this compiler does not cover. */
export class NotCovered extends Error {}

interface Code {
  js: string;
  many: boolean;
  /** Names of types of the model, or 'boolean', 'string', 'number' of FHIRPath itself; empty when not known. */
  types: string[];
  /** A boolean that is never empty. */
  total?: boolean;
  /** Reads the element's shadow (`_status`) where it has no value: for exists() and empty(). */
  orShadow?: string;
  /** Is it there? Where that is known without reading. */
  isThere?: string;
}

interface Scope {
  self: Code;
  depth: number;
}

/**
 * JavaScript of an invariant about `o`, a value of `type`; `c.resource` and `c.root` stand for the
 * constants. It is true when the invariant holds; false, or undefined (empty), when not. `counted`: the code
 * stands where `n_value` counts the elements of value[x]. `strict`: covers only paths whose types are known, as
 * expressions that nobody here has read demand. Of several types `t` tells which one the value has. Throws NotCovered.
 */
export function compileInvariant(
  model: Model,
  type: string | readonly string[],
  expression: string,
  { counted = false, strict = false } = {},
): string {
  const types = typeof type === 'string' ? [type] : [...type];
  const compiler = new Compiler(model, types.length === 1 ? (types[0] as string) : '', counted, strict);
  const self: Code = { js: 'o', many: false, types };
  return compiler.truth(compiler.compile(parseFhirPath(expression), { self, depth: 0 })).js;
}

// biome-ignore format: a table
const primitives: { readonly [type: string]: 'number' | 'date' | 'quantity' } = {
  integer: 'number', decimal: 'number', positiveInt: 'number', unsignedInt: 'number', number: 'number',
  date: 'date', dateTime: 'date', instant: 'date', time: 'date',
  Quantity: 'quantity', SimpleQuantity: 'quantity',
};
const comparisons: { readonly [operator: string]: string } = { '<': '< 0', '<=': '<= 0', '>': '> 0', '>=': '>= 0' };
const ucum = 'http://unitsofmeasure.org';

class Compiler {
  private readonly model: Model;
  private readonly type: string;
  private readonly counted: boolean;
  private readonly strict: boolean;

  constructor(model: Model, type: string, counted: boolean, strict: boolean) {
    this.model = model;
    this.type = type;
    this.counted = counted;
    this.strict = strict;
  }

  compile(node: Node, scope: Scope): Code {
    switch (node.kind) {
      case 'literal':
        return one(JSON.stringify(node.value), [node.type], node.type === 'boolean');
      case 'empty':
        return one('undefined', []);
      case 'this':
        return scope.self;
      case 'constant':
        return this.constant(node.name);
      case 'member':
        return this.member(node, scope);
      case 'call':
        return this.call(node, scope);
      case 'item':
        return one(`${this.list(this.compile(node.of, scope))}[${this.compile(node.at, scope).js}]`, []);
      case 'binary':
        return this.binary(node, scope);
      case 'type':
        return node.operator === 'is' ? this.is(node.of, node.type, scope) : this.as(node.of, node.type, scope);
      default:
        throw new NotCovered(node.kind);
    }
  }

  private constant(name: string): Code {
    if (name === 'ucum') return one(JSON.stringify(ucum), ['string']);
    if (name === 'resource') {
      const holder = this.type.split('.')[0] as string;
      return one('c.resource', !this.strict || this.model.get(holder)?.kind === 'resource' ? [holder] : []);
    }
    if (name === 'rootResource') return one('c.root', ['Resource']);
    if (name === 'context') return one('o', [this.type]);
    throw new NotCovered(`%${name}`);
  }

  private member({ of, name }: Extract<Node, { kind: 'member' }>, scope: Scope): Code {
    if (!of && name === this.type) return scope.self;
    const from = of ? this.compile(of, scope) : scope.self;
    const field = this.fieldOf(from.types, name);
    if (!field && this.strict) throw new NotCovered(`${name} of ${from.types.join(', ') || 'an unknown type'}`);
    if (!field) return many(`f.get(${this.list(from)}, ${JSON.stringify(name)})`, []);
    const names = field.jsonNames.map(({ json }) => json);
    const types = field.jsonNames.map(({ type }) => type.name);
    const shadows = field.jsonNames.filter(({ type }) => this.isPrimitive(type.name)).map(({ json }) => `_${json}`);
    if (from.many || field.isArray) {
      const read = (all: string[]) =>
        from.many
          ? `f.get(${from.js}, ${all.map((json) => JSON.stringify(json)).join(', ')})`
          : `f.list(${all.map((json) => `${from.js}${dot(from)}${json}`).join(' ?? ')})`;
      const code = many(read(names), types);
      if (shadows.length > 0) code.orShadow = read([...names, ...shadows]);
      return code;
    }
    const read = (all: string[]) => all.map((json) => `${from.js}${dot(from)}${json}`).join(' ?? ');
    const code = one(names.length > 1 ? `(${read(names)})` : read(names), types);
    if (shadows.length > 0) code.orShadow = `(${read([...names, ...shadows])})`;
    if (this.counted && from.js === 'o' && field.isChoice) code.isThere = `(n_${field.name} > 0)`;
    return code;
  }

  private fieldOf(types: readonly string[], name: string): Field | undefined {
    if (types.length !== 1) return undefined;
    return this.model.get(types[0] as string)?.fields.find((field) => field.name === name);
  }

  private isPrimitive(type: string): boolean {
    return this.model.get(type)?.kind === 'primitive';
  }

  private call({ of, name, args }: Extract<Node, { kind: 'call' }>, scope: Scope): Code {
    const from = of ? this.compile(of, scope) : scope.self;
    const arg = args[0];
    switch (name) {
      case 'exists':
        return arg ? this.exists(this.lambda('where', from, arg, scope)) : this.exists(from);
      case 'empty':
        return one(`!${this.exists(from).js}`, ['boolean'], true);
      case 'hasValue':
        return one(`${this.single(from)} !== undefined`, ['boolean'], true, true);
      case 'not':
        return this.not(this.truth(from));
      case 'count':
        return one(`f.count(${from.orShadow ?? from.js})`, ['number']);
      case 'trace':
        return from;
      case 'where':
      case 'all':
      case 'select':
        return this.lambda(name, from, demand(arg), scope);
      case 'first':
        return from.many ? one(`${from.js}[0]`, from.types) : from;
      case 'tail':
        return many(`${this.list(from)}.slice(1)`, from.types);
      case 'iif':
        return this.iif(args, scope);
      case 'is':
      case 'as':
      case 'ofType': {
        if (arg?.kind !== 'member') throw new NotCovered(`${name}()`);
        return name === 'is' ? this.is(of, arg.name, scope) : this.as(of, arg.name, scope);
      }
      default:
        return this.library(
          name,
          from,
          args.map((part) => this.compile(part, scope)),
        );
    }
  }

  /** Functions that the run time has as they are: of a list, or of one value and arguments. */
  private library(name: string, from: Code, args: Code[]): Code {
    if (name === 'isDistinct' || name === 'allFalse' || name === 'allTrue') {
      return one(`f.${name}(${this.list(from)})`, ['boolean'], true);
    }
    if (name === 'descendants' || name === 'children') return many(`f.${name}(${this.list(from)})`, []);
    if (name === 'subsetOf') {
      return one(`f.subsetOf(${this.list(from)}, ${this.list(demand(args[0]))})`, ['boolean'], true);
    }
    if (name === 'combine') return many(`[...${this.list(from)}, ...${this.list(demand(args[0]))}]`, from.types);
    if (name === 'intersect') return many(`f.intersect(${this.list(from)}, ${this.list(demand(args[0]))})`, from.types);
    // biome-ignore format: a table
    const scalar: { [name: string]: string } = {
      startsWith: 'boolean', endsWith: 'boolean', contains: 'boolean', matches: 'boolean', toInteger: 'number',
      toString: 'string', substring: 'string', replaceMatches: 'string', length: 'number',
    };
    const type = Object.hasOwn(scalar, name) ? scalar[name] : undefined;
    if (!type) throw new NotCovered(`${name}()`);
    return one(`f.${name}(${[this.single(from), ...args.map((arg) => this.single(arg))].join(', ')})`, [type]);
  }

  private exists(from: Code): Code {
    if (from.isThere) return one(from.isThere, ['boolean'], true);
    const js = from.orShadow ?? from.js;
    return one(from.many ? `(${js}.length > 0)` : `(${js} !== undefined)`, ['boolean'], true);
  }

  private lambda(name: 'where' | 'all' | 'select', from: Code, arg: Node, scope: Scope): Code {
    const item = `t${scope.depth + 1}`;
    const self: Code = { js: item, many: false, types: from.types };
    const body = this.compile(arg, { self, depth: scope.depth + 1 });
    const list = this.list(from);
    if (name === 'select') return many(`f.select(${list}, (${item}) => ${body.js})`, body.types);
    const test = this.truth(body).js;
    if (name === 'where') return many(`${list}.filter((${item}) => ${test})`, from.types);
    return one(`${list}.every((${item}) => (${test}) !== false)`, ['boolean'], true);
  }

  private iif(args: Node[], scope: Scope): Code {
    const [test, yes, no] = args.map((arg) => this.compile(arg, scope));
    const otherwise = no ?? one('undefined', []);
    return one(`(${this.truth(demand(test)).js} ? ${demand(yes).js} : ${otherwise.js})`, demand(yes).types);
  }

  private is(of: Node | undefined, type: string, scope: Scope): Code {
    const name = capital(type);
    if (of?.kind === 'member') {
      const from = of.of ? this.compile(of.of, scope) : scope.self;
      const field = this.fieldOf(from.types, of.name);
      if (field && !from.many && field.jsonNames.length > 1) {
        const found = field.jsonNames.find((candidate) => capital(candidate.type.name) === name);
        if (!found) return one('false', ['boolean'], true);
        return one(`(${from.js}${dot(from)}${found.json} !== undefined)`, ['boolean'], true);
      }
    }
    const from = of ? this.compile(of, scope) : scope.self;
    if (this.model.get(type)?.kind === 'resource') {
      return one(`(${this.single(from)}?.resourceType === ${JSON.stringify(type)})`, ['boolean'], true);
    }
    throw new NotCovered(`is ${type}`);
  }

  private as(of: Node | undefined, type: string, scope: Scope): Code {
    if (of?.kind === 'member') {
      const from = of.of ? this.compile(of.of, scope) : scope.self;
      const found = this.fieldOf(from.types, of.name)?.jsonNames.find(
        (one) => capital(one.type.name) === capital(type),
      );
      if (found && !from.many) return one(`${from.js}${dot(from)}${found.json}`, [found.type.name]);
    }
    const from = of ? this.compile(of, scope) : scope.self;
    if (from.js === 'o' && from.types.length > 1 && from.types.includes(type)) {
      return one(`(t === ${JSON.stringify(type)} ? o : undefined)`, [type]);
    }
    if (this.model.get(type)?.kind === 'resource') {
      return many(`${this.list(from)}.filter((r) => r.resourceType === ${JSON.stringify(type)})`, [type]);
    }
    throw new NotCovered(`as ${type}`);
  }

  private binary({ operator, left, right }: Extract<Node, { kind: 'binary' }>, scope: Scope): Code {
    const a = this.compile(left, scope);
    const b = this.compile(right, scope);
    switch (operator) {
      case 'and':
      case 'or':
      case 'xor':
      case 'implies':
        return this.logic(operator, this.truth(a), this.truth(b));
      case '=':
      case '~':
        return this.equal(a, b);
      case '!=':
        return this.not(this.equal(a, b));
      case 'in':
        return one(`f.isIn(${this.single(a)}, ${this.list(b)})`, ['boolean']);
      case 'contains':
        return one(`f.isIn(${this.single(b)}, ${this.list(a)})`, ['boolean']);
      case '|':
        return many(`f.union(${this.list(a)}, ${this.list(b)})`, a.types.length > 0 ? a.types : b.types);
      case '&':
        return one(`f.concat(${this.single(a)}, ${this.single(b)})`, ['string']);
      case '+':
        return one(`f.plus(${this.single(a)}, ${this.single(b)})`, a.types);
      default:
        return this.compare(operator, a, b);
    }
  }

  private equal(a: Code, b: Code): Code {
    if (a.total && b.total) return one(`(${a.js} === ${b.js})`, ['boolean'], true);
    if (a.many || b.many) return one(`f.sameList(${this.list(a)}, ${this.list(b)})`, ['boolean']);
    return one(`f.same(${a.js}, ${b.js})`, ['boolean']);
  }

  private compare(operator: string, a: Code, b: Code): Code {
    const test = comparisons[operator];
    const kind = primitives[a.types[0] ?? ''] ?? primitives[b.types[0] ?? ''];
    if (!test || !kind) throw new NotCovered(`${operator} of ${a.types}`);
    const how = { number: 'numbers', date: 'dates', quantity: 'quantities' }[kind];
    return one(`f.holds(f.${how}(${this.single(a)}, ${this.single(b)}), (d) => d ${test})`, ['boolean']);
  }

  private logic(operator: string, a: Code, b: Code): Code {
    if (operator === 'xor') {
      if (a.total && b.total) return one(`(${a.js} !== ${b.js})`, ['boolean'], true);
      return one(`f.xor(${a.js}, ${b.js})`, ['boolean']);
    }
    if (operator === 'implies') return this.logic('or', this.not(a), b);
    const sign = operator === 'and' ? '&&' : '||';
    if (a.total) return one(`(${a.js} ${sign} ${b.js})`, ['boolean'], b.total ?? false);
    if (b.total) return one(`(${b.js} ${sign} ${a.js})`, ['boolean']);
    return one(`f.${operator}(${a.js}, ${b.js})`, ['boolean']);
  }

  private not(a: Code): Code {
    return a.total ? one(`!(${a.js})`, ['boolean'], true) : one(`f.not(${a.js})`, ['boolean']);
  }

  /** A collection where a truth is wanted: a boolean as it is; anything else is true by being there. */
  truth(code: Code): Code {
    if (code.types.length === 1 && code.types[0] === 'boolean') {
      return code.many ? one(`f.single(${code.js})`, ['boolean']) : code;
    }
    return this.exists(code);
  }

  private list(code: Code): string {
    return code.many ? code.js : `f.list(${code.js})`;
  }

  private single(code: Code): string {
    return code.many ? `f.single(${code.js})` : code.js;
  }
}

function one(js: string, types: string[], total = false, wrap = false): Code {
  return { js: wrap ? `(${js})` : js, many: false, types, total };
}

function many(js: string, types: string[]): Code {
  return { js, many: true, types: [...new Set(types)] };
}

/** The value at hand is always there; what was read from it may not be. */
function dot(from: Code): string {
  return /^(o|t\d+|c\.resource|c\.root)$/.test(from.js) ? '.' : '?.';
}

function demand<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new NotCovered('a missing argument');
  return value;
}
