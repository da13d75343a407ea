/** ValueSet/$expand. https://hl7.org/fhir/R4/valueset-operation-expand.html */
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import { compileValueSet, type SystemVersions } from './compile-value-set.ts';
import type { Leaf } from './expression.ts';
import { textFilter } from './folding.ts';
import { displayIn, speaks } from './language.ts';
import { limits } from './limits.ts';
import { supplemented } from './lookup.ts';
import { type Member, memberPage } from './member-store.ts';
import {
  type CodeSystem,
  type Concept,
  type Contained,
  type Designation,
  keyOf,
  type ListedConcept,
  type ValueSetContent,
  withVersion,
} from './model.ts';
import { conceptsById, supplementsOf } from './store.ts';

export interface ExpandQuestion {
  readonly filter?: string | undefined;
  readonly offset?: number | undefined;
  readonly count?: number | undefined;
  readonly activeOnly: boolean;
  readonly excludeNested: boolean;
  /** Flat, and only what may be chosen: groups are for screens. */
  readonly excludeNotForUI: boolean;
  readonly includeDesignations: boolean;
  /** Languages or uses of the designations wanted. */
  readonly designations: readonly string[];
  /** Whether the definition (compose) comes too. */
  readonly includeDefinition: boolean;
  readonly languages: readonly string[];
  readonly versions: SystemVersions;
}

export interface Stamp {
  readonly identifier: string;
  readonly at: Date;
}

/** @throws Refusal for what cannot be evaluated, and for more than a page at once. */
export async function expand(tx: Tx, content: ValueSetContent, asked: ExpandQuestion, stamp: Stamp): Promise<object> {
  const { filter, offset, count, activeOnly } = asked;
  const paged = offset !== undefined || count !== undefined;
  const expression = await compileValueSet(tx, content, asked.versions);
  const page = await memberPage(tx, expression, {
    filter: filter === undefined ? undefined : textFilter(filter),
    activeOnly,
    selectableOnly: asked.excludeNotForUI,
    offset: offset ?? 0,
    // One more than allowed would do to see that there is too much; the total says it anyway.
    count: count ?? limits.page,
  });
  if (count === undefined && page.total - (offset ?? 0) > limits.page) {
    throw new Refusal('rule-broken', 'too-costly', {
      issues: [
        {
          severity: 'error',
          code: 'too-costly',
          diagnostics:
            `The expansion has ${page.total} concepts; at most ${limits.page} come in one answer. ` +
            'Ask for pages (count and offset), or give a filter.',
        },
      ],
    });
  }
  const { contains, systems } = await shownMembers(tx, page.members, page.leaves, asked);
  const isFlat = paged || filter !== undefined || asked.excludeNested || asked.excludeNotForUI;
  const nested = !isFlat ? nest(contains) : contains.map(({ shown }) => shown);
  const { url, version, ...header } = content;
  const { compose, expansion: _expansion, property: _property, ...described } = header;
  return {
    resourceType: 'ValueSet',
    ...(url ? { url } : {}),
    ...(version ? { version } : {}),
    ...described,
    status: content.status ?? 'active',
    ...(asked.includeDefinition && compose ? { compose } : {}),
    expansion: {
      identifier: stamp.identifier,
      timestamp: stamp.at.toISOString(),
      total: page.total,
      ...(paged ? { offset: offset ?? 0 } : {}),
      parameter: parametersOf(asked, systems),
      ...(nested.length > 0 ? { contains: nested } : {}),
    },
  };
}

function parametersOf(asked: ExpandQuestion, systems: readonly CodeSystem[]) {
  const { filter, count, offset, activeOnly, excludeNested, includeDesignations, languages } = asked;
  const { excludeNotForUI, includeDefinition, versions } = asked;
  return [
    ...(filter === undefined ? [] : [{ name: 'filter', valueString: filter }]),
    ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
    ...(offset === undefined ? [] : [{ name: 'offset', valueInteger: offset }]),
    ...(activeOnly ? [{ name: 'activeOnly', valueBoolean: true }] : []),
    ...(excludeNested ? [{ name: 'excludeNested', valueBoolean: true }] : []),
    ...(excludeNotForUI ? [{ name: 'excludeNotForUI', valueBoolean: true }] : []),
    ...(includeDefinition ? [{ name: 'includeDefinition', valueBoolean: true }] : []),
    ...[...versions.excluded].map(([url, version]) => ({
      name: 'exclude-system',
      valueUri: withVersion(url, version),
    })),
    ...(includeDesignations ? [{ name: 'includeDesignations', valueBoolean: true }] : []),
    ...languages.slice(0, 1).map((language) => ({ name: 'displayLanguage', valueCode: language })),
    ...systems.map(({ url, version }) => ({ name: 'version', valueUri: withVersion(url, version) })),
    ...systems
      .filter(({ content }) => content !== 'complete')
      .map(({ url, version, content }) => ({ name: `warning-${content}`, valueUri: withVersion(url, version) })),
  ];
}

interface Shown {
  readonly shown: Contained & { contains?: Contained[] };
  readonly id: number | undefined;
  readonly parents: readonly number[];
}

async function shownMembers(tx: Tx, members: readonly Member[], leaves: readonly Leaf[], asked: ExpandQuestion) {
  const concepts = await conceptsById(
    tx,
    members.flatMap(({ concept }) => (concept === null ? [] : [concept])),
  );
  const systems = new Map(
    leaves.flatMap((leaf) => (leaf.kind === 'concepts' ? [[leaf.system.id, leaf.system] as const] : [])),
  );
  const wantsNames = asked.languages.length > 0 || asked.includeDesignations;
  const supplied = new Set<number>();
  for (const { id, url } of wantsNames ? systems.values() : []) {
    if ((await supplementsOf(tx, url)).length > 0) supplied.add(id);
  }
  const listed = leaves.map(listedByKey);
  const contains: Shown[] = [];
  for (const member of members) {
    const leaf = leaves[member.part] as Leaf;
    if (leaf.kind === 'listed') {
      contains.push(onlyListed(leaf.url, leaf.listed[member.listed ?? 0] as ListedConcept, asked));
      continue;
    }
    const concept = concepts.get(member.concept ?? 0);
    if (!concept) continue;
    const { system } = leaf;
    const more = supplied.has(system.id) ? (await supplemented(tx, system, concept)).designations : [];
    const named = listed[member.part]?.get(keyOf(concept.code, system.caseSensitive));
    contains.push(shownConcept(system, concept, named, more, asked));
  }
  return { contains, systems: [...systems.values()] };
}

function listedByKey(leaf: Leaf): ReadonlyMap<string, ListedConcept> | undefined {
  if (leaf.kind === 'listed' || !leaf.listed) return undefined;
  return new Map(leaf.listed.map((one) => [keyOf(one.code, leaf.system.caseSensitive), one]));
}

function shownConcept(
  { url, version, header }: CodeSystem,
  concept: Concept,
  named: ListedConcept | undefined,
  more: readonly Designation[],
  asked: ExpandQuestion,
): Shown {
  const names = [...concept.designations, ...(named?.designation ?? []), ...more];
  const own = { display: named?.display ?? concept.display, designations: names };
  const display = displayIn(own, asked.languages, header.language);
  return {
    id: concept.id,
    parents: concept.parents,
    shown: {
      system: url,
      ...(concept.abstract ? { abstract: true } : {}),
      ...(concept.inactive ? { inactive: true } : {}),
      ...(version === '' ? {} : { version }),
      code: concept.code,
      ...(display === undefined ? {} : { display }),
      ...designationsShown(names, asked),
    },
  };
}

function onlyListed(url: string, { code, display, designation = [] }: ListedConcept, asked: ExpandQuestion): Shown {
  const named = displayIn({ display: display ?? null, designations: designation }, asked.languages, undefined);
  return {
    id: undefined,
    parents: [],
    shown: {
      system: url,
      code,
      ...(named === undefined ? {} : { display: named }),
      ...designationsShown(designation, asked),
    },
  };
}

function designationsShown(
  all: readonly Designation[],
  { includeDesignations, designations }: ExpandQuestion,
): { designation?: readonly Designation[] } {
  if (!includeDesignations && designations.length === 0) return {};
  const wanted = all.filter(
    ({ language, use }) =>
      designations.length === 0 ||
      designations.some((one) => {
        const [system, code] = one.split('|');
        return system === 'urn:ietf:bcp:47'
          ? speaks(language, code ?? '')
          : use?.system === system && use?.code === code;
      }),
  );
  return wanted.length > 0 ? { designation: wanted } : {};
}

/** Puts each concept below its parent where that is there too: below the first of them, so each is shown once. */
function nest(flat: readonly Shown[]): Contained[] {
  const byId = new Map(flat.flatMap((one) => (one.id === undefined ? [] : [[one.id, one] as const])));
  const top: Contained[] = [];
  // A circle of definitions would hide its members: an ancestor always comes from outside what lies below it.
  const above = new Map<Shown, Shown>();
  for (const one of flat) {
    const parent = one.parents
      .map((id) => byId.get(id))
      .find((found) => found !== undefined && !isUnder(above, found, one));
    if (parent) above.set(one, parent);
  }
  for (const one of flat) {
    const parent = above.get(one);
    if (!parent) top.push(one.shown);
    else {
      parent.shown.contains ??= [];
      parent.shown.contains.push(one.shown);
    }
  }
  return top;
}

function isUnder(above: ReadonlyMap<Shown, Shown>, one: Shown, other: Shown): boolean {
  for (let at: Shown | undefined = one; at; at = above.get(at)) if (at === other) return true;
  return false;
}
