/** What a mutant is. */
export interface Mutant {
  readonly name: string;
  /** The source file, and what is said in it once. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The file of the test, and the beginning of the names of its tests that must fail. */
  readonly test: string;
  readonly named: string;
}
