/**
 * Every reference inside a resource, for rewriting. In a transaction, besides Reference.reference, any element of type
 * uri, url, oid or uuid may hold the urn:uuid of another entry. https://hl7.org/fhir/R4/http.html#trules
 */

/** Where a reference stands. `reference` can be read and replaced. */
export interface ReferenceHolder {
  reference?: string;
  [element: string]: unknown;
}

/** Elements of other types than Reference that may point to a resource of the same transaction. */
const urn = /^urn:(uuid|oid):/;
/** Elements that are names of things, not pointers, although they may hold a urn. */
const names = new Set(['system', 'value', 'fullUrl', 'profile', 'div']);

/**
 * Calls `visit` for every Reference (with its element's FHIRPath from `resource`), and for every other string that is a
 * urn:uuid or urn:oid standing alone, wrapped so that setting `reference` changes it in place.
 */
export function forEachReference(resource: unknown, visit: (holder: ReferenceHolder, path: string) => void): void {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType;
  walk(resource, typeof type === 'string' ? type : '', visit);
}

function walk(value: unknown, path: string, visit: (holder: ReferenceHolder, path: string) => void): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (typeof item === 'string' && urn.test(item)) visit(placeIn(value, i), `${path}[${i}]`);
      else walk(item, `${path}[${i}]`, visit);
    }
  } else if (typeof value === 'object' && value !== null) {
    const holder = value as ReferenceHolder;
    if (typeof holder.reference === 'string') visit(holder, path);
    for (const name in holder) {
      const item = holder[name];
      if (typeof item === 'object') walk(item, `${path}.${name}`, visit);
      else if (typeof item === 'string' && name !== 'reference' && urn.test(item) && !names.has(name)) {
        visit(placeIn(holder, name), `${path}.${name}`);
      }
    }
  }
}

function placeIn<Key extends string | number>(holder: { [key in Key]?: unknown }, key: Key): ReferenceHolder {
  return {
    get reference() {
      return holder[key] as string;
    },
    set reference(text: string) {
      holder[key] = text;
    },
  };
}
