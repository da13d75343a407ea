/**
 * Where a validation stands among resources inside resources, and what a reference leads to from there.
 * https://hl7.org/fhir/R4/bundle.html#references
 */
type Json = { [name: string]: unknown };

/** A resource with the one that contains it (`root`, itself when none does) and the Bundle or Parameters around. */
export interface Scope {
  resource: Json;
  root: Json;
  fullUrl: string | undefined;
  outer: Scope | undefined;
}

export interface Entry {
  fullUrl: string | undefined;
  resource: Json;
}

export type Resolved = { resource: Json; scope: Scope } | undefined;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const indexes = new WeakMap<Json, Map<string, Entry[]>>();

/** Entries of a Bundle by fullUrl and by `Type/id`. */
export function entriesOf(bundle: Json): Map<string, Entry[]> {
  let index = indexes.get(bundle);
  if (index) return index;
  index = new Map();
  const add = (key: string, entry: Entry) => {
    const there = index?.get(key);
    if (there) there.push(entry);
    else index?.set(key, [entry]);
  };
  for (const item of listOf(bundle.entry)) {
    if (!isObject(item.resource)) continue;
    const fullUrl = typeof item.fullUrl === 'string' ? item.fullUrl : undefined;
    const entry = { fullUrl, resource: item.resource };
    if (fullUrl) add(fullUrl, entry);
    const { resourceType, id } = item.resource;
    if (typeof id === 'string') add(`${String(resourceType)}/${id}`, entry);
  }
  for (const { resource } of listOf(bundle.parameter)) {
    if (isObject(resource) && typeof resource.id === 'string') {
      add(`${String(resource.resourceType)}/${resource.id}`, { fullUrl: undefined, resource });
    }
  }
  indexes.set(bundle, index);
  return index;
}

export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** What a literal reference leads to, from where the scope is; undefined when it is not here. */
export function resolve(scope: Scope, reference: unknown): Resolved {
  if (typeof reference !== 'string') return undefined;
  if (reference.startsWith('#')) return inContained(scope, reference.slice(1));
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const { root, outer } = at;
    const holder = root.resourceType === 'Bundle' || root.resourceType === 'Parameters' ? at : undefined;
    const found = holder && inBundle(root, scope.fullUrl, reference);
    if (found) return { resource: found.resource, scope: entered(found, at) };
    if (!outer) break;
  }
  // A resource may refer to itself.
  const own = `${String(scope.root.resourceType)}/${String(scope.root.id)}`;
  return reference === own ? { resource: scope.root, scope: { ...scope, resource: scope.root } } : undefined;
}

const entered = ({ resource, fullUrl }: Entry, outer: Scope): Scope => ({ resource, root: resource, fullUrl, outer });

function inContained(scope: Scope, id: string): Resolved {
  if (id === '') return { resource: scope.root, scope: { ...scope, resource: scope.root } };
  const found = listOf(scope.root.contained).find((item) => item.id === id);
  return found && { resource: found, scope: { ...scope, resource: found } };
}

const restful = /^(https?:\/\/.*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/;

/**
 * Entries of the Bundle that a reference means by the rules of R4 alone: a relative one from an entry with an address
 * on a server leads below the same base, from one with a UUID to that of the id.
 * https://hl7.org/fhir/R4/bundle.html#references
 */
export function meantIn(bundle: Json, from: string | undefined, reference: string): Entry[] {
  const [whole = ''] = reference.split('#');
  const [, base, type, id, version] = restful.exec(whole) ?? [];
  const ownBase = restful.exec(from ?? '')?.[1];
  const below = base ?? ownBase;
  const address = !type || !id ? whole : below === undefined ? `urn:uuid:${id}` : `${below}${type}/${id}`;
  const found = (entriesOf(bundle).get(address) ?? []).filter(({ fullUrl }) => fullUrl === address);
  if (version === undefined) return found;
  return found.filter(({ resource }) => (resource.meta as Json | undefined)?.versionId === version);
}

function inBundle(bundle: Json, from: string | undefined, reference: string): Entry | undefined {
  const index = entriesOf(bundle);
  const direct = index.get(reference)?.[0];
  if (direct) return direct;
  const [, base, type, id, version] = restful.exec(reference) ?? [];
  if (!type || !id) return undefined;
  const ownBase = restful.exec(from ?? '')?.[1];
  const address = `${base ?? ownBase ?? ''}${type}/${id}`;
  const candidates = index.get(address) ?? (base ? undefined : index.get(`${type}/${id}`)) ?? [];
  if (!version) return candidates[0];
  return candidates.find(({ resource }) => (resource.meta as Json | undefined)?.versionId === version);
}
