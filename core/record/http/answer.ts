/** Answers: headers of a version, forms of a body. https://hl7.org/fhir/R4/http.html#return */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseJson } from '#libs/fhir/json.ts';
import { writeXml } from '#libs/fhir/xml.ts';
import { type Issue, operationOutcome, Refusal } from '../../refusal/refusal.ts';
import { etagOf, isKnown } from '../etag.ts';
import type { Stored, Written } from '../record.ts';
import { issueOfChange } from '../change-words.ts';
import { patchFormats } from '../interactions/capabilities.ts';
import { shortened } from '../search/index.ts';
import { allowedAt } from './allowed.ts';
import { type AskedQuery, queryOf } from './asked.ts';
import { fhirJson, fhirXml, formatOf, preferencesOf } from './negotiation.ts';

/** More than any answer has: what the record itself made is not held to the limits of what comes in. */
const unlimited = { depth: 1000, keys: 10_000, elements: 1_000_000, string: 64 * 1024 * 1024, data: 64 * 1024 * 1024 };

/** Sends a resource, given as JSON (text, or UTF-8), in the format that is asked for; indented when `_pretty` asks. */
export function sendText(
  reply: FastifyReply,
  status: number,
  text: string | Buffer,
  { pretty }: Pick<AskedQuery, 'pretty'>,
): FastifyReply {
  reply.code(status);
  if (formatOf(reply.request) === 'json') {
    const body = pretty ? JSON.stringify(parseJson(text, unlimited), null, 2) : text;
    return reply.header('content-type', fhirJson).send(body);
  }
  const resource = parseJson(text, unlimited) as { [name: string]: unknown };
  return reply.header('content-type', fhirXml).send(writeXml(resource, { pretty }));
}

export function sendOutcome(reply: FastifyReply, status: number, issues: readonly Issue[]): FastifyReply {
  return sendText(reply, status, JSON.stringify(operationOutcome(issues)), { pretty: false });
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
  if (refusal.kind === 'not-allowed') reply.header('allow', allowedAt(reply.request, reply.server).join(', '));
  if (refusal.kind === 'unsupported-media') sayWhatIsRead(reply);
  if (refusal.kind === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  // What was not read to its end must not be taken for the next request.
  if (refusal.kind === 'too-large') reply.header('connection', 'close');
  return sendOutcome(reply, refusal.status, refusal.issues);
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16 https://www.rfc-editor.org/rfc/rfc5789#section-2.2 */
function sayWhatIsRead(reply: FastifyReply): void {
  const { method, headers } = reply.request;
  if (headers['content-encoding'] !== undefined) reply.header('accept-encoding', 'gzip');
  if (method === 'PATCH') reply.header('accept-patch', patchFormats.join(', '));
}

/** A resource that was read; 304 when the client has it already. https://hl7.org/fhir/R4/http.html#cread */
export function sendStored(
  request: FastifyRequest,
  reply: FastifyReply,
  stored: Stored,
  baseUrl: string,
): FastifyReply {
  const { type, id, version, updated } = stored;
  const query = queryOf(request);
  const { 'if-none-match': ifNoneMatch, 'if-modified-since': ifModifiedSince } = request.headers;
  const known = isKnown({ ifNoneMatch, ifModifiedSince }, version, updated);
  // What cannot be cut as it is asked is refused before the headers of a version are set.
  const { content } = known ? stored : shortened(stored, query.text);
  reply
    .header('etag', etagOf(version))
    .header('last-modified', updated.toUTCString())
    .header('content-location', `${baseUrl}/${type}/${id}/_history/${version}`);
  return known ? reply.code(304).send() : sendText(reply, 200, content, query);
}

const statuses = { created: 201, updated: 200, unchanged: 200, deleted: 204 } as const;

/** What became of a change, in the form that Prefer asks for (the whole resource by default). */
export function sendWritten(
  request: FastifyRequest,
  reply: FastifyReply,
  written: Written,
  baseUrl: string,
): FastifyReply {
  const { type, id, version, updated, content, outcome } = written;
  const place = `${baseUrl}/${type}/${id}/_history/${version}`;
  reply.header('etag', etagOf(version)).header('last-modified', updated.toUTCString());
  if (outcome === 'created') reply.header('location', place);
  const { answer = 'representation' } = preferencesOf(request);
  const status = statuses[outcome];
  if (answer === 'OperationOutcome') return sendOutcome(reply, status === 204 ? 200 : status, [issueOfChange(written)]);
  if (content === '') return reply.code(204).send();
  reply.header('content-location', place);
  if (answer === 'minimal') return reply.code(status).send();
  return sendText(reply, status, content, queryOf(request));
}

/** What a conditional deletion did: nothing, one, or several. */
export function sendDeleted(
  request: FastifyRequest,
  reply: FastifyReply,
  deleted: readonly Written[],
  baseUrl: string,
): FastifyReply {
  const [only] = deleted;
  if (only && deleted.length === 1) return sendWritten(request, reply, { ...only, content: '' }, baseUrl);
  if (deleted.length === 0 || preferencesOf(request).answer === 'minimal') return reply.code(204).send();
  return sendOutcome(reply, 200, deleted.map(issueOfChange));
}
