/**
 * Ids for the entries of a transaction, and references between them. https://hl7.org/fhir/R4/http.html#trules Ids tell
 * the compartment, and the compartment is told by references: so patients and what is nobody's get their ids first,
 * then references to them are rewritten, then the rest get theirs.
 */
import type { ReferenceHolder } from '#libs/fhir/references.ts';
import { Refusal } from '../refusal/refusal.ts';
import { type Entry, inEntry } from './bundle-entry.ts';
import { conditionalReference, referencesOf, shown, unresolved } from './checks.ts';
import { isOwner } from './compartment.ts';
import { type Criteria, type Matches, matchesOf, someCriteria } from './conditional.ts';
import type { RecordContext } from './context.ts';
import { assignId } from './make-change.ts';
import type { Resource } from './record.ts';

/** A reference that has to be rewritten, with what the client wrote. */
export interface PendingReference {
  readonly n: number;
  readonly holder: ReferenceHolder;
  readonly text: string;
  readonly path: string;
  readonly literal: boolean;
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
}

/** References that may need rewriting: to other entries, or by criteria. */
export function collectReferences(resources: ReadonlyMap<Entry, Resource>): PendingReference[] {
  const pending: PendingReference[] = [];
  for (const [{ n }, resource] of resources) {
    for (const { holder, text, path, literal } of referencesOf(resource)) {
      const [, type, query] = (literal && conditionalReference.exec(text)) || [];
      try {
        const criteria = type && query ? someCriteria(type, query) : undefined;
        pending.push({ n, holder, text, path, literal, criteria });
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
  matchOf: (entry: Entry) => string | undefined,
  matches: Matches,
): Target[] {
  for (const { holder, text } of references) holder.reference = text;
  const names = new Map<string, string>();
  const targets = new Map<Entry, Target>();
  const later: Entry[] = [];
  const settle = (entry: Entry, id: string, fresh: boolean) => {
    targets.set(entry, { entry, method: entry.method as Target['method'], type: entry.type, id, fresh });
    name(names, entry, `${entry.type}/${id}`);
  };
  for (const entry of writes) {
    const id = entry.id ?? matchOf(entry);
    if (id !== undefined) settle(entry, id, false);
    else if (entry.method === 'POST' || entry.method === 'PUT') {
      const chosen = entry.method === 'PUT' ? resources.get(entry)?.id : undefined;
      if (chosen !== undefined) settle(entry, chosen, false);
      else if (isOwner(entry.type)) settle(entry, assignId(resources.get(entry) as Resource, context.runtime), true);
      else later.push(entry);
    } else if (entry.method === 'PATCH') {
      throw inEntry(
        entry.n,
        new Refusal('not-found', 'no-match', `No ${entry.type} fits these criteria, so there is nothing to change.`),
      );
    }
  }
  const waiting = references.filter((reference) => !rewrite(reference, names, matches));
  for (const entry of later) settle(entry, assignId(resources.get(entry) as Resource, context.runtime), true);
  for (const reference of waiting) {
    if (!rewrite(reference, names, matches) && reference.literal && reference.text.startsWith('urn:uuid:')) {
      const { n, path, text } = reference;
      throw inEntry(n, unresolved(path, text, 'No entry of the bundle has it as its fullUrl.'));
    }
  }
  return writes.flatMap((entry) => targets.get(entry) ?? []);
}

/** From now on a reference to the entry's fullUrl means `target`. */
function name(names: Map<string, string>, { n, fullUrl, method }: Entry, target: string): void {
  if (fullUrl === undefined) return;
  if (names.has(fullUrl)) {
    throw inEntry(
      n,
      new Refusal('invalid', 'duplicate-full-url', `The fullUrl '${shown(fullUrl)}' stands in the bundle twice.`),
    );
  }
  names.set(fullUrl, target);
  // A new resource known elsewhere as …/Patient/12 is meant by relative references to Patient/12 as well.
  const relative = method === 'POST' ? /\/([A-Z][A-Za-z]{2,60}\/[A-Za-z0-9\-.]{1,64})$/.exec(fullUrl)?.[1] : undefined;
  if (relative !== undefined && !names.has(relative)) names.set(relative, target);
}

/** True when the reference now says where it leads. Those that need no rewriting say so from the beginning. */
function rewrite(
  { n, holder, text, path, criteria }: PendingReference,
  names: Map<string, string>,
  matches: Matches,
): boolean {
  if (criteria) {
    const found = matchesOf(matches, criteria);
    if (found.length !== 1) {
      const why = found.length === 0 ? 'Nothing fits these criteria.' : 'More than one resource fits these criteria.';
      throw inEntry(n, unresolved(path, text, why));
    }
    holder.reference = `${criteria.type}/${found[0]?.id}`;
    return true;
  }
  const hash = text.indexOf('#');
  const target = names.get(hash > 0 ? text.slice(0, hash) : text);
  if (target === undefined) return false;
  holder.reference = target;
  return true;
}
