/**
 * Compiles a profile into JavaScript: one function per element that demands something, descriptions of slices as
 * constants. The functions it calls are those of validator/profile-check.ts (`c`) and validator/fhirpath.ts (`f`).
 * Whatever comes from the definition stands in the code only as a quoted string: it can never be code itself.
 */
import type { ElementType, ProfileDefinition, Slicing } from '../profiles/profile.ts';
import { stringify } from '../json.ts';
import { nativeRules } from '../profiles-pl/identifiers.ts';
import { Discriminators } from './discriminators.ts';
import { compileInvariant } from './fhirpath-compiler.ts';
import { isA, type Model } from './model.ts';
import { beyondBase, type Demand } from './profile-demands.ts';
import { BadProfile, coreType, nodeWithId, type ProfileNode, profileTree, type Structures } from './profile-tree.ts';

/** Body of a function of `rt` that gives the check of a profile, or of one of its elements. @throws BadProfile. */
export function compileProfile(
  model: Model,
  structures: Structures,
  definition: ProfileDefinition,
  element?: string,
): string {
  const root = profileTree(model, structures, definition);
  const start = element === undefined ? root : nodeWithId(root, element);
  if (!start) throw new BadProfile(`it has no element ${element?.slice(0, 100)}`);
  return new ProfileCompiler(model, structures, definition).compile(start);
}

/** Slices of a tree by which nothing tells what belongs to them. @throws BadProfile. */
export function slicesWithoutTell(
  model: Model,
  structures: Structures,
  definition: ProfileDefinition,
  root: ProfileNode,
): ProfileNode[] {
  const compiler = new ProfileCompiler(model, structures, definition);
  compiler.compile(root);
  return compiler.untold;
}

class ProfileCompiler {
  private readonly model: Model;
  private readonly structures: Structures;
  private readonly definition: ProfileDefinition;
  private readonly constants = new Map<string, string>();
  private readonly functions: string[] = [];
  private readonly discriminators: Discriminators;
  private count = 0;
  readonly untold: ProfileNode[] = [];

  constructor(model: Model, structures: Structures, definition: ProfileDefinition) {
    this.model = model;
    this.structures = structures;
    this.definition = definition;
    const constant = (source: string) => this.constant(source);
    this.discriminators = new Discriminators(model, structures, definition, constant);
  }

  compile(root: ProfileNode): string {
    const name = this.node(root) ?? this.wrap('');
    const constants = [...this.constants].map(([source, id]) => `const ${id} = ${source};\n`);
    // Constants of slices name functions: declarations of functions stand before them by hoisting.
    return `'use strict';\nconst f = rt.fhirpath;\n${constants.join('')}${this.functions.join('')}return ${name};\n`;
  }

  private constant(source: string): string {
    const known = this.constants.get(source);
    if (known) return known;
    const id = `K${this.constants.size}`;
    this.constants.set(source, id);
    return id;
  }

  private wrap(body: string): string {
    const name = `N${this.count++}`;
    this.functions.push(`function ${name}(o, c, s, t) {\n${body}}\n`);
    return name;
  }

  /** Name of the function that checks values of the node; undefined when there is nothing to check. */
  private node(node: ProfileNode): string | undefined {
    const demand = beyondBase(this.model, node, this.definition);
    const rules = this.holdsResources(node) ? [] : this.rules(node, demand);
    const lines = [...this.values(demand), ...this.children(node), ...rules];
    return lines.length === 0 ? undefined : this.wrap(lines.map((line) => `  ${line}\n`).join(''));
  }

  /** Rules on an element that holds a resource are asked from outside: %resource is the holder. */
  private holdsResources({ field }: ProfileNode): boolean {
    return field !== undefined && field.jsonNames.every(({ type }) => isA(this.model, type.name, 'Resource'));
  }

  private outerRules(node: ProfileNode): string | undefined {
    if (!this.holdsResources(node)) return undefined;
    const lines = this.rules(node, beyondBase(this.model, node, this.definition));
    return lines.length === 0 ? undefined : this.wrap(lines.map((line) => `  ${line}\n`).join(''));
  }

  private data(value: unknown): string {
    return this.constant(`rt.data(${JSON.stringify(stringify(value))})`);
  }

  private values({ node, bindings, types }: Demand): string[] {
    const lines: string[] = [];
    if (node.fixed) lines.push(`c.fixed(o, ${this.data(node.fixed.value)}, s);`);
    if (node.pattern) lines.push(`c.pattern(o, ${this.data(node.pattern.value)}, s);`);
    if (node.minValue !== undefined) lines.push(`c.atLeast(o, ${this.data(node.minValue)}, t);`);
    if (node.maxValue !== undefined) lines.push(`c.notOver(o, ${this.data(node.maxValue)}, t);`);
    if (node.maxLength !== undefined) lines.push(`c.shortEnough(o, ${Number(node.maxLength)});`);
    if (node.alternatives) lines.push(`c.valued(o, ${this.data(node.alternatives)}, s);`);
    for (const word of node.languages ?? []) lines.push(`c.languages(o, ${JSON.stringify(word)});`);
    for (const { strength, valueSet = '' } of bindings) {
      const set = this.constant(`rt.binding(${JSON.stringify(strength)}, ${JSON.stringify(valueSet)})`);
      lines.push(`c.boundTo(o, ${set}, t);`);
    }
    return [...lines, ...this.profiles(types ?? [])];
  }

  /** Profiles that the value must conform to, and what it may refer to. */
  private profiles(types: readonly ElementType[]): string[] {
    const lines: string[] = [];
    for (const { code, profile = [], targetProfile = [], aggregation = [], versioning } of types) {
      const others = profile.filter((url) => coreType(this.model, url) !== code);
      const when = types.length > 1 ? `if (t === ${JSON.stringify(code)}) ` : '';
      if (others.length > 0 && others.length === profile.length) {
        lines.push(`${when}c.conforms(o, ${this.constant(`rt.data(${JSON.stringify(JSON.stringify(others))})`)}, t);`);
      }
      if (code === 'Reference' && targetProfile.length > 0) {
        const targets = this.constant(`rt.data(${JSON.stringify(JSON.stringify(this.targets(targetProfile)))})`);
        lines.push(`${when}c.refersTo(o, ${targets});`);
      }
      if (code === 'Reference' && aggregation.length > 0) {
        const ways = this.constant(`rt.data(${JSON.stringify(JSON.stringify(aggregation))})`);
        lines.push(`${when}c.aggregated(o, ${ways});`);
      }
      if (code === 'Reference' && (versioning === 'specific' || versioning === 'independent')) {
        lines.push(`${when}c.versioned(o, ${JSON.stringify(versioning)});`);
      }
    }
    return lines;
  }

  /** Targets with the resource type they mean, where that is known. */
  private targets(profiles: readonly string[]): { url: string; type?: string; core: boolean }[] {
    return profiles.map((url) => {
      const core = coreType(this.model, url);
      const type = core ?? this.structures.structure(url)?.type;
      return { url, core: core !== undefined, ...(type === undefined ? {} : { type }) };
    });
  }

  private children(node: ProfileNode): string[] {
    return node.children.flatMap((child) => {
      const described = this.element(child);
      return described === undefined ? [] : [`c.element(o, ${described}, s);`];
    });
  }

  /** A constant that describes an element; undefined when the base type's code sees to all of it. */
  private element(node: ProfileNode): string | undefined {
    const { min, max, types } = beyondBase(this.model, node, this.definition);
    const check = this.node(node);
    const slicing = this.slicing(node);
    const outer = this.outerRules(node);
    if (min === undefined && max === undefined && check === undefined && slicing === undefined && !types && !outer) {
      return undefined;
    }
    const field = node.field;
    if (!field) return undefined;
    const allowed = types && field.isChoice ? types.map(({ code }) => code) : undefined;
    const isResource = this.holdsResources(node);
    const resources = isResource ? this.resourceTypes(types) : undefined;
    const parts = [
      `name: ${JSON.stringify(field.name)}`,
      `keys: ${this.keys(node)}`,
      `id: ${JSON.stringify(node.id)}`,
      ...(min === undefined ? [] : [`min: ${Number(min)}`]),
      ...(max === undefined || max === Number.POSITIVE_INFINITY ? [] : [`max: ${Number(max)}`]),
      ...(allowed ? [`allowed: rt.data(${JSON.stringify(JSON.stringify(allowed))})`] : []),
      ...(isResource ? [`inner: ${JSON.stringify(field.name === 'contained' ? 'contained' : 'own')}`] : []),
      ...(resources ? [`resources: rt.data(${JSON.stringify(JSON.stringify(resources))})`] : []),
      ...(check ? [`check: ${check}`] : []),
      ...(outer ? [`outer: ${outer}`] : []),
      ...(slicing ? [`slicing: ${slicing}`] : []),
    ];
    return this.constant(`rt.element({ ${parts.join(', ')} })`);
  }

  /** JSON names with types, looked up in the model when the code is loaded: those of extensions are many. */
  private keys({ field, id }: ProfileNode): string {
    const path = field?.path ?? id;
    const type = path.slice(0, path.lastIndexOf('.'));
    return this.constant(`rt.keys(${JSON.stringify(type)}, ${JSON.stringify(field?.name ?? '')})`);
  }

  private resourceTypes(types: readonly ElementType[] | undefined): string[] | undefined {
    const codes = types?.map(({ code }) => code) ?? [];
    return codes.length === 0 || codes.includes('Resource') ? undefined : codes;
  }

  private slicing(node: ProfileNode): string | undefined {
    if (node.slices.length === 0) return undefined;
    const how = slicingOf(node);
    const slices = node.slices.map((slice) => {
      const check = this.node(slice);
      const inner = this.slicing(slice);
      const isRest = slice.sliceName === '@default';
      const match = isRest ? undefined : this.discriminators.match(node, slice, how);
      if (match === undefined && !isRest) this.untold.push(slice);
      const parts = [
        `name: ${JSON.stringify(slice.sliceName)}`,
        `id: ${JSON.stringify(slice.id)}`,
        `min: ${Number(slice.min ?? 0)}`,
        ...(slice.max === undefined || !Number.isFinite(slice.max) ? [] : [`max: ${Number(slice.max)}`]),
        ...(match === undefined ? [] : [`match: ${match}`]),
        ...(check ? [`check: ${check}`] : []),
        ...(inner ? [`slicing: ${inner}`] : []),
      ];
      return `{ ${parts.join(', ')} }`;
    });
    const text = (how.discriminator ?? []).map(({ type, path }) => `${type}:${path}`).join(', ');
    return `{ rules: ${JSON.stringify(how.rules ?? 'open')}, ordered: ${how.ordered === true}, by: ${JSON.stringify(
      text,
    )}, slices: [${slices.join(', ')}] }`;
  }

  private rules(node: ProfileNode, { constraints }: Demand): string[] {
    return constraints.map(({ key, human, severity, expression = '' }) => {
      const words = `${JSON.stringify(key)}, ${JSON.stringify(human ?? '')}`;
      const level = severity === 'error' ? 'rule' : 'advice';
      if (nativeRules.has(expression)) return `if (!rt.native(${JSON.stringify(expression)}, o)) c.${level}(${words});`;
      const compiled = this.compiled(node, expression);
      if (compiled) return `if ((${compiled}) !== true) c.${level}(${words});`;
      const type = node.types.length === 1 ? JSON.stringify(node.types[0]) : 't';
      return `c.evaluated(o, s, ${type}, ${JSON.stringify(expression)}, ${JSON.stringify(severity)}, ${words});`;
    });
  }

  /** JavaScript of an invariant; undefined when it needs the general engine. */
  private compiled(node: ProfileNode, expression: string): string | undefined {
    const known = (node.demandedTypes ?? []).map(({ code }) => code).filter((code) => this.model.has(code));
    const types = known.length > 0 ? known : node.types;
    if (types.length === 0 || expression.length > 5000) return undefined;
    try {
      return compileInvariant(this.model, types, expression, { strict: true });
    } catch {
      return undefined;
    }
  }
}

/** How an element is sliced: as it says, else by type for a choice, by url for extensions. */
function slicingOf(node: ProfileNode): Slicing {
  if (node.slicing?.discriminator && node.slicing.discriminator.length > 0) return node.slicing;
  const others = { ...node.slicing };
  if (node.field?.isChoice) return { ...others, discriminator: [{ type: 'type', path: '$this' }] };
  if (node.name === 'extension' || node.name === 'modifierExtension') {
    return { ...others, discriminator: [{ type: 'value', path: 'url' }] };
  }
  return others;
}
