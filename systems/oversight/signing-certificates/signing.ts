/** Signing a document as the caller, with the certificate that is theirs. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Call } from '#core/access/actor.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { keySigner, type Signer, signCanonicalDocument, signJades } from '#core/signatures/index.ts';
import type { DemonstrationAuthority, Needs } from './authority.ts';
import { stateOf } from './model.ts';
import { keyPurpose } from './purposes.ts';
import { certificateStore, type KeptCertificate } from './store.ts';

export interface SigningNeeds extends Needs {
  /** Makes a certificate for whoever has none: in the demonstration only. */
  readonly authority: DemonstrationAuthority | undefined;
  /** Number of the right to practise (CWPM). */
  readonly npwzOf: (practitioner: string) => Promise<string | undefined>;
}

/** A key stays open so long; a revocation in another process counts after at most that. */
const rememberedFor = 30_000;
const rememberedAtMost = 2_000;

interface Open {
  readonly signer: Signer;
  readonly kept: KeptCertificate;
  readonly until: number;
}

const pem = (der: Buffer): string => new X509Certificate(der).toString();

/** Certificates of a PEM text, DER. */
export const chainOf = (text: string): Buffer[] =>
  (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (block) => new X509Certificate(block).raw,
  );

const nameOf = (lines: string): string => lines.split('\n').reverse().join(', ');

/** A certificate as it is kept. */
export async function toKeep(
  { vault, runtime }: Pick<Needs, 'vault' | 'runtime'>,
  one: { practitioner: string; kind: 'demonstration' | 'file'; chain: readonly Buffer[]; key: Buffer },
): Promise<KeptCertificate> {
  const id = runtime.newId();
  const certificate = new X509Certificate(one.chain[0] as Buffer);
  return {
    ...{ id, practitioner: one.practitioner, kind: one.kind },
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serial: certificate.serialNumber.toLowerCase(),
    validFrom: new Date(certificate.validFrom),
    validUntil: new Date(certificate.validTo),
    ...{ revoked: null, revokedWhy: null },
    chain: one.chain.map(pem).join(''),
    sealed: await vault.seal(keyPurpose, id, one.key),
  };
}

export interface Signing {
  /**
   * The document with the caller's XAdES signature, level B. `xml` is what libs/cda writes: canonical after its first
   * line.
   * @throws Refusal `not-a-clinician`, `no-signing-certificate`, `signing-certificate-lapsed`
   */
  signDocument(call: Call, xml: string): Promise<string>;
  /**
   * JAdES-B by the caller over FHIR JSON: a compact JWS that carries the bytes.
   * @throws Refusal as `signDocument`
   */
  signJson(call: Call, json: Uint8Array): Promise<string>;
  /** The caller forgets the key at once: it was revoked or replaced. */
  forget(practitioner: string): void;
}

export function signing(needs: SigningNeeds): Signing {
  const { runtime } = needs;
  const open = new Map<string, Open>();
  const signerOf = async ({ actor }: Call, now: Date): Promise<Signer> => {
    const { practitioner } = actor;
    if (!practitioner || (actor.role !== 'physician' && actor.role !== 'pharmacist')) {
      throw new Refusal('forbidden', 'not-a-clinician', 'Only a clinician who is signed in signs a document.');
    }
    const known = open.get(practitioner);
    const { signer, kept } =
      known && known.until > now.getTime() ? known : await opened(needs, { practitioner, name: actor.name }, open);
    if (stateOf(kept, now) !== 'valid') {
      const says = 'Your certificate for signing documents is not valid today: bring another in the settings.';
      throw new Refusal('rule-broken', 'signing-certificate-lapsed', says);
    }
    return signer;
  };
  return {
    async signDocument(call, xml) {
      const now = runtime.now();
      const signer = await signerOf(call, now);
      return signCanonicalDocument(xml, { signer, signedAt: now, id: `podpis-${runtime.newId()}` });
    },
    async signJson(call, json) {
      const now = runtime.now();
      const signer = await signerOf(call, now);
      return signJades(json, { signer, signedAt: now, contentType: 'application/fhir+json' });
    },
    forget: (practitioner) => void open.delete(practitioner),
  };
}

async function opened(
  needs: SigningNeeds,
  who: { practitioner: string; name: string },
  open: Map<string, Open>,
): Promise<Open> {
  const store = certificateStore(needs.database);
  const kept = (await store.inUse(who.practitioner)) ?? (await made(needs, who));
  if (!kept) {
    const says = 'You have no certificate for signing documents: bring one in the settings.';
    throw new Refusal('rule-broken', 'no-signing-certificate', says);
  }
  const secret = await needs.vault.open(keyPurpose, kept.id, kept.sealed);
  const key = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
  const signer = keySigner(key, chainOf(kept.chain));
  const entry = { signer, kept, until: needs.runtime.now().getTime() + rememberedFor };
  open.delete(who.practitioner);
  if (open.size >= rememberedAtMost) open.delete(open.keys().next().value as string);
  open.set(who.practitioner, entry);
  return entry;
}

/** In the demonstration a certificate is made when it is first needed. Of two at once, one is kept. */
async function made(
  needs: SigningNeeds,
  { practitioner, name }: { practitioner: string; name: string },
): Promise<KeptCertificate | undefined> {
  if (!needs.authority) return undefined;
  const npwz = await needs.npwzOf(practitioner);
  const { certificate, issuer, key } = await needs.authority.issue({ name, practitioner, ...(npwz && { npwz }) });
  const kept = await toKeep(needs, { practitioner, kind: 'demonstration', chain: [certificate, issuer], key });
  const store = certificateStore(needs.database);
  return (await store.add(kept)) ? kept : store.inUse(practitioner);
}
