/**
 * What is wrong with a profile as such, told to its author before anything is validated by it: what contradicts its
 * base, leads nowhere or cannot be read. https://hl7.org/fhir/R4/profiling.html
 * https://hl7.org/fhir/R4/elementdefinition.html
 */
import { readPath } from '../compiler/discriminators.ts';
import { capital, isA, type Model } from '../compiler/model.ts';
import { slicesWithoutTell } from '../compiler/profile-compiler.ts';
import { BadProfile, coreType, type ProfileNode, profileTree, type Structures } from '../compiler/profile-tree.ts';
import { FhirPathRefused, readFhirPath } from '../fhirpath/index.ts';
import type { Discriminator, ElementType, ProfileDefinition, ProfileElement } from './profile.ts';

export interface ProfileProblem {
  readonly severity: 'error' | 'warning';
  readonly says: string;
  /** Where in the definition: `differential.element[3]`. */
  readonly at: string;
}

/** Every problem of a definition that constrains a type. */
export function profileProblems(model: Model, structures: Structures, definition: ProfileDefinition): ProfileProblem[] {
  const critic = new Critic(model, structures, definition);
  try {
    critic.base();
    critic.whole(profileTree(model, structures, definition, critic));
  } catch (error) {
    if (error instanceof BadProfile) critic.tell('error', `this cannot be used: ${error.message}`);
    else if (error instanceof TypeError || error instanceof RangeError) critic.tell('error', 'it is not well-formed');
    else throw error;
  }
  return critic.problems;
}

const mostSlices = 200;
const shown = (text: unknown): string => String(text).slice(0, 120);

class Critic {
  readonly problems: ProfileProblem[] = [];
  private readonly model: Model;
  private readonly structures: Structures;
  private readonly definition: ProfileDefinition;
  private readonly list: 'differential' | 'snapshot';
  /** Where nodes are spoken of first, as far as this definition does. */
  private readonly spoken = new Map<ProfileNode, number>();

  constructor(model: Model, structures: Structures, definition: ProfileDefinition) {
    this.model = model;
    this.structures = structures;
    this.definition = definition;
    this.list = (definition.differential?.element ?? []).length > 0 ? 'differential' : 'snapshot';
  }

  tell(severity: ProfileProblem['severity'], says: string, at?: number): void {
    const place = at === undefined ? this.list : `${this.list}.element[${at}]`;
    this.problems.push({ severity, says, at: place });
  }

  /**
   * A profile has the type of its base.
   * https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.type
   */
  base(): void {
    const { baseDefinition, type } = this.definition;
    if (typeof baseDefinition !== 'string') return;
    const of = this.structures.structure(baseDefinition)?.type ?? coreType(this.model, baseDefinition);
    if (of === undefined || of === type || isA(this.model, of, type)) return;
    this.problems.push({
      ...{ severity: 'error', at: 'baseDefinition' },
      says: `the base ${shown(baseDefinition)} is of type ${of}, this is of type ${shown(type)}`,
    });
  }

  element(element: ProfileElement, at: number, node: ProfileNode | undefined): void {
    const { path, id } = element;
    const isOfType = String(path).split('.')[0] === this.definition.type;
    if (!node || !isOfType) return this.tell('error', `${shown(path)} is no element of ${this.definition.type}`, at);
    if (!this.spoken.has(node)) this.spoken.set(node, at);
    if (id !== undefined && !isIdOf(String(id), String(path))) {
      this.tell('error', `the id ${shown(id)} does not say the path ${shown(path)}`, at);
    }
    this.cardinality(element, node, at);
    this.types(element, node, at);
    this.values(element, node, at);
    this.binding(element, node, at);
    for (const { key, expression } of element.constraint ?? []) this.rule(key, expression, at);
    for (const one of element.slicing?.discriminator ?? []) this.discriminator(one, element, node, at);
  }

  /** A profile narrows: never less than its base demands, never more than it allows. */
  private cardinality({ min, max }: ProfileElement, node: ProfileNode, at: number): void {
    const { field, sliceName } = node;
    if (!field) return;
    const most = node.max ?? field.max;
    // A slice is one of several: of each there may be none.
    const least = node.min ?? (sliceName === undefined ? field.min : 0);
    const given = max === undefined ? undefined : max === '*' ? Number.POSITIVE_INFINITY : Number(max);
    if (given !== undefined && given > most) {
      this.tell('error', `${node.id}: at most ${shown(max)}, but its base allows ${most}`, at);
    }
    if (min !== undefined && min > most) {
      this.tell('error', `${node.id}: at least ${min}, but its base allows ${most}`, at);
    }
    if (min !== undefined && min < least) {
      this.tell('error', `${node.id}: at least ${min}, but its base demands ${least}`, at);
    }
  }

  private types({ type = [] }: ProfileElement, node: ProfileNode, at: number): void {
    const allowed = this.typesOf(node);
    for (const one of type) {
      const { code, profile = [], targetProfile = [] } = one;
      if (allowed && !allowed.some((name) => this.fits(code, name))) {
        this.tell('error', `${node.id}: ${shown(code)} is none of the types of its base (${allowed.join(', ')})`, at);
      }
      this.targets(code, targetProfile, node, at);
      for (const url of profile) {
        const of = this.structures.structure(url.replace(/#.*/, ''))?.type;
        if (of !== undefined && !url.includes('#') && !this.fits(of, code)) {
          this.tell('error', `${node.id}: the profile ${shown(url)} is of ${of}, not of ${shown(code)}`, at);
        }
      }
    }
  }

  private targets(code: string, urls: readonly string[], { id, field }: ProfileNode, at: number): void {
    const all = field?.jsonNames.map(({ type }) => type).filter(({ name }) => name === code) ?? [];
    if (all.length === 0 || all.some(({ targets }) => targets === undefined)) return;
    const allowed = all.flatMap(({ targets = [] }) => targets);
    for (const url of urls) {
      const of = coreType(this.model, url) ?? this.structures.structure(url)?.type;
      if (of === undefined || allowed.some((name) => isA(this.model, of, name))) continue;
      this.tell('error', `${id}: it may not refer to ${of}: its base allows ${allowed.slice(0, 12).join(', ')}`, at);
    }
  }

  /** Types that values of a node may have by its base; undefined where R4 names them in its own way. */
  private typesOf({ field, demandedTypes, name }: ProfileNode): string[] | undefined {
    if (!field || name === 'id' || name === 'url') return undefined;
    const names = demandedTypes?.map(({ code }) => code) ?? field.jsonNames.map(({ type }) => type.name);
    return names.some((one) => one.includes('.') || one.startsWith('http')) ? undefined : names;
  }

  private fits(code: string, name: string): boolean {
    return plain(code) === plain(name) || isA(this.model, code, name);
  }

  /** Fixed values, patterns and limits have the type of their element. */
  private values(element: ProfileElement, node: ProfileNode, at: number): void {
    const said = (element.type ?? []).map(({ code }: ElementType) => code).filter((code) => this.model.has(code));
    const types = said.length > 0 && this.typesOf(node) ? said : this.typesOf(node);
    if (!types) return;
    for (const key of Object.keys(element)) {
      const [, word, type] = /^(fixed|pattern|minValue|maxValue)([A-Z]\w*)$/.exec(key) ?? [];
      if (word === undefined || types.some((name) => this.namesOf(name).includes(String(type)))) continue;
      this.tell('error', `${node.id}: ${key} is no value of type ${types.join(' or ')}`, at);
    }
  }

  /** The type and what it is a kind of, as they stand in names of elements: `Age`, `Quantity`. A code is no string. */
  private namesOf(name: string): string[] {
    const found = [capital(name)];
    for (let type = this.model.get(name); type && type.kind !== 'primitive'; type = this.model.get(type.base ?? '')) {
      found.push(capital(type.name));
    }
    return found;
  }

  /** What is required stays so. https://hl7.org/fhir/R4/profiling.html#binding */
  private binding({ binding }: ProfileElement, { id, field, bindings }: ProfileNode, at: number): void {
    if (!binding || binding.strength === 'required') return;
    const before = [field?.binding?.strength, ...bindings.map(({ strength }) => strength)];
    if (!before.includes('required')) return;
    this.tell('error', `${id}: a required binding of its base cannot become ${shown(binding.strength)}`, at);
  }

  private rule(key: string, expression: string | undefined, at: number): void {
    if (typeof expression !== 'string') return;
    try {
      readFhirPath(expression);
    } catch (error) {
      if (!(error instanceof FhirPathRefused)) throw error;
      this.tell('error', `rule ${shown(key)} is no FHIRPath: ${error.message}`, at);
    }
  }

  /** Every step of a discriminator's path is an element of what the steps before lead to. */
  private discriminator({ path }: Discriminator, element: ProfileElement, node: ProfileNode, at: number): void {
    let types = this.startOf(element, node);
    for (const step of readPath(String(path))) {
      if (types.length === 0 || step.kind === 'resolve') return;
      if (step.kind === 'type') types = [step.name];
      else if (step.kind === 'extension') types = ['Extension'];
      else {
        const fields = types.flatMap((type) => this.model.get(type)?.fields ?? []);
        const next = fields.filter(({ name }) => name === step.name);
        if (next.length === 0 && types.every((type) => this.isClosed(type))) {
          const names = [...new Set(types)].join(', ');
          const says = `the discriminator ${shown(path)} leads nowhere: ${names} has no ${step.name}`;
          return this.tell('error', `${node.id}: ${says}`, at);
        }
        types = next.flatMap(({ jsonNames }) => jsonNames.map(({ type }) => type.name));
      }
    }
  }

  private startOf({ type = [] }: ProfileElement, { types, demandedTypes = [] }: ProfileNode): string[] {
    const said = [...type, ...demandedTypes].map(({ code }) => code).filter((code) => this.model.has(code));
    return said.length > 0 ? [...said, ...types] : types;
  }

  /** Nothing but its own elements may stand in values of the type. */
  private isClosed(type: string): boolean {
    const known = this.model.get(type);
    return known !== undefined && !known.abstract && known.name !== 'Element' && known.name !== 'BackboneElement';
  }

  /** What can only be told when all elements have spoken. */
  whole(root: ProfileNode): void {
    const open = [root];
    for (let node = open.pop(); node; node = open.pop()) {
      this.slices(node);
      open.push(...node.children, ...node.slices);
    }
    // To look for what tells slices apart costs more than all the rest: not for more of them than people write.
    const count = [...this.spoken.keys()].filter(({ sliceName }) => sliceName !== undefined).length;
    if (count > mostSlices) return;
    for (const slice of slicesWithoutTell(this.model, this.structures, this.definition, root)) {
      const at = this.spoken.get(slice);
      if (at !== undefined) this.tell('warning', `${slice.id}: nothing tells what belongs to this slice`, at);
    }
  }

  private slices(node: ProfileNode): void {
    const { field, slices, slicing, name } = node;
    const at = this.spoken.get(node) ?? slices.map((slice) => this.spoken.get(slice)).find((one) => one !== undefined);
    if (at === undefined || slices.length === 0 || !field) return;
    const isToldAnyway = field.isChoice || name === 'extension' || name === 'modifierExtension';
    // HL7's own profiles give a single element a slice's name; of such a one there is a warning anyway.
    if (!slicing && !isToldAnyway && slices.length > 1) {
      this.tell('error', `${node.id}: it has slices, but no slicing says how they are told apart`, at);
    }
    const most = node.max ?? field.max;
    const least = slices.reduce((sum, slice) => sum + (slice.min ?? 0), 0);
    if (least > most) this.tell('error', `${node.id}: its slices demand ${least}, but at most ${most} are allowed`, at);
  }
}

const plain = (type: string): string => (type === 'SimpleQuantity' || type === 'MoneyQuantity' ? 'Quantity' : type);

/** An id is the path, with the names of slices. https://hl7.org/fhir/R4/elementdefinition.html#id */
function isIdOf(id: string, path: string): boolean {
  const [parts, steps] = [id.split('.'), path.split('.')];
  if (parts.length !== steps.length) return false;
  return parts.every((part, at) => {
    const [name = '', ...slices] = part.split(':');
    const step = steps[at] as string;
    // `valueQuantity` is short for the slice `value[x]:valueQuantity`.
    return name === step || (name.endsWith('[x]') && step === slices.join(':') && step.startsWith(name.slice(0, -3)));
  });
}
