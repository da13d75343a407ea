/**
 * The query of a granular scope (`?category=laboratory`): tokens only, so that it can be asked of the search values
 * that every resource has, in the database as in memory.
 * https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#finer-grained-resource-constraints-using-search-parameters
 */
import { carriesSystem, searchParameter } from '#libs/fhir/search/parameters.ts';
import { tokenHash } from '#libs/fhir/search/values.ts';
import { auditType } from './resource-kinds.ts';

/** Of each list, a resource has at least one token (record.resource.tokens). */
export type Narrowing = readonly (readonly string[])[];

const mostValues = 20;
const mostParameters = 5;

/** What a scope's query asks; undefined when this server does not enforce it: the scope is then not granted at all. */
export function narrowingOf(type: string, query: string): Narrowing | undefined {
  // The trail has tables of its own, and `*` no parameters that all types share.
  if (type === '*' || type === auditType) return undefined;
  const asked = [...new URLSearchParams(query)];
  if (asked.length === 0 || asked.length > mostParameters) return undefined;
  const all = asked.map(([name, value]) => hashesOf(type, name, value));
  return all.every((hashes) => hashes !== undefined) ? all : undefined;
}

function hashesOf(type: string, name: string, value: string): string[] | undefined {
  const parameter = searchParameter(type, name);
  if (parameter?.type !== 'token' || parameter.storedAs.length === 0 || value.includes('\\')) return undefined;
  const values = value.split(',');
  if (values.length > mostValues) return undefined;
  const hashes: string[] = [];
  for (const one of values) {
    const parts = one.split('|');
    const code = parts.at(-1);
    // `system|` alone is not stored for most types.
    if (parts.length > 2 || !code) return undefined;
    const system = parts.length === 2 && carriesSystem(parameter) ? parts[0] : undefined;
    hashes.push(...parameter.storedAs.map((stored) => tokenHash(stored, system, code)));
  }
  return hashes;
}
