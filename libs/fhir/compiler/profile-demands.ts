/** What an element of a profile demands beyond its base type: the rest is checked by the type's own compiled code. */
import type { Binding, Constraint, ElementType, ProfileDefinition } from '../profiles/profile.ts';
import { withoutVersion } from '../profiles/profile.ts';
import { extensibleSets } from './errata.ts';
import type { Field, Model } from './model.ts';
import type { ProfileNode } from './profile-tree.ts';

export interface Demand {
  node: ProfileNode;
  min?: number;
  max?: number;
  types?: ElementType[];
  bindings: Binding[];
  constraints: Constraint[];
}

export function beyondBase(model: Model, node: ProfileNode, definition: ProfileDefinition): Demand {
  const { field, sliceName } = node;
  const demand: Demand = {
    node,
    bindings: node.bindings.filter((binding) => isNew(binding, field)).map(meant),
    constraints: newConstraints(model, node, definition),
  };
  if (sliceName === undefined && field) {
    if (node.min !== undefined && node.min > field.min) demand.min = node.min;
    if (node.max !== undefined && node.max < field.max) demand.max = node.max;
  }
  if (field && node.demandedTypes && narrower(node.demandedTypes, field)) demand.types = node.demandedTypes;
  return demand;
}

function meant(binding: Binding): Binding {
  const isExtensible = extensibleSets.has(withoutVersion(binding.valueSet ?? ''));
  return isExtensible ? { ...binding, strength: 'extensible' } : binding;
}

function isNew(binding: Binding, field: Field | undefined): boolean {
  const base = field?.binding;
  if (binding.strength === 'example' || binding.strength === 'preferred') return false;
  return base?.valueSet !== withoutVersion(binding.valueSet ?? '') || base.strength !== binding.strength;
}

function newConstraints(model: Model, { field, types, constraints }: ProfileNode, { url }: ProfileDefinition) {
  const known = new Set(field?.constraints.map(({ key }) => key));
  for (const type of types) {
    for (let at = model.get(type); at; at = at.base ? model.get(at.base) : undefined) {
      for (const { key } of at.constraints) known.add(key);
    }
  }
  return constraints.filter(({ key, source, expression }) => {
    if (expression === undefined || expression === '') return false;
    const fromCore = source?.startsWith(core) && model.has(source.slice(core.length)) && source !== url;
    return !known.has(key) && !fromCore;
  });
}

const core = 'http://hl7.org/fhir/StructureDefinition/';

/** Fewer types, or profiles and targets that the base does not name. */
function narrower(types: readonly ElementType[], field: Field): boolean {
  if (types.some(({ code }) => code.startsWith('http://hl7.org/fhirpath/'))) return false;
  const codes = new Set(types.map(({ code }) => code));
  if (field.isChoice && field.jsonNames.some(({ type }) => !codes.has(plain(type.name)) && !codes.has(type.name))) {
    return true;
  }
  if (types.some(({ code }) => !field.jsonNames.some(({ type }) => plain(type.name) === code))) {
    // A resource where the base says any.
    if (field.jsonNames.some(({ type }) => type.name === 'Resource')) return true;
  }
  return types.some(({ profile = [], targetProfile = [], aggregation = [], versioning }) => {
    if (aggregation.length > 0 || versioning !== undefined) return true;
    if (profile.some((url) => !url.startsWith(core) || !/^(SimpleQuantity|MoneyQuantity)$/.test(url.slice(40)))) {
      return true;
    }
    return targetProfile.length > 0 && isOtherTargets(targetProfile, field);
  });
}

function isOtherTargets(targets: readonly string[], field: Field): boolean {
  const base = field.jsonNames.find(({ type }) => type.name === 'Reference' || type.name === 'canonical')?.type.targets;
  const given = targets.map((url) => (url.startsWith(core) ? url.slice(core.length) : url));
  if (given.includes('Resource')) return false;
  if (!base) return true;
  return base.length !== given.length || base.some((name) => !given.includes(name));
}

const plain = (type: string): string => (type === 'SimpleQuantity' || type === 'MoneyQuantity' ? 'Quantity' : type);
