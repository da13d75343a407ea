/** What an operation is asked: in the address, in a form, or in Parameters. https://hl7.org/fhir/R4/operations.html#request */
import { Refusal } from '../../refusal/refusal.ts';
import type { Asked } from './operation.ts';
import { parseBody } from './body.ts';
import { demandFhir } from './negotiation.ts';

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

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? String(value) : rawOf(value);

/** Numbers that keep their text (libs/fhir/json.ts). */
const rawOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'rawJSON' in value ? String(value.rawJSON) : undefined;

/** The query of an operation that is asked by GET or POST: what is in the address, then what is in the body. */
export function queryOfOperation({ request, query }: Asked): string {
  const { body, headers } = request;
  if (request.method !== 'POST' || !Buffer.isBuffer(body) || body.length === 0) return query.text;
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return [query.text, body.toString('utf8').trim()].filter((part) => part !== '').join('&');
  }
  demandFhir(request);
  const sent = parametersOf(parseBody(body)).map(({ name, value }) => {
    const text = asText(value);
    if (text === undefined)
      throw new Refusal('invalid', 'no-parameters', `The parameter '${name}' has no simple value.`);
    return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
  });
  return [query.text, ...sent].filter((part) => part !== '').join('&');
}
