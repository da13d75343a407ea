/**
 * What a Bundle demands of its entries beyond their own validity: addresses, and references that must lead to something
 * inside it. https://hl7.org/fhir/R4/bundle.html https://hl7.org/fhir/R4/documents.html
 */
import { typeNumber } from '../resource-types.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';
import { entriesOf, listOf, resolve, type Scope } from './scope.ts';

/** In these an entry may be without an address. */
const addressless = new Set(['transaction', 'batch', 'transaction-response', 'batch-response']);

export function checkBundle(check: ProfileCheck, bundle: Json): void {
  const type = String(bundle.type);
  const entries = listOf(bundle.entry);
  entries.forEach((entry, at) => address(check, entry, type, `entry[${at}]`));
  if (type === 'searchset') entries.forEach((entry, at) => result(check, entry, `entry[${at}]`));
  const first = entries[0]?.resource as Json | undefined;
  if (first === undefined || typeof first !== 'object') return;
  const scope = check.innerScope(entries[0] as Json, first, 'own');
  if (type === 'document' && first.resourceType === 'Composition') {
    for (const place of compositionReferences(first)) within(check, bundle, scope, place);
    reachable(check, entries);
  }
  if (type === 'message' && first.resourceType === 'MessageHeader') {
    listOf(first.focus).forEach((focus, at) =>
      within(check, bundle, scope, { path: `focus[${at}]`, reference: focus }),
    );
  }
}

const restful = /^https?:\/\/.*\/([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/;

function address(check: ProfileCheck, { fullUrl, resource }: Json, type: string, at: string): void {
  if (typeof resource !== 'object' || resource === null) return;
  const { resourceType, id } = resource as Json;
  if (fullUrl === undefined) {
    if (addressless.has(type)) return;
    check.add('required', 'An entry needs a fullUrl, except in transactions and batches.', at, check.lenient());
    return;
  }
  const [, named, ending] = restful.exec(String(fullUrl)) ?? [];
  if (named === undefined || typeNumber(named) === undefined || addressless.has(type)) return;
  if (named === resourceType && ending === id) return;
  const wanted =
    id === undefined ? 'the resource needs its id' : `it must end with /${String(resourceType)}/${String(id)}`;
  check.add('value', `The fullUrl looks like an address on a server, so ${wanted}.`, `${at}.fullUrl`, check.lenient());
}

/** https://hl7.org/fhir/R4/http.html#search */
function result(check: ProfileCheck, { resource, search }: Json, at: string): void {
  if (typeof resource !== 'object' || resource === null) return;
  const { resourceType, id } = resource as Json;
  const isOutcome = resourceType === 'OperationOutcome';
  const mode = (search as Json | undefined)?.mode;
  if (mode === 'outcome' && !isOutcome) {
    check.add('value', 'An entry with search.mode outcome holds an OperationOutcome.', `${at}.resource`);
  }
  if (mode !== 'outcome' && !isOutcome && id === undefined) {
    check.add('required', 'What a search found has an id.', `${at}.resource`);
  }
}

interface Place {
  path: string;
  reference: Json;
}

function compositionReferences(composition: Json): Place[] {
  const places: Place[] = [];
  const one = (value: unknown, path: string) => {
    if (typeof value === 'object' && value !== null) places.push({ path, reference: value as Json });
  };
  const many = (value: unknown, path: string) => {
    listOf(value).forEach((reference, at) => one(reference, `${path}[${at}]`));
  };
  one(composition.subject, 'subject');
  one(composition.encounter, 'encounter');
  one(composition.custodian, 'custodian');
  many(composition.author, 'author');
  listOf(composition.attester).forEach(({ party }, at) => one(party, `attester[${at}].party`));
  listOf(composition.event).forEach(({ detail }, at) => many(detail, `event[${at}].detail`));
  const sections = (holder: Json, path: string): void => {
    listOf(holder.section).forEach((section, at) => {
      const here = `${path}section[${at}]`;
      many(section.author, `${here}.author`);
      one(section.focus, `${here}.focus`);
      many(section.entry, `${here}.entry`);
      sections(section, `${here}.`);
    });
  };
  sections(composition, '');
  return places;
}

/** A document or message carries all that its head refers to. */
function within(check: ProfileCheck, bundle: Json, scope: Scope, { path, reference }: Place): void {
  const text = reference.reference;
  if (typeof text !== 'string' || text.startsWith('#')) return;
  const at = `entry[0].resource.${path}`;
  const shown = text.slice(0, 120);
  if (!resolve(scope, text)) {
    check.add('not-found', `The reference "${shown}" leads to nothing in this bundle.`, at);
  } else if (!text.includes('/_history/') && sameAddress(bundle, scope, text) > 1) {
    check.add('multiple-matches', `The reference "${shown}" leads to more than one entry of this bundle.`, at);
  }
}

function sameAddress(bundle: Json, { fullUrl }: Scope, text: string): number {
  const base = /^(https?:\/\/.*\/)[A-Z][A-Za-z]+\/[^/]+$/.exec(fullUrl ?? '')?.[1] ?? '';
  const index = entriesOf(bundle);
  return (index.get(text) ?? index.get(base + text) ?? []).length;
}

/** Every entry of a document is reached from the Composition, by references forwards or backwards. */
function reachable(check: ProfileCheck, entries: readonly Json[]): void {
  const resources = entries.map(({ resource }) => resource as Json | undefined);
  const places = new Map(resources.map((resource, at) => [resource, at]));
  const neighbours = entries.map((): number[] => []);
  entries.forEach((entry, from) => {
    if (typeof entry.resource !== 'object' || entry.resource === null) return;
    const scope = check.innerScope(entry, entry.resource as Json, 'own');
    for (const text of referencesIn(entry.resource)) {
      const to = places.get(resolve(scope, text)?.resource);
      if (to === undefined || to === from) continue;
      neighbours[from]?.push(to);
      neighbours[to]?.push(from);
    }
  });
  const seen = new Set([0]);
  for (const at of seen) for (const next of neighbours[at] ?? []) seen.add(next);
  resources.forEach((resource, at) => {
    if (resource === undefined || seen.has(at)) return;
    check.add('informational', 'No reference leads from the Composition to this entry.', `entry[${at}]`, 'warning');
  });
}

function referencesIn(root: unknown): string[] {
  const found: string[] = [];
  const open: unknown[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (typeof at !== 'object' || at === null) continue;
    const { reference } = at as Json;
    if (typeof reference === 'string') found.push(reference);
    for (const inner of Object.values(at)) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  return found;
}
