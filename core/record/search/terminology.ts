/**
 * What search asks of terminology: the codes of a value set, and what lies above and below a code. The record is given
 * an implementation (core/terminology); value sets that HL7 binds to elements are known without one.
 * https://hl7.org/fhir/R4/search.html#token `:in`, `:not-in`, `:above`, `:below`
 */
import { artefactJson } from '#libs/fhir/artefacts.ts';
import { badParameter, limits, printable } from './limits.ts';

export interface Coded {
  readonly system: string;
  readonly code: string;
}

/** Answers of at most `most` + 1 codes: one more than allowed says that there are too many. */
export interface Terminology {
  /** By canonical address, with or without `|version`, or `ValueSet/id`. Undefined: there is no such set here. */
  codesIn(valueSet: string, most: number): Promise<readonly Coded[] | undefined>;
  /** The code and all that it subsumes. Undefined: the system, or the code in it, is not known here. */
  descendants(system: string, code: string, most: number): Promise<readonly string[] | undefined>;
  /** The code and all that subsume it. */
  ancestors(system: string, code: string, most: number): Promise<readonly string[] | undefined>;
}

type Published = { readonly [valueSet: string]: { readonly [system: string]: readonly string[] } | undefined };

/** @throws Refusal when the set is unknown, or has more codes than a search may ask for. */
export async function codesOf(
  name: string,
  valueSet: string,
  known: Terminology | undefined,
): Promise<readonly Coded[]> {
  const codes = (await known?.codesIn(valueSet, limits.codes)) ?? published(valueSet);
  if (!codes) {
    throw badParameter(name, `the value set '${printable(valueSet)}' is not known here. Load it first.`, 'unknown-set');
  }
  return counted(name, codes);
}

/** @throws Refusal when no terminology is at hand, the code is unknown, or too much is related to it. */
export async function relatedCodes(
  name: string,
  relation: 'above' | 'below',
  { system, code }: Coded,
  known: Terminology | undefined,
): Promise<readonly string[]> {
  const codes = await (relation === 'above'
    ? known?.ancestors(system, code, limits.codes)
    : known?.descendants(system, code, limits.codes));
  if (!codes) {
    const says = `'${printable(`${system}|${code}`)}' is not known to the terminology here. Load its code system first.`;
    throw badParameter(name, says, 'unknown-code');
  }
  return counted(name, codes);
}

function counted<Item>(name: string, codes: readonly Item[]): readonly Item[] {
  if (codes.length <= limits.codes) return codes;
  throw badParameter(name, `stands for more than ${limits.codes} codes. Ask for a smaller set.`, 'too-many-codes');
}

let bound: Published | undefined;

/** The sets of HL7's required bindings, compiled with the validators. */
function published(valueSet: string): Coded[] | undefined {
  bound ??= artefactJson<Published>('value-sets.json');
  const url = valueSet.replace(/\|.*$/, '');
  const systems = Object.hasOwn(bound, url) ? bound[url] : undefined;
  return systems && Object.entries(systems).flatMap(([system, codes]) => codes.map((code) => ({ system, code })));
}
