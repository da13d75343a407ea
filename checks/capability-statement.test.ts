/** The CapabilityStatement promises nothing that the running platform does not do: each promise is called once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedPlatform, startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { type SearchParameter, searchParameter } from '#libs/fhir/search/parameters.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';

interface OfType {
  type: string;
  interaction: { code: string }[];
  searchParam?: { name: string; type: string }[];
  searchInclude?: string[];
  searchRevInclude?: string[];
  operation?: { name: string }[];
}
interface Rest {
  resource: OfType[];
  interaction: { code: string }[];
  searchParam?: { name: string; type: string }[];
  operation?: { name: string }[];
}

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-capabilities-'));
let started: StartedPlatform;
let token: string;
let rest: Rest;

beforeAll(async () => {
  const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: '0', LOG_LEVEL: 'error' });
  started = await startPlatform({ settings, say: () => undefined });
  token = await demonstrationToken({ baseUrl: started.url, home, profile: 'demo', client: 'demo-provider' });
  const metadata = await fetch(`${started.url}/fhir/R4/metadata`);
  [rest] = ((await metadata.json()) as { rest: [Rest] }).rest;
}, 120_000);
afterAll(async () => {
  await started?.close();
  rmSync(home, { recursive: true, force: true });
}, 30_000);

async function ask(method: string, address: string, headers: Record<string, string> = {}, body?: string) {
  const answer = await fetch(`${started.url}/fhir/R4${address}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The trail says what its codes are, instead of finding nothing by one that cannot be. */
const trailCodes: Readonly<Record<string, string>> = { action: 'R', outcome: '0' };
const samples: Readonly<Record<string, string>> = {
  token: 'a',
  reference: 'Patient/a',
  date: '2026',
  string: 'a',
  number: '1',
  quantity: '1||mg',
  special: '50.06|19.94|5|km',
  uri: 'http://example.org',
};

function sampleOf({ type, components = [] }: Pick<SearchParameter, 'type' | 'components'>): string {
  return type === 'composite'
    ? components.map(({ parameter }) => sampleOf(parameter)).join('$')
    : (samples[type] ?? 'a');
}

/** What is refused of many strict searches, a few at a time. */
async function refusedOf(addresses: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  let next = 0;
  const worker = async () => {
    for (let address = addresses[next++]; address !== undefined; address = addresses[next++]) {
      const { status, text } = await ask('GET', address, { prefer: 'handling=strict' });
      if (status !== 200) refused.push(`${address}: ${status} ${text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return refused;
}

describe('what the CapabilityStatement promises', { timeout: 240_000 }, () => {
  it('every search parameter of every type', async () => {
    const addresses = rest.resource.flatMap(({ type, searchParam = [] }) =>
      searchParam.map(({ name, type: kind }) => {
        const parameter = searchParameter(type, name) ?? { type: kind as SearchParameter['type'] };
        // The trail is never read whole: an entity is looked for within a time.
        const within = type === 'AuditEvent' && name === 'entity' ? '&date=2026' : '';
        const value = (type === 'AuditEvent' && trailCodes[name]) || sampleOf(parameter);
        return `/${type}?${name}=${encodeURIComponent(value)}${within}&_count=1`;
      }),
    );
    expect(addresses.length).toBeGreaterThan(1000);
    expect((await refusedOf(addresses)).join('\n')).toBe('');
  });

  it('every _include and _revinclude', async () => {
    const addresses = rest.resource.flatMap(({ type, searchInclude = [], searchRevInclude = [] }) => [
      ...searchInclude.map((include) => `/${type}?_id=a&_include=${encodeURIComponent(include)}`),
      ...searchRevInclude.map((include) => `/${type}?_id=a&_revinclude=${encodeURIComponent(include)}`),
    ]);
    expect(addresses.length).toBeGreaterThan(500);
    expect((await refusedOf(addresses)).join('\n')).toBe('');
  });

  it('every operation has an address: it is done, or refused for what was not said', async () => {
    const operations = rest.resource.flatMap(({ type, operation = [] }) =>
      operation.flatMap(({ name }) => [`/${type}/$${name}`, `/${type}/a/$${name}`].map((address) => [name, address])),
    );
    const system = (rest.operation ?? []).map(({ name }) => [name, `/$${name}`]);
    const found = new Set<string>();
    const asked = new Set<string>();
    for (const [name = '', address = ''] of [...operations, ...system]) {
      const owner = address.split('/$')[0]?.replace('/a', '') ?? '';
      asked.add(`${owner} ${name}`);
      // One type of each name is enough of those that every type has.
      if (found.has(`${owner} ${name}`)) continue;
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? '{"resourceType":"Parameters"}' : undefined;
        const headers = { 'content-type': 'application/fhir+json', prefer: 'respond-async' };
        const { status, text } = await ask(method, address, body ? headers : { prefer: 'respond-async' }, body);
        expect(status, `${method} ${address}: ${text.slice(0, 300)}`).toBeLessThan(500);
        if (!/is not done at this address|There is nothing at/.test(text)) found.add(`${owner} ${name}`);
      }
    }
    expect([...asked].filter((promise) => !found.has(promise))).toEqual([]);
  });

  it('only interactions that the standard names', () => {
    const known = [
      'read',
      'vread',
      'update',
      'patch',
      'delete',
      'history-instance',
      'history-type',
      'create',
      'search-type',
    ];
    for (const { type, interaction } of rest.resource)
      for (const { code } of interaction) expect(known, `${type} ${code}`).toContain(code);
  });
});
