/**
 * The profiles, extensions and code lists that are known: those that are shipped, and over them those that somebody
 * loaded. A layer never changes what lies below it; compiled checks are kept per layer.
 */
import { compileProfile } from '../compiler/profile-compiler.ts';
import { JsonRefused } from '../json.ts';
import { BadProfile, type Structures } from '../compiler/profile-tree.ts';
import type { CodeSystem, ValueSet } from '../compiler/definitions.ts';
import { ValueSets } from '../compiler/value-sets.ts';
import type { ProfileFunction } from '../validator/profile-rules.ts';
import type { BoundSet } from '../validator/terminology.ts';
import { instantiate } from './instantiate.ts';
import { model } from './model.ts';
import { type ProfileDefinition, withoutVersion } from './profile.ts';
import { type ProfileProblem, profileProblems } from './profile-problems.ts';

/** A question or group, as far as answers are checked by it. https://hl7.org/fhir/R4/questionnaire.html */
export interface QuestionnaireItem {
  linkId: string;
  type: string;
  text?: string;
  required?: boolean;
  repeats?: boolean;
  maxLength?: number;
  enableWhen?: unknown[];
  enableBehavior?: string;
  answerOption?: unknown[];
  answerValueSet?: string;
  extension?: unknown[];
  item?: unknown[];
}

export interface QuestionnaireDefinition {
  resourceType: 'Questionnaire';
  url: string;
  version?: string;
  contained?: unknown[];
  extension?: unknown[];
  item?: unknown[];
}

/** Any definition that the registry keeps. */
export type Definition = ProfileDefinition | ValueSet | CodeSystem | QuestionnaireDefinition;

type Versions<One> = Map<string, One[]>;

export class Definitions implements Structures {
  private readonly below: Definitions | undefined;
  private readonly structures: Versions<ProfileDefinition> = new Map();
  private readonly valueSets: Versions<ValueSet> = new Map();
  private readonly codeSystems: Versions<CodeSystem> = new Map();
  private readonly questionnaires: Versions<QuestionnaireDefinition> = new Map();
  private readonly compiled = new Map<string, ProfileFunction | string>();
  private readonly bound = new Map<string, BoundSet | undefined>();
  private readonly names = new Map<string, CodeNames | undefined>();
  private readonly sets: ValueSets;
  /** Code of shipped profiles, compiled at build time, by address. */
  private readonly built: (url: string) => string | undefined;

  constructor(below?: Definitions, built: (url: string) => string | undefined = () => undefined) {
    this.below = below;
    this.built = built;
    this.sets = new ValueSets({ set: (url) => this.valueSet(url), system: (url) => this.codeSystem(url) });
  }

  add(definition: Definition): void {
    if (definition.resourceType === 'StructureDefinition') {
      put(this.structures, definition);
      for (const set of (definition.contained ?? []) as ValueSet[]) put(this.valueSets, set);
    } else if (definition.resourceType === 'ValueSet') put(this.valueSets, definition);
    else if (definition.resourceType === 'Questionnaire') put(this.questionnaires, definition);
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

  questionnaire(canonical: string): QuestionnaireDefinition | undefined {
    return pick(this.questionnaires, canonical) ?? this.below?.questionnaire(canonical);
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

  /** What is wrong with a profile as such: what contradicts its base, or why it cannot be used. */
  problemsOf(definition: ProfileDefinition): ProfileProblem[] {
    return profileProblems(model(), this, definition);
  }

  /** The codes of a value set; undefined when they cannot be listed. */
  codesOf(canonical: string): BoundSet | undefined {
    // Published definitions may say anything there.
    if (typeof canonical !== 'string') return undefined;
    if (!this.bound.has(canonical)) this.bound.set(canonical, this.expand(canonical));
    return this.bound.get(canonical);
  }

  /** Codes of a code system with their names; undefined when it is not known whole. */
  namesOf(url: string): CodeNames | undefined {
    if (!this.names.has(url)) {
      const system = this.codeSystem(url);
      const isWhole = system?.content === 'complete' && Array.isArray(system.concept);
      this.names.set(
        url,
        isWhole ? new CodeNames(system, [...this.supplementsOf(url), ...this.listsOf(url)]) : undefined,
      );
    }
    return this.names.get(url);
  }

  /** Code systems that add names to another. */
  private supplementsOf(url: string): CodeSystem[] {
    const own = [...this.codeSystems.values()].flat().filter(({ content }) => content === 'supplement');
    return [
      ...(this.below?.supplementsOf(url) ?? []),
      ...own.filter(({ supplements = '' }) => withoutVersion(supplements) === url),
    ];
  }

  /** Value sets may give names of their own to the codes that they list. */
  private listsOf(system: string): Pick<CodeSystem, 'concept'>[] {
    const lists: Pick<CodeSystem, 'concept'>[] = this.below?.listsOf(system) ?? [];
    for (const { compose } of [...this.valueSets.values()].flat()) {
      for (const { system: of, concept } of compose?.include ?? []) {
        if (of === system && concept?.some(({ display, designation }) => display || designation))
          lists.push({ concept });
      }
    }
    return lists;
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

/** Names by code; where case does not matter, codes are found in lower case too. */
export class CodeNames {
  readonly isCaseSensitive: boolean;
  private readonly names = new Map<string, string[]>();

  constructor(system: CodeSystem, supplements: readonly Pick<CodeSystem, 'concept'>[]) {
    // R4 gives no default; what does not say that case does not matter is taken at its word.
    this.isCaseSensitive = system.caseSensitive !== false;
    this.add(system, true);
    for (const supplement of supplements) this.add(supplement, false);
  }

  /** A supplement adds names, no codes. */
  private add({ concept = [] }: Pick<CodeSystem, 'concept'>, isNew: boolean): void {
    const open = [...concept];
    for (let one = open.pop(); one; one = open.pop()) {
      const { code, display, designation = [], concept: below = [] } = one;
      const key = this.isCaseSensitive ? code : String(code).toLowerCase();
      const names = this.names.get(key);
      const more = [display, ...designation.map(({ value }) => value)].filter((name) => name !== undefined);
      if (names) names.push(...more);
      else if (isNew) this.names.set(key, more);
      for (const inner of below) open.push(inner);
    }
  }

  get(code: string): readonly string[] | undefined {
    return this.names.get(this.isCaseSensitive ? code : code.toLowerCase());
  }
}

function put<One extends { url: string; version?: string }>(into: Versions<One>, definition: One): void {
  const others = (into.get(definition.url) ?? []).filter(({ version }) => version !== definition.version);
  into.set(definition.url, [...others, definition]);
}

/** The version that the address names, else the last that was added. */
function pick<One extends { version?: string }>(from: Versions<One>, canonical: string): One | undefined {
  // A damaged definition may name it by anything.
  const [url = '', version] = String(canonical).split('|');
  const versions = from.get(url);
  if (!versions) return undefined;
  if (version === undefined) return versions.at(-1);
  return versions.find((one) => one.version === version || one.version?.startsWith(`${version}.`));
}
