/** `/api/openapi.json` for programs and `/api/docs` for people. */
import type { FastifyInstance } from 'fastify';
import type { Operation } from '../operation.ts';
import { openApiOf } from './document.ts';
import { apiPage, apiStyle } from './page.ts';

export function serveOpenApi(
  server: FastifyInstance,
  operations: readonly Operation[],
  about: { baseUrl: string; version: string },
): void {
  const document = openApiOf(operations, about);
  // Fastify's schemas read what we say of requests; what is sent of ourselves is made once.
  const [json, page] = [JSON.stringify(document), apiPage(document)];
  server.get('/api/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(json));
  server.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  server.get('/api/docs.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(apiStyle));
}
