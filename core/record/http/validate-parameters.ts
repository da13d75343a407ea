/**
 * The input of $validate: the resource itself, or Parameters. https://hl7.org/fhir/R4/resource-operation-validate.html
 */
import type { ValidateParameters } from '../validate-operation.ts';

/** Reads the body, and mode and profile from the query when the body is the resource itself. */
export function validateParameters(body: unknown, query: string): ValidateParameters {
  const asked = new URLSearchParams(query);
  const found: ValidateParameters = {
    mode: asked.get('mode') ?? undefined,
    profile: asked.get('profile') ?? undefined,
  };
  const { resourceType, parameter } = (body ?? {}) as { resourceType?: unknown; parameter?: unknown };
  if (resourceType !== 'Parameters' || !Array.isArray(parameter)) return { ...found, resource: body };
  for (const item of parameter as ({ [element: string]: unknown } | null)[]) {
    const name = item?.name;
    const value = item?.valueCode ?? item?.valueUri ?? item?.valueCanonical ?? item?.valueString;
    if (name === 'resource') found.resource = item?.resource;
    else if (name === 'mode' && typeof value === 'string') found.mode = value;
    else if (name === 'profile' && typeof value === 'string') found.profile = value;
  }
  return found;
}
