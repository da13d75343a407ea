/**
 * `_asOf=2026-03-01T12:00:00Z`: what was known at an instant (transaction time). Ours, not the standard's. What is
 * shown is what the record held then, also what was changed or deleted later; who may see it is decided as of today.
 */
import { isPersonal } from './search/compartments.ts';
import type { Visibility } from '../access/index.ts';
import { Refusal } from '../refusal/refusal.ts';
import { dateRange } from '#libs/fhir/search/values.ts';
import type { Criterion, FoundPage, Link, ParsedSearch } from './search/index.ts';
import { compartmentOf, isBeside, knownAt, runSearch } from './search/index.ts';
import type { RecordContext } from './context.ts';
import { keyOfId } from './keys.ts';
import type { ReadOptions } from './record.ts';

const name = '_asOf';
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const bad = (says: string): Refusal => new Refusal('invalid', 'invalid-parameter', `The parameter _asOf ${says}`);

/**
 * The query without `_asOf`, and the instant that it asks for.
 * @throws Refusal `invalid` for what is no instant, or several.
 */
export function takeAsOf(query: string): { rest: string; asOf: Date | undefined } {
  if (!query.includes(name)) return { rest: query, asOf: undefined };
  const parts = query.split('&');
  const [asked, ...more] = parts.filter((part) => part.startsWith(`${name}=`));
  if (asked === undefined) return { rest: query, asOf: undefined };
  if (more.length > 0) throw bad('may be there once.');
  const text = decoded(asked.slice(name.length + 1)).replaceAll(' ', '+');
  const range = instant.test(text) ? dateRange(text) : undefined;
  if (!range) throw bad('must be an instant with its offset, such as 2026-03-01T12:00:00Z.');
  const asOf = new Date(range[0] * 1000);
  if (Number.isNaN(asOf.getTime())) throw bad('is beyond what can be asked for.');
  return { rest: parts.filter((part) => part !== asked).join('&'), asOf };
}

/** Of a read, `_asOf` is all that its query may say. */
export function readOptions(query: string): ReadOptions {
  const { asOf } = takeAsOf(query);
  return asOf ? { asOf } : {};
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A query of the answer's links, with the instant in it again. */
export const withAsOf = (query: string, asOf: Date): string =>
  `${query}${query && '&'}${name}=${encodeURIComponent(asOf.toISOString())}`;

/**
 * Runs a search on what was known of one patient, or of what refers to somebody's resources.
 * @throws Refusal `invalid` `no-patient` when it says neither, `as-of-outside` when it asks about resources outside of
 *   compartments: of those no former search values are at hand.
 */
export function searchAsOf(
  { database }: RecordContext,
  parsed: ParsedSearch,
  asOf: Date,
  visibility: Visibility,
): Promise<FoundPage> {
  const criteria = parsed.criteria.map(ofReferences);
  const isLed = parsed.types.length === 1 && criteria.some((one) => one.kind === 'tokens' && isBeside(one));
  if (!isLed && !isWithinOne(parsed, visibility)) throw noPatient();
  demandInside(criteria);
  const asked = { ...parsed, criteria, self: withAsOf(parsed.self, asOf) };
  return runSearch(knownAt(database, asOf), asked, visibility);
}

/**
 * The criterion, going by what was known once: beside what it refers to, and by references that led there from
 * elsewhere. Of codes and identifiers nobody knows where they led.
 */
function ofReferences(criterion: Criterion): Criterion {
  if (criterion.kind !== 'tokens' || criterion.negated) return criterion;
  const { targets: references, ...asked } = criterion;
  const areOurs = references?.every((reference) => isPersonal(reference.slice(0, reference.indexOf('/'))));
  return {
    ...asked,
    lookup: 0,
    ...(references && areOurs ? { beside: { references, tokens: asked.any } } : {}),
  };
}

/** Whether all that is asked about lies in one compartment, whose rows are read in any case. */
export function isWithinOne({ types, criteria }: ParsedSearch, visibility: Visibility): boolean {
  const [type = ''] = types;
  if (types.length !== 1) return false;
  const ids = criteria.find((criterion) => criterion.kind === 'ids');
  return (type === 'Patient' && ids?.any.length === 1) || compartmentOf(type, criteria, visibility) !== undefined;
}

function linksOf(criteria: readonly Criterion[]): Link[] {
  return criteria.flatMap((criterion) => {
    if (criterion.kind === 'either') return linksOf(criterion.any);
    if (criterion.kind === 'all') return linksOf(criterion.all);
    if (criterion.kind === 'not') return linksOf([criterion.not]);
    if (criterion.kind !== 'chain' && criterion.kind !== 'has') return [];
    const links = criterion.kind === 'chain' ? criterion.links : [criterion.link];
    return links.flatMap((link) => [link, ...linksOf(link.criteria)]);
  });
}

/**
 * The same for the members of a patient's compartment, of one type or of all; those that lay in another's, too (a
 * second participant).
 * @throws Refusal as `searchAsOf`; `no-patient` for the compartments of others.
 */
export function searchCompartmentAsOf(
  { database }: RecordContext,
  parsed: ParsedSearch,
  { of, id }: { of: string; id: string },
  asOf: Date,
  visibility: Visibility,
): Promise<FoundPage> {
  if (of !== 'Patient' || !parsed.types.every(isPersonal)) throw noPatient();
  demandInside(parsed.criteria);
  const criteria = parsed.criteria.map(ofReferences);
  // Of Patients, the one itself and those linked to it are members: nothing but the compartment leads to both.
  const home: Criterion = { kind: 'places', keys: [keyOfId('Patient', id)], alone: true };
  const isLed = parsed.types.length === 0 || criteria.some((one) => one.kind === 'tokens' && isBeside(one));
  const asked = { ...parsed, criteria: isLed ? criteria : [...criteria, home], self: withAsOf(parsed.self, asOf) };
  return runSearch(knownAt(database, asOf), asked, visibility);
}

export const noPatient = (): Refusal =>
  new Refusal(
    'invalid',
    'no-patient',
    'The parameter _asOf is answered within a patient: add patient=…, or for Patient _id=….',
  );

function demandInside(criteria: readonly Criterion[]): void {
  const outside = linksOf(criteria).find(({ type, home }) => !isPersonal(type) || (type === 'Patient' && !home));
  if (!outside) return;
  const says = `cannot be asked with criteria on ${outside.type}, which lies outside the patient's compartment.`;
  throw new Refusal('invalid', 'as-of-outside', `The parameter _asOf ${says}`);
}
