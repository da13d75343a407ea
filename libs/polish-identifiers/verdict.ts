/** What a check of an identifier answers: nothing wrong, or which part is wrong and what to do about it. */

/** `part` is machine-readable and stable; `message` is plain English for logs and OperationOutcome. */
export interface Fault<Part extends string> {
  readonly part: Part;
  readonly message: string;
}

export const fault = <Part extends string>(part: Part, message: string): Fault<Part> => ({ part, message });
