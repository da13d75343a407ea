/**
 * Ids for the entries of a transaction, and references between them. https://hl7.org/fhir/R4/http.html#trules Ids tell
 * the compartment, and the compartment is told by references: so patients and what is nobody's get their ids first,
 * then references to them are rewritten, then the rest get theirs.
 */
import { Refusal } from '../../refusal/refusal.ts';
import { type Entry, inEntry } from './bundle-entry.ts';
import { type FoundReference, referencesOf, shown, unresolved } from '../checks.ts';
import { isOwner } from '../compartment.ts';
import { type Criteria, identifierOf, type Matches } from './conditional.ts';
import type { RecordContext } from '../context.ts';
import { assignId } from '../make-change.ts';
import type { Resource } from '../record.ts';
import { criteriaIn, relative, resolveConditional } from './reference-conditions.ts';

/** A reference that has to be rewritten, with what the client wrote. */
export interface PendingReference extends FoundReference {
  readonly n: number;
  readonly criteria: Criteria | undefined;
}

/** What an entry is about, once that is known. */
export interface Target {
  readonly entry: Entry;
  readonly method: Exclude<Entry['method'], 'GET'>;
  readonly type: string;
  readonly id: string;
  /** A new resource with an id of the server's: nothing can be there yet. */
  readonly fresh: boolean;
  /** The entry that creates what this one asks for, too: a conditional create that finds what the bundle brings. */
  readonly madeBy?: Entry;
  /** Its criteria find nothing: it is to be created under the id that it brings. */
  readonly unmatched?: true;
}

/**
 * References that may need rewriting: to other entries, or by criteria; those in what patches bring, too. Those to this
 * server are made relative.
 */
export function collectReferences(
  { settings }: RecordContext,
  resources: ReadonlyMap<Entry, Resource>,
  patches: ReadonlyMap<Entry, unknown>,
): PendingReference[] {
  const pending: PendingReference[] = [];
  const known = new Set([...resources.keys()].flatMap(({ fullUrl }) => fullUrl ?? []));
  for (const [{ n }, content] of [...resources, ...patches]) {
    for (const reference of referencesOf(content as Resource, known)) {
      try {
        const criteria = criteriaIn(reference);
        const text = known.has(reference.text) ? reference.text : relative(reference, settings.baseUrl);
        pending.push({ ...reference, text, n, criteria });
      } catch (error) {
        throw inEntry(n, error);
      }
    }
  }
  return pending;
}

/**
 * Decides what every entry is about and rewrites the references in place (from what the client wrote: it can be done
 * again). Entries about nothing (a conditional delete without match) are left out.
 * @throws Refusal naming the entry: duplicate fullUrl, references that lead nowhere or to several.
 */
export function resolveEntries(
  context: RecordContext,
  writes: readonly Entry[],
  resources: ReadonlyMap<Entry, Resource>,
  references: readonly PendingReference[],
  matchesOf: (entry: Entry) => readonly string[],
  matches: Matches,
): Target[] {
  for (const { holder, text } of references) holder.reference = text;
  const names = new Map<string, string>();
  const targets = new Map<Entry, Target[]>();
  const later: Entry[] = [];
  const again: [entry: Entry, first: Entry][] = [];
  const settle = (entry: Entry, id: string, fresh: boolean, more: Pick<Target, 'madeBy' | 'unmatched'> = {}) => {
    const target = { entry, method: entry.method as Target['method'], type: entry.type, id, fresh, ...more };
    targets.set(entry, [...(targets.get(entry) ?? []), target]);
    name(names, entry, `${entry.type}/${id}`);
  };
  const firstOf = firstToCreate(resources);
  for (const entry of writes) {
    const known = entry.id === undefined ? matchesOf(entry) : [entry.id];
    const first = known.length > 0 ? undefined : firstOf(entry);
    const made = first && targets.get(first)?.[0]?.id;
    if (known.length > 0) for (const id of known) settle(entry, id, false);
    else if (first && made !== undefined) settle(entry, made, false, { madeBy: first });
    else if (first) again.push([entry, first]);
    else if (entry.method === 'POST' || entry.method === 'PUT') {
      const chosen = entry.method === 'PUT' ? resources.get(entry)?.id : undefined;
      if (chosen !== undefined) settle(entry, chosen, false, { unmatched: true });
      else if (isOwner(entry.type)) settle(entry, assignId(resources.get(entry) as Resource, context.runtime), true);
      else later.push(entry);
    } else if (entry.method === 'PATCH') {
      throw inEntry(
        entry.n,
        new Refusal('not-found', 'no-match', `No ${entry.type} fits these criteria, so there is nothing to change.`),
      );
    }
  }
  const brought = broughtBy(writes, resources, references);
  const idsOf = (criteria: Criteria) => brought(criteria).map((entry) => targets.get(entry)?.map(({ id }) => id));
  const waiting = references.filter((reference) => !rewrite(reference, names, matches, idsOf));
  for (const entry of later) settle(entry, assignId(resources.get(entry) as Resource, context.runtime), true);
  for (const [entry, first] of again) settle(entry, targets.get(first)?.[0]?.id as string, false, { madeBy: first });
  for (const reference of waiting) {
    if (!rewrite(reference, names, matches, idsOf) && reference.literal && reference.text.startsWith('urn:uuid:')) {
      const { n, path, text } = reference;
      throw inEntry(n, unresolved(path, text, 'No entry of the bundle has it as its fullUrl.'));
    }
  }
  return writes.flatMap((entry) => targets.get(entry) ?? []);
}

/**
 * Finds the entry that has been the first to create what the criteria of another, a conditional create, ask for: two
 * that ask for the same make one, also within a bundle. Told for criteria of one identifier that the first one bears.
 * @throws Refusal `invalid` `same-resource-twice` when one of them is an update: it would change what the other makes.
 */
function firstToCreate(resources: ReadonlyMap<Entry, Resource>): (entry: Entry) => Entry | undefined {
  const creating = new Map<string, Entry>();
  return (entry) => {
    const { n, method, type, criteria } = entry;
    const token = criteria === undefined ? undefined : identifierOf(criteria);
    if (token === undefined || (method !== 'POST' && method !== 'PUT')) return undefined;
    const first = creating.get(`${type} ${token}`);
    if (first && first.method === 'POST' && method === 'POST') return first;
    if (first) {
      const says = `changes the ${type} that entry ${first.n} creates. A transaction may touch a resource once.`;
      throw inEntry(n, new Refusal('invalid', 'same-resource-twice', says));
    }
    if (identifiersOf(resources.get(entry)).includes(token)) creating.set(`${type} ${token}`, entry);
    return undefined;
  };
}

/** `system|value` of each identifier. */
function identifiersOf(resource: Resource | undefined): string[] {
  const { identifier = [] } = (resource ?? {}) as { identifier?: { system?: string; value?: string }[] };
  return [identifier].flat().map(({ system, value }) => `${system}|${value}`);
}

/**
 * What the criteria of references find among the entries themselves: such references are resolved when all else is
 * done, so what the transaction brings counts. Told for criteria of one identifier with its system.
 */
function broughtBy(
  writes: readonly Entry[],
  resources: ReadonlyMap<Entry, Resource>,
  references: readonly PendingReference[],
): Brought {
  const found = new Map<string, Set<Entry>>();
  for (const { criteria } of references) {
    const token = criteria && identifierOf(criteria.query);
    if (token) found.set(`${criteria.type} ${token}`, new Set());
  }
  for (const entry of found.size > 0 ? writes : []) {
    for (const token of identifiersOf(resources.get(entry))) found.get(`${entry.type} ${token}`)?.add(entry);
  }
  return ({ type, query }) => [...(found.get(`${type} ${identifierOf(query)}`) ?? [])];
}

type Brought = (criteria: Criteria) => Entry[];

/** From now on a reference to the entry's fullUrl means `target`. */
function name(names: Map<string, string>, { n, fullUrl, method }: Entry, target: string): void {
  // What is deleted is not pointed to.
  if (fullUrl === undefined || method === 'DELETE') return;
  if (names.has(fullUrl)) {
    throw inEntry(
      n,
      new Refusal('invalid', 'duplicate-full-url', `The fullUrl '${shown(fullUrl)}' stands in the bundle twice.`),
    );
  }
  names.set(fullUrl, target);
  // A new resource known elsewhere as …/Patient/12 is meant by relative references to Patient/12 as well.
  const local = method === 'POST' ? /\/([A-Z][A-Za-z]{2,60}\/[A-Za-z0-9\-.]{1,64})$/.exec(fullUrl)?.[1] : undefined;
  if (local !== undefined && !names.has(local)) names.set(local, target);
}

/** `urn:uuid:…/_history/1`, `urn:uuid:…#part`, `urn:uuid:…|2`: what is named, and what is meant of it. */
const partOfName = /^(urn:(?:uuid|oid):[^/#|]+|[^#]+)([/#|].*)$/s;

/** True when the reference now says where it leads. Those that need no rewriting say so from the beginning. */
function rewrite(
  reference: PendingReference,
  names: Map<string, string>,
  matches: Matches,
  idsOf: (criteria: Criteria) => (string[] | undefined)[],
): boolean {
  const { n, holder, text, criteria } = reference;
  if (criteria) {
    const brought = idsOf(criteria);
    if (brought.includes(undefined)) return false;
    try {
      resolveConditional({ ...reference, criteria }, matches, brought.flat() as string[]);
      return true;
    } catch (error) {
      throw inEntry(n, error);
    }
  }
  const [, whole = text, part = ''] = names.has(text) ? [] : (partOfName.exec(text) ?? []);
  const target = names.get(whole);
  if (target === undefined) return false;
  holder.reference = target + part;
  return true;
}
