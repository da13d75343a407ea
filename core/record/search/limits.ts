/** What one search may ask for (security requirements 7.3). Beyond: 400, naming the limit. */
import { Refusal } from '#core/refusal/refusal.ts';

export const limits = {
  parameters: 64,
  values: 200,
  /** Resources that the bare ids of one reference parameter may mean. */
  targets: 1000,
  /** Resources that the ids of a search across types may mean, to be looked for one by one. */
  placesOfIds: 3000,
  /** Resources that the Lists of a search may name. */
  listed: 5000,
  /** Codes that a value set, or what lies above or below a code, may stand for. */
  codes: 5000,
  /** Ranges that the values of one parameter may stand for: a unit of UCUM brings those of its metric kin. */
  ranges: 2000,
  sortKeys: 5,
  depth: 3,
  /** Chains and reverse chains in one search: each is a search of its own. */
  links: 8,
  /** Of `_filter`: parentheses in parentheses, comparisons in one search, letters of a text compared. */
  filterDepth: 16,
  comparisons: 64,
  letters: 200,
  count: 1000,
  defaultCount: 20,
  /** Resources that _include and _revinclude may add to one page. */
  included: 1000,
  /** Resources that are looked into for what they contain, and how long they may be together, packed. */
  containers: 1000,
  containerBytes: 4 * 1024 * 1024,
  /** Resources in the middle of a chain or of _has: beyond, the search has to be narrowed. */
  linked: 1000,
} as const;

/** The refusal of one parameter: says which, what is wrong with it, and what to do. */
export function badParameter(name: string, says: string, code = 'invalid-parameter'): Refusal {
  return new Refusal('invalid', code, `Search parameter '${printable(name)}': ${says}`);
}

/** Names and values in messages: short, without control characters. */
export function printable(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f]/g, '\u{fffd}');
  return clean.length > 80 ? `${clean.slice(0, 77)}…` : clean;
}
