/** Refusals as problem details. https://www.rfc-editor.org/rfc/rfc9457 */
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../refusal/refusal.ts';

export function sendProblem(reply: FastifyReply, refusal: Refusal) {
  if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
  if (refusal.kind === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  return reply
    .code(refusal.status)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: refusal.kind,
      status: refusal.status,
      code: refusal.code,
      detail: refusal.message,
      ...(refusal.issues.length > 1
        ? {
            errors: refusal.issues.map(({ diagnostics, expression }) => ({ detail: diagnostics, pointer: expression })),
          }
        : {}),
    });
}
