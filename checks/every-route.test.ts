/**
 * No way in is forgotten: every route that the server has stands in a class that says who may call it and what the
 * trail says; every one that is not public is called by nobody, by another patient, by somebody who acts for another
 * and by a physician and a pharmacist elsewhere. None of them gets a word of a patient's record. A route in no class
 * fails the test.
 * checks/fhir-operations.txt says how each role's call of each $operation on somebody else's record is answered;
 * `UPDATE_GOLDEN=1` writes it anew.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApi } from '#apps/api/server.ts';
import { assemble } from '#apps/platform.ts';
import { readSettings } from '#apps/settings.ts';
import { type Actor, platformActor } from '#core/access/actor.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import type { Resource } from '#core/record/record.ts';

interface RouteClass {
  readonly routes: RegExp;
  /**
   * `operation`: as its value says; `record`: core/access decides; `public`; `oidc`: the provider’s own rules; `soap`:
   * a message proves itself (checks/soap.test.ts), then as operations say.
   */
  readonly access: 'operation' | 'record' | 'public' | 'oidc' | 'soap';
  readonly audit: 'operation' | 'record' | 'none';
}

const classes: readonly RouteClass[] = [
  { routes: /^\/health\/(live|ready)$|^\/metrics$/, access: 'public', audit: 'none' },
  {
    routes: /^\/$|^\/(assets|sign-in|gabinet|ikp|operacje|pomoc|deklaracja-dostepnosci)/,
    access: 'public',
    audit: 'none',
  },
  // SYMULATOR of the national node, in the demonstration only: takes what our side signed, knows nobody's data.
  { routes: /^\/symulator\/wezel-krajowy\/SingleSignOnService$/, access: 'public', audit: 'none' },
  { routes: /^\/fhir\/R4\/(metadata|\.well-known\/smart-configuration)$/, access: 'public', audit: 'none' },
  { routes: /^\/oidc\/|^\/\.well-known\/openid-configuration$/, access: 'oidc', audit: 'operation' },
  { routes: /^\/soap\//, access: 'soap', audit: 'operation' },
  { routes: /^\/fhir\/R4(\/|$)/, access: 'record', audit: 'record' },
  { routes: /^\/api\/(openapi\.json|docs(\.css)?)$/, access: 'public', audit: 'none' },
  { routes: /^\/api\//, access: 'operation', audit: 'operation' },
];

/** Answers without a caller, because it proves itself otherwise: a token within the first message. */
const provesItself = /\$subscription-websocket|\/ws/;
const marker = 'ZNACZNIK-TAJEMNICY';

let database: TestDatabase;
let server: FastifyInstance;
const ids: Record<string, string> = {};
const callers: Record<string, Actor> = {};
const open = new Set<string>();
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-routes-'));

beforeAll(async () => {
  database = await createTestDatabase();
  const platform = assemble(readSettings({ EZDROWIE_HOME: home, PORT: '8098', LOG_LEVEL: 'silent' }), database);
  const authenticate = async ({ headers }: { headers: Record<string, unknown> }) =>
    callers[String(headers['x-caller'])];
  const accounts = { ...platform.accounts, authenticator: { authenticate } as typeof platform.accounts.authenticator };
  server = await buildApi({ ...platform, accounts }, async () => true);
  for (const { method, path: url, access } of platform.systems.flatMap(({ operations }) => operations))
    if (access === 'anyone') open.add(`${method} /api${url}`);
  const call = { actor: platformActor('test'), source: 'local', trace: 't' };
  const make = async (resource: Resource) => (await platform.record.create(call, resource)).id;
  ids.Patient = await make({ resourceType: 'Patient', name: [{ text: marker }] });
  ids.other = await make({ resourceType: 'Patient' });
  const subject = { reference: `Patient/${ids.Patient}` };
  const code = { text: marker };
  ids.Observation = await make({ resourceType: 'Observation', status: 'final', code, subject });
  ids.Encounter = await make({ resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' }, subject });
  ids.Group = await make({
    resourceType: 'Group',
    type: 'person',
    actual: true,
    name: marker,
    member: [{ entity: subject }],
  });
  const person = { name: 'x', scopes: [], acrWaived: true } as const;
  Object.assign(callers, {
    patient: {
      ...person,
      role: 'patient',
      id: '00000000-0000-4000-8000-000000000001',
      purpose: 'PATRQT',
      patient: ids.other,
    },
    proxy: {
      ...person,
      role: 'proxy',
      id: '00000000-0000-4000-8000-000000000002',
      purpose: 'PATRQT',
      patient: ids.Patient,
      proxy: { grant: 'g', person: ids.other },
    },
    physician: {
      ...person,
      role: 'physician',
      id: '00000000-0000-4000-8000-000000000003',
      purpose: 'TREAT',
      practitioner: 'd',
      facility: 'elsewhere',
      facilityName: 'E',
    },
    pharmacist: {
      ...person,
      role: 'pharmacist',
      id: '00000000-0000-4000-8000-000000000005',
      purpose: 'TREAT',
      practitioner: 'f',
      facility: 'elsewhere',
      facilityName: 'E',
    },
    operator: { ...person, role: 'operator', id: '00000000-0000-4000-8000-000000000004', purpose: 'HOPERAT' },
    machine: { ...person, role: 'machine', id: 'm', purpose: 'TREAT', scopes: ['system/*.cruds'] },
  } satisfies Record<string, Actor>);
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
  rmSync(home, { recursive: true, force: true });
});

const golden = new URL('./fhir-operations.txt', import.meta.url).pathname;

const classOf = (url: string): RouteClass | undefined => classes.find(({ routes }) => routes.test(url));

/** The address with the patient's own ids in it, for the types that a route may be about. */
function addresses(url: string): string[] {
  const kinds = url.includes(':type')
    ? ['Patient', 'Observation', 'Encounter', 'Group']
    : [/\/(Patient|Encounter|Group|Observation)\b/.exec(url)?.[1] ?? 'Patient'];
  return kinds.map((kind) => {
    const id = String(ids[kind]);
    const named = url
      .replaceAll(':type', kind)
      .replace(':patient', String(ids.Patient))
      .replace(/:(id|vid|version)\b/g, (_, name) => (name === 'id' ? id : '1'));
    return named.replaceAll(/:\w+/g, id).replaceAll('*', kind === 'Patient' ? 'Observation' : '');
  });
}

const bodyFor = (url: string) =>
  url.includes('$') || url.endsWith('/_search')
    ? {
        resourceType: 'Parameters',
        ...(url.includes('$meta-') ? { parameter: [{ name: 'meta', valueMeta: {} }] } : {}),
      }
    : {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'x' },
        subject: { reference: `Patient/${ids.Patient}` },
      };

async function ask(method: string, url: string, caller: string) {
  const reads = method === 'GET' || method === 'HEAD' || method === 'DELETE';
  const type = url.startsWith('/fhir/') ? 'application/fhir+json' : 'application/json';
  return server.inject({
    ...{ method: method as 'GET', url },
    headers: { 'x-caller': caller, prefer: 'respond-async', ...(reads ? {} : { 'content-type': type }) },
    ...(reads ? {} : { payload: JSON.stringify(url.startsWith('/fhir/') ? bodyFor(url) : {}) }),
  });
}

it('stands in a class, each', () => {
  expect(server.served.length).toBeGreaterThan(100);
  expect(server.served.filter(({ url }) => !classOf(url)).map(({ method, url }) => `${method} ${url}`)).toEqual([]);
});

it('gives nobody and no stranger a word of a patient’s record', async () => {
  const asked = server.served.filter(
    ({ method, url }) =>
      method !== 'OPTIONS' &&
      ['record', 'operation'].includes(classOf(url)?.access ?? '') &&
      !open.has(`${method === 'HEAD' ? 'GET' : method} ${url}`) &&
      !provesItself.test(url),
  );
  const wrong: string[] = [];
  let calls = 0;
  for (const { method, url } of asked) {
    for (const address of addresses(url)) {
      const anonymous = await ask(method, address, 'nobody');
      // What is malformed is refused before anybody asks who sent it; a type without such a level is not there.
      if (![400, 401, 404, 405, 415].includes(anonymous.statusCode))
        wrong.push(`${method} ${address}: ${anonymous.statusCode} to nobody`);
      for (const caller of ['patient', 'proxy', 'physician', 'pharmacist', 'operator']) {
        const answer = await ask(method, address, caller);
        calls++;
        if (answer.statusCode >= 500) wrong.push(`${method} ${address}: ${answer.statusCode} to ${caller}`);
        if (answer.body.includes(marker)) wrong.push(`${method} ${address}: told ${caller}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(300);
  const { rows } = await database.query<{ n: number }>(
    `select count(*)::int4 as n from record.resource where version > 1`,
  );
  expect(rows[0]?.n, 'nothing of the record was changed').toBe(0);
}, 120_000);

it('answers each role’s $operations as the golden file says: 403 is a right that the role has not', async () => {
  const roles = ['patient', 'proxy', 'physician', 'pharmacist', 'operator', 'machine'];
  const operations = server.served.filter(
    ({ method, url }) => url.includes('/$') && method !== 'HEAD' && method !== 'OPTIONS',
  );
  const rows: string[] = [];
  for (const { method, url } of operations) {
    const [address = ''] = addresses(url);
    const may: string[] = [];
    for (const role of roles) may.push(String((await ask(method, address, role)).statusCode));
    rows.push(
      `${method.padEnd(7)}${url.padEnd(56)}${may
        .map((one) => one.padEnd(11))
        .join('')
        .trimEnd()}`,
    );
  }
  const head = `${''.padEnd(63)}${roles
    .map((role) => role.padEnd(11))
    .join('')
    .trimEnd()}`;
  const now = `${[head, ...rows.sort()].join('\n')}\n`;
  if (process.env.UPDATE_GOLDEN) writeFileSync(golden, now);
  expect(now).toBe(readFileSync(golden, 'utf8'));
});
