/**
 * Everything that is served over HTTP: FHIR, OpenID Connect, the operations of the systems, the portals, health,
 * metrics.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyCompress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { inside, orInside } from '#core/http/inside.ts';
import { serveOpenApi } from '#core/http/openapi/serve.ts';
import { serveOperations } from '#core/http/operations.ts';
import { rated, rateRequests } from '#core/http/rates.ts';
import { contentSecurityPolicy } from '#core/http/secure-headers.ts';
import { buildServer } from '#core/http/server.ts';
import { fhirRoutes } from '#core/record/http/index.ts';
import { terminologyOperations } from '#core/terminology/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { crossOrigin } from '#systems/care/alerts/index.ts';
import type { Platform } from '../platform.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { serveMetrics } from './metrics.ts';
import { serveProviders } from './provider-services.ts';

const portalsFolder = fileURLToPath(new URL('../../build/portals', import.meta.url));
/** Where each portal answers; each is one page with its own client-side addresses. */
export const portals = ['sign-in', 'gabinet', 'ikp', 'operacje'] as const;

/** Builds the HTTP server of a platform. `ready` tells whether it may be sent work. */
export async function buildApi(platform: Platform, ready: () => Promise<boolean>): Promise<FastifyInstance> {
  const { settings, database, audit, accounts, record, feed, systems } = platform;
  const server = buildServer({
    ...{ logLevel: settings.logLevel, https: settings.https, ready },
    formTargets: platform.identities.node?.formTargets ?? [],
  });
  rateRequests(server, platform.limits);
  serveMetrics(server, database, feed);
  await server.register(fhirRoutes, {
    prefix: '/fhir/R4',
    record,
    authenticator: accounts.authenticator,
    smartConfiguration: accounts.smartConfiguration,
    terminologyCapabilities: () => platform.terminology.capabilities(record.settings.baseUrl),
    published: platform.publishedOperations,
    subscriptions: platform.publishedSubscriptions,
    operations: [...terminologyOperations(platform.terminology), ...platform.operations],
  });
  for (const plugin of platform.fhirPlugins) await server.register(plugin, { prefix: '/fhir/R4' });
  await accounts.mount(server);
  await platform.identities.node?.mount(server);
  await server.register(async (scope) => {
    // Large answers only, and quickly: on a phone's network a life of 5,000 entries is 160 kB less. What holds a secret
    // (the session with its CSRF token) is far below the threshold, so that lengths tell nothing.
    await scope.register(fastifyCompress, { encodings: ['gzip'], threshold: 16_384, zlibOptions: { level: 1 } });
    crossOrigin(scope);
    const operations = systems.flatMap((system) => system.operations);
    serveOperations(scope, operations, {
      database,
      audit,
      authenticator: orInside(accounts.authenticator, rated(inside, platform.limits)),
      runtime: systemRuntime,
      idempotency: platform.idempotency,
    });
    serveOpenApi(scope, operations, { baseUrl: settings.baseUrl, version: packageJson.version });
  });
  serveProviders(server, platform);
  await servePortals(server);
  serveEmbedded(server, accounts.frameOrigins);
  return server;
}

/** The built portals: hashed files are kept by browsers for a year, pages are asked for each time. */
async function servePortals(server: FastifyInstance): Promise<void> {
  server.get('/', (_request, reply) => reply.redirect('/sign-in', 302));
  for (const page of ['deklaracja-dostepnosci', 'pomoc']) {
    server.get(`/${page}`, (_request, reply) => reply.redirect(`/sign-in/${page}`, 302));
  }
  if (!existsSync(portalsFolder)) return;
  await server.register(fastifyStatic, {
    root: path.join(portalsFolder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response) => response.header('cache-control', 'public, max-age=31536000, immutable'),
  });
  serveInstallable(server);
  for (const portal of portals) {
    const page = readFileSync(path.join(portalsFolder, portal, 'index.html'));
    for (const url of [`/${portal}`, `/${portal}/*`]) {
      server.get(url, (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
    }
  }
}

/** What makes IKP an app on a phone: asked for anew each time, so that a new build is noticed. */
function serveInstallable(server: FastifyInstance): void {
  const types = {
    'sw.js': 'text/javascript; charset=utf-8',
    'manifest.webmanifest': 'application/manifest+json; charset=utf-8',
    'icon-192.png': 'image/png',
    'icon-512.png': 'image/png',
  };
  for (const [name, type] of Object.entries(types)) {
    const content = readFileSync(path.join(portalsFolder, 'ikp', name));
    server.get(`/ikp/${name}`, (_request, reply) =>
      // The worker lies below the address that it serves.
      reply.headers({ 'cache-control': 'no-cache', 'service-worker-allowed': '/ikp' }).type(type).send(content),
    );
  }
}

/**
 * The profile without a portal: in a frame for pages of the origins that were registered for the app that opens it, and
 * as the SMART app `e-profil`, in no frame. It is given no cookie and asks for none (decision 0050).
 */
function serveEmbedded(server: FastifyInstance, originsOf: (client: string) => Promise<readonly string[]>): void {
  const file = path.join(portalsFolder, 'embedded', 'index.html');
  if (!existsSync(file)) return;
  const page = readFileSync(file);
  for (const url of ['/gabinet/e-profil/uruchom', '/gabinet/e-profil/powrot'])
    server.get(url, (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  server.get<{ Params: { client: string } }>('/gabinet/osadzony/:client', async ({ params }, reply) => {
    const origins = /^[A-Za-z0-9._-]{1,64}$/.test(params.client) ? await originsOf(params.client) : [];
    // Of a page that demands it of what it embeds (COEP), too.
    if (origins.length > 0) reply.header('cross-origin-resource-policy', 'cross-origin');
    return reply
      .header('content-security-policy', contentSecurityPolicy([], origins))
      .type('text/html; charset=utf-8')
      .send(page);
  });
}
