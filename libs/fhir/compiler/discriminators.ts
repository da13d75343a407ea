/**
 * How a slice recognises its items: JavaScript expressions from discriminators.
 * https://hl7.org/fhir/R4/profiling.html#discriminator
 */
import type { Discriminator, ProfileDefinition, Slicing } from '../profiles/profile.ts';
import { withoutVersion } from '../profiles/profile.ts';
import { stringify } from '../json.ts';
import type { Model } from './model.ts';
import {
  BadProfile,
  coreType,
  jsonNames,
  nodeWithId,
  type ProfileNode,
  profileTree,
  type Structures,
} from './profile-tree.ts';

/** A step of a discriminator's path, as validator/profile-paths.ts walks it. */
type Step =
  | { kind: 'child'; name: string; keys?: { json: string; type: string }[] }
  | { kind: 'resolve' }
  | { kind: 'extension'; url: string }
  | { kind: 'type'; name: string };

const deepest = 8;

export class Discriminators {
  private readonly model: Model;
  private readonly structures: Structures;
  private readonly definition: ProfileDefinition;
  private readonly constant: (source: string) => string;
  /** Trees of the profiles that many slices name: they are built once. */
  private readonly roots = new Map<string, ProfileNode[]>();

  constructor(
    model: Model,
    structures: Structures,
    definition: ProfileDefinition,
    constant: (source: string) => string,
  ) {
    this.model = model;
    this.structures = structures;
    this.definition = definition;
    this.constant = constant;
  }

  /** JavaScript of a function that says whether an item belongs to the slice; undefined when nothing tells. */
  match(sliced: ProfileNode, slice: ProfileNode, { discriminator = [] }: Slicing): string | undefined {
    const tests = discriminator.map((one) => this.test(sliced, slice, one));
    const known = tests.filter((test) => test !== undefined);
    if (known.length === 0) return undefined;
    return `(o, c, s, t) => ${known.join(' && ')}`;
  }

  private test(sliced: ProfileNode, slice: ProfileNode, { type, path }: Discriminator): string | undefined {
    const url = path === 'url' ? extensionUrl(slice) : undefined;
    if (url !== undefined) return `o.url === ${JSON.stringify(url)}`;
    const steps = readPath(path);
    const { nodes, walked } = this.follow([slice, sliced], steps);
    // The slice's own word goes before what all items are allowed: else every item would be the first slice's.
    const own = this.follow([slice], steps).nodes;
    const way = this.path(walked);
    switch (type) {
      case 'exists':
        return this.existence(nodes, way);
      case 'type': {
        const ofTarget = steps.some(({ kind }) => kind === 'resolve');
        const said = own.flatMap((node) => this.typesOf(node, ofTarget));
        const types = said.length > 0 ? said : nodes.flatMap((node) => this.typesOf(node, ofTarget));
        return types.length === 0 ? undefined : `c.isOfType(o, s, t, ${way}, ${this.json([...new Set(types)])})`;
      }
      case 'profile': {
        const said = own.flatMap((node) => profilesOf(node));
        const profiles = said.length > 0 ? said : nodes.flatMap((node) => profilesOf(node));
        return profiles.length === 0 ? undefined : `c.someConform(o, s, t, ${way}, ${this.json(profiles)})`;
      }
      default: {
        const matcher = this.matcher(nodes, 0);
        return matcher === undefined ? undefined : `c.someMatch(o, s, t, ${way}, (o, c, s, t) => ${matcher})`;
      }
    }
  }

  private existence(nodes: readonly ProfileNode[], way: string): string | undefined {
    const own = nodes.find(({ min, max }) => max === 0 || (min ?? 0) > 0);
    if (!own) return undefined;
    return `c.exists(o, s, t, ${way}) === ${own.max !== 0}`;
  }

  private path(steps: readonly Step[]): string {
    return this.constant(`rt.path(${JSON.stringify(JSON.stringify(steps))})`);
  }

  private json(value: unknown): string {
    return this.constant(`rt.data(${JSON.stringify(stringify(value))})`);
  }

  /**
   * The nodes that say what stands at the end of the path, the most special first, with the steps as the run time
   * walks them.
   */
  private follow(from: ProfileNode[], steps: readonly Step[]): { nodes: ProfileNode[]; walked: Step[] } {
    let nodes = from;
    const walked: Step[] = [];
    for (const step of steps) {
      const seen = [...nodes, ...nodes.flatMap((node) => this.conformed(node, step.kind === 'resolve'))];
      if (step.kind === 'child') {
        const next = seen.flatMap((node) => [
          ...node.children.filter(({ name }) => name === step.name),
          ...this.insideValue(node, step.name),
        ]);
        walked.push({ ...step, ...this.keysOf(seen, step.name, next) });
        nodes = next.flatMap((node) => [...demandedFirst(node.slices), node]);
      } else if (step.kind === 'extension') {
        walked.push(step);
        nodes = seen.flatMap(({ children }) => children.filter(({ name }) => name === 'extension'));
        nodes = nodes.flatMap(({ slices }) => slices.filter((slice) => extensionUrl(slice) === step.url));
      } else {
        walked.push(step);
        nodes = step.kind === 'resolve' ? seen.filter((node) => !nodes.includes(node)).concat(nodes) : nodes;
      }
    }
    return { nodes, walked };
  }

  /** What a fixed value or pattern of the whole says of one of its elements. */
  private insideValue({ fixed, pattern, id }: ProfileNode, name: string): ProfileNode[] {
    const value = ((fixed ?? pattern)?.value ?? {}) as { [name: string]: unknown };
    if (typeof value !== 'object' || !Object.hasOwn(value, name)) return [];
    const items = Array.isArray(value[name]) ? (value[name] as unknown[]) : [value[name]];
    const way = fixed ? 'fixed' : 'pattern';
    const plain = { name, types: [], field: undefined, children: [], slices: [], bindings: [], constraints: [] };
    return items.map((item) => ({ ...plain, id: `${id}.${name}`, [way]: { value: item } }));
  }

  private keysOf(seen: readonly ProfileNode[], name: string, next: readonly ProfileNode[]) {
    const field = next.find((node) => node.field)?.field ?? this.fieldIn(seen, name);
    return field ? { keys: jsonNames(field) } : {};
  }

  private fieldIn(nodes: readonly ProfileNode[], name: string) {
    for (const { demandedTypes, types } of nodes) {
      for (const type of [...(demandedTypes ?? []).map(({ code }) => code), ...types]) {
        const field = this.model.get(type)?.fields.find((one) => one.name === name);
        if (field) return field;
      }
    }
    return undefined;
  }

  /** Roots of the profiles that a node's values (or, `targets`, what they refer to) must conform to. */
  private conformed({ demandedTypes = [] }: ProfileNode, targets: boolean): ProfileNode[] {
    const urls = demandedTypes.flatMap(({ profile = [], targetProfile = [] }) => (targets ? targetProfile : profile));
    return urls.slice(0, 20).flatMap((url) => {
      const known = this.roots.get(url) ?? this.rootsOf(url);
      this.roots.set(url, known);
      return known;
    });
  }

  private rootsOf(url: string): ProfileNode[] {
    const found = url === this.definition.url ? undefined : this.structures.structure(url.replace(/#.*/, ''));
    if (!found) return this.coreNode(url);
    try {
      const root = profileTree(this.model, this.structures, found);
      const element = url.split('#')[1];
      return element === undefined ? [root] : [nodeWithId(root, element) ?? root];
    } catch (error) {
      if (error instanceof BadProfile) return [];
      throw error;
    }
  }

  private coreNode(url: string): ProfileNode[] {
    const name = coreType(this.model, url);
    if (!name) return [];
    const node = { name, id: name, types: [name], field: undefined, children: [], slices: [] };
    return [{ ...node, bindings: [], constraints: [] }];
  }

  private typesOf(node: ProfileNode, ofTarget: boolean): string[] {
    const { demandedTypes = [] } = node;
    // At the end of resolve() the root of a target's profile stands for its type.
    const types = demandedTypes.map(({ code }) => code).filter((code) => !ofTarget || code !== 'Reference');
    if (types.length > 0) return types;
    return node.field === undefined ? node.types : [];
  }

  /** What a value must be to be the slice's: fixed, pattern, required codes, here or further down. */
  private matcher(nodes: readonly ProfileNode[], depth: number): string | undefined {
    if (depth > deepest) return undefined;
    for (const node of nodes) {
      const tests: string[] = [];
      if (node.fixed) tests.push(`c.isFixed(o, ${this.json(node.fixed.value)})`);
      if (node.pattern) tests.push(`c.hasPattern(o, ${this.json(node.pattern.value)})`);
      const url = node.name.endsWith('xtension') ? extensionUrl(node) : undefined;
      if (url !== undefined && tests.length === 0) tests.push(`o.url === ${JSON.stringify(url)}`);
      if (tests.length === 0) tests.push(...this.inner(node, depth));
      if (tests.length === 0) {
        for (const { strength, valueSet = '' } of node.bindings) {
          if (strength !== 'required') continue;
          tests.push(`c.isIn(o, ${this.constant(`rt.binding("required", ${JSON.stringify(valueSet)})`)}, t)`);
        }
      }
      if (tests.length > 0) return tests.join(' && ');
    }
    return undefined;
  }

  private inner(node: ProfileNode, depth: number): string[] {
    const trees = [node, ...this.conformed(node, false)];
    return trees.flatMap(({ children }) =>
      children.flatMap((child) => {
        const own = this.matcher([...demandedFirst(child.slices), child], depth + 1);
        if (own === undefined) return [];
        const way = this.path([
          { kind: 'child', name: child.name, ...(child.field ? { keys: jsonNames(child.field) } : {}) },
        ]);
        return [`c.someMatch(o, s, t, ${way}, (o, c, s, t) => ${own})`];
      }),
    );
  }
}

/** Slices that must be there say more about a value than those that may. */
function demandedFirst(slices: readonly ProfileNode[]): ProfileNode[] {
  return [...slices].sort((a, b) => Math.sign(b.min ?? 0) - Math.sign(a.min ?? 0));
}

/** The url that an extension slice means. */
export function extensionUrl(slice: ProfileNode): string | undefined {
  const profile = slice.demandedTypes?.find(({ code }) => code === 'Extension')?.profile?.[0];
  if (profile !== undefined) return withoutVersion(profile);
  const url = slice.children.find(({ name }) => name === 'url')?.fixed?.value;
  return typeof url === 'string' ? url : undefined;
}

function profilesOf({ demandedTypes = [] }: ProfileNode): string[] {
  return demandedTypes.flatMap(({ profile = [], targetProfile = [] }) => [...profile, ...targetProfile]);
}

/** `$this`, `a.b`, `extension('url').value`, `resolve()`, `ofType(X)`, and joins of them. */
export function readPath(path: string): Step[] {
  const steps: Step[] = [];
  const step =
    /\$this|extension\((?:'([^']*)'|"([^"]*)")\)|resolve\(\)|(?:ofType|as)\((\w+)\)|([A-Za-z]\w*)(?:\[x\])?/y;
  let at = 0;
  while (at < path.length) {
    step.lastIndex = at;
    const found = step.exec(path);
    if (!found) throw new BadProfile(`the discriminator path "${path.slice(0, 80)}" is not understood`);
    const [text, single, double, type, name] = found;
    if (text === 'resolve()') steps.push({ kind: 'resolve' });
    else if (text.startsWith('extension(')) steps.push({ kind: 'extension', url: single ?? double ?? '' });
    else if (type) steps.push({ kind: 'type', name: type });
    else if (name) steps.push({ kind: 'child', name });
    at = step.lastIndex;
    if (path[at] === '.') at++;
    else if (at < path.length) throw new BadProfile(`the discriminator path "${path.slice(0, 80)}" is not understood`);
  }
  return steps;
}
