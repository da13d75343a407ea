/**
 * The input of $validate: the resource itself, or Parameters. https://hl7.org/fhir/R4/resource-operation-validate.html
 */
import type { ValidateParameters } from './validate-operation.ts';

type Part = { [element: string]: unknown } | null;

/**
 * Reads the body, and mode and profile from the query. Parameters are the operation's input when they name one of its
 * parameters; else they are themselves the resource that is validated.
 */
export function validateParameters(body: unknown, query: string): ValidateParameters {
  const asked = new URLSearchParams(query);
  const found = { mode: asked.get('mode') ?? undefined, profiles: asked.getAll('profile').filter(Boolean) };
  if (body === undefined) return found;
  const { resourceType, parameter } = (body ?? {}) as { resourceType?: unknown; parameter?: unknown };
  if (resourceType !== 'Parameters' || !Array.isArray(parameter)) return { ...found, resource: body };
  const parts = parameter as Part[];
  const isInput = parts.length > 0 && parts.every((part) => isOurs(part));
  if (!isInput) return { ...found, resource: body };
  const text = (name: string) => parts.filter((part) => part?.name === name).map(valueOf);
  const at = parts.findIndex((part) => part?.name === 'resource');
  const usage = parts.filter((part) => part?.name === 'usageContext').length;
  return {
    mode: text('mode').find((mode) => mode !== undefined) ?? found.mode,
    profiles: [...found.profiles, ...text('profile').filter((url) => url !== undefined)],
    ...(usage === 0 ? {} : { usageContexts: usage }),
    ...(at < 0 ? {} : { resource: parts[at]?.resource, place: `Parameters.parameter[${at}].resource` }),
  };
}

function isOurs(part: Part): boolean {
  if (part?.name === 'resource') return typeof part.resource === 'object';
  if (part?.name === 'usageContext') return typeof part.valueUsageContext === 'object';
  return (part?.name === 'mode' || part?.name === 'profile') && valueOf(part) !== undefined;
}

function valueOf(part: Part): string | undefined {
  const value = part?.valueCode ?? part?.valueUri ?? part?.valueCanonical ?? part?.valueString;
  return typeof value === 'string' ? value : undefined;
}
