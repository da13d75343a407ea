/** Which resources match, without their content: for conditional interactions, chains, and references by identifier. */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { searchParameter } from '#libs/fhir/search/parameters.ts';
import { tokenHash } from '#libs/fhir/search/values.ts';
import { bounded } from './bounded.ts';
import { resolveChains } from './chain-resolution.ts';
import { visibilityOf } from './conditions.ts';
import { findByCriteria, type Match } from './find-by-criteria.ts';
import { badParameter } from './limits.ts';
import type { ParseOptions } from './parse-options.ts';
import { parseSearch } from './parse.ts';
import { splitAt, unescape } from './query-string.ts';
import { queryOf, Statement } from './statement.ts';

export type { Match } from './find-by-criteria.ts';

/**
 * The matches of a conditional interaction (`If-None-Exist`, `PUT Type?…`), at most `limit`. Every parameter counts.
 * https://hl7.org/fhir/R4/http.html#ccreate
 * @throws Refusal `invalid` for parameters that are not understood, and when none selects anything.
 */
export async function findMatches(
  tx: Tx,
  type: string,
  query: string,
  visibility: Visibility,
  limit: number,
  options: ParseOptions = {},
): Promise<Match[]> {
  const parsed = parseSearch(type, query, { ...options, strict: true });
  if (parsed.criteria.length === 0) throw badParameter(query, 'a condition needs at least one parameter that selects.');
  const criteria = await resolveChains(tx, [type], parsed.criteria, visibility);
  return findByCriteria(tx, type, criteria, visibility, limit);
}

/**
 * The resources of a type by many identifiers at once (`system|value`, as in `Practitioner?identifier=…`), in one round
 * trip: per token what it matches, at most two each.
 * @throws Refusal `invalid` for a token that is none.
 */
export async function findByIdentifiers(
  tx: Tx,
  type: string,
  tokens: readonly string[],
  visibility: Visibility,
): Promise<Map<string, Match[]>> {
  const found = new Map<string, Match[]>(tokens.map((token) => [token, []]));
  if (found.size === 0) return found;
  const params = searchParameter(type, 'identifier')?.storedAs;
  if (!params) throw badParameter('identifier', `is not known for ${type}.`, 'unknown-parameter');
  const asked = [...found.keys()].flatMap((token) => params.map((param) => ({ token, hash: hashOf(param, token) })));
  const statement = new Statement();
  const wanted = `unnest(${statement.bind(
    asked.map(({ token }) => token),
    'text[]',
  )}, ${statement.bind(
    asked.map(({ hash }) => hash),
    'int8[]',
  )}) w(token, hash)`;
  const number = statement.bind(typeNumber(type), 'int2');
  const visible = visibilityOf(statement, 'l', visibility, type);
  const text =
    `select w.token, r.id, r.patient as key, r.version from ${wanted} cross join lateral` +
    ' (select l.patient, l.type, l.id from record.leads l' +
    ` where l.token = w.hash and l.type = ${number} and ${visible}` +
    ' limit 2) l cross join lateral (select r.id, r.patient, r.version from record.resource r' +
    ' where r.patient = l.patient and r.type = l.type and r.id = l.id offset 0) r';
  const { rows } = await bounded(() => tx.query<Match & { token: string }>(queryOf(text, statement.values)));
  for (const { token, ...match } of rows) found.get(token)?.push(match);
  return found;
}

function hashOf(param: string, token: string): string {
  const parts = splitAt(token, '|').map(unescape);
  const code = parts.at(-1);
  if (parts.length > 2 || !code) throw badParameter('identifier', 'write it as system|value.');
  return tokenHash(param, parts.length === 2 ? parts[0] : undefined, code);
}
