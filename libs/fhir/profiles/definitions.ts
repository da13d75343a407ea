/**
 * The profiles, extensions and code lists that are known: those that are shipped, and over them those that somebody
 * loaded. A layer never changes what lies below it; compiled checks are kept per layer.
 */
import { compileProfile } from '../compiler/profile-compiler.ts';
import { JsonRefused } from '../json.ts';
import { BadProfile, profileTree, type Structures } from '../compiler/profile-tree.ts';
import type { CodeSystem, ValueSet } from '../compiler/definitions.ts';
import { ValueSets } from '../compiler/value-sets.ts';
import type { ProfileFunction } from '../validator/profile-rules.ts';
import type { BoundSet } from '../validator/terminology.ts';
import { instantiate } from './instantiate.ts';
import { model } from './model.ts';
import { type ProfileDefinition, withoutVersion } from './profile.ts';

/** Any definition that the registry keeps. */
export type Definition = ProfileDefinition | ValueSet | CodeSystem;

type Versions<One> = Map<string, One[]>;

export class Definitions implements Structures {
  private readonly below: Definitions | undefined;
  private readonly structures: Versions<ProfileDefinition> = new Map();
  private readonly valueSets: Versions<ValueSet> = new Map();
  private readonly codeSystems: Versions<CodeSystem> = new Map();
  private readonly compiled = new Map<string, ProfileFunction | string>();
  private readonly bound = new Map<string, BoundSet | undefined>();
  private readonly sets: ValueSets;
  /** Code of shipped profiles, compiled at build time, by address. */
  private readonly built: (url: string) => string | undefined;

  constructor(below?: Definitions, built: (url: string) => string | undefined = () => undefined) {
    this.below = below;
    this.built = built;
    this.sets = new ValueSets({ set: (url) => this.valueSet(url), system: (url) => this.codeSystem(url) });
  }

  add(definition: Definition): void {
    if (definition.resourceType === 'StructureDefinition') put(this.structures, definition);
    else if (definition.resourceType === 'ValueSet') put(this.valueSets, definition);
    else put(this.codeSystems, definition);
  }

  structure(canonical: string): ProfileDefinition | undefined {
    return pick(this.structures, canonical) ?? this.below?.structure(canonical);
  }

  valueSet(canonical: string): ValueSet | undefined {
    return pick(this.valueSets, canonical) ?? this.below?.valueSet(canonical);
  }

  codeSystem(canonical: string): CodeSystem | undefined {
    return pick(this.codeSystems, canonical) ?? this.below?.codeSystem(canonical);
  }

  /** The check of a profile; text when it cannot be used, saying why; undefined when it is not known. */
  profile(canonical: string): ProfileFunction | string | undefined {
    const known = this.compiled.get(canonical);
    if (known !== undefined) return known;
    const [url = '', element] = canonical.split('#');
    const definition = pick(this.structures, url);
    if (!definition) return this.below?.profile(canonical);
    const check = this.compile(definition, element);
    this.compiled.set(canonical, check);
    return check;
  }

  private compile(definition: ProfileDefinition, element: string | undefined): ProfileFunction | string {
    try {
      const built = element === undefined ? this.built(definition.url) : undefined;
      const code = built ?? compileProfile(model(), this, definition, element);
      return instantiate(code, (valueSet) => this.codesOf(valueSet));
    } catch (error) {
      if (error instanceof BadProfile) return error.message;
      // Too deep for the stack, or no definition at all in the form of one: it is the profile's fault.
      const isItsFault = [RangeError, TypeError, SyntaxError, JsonRefused].some((kind) => error instanceof kind);
      if (isItsFault) return 'it is not well-formed';
      throw error;
    }
  }

  /** What is wrong with a profile as such: elements that its type does not have, or why it cannot be used. */
  problemsOf(definition: ProfileDefinition): string[] {
    const problems: string[] = [];
    try {
      profileTree(model(), this, definition, problems);
    } catch (error) {
      if (!(error instanceof BadProfile)) return ['it is not well-formed'];
      problems.push(error.message);
    }
    return problems;
  }

  /** The codes of a value set; undefined when they cannot be listed. */
  codesOf(canonical: string): BoundSet | undefined {
    const url = withoutVersion(canonical);
    if (!this.bound.has(url)) this.bound.set(url, this.expand(url));
    return this.bound.get(url);
  }

  private expand(url: string): BoundSet | undefined {
    const expansion = this.sets.expand(url);
    if (!expansion) return undefined;
    const systems = [...expansion];
    return {
      valueSet: url,
      codes: new Set(systems.flatMap(([, codes]) => [...codes])),
      concepts: new Set(systems.flatMap(([system, codes]) => [...codes].map((code) => `${system}|${code}`))),
    };
  }
}

function put<One extends { url: string; version?: string }>(into: Versions<One>, definition: One): void {
  const others = (into.get(definition.url) ?? []).filter(({ version }) => version !== definition.version);
  into.set(definition.url, [...others, definition]);
}

/** The version that the address names, else the last that was added. */
function pick<One extends { version?: string }>(from: Versions<One>, canonical: string): One | undefined {
  const [url = '', version] = canonical.split('|');
  const versions = from.get(url);
  if (!versions) return undefined;
  if (version === undefined) return versions.at(-1);
  return versions.find((one) => one.version === version || one.version?.startsWith(`${version}.`));
}
