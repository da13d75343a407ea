/** What an operation is asked in Parameters. https://hl7.org/fhir/R4/operations.html#request */
import { Refusal } from '../../refusal/refusal.ts';
import type { Meta } from './meta-operation.ts';

/** Names and values, in order. `value` is what stands in value[x] or, for a resource, in `resource`. */
export type Parameters = readonly { readonly name: string; readonly value: unknown }[];

/** The parameters of a body. @throws Refusal `invalid` `no-parameters` for a body that is something else. */
export function parametersOf(body: unknown): Parameters {
  const { resourceType, parameter = [] } = (body ?? {}) as { resourceType?: unknown; parameter?: unknown };
  if (resourceType !== 'Parameters' || !Array.isArray(parameter)) {
    throw new Refusal('invalid', 'no-parameters', 'Send a Parameters resource as the body.');
  }
  return parameter.map((item: { [element: string]: unknown } | null) => {
    const { name, ...rest } = item ?? {};
    if (typeof name !== 'string') throw new Refusal('invalid', 'no-parameters', 'Every parameter needs a name.');
    const element = Object.keys(rest).find((key) => key.startsWith('value') || key === 'resource');
    return { name, value: element === undefined ? undefined : rest[element] };
  });
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return String(value);
  const { reference } = (value ?? {}) as { reference?: unknown };
  return typeof reference === 'string' ? reference : rawOf(value);
}

/** Numbers that keep their text (libs/fhir/json.ts). */
const rawOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'rawJSON' in value ? String(value.rawJSON) : undefined;

/** A query and the parameters of a body, if there is one, as one query. @throws Refusal as `parametersOf`. */
export function queryWithBody(query: string, body: unknown): string {
  if (body === undefined) return query;
  const sent = parametersOf(body).map(({ name, value }) => {
    const text = asText(value);
    if (text === undefined)
      throw new Refusal('invalid', 'no-parameters', `The parameter '${name}' has no simple value.`);
    return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
  });
  return [query, ...sent].filter((part) => part !== '').join('&');
}

/** The input of $meta-add and $meta-delete. @throws Refusal `invalid` `no-meta`; as `parametersOf`. */
export function metaInBody(body: unknown): Meta {
  const sent = parametersOf(body).find(({ name }) => name === 'meta')?.value;
  const { profile, security, tag } = (sent ?? {}) as { [element: string]: unknown };
  const isCodings = (value: unknown) =>
    value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null));
  const isTexts = profile === undefined || (Array.isArray(profile) && profile.every((one) => typeof one === 'string'));
  if (typeof sent !== 'object' || !isTexts || !isCodings(security) || !isCodings(tag)) {
    throw new Refusal('invalid', 'no-meta', 'Send Parameters with a parameter meta that has a valueMeta.');
  }
  return sent as Meta;
}

/** The output of $meta and of what changes it. */
export const metaAnswer = (meta: Meta) => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'return', valueMeta: meta }],
});
