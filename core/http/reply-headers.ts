/** What the headers of an operation's answer say beside its body: where the next page is, and that its days are counted. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from './operation.ts';

/** Query parameters that take an opaque cursor, by their names in the house. */
const cursors = ['cursor', 'after', 'before'] as const;

/** The parameter by which an operation is paged, if it is. */
export function cursorOf({ query }: Operation): string | undefined {
  const known = Object.keys((query?.properties as object | undefined) ?? {});
  return cursors.find((name) => known.includes(name));
}

/** `Link: <…>; rel="next"` (RFC 8288) where the reply says `next`; `more: false` means that there is none yet. */
export function linkNext(operation: Operation, request: FastifyRequest, reply: FastifyReply, result: unknown): void {
  const parameter = cursorOf(operation);
  if (parameter === undefined || typeof result !== 'object' || result === null) return;
  const { next, more } = result as { next?: unknown; more?: unknown };
  if (typeof next !== 'string' || more === false) return;
  const [address = '', query = ''] = request.url.split('?');
  const asked = new URLSearchParams(query);
  asked.set(parameter, next);
  add(reply, `<${address}?${asked}>; rel="next"`);
}

/** https://www.rfc-editor.org/rfc/rfc9745 and https://www.rfc-editor.org/rfc/rfc8594 */
export function tellDeprecation({ deprecated, name }: Operation, reply: FastifyReply): void {
  if (!deprecated) return;
  const { since, sunset, instead } = deprecated;
  reply.header('deprecation', `@${Date.parse(since) / 1000}`);
  reply.header('sunset', new Date(sunset).toUTCString());
  add(reply, `</api/docs#${name}>; rel="deprecation"`);
  if (instead) add(reply, `</api/docs#${instead}>; rel="successor-version"`);
}

function add(reply: FastifyReply, link: string): void {
  const before = reply.getHeader('link');
  reply.header('link', before === undefined ? link : `${before}, ${link}`);
}
