/**
 * What a Bundle demands of its entries beyond their own validity: addresses, and references that must lead to something
 * inside it. https://hl7.org/fhir/R4/bundle.html https://hl7.org/fhir/R4/documents.html
 */
import { typeNumber } from '../resource-types.ts';
import type { ProfileCheck } from './profile-check.ts';
import type { Json } from './profile-rules.ts';
import { listOf, meantIn, resolve, type Scope } from './scope.ts';

/** In these an entry may be without an address. */
const addressless = new Set(['transaction', 'batch', 'transaction-response', 'batch-response']);

export function checkBundle(check: ProfileCheck, bundle: Json): void {
  const type = String(bundle.type);
  const entries = listOf(bundle.entry);
  entries.forEach((entry, at) => address(check, entry, type, `entry[${at}]`));
  links(check, bundle, type);
  const searched = type === 'searchset' ? searchedTypes(bundle) : undefined;
  if (type === 'searchset') entries.forEach((entry, at) => result(check, entry, searched, `entry[${at}]`));
  const first = entries[0]?.resource as Json | undefined;
  if (first === undefined || typeof first !== 'object') return;
  const scope = check.innerScope(entries[0] as Json, first, 'own');
  if (type === 'document' && first.resourceType === 'Composition') {
    for (const place of compositionReferences(first)) within(check, bundle, scope, place);
    reachable(check, bundle, entries);
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

/** The pages of a result, each at one address. https://hl7.org/fhir/R4/http.html#paging */
const paging = new Set(['first', 'previous', 'prev', 'next', 'last']);

function links(check: ProfileCheck, bundle: Json, type: string): void {
  const seen = new Set<unknown>();
  listOf(bundle.link).forEach(({ relation }, at) => {
    const isPaging = paging.has(String(relation));
    if (isPaging && type !== 'searchset' && type !== 'history') {
      const says = `The link "${String(relation)}" leads through the pages of a search or history; this is a ${type}.`;
      check.add('value', says, `link[${at}].relation`, check.lenient());
    } else if ((isPaging || relation === 'self') && seen.has(relation)) {
      check.add('value', `There are two links "${String(relation)}".`, `link[${at}].relation`, check.lenient());
    }
    seen.add(relation);
  });
}

/** The types that the address of a search names; undefined when it searches for any, or is not understood. */
function searchedTypes(bundle: Json): ReadonlySet<string> | undefined {
  const { url } = listOf(bundle.link).find(({ relation }) => relation === 'self') ?? {};
  const [, place = '', query = ''] = /^([^?]*?)(?:\/_search)?(?:\?(.*))?$/.exec(String(url ?? '')) ?? [];
  const named = new URLSearchParams(query).get('_type');
  if (named) return new Set(named.split(','));
  // Below a resource, as Patient/1/$everything or Patient/1/Observation, the last part says little.
  const [, before, type = ''] = /(?:^|([^/]*)\/)([^/]+)\/?$/.exec(place) ?? [];
  const isBelow = before !== undefined && typeNumber(before) !== undefined;
  return typeNumber(type) === undefined || isBelow ? undefined : new Set([type]);
}

/** https://hl7.org/fhir/R4/http.html#search */
function result(
  check: ProfileCheck,
  { resource, search }: Json,
  searched: ReadonlySet<string> | undefined,
  at: string,
): void {
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
  if (mode === 'match' && searched && !searched.has(String(resourceType))) {
    const says = `A ${String(resourceType)} matches no search for ${[...searched].join(', ').slice(0, 200)}.`;
    check.add('value', says, `${at}.resource`, check.lenient());
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
  const meant = meantIn(bundle, scope.fullUrl, text);
  if (meant.length > 1) {
    check.add('multiple-matches', `The reference "${shown}" leads to more than one entry of this bundle.`, at);
  } else if (meant.length === 0) {
    // What only somebody who guesses would find is an error for those who ask, and no reason not to store.
    const severity = resolve(scope, text) ? check.lenient() : 'error';
    check.add('not-found', `The reference "${shown}" leads to nothing in this bundle.`, at, severity);
  }
}

/**
 * Every entry of a document is reached from the Composition, by references forwards or backwards, or by links of its
 * narratives; or it is a style sheet that the Bundle links to. https://hl7.org/fhir/R4/documents.html#content
 */
function reachable(check: ProfileCheck, bundle: Json, entries: readonly Json[]): void {
  const resources = entries.map(({ resource }) => resource as Json | undefined);
  const places = new Map(resources.map((resource, at) => [resource, at]));
  const named = new Map<unknown, number>();
  entries.forEach(({ fullUrl }, at) => named.set(fullUrl, at));
  resources.forEach((resource, at) => resource?.url !== undefined && named.set(resource.url, at));
  const neighbours = entries.map((): number[] => []);
  entries.forEach((entry, from) => {
    if (typeof entry.resource !== 'object' || entry.resource === null) return;
    const scope = check.innerScope(entry, entry.resource as Json, 'own');
    for (const text of leadsIn(entry.resource)) {
      const [meant] = meantIn(bundle, scope.fullUrl, text);
      const to = places.get(meant?.resource ?? resolve(scope, text)?.resource) ?? named.get(text);
      if (to === undefined || to === from) continue;
      neighbours[from]?.push(to);
      neighbours[to]?.push(from);
    }
  });
  const linked = listOf(bundle.link).map(({ url }) => named.get(url));
  const seen = new Set([0, ...linked.filter((at) => at !== undefined)]);
  for (const at of seen) for (const next of neighbours[at] ?? []) seen.add(next);
  resources.forEach((resource, at) => {
    if (resource === undefined || seen.has(at)) return;
    const says = 'No reference leads from the Composition to this entry, or back.';
    check.add('informational', says, `entry[${at}]`, check.lenient());
  });
}

/** Texts that may lead to another entry: references, addresses, canonicals, links of narratives. */
function leadsIn(root: unknown): string[] {
  const found: string[] = [];
  const open: unknown[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const value of Object.values(at as Json)) {
      if (typeof value === 'object' && value !== null) open.push(value);
      else if (typeof value !== 'string' || value.length < 3) continue;
      else if (value.startsWith('<')) for (const [, link = ''] of value.matchAll(narrativeLink)) found.push(link);
      else if (/[/:]/.test(value)) found.push(value.replace(/[#|].*$/, ''));
    }
  }
  return found;
}

const narrativeLink = /\s(?:src|href)=["']([^"'<#]{3,})/g;
