/**
 * HL7's R4 example resources (CC0): each is created under its own id, read back equal as JSON and as XML, and found by
 * a search for its id.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isNumber, parseJson, stringify } from '#libs/fhir/json.ts';
import { parseXml } from '#libs/fhir/xml.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

interface Example {
  resourceType: string;
  id?: string;
  meta?: Record<string, unknown>;
  [element: string]: unknown;
}

export async function roundTripExamples({ folder, base, token }: SuiteNeeds): Promise<SuiteResult> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  const failures: SuiteResult['failures'] = [];
  for (const file of files) {
    const why = await roundTrip(readFileSync(path.join(folder, file)), base, token);
    if (why) failures.push({ what: file, why });
  }
  return { total: files.length, failures };
}

/** What went wrong, or undefined. */
async function roundTrip(bytes: Buffer, base: string, token: string): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
  const sent = parseJson(bytes) as Example;
  const type = sent.resourceType;
  const address = sent.id ? `${base}/${type}/${sent.id}` : `${base}/${type}`;
  const written = await fetch(address, { method: sent.id ? 'PUT' : 'POST', headers, body: new Uint8Array(bytes) });
  if (written.status !== 201 && written.status !== 200)
    return `${written.status} ${(await written.text()).slice(0, 400)}`;
  const location = written.headers.get('location') ?? '';
  const id = sent.id ?? /\/([^/]+)\/_history/.exec(location)?.[1] ?? '';
  const read = await fetch(`${base}/${type}/${id}`, { headers });
  if (read.status !== 200) return `read: ${read.status}`;
  const back = parseJson(Buffer.from(await read.arrayBuffer())) as Example;
  if (canonical(sent, id) !== canonical(back, id)) return 'what was read differs from what was sent';
  const inXml = await fetch(`${base}/${type}/${id}`, { headers: { ...headers, accept: 'application/fhir+xml' } });
  if (inXml.status !== 200) return `read as XML: ${inXml.status}`;
  const fromXml = parseXml(Buffer.from(await inXml.arrayBuffer())) as Example;
  if (canonical(sent, id) !== canonical(fromXml, id)) return 'what was read as XML differs from what was sent';
  const search = await fetch(`${base}/${type}?_id=${id}`, { headers });
  const { entry } = (await search.json()) as { entry?: { resource: { id: string } }[] };
  if (entry?.length !== 1 || entry[0]?.resource.id !== id) return `search by id: ${entry?.length ?? 0} entries`;
  return undefined;
}

/** The text of a resource without what the server owns (id when it gave one, version, time), keys in order. */
function canonical(resource: Example, id: string): string {
  const { versionId: _version, lastUpdated: _updated, ...meta } = resource.meta ?? {};
  const rest = { ...resource, id, meta: Object.keys(meta).length > 0 ? meta : undefined };
  return stringify(sorted(rest));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || isNumber(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}
