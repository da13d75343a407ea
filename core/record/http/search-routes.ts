/**
 * Where one searches: a type, the whole system, a compartment; by GET, and by POST for long or delicate questions.
 * https://hl7.org/fhir/R4/http.html#search
 */
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { Refusal } from '../../refusal/refusal.ts';
import { searchset } from '../interactions/bundle-text.ts';
import type { FhirRecord } from '../index.ts';
import type { SearchOptions, SearchPage } from '../record.ts';
import { sendText } from './answer.ts';
import { type AskedQuery, understood } from './asked.ts';
import { demandReadable, preferencesOf } from './negotiation.ts';
import type { Asked } from './operation.ts';

/** Wraps what an address does: who asks, what is asked. */
export type Handle = (work: (asked: Asked) => Promise<unknown>) => RouteHandlerMethod;

interface Place {
  /** Behind the base. */
  readonly path: string;
  readonly run: (query: string, options: SearchOptions) => Promise<SearchPage>;
}

/** Puts the searches into `server`. */
export function searches(server: FastifyInstance, record: FhirRecord, handle: Handle): void {
  const { baseUrl } = record.settings;
  const at = (url: string, post: string, placeOf: (asked: Asked) => Place): void => {
    const answer = async (asked: Asked, query: AskedQuery) => {
      const { path, run } = placeOf(asked);
      const page = await run(query.text, { strict: preferencesOf(asked.request).strict });
      sendText(asked.reply, 200, searchset(baseUrl, baseUrl + path, page), query);
    };
    server.get(
      url,
      handle((asked) => answer(asked, asked.query)),
    );
    server.post(
      post,
      handle(async (asked) => {
        const form = understood(formOf(asked.request));
        demandReadable(asked.request, form.parameters);
        const text = [asked.query.text, form.text].filter((part) => part !== '').join('&');
        await answer(asked, { ...form, text, pretty: form.pretty || asked.query.pretty });
      }),
    );
  };
  at('/', '/_search', ({ call }) => ({
    path: '',
    run: (query, options) => record.searchSystem(call, query, options),
  }));
  at('/:type', '/:type/_search', ({ call, type }) => ({
    path: `/${type}`,
    run: (query, options) => record.search(call, type, query, options),
  }));
  at('/:type/:id/:members', '/:type/:id/:members/_search', ({ call, type, id, request }) => {
    const { members = '' } = request.params as { members?: string };
    const compartment = { of: type, id, type: members };
    return {
      path: `/${type}/${id}/${members}`,
      run: (query, options) => record.searchCompartment(call, compartment, query, options),
    };
  });
}

function formOf({ headers, body }: FastifyRequest): string {
  if (!Buffer.isBuffer(body) || body.length === 0) return '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new Refusal(
      'unsupported-media',
      'unsupported-media',
      'Send the search as application/x-www-form-urlencoded.',
    );
  }
  if (body.length > 64 * 1024) throw new Refusal('too-large', 'too-large', 'A search may have at most 64 KiB.');
  return body.toString('utf8').trim();
}
