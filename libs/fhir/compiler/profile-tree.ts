/**
 * What a profile demands beyond its base type, as a tree of elements and slices. Demands only ever add up, so the tree
 * of a profile is that of its base profile with its own differential laid over it; what the base type of R4 demands is
 * checked by the type's own compiled code and is not here. https://hl7.org/fhir/R4/profiling.html
 */
import {
  type Binding,
  type Constraint,
  type ElementType,
  languageControls,
  type ProfileDefinition,
  type ProfileElement,
  type Slicing,
  valueAlternatives,
  withoutVersion,
} from '../profiles/profile.ts';
import type { Field, Model } from './model.ts';

export interface ProfileNode {
  /** Name in FHIRPath, `value` for value[x]; of the root the type. */
  name: string;
  /** As definitions write it, with slices: `Observation.component:systolic.value[x]`. */
  id: string;
  /** Types of the model that values may have, as far as definitions say. */
  types: string[];
  /** The element in its type; undefined for the root. */
  field: Field | undefined;
  children: ProfileNode[];
  slices: ProfileNode[];
  sliceName?: string;
  slicing?: Slicing;
  min?: number;
  /** Infinity for `*`. */
  max?: number;
  /** Restricted types, with their profiles and targets; undefined when the base type's stand. */
  demandedTypes?: ElementType[];
  fixed?: { value: unknown };
  pattern?: { value: unknown };
  minValue?: unknown;
  maxValue?: unknown;
  maxLength?: number;
  /** Which sections by language a narrative must have. */
  languages?: string[];
  /** Extensions that may stand in place of a primitive value; an empty list when none may. */
  alternatives?: string[];
  bindings: Binding[];
  constraints: Constraint[];
}

/** What cannot be compiled, in words for whoever wrote the profile. */
export class BadProfile extends Error {}

/** Finds StructureDefinitions by canonical address. */
export interface Structures {
  structure(canonical: string): ProfileDefinition | undefined;
}

const mostElements = 20_000;
const deepestBases = 20;

/** Who is told what the elements of a definition say, one after the other: profiles/profile-problems.ts. */
export interface Witness {
  /** `node`: as the base and the elements before say; undefined where the type has no such element. */
  element(element: ProfileElement, at: number, node: ProfileNode | undefined): void;
}

/**
 * The tree of a profile. Elements that its type does not have are left out.
 * @throws BadProfile when the definition contradicts its base or the limits.
 */
export function profileTree(
  model: Model,
  structures: Structures,
  definition: ProfileDefinition,
  witness?: Witness,
  depth = 0,
): ProfileNode {
  if (depth > deepestBases) throw new BadProfile('its bases are stacked too deep, or lead in a circle');
  const { type, baseDefinition = '' } = definition;
  if (!model.has(type)) throw new BadProfile(`it constrains ${type}, which is no type of FHIR R4`);
  const differential = definition.differential?.element ?? [];
  const snapshot = definition.snapshot?.element ?? [];
  const base = baseDefinition === coreUrl(type) ? undefined : structures.structure(baseDefinition);
  const isOnCore = baseDefinition === coreUrl(type) || model.has(baseDefinition.replace(/^.*\//, ''));
  if (base && base.type === type && differential.length > 0) {
    const root = profileTree(model, structures, base, undefined, depth + 1);
    return overlay(model, root, differential, witness);
  }
  const elements = isOnCore && differential.length > 0 ? differential : snapshot;
  if (elements.length === 0) {
    if (isOnCore) return newNode(type, type, [type], undefined);
    throw new BadProfile(`its base ${baseDefinition || '(none)'} is not known here`);
  }
  return overlay(model, newNode(type, type, [type], undefined), elements, witness);
}

const coreUrl = (type: string): string => `http://hl7.org/fhir/StructureDefinition/${type}`;

function newNode(name: string, id: string, types: string[], field: Field | undefined): ProfileNode {
  return { name, id, types, field, children: [], slices: [], bindings: [], constraints: [] };
}

function overlay(
  model: Model,
  root: ProfileNode,
  elements: readonly ProfileElement[],
  witness: Witness | undefined,
): ProfileNode {
  if (elements.length > mostElements) throw new BadProfile(`it has more than ${mostElements} elements`);
  const places = new Places(model, root);
  for (const [at, element] of elements.entries()) {
    const node = places.of(element);
    witness?.element(element, at, node);
    if (node) demand(node, element);
  }
  return root;
}

/** Finds the node that an element of a differential or snapshot means. */
class Places {
  private readonly model: Model;
  private readonly root: ProfileNode;
  /** The way to the last element: what follows lies below it when it gives no id of its own. */
  private way: { step: string; node: ProfileNode }[] = [];

  constructor(model: Model, root: ProfileNode) {
    this.model = model;
    this.root = root;
  }

  of(element: ProfileElement): ProfileNode | undefined {
    const steps = String(element.path).split('.');
    const ids = String(element.id ?? '').split('.');
    const hasIds = ids.length === steps.length && ids.every((id, at) => named(id) === steps[at] || at === 0);
    const way: typeof this.way = [{ step: steps[0] as string, node: this.root }];
    for (const [at, step] of steps.entries()) {
      if (at === 0) continue;
      const parent = way[at - 1]?.node as ProfileNode;
      const isLast = at === steps.length - 1;
      const slice = hasIds ? slicePart(ids[at] as string) : isLast ? element.sliceName : undefined;
      const before = this.way[at];
      const isSameWay = !hasIds && !isLast && before?.step === step && this.way[at - 1]?.node === parent;
      const node = isSameWay ? (before as { node: ProfileNode }).node : this.child(parent, step, slice);
      if (!node) return undefined;
      way.push({ step, node });
    }
    this.way = way;
    return way.at(-1)?.node as ProfileNode;
  }

  private child(parent: ProfileNode, step: string, slice: string | undefined): ProfileNode | undefined {
    const found = this.fieldOf(parent, step);
    if (!found) return undefined;
    const { field, only } = found;
    let node = parent.children.find(({ name }) => name === field.name);
    if (!node) {
      const types = field.jsonNames.map(({ type }) => type.name);
      const label = field.isChoice ? `${field.name}[x]` : field.name;
      node = newNode(field.name, `${parent.id}.${label}`, types, field);
      parent.children.push(node);
    }
    const name = slice ?? (only && node.types.length > 1 ? step : undefined);
    if (name === undefined) return node;
    // A slice of a slice is named `outer/inner`.
    let at: ProfileNode = node;
    for (const part of parts(node, name)) at = sliceOf(at, part, only);
    return at;
  }

  private fieldOf(parent: ProfileNode, step: string): { field: Field; only?: string[] } | undefined {
    const types = parent.demandedTypes?.map(({ code }) => code).filter((code) => this.model.has(code)) ?? parent.types;
    for (const type of [...types, ...parent.types]) {
      const fields = this.model.get(type)?.fields ?? [];
      const plain = step.endsWith('[x]') ? step.slice(0, -3) : step;
      const field = fields.find(({ name }) => name === plain);
      if (field) return { field };
      for (const choice of fields) {
        if (!choice.isChoice || !step.startsWith(choice.name)) continue;
        const one = choice.jsonNames.find(({ json }) => json === step);
        if (one) return { field: choice, only: [one.type.name] };
      }
      // A resource of some type: its elements are those of the profile it must conform to.
    }
    return undefined;
  }
}

function sliceOf(outer: ProfileNode, name: string, only: string[] | undefined): ProfileNode {
  const known = outer.slices.find(({ sliceName }) => sliceName === name);
  if (known) return known;
  const id = `${outer.id}${outer.sliceName ? '/' : ':'}${name}`;
  const slice = newNode(outer.name, id, only ?? outer.types, outer.field);
  slice.sliceName = name;
  if (only) slice.demandedTypes = only.map((code) => ({ code }));
  outer.slices.push(slice);
  return slice;
}

const named = (id: string): string => id.split(':')[0] as string;

function slicePart(id: string): string | undefined {
  const colon = id.indexOf(':');
  return colon < 0 ? undefined : id.slice(colon + 1);
}

/** `a/b` is slice b of slice a where there is a slice a, else a name with a stroke in it. */
function parts(node: ProfileNode, name: string): string[] {
  const stroke = name.indexOf('/');
  if (stroke < 0) return [name];
  const outer = name.slice(0, stroke);
  return node.slices.some(({ sliceName }) => sliceName === outer) ? [outer, name.slice(stroke + 1)] : [name];
}

/** Lays what an element demands over what is demanded already. */
function demand(node: ProfileNode, element: ProfileElement): void {
  if (element.min !== undefined) node.min = Math.max(node.min ?? 0, element.min);
  if (element.max !== undefined) {
    const max = element.max === '*' ? Number.POSITIVE_INFINITY : Number(element.max);
    node.max = Math.min(node.max ?? Number.POSITIVE_INFINITY, max);
  }
  if (element.slicing) node.slicing = { ...node.slicing, ...element.slicing };
  if (element.type && element.type.length > 0) node.demandedTypes = element.type.map(withElements);
  if (element.maxLength !== undefined) node.maxLength = element.maxLength;
  for (const [key, value] of Object.entries(element)) {
    if (/^fixed[A-Z]/.test(key)) node.fixed = { value };
    else if (/^pattern[A-Z]/.test(key)) node.pattern = { value };
    else if (/^minValue[A-Z]/.test(key)) node.minValue = value;
    else if (/^maxValue[A-Z]/.test(key)) node.maxValue = value;
  }
  const languages = languageControls(element);
  if (languages.length > 0) node.languages = languages;
  const alternatives = valueAlternatives(element);
  if (alternatives) node.alternatives = alternatives;
  if (element.binding?.valueSet) node.bindings.push(element.binding);
  node.bindings.push(...additional(element.binding));
  const known = new Set(node.constraints.map(({ key }) => key));
  for (const constraint of element.constraint ?? []) {
    if (!known.has(constraint.key)) node.constraints.push(constraint);
  }
}

const profileElement = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element';

/** A type may name one element of a profile: `…/sections#Composition.section:summary`. */
function withElements(type: ElementType): ElementType {
  const { profile, _profile: shadows } = type;
  if (!profile || !shadows) return type;
  const named = profile.map((url, at) => {
    const element = shadows[at]?.extension?.find((extension) => extension.url === profileElement)?.valueString;
    return typeof element === 'string' ? `${withoutVersion(url)}#${element}` : url;
  });
  return { ...type, profile: named };
}

/** Bindings beside the binding, which R5 brought and R4 carries as extensions. */
function additional(binding: Binding | undefined): Binding[] {
  return (binding?.extension ?? []).flatMap(({ url, valueCanonical, extension = [] }) => {
    if (url.endsWith('/elementdefinition-maxValueSet')) {
      return valueCanonical ? [{ strength: 'required', valueSet: valueCanonical }] : [];
    }
    if (!/(?:additional-binding|ElementDefinition\.binding\.additional)$/.test(url)) return [];
    const value = (name: string, key: string) => extension.find((part) => part.url === name)?.[key];
    const [purpose, valueSet] = [value('purpose', 'valueCode'), value('valueSet', 'valueCanonical')];
    const isForAll = !extension.some((part) => part.url === 'usage');
    if (typeof valueSet !== 'string' || !isForAll) return [];
    return purpose === 'required' || purpose === 'maximum' ? [{ strength: 'required', valueSet }] : [];
  });
}

/** The node with this id, `Composition.section:summary`. */
export function nodeWithId(root: ProfileNode, id: string): ProfileNode | undefined {
  if (root.id === id) return root;
  for (const inner of [...root.children, ...root.slices]) {
    const found = id.startsWith(inner.id) ? nodeWithId(inner, id) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** JSON names of an element with their types: several for a choice. */
export function jsonNames(field: Field): { json: string; type: string }[] {
  return field.jsonNames.map(({ json, type }) => ({ json, type: type.name }));
}

/** The profile's address as a type name, when it is a base type: `…/StructureDefinition/Patient` is Patient. */
export function coreType(model: Model, canonical: string): string | undefined {
  const url = withoutVersion(canonical);
  const name = url.startsWith('http://hl7.org/fhir/StructureDefinition/') ? url.slice(40) : undefined;
  return name !== undefined && model.has(name) ? name : undefined;
}
