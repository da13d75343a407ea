/** Security headers of every answer. security/requirements.md section 8. */
import type { FastifyInstance } from 'fastify';

/** Portals load only what this server sends; nothing inline, nothing from elsewhere, no framing. */
export const contentSecurityPolicy = (formTargets: readonly string[], ancestors: readonly string[] = []): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    `worker-src 'self'`,
    `form-action ${[`'self'`, ...formTargets].join(' ')}`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : `'none'`}`,
  ].join('; ');

/** By name; for answers that no hook sees, because their request was none, too. `formTargets`: origins that our pages may send forms to. */
export function headersOfAll(https: boolean, formTargets: readonly string[] = []): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(formTargets),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

export function secureHeaders(server: FastifyInstance, https: boolean, formTargets: readonly string[] = []): void {
  const headers = headersOfAll(https, formTargets);
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
