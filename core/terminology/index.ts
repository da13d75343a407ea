/** Terminology: code systems, value sets and concept maps, and the questions about them. See README.md. */
export { terminologyOperations } from './http/operations.ts';
export type { Coding } from './model.ts';
export type { Subsumption } from './subsumes.ts';
export { loadShipped } from './shipped/load.ts';
export { allSystems } from './store.ts';
export { createTerminology } from './service.ts';
export {
  type SystemCode,
  type Terminology,
  type TerminologyNeeds,
  type TerminologyQuestions,
} from './terminology.ts';
export type { Verdict } from './validate-code.ts';
