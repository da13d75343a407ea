/**
 * Turns the FHIRPath of a search parameter into plain ways through a resource: names of JSON properties with the data
 * type at their end. The subset of FHIRPath that R4's search parameters use:
 * paths, `|`, `as`, `ofType()`, `where(field = 'x')`, `where(resolve() is Type)`, `[0]`, `%resource`.
 */
import { type Node, parseFhirPath } from './fhirpath-parser.ts';
import type { JsonWay } from '../search/parameters.ts';
import { capital, isA, type Model } from './model.ts';

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
  /** Only references to this resource type. */
  resolvesTo?: string;
  /** Starts at the resource even inside a composite. */
  fromRoot?: boolean;
}

/** A FHIRPath expression that is more than ways through a resource. */
export class NotAPath extends Error {}

/**
 * The ways of an expression, for one resource type: what concerns other types is left out. In a composite's component,
 * `context` holds the ways of the composite itself, and the answer continues from there. Throws NotAPath.
 */
export function waysOf(model: Model, type: string, expression: string, context?: string): Way[] {
  return new Walk(model, type, context).ways(parseFhirPath(expression));
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
  private readonly model: Model;
  private readonly root: string;
  private readonly context: string | undefined;

  constructor(model: Model, root: string, context: string | undefined) {
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
    if (node.kind === 'call' && node.of) return this.call(node.of, node.name, node.args);
    throw new NotAPath(`${node.kind} in a search parameter of ${this.root}`);
  }

  private member({ of, name }: Extract<Node, { kind: 'member' }>): Way[] {
    if (of) return this.ways(of).flatMap((way) => this.step(way, name));
    if (this.context) return this.step({ steps: [], type: this.context }, name);
    if (isA(this.model, this.root, name)) return [{ steps: [], type: this.root }];
    // `name | alias` of InsurancePlan; else another resource type of a parameter that several share
    return this.step({ steps: [], type: this.root }, name);
  }

  private step(way: Way, name: string): Way[] {
    const field = this.model.get(way.type)?.fields.find((candidate) => candidate.name === name);
    return (field?.jsonNames ?? []).map(({ json, type }) => ({
      ...way,
      steps: [...way.steps, { json, isArray: field?.isArray ?? false }],
      type: type.name,
      targets: type.targets,
    }));
  }

  private call(of: Node, name: string, args: Node[]): Way[] {
    const ways = this.ways(of);
    const arg = args[0];
    if ((name === 'ofType' || name === 'as') && arg?.kind === 'member') return this.ofType(ways, arg.name);
    if (name !== 'where' || !arg) throw new NotAPath(`${name}() in a search parameter of ${this.root}`);
    if (arg.kind === 'type' && arg.operator === 'is' && arg.of.kind === 'call' && arg.of.name === 'resolve') {
      return ways.map((way) => ({ ...way, resolvesTo: arg.type }));
    }
    const { left, right } = arg.kind === 'binary' && arg.operator === '=' ? arg : { left: arg, right: arg };
    if (left.kind !== 'member' || right.kind !== 'literal') throw new NotAPath(`where() of ${this.root}`);
    return ways.map((way) => withLast(way, { where: { field: left.name, equals: String(right.value) } }));
  }

  private ofType(ways: Way[], type: string): Way[] {
    return ways.filter((way) => capital(way.type) === capital(type));
  }
}

function withLast(way: Way, addition: Partial<Step>): Way {
  const last = way.steps.at(-1);
  return last ? { ...way, steps: [...way.steps.slice(0, -1), { ...last, ...addition }] } : way;
}
