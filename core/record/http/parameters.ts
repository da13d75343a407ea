/** What an operation is asked over HTTP: in the address, in a form, or in Parameters. https://hl7.org/fhir/R4/operations.html#request */
import { queryWithBody } from '../interactions/operation-parameters.ts';
import type { Asked } from './operation.ts';
import { parseBody } from './body.ts';
import { demandFhir } from './negotiation.ts';

export { parametersOf } from '../interactions/operation-parameters.ts';

/** The query of an operation that is asked by GET or POST: what is in the address, then what is in the body. */
export function queryOfOperation({ request, query }: Asked): string {
  const { body, headers } = request;
  if (request.method !== 'POST' || !Buffer.isBuffer(body) || body.length === 0) return query.text;
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return [query.text, body.toString('utf8').trim()].filter((part) => part !== '').join('&');
  }
  demandFhir(request);
  return queryWithBody(query.text, parseBody(body));
}
