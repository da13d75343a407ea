/** Expands value sets to lists of codes where they can be. https://hl7.org/fhir/R4/valueset.html#compose */
import { RE2JS } from 're2js';
import { withoutVersion } from '../profiles/profile.ts';
import type { CodeSystem, Concept, ValueSet, ValueSetInclude } from './definitions.ts';

/** Codes by system. */
export type Expansion = Map<string, Set<string>>;

/** A code system as its hierarchy: every code with the codes above it. */
interface Hierarchy {
  parents: Map<string, Set<string>>;
  concepts: Map<string, Concept>;
}

/** Larger sets are not closed lists of a standard but vocabularies of their own: terminology services check them. */
const largest = 5000;

/** Where value sets and code systems are found. */
export interface Vocabulary {
  set(url: string): ValueSet | undefined;
  system(url: string): CodeSystem | undefined;
}

export class ValueSets {
  private readonly vocabulary: Vocabulary;
  private readonly hierarchies = new Map<string, Hierarchy>();
  private readonly expansions = new Map<string, Expansion | undefined>();

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  static of(valueSets: readonly ValueSet[], codeSystems: readonly CodeSystem[]): ValueSets {
    const sets = new Map(valueSets.map((set) => [set.url, set]));
    const systems = new Map(codeSystems.map((system) => [system.url, system]));
    return new ValueSets({ set: (url) => sets.get(url), system: (url) => systems.get(url) });
  }

  /** The codes of a value set, of the version that the address names; undefined when the definitions at hand do not list them all. */
  expand(url: string): Expansion | undefined {
    if (!this.expansions.has(url)) {
      this.expansions.set(url, undefined); // a set that includes itself has no expansion
      // Of another version than is known the codes may still be the same.
      const set = this.vocabulary.set(url) ?? this.vocabulary.set(withoutVersion(url));
      this.expansions.set(url, this.expandSet(set));
    }
    return this.expansions.get(url);
  }

  private expandSet(set: ValueSet | undefined): Expansion | undefined {
    if (!set?.compose?.include) return undefined;
    const all: Expansion = new Map();
    for (const include of set.compose.include) {
      const part = this.expandInclude(include);
      if (!part) return undefined;
      for (const [system, codes] of part) all.set(system, new Set([...(all.get(system) ?? []), ...codes]));
    }
    for (const exclude of set.compose.exclude ?? []) {
      const part = this.expandInclude(exclude);
      if (!part) return undefined;
      for (const [system, codes] of part) {
        all.set(system, new Set([...(all.get(system) ?? [])].filter((code) => !codes.has(code))));
      }
    }
    const size = [...all.values()].reduce((sum, codes) => sum + codes.size, 0);
    return size === 0 || size > largest ? undefined : all;
  }

  private expandInclude({ system, valueSet, concept, filter }: ValueSetInclude): Expansion | undefined {
    const imported = (valueSet ?? []).map((url) => this.expand(url));
    if (imported.includes(undefined)) return undefined;
    let found: Expansion | undefined;
    for (const set of imported as Expansion[]) found = found ? intersection(found, set) : set;
    if (!system) return found;
    const codes = concept ? new Set(concept.map(({ code }) => code)) : this.filtered(system, filter ?? []);
    if (!codes) return undefined;
    const own: Expansion = new Map([[system, codes]]);
    return found ? intersection(found, own) : own;
  }

  private filtered(system: string, filters: NonNullable<ValueSetInclude['filter']>): Set<string> | undefined {
    const hierarchy = this.hierarchy(system);
    if (!hierarchy) return undefined;
    let codes = new Set(hierarchy.concepts.keys());
    for (const { property, op, value } of filters) {
      const keep = this.filter(hierarchy, property, op, value);
      if (!keep) return undefined;
      codes = common(codes, keep);
    }
    return codes;
  }

  private filter(hierarchy: Hierarchy, property: string, op: string, value: string): Set<string> | undefined {
    const { concepts, parents } = hierarchy;
    const where = (test: (code: string, values: () => string[]) => boolean) =>
      new Set([...concepts].filter(([code, one]) => test(code, () => valuesOf(one, property))).map(([code]) => code));
    const isOfCode = property === 'concept' || property === 'code';
    if (isOfCode && op === 'is-a') return where((code) => code === value || isBelow(parents, code, value));
    if (isOfCode && op === 'descendent-of') return where((code) => isBelow(parents, code, value));
    if (isOfCode && op === 'is-not-a') return where((code) => code !== value && !isBelow(parents, code, value));
    if (isOfCode && op === 'generalizes') return where((code) => code === value || isBelow(parents, value, code));
    const listed = value.split(',').map((one) => one.trim());
    if (op === '=') return where((_, values) => values().includes(value));
    if (op === 'in') return where((_, values) => values().some((one) => listed.includes(one)));
    if (op === 'not-in') return where((_, values) => !values().some((one) => listed.includes(one)));
    if (op === 'exists') return where((_, values) => String(values().length > 0) === value);
    const pattern = op === 'regex' ? compiled(value) : undefined;
    // As XML Schema has it, the whole text must fit.
    return pattern && where((_, values) => values().some((one) => pattern.testExact(one)));
  }

  private hierarchy(url: string): Hierarchy | undefined {
    const known = this.hierarchies.get(url);
    if (known) return known;
    const system = this.vocabulary.system(url);
    if (system?.content !== 'complete' || !system.concept) return undefined;
    const hierarchy: Hierarchy = { parents: new Map(), concepts: new Map() };
    addConcepts(hierarchy, system.concept, undefined);
    this.hierarchies.set(url, hierarchy);
    return hierarchy;
  }
}

/** What a concept says of a property, as text. https://hl7.org/fhir/R4/codesystem.html#defined-props */
function valuesOf({ code, display, property = [] }: Concept, name: string): string[] {
  if (name === 'code' || name === 'concept') return [code];
  if (name === 'display') return display === undefined ? [] : [display];
  return property
    .filter((one) => one.code === name)
    .map(({ code: _name, valueCoding, ...said }) => String(valueCoding?.code ?? Object.values(said)[0]));
}

/** Linear in the text, whatever the pattern is; undefined for what RE2 does not know. */
function compiled(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

function addConcepts(hierarchy: Hierarchy, concepts: readonly Concept[], parent: string | undefined): void {
  for (const concept of concepts) {
    const parents = hierarchy.parents.get(concept.code) ?? new Set();
    if (parent !== undefined) parents.add(parent);
    // HL7 version 3 says its second parents as properties.
    for (const { code, valueCode } of concept.property ?? []) {
      if (code === 'subsumedBy' && valueCode) parents.add(valueCode);
    }
    hierarchy.parents.set(concept.code, parents);
    hierarchy.concepts.set(concept.code, concept);
    addConcepts(hierarchy, concept.concept ?? [], concept.code);
  }
}

function isBelow(parents: ReadonlyMap<string, ReadonlySet<string>>, code: string, ancestor: string): boolean {
  const seen = new Set<string>();
  const open = [code];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const parent of parents.get(at) ?? []) {
      if (parent === ancestor) return true;
      if (!seen.has(parent)) open.push(parent);
      seen.add(parent);
    }
  }
  return false;
}

function intersection(a: Expansion, b: Expansion): Expansion {
  return new Map([...a].map(([system, codes]) => [system, common(codes, b.get(system))]));
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): Set<string> {
  return new Set([...a].filter((code) => b?.has(code)));
}
