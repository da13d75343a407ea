/**
 * From a value set's definition to an expression: systems and imported sets found, filters understood.
 * https://hl7.org/fhir/R4/valueset.html#compositions
 */
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import { type Expression, nothing } from './expression.ts';
import { conditionOf } from './filters.ts';
import { implicitValueSet } from './implicit-value-sets.ts';
import { limits } from './limits.ts';
import { canonical, type Contained, type Include, keyOf, type ListedConcept, type ValueSetContent } from './model.ts';
import { findSystem, findValueSet, systemOfValueSet } from './store.ts';
import { printable } from './words.ts';

/** Versions that the caller wants: by default, or whatever the value set says. */
export interface SystemVersions {
  readonly byDefault: ReadonlyMap<string, string>;
  readonly forced: ReadonlyMap<string, string>;
  /** Versions that must be the ones used. */
  readonly checked: ReadonlyMap<string, string>;
  /** Systems whose codes are left out; undefined: in every version. */
  readonly excluded: ReadonlyMap<string, string | undefined>;
}

export const noVersions: SystemVersions = {
  ...{ byDefault: new Map(), forced: new Map(), checked: new Map(), excluded: new Map() },
};

interface Work {
  readonly tx: Tx;
  readonly versions: SystemVersions;
  /** Value sets under way, from the outermost: what comes again is a circle. */
  readonly path: readonly string[];
  /** How much has been met so far, in all imports. */
  readonly met: { parts: number; listed: number };
}

/** @throws Refusal for what cannot be evaluated: an unknown system, a circle, a filter nobody understands, too much. */
export function compileValueSet(tx: Tx, content: ValueSetContent, versions = noVersions): Promise<Expression> {
  return compile({ tx, versions, path: [content.url ?? ''], met: { parts: 0, listed: 0 } }, content);
}

/** @throws Refusal `not-found` when there is no such value set. */
export async function namedValueSet(tx: Tx, url: string, version?: string): Promise<ValueSetContent> {
  const named = canonical(url);
  const asked = version ?? named.version;
  const found = await findValueSet(tx, named.url, asked);
  if (found) return { ...found.content, url: found.url, version: found.version };
  const implicit = implicitValueSet(named.url);
  if (implicit) return { ...implicit, ...(asked === undefined ? {} : { version: asked }) };
  const whole = await systemOfValueSet(tx, named.url);
  if (whole) {
    const version = whole.version === '' ? {} : { version: whole.version };
    return { ...whole.header, url: named.url, ...version, compose: { include: [{ system: whole.url, ...version }] } };
  }
  throw new Refusal(
    'not-found',
    'unknown-value-set',
    `There is no value set '${printable(url)}'${asked ? ` in version '${printable(asked)}'` : ''} here. ` +
      'Put it into the record, or import the vocabulary that it belongs to.',
  );
}

async function compile(work: Work, content: ValueSetContent): Promise<Expression> {
  if (!content.compose) {
    return content.expansion ? expanded(work, content.expansion.contains ?? []) : nothing;
  }
  const { include = [], exclude = [], inactive } = content.compose;
  const parts: Expression[] = [];
  for (const one of include) parts.push(await compileInclude(work, one, inactive === false));
  const all: Expression = { kind: 'or', of: parts };
  if (exclude.length === 0) return all;
  const less: Expression[] = [];
  for (const one of exclude) less.push(await compileInclude(work, one, false));
  return { kind: 'minus', from: all, less: { kind: 'or', of: less } };
}

/** A value set that is only given as its expansion has these codes and no others. */
async function expanded(work: Work, contains: readonly Contained[]): Promise<Expression> {
  const bySystem = new Map<string, Include & { concept: ListedConcept[] }>();
  const visit = (list: readonly Contained[]): void => {
    for (const { system = '', version, code, display, designation, contains: below = [] } of list) {
      if (code !== undefined) {
        const name = `${system}|${version ?? ''}`;
        const include = bySystem.get(name) ?? { system, ...(version === undefined ? {} : { version }), concept: [] };
        bySystem.set(name, include);
        include.concept.push({
          code,
          ...(display === undefined ? {} : { display }),
          ...(designation ? { designation } : {}),
        });
      }
      visit(below);
    }
  };
  visit(contains);
  const parts: Expression[] = [];
  for (const include of bySystem.values()) parts.push(await compileInclude(work, include, false));
  return { kind: 'or', of: parts };
}

async function compileInclude(work: Work, include: Include, activeOnly: boolean): Promise<Expression> {
  const { met } = work;
  const { system, concept, filter = [], valueSet = [] } = include;
  met.parts++;
  met.listed += concept?.length ?? 0;
  if (met.parts > limits.parts || met.listed > limits.listed || filter.length > limits.filters) {
    throw new Refusal(
      'rule-broken',
      'too-costly',
      `A value set may have at most ${limits.parts} parts, ${limits.listed} listed codes and ${limits.filters} ` +
        'filters in a part, those of imported sets counted too.',
    );
  }
  const all: Expression[] = [];
  for (const url of valueSet) all.push(await imported(work, url));
  if (system !== undefined) all.push(await ownCodes(work, include, activeOnly));
  if (all.length === 0) {
    throw new Refusal('rule-broken', 'empty-include', 'A part of a value set must name a system or another value set.');
  }
  return all.length === 1 ? (all[0] as Expression) : { kind: 'and', of: all };
}

async function imported(work: Work, url: string): Promise<Expression> {
  const content = await namedValueSet(work.tx, url);
  const name = content.url ?? url;
  if (work.path.includes(name)) {
    throw new Refusal(
      'rule-broken',
      'circular-value-set',
      `The value set '${printable(name)}' includes itself: ${[...work.path, name].map(printable).join(' → ')}.`,
    );
  }
  if (work.path.length > limits.depth) {
    throw new Refusal('rule-broken', 'too-costly', `Value sets may import each other ${limits.depth} deep at most.`);
  }
  return compile({ ...work, path: [...work.path, name] }, content);
}

async function ownCodes(work: Work, include: Include, activeOnly: boolean): Promise<Expression> {
  const { tx, versions } = work;
  const { system: url = '', concept, filter = [] } = include;
  const named = include.version === '*' ? undefined : include.version;
  const version = versions.forced.get(url) ?? named ?? versions.byDefault.get(url);
  if (versions.excluded.has(url) && versions.excluded.get(url) === undefined) return nothing;
  const system = await findSystem(tx, url, version);
  if (versions.excluded.has(url) && versions.excluded.get(url) === (system?.version ?? version)) return nothing;
  checkVersion(versions, url, system?.version ?? version);
  if (!system || (system.concepts === 0 && system.content !== 'complete')) {
    if (concept && filter.length === 0) {
      return { kind: 'listed', url, version, listed: unique(concept), codes: new Set(concept.map(({ code }) => code)) };
    }
    throw new Refusal(
      'not-found',
      'unknown-system',
      `The code system '${printable(url)}'${version ? ` in version '${printable(version)}'` : ''} is not here, ` +
        'so nobody can say which of its codes belong to the value set. Import it first.',
    );
  }
  const conditions = [];
  for (const one of filter) conditions.push(await conditionOf(tx, system, one));
  if (activeOnly) conditions.push({ kind: 'active', wanted: true } as const);
  if (!concept) return { kind: 'concepts', system, conditions };
  const listed = unique(concept);
  const keys = listed.map(({ code }) => keyOf(code, system.caseSensitive));
  return { kind: 'concepts', system, conditions: [...conditions, { kind: 'keys', keys }], listed };
}

const unique = (listed: readonly ListedConcept[]): ListedConcept[] => [
  ...new Map(listed.map((one) => [one.code, one])).values(),
];

function checkVersion({ checked }: SystemVersions, url: string, used: string | undefined): void {
  const wanted = checked.get(url);
  if (wanted === undefined || wanted === used) return;
  throw new Refusal(
    'rule-broken',
    'version-differs',
    `The value set would use version '${printable(used ?? '')}' of '${printable(url)}', not '${printable(wanted)}'.`,
  );
}
