/**
 * Chains before the search itself: where what is chained to can be found by an index, it is looked up first and the
 * chain becomes a plain reference. What stays a chain lies in the same compartment and is asked in passing.
 */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import { isCustom, isLookup, referenceHash } from '#libs/fhir/search/values.ts';
import { tooCostly } from './bounded.ts';
import { namedBy, naming } from './canonical-chains.ts';
import { isPersonal } from './compartments.ts';
import { alsoInside, linksInside, referringInside } from './contained-chains.ts';
import type { ChainCriterion, Criterion, HasCriterion, Link, TokenCriterion } from './criteria.ts';
import { findByCriteria } from './find-by-criteria.ts';
import { limits, printable } from './limits.ts';
import type { Key } from '../keys.ts';
import { compartmentOf, sourceOf } from './source.ts';
import { Statement } from './statement.ts';

/**
 * What the search itself is to ask: what is known only elsewhere asked there, chains looked up where that leads on.
 * @throws Refusal `too-costly` when what is chained to is too much to look up.
 */
export async function resolveChains(
  tx: Tx,
  types: readonly string[],
  criteria: readonly Criterion[],
  visibility: Visibility,
): Promise<readonly Criterion[]> {
  if (criteria.every(isPlain)) return criteria;
  const known = await allSettled(tx, criteria, visibility);
  const plain = known.filter(isPlain);
  const [type = ''] = types;
  const within = types.length === 1 ? compartmentOf(type, plain, visibility) : undefined;
  const rows: Rows = { narrow: isNarrow(types, plain, visibility), within };
  const resolved: Criterion[] = [...plain];
  for (const criterion of known) {
    if (!isPlain(criterion)) resolved.push(...(await resolve(tx, types, criterion, visibility, rows)));
  }
  return resolved;
}

/** What the other criteria tell of the rows. */
interface Rows {
  /** They are few. */
  readonly narrow: boolean;
  /** They lie in one compartment. */
  readonly within: Key | undefined;
}

const isPlain = (criterion: Criterion): boolean => {
  switch (criterion.kind) {
    case 'chain':
    case 'has':
    case 'deferred':
    case 'all':
      return false;
    case 'either':
      return criterion.any.every(isPlain);
    case 'not':
      return isPlain(criterion.not);
    default:
      return true;
  }
};

/** Without what is deferred, at any place but in chains; what has to hold together stands apart. */
async function settled(tx: Tx, criterion: Criterion, visibility: Visibility): Promise<Criterion[]> {
  switch (criterion.kind) {
    case 'deferred': {
      const found = await criterion.resolve(tx, visibility);
      return allSettled(tx, found, visibility);
    }
    case 'all':
      return allSettled(tx, criterion.all, visibility);
    case 'either': {
      const any: Criterion[] = [];
      for (const one of criterion.any) any.push(together(await settled(tx, one, visibility)));
      return [{ kind: 'either', any }];
    }
    case 'not':
      return [{ kind: 'not', not: together(await settled(tx, criterion.not, visibility)) }];
    default:
      return [criterion];
  }
}

/** One after the other: a connection answers one question at a time. */
async function allSettled(tx: Tx, criteria: readonly Criterion[], visibility: Visibility): Promise<Criterion[]> {
  const all: Criterion[] = [];
  for (const one of criteria) all.push(...(await settled(tx, one, visibility)));
  return all;
}

const together = (all: readonly Criterion[]): Criterion =>
  all.length === 1 ? (all[0] as Criterion) : { kind: 'all', all };

async function resolve(
  tx: Tx,
  types: readonly string[],
  criterion: Criterion,
  visibility: Visibility,
  rows: Rows,
): Promise<Criterion[]> {
  const one = async (inner: Criterion) => together(await resolve(tx, types, inner, visibility, rows));
  switch (criterion.kind) {
    case 'chain':
      return resolveChain(tx, types[0] ?? '', criterion, visibility, rows);
    case 'has':
      return resolveHas(tx, types[0] ?? '', criterion, visibility, rows.narrow);
    case 'all': {
      const all: Criterion[] = [];
      for (const inner of criterion.all) all.push(await one(inner));
      return [{ kind: 'all', all }];
    }
    case 'either': {
      const any: Criterion[] = [];
      for (const inner of criterion.any) any.push(await one(inner));
      return [{ kind: 'either', any }];
    }
    case 'not':
      return [{ kind: 'not', not: await one(criterion.not) }];
    default:
      return [criterion];
  }
}

/** Do the criteria lead to few rows by themselves? */
function isNarrow(types: readonly string[], criteria: readonly Criterion[], visibility: Visibility): boolean {
  return sourceOf(new Statement(), { types, criteria, visibility, sorted: 'none' }).narrow;
}

async function resolveChain(
  tx: Tx,
  source: string,
  { name, links }: ChainCriterion,
  visibility: Visibility,
  { narrow, within }: Rows,
): Promise<Criterion[]> {
  const found: Criterion[] = [];
  const kept: Link[] = [];
  // A second participant is a Patient in another compartment.
  const isNear = ({ type, home }: Link) => isPersonal(source) && isPersonal(type) && (type !== 'Patient' || home);
  // What is asked in passing is not looked for inside: that would read every row of the compartment a second time.
  const inside = await linksInside(
    tx,
    source,
    links.filter((link) => !link.canonical && !(narrow && isNear(link))),
  );
  for (const link of links) {
    const criteria = await resolveChains(tx, [link.type], link.criteria, visibility);
    const asked = { ...link, criteria };
    if (asked.canonical) {
      found.push(await naming(tx, name, source, { ...asked, canonical: asked.canonical }, visibility));
      continue;
    }
    const near = isNear(link);
    const containers = inside.has(link) ? await referringInside(tx, source, asked, visibility, within) : [];
    const ids = near && narrow ? undefined : await lookedUp(tx, name, asked, visibility, near);
    if (ids && containers.length > 0 && links.length === 1) {
      return alsoInside(referenceTo(source, link, ids), asked, containers);
    }
    if (ids) found.push(referenceTo(source, link, ids));
    else kept.push(asked);
    if (containers.length > 0) found.push({ kind: 'named', references: containers });
  }
  if (kept.length === 0 && found.length === 1) return found;
  const chain: Criterion[] = kept.length > 0 ? [{ kind: 'chain', name, links: kept }] : [];
  return [{ kind: 'either', any: [...found, ...chain] }];
}

/** The ids of what is chained to; undefined when they are too many, and may be asked for in passing (`near`). */
async function lookedUp(
  tx: Tx,
  name: string,
  { type, criteria }: Link,
  visibility: Visibility,
  near: boolean,
): Promise<string[] | undefined> {
  const matches = await findByCriteria(tx, type, criteria, visibility, limits.linked + 1);
  if (matches.length <= limits.linked) return matches.map(({ id }) => id);
  if (near) return undefined;
  throw tooCostly(`'${printable(name)}' leads to more than ${limits.linked} resources of ${type}. Narrow it.`);
}

/** Refers to one of these. */
function referenceTo(source: string, { type, params, home }: Link, ids: readonly string[]): TokenCriterion {
  const any = ids.flatMap((id) => params.map((param) => referenceHash(param, `${type}/${id}`)));
  const found = { kind: 'tokens', any, negated: false, lookup: 0 } as const;
  if (home) return { ...found, patients: ids };
  if (params.every((param) => isLookup(source, param, type))) {
    return { ...found, lookup: 2, ...(params.some(isCustom) ? { loose: true } : {}) };
  }
  if (type === 'Patient') return found;
  return { ...found, beside: { references: ids.map((id) => `${type}/${id}`), tokens: any } };
}

/** When the search itself leads nowhere, what refers to its results may: the compartments in which that lies. */
async function resolveHas(
  tx: Tx,
  target: string,
  criterion: HasCriterion,
  visibility: Visibility,
  narrow: boolean,
): Promise<Criterion[]> {
  const { link } = criterion;
  const criteria = await resolveChains(tx, [link.type], link.criteria, visibility);
  if (link.canonical) return [await namedBy(tx, criterion.name, target, { ...link, criteria }, visibility)];
  const asked: Criterion = { ...criterion, link: { ...link, criteria } };
  if (narrow || !link.home || !isNarrow([link.type], criteria, visibility)) return [asked];
  const matches = await findByCriteria(tx, link.type, criteria, visibility, limits.linked + 1);
  if (matches.length > limits.linked) return [asked];
  return [{ kind: 'places', keys: [...new Set(matches.map(({ key }) => key))] }, asked];
}
