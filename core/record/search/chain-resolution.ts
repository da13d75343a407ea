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
import type { ChainCriterion, Criterion, HasCriterion, Link, TokenCriterion } from './criteria.ts';
import { findByCriteria } from './find-by-criteria.ts';
import { limits, printable } from './limits.ts';
import { sourceOf } from './source.ts';
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
  const narrow = isNarrow(types, plain, visibility);
  const resolved: Criterion[] = [...plain];
  for (const criterion of known) {
    if (!isPlain(criterion)) resolved.push(...(await resolve(tx, types, criterion, visibility, narrow)));
  }
  return resolved;
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
  narrow: boolean,
): Promise<Criterion[]> {
  const one = async (inner: Criterion) => together(await resolve(tx, types, inner, visibility, narrow));
  switch (criterion.kind) {
    case 'chain':
      return [await resolveChain(tx, types[0] ?? '', criterion, visibility, narrow)];
    case 'has':
      return resolveHas(tx, types[0] ?? '', criterion, visibility, narrow);
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
  narrow: boolean,
): Promise<Criterion> {
  const found: Criterion[] = [];
  const kept: Link[] = [];
  for (const link of links) {
    const criteria = await resolveChains(tx, [link.type], link.criteria, visibility);
    const { canonical } = link;
    if (canonical) {
      found.push(await naming(tx, name, source, { ...link, canonical, criteria }, visibility));
      continue;
    }
    // A second participant is a Patient in another compartment.
    const near = isPersonal(source) && isPersonal(link.type) && (link.type !== 'Patient' || link.home);
    if (near && narrow) kept.push({ ...link, criteria });
    else {
      const matches = await findByCriteria(tx, link.type, criteria, visibility, limits.linked + 1);
      if (matches.length <= limits.linked)
        found.push(
          referenceTo(
            source,
            link,
            matches.map(({ id }) => id),
          ),
        );
      else if (near) kept.push({ ...link, criteria });
      else
        throw tooCostly(
          `'${printable(name)}' leads to more than ${limits.linked} resources of ${link.type}. Narrow it.`,
        );
    }
  }
  if (kept.length === 0 && found.length === 1) return found[0] as Criterion;
  const chain: Criterion[] = kept.length > 0 ? [{ kind: 'chain', name, links: kept }] : [];
  return { kind: 'either', any: [...found, ...chain] };
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
