/**
 * A check against profiles in progress: what compiled profiles (compiler/profile-compiler.ts) call. As in check.ts a
 * function reports with the path from its own value, and its caller puts the way to that value before it.
 */
import { withoutVersion } from '../profiles/profile.ts';
import type { Issue } from './issue.ts';
import { differs, lacksPattern, valueIsReplaced } from './profile-values.ts';
import { holderOf, leadsTo, placesAt, typeOfTarget } from './profile-paths.ts';
import type { CheckInProgress, ElementRules, Json, PathOf, Place, ProfileFunction, Step } from './profile-rules.ts';
import { Findings, TooCostly } from './profile-findings.ts';
import { narrativeProblem } from './narrative.ts';
import { languageProblem } from './narrative-languages.ts';
import { limitProblem } from './profile-limits.ts';
import { outside } from './profile-bindings.ts';
import { checkSlices } from './profile-slices.ts';
import { resolve, type Scope } from './scope.ts';
import type { ProfileBinding, Vocabulary } from './terminology.ts';

export interface Target {
  url: string;
  type?: string;
  core: boolean;
}

/** What a check asks about the world of definitions. */
export interface ProfileWorld {
  /** The check of a profile; undefined when it is not known; text when it cannot be used, with the reason. */
  profile(canonical: string): ProfileFunction | string | undefined;
  /** A rule by the general FHIRPath engine: undefined for "empty". Throws when it cannot be evaluated. */
  evaluate(expression: string, place: Place, check: ProfileCheck): boolean | undefined;
  /** Base type or resource type by canonical address, `Patient`. */
  coreType(canonical: string): string | undefined;
  /** The type that a profile constrains, when the profile is known. */
  constrained(canonical: string): string | undefined;
  /** Profiles that a profile imposes besides itself. */
  imposed(canonical: string): readonly string[];
  /** Is the first type the second, or one that specializes it? */
  isA(type: string, ancestor: string): boolean;
  purpose: 'write' | 'validate';
  /** Do vital signs have to fit R4's profiles when they are written? */
  demandsVitalSigns: boolean;
  /** Is it an error when nobody here knows an extension that claims HL7's own domain? */
  demandsKnownExtensions: boolean;
  /** What now() says in rules; without it those cannot be checked. */
  now: string | undefined;
  /** What is asked of codes that cannot be listed. */
  vocabulary: Vocabulary;
}

export class ProfileCheck extends Findings implements CheckInProgress {
  scope: Scope;
  readonly world: ProfileWorld;
  /** Profiles under way by value: a circle of references is fine until something else is wrong. */
  private readonly running = new Map<unknown, Set<string>>();
  private readonly verdicts = new WeakMap<object, Map<string, boolean>>();

  constructor(world: ProfileWorld, scope: Scope) {
    super();
    this.world = world;
    this.scope = scope;
  }

  /** %resource and %rootResource of compiled rules. */
  get resource(): Json {
    return this.scope.resource;
  }

  get root(): Json {
    return this.scope.root;
  }

  /** How bad is what HL7's validator calls an error, but no reason not to store? */
  lenient(): Issue['severity'] {
    return this.world.purpose === 'validate' ? 'error' : 'warning';
  }

  /** Runs with other resources around. */
  within(scope: Scope, check: () => void): void {
    const before = this.scope;
    this.scope = scope;
    try {
      check();
    } finally {
      this.scope = before;
    }
  }

  resolve(reference: unknown): Json | undefined {
    return resolve(this.scope, reference)?.resource;
  }

  // Elements

  element(value: unknown, rules: ElementRules, shadow: unknown): void {
    // What stands beside a primitive value may be demanded where there is nothing yet.
    const holder = holderOf(value, shadow) ?? {};
    const places = placesAt(holder, rules.keys);
    this.spend(1 + places.length);
    const { name, min = 0, max = Number.POSITIVE_INFINITY } = rules;
    if (places.length < min) {
      this.add('required', `${rules.id}: at least ${min} demanded, ${places.length} found.`, name);
    }
    if (places.length > max) {
      const says = max === 0 ? 'this may not be given' : `at most ${max} allowed, ${places.length} found`;
      this.add('structure', `${rules.id}: ${says}.`, name);
    }
    if (places.length === 0 && !rules.slicing) return;
    const isList = rules.keys.length === 1 && Array.isArray(holder[rules.keys[0]?.json ?? '']);
    const pathOf = (at: number): string => (isList ? `${name}[${at}]` : name);
    for (let at = 0; at < places.length; at++) this.item(holder, places[at] as Place, pathOf, at, rules);
    if (rules.slicing) checkSlices(this, holder, places, pathOf, rules.slicing, rules);
  }

  private item(holder: Json, place: Place, pathOf: PathOf, at: number, rules: ElementRules): void {
    const { allowed, resources, check, outer } = rules;
    if (allowed && place.type && !allowed.includes(place.type)) {
      this.add('structure', `${rules.id}: ${allowed.join(', ')} demanded, ${place.type} found.`, pathOf(at));
    }
    if (resources && place.type && !resources.includes(place.type)) {
      this.add('structure', `${rules.id}: ${resources.join(', ')} demanded, ${place.type} found.`, pathOf(at));
    } else if (check) this.visit(holder, place, pathOf, at, rules.inner, check);
    if (outer) this.visit(holder, place, pathOf, at, undefined, outer);
  }

  /** Checks a value where it stands; a resource with its own scope. */
  visit(
    holder: Json,
    { value, shadow, type }: Place,
    pathOf: PathOf,
    at: number,
    inner: ElementRules['inner'],
    check: ProfileFunction,
  ): void {
    const from = this.issues.length;
    if (inner && typeof value === 'object') {
      this.within(this.innerScope(holder, value as Json, inner), () => check(value, this, shadow, type));
    } else check(value, this, shadow, type);
    if (this.issues.length !== from) this.at(from, pathOf(at));
  }

  innerScope(holder: Json, resource: Json, inner: 'contained' | 'own'): Scope {
    if (inner === 'contained') return { ...this.scope, resource };
    const fullUrl = typeof holder.fullUrl === 'string' ? holder.fullUrl : undefined;
    return { resource, root: resource, fullUrl, outer: this.scope };
  }

  // Values

  /** An element that has only extensions is there, and has not the value. */
  fixed(value: unknown, wanted: unknown, shadow?: unknown): void {
    const at = value === undefined && shadow === undefined ? undefined : differs(value, wanted);
    if (at !== undefined) this.add('value', `The profile fixes this to ${shown(wanted)}.`, at);
  }

  pattern(value: unknown, wanted: unknown, shadow?: unknown): void {
    const at = value === undefined && shadow === undefined ? undefined : lacksPattern(value, wanted);
    if (at !== undefined) this.add('value', `The profile demands the pattern ${shown(wanted)}.`, at);
  }

  valued(value: unknown, alternatives: readonly string[], shadow: unknown): void {
    if (valueIsReplaced(value, shadow, alternatives)) this.add('required', 'The profile demands a value here.');
  }

  atLeast(value: unknown, limit: unknown): void {
    const problem = limitProblem(value, limit, 'least');
    if (problem) this.add('value', problem);
  }

  notOver(value: unknown, limit: unknown): void {
    const problem = limitProblem(value, limit, 'most');
    if (problem) this.add('value', problem);
  }

  shortEnough(value: unknown, most: number): void {
    if (typeof value !== 'string' || value.length <= most) return;
    // Characters beyond 16 bits are one each.
    const { length } = [...value];
    if (length > most) this.add('too-long', `The profile allows ${most} characters, there are ${length}.`);
  }

  languages(value: unknown, control: string): void {
    const { div } = (value ?? {}) as Json;
    // What is not well-formed is refused anyway, and would be costly to look through.
    if (typeof div !== 'string' || narrativeProblem(div) !== undefined) return;
    const { language } = this.resource;
    const problem = languageProblem(div, control, typeof language === 'string' ? language : undefined);
    if (problem) this.add('invariant', problem, 'div');
  }

  boundTo(value: unknown, binding: ProfileBinding): void {
    if (value === undefined) return;
    // Who only writes is not told of warnings: nobody needs to be asked for them.
    const isOptional = binding.strength !== 'required' && this.world.purpose === 'write';
    const problem = isOptional ? undefined : outside(value, binding, this.world.vocabulary);
    if (!problem) return;
    if (problem.known && binding.strength === 'required') this.add('code-invalid', problem.says);
    else this.warn(problem.known ? 'code-invalid' : 'not-supported', problem.says);
  }

  // Rules

  rule(key: string, human: string): void {
    this.add('invariant', `Rule ${key} is broken: ${human}`);
  }

  advice(key: string, human: string): void {
    this.warn('invariant', `Advice ${key} is not followed: ${human}`);
  }

  evaluated(
    value: unknown,
    shadow: unknown,
    type: string | undefined,
    expression: string,
    severity: string,
    key: string,
    human: string,
  ): void {
    this.spend(100);
    try {
      if (this.world.evaluate(expression, { value, shadow, type }, this) === true) return;
    } catch (error) {
      if (error instanceof TooCostly) throw error;
      this.warn('not-supported', `Rule ${key} could not be checked: ${(error as Error).message.slice(0, 200)}`);
      return;
    }
    if (severity === 'error') this.rule(key, human);
    else this.advice(key, human);
  }

  // Profiles of values

  /** At least one of the profiles must fit. */
  conforms(value: unknown, profiles: readonly string[], type: string | undefined): void {
    if (value === undefined) return;
    const [only] = profiles;
    if (profiles.length === 1 && only) return this.conform(value, only, type);
    if (profiles.some((url) => this.conformsQuietly(value, url, type))) return;
    this.add('invariant', `This fits none of the profiles ${profiles.join(', ')}.`);
  }

  conform(value: unknown, url: string, type: string | undefined): void {
    const core = this.world.coreType(url);
    if (core !== undefined) {
      if (type && !this.world.isA(type, core)) this.add('structure', `${core} demanded, ${type} found.`);
      return;
    }
    const constrained = this.world.constrained(url);
    if (type && constrained !== undefined && !url.includes('#') && !this.world.isA(type, constrained)) {
      this.add('structure', `${constrained} demanded by ${url}, ${type} found.`);
      return;
    }
    const check =
      this.world.profile(url) ?? (type === 'Extension' ? this.world.profile(withoutVersion(url)) : undefined);
    if (check === undefined || typeof check === 'string') {
      const why = check === undefined ? 'is not known here' : `cannot be used: ${check}`;
      const says = `The profile ${url.slice(0, 200)} ${why}, so this was not checked against it.`;
      this.add(
        check === undefined ? 'not-found' : 'not-supported',
        says,
        '',
        type === 'Extension' ? 'warning' : this.lenient(),
      );
      return;
    }
    const running = this.running.get(value) ?? new Set();
    if (running.has(url)) return;
    this.running.set(value, running.add(url));
    this.spend(10);
    check(value, this, undefined, type);
    for (const imposed of this.world.imposed(url)) this.conform(value, imposed, type);
    running.delete(url);
    if (running.size === 0) this.running.delete(value);
  }

  conformsQuietly(value: unknown, url: string, type: string | undefined): boolean {
    const isObject = typeof value === 'object' && value !== null;
    const known = isObject ? this.verdicts.get(value)?.get(url) : undefined;
    if (known !== undefined) return known;
    const verdict = this.passes(() => this.conform(value, url, type));
    // Inside a circle the answer holds only for as long as the circle is under way.
    if (isObject && this.running.size === 0) {
      const verdicts = this.verdicts.get(value) ?? new Map();
      this.verdicts.set(value, verdicts.set(url, verdict));
    }
    return verdict;
  }

  // References

  refersTo(reference: unknown, targets: readonly Target[]): void {
    const { reference: text } = (reference ?? {}) as Json;
    const found = resolve(this.scope, text);
    const type = found ? String(found.resource.resourceType) : typeOfTarget(text, reference);
    const fitting = targets.filter((target) => target.type === undefined || type === undefined || target.type === type);
    if (fitting.length === 0 && type !== undefined) {
      const allowed = targets.map((target) => target.type ?? target.url).join(', ');
      this.add('value', `This may not point to ${type}. Allowed by the profile: ${allowed}.`);
      return;
    }
    if (!found || fitting.some(({ core }) => core)) return;
    let fits = false;
    this.within(found.scope, () => {
      fits = fitting.some(({ url }) => this.conformsQuietly(found.resource, url, type));
    });
    const urls = fitting.map(({ url }) => url).join(', ');
    if (!fits) this.add('invariant', `What this points to does not fit the profile ${urls}.`);
  }

  aggregated(reference: unknown, ways: readonly string[]): void {
    const { reference: text } = (reference ?? {}) as Json;
    if (typeof text !== 'string') return;
    const isContained = text.startsWith('#');
    const isHere = resolve(this.scope, text) !== undefined;
    const way = isContained ? 'contained' : isHere ? 'bundled' : 'referenced';
    if (ways.includes(way) || (way === 'bundled' && ways.includes('referenced'))) return;
    this.add('value', `The profile allows only ${ways.join(' or ')} resources here; this one is ${way}.`);
  }

  /** https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.versioning */
  versioned(reference: unknown, wanted: 'specific' | 'independent'): void {
    const { reference: text } = (reference ?? {}) as Json;
    // What is contained, or has but a UUID, has no versions.
    if (typeof text !== 'string' || /^(?:#|urn:)/.test(text)) return;
    if (/\/_history\/[^/]+$/.test(text) === (wanted === 'specific')) return;
    const must = wanted === 'specific' ? 'must say which version it means' : 'may not name a version';
    this.add('value', `By the profile this reference ${must}.`, 'reference');
  }

  // Discriminators

  someMatch(
    value: unknown,
    shadow: unknown,
    type: string | undefined,
    path: readonly Step[],
    matches: (value: unknown, check: ProfileCheck, shadow: unknown, type: string | undefined) => boolean,
  ): boolean {
    this.spend(1);
    if (path.length === 0) return matches(value, this, shadow, type);
    return leadsTo(this, value, shadow, type, path, (found, beside, of) => {
      return found !== undefined && matches(found, this, beside, of);
    });
  }

  exists(value: unknown, shadow: unknown, type: string | undefined, path: readonly Step[]): boolean {
    return leadsTo(this, value, shadow, type, path, () => true);
  }

  isOfType(value: unknown, shadow: unknown, type: string | undefined, path: readonly Step[], types: string[]): boolean {
    return leadsTo(this, value, shadow, type, path, (_value, _shadow, of) => types.includes(of ?? ''));
  }

  someConform(
    value: unknown,
    shadow: unknown,
    type: string | undefined,
    path: readonly Step[],
    profiles: readonly string[],
  ): boolean {
    return leadsTo(this, value, shadow, type, path, (found, _beside, of) => {
      if (found === undefined) return false;
      let fits = false;
      this.within(this.scopeOf(value, found), () => {
        fits = profiles.some((url) => this.conformsQuietly(found, url, of));
      });
      return fits;
    });
  }

  /** The scope of what a discriminator found: another resource has its own. */
  private scopeOf(holder: unknown, found: unknown): Scope {
    const resolved = resolve(this.scope, (holder as Json | undefined)?.reference);
    if (resolved && resolved.resource === found) return resolved.scope;
    const isOther = (found as Json | null)?.resourceType !== undefined && found !== this.scope.resource;
    return isOther ? this.innerScope((holder ?? {}) as Json, found as Json, 'own') : this.scope;
  }

  isFixed(value: unknown, wanted: unknown): boolean {
    return differs(value, wanted) === undefined;
  }

  hasPattern(value: unknown, wanted: unknown): boolean {
    return lacksPattern(value, wanted) === undefined;
  }

  isIn(value: unknown, binding: ProfileBinding): boolean {
    return outside(value, binding, this.world.vocabulary) === undefined;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
