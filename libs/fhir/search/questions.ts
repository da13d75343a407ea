/** The stored hashes that the value of a query may have: a query matches a row that holds any of them. */
import type { SearchParameter } from './parameters.ts';
import { referenceHash, systemHash, tokenHash, uriHash } from './values.ts';

/** Data types that carry a system beside the code; the others are stored as bare codes. */
const withSystem = new Set(['Coding', 'CodeableConcept', 'Identifier', 'ContactPoint']);

/** `code`, `system|code`, `|code` (system ''), `system|` (code '', identifiers only). */
export function tokenHashes(parameter: SearchParameter, system: string | undefined, code: string): string[] {
  if (code === '' && system) return parameter.storedAs.map((param) => systemHash(param, system));
  // What is of type code or boolean has its system by definition: `status=http://…|final` means `final`.
  const bare = parameter.datatypes.length > 0 && !parameter.datatypes.some((datatype) => withSystem.has(datatype));
  return parameter.storedAs.map((param) => tokenHash(param, bare ? undefined : system, code));
}

/** `Type/id`, an absolute URL or canonical, or a bare id (of any type that the parameter may point to). */
export function referenceHashes(parameter: SearchParameter, target: string): string[] {
  const isId = /^[A-Za-z0-9\-.]{1,64}$/.test(target);
  const targets = isId ? (parameter.targets ?? []).map((type) => `${type}/${target}`) : [target];
  return parameter.storedAs.flatMap((param) => targets.map((one) => referenceHash(param, one)));
}

/** A uri, by its whole text. */
export function uriHashes(parameter: SearchParameter, uri: string): string[] {
  return parameter.storedAs.map((param) => uriHash(param, uri));
}
