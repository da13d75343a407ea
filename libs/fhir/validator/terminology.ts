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
