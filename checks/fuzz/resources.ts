/** Resources made from the definitions themselves: mostly right, sometimes broken in one place. */
import { buildModel, type Field, type Model } from '#libs/fhir/compiler/model.ts';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import { ValueSets } from '#libs/fhir/compiler/value-sets.ts';
import { structureDefinitions, terminology } from '#libs/fhir/compiler/definitions.ts';
import type { Chance } from './chance.ts';
import { anId, aPrimitive, aReference, scraps } from './values.ts';

export type Json = { [element: string]: unknown };

const everyday = ['Patient', 'Observation', 'Condition', 'Encounter', 'MedicationRequest', 'Bundle', 'List', 'Binary'];

export class Resources {
  private readonly model: Model = buildModel(structureDefinitions());
  private readonly sets: ValueSets;

  constructor() {
    const { valueSets, codeSystems } = terminology();
    this.sets = ValueSets.of(valueSets, codeSystems);
  }

  /** A type, the everyday ones more often. */
  aType(chance: Chance): string {
    return chance.once(2) ? chance.pick(everyday) : chance.pick(resourceTypes);
  }

  /** A resource of a type; broken once in `breakage`. */
  make(chance: Chance, type: string, breakage = 3): Json {
    const made: Json = { resourceType: type, ...this.object(chance, type, 0) };
    if (chance.once(2)) made.id = anId(chance);
    else delete made.id;
    if (chance.slip(breakage)) breakOne(chance, made);
    return made;
  }

  /** The fields of a type, for paths of patches. */
  fieldsOf(type: string): readonly Field[] {
    return this.model.get(type)?.fields ?? [];
  }

  /** A value for a field, as it stands in JSON. */
  value(chance: Chance, field: Field, type: string, depth: number): unknown {
    const one = () => this.single(chance, field, type, depth);
    return field.isArray ? [one(), ...chance.some(1, one)] : one();
  }

  private object(chance: Chance, type: string, depth: number): Json {
    const made: Json = {};
    for (const field of this.model.get(type)?.fields ?? []) {
      const wanted = field.min > 0 || chance.once(depth === 0 ? 4 : 6 * (depth + 1));
      const choice = field.jsonNames.length > 0 ? chance.pick(field.jsonNames) : undefined;
      if (!wanted || !choice || depth > 6 || /^(contained|extension|modifierExtension)$/.test(field.name)) continue;
      made[choice.json] = this.value(chance, field, choice.type.name, depth + 1);
    }
    return made;
  }

  private single(chance: Chance, field: Field, type: string, depth: number): unknown {
    const kind = this.model.get(type)?.kind;
    if (kind === 'primitive') {
      const code = type === 'code' && field.binding ? this.codeOf(chance, field.binding.valueSet) : undefined;
      return code ?? aPrimitive(chance, type);
    }
    if (type === 'Resource') return this.make(chance, this.aType(chance), 20);
    const made = this.object(chance, type, depth);
    if (type === 'Reference') {
      const targets = field.jsonNames.flatMap((one) => one.type.targets ?? []);
      return { reference: aReference(chance, targets.length > 0 ? targets : ['Patient', 'Organization']) };
    }
    return Object.keys(made).length > 0 ? made : { extension: [{ url: 'http://x', valueString: 'x' }] };
  }

  private codeOf(chance: Chance, valueSet: string): string | undefined {
    const all = [...(this.sets.expand(valueSet)?.values() ?? [])].flatMap((codes) => [...codes]);
    return all.length > 0 ? chance.pick(all) : undefined;
  }
}

/** Numbers that keep their text are frozen objects. */
const isOpen = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Object.isFrozen(value);

/** Breaks one thing somewhere in a value. */
export function breakOne(chance: Chance, root: Json): void {
  let at: Json = root;
  for (let depth = 0; depth < 4; depth++) {
    const inner = Object.values(at).filter(isOpen);
    if (inner.length === 0 || chance.once(3)) break;
    at = chance.pick(inner);
  }
  const keys = Object.keys(at);
  const key = keys.length > 0 ? chance.pick(keys) : 'x';
  switch (chance.below(6)) {
    case 0:
      delete at[key];
      break;
    case 1:
      at[key] = chance.pick<unknown>([null, 0, '', [], {}, [null], true, [[1]]]);
      break;
    case 2:
      at[chance.pick(scraps).slice(0, 30)] = 1;
      break;
    case 3:
      at[key] = [at[key], at[key]];
      break;
    case 4:
      at[`_${key}`] = chance.pick<unknown>([{ extension: [] }, null, [null], { id: 1 }]);
      break;
    default:
      at[key] = chance.pick(scraps);
  }
}
