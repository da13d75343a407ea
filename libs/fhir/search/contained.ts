/**
 * What leads to resources inside of others: that there is one of a type, and its codes and identifiers. They lie with
 * the tokens of the container. https://hl7.org/fhir/R4/search.html#contained
 */
import { typeNumber } from '../resource-types.ts';
import { int8 } from './hashes.ts';

/** A resource of this type is inside. */
export const containedHash = (type: string): string => int8(`_contained\n${type}`);

/** A resource of this type is inside, and has this token among its lookups. */
export const containedTokenHash = (type: string, token: string): string => int8(`_contained\n${type}\n${token}`);

interface Contained {
  resourceType: string;
  id?: string;
}

/** What is inside of a resource, of known types. */
export function containedIn(resource: object): Contained[] {
  const { contained } = resource as { contained?: unknown };
  if (!Array.isArray(contained)) return [];
  return contained.filter(
    (inner: Partial<Contained> | null) =>
      typeof inner?.resourceType === 'string' && typeNumber(inner.resourceType) !== undefined,
  );
}
