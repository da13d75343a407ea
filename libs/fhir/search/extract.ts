/** What a resource can be found by. https://hl7.org/fhir/R4/search.html */
import { artefactModule } from '../artefacts.ts';
import { compartmentParameters, patientReferences } from '../compartment.ts';
import { typeNumber } from '../resource-types.ts';
import { Collector, type Elsewhere, type Selectivity } from './collector.ts';
import { containedHash, containedIn, containedTokenHash } from './contained.ts';
import { isLookup, isWord } from './selectivity.ts';

export interface SearchValues {
  /**
   * What is searched by equality: int8 in decimal, without repeats (values.ts: tokenHash, referenceHash …). The lookups
   * come first.
   */
  tokens: string[];
  /** "<parameter>:<folded text>", without repeats, in the order of PostgreSQL's collation "C": search counts on it. */
  strings: string[];
  /** Dates, numbers, quantities and composites with them: the key, and the closed range that the value spans. */
  rangeKeys: string[];
  rangeLows: number[];
  rangeHighs: number[];
  /** Clinical time in seconds since 1970; both -Infinity when there is none, ends Infinity while it lasts. */
  starts: number;
  ends: number;
  /** Those of the tokens that lead to the resource across patients (record.leads). */
  lookups: string[];
  /** Those of the strings that go to record.word. */
  words: string[];
}

/** Adds values of parameters that an operator has added. */
export type MoreValues = (resource: { resourceType: string }, collector: Collector) => void;

type Resource = Parameters<typeof patientReferences>[0];
type Extractor = (resource: object, collector: Collector) => void;

const loaded = new Map<string, { extract: Extractor; selects: Selectivity }>();

/** The search values of a valid resource of a known type. Throws a TypeError for an unknown type. */
export function extract(resource: { resourceType: string }, more?: MoreValues, elsewhere?: Elsewhere): SearchValues {
  const { extract, selects } = extractorOf(resource.resourceType);
  const found = new Collector(selects, isAlone(resource) ? everywhere : elsewhere);
  extract(resource, found);
  more?.(resource, found);
  for (const inner of containedIn(resource)) addContained(found, inner);
  return {
    tokens: leadingFirst(found),
    strings: inOrder([...found.strings]),
    rangeKeys: found.rangeKeys,
    rangeLows: found.rangeLows,
    rangeHighs: found.rangeHighs,
    starts: found.starts,
    ends: found.ends,
    lookups: [...found.lookups],
    words: [...found.words],
  };
}

const everywhere: Elsewhere = () => true;

/**
 * Of a kind that lies in patients' compartments, and in none (a Provenance of one document, a List without subject):
 * nothing lies beside it, so whatever it refers to has to lead to it.
 */
const isAlone = (resource: { resourceType: string }): boolean =>
  compartmentParameters(resource.resourceType).length > 0 &&
  resource.resourceType !== 'Patient' &&
  patientReferences(resource as Resource).length === 0;

/** JavaScript compares units of UTF-16, PostgreSQL bytes of UTF-8: only beyond these units do they disagree. */
const surrogate = /[\ud800-\udfff]/;

function inOrder(strings: string[]): string[] {
  strings.sort();
  if (!strings.some((text) => surrogate.test(text))) return strings;
  return strings.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

const leadingFirst = ({ tokens, lookups }: Collector): string[] =>
  lookups.size === 0 ? [...tokens] : [...lookups, ...tokens.difference(lookups)];

/** Of what is inside only what leads there: it is looked into when it is asked for. */
function addContained({ tokens, lookups }: Collector, inner: { resourceType: string }): void {
  const { resourceType: type } = inner;
  const leading = extract(inner).lookups.map((token) => containedTokenHash(type, token));
  for (const token of [containedHash(type), ...leading]) {
    tokens.add(token);
    lookups.add(token);
  }
}

function extractorOf(type: string): { extract: Extractor; selects: Selectivity } {
  let found = loaded.get(type);
  if (!found) {
    if (typeNumber(type) === undefined) throw new TypeError(`${JSON.stringify(type)} is no resource type of FHIR R4`);
    const { extract } = artefactModule<{ extract: Extractor }>(`search/${type}.js`);
    found = { extract, selects: selectivityOf(type) };
    loaded.set(type, found);
  }
  return found;
}

/** The answers of one type, kept: they are asked for every value. */
function selectivityOf(type: string): Selectivity {
  const lookups = new Map<string, Map<string | undefined, boolean>>();
  const words = new Map<string, boolean>();
  return {
    isLookup(param, target) {
      let answers = lookups.get(param);
      if (!answers) lookups.set(param, (answers = new Map()));
      return kept(answers, target, () => isLookup(type, param, target));
    },
    isWord: (param) => kept(words, param, () => isWord(type, param)),
  };
}

function kept<Key>(answers: Map<Key, boolean>, key: Key, decide: () => boolean): boolean {
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = decide();
    if (answers.size < 1000) answers.set(key, answer);
  }
  return answer;
}
