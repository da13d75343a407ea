/**
 * The security headers of every class of route, and of every kind of refusal, as checks/security-headers.txt has them;
 * `UPDATE_GOLDEN=1` writes it anew. Nobody of another origin is let in by any (CORS). security/requirements.md 8
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApi } from '#apps/api/server.ts';
import { assemble } from '#apps/platform.ts';
import { readSettings } from '#apps/settings.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';

let database: TestDatabase;
let server: FastifyInstance;
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-headers-'));
const golden = new URL('./security-headers.txt', import.meta.url).pathname;

beforeAll(async () => {
  database = await createTestDatabase();
  const base = { EZDROWIE_BASE_URL: 'https://e-zdrowie.example', EZDROWIE_TLS_PORT: '8443' };
  const settings = readSettings({ EZDROWIE_HOME: home, PORT: '8097', LOG_LEVEL: 'silent', ...base });
  server = await buildApi(assemble(settings, database), async () => true);
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
  rmSync(home, { recursive: true, force: true });
});

const asset = () => readdirSync('build/portals/assets').find((name) => name.endsWith('.js')) ?? '';
const json = { 'content-type': 'application/json' };
type Ask = { method?: 'GET' | 'POST' | 'OPTIONS' | 'DELETE'; url: string; headers?: object; payload?: string };
const asks = (): Record<string, Ask> => ({
  health: { url: '/health/live' },
  metrics: { url: '/metrics' },
  'first page': { url: '/' },
  'page of a portal': { url: '/ikp/leki' },
  'asset of a portal': { url: `/assets/${asset()}` },
  'FHIR, public': { url: '/fhir/R4/metadata' },
  'SMART discovery': { url: '/fhir/R4/.well-known/smart-configuration' },
  'FHIR, unknown caller': { url: '/fhir/R4/Patient' },
  'FHIR, no such type': { url: '/fhir/R4/Nic/1' },
  'FHIR, broken address': { url: '/fhir/R4/%E0%A4%A' },
  'description of the API': { url: '/api/openapi.json' },
  'page of the API': { url: '/api/docs' },
  'operation, unknown caller': { url: '/api/accounts/session' },
  'operation, wrong body': { method: 'POST', url: '/api/accounts/sign-in', headers: json, payload: '{"login":1}' },
  'operation, no JSON': { method: 'POST', url: '/api/accounts/sign-in', headers: json, payload: '{' },
  'operation, other media': {
    ...{ method: 'POST', url: '/api/accounts/sign-in', payload: 'x' },
    headers: { 'content-type': 'text/x' },
  },
  'body too large': { method: 'POST', url: '/api/accounts/sign-in', headers: json, payload: ' '.repeat(3_000_000) },
  'OpenID discovery': { url: '/.well-known/openid-configuration' },
  'OpenID keys': { url: '/oidc/jwks' },
  'OpenID token, refused': {
    ...{ method: 'POST', url: '/oidc/token', payload: 'grant_type=x' },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  },
  'nothing there': { url: '/nowhere' },
  'method not served': { method: 'DELETE', url: '/health/live' },
  'preflight of another origin': {
    ...{ method: 'OPTIONS', url: '/fhir/R4/Patient' },
    headers: { 'access-control-request-method': 'GET' },
  },
});

/** Of a header of every answer, only what is not about this answer. */
const about =
  /^(strict-transport|content-security|x-|referrer|cross-origin|cache-control|access-control|permissions|clear-site|vary|server$|content-type)/;

it('are those that the list shows, and let no other origin in', async () => {
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const groups = new Map<string, string[]>();
  for (const [name, { url, headers, payload, method = 'GET' }] of Object.entries(asks())) {
    const sent = { origin: 'https://evil.example', ...headers };
    const body = payload === undefined ? {} : { body: payload };
    const answer = await fetch(address + url, { method, headers: sent, redirect: 'manual', ...body });
    await answer.arrayBuffer();
    const kept = [...answer.headers]
      .filter(([header]) => about.test(header))
      .map(([header, value]) => `${header}: ${value}`);
    expect([name, kept.filter((line) => /^(access-control|server|x-powered-by)/.test(line))]).toEqual([name, []]);
    const common = kept
      .filter((line) => !line.startsWith('content-type'))
      .toSorted()
      .join('\n');
    const type = answer.headers.get('content-type') ?? 'no body';
    groups.set(common, [...(groups.get(common) ?? []), `${name}: ${answer.status}, ${type}`]);
  }
  const text = [...groups]
    .map(([common, names]) => `${names.map((name) => `# ${name}\n`).join('')}${common}\n`)
    .join('\n');
  if (process.env.UPDATE_GOLDEN) writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});
