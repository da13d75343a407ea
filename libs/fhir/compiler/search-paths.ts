/**
 * Turns the FHIRPath of a search parameter into plain ways through a resource: names of JSON properties with the data
 * type at their end. The subset of FHIRPath that R4's search parameters use:
 * paths, `|`, `as`, `ofType()`, `where(field = 'x')`, `where(resolve() is Type)`, `[0]`, `%resource`.
 */
import { type Node, parseFhirPath } from './fhirpath-parser.ts';
import type { JsonWay } from '../search/parameters.ts';
import { capital, type FieldType, isA } from './model.ts';

export interface Step {
  /** Name of the JSON property. */
  json: string;
  isArray: boolean;
  /** Only elements whose field has this text. */
  where?: { field: string; equals: string };
  index?: number;
}

/** One way through a resource to values of one data type. */
export interface Way {
  steps: Step[];
  /** Type of what is found at the end. */
  type: string;
  /** Where a Reference may point to by its definition; undefined for anywhere. */
  targets?: string[];
  /** The value set to which a code is bound, when it may have no other. */
  valueSet?: string | undefined;
  /** Only references to this resource type. */
  resolvesTo?: string;
  /** Starts at the resource even inside a composite. */
  fromRoot?: boolean;
}

/** What has to be known of types to walk them: the compiler's model, or the table of elements at run time. */
export type PathModel = ReadonlyMap<
  string,
  {
    readonly kind: 'primitive' | 'complex' | 'resource';
    readonly base: string | undefined;
    readonly fields: readonly {
      readonly name: string;
      readonly isArray: boolean;
      readonly binding?: { readonly strength: string; readonly valueSet: string };
      readonly jsonNames: readonly { readonly json: string; readonly type: FieldType }[];
    }[];
  }
>;

/** A FHIRPath expression that is more than ways through a resource. */
export class NotAPath extends Error {}

/**
 * The ways of an expression, for one resource type: what concerns other types is left out. In a composite's component,
 * `context` holds the ways of the composite itself, and the answer continues from there. Throws NotAPath.
 */
export function waysOf(model: PathModel, type: string, expression: string, context?: string): Way[] {
  return waysOfTree(model, type, parseFhirPath(expression), context);
}

/** The same, of an expression that is read already. */
export function waysOfTree(model: PathModel, type: string, node: Node, context?: string): Way[] {
  return new Walk(model, type, context).ways(node);
}

/** The ways as SQL/JSON paths (lax mode: arrays open by themselves). `from` is `$`, or `@` inside a composite. */
export function jsonWays(ways: readonly Way[], from: '$' | '@' = '$'): JsonWay[] {
  return ways.map(({ steps, type, resolvesTo, fromRoot }) => {
    const path = steps.map(({ json, where, index }) => {
      const filter = where ? ` ? (@."${where.field}" == ${JSON.stringify(where.equals)})` : '';
      return `."${json}"${index === undefined ? '' : `[${index}]`}${filter}`;
    });
    const only = resolvesTo ? ` ? (@."reference" starts with "${resolvesTo}/")` : '';
    return { path: `${fromRoot ? '$' : from}${path.join('')}${only}`, datatype: type };
  });
}

class Walk {
  private readonly model: PathModel;
  private readonly root: string;
  private readonly context: string | undefined;

  constructor(model: PathModel, root: string, context: string | undefined) {
    this.model = model;
    this.root = root;
    this.context = context;
  }

  ways(node: Node): Way[] {
    if (node.kind === 'binary' && node.operator === '|') return [...this.ways(node.left), ...this.ways(node.right)];
    if (node.kind === 'member') return this.member(node);
    if (node.kind === 'type' && node.operator === 'as') return this.ofType(this.ways(node.of), node.type);
    if (node.kind === 'constant' && node.name === 'resource') {
      return [{ steps: [], type: this.root, fromRoot: true }];
    }
    if (node.kind === 'item' && node.at.kind === 'literal') {
      const index = Number(node.at.value);
      return this.ways(node.of).map((way) => withLast(way, { index }));
    }
    if (node.kind === 'call') return this.call(node.of ? this.ways(node.of) : this.start(), node.name, node.args);
    throw new NotAPath(`${node.kind} in a search parameter of ${this.root}`);
  }

  private member({ of, name }: Extract<Node, { kind: 'member' }>): Way[] {
    if (of) return this.ways(of).flatMap((way) => this.step(way, name));
    if (!this.context && isA(this.model, this.root, name)) return this.start();
    // `name | alias` of InsurancePlan; else another resource type of a parameter that several share
    return this.start().flatMap((way) => this.step(way, name));
  }

  private start(): Way[] {
    return [{ steps: [], type: this.context ?? this.root }];
  }

  private step(way: Way, name: string): Way[] {
    const type = this.model.get(way.type);
    // What belongs to a primitive stands beside it (`_birthDate`), not below.
    if (type?.kind === 'primitive') throw new NotAPath(`${name} of a ${way.type}`);
    const field = type?.fields.find((candidate) => candidate.name === name);
    return (field?.jsonNames ?? []).map(({ json, type }) => ({
      ...way,
      steps: [...way.steps, { json, isArray: field?.isArray ?? false }],
      type: type.name,
      targets: type.targets,
      valueSet: field?.binding?.strength === 'required' ? field.binding.valueSet : undefined,
    }));
  }

  private call(ways: Way[], name: string, args: Node[]): Way[] {
    const arg = args[0];
    if (name === 'extension' && arg?.kind === 'literal' && arg.type === 'string') {
      const extensions = ways.flatMap((way) => this.step(way, 'extension'));
      return extensions.map((way) => withLast(way, { where: { field: 'url', equals: String(arg.value) } }));
    }
    if ((name === 'ofType' || name === 'as') && arg?.kind === 'member') return this.ofType(ways, arg.name);
    if (name !== 'where' || !arg) throw new NotAPath(`${name}() in a search parameter of ${this.root}`);
    if (arg.kind === 'type' && arg.operator === 'is' && arg.of.kind === 'call' && arg.of.name === 'resolve') {
      return ways.map((way) => ({ ...way, resolvesTo: arg.type }));
    }
    const { left, right } = arg.kind === 'binary' && arg.operator === '=' ? arg : { left: arg, right: arg };
    const isPlain = left.kind === 'member' && left.of === undefined;
    if (!isPlain || right.kind !== 'literal' || right.type !== 'string') throw new NotAPath(`where() of ${this.root}`);
    return ways.map((way) => withLast(way, { where: { field: left.name, equals: String(right.value) } }));
  }

  private ofType(ways: Way[], type: string): Way[] {
    return ways.filter((way) => capital(way.type) === capital(type));
  }
}

function withLast(way: Way, addition: Partial<Step>): Way {
  const last = way.steps.at(-1);
  if (last?.where && addition.where) throw new NotAPath('two conditions on one element');
  return last ? { ...way, steps: [...way.steps.slice(0, -1), { ...last, ...addition }] } : way;
}
