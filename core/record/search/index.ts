/** FHIR search over the record. See README.md. */
export { asksAboutOthers, matchingVersions, type VersionOf } from './at-versions.ts';
export { runEverything, type Subject } from './everything.ts';
export { findByIdentifiers, findMatches, type Match } from './find.ts';
export { type Found, type FoundPage, outgoing } from './found.ts';
export type { ParseOptions } from './parse-options.ts';
export { type ParsedSearch, parseSearch } from './parse.ts';
export { knownAt } from './known-at.ts';
export type { Criterion, Link } from './criteria.ts';
export { shortened } from './shortened.ts';
export { type Counted, runSearch, type Tell } from './run.ts';
export { compartmentOf, isBeside } from './source.ts';
export type { Terminology } from './terminology.ts';
export { membersOf } from './membership.ts';
export { subset } from './subset.ts';
