/**
 * The signature of an event as P1 wants it: a Provenance with a detached XAdES over the XML of each resource under its
 * versioned address. Verified when it is sent: what it covers are the versions that stand here, and nothing else.
 * domain/poland.md 2.2. Whether the certificate is of the provider is the policy of whoever reads it (core/signatures).
 */
import type { Tx } from '#core/db/database.ts';
import type { Resource } from '#core/record/record.ts';
import { locate } from '#core/record/store.ts';
import { judged } from '#core/signatures/invalid.ts';
import { verifyXades } from '#core/signatures/xades.ts';
import { writeXml } from '#libs/fhir/xml.ts';
import { parseJson } from '#libs/fhir/json.ts';
import { refuse } from './refusals.ts';

interface Target {
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

const targetOf = (reference: string): Target | undefined => {
  const [, type, id, version] = /(?:^|\/)([A-Za-z]+)\/([A-Za-z0-9.-]+)\/_history\/(\d+)$/.exec(reference) ?? [];
  return type && id ? { type, id, version: Number(version) } : undefined;
};

/**
 * The encounters among what a Provenance signs. @throws Refusal `signature-targets`; `signature-…` of core/signatures
 * when the signature does not fit.
 */
export async function verifyProvenance(
  tx: Tx,
  provenance: Resource,
  baseUrl: string,
): Promise<{ readonly patient: string; readonly encounter: string }[]> {
  const references = ((provenance.target ?? []) as { reference?: string }[]).map(({ reference = '' }) => reference);
  const targets = references.map((reference) => {
    const target = targetOf(reference);
    if (!target) throw refuse('signature-targets', reference);
    return target;
  });
  const places = await locate(tx, targets);
  const octets = new Map<string, Buffer>();
  targets.forEach(({ type, id, version }, at) => {
    const current = places[at]?.current;
    if (current?.version !== version) throw refuse('signature-targets', references[at]);
    const xml = writeXml(parseJson(current.content) as { [name: string]: unknown });
    octets.set(`${type}/${id}/_history/${version}`, Buffer.from(xml));
  });
  const seen = new Set<string>();
  const outside = (uri: string): Buffer | undefined => {
    const name = uri.startsWith(`${baseUrl}/`) ? uri.slice(baseUrl.length + 1) : uri;
    seen.add(name);
    return octets.get(name);
  };
  for (const { data } of (provenance.signature ?? []) as { data?: string }[]) {
    if (data !== undefined) await judged(() => verifyXades(Buffer.from(data, 'base64'), outside));
  }
  const uncovered = [...octets.keys()].find((name) => !seen.has(name));
  if (uncovered) throw refuse('signature-targets', uncovered);
  return targets.flatMap(({ type, id }, at) =>
    type === 'Encounter' ? [{ patient: places[at]?.key ?? '', encounter: id }] : [],
  );
}
