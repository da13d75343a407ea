/**
 * Chains into what is inside of a resource: "a chained condition will be evaluated inside contained resources".
 * https://hl7.org/fhir/R4/search.html#contained
 */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import { containedHash } from '#libs/fhir/search/contained.ts';
import type { Key } from '../keys.ts';
import { bounded } from './bounded.ts';
import { criteriaConditions } from './conditions.ts';
import { findContainers, leading, shape } from './contained.ts';
import type { Criterion, Link, TokenCriterion } from './criteria.ts';
import { queryOf, Statement } from './statement.ts';

/** Along which links may resources of the type refer to something inside? Most contain nothing, and need no more. */
export async function linksInside(tx: Tx, source: string, links: readonly Link[]): Promise<Set<Link>> {
  const asked = links.filter(({ inside = [] }) => inside.length > 0);
  if (asked.length === 0) return new Set();
  const statement = new Statement();
  const hashes = statement.bind(
    asked.map(({ type }) => containedHash(type)),
    'int8[]',
  );
  const type = statement.bind(typeNumber(source), 'int2');
  const text =
    `select h.place::int4 from unnest(${hashes}) with ordinality h(token, place) where exists` +
    ` (select from record.leads l where l.token = h.token and l.type = ${type})`;
  const { rows } = await bounded(() => tx.query<{ place: number }>(queryOf(text, statement.values)));
  return new Set(rows.map(({ place }) => asked[place - 1] as Link));
}

/**
 * The resources of the type (within a compartment, where it is said) that contain what fulfils the criteria of the
 * link, and refer to it by the link.
 * @throws Refusal `too-costly` when too many contain something of that kind.
 */
export async function referringInside(
  tx: Tx,
  source: string,
  { type, criteria, inside = [] }: Link,
  visibility: Visibility,
  within: Key | undefined,
): Promise<string[]> {
  const contained = within === undefined ? {} : { within };
  const { rows, inside: held } = await findContainers(tx, { types: [type], criteria, contained }, visibility, source);
  if (rows.size === 0) return [];
  const statement = new Statement();
  const names = statement.bind([...rows.keys()], 'text[]');
  const contents = statement.bind(
    [...rows.values()].map(({ content }) => content),
    'text[]',
  );
  const all = `jsonb_to_recordset(${statement.bind(held, 'jsonb')}) as ${shape}`;
  const refers = inside.map((path) => {
    const same = statement.bind(`${path} ? (@ == $own)`, 'jsonpath');
    return `jsonb_path_exists(c.content::jsonb, ${same}, jsonb_build_object('own', '#' || split_part(r.id, '#', 2)))`;
  });
  // A container that may be seen is seen with what it contains.
  const where = criteriaConditions(statement, { alias: 'r', type }, criteria, visibility);
  const text =
    `select distinct c.name from ${all}, unnest(${names}, ${contents}) c(name, content)` +
    ` where ${['c.name = r.container', ...where, `(${refers.join(' or ')})`].join(' and ')}`;
  const found = await bounded(() => tx.query<{ name: string }>(queryOf(text, statement.values)));
  return found.rows.map(({ name }) => name);
}

/** Refers to one of the others, or is one of these containers; the first of both leads to the rows of either kind. */
export function alsoInside(others: TokenCriterion, link: Link, containers: readonly string[]): Criterion[] {
  const { patients, beside, ...rest } = others;
  const near = beside ?? (patients && { references: patients.map((id) => `Patient/${id}`), tokens: [] });
  const way: TokenCriterion = {
    ...rest,
    any: [...others.any, ...leading(link.type, link.criteria)],
    ...(near ? { beside: { ...near, references: [...near.references, ...containers] } } : {}),
  };
  return [way, { kind: 'either', any: [others, { kind: 'named', references: containers }] }];
}
