/**
 * Every element of a resource with its type, for rules that hold wherever a type stands (content-rules.ts). Resources
 * inside are not gone into: they are walked for themselves.
 */
import { elementsByJson, isPrimitiveType } from '../elements.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';

export interface Found {
  readonly value: unknown;
  /** Name of its type: `Coding`, `Patient.contact`, `canonical`. */
  readonly type: string;
  /** FHIRPath from the resource, without its type. */
  readonly path: string;
  readonly holder: Json;
  readonly holderType: string;
  readonly name: string;
}

/** Visits elements in the order of the resource; primitives too, and what stands beside them. */
export function walkContent(check: ProfileCheck, resource: Json, visit: (found: Found) => void): void {
  object(resource, String(resource.resourceType), '');

  function object(holder: Json, holderType: string, at: string): void {
    const elements = elementsByJson(holderType);
    for (const key in holder) {
      const json = key.startsWith('_') ? key.slice(1) : key;
      const named = elements.get(json);
      if (!named) continue;
      const inner = holder[key];
      const path = at === '' ? named.element.name : `${at}.${named.element.name}`;
      // What stands beside a primitive has the elements of Element.
      const type = json === key ? named.type : 'Element';
      const one = (value: unknown, place: string) => {
        check.spend(1);
        if (value === null || value === undefined) return;
        visit({ value, type, path: place, holder, holderType, name: named.element.name });
        if (typeof value !== 'object' || isPrimitiveType(type) || Array.isArray(value)) return;
        if ((value as Json).resourceType === undefined) object(value as Json, type, place);
      };
      if (Array.isArray(inner)) inner.forEach((value, index) => one(value, `${path}[${index}]`));
      else one(inner, path);
    }
  }
}
