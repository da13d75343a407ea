/**
 * Browsers of other origins may call CDS services: they prove themselves by a token, never by a cookie, so no answer is
 * shared with credentials. https://cds-hooks.hl7.org/2.0/#cross-origin-resource-sharing
 */
import type { FastifyInstance } from 'fastify';

const ours = /^\/api\/cds-services(?:[/?]|$)/;
const allowed = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'content-type, retry-after',
  'cross-origin-resource-policy': 'cross-origin',
};
const preflight = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, accept, accept-language',
  'access-control-max-age': '3600',
};

/** Headers on every answer of the services, refusals too, and the answer to preflight requests. */
export function crossOrigin(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!ours.test(request.url)) return;
    reply.headers(allowed);
    // A cookie of ours says nothing here: another origin could make a browser send it.
    delete request.headers.cookie;
  });
  for (const url of ['/api/cds-services', '/api/cds-services/:id', '/api/cds-services/:id/feedback'])
    server.options(url, (_request, reply) => reply.code(204).headers(preflight).send());
}
