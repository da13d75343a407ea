/** The access decision, in one place. README.md has the rules as a table. */
export { auditType, clinicalTypes, sharedTypes } from './resource-kinds.ts';
export { type Allow, authorize, expungeScope, type Interaction, interactions, visibilityOf } from './authorize.ts';
export { limitAllows, type ScopeLimit } from './scope-limit.ts';
export {
  asksTables,
  compileVisibility,
  onlyCompartment,
  type Predicate,
  sees,
  type Visibility,
  visibilityOfVersions,
} from './visibility.ts';
export {
  type CareFact,
  type Decision,
  decide,
  decideRow,
  type Facts,
  type ProxyFact,
  type Restriction,
  type RowFacts,
} from './decide.ts';
