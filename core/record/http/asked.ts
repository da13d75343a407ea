/** What a request asks, taken apart once: path, query, caller. */
import type { FastifyRequest } from 'fastify';
import type { Call } from '../../access/actor.ts';
import type { Authenticator } from '../../http/operation.ts';
import { Refusal } from '../../refusal/refusal.ts';

export interface AskedQuery {
  /** Without `?`, and without what concerns the form of the answer only. */
  readonly text: string;
  readonly parameters: URLSearchParams | undefined;
  readonly pretty: boolean;
}

const longestUrl = 8 * 1024;

/** The query of the address. @throws Refusal `uri-too-long`. */
export function queryOf({ raw: { url = '' } }: FastifyRequest): AskedQuery {
  if (url.length > longestUrl) {
    throw new Refusal(
      'uri-too-long',
      'uri-too-long',
      'The address may have at most 8 KiB. Use POST …/_search for long queries.',
    );
  }
  const mark = url.indexOf('?');
  return mark < 0 ? { text: '', parameters: undefined, pretty: false } : understood(url.slice(mark + 1));
}

/** A query from an address or a form. */
export function understood(text: string): AskedQuery {
  if (!/(?:^|&)_(?:format|pretty)=/.test(text)) return { text, parameters: undefined, pretty: false };
  const parameters = new URLSearchParams(text);
  const rest = text.split('&').filter((part) => !/^_(?:format|pretty)=/.test(part));
  return { text: rest.join('&'), parameters, pretty: parameters.get('_pretty') === 'true' };
}

/** Who asks, from where. @throws Refusal `unauthenticated`. */
export async function callOf(request: FastifyRequest, authenticator: Authenticator): Promise<Call> {
  const actor = await authenticator.authenticate(request);
  if (!actor) {
    throw new Refusal('unauthenticated', 'no-token', 'Sign in, or send an access token: Authorization: Bearer ….');
  }
  const maxStale = maxStaleOf(request.headers['cache-control']);
  return { actor, source: request.ip, trace: request.id, ...(maxStale === undefined ? {} : { maxStale }) };
}

/**
 * How old an answer may be, in seconds, by `Cache-Control: max-stale[=seconds]`; without a number, any age is accepted.
 * https://www.rfc-editor.org/rfc/rfc9111#section-5.2.1.2
 */
export function maxStaleOf(header: string | undefined): number | undefined {
  const found = header === undefined ? null : /(?:^|,)\s*max-stale\s*(?:=\s*"?(\d{1,9})"?\s*)?(?:,|$)/i.exec(header);
  if (!found) return undefined;
  return found[1] === undefined ? Infinity : Number(found[1]);
}
