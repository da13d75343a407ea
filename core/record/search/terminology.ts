/**
 * What search asks of terminology: the codes of a value set, and what lies above and below a code. The record is given
 * an implementation (core/terminology); value sets that HL7 binds to elements are known without one.
 * https://hl7.org/fhir/R4/search.html#token `:in`, `:not-in`, `:above`, `:below`
 */
import type { Tx } from '#core/db/database.ts';
import { artefactJson } from '#libs/fhir/artefacts.ts';
import { badParameter, limits, printable } from './limits.ts';

export interface Coded {
  readonly system: string;
  readonly code: string;
}

/** The questions; core/terminology answers them. */
export interface Terminology {
  /** The same on a connection: for questions inside a transaction. */
  on(tx: Tx): Terminology;
  /** By canonical address, with `|version` or not. Undefined: unknown, not to be listed, or more than `most`. */
  codesIn(valueSet: string, most: number): Promise<readonly Coded[] | undefined>;
  /** The code and all that it subsumes; the code alone when no more is known. Undefined: more than `most`. */
  descendants(system: string, code: string, most: number): Promise<readonly string[] | undefined>;
  /** The code and all that subsume it. */
  ancestors(system: string, code: string): Promise<readonly string[]>;
}

type Published = { readonly [valueSet: string]: { readonly [system: string]: readonly string[] } | undefined };

/** @throws Refusal when the set is unknown, or has more codes than a search may ask for. */
export async function codesOf(
  name: string,
  valueSet: string,
  known: Terminology | undefined,
): Promise<readonly Coded[]> {
  const codes = (await known?.codesIn(valueSet, limits.codes)) ?? published(valueSet);
  if (codes) return codes;
  const says = `the value set '${printable(valueSet)}' is not known here, or cannot be listed by ${limits.codes} codes.`;
  throw badParameter(name, says, 'unknown-set');
}

/** @throws Refusal when no terminology is at hand, or too much is below the code. */
export async function relatedCodes(
  name: string,
  relation: 'above' | 'below',
  { system, code }: Coded,
  known: Terminology | undefined,
): Promise<readonly string[]> {
  if (!known)
    throw badParameter(name, `':${relation}' needs a terminology, and none is at hand here.`, 'no-terminology');
  if (relation === 'above') return known.ancestors(system, code);
  const codes = await known.descendants(system, code, limits.codes);
  if (codes) return codes;
  throw badParameter(name, `more than ${limits.codes} codes lie below. Ask for a narrower one.`, 'too-many-codes');
}

let bound: Published | undefined;

/** The codes by system of a set of HL7's required bindings, compiled with the validators; undefined for others. */
export function publishedSystems(valueSet: string): Published[string] {
  bound ??= artefactJson<Published>('value-sets.json');
  const url = valueSet.replace(/\|.*$/, '');
  return Object.hasOwn(bound, url) ? bound[url] : undefined;
}

function published(valueSet: string): Coded[] | undefined {
  const systems = publishedSystems(valueSet);
  return systems && Object.entries(systems).flatMap(([system, codes]) => codes.map((code) => ({ system, code })));
}
