/** What a profile's bindings ask: is this code in that value set, and in which words is it said when it is not? */

export interface BoundSet {
  valueSet: string;
  /** Codes alone, for elements of type code. */
  codes: ReadonlySet<string>;
  /** `system|code`, for Coding, CodeableConcept and Quantity. */
  concepts: ReadonlySet<string>;
}

/** A binding of a profile; the codes are looked up when the first value comes. */
export interface ProfileBinding {
  strength: string;
  /** Canonical address, perhaps with a version. */
  valueSet: string;
  /** Undefined when nobody here can list the codes. */
  codes(): BoundSet | undefined;
}

/** `unknown`: nobody here can say, or not yet. */
export type Known = 'yes' | 'no' | 'unknown';

export interface AskedCode {
  /** None for an element of type code: the value set says of which system. */
  readonly system?: string;
  readonly code: string;
}

/**
 * What a terminology service knows of codes that cannot be listed here. A check runs without waiting, so the answers
 * are there already, or `unknown` for this time: who asks the service remembers what was asked, and checks again.
 */
export interface Vocabulary {
  /** `valueSet`: canonical address, perhaps with a version. */
  memberOf(valueSet: string, asked: AskedCode): Known;
  subsumes(system: string, code: string, below: string): Known;
}

/** Nobody is there to be asked. */
export const noVocabulary: Vocabulary = { memberOf: () => 'unknown', subsumes: () => 'unknown' };
