/**
 * Chains along canonical references, looked up in two steps: what fulfils the criteria, then who names it (or whom it
 * names). https://hl7.org/fhir/R4/references.html#canonical
 */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import type { SearchParameter } from '#libs/fhir/search/parameters.ts';
import { isCustom, isLookup, referenceHash } from '#libs/fhir/search/values.ts';
import { tooCostly } from './bounded.ts';
import { canonicalsIn, namesOf, readCanonicals } from './canonical.ts';
import { content, leaves, literal } from './content.ts';
import type { Criterion, Link, TokenCriterion } from './criteria.ts';
import { findByCriteria } from './find-by-criteria.ts';
import type { FoundRow } from './found.ts';
import { readReferences } from './include.ts';
import { limits, printable } from './limits.ts';

export type CanonicalLink = Link & Required<Pick<Link, 'canonical'>>;

/** Names one of those that fulfil the criteria: by address and version, or by the address alone. */
export async function naming(
  tx: Tx,
  name: string,
  source: string,
  { type, criteria, canonical: parameter }: CanonicalLink,
  visibility: Visibility,
): Promise<Criterion> {
  const rows = await matches(tx, name, type, criteria, visibility);
  const places = leaves(parameter, { canonical: [''], uri: [''] });
  const any = namesOf(rows).flatMap(({ url, version }): Criterion[] => [
    ...(version === undefined ? [] : [tokens(source, parameter, `${url}|${version}`)]),
    // The hash of an address stands for every version of it: the text tells those that say none.
    {
      kind: 'all',
      all: [tokens(source, parameter, url), content(places.map((path) => `${path} ? (@ == ${literal(url)})`))],
    },
  ]);
  return { kind: 'either', any };
}

/** Is named by one of those that fulfil the criteria. */
export async function namedBy(
  tx: Tx,
  name: string,
  target: string,
  { type, params, criteria }: Link,
  visibility: Visibility,
): Promise<Criterion> {
  const rows = await matches(tx, name, type, criteria, visibility);
  const canonicals = new Set(rows.flatMap((row) => canonicalsIn(row, params)));
  const wanted = [...canonicals].map((canonical) => ({ canonical, types: [target] }));
  const found = await readCanonicals(tx, wanted, visibility);
  if (found.length > limits.included) throw tooMany(name, target);
  return { kind: 'named', references: found.map(({ id }) => `${target}/${id}`) };
}

async function matches(
  tx: Tx,
  name: string,
  type: string,
  criteria: readonly Criterion[],
  visibility: Visibility,
): Promise<FoundRow[]> {
  const found = await findByCriteria(tx, type, criteria, visibility, limits.linked + 1);
  if (found.length > limits.linked) throw tooMany(name, type);
  const references = found.map(({ id }) => `${type}/${id}`);
  return readReferences(tx, references, visibility);
}

function tokens(source: string, { storedAs }: SearchParameter, target: string): TokenCriterion {
  const any = storedAs.map((param) => referenceHash(param, target));
  const lookup = storedAs.every((param) => isLookup(source, param)) ? 2 : 0;
  return { kind: 'tokens', any, negated: false, lookup, ...(storedAs.some(isCustom) ? { loose: true } : {}) };
}

const tooMany = (name: string, type: string) =>
  tooCostly(`'${printable(name)}' leads to more than ${limits.linked} resources of ${type}. Narrow it.`);
