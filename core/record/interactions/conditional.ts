/**
 * Conditional interactions: the criteria of a search stand where an id would. https://hl7.org/fhir/R4/http.html#ccreate
 */
import { hash } from 'node:crypto';
import type { Call } from '../../access/actor.ts';
import { authorize } from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { shown } from '../checks.ts';
import type { RecordContext } from '../context.ts';
import { demandKnownPatient } from '../known-patient.ts';
import { findByIdentifiers, findMatches } from '../search/index.ts';
import { splitQuery } from '../search/query-string.ts';

export interface Criteria {
  readonly type: string;
  /** Without `?`. */
  readonly query: string;
  /** How many may match; one unless told. */
  readonly most?: number;
}

export interface Match {
  readonly id: string;
}

/** The lock of some criteria: the same for the same parameters in any order. An int8 in decimal. */
export function lockOf({ type, query }: Criteria): string {
  const canonical = `${type}?${query.split('&').sort().join('&')}`;
  return BigInt.asIntN(64, BigInt(`0x${hash('sha256', canonical, 'hex').slice(0, 16)}`)).toString();
}

const nameOf = ({ type, query }: Criteria): string => `${type}?${query}`;

/** Matches of some criteria, by `Type?query`; at most one more than may match: that is a refusal. */
export type Matches = ReadonlyMap<string, readonly Match[]>;

/**
 * Looks criteria up, those by one identifier all at once. Nobody matches what they may not see. What they ask of a
 * terminology is asked on the connection of the change itself: one that waits for a second could wait for ever.
 * @throws Refusal `forbidden` when the caller may not search the type; `invalid` for criteria that cannot be
 *   understood.
 */
export async function findAll(
  { settings, runtime, terminology, searchParameters }: RecordContext,
  tx: Tx,
  call: Call,
  wanted: readonly Criteria[],
): Promise<Matches> {
  const options = {
    base: [`${settings.baseUrl}/`],
    now: runtime.now,
    terminology: terminology?.on(tx),
    parameters: searchParameters.current.parameters,
  };
  const matches = new Map<string, readonly Match[]>();
  const byIdentifier = new Map<string, Map<string, string>>();
  const most = wanted.reduce((sum, criteria) => Math.max(sum, criteria.most ?? 1), 1);
  for (const criteria of wanted) {
    const name = nameOf(criteria);
    if (matches.has(name)) continue;
    matches.set(name, []);
    const { type, query } = criteria;
    const { visibility } = authorize(call.actor, 'search-type', type);
    demandKnownPatient(call.actor, type, query);
    const token = most === 1 ? identifierOf(query) : undefined;
    if (token === undefined) matches.set(name, await findMatches(tx, type, query, visibility, most + 1, options));
    else byIdentifier.set(type, (byIdentifier.get(type) ?? new Map<string, string>()).set(name, token));
  }
  for (const [type, tokens] of byIdentifier) {
    const { visibility } = authorize(call.actor, 'search-type', type);
    const found = await findByIdentifiers(tx, type, [...new Set(tokens.values())], visibility);
    for (const [name, token] of tokens) matches.set(name, found.get(token) ?? []);
  }
  return matches;
}

/** The token when the criteria are one identifier with its system and nothing else: the way bundles mostly ask. */
export function identifierOf(query: string): string | undefined {
  if (!query.startsWith('identifier=') || query.includes('&')) return undefined;
  const value = splitQuery(query)[0]?.value ?? '';
  return /^[^|,\\]+\|[^|,\\]+$/.test(value) ? value : undefined;
}

export const matchesOf = (matches: Matches, criteria: Criteria): readonly Match[] =>
  matches.get(nameOf(criteria)) ?? [];

/**
 * The one match, or undefined when there is none.
 * @throws Refusal `condition-failed` `several-matches` when there are more.
 */
export function oneMatch(matches: Matches, criteria: Criteria): Match | undefined {
  const found = matchesOf(matches, criteria);
  if (found.length > 1) {
    throw new Refusal(
      'condition-failed',
      'several-matches',
      `More than one ${criteria.type} fits '${shown(criteria.query)}'. Give criteria that only one fits.`,
    );
  }
  return found[0];
}

/**
 * All matches of what may match several times.
 * @throws Refusal `condition-failed` `several-matches` when there are more than may be.
 */
export function severalMatches(matches: Matches, criteria: Criteria): readonly Match[] {
  const { most = 1 } = criteria;
  if (most === 1) return [oneMatch(matches, criteria) ?? []].flat();
  const found = matchesOf(matches, criteria);
  if (found.length > most) {
    throw new Refusal(
      'condition-failed',
      'several-matches',
      `More than ${most} ${criteria.type} fit '${shown(criteria.query)}'. Nothing was deleted. Narrow the criteria.`,
    );
  }
  return found;
}

const mostDeleted = 1000;

/**
 * The criteria of a deletion. `_count` allows so many matches; without it there may be one.
 * @throws Refusal `invalid` for a count that is none, and as `someCriteria`.
 */
export function deletionCriteria(type: string, query: string): Criteria {
  const parts = query.replace(/^\?/, '').split('&');
  const count = parts.findLast((part) => part.startsWith('_count='))?.slice('_count='.length);
  const rest = parts.filter((part) => !part.startsWith('_count='));
  const criteria = someCriteria(type, rest.join('&'));
  if (count === undefined) return criteria;
  const most = /^\d{1,4}$/.test(count) ? Number(count) : 0;
  if (most < 1 || most > mostDeleted) {
    throw new Refusal('invalid', 'invalid-parameter', `_count of a deletion must be from 1 to ${mostDeleted}.`);
  }
  return { ...criteria, most };
}

/** @throws Refusal `invalid` `no-criteria` for criteria that would fit everything. */
export function someCriteria(type: string, query: string): Criteria {
  if (query.replace(/[&=?]/g, '') === '') {
    throw new Refusal('invalid', 'no-criteria', `Give search criteria, such as ${type}?identifier=system|value.`);
  }
  return { type, query: query.startsWith('?') ? query.slice(1) : query };
}
