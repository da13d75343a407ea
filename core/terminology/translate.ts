/** ConceptMap/$translate. https://hl7.org/fhir/R4/conceptmap-operation-translate.html */
import type { Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import { group, type Parameter, type Parameters, parameter, parameters } from './answer.ts';
import { limits } from './limits.ts';
import { type ConceptMap, findMap, findMappings, type MapQuestion, type Mapping, type Unmapped } from './map-store.ts';
import { canonical, type Coding } from './model.ts';
import type { Resource } from '../record/record.ts';
import { mapOf } from './reading-resources.ts';
import { findCoded } from './store.ts';
import { printable } from './words.ts';

/** Something that holds besides the code, on which a mapping may depend. */
export interface Dependency {
  readonly element: string;
  readonly codings: readonly Coding[];
  readonly text?: string;
}

export interface TranslateQuestion {
  readonly codings: readonly Coding[];
  /** The map, found already; every map that fits when undefined. */
  readonly map: ConceptMap | undefined;
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly targetSystem: string | undefined;
  readonly reverse: boolean;
  readonly dependencies: readonly Dependency[];
  /** What maps say, when not the tables are asked. */
  readonly find?: (asked: MapQuestion) => (Mapping & { url: string })[];
}

/** By a map that was sent along. */
export function translateBy(tx: Tx, resource: Resource, asked: Omit<TranslateQuestion, 'map'>): Promise<Parameters> {
  const { url, version, header, mappings } = mapOf(resource, 'record');
  const map = { id: 0, url, version, header };
  const rows = mappings.map((one) => ({ ...one, map: 0, url })) as (Mapping & { url: string })[];
  const find = ({ system, code, targetSystem, reverse }: MapQuestion) =>
    rows.filter((row) => {
      const [from, to] = reverse
        ? [[row.target_system, row.target_code], row.source_system]
        : [[row.source_system, row.source_code], row.target_system];
      return from[0] === system && from[1] === code && (targetSystem === undefined || to === targetSystem);
    });
  return translate(tx, { ...asked, map, find });
}

/** A question under way. */
interface Asking extends TranslateQuestion {
  /** On what mappings depend that the question does not say. */
  readonly missing: Set<string>;
}

interface Match {
  readonly equivalence: string;
  readonly concept: Coding | undefined;
  readonly map: string;
  readonly comment?: string | undefined;
  readonly products: readonly { property?: string; system?: string; value?: string; display?: string }[];
}

/** @throws Refusal `not-found` when there is no such map. */
export async function namedMap(tx: Tx, url: string, version?: string): Promise<ConceptMap> {
  const named = canonical(url);
  const found = await findMap(tx, named.url, version ?? named.version);
  if (found) return found;
  throw new Refusal(
    'not-found',
    'unknown-map',
    `There is no ConceptMap '${printable(url)}' here. Put it into the record.`,
  );
}

/** Equivalences seen from the other side. https://hl7.org/fhir/R4/valueset-concept-map-equivalence.html */
const mirrored: { readonly [equivalence: string]: string } = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};

const noMatch = new Set(['unmatched', 'disjoint']);

export async function translate(tx: Tx, asked: TranslateQuestion): Promise<Parameters> {
  const { codings, map } = asked;
  if (codings.length === 0 || codings.length > limits.codings) {
    throw new Refusal(
      'invalid',
      'no-code',
      `Say what to translate: code with system, coding or codeableConcept (at most ${limits.codings} codings).`,
    );
  }
  const matches: Match[] = [];
  const missing = new Set<string>();
  for (const coding of codings) {
    if (!coding.system || !coding.code) {
      throw new Refusal('invalid', 'no-code', 'A code is translated together with its system: give system and code.');
    }
    matches.push(...(await matchesOf(tx, { ...asked, missing }, coding.system, coding.code, map, 0)));
  }
  const shown: Awaited<ReturnType<typeof shownMatch>>[] = [];
  for (const match of matches.slice(0, limits.matches)) shown.push(await shownMatch(tx, match));
  const found = matches.some(({ equivalence, concept }) => concept !== undefined && !noMatch.has(equivalence));
  return parameters(
    { name: 'result', valueBoolean: found },
    found ? undefined : { name: 'message', valueString: await nothingFound(tx, codings, missing) },
    ...shown,
  );
}

async function nothingFound(tx: Tx, codings: readonly Coding[], missing: ReadonlySet<string>): Promise<string> {
  const [{ system = '', version, code = '' } = {}] = codings;
  const known = await findCoded(tx, system, version, code);
  if (missing.size > 0) {
    const elements = [...missing].slice(0, 5).map(printable).join(', ');
    return `Into what '${printable(code)}' translates depends on ${elements}: give that as dependency.`;
  }
  const says = `No map here says into what '${printable(code)}' of ${printable(system)} translates.`;
  return known && !known.concept ? `${says} There is no such code in what is here of the system.` : says;
}

async function matchesOf(
  tx: Tx,
  asked: Asking,
  system: string,
  code: string,
  map: ConceptMap | undefined,
  depth: number,
): Promise<Match[]> {
  const { source, target, targetSystem, reverse, missing } = asked;
  const scope = map ? { source: undefined, target: undefined } : { source, target };
  const question = { map: map?.id, system, code, ...scope, targetSystem, reverse };
  const inline = asked.find && map?.id === 0 ? asked.find(question) : undefined;
  const rows = inline ?? (await findMappings(tx, question, limits.matches));
  const holding = reverse ? rows : rows.filter((row) => holds(row, asked, missing));
  if (rows.length > 0 || !map || reverse) return holding.map((row) => asMatch(row, reverse));
  return unmapped(tx, asked, system, code, map, depth);
}

/**
 * Whether a mapping applies: only where all that it depends on is so. What nobody said is told as missing.
 * https://hl7.org/fhir/R4/conceptmap-definitions.html#ConceptMap.group.element.target.dependsOn
 */
function holds({ detail }: Mapping, { dependencies }: TranslateQuestion, missing: Set<string>): boolean {
  return (detail.dependsOn ?? []).every(({ property, system, value }) => {
    const given = dependencies.filter(({ element }) => element === property);
    if (given.length === 0 && property !== undefined) missing.add(property);
    return given.some(
      ({ codings, text }) =>
        text === value || codings.some((one) => one.code === value && (system === undefined || one.system === system)),
    );
  });
}

function asMatch(row: Mapping & { url: string }, reverse: boolean): Match {
  const { source_system, source_code, target_system, target_code, equivalence, detail, url } = row;
  const { display, targetDisplay, comment, product = [] } = detail;
  const there: Coding | undefined = reverse
    ? { system: source_system, code: source_code, ...(display ? { display } : {}) }
    : target_code === null
      ? undefined
      : { system: target_system, code: target_code, ...(targetDisplay ? { display: targetDisplay } : {}) };
  return {
    equivalence: reverse ? (mirrored[equivalence] ?? equivalence) : equivalence,
    concept: there && { ...there, ...(there.system === '' ? { system: undefined } : {}) },
    map: url,
    comment,
    products: reverse ? [] : product,
  };
}

/** What the map says of codes that it does not name. */
async function unmapped(
  tx: Tx,
  asked: Asking,
  system: string,
  code: string,
  map: ConceptMap,
  depth: number,
): Promise<Match[]> {
  const matches: Match[] = [];
  for (const { source, target, unmapped: rule } of map.header.sections ?? []) {
    if (!rule || (source !== undefined && source !== system)) continue;
    if (asked.targetSystem !== undefined && target !== asked.targetSystem && rule.mode !== 'other-map') continue;
    matches.push(...(await byRule(tx, asked, rule, { system, code, target, map, depth })));
  }
  return matches;
}

interface Unnamed {
  readonly system: string;
  readonly code: string;
  readonly target: string | undefined;
  readonly map: ConceptMap;
  readonly depth: number;
}

async function byRule(
  tx: Tx,
  asked: Asking,
  { mode, code: fixed, display, url }: Unmapped,
  { system, code, target, map, depth }: Unnamed,
): Promise<Match[]> {
  const into = (given: string, name?: string): Match => ({
    equivalence: mode === 'fixed' ? 'inexact' : 'equal',
    concept: { ...(target ? { system: target } : {}), code: given, ...(name ? { display: name } : {}) },
    map: map.url,
    products: [],
  });
  if (mode === 'provided') return [into(code)];
  if (mode === 'fixed') return fixed === undefined ? [] : [into(fixed, display)];
  // Maps that point at each other in a circle end here.
  if (mode !== 'other-map' || url === undefined || depth >= limits.depth) return [];
  const other = await findMap(tx, canonical(url).url, canonical(url).version);
  return other ? matchesOf(tx, asked, system, code, other, depth + 1) : [];
}

async function shownMatch(tx: Tx, { equivalence, concept, map, comment, products }: Match): Promise<Parameter> {
  return group(
    'match',
    { name: 'equivalence', valueCode: equivalence },
    concept ? { name: 'concept', valueCoding: await named(tx, concept) } : undefined,
    ...products.map(({ property, system, value, display }) =>
      group('product', parameter('element', 'valueUri', property), {
        name: 'concept',
        valueCoding: { ...(system ? { system } : {}), code: value, ...(display ? { display } : {}) },
      }),
    ),
    parameter('source', 'valueUri', map),
    parameter('comment', 'valueString', comment),
  );
}

/** With the display of the code system, where the map gives none and the system is here. */
async function named(tx: Tx, coding: Coding): Promise<Coding> {
  if (coding.display || !coding.system || !coding.code) return coding;
  const found = await findCoded(tx, coding.system, coding.version, coding.code);
  return found?.concept?.display ? { ...coding, display: found.concept.display } : coding;
}
