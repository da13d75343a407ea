/**
 * What the platform sees for itself of a client before a person decides: pure, from facts. `unknown` is shown to the
 * person; `failed` stands in the way of passing.
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { DeclarationRow, GatedClient, RunRow, Vendor } from './gate-store.ts';
import { type RequirementId, requirementIds } from './requirements.ts';

export interface CheckFacts {
  readonly client: GatedClient;
  readonly vendor: Vendor | undefined;
  /** The keys that count now; undefined: its address does not answer. */
  readonly keys: readonly JsonWebKey[] | undefined;
  readonly declaration: DeclarationRow | undefined;
  readonly run: RunRow | undefined;
  readonly now: Date;
  /** Days after which keys are old (policy). */
  readonly keyDays: number;
}

export interface Check {
  readonly check: string;
  readonly outcome: 'passed' | 'failed' | 'unknown';
  readonly says: string;
}

/** Ways of signing that are not taken of new software: PKCS#1 v1.5 stays while SMART demands RS384 of servers. */
const retiredAlgorithms: ReadonlySet<string> = new Set(['none', 'HS256', 'HS384', 'HS512', 'RS256', 'RS512']);
const strongRsaBits = 3072;
const day = 86_400_000;
/** Days that a run of the test kit counts. */
const runDays = 366;

export const softwareOf = ({ product, version }: Pick<GatedClient, 'product' | 'version'>): string =>
  `${product ?? '?'} ${version ?? '?'}`;

export function automaticChecks(facts: CheckFacts): Check[] {
  return [...ofPapers(facts), ...ofKeys(facts), ...ofConnections(facts)];
}

const said = (check: string, isGood: boolean | undefined, good: string, bad: string): Check => ({
  check,
  outcome: isGood === undefined ? 'unknown' : isGood ? 'passed' : 'failed',
  says: isGood === true ? good : bad,
});

function ofPapers({ client, vendor, declaration, run, now }: CheckFacts): Check[] {
  const software = softwareOf(client);
  const isCurrent = declaration?.software === software && declaration.validUntil >= now.toISOString().slice(0, 10);
  const unmet = requirementIds.filter((id) => !declaration?.requirements[id]?.met);
  const met = (...ids: RequirementId[]) => ids.every((id) => !unmet.includes(id));
  const recent = run?.finishedAt && run.finishedAt.getTime() > now.getTime() - runDays * day;
  return [
    said('statement', vendor !== undefined && !vendor.stoppedAt, 'Signed by its vendor', 'No vendor stands for it'),
    said('declaration', isCurrent, `Declared for ${software}`, `No declaration in force for ${software}`),
    said('requirements', unmet.length === 0, 'All declared as met', `Not met: ${unmet.join(', ')}`),
    said('two-factor', met('MR-01', 'MR-13'), 'Declared; asked of the vendor', 'Not declared of users and mailboxes'),
    said(
      'test-kit',
      Boolean(recent && run?.passed && run.software === software),
      'All cases passed',
      run?.failing?.length ? `Failing: ${run.failing.join(', ')}` : `Not run with ${software} within ${runDays} days`,
    ),
  ];
}

function ofKeys({ client, keys, now, keyDays }: CheckFacts): Check[] {
  const age = Math.floor((now.getTime() - client.keysSince.getTime()) / day);
  const signing = String(client.metadata.token_endpoint_auth_signing_alg ?? '');
  const algorithms = [signing, ...(keys ?? []).flatMap(({ alg }) => (typeof alg === 'string' ? [alg] : []))];
  const retired = algorithms.filter((alg) => retiredAlgorithms.has(alg));
  const weak = keys?.filter((key) => !isStrong(key)).map(({ kid }) => String(kid));
  const none = 'Its address of keys does not answer';
  return [
    said(
      'key-strength',
      weak && weak.length === 0 && keys?.length !== 0,
      `EC, or RSA of ${strongRsaBits} bits and more`,
      weak?.length ? `Weak: ${weak.join(', ')}` : none,
    ),
    said('algorithm', retired.length === 0 && signing !== '', `Signs by ${signing}`, `Retired: ${retired.join(', ')}`),
    said('key-rotation', age <= keyDays, `${age} days old`, `Keys are ${age} days old; at most ${keyDays} are taken`),
  ];
}

function isStrong(key: JsonWebKey): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key, format: 'jwk' });
    return asymmetricKeyType === 'ec' || (asymmetricKeyDetails?.modulusLength ?? 0) >= strongRsaBits;
  } catch {
    return false;
  }
}

function ofConnections({ client }: CheckFacts): Check[] {
  const { metadata, certificates, tlsSeen } = client;
  const bound =
    metadata.dpop_bound_access_tokens === true || metadata.tls_client_certificate_bound_access_tokens === true;
  return [
    said('bound-tokens', bound, 'Tokens are bound to a key', 'Tokens are bound to nothing: register dpop or mtls'),
    said('mutual-tls', certificates.length > 0 || undefined, 'Certificates registered', 'No certificate registered'),
    said(
      'tls',
      tlsSeen === null ? undefined : /^TLSv1\.[23]$/.test(tlsSeen),
      `Connects by ${tlsSeen}`,
      tlsSeen ?? 'Not seen at our TLS listener yet',
    ),
  ];
}
