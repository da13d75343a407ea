/**
 * The examples of the API are true: each is sent to a sandbox by its client or its people, the answer fits the schema,
 * and what the example shows has the same members and kinds of values as what really came.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedPlatform, startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import type { Operation, Schema } from '#core/http/operation.ts';
import { markSandbox, prepareSandbox } from '#apps/sandbox.ts';
import { type Headers, signIn } from './attacks/target.ts';
import { createClient } from '../packages/client/src/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-examples-'));
const home = path.join(folder, 'sandbox');
let started: StartedPlatform;
/** Headers of the callers: the machine where it may, else the people of the demonstration. */
const callers: { [role in Role]?: Headers } = {};
type Role = 'machine' | 'physician' | 'pharmacist' | 'patient' | 'operator';

beforeAll(async () => {
  markSandbox(home);
  const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: '3', LOG_LEVEL: 'silent' });
  started = await startPlatform({ settings, say: () => undefined });
  const { baseUrl, clientId, scope, keyFiles } = await prepareSandbox(started.platform);
  const client = createClient({ baseUrl, as: { clientId, scope, privateKey: readFileSync(keyFiles.pem, 'utf8') } });
  callers.machine = { authorization: `Bearer ${await client.token()}` };
  callers.physician = await signIn(baseUrl, home, 'jan.nowak');
  callers.pharmacist = await signIn(baseUrl, home, 'barbara.sowa');
  callers.operator = await signIn(baseUrl, home, 'operator');
  callers.patient = await signIn(baseUrl, home, 'anna.wisniowiecka');
}, 180_000);
afterAll(async () => {
  await started?.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** What is different in form, by JSON pointer; of lists the first members are compared. */
function differences(shown: unknown, real: unknown, at = ''): string[] {
  if (Array.isArray(shown) && Array.isArray(real)) {
    return shown.length > 0 && real.length > 0 ? differences(shown[0], real[0], `${at}/0`) : [];
  }
  if (isObject(shown) && isObject(real)) {
    const names = new Set([...Object.keys(shown), ...Object.keys(real)]);
    return [...names].flatMap((name) => {
      if (!(name in shown)) return [`${at}/${name} is not shown`];
      return name in real ? differences(shown[name], real[name], `${at}/${name}`) : [`${at}/${name} did not come`];
    });
  }
  return kindOf(shown) === kindOf(real) ? [] : [`${at} is shown as ${kindOf(shown)} and is ${kindOf(real)}`];
}
const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);
const isObject = (value: unknown): value is Record<string, unknown> => kindOf(value) === 'object';

function callerOf({ access, name }: Operation): Headers {
  const roles = access === 'anyone' ? (['machine'] as const) : access.roles;
  const role = (['machine', 'physician', 'pharmacist', 'patient'] as const).find((one) => roles.includes(one));
  const headers = role && callers[role];
  if (!headers) throw new Error(`${name} has an example that nobody here may send`);
  return headers;
}

async function send(
  operation: Operation,
  { params = {}, query, body }: Sent,
  caller = callerOf(operation),
): Promise<Response> {
  const { method, path: address } = operation;
  const place = address.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const asked = query ? `?${new URLSearchParams(query)}` : '';
  return fetch(`${started.url}/api${place}${asked}`, {
    method,
    headers: { ...caller, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
type Sent = Pick<NonNullable<Operation['examples']>[number], 'params' | 'query' | 'body'>;

it('answers every example as it says', async () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const operations = started.platform.systems.flatMap((system) => system.operations);
  const wrong: string[] = [];
  let ran = 0;
  for (const operation of operations) {
    for (const example of operation.examples ?? []) {
      const answer = await send(operation, example);
      const real: unknown = await answer.json();
      const where = `${operation.name}, ${example.summary}`;
      ran++;
      if (answer.status >= 300) wrong.push(`${where}: ${answer.status} ${JSON.stringify(real)}`);
      else if (operation.reply && !ajv.validate(closed(operation.reply), real))
        wrong.push(`${where}: ${ajv.errorsText()}`);
      else wrong.push(...differences(example.reply, real).map((one) => `${where}: ${one}`));
    }
  }
  expect(wrong).toEqual([]);
  expect(ran).toBeGreaterThan(10);
});

it('answers plain readings by the schema of their reply, and with nothing that it does not say', async () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const wrong: string[] = [];
  const ran = new Set<string>();
  for (const operation of started.platform.systems.flatMap((system) => system.operations)) {
    const { name, method, path: address, access, reply, query } = operation;
    const plain = method === 'GET' && !address.includes(':') && !(query?.required as [] | undefined)?.length;
    if (!plain || !reply) continue;
    const allowed = access === 'anyone' ? [{}] : access.roles.map((role) => callers[role as Role]);
    for (const headers of allowed) {
      if (!headers) continue;
      const answer = await send(operation, {}, headers);
      const isJson = answer.headers.get('content-type')?.startsWith('application/json');
      const real: unknown = isJson ? await answer.json() : await answer.text();
      if (answer.status !== 200) continue;
      ran.add(name);
      if (!ajv.validate(closed(reply), real)) wrong.push(`${name}: ${ajv.errorsText()}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(ran.size).toBeGreaterThan(60);
});

/**
 * The same schema, which accepts no members but those that it names. Of FHIR resources their own definition says them;
 * of `allOf` no part knows those of the others.
 */
function closed(schema: Schema): Schema {
  const parts = Object.entries(schema).map(([keyword, value]) => [keyword, closedPart(keyword, value)] as const);
  const { properties, additionalProperties = false } = schema;
  const isOpen = !properties || 'resourceType' in (properties as object);
  return { ...Object.fromEntries(parts), ...(isOpen ? {} : { additionalProperties }) };
}

function closedPart(keyword: string, value: unknown): unknown {
  if (keyword === 'properties') {
    const members = Object.entries(value as Record<string, Schema>);
    return Object.fromEntries(members.map(([name, member]) => [name, closed(member)]));
  }
  if (Array.isArray(value)) return /^(any|one)Of$/.test(keyword) ? value.map(closed) : value;
  return /^(items|additionalProperties)$/.test(keyword) && typeof value === 'object' ? closed(value as Schema) : value;
}
