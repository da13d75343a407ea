/**
 * One validation in progress: compiled functions report to it what is wrong. Paths are written only when something is:
 * a function reports with the path from its own value, and its caller puts the way to that value before it.
 */
import { isNumber, numberText } from '../json.ts';
import { typeNumber } from '../resource-types.ts';

import { containmentProblems } from './containment.ts';
import type { Issue } from './issue.ts';
import { narrativeProblem } from './narrative.ts';
import { looks, type Primitive, primitives } from './primitives.ts';

/** Checks an object whose type is known. */
export type TypeCheck = (object: Json, check: Check) => void;
export type Json = { [name: string]: unknown };

/** A closed list of codes. */
export interface CodeSet {
  valueSet: string;
  /** Codes alone, for elements of type code. */
  codes: ReadonlySet<string>;
  /** `system|code`, for Coding and CodeableConcept. */
  concepts: ReadonlySet<string>;
}

/** Finds the function of a resource type; undefined for what is none. */
export type ResourceChecks = (type: string) => TypeCheck | undefined;

const mostIssues = 100;
/** An address on a FHIR server names the type too. https://hl7.org/fhir/R4/references.html#literal */
const restful = /^https?:\/\/.*\/([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const resourceTypeNames = /^[A-Z][A-Za-z]+$/;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);
}

export class Check {
  /** Number of problems so far: callers compare it before and after. */
  n = 0;
  readonly issues: Issue[] = [];
  /** Were there extensions, or claims of profiles? Compiled code of Extension and Meta says so. */
  extended = false;
  profiled = false;
  /** %resource: the resource at hand; %rootResource: the one that contains it, or itself. */
  resource: Json;
  root: Json;
  private readonly resources: ResourceChecks;
  private readonly element: TypeCheck;
  private localIds: { of: Json; ids: Map<unknown, unknown> } | undefined;

  /** `element` checks what stands beside a primitive value (`_status`). */
  constructor(resource: Json, resources: ResourceChecks, element: TypeCheck) {
    this.resource = resource;
    this.root = resource;
    this.resources = resources;
    this.element = element;
  }

  // Reports

  add(code: string, diagnostics: string, expression = ''): void {
    this.n++;
    if (this.issues.length < mostIssues) this.issues.push({ severity: 'error', code, diagnostics, expression });
  }

  /** Puts a step of the path before everything reported since there were `from` problems. */
  at(from: number, step: string): void {
    for (let i = from; i < this.issues.length; i++) {
      const issue = this.issues[i] as Issue;
      issue.expression = issue.expression ? `${step}.${issue.expression}` : step;
    }
  }

  unknown(name: string, type: string): void {
    this.add('structure', `"${shown(name)}" is not an element of ${type}. Check its spelling or leave it out.`);
  }

  empty(): void {
    this.add('structure', 'An element may not be empty: give it a value or leave it out.');
  }

  missing(name: string, choices?: readonly string[], type?: string): void {
    const what = choices ? `one of ${choices.slice(0, 12).join(', ')}` : `"${name}"`;
    this.add('required', `${type ?? 'The element'} must have ${what}.`, name);
  }

  tooManyChoices(object: Json, name: string, choices: readonly string[]): void {
    const given = choices.filter((choice) => object[choice] !== undefined || object[`_${choice}`] !== undefined);
    this.add('structure', `Only one of ${given.join(', ')} may be given: they are forms of one element.`, name);
  }

  invariant(key: string, human: string): void {
    this.add('invariant', `Rule ${key} is broken: ${human}`);
  }

  bad(value: unknown, name: string, type: string): void {
    if (value === null) this.add('structure', 'null is not a value: leave the element out.', name);
    else if (value === '') this.add('value', 'The text is empty: give it a value or leave the element out.', name);
    else if (Array.isArray(value))
      this.add('structure', `Only one value is allowed here, not an array: ${looks[type]}.`, name);
    else if (typeof value === 'object' && !isNumber(value)) {
      this.add('structure', `An object is not allowed here. Give ${looks[type]}.`, name);
    } else {
      const wrongKind = typeof value === 'string' && (type === 'boolean' || type === 'decimal' || /[iI]nt/.test(type));
      this.add(wrongKind ? 'structure' : 'value', `${quoted(value)} is not valid here. Give ${looks[type]}.`, name);
    }
  }

  notInSet(value: unknown, name: string, set: CodeSet): void {
    const list = [...set.codes].slice(0, 15).join(', ');
    const more = set.codes.size > 15 ? `, … (${set.codes.size} codes)` : '';
    const codes = `Allowed by ${set.valueSet}: ${list}${more}.`;
    this.add('code-invalid', `${quoted(value)} is not an allowed code. ${codes}`, name);
  }

  // Values

  /** Repeating primitive values, beside their shadows (`given` and `_given`). */
  values(value: unknown, name: string, test: Primitive, type: string, shadows: unknown, set?: CodeSet): void {
    if (!this.isList(value, name)) return;
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      if (item === null && Array.isArray(shadows) && isObject(shadows[i])) continue;
      if (!test(item)) this.bad(item, `${name}[${i}]`, type);
      else if (set && !set.codes.has(item as string)) this.notInSet(item, `${name}[${i}]`, set);
    }
  }

  private isList(value: unknown, name: string): value is unknown[] {
    if (!Array.isArray(value)) this.add('structure', `"${name}" may repeat: write it as an array, even of one.`, name);
    else if (value.length === 0) this.add('structure', 'An array may not be empty: leave the element out.', name);
    else return true;
    return false;
  }

  /** id and extensions of a primitive value; an id alone, where there is the value. https://hl7.org/fhir/R4/json.html */
  shadow(value: unknown, name: string, beside: unknown): void {
    if (!isObject(value)) {
      this.add('structure', `"_${name}" must be an object with id or extension.`, name);
      return;
    }
    const hasValue = beside !== undefined && beside !== null;
    if (hasValue && value.id !== undefined && Object.keys(value).length === 1) {
      if (!primitives.string?.(value.id)) this.bad(value.id, `${name}.id`, 'string');
      return;
    }
    const from = this.n;
    this.element(value, this);
    if (this.n !== from) this.at(from, name);
  }

  shadows(value: unknown, name: string, values: unknown): void {
    if (!this.isList(value, `_${name}`)) return;
    for (let i = 0; i < value.length; i++) {
      if (value[i] !== null) this.shadow(value[i], `${name}[${i}]`, Array.isArray(values) ? values[i] : undefined);
      else if (!Array.isArray(values) || i >= values.length || values[i] === null) {
        this.add('structure', 'null may stand only where the other of the two arrays has a value.', `${name}[${i}]`);
      }
    }
  }

  // Objects

  object(value: unknown, name: string, check: TypeCheck): void {
    if (!isObject(value)) {
      const what = Array.isArray(value) ? 'Only one value is allowed here, not an array' : 'An object is expected here';
      this.add('structure', `${what}.`, name);
      return;
    }
    const from = this.n;
    check(value, this);
    if (this.n !== from) this.at(from, name);
  }

  objects(value: unknown, name: string, check: TypeCheck): void {
    if (!this.isList(value, name)) return;
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      if (!isObject(item)) {
        this.add('structure', 'An object is expected here.', `${name}[${i}]`);
        continue;
      }
      const from = this.n;
      check(item, this);
      if (this.n !== from) this.at(from, `${name}[${i}]`);
    }
  }

  atMost(value: unknown, name: string, most: number): void {
    if (!Array.isArray(value) || value.length <= most) return;
    this.add('structure', `At most ${most} are allowed here, there are ${value.length}.`, name);
  }

  /** An invariant that an element adds to those of its type, on each of its values. */
  each(value: unknown, name: string, test: (o: Json, c: Check) => unknown, key: string, human: string): void {
    this.forEach(value, name, (item) => {
      if (test(item, this) !== true) this.invariant(key, human);
    });
  }

  private forEach(value: unknown, name: string, visit: (item: Json) => void): void {
    if (isObject(value)) {
      const from = this.n;
      visit(value);
      if (this.n !== from) this.at(from, name);
    } else if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) if (isObject(value[i])) this.forEach(value[i], `${name}[${i}]`, visit);
    }
  }

  // Codes

  /** A required binding of a Coding, CodeableConcept or Quantity. */
  bound(value: unknown, name: string, set: CodeSet): void {
    this.forEach(value, name, (item) => {
      const codings = Array.isArray(item.coding)
        ? (item.coding as Json[])
        : 'coding' in item || 'text' in item
          ? []
          : [item];
      const given = codings.map(codingText);
      if (given.some((coding) => set.concepts.has(coding))) return;
      const list = [...set.concepts].slice(0, 12).join(', ');
      const what = given.length === 0 ? 'A coded value is needed.' : `${quoted(given[0])} is not an allowed code.`;
      this.add('code-invalid', `${what} Allowed by ${set.valueSet}: ${list}.`);
    });
  }

  // References

  targets(value: unknown, name: string, allowed: ReadonlySet<string>): void {
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) this.target(value[i], `${name}[${i}]`, allowed);
    } else this.target(value, name, allowed);
  }

  private target(value: unknown, name: string, allowed: ReadonlySet<string>): void {
    if (!isObject(value)) return;
    for (const type of [this.typeOf(value.reference), value.type]) {
      if (typeof type !== 'string' || !resourceTypeNames.test(type) || allowed.has(type)) continue;
      const says = `This may not point to ${quoted(type)}. Allowed: ${[...allowed].join(', ')}.`;
      this.add('value', says, name);
      return;
    }
  }

  /** Resource type that a literal reference names. */
  private typeOf(reference: unknown): unknown {
    if (typeof reference !== 'string') return undefined;
    if (reference.startsWith('#')) return this.contents().get(reference.slice(1));
    const relative = /^([A-Z][A-Za-z]+)[/?]/.exec(reference)?.[1];
    if (relative !== undefined) return relative;
    const absolute = restful.exec(reference)?.[1];
    return absolute !== undefined && typeNumber(absolute) !== undefined ? absolute : undefined;
  }

  /** Types of the contained resources by id. */
  private contents(): Map<unknown, unknown> {
    if (this.localIds?.of !== this.root) {
      const contained = Array.isArray(this.root.contained) ? this.root.contained.filter(isObject) : [];
      this.localIds = { of: this.root, ids: new Map(contained.map(({ id, resourceType }) => [id, resourceType])) };
    }
    return this.localIds.ids;
  }

  /** Rule ref-1, and that a relative reference names a resource type. */
  local({ reference }: Json): void {
    if (typeof reference !== 'string') return;
    const type = /^([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/.exec(reference)?.[1];
    if (type !== undefined && typeNumber(type) === undefined) {
      this.add('value', `${quoted(type)} is not a resource type of FHIR R4.`, 'reference');
    }
    if (reference.length > 1 && reference.startsWith('#') && !this.contents().has(reference.slice(1))) {
      const says = `Rule ref-1 is broken: there is no contained resource with the id ${quoted(reference.slice(1))}.`;
      this.add('invariant', says, 'reference');
    }
  }

  // Single rules

  /** The size that an Attachment states, when it carries its data. https://hl7.org/fhir/R4/datatypes.html#Attachment */
  attachment({ size, data }: Json): void {
    if (size === undefined || typeof data !== 'string') return;
    const text = data.replace(/[\s=]+/g, '');
    const actual = Math.floor((text.length * 3) / 4);
    if (Number(isNumber(size) ? numberText(size) : actual) === actual) return;
    this.add('value', `The attachment states a size that its data does not have: it has ${actual} bytes.`, 'size');
  }

  /** https://hl7.org/fhir/R4/bundle.html#bundle-unique */
  fullUrl({ fullUrl }: Json): void {
    if (typeof fullUrl !== 'string' || /^[a-z][a-z0-9+.-]*:/i.test(fullUrl)) return;
    const says = `The fullUrl must be absolute (https://… or urn:uuid:…); ${quoted(fullUrl)} is not.`;
    this.add('value', says, 'fullUrl');
  }

  // Resources inside resources

  narrative(value: unknown, name: string): void {
    const problem = typeof value === 'string' ? narrativeProblem(value) : 'The narrative must be XHTML text.';
    if (problem) this.add('invariant', problem, name);
  }

  contained(value: unknown, name: string): void {
    if (!this.isList(value, name)) return;
    if (this.resource !== this.root) {
      this.add('invariant', 'Rule dom-2 is broken: a contained resource may not contain others.', name);
      return;
    }
    const outer = this.resource;
    for (let i = 0; i < value.length; i++) {
      this.any(value[i], `${name}[${i}]`, (item) => {
        this.resource = item;
      });
    }
    this.resource = outer;
  }

  /** A whole resource of its own: Bundle.entry.resource, Parameters.parameter.resource. */
  inner(value: unknown, name: string): void {
    const { resource, root } = this;
    this.any(value, name, (item) => {
      this.resource = item;
      this.root = item;
    });
    this.resource = resource;
    this.root = root;
  }

  private any(value: unknown, name: string, enter: (item: Json) => void): void {
    const type = isObject(value) ? value.resourceType : undefined;
    const check = typeof type === 'string' ? this.resources(type) : undefined;
    if (!isObject(value) || !check) {
      const given = type === undefined ? '' : ` ${quoted(type)} is none.`;
      this.add('structure', `A resource is expected here, with a resourceType of FHIR R4.${given}`, name);
      return;
    }
    enter(value);
    const from = this.n;
    check(value, this);
    if (this.n !== from) this.at(from, name);
  }

  /** Rules dom-3 to dom-5, for a resource that contains others. */
  containment(resource: Json): void {
    for (const { says, at } of containmentProblems(resource)) this.add('invariant', says, at);
  }
}

/** `system|code` of a Coding, whatever stands there. */
function codingText(coding: unknown): string {
  const { system, code } = isObject(coding) ? coding : ({} as Json);
  return `${typeof system === 'string' ? system : ''}|${typeof code === 'string' ? code : ''}`;
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${shown(value)}"` : shown(JSON.stringify(value) ?? String(value));
}
