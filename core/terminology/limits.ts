/** What a question to terminology may cost. The words of each refusal name the limit. */
export const limits = {
  /** Most concepts in one answer, and in an expansion that is asked for without `count`. */
  page: 10_000,
  /** Parts (includes, imported ones counted too) of a value set, and of those how deep imports go. */
  parts: 300,
  depth: 10,
  filters: 100,
  /** Codes that a value set may list, imports counted too. */
  listed: 100_000,
  /** Concepts that a regular expression is tried on, and its length. */
  regexConcepts: 500_000,
  regexLength: 200,
  words: 8,
  /** Codings in one CodeableConcept, and answers of one translation. */
  codings: 50,
  matches: 1_000,
  /** Closure tables of a client, codes in one, and codes added at once. */
  closures: 100,
  closure: 5_000,
  closureStep: 1_000,
} as const;
