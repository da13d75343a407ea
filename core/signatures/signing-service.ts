/** One way to sign and one to verify, whatever the format and whoever holds the key. */
import { hash, X509Certificate } from 'node:crypto';
import type { Runtime } from '../runtime/runtime.ts';
import { nameOf, pathToTrust } from './certificates.ts';
import { signCms, verifyCms } from './cms.ts';
import { invalidSignature, judged } from './invalid.ts';
import { signJades, verifyJades } from './jades.ts';
import type { Format, Level, RevocationData, Signer, TimeStamper, TrustList, Verified } from './model.ts';
import { signPdf, verifyPdf } from './pades.ts';
import { checkPolicy, type DocumentKind, type SignaturePolicy } from './policy.ts';
import { verifyTimeStamp } from './time-stamp.ts';
import { signEnveloped, verifyXades } from './xades.ts';

export interface VerifyQuestion {
  readonly format: Format;
  /** Says which signatures count; none asked when absent. */
  readonly document?: DocumentKind;
  /** XAdES over resources elsewhere: what they are. */
  readonly outside?: (uri: string) => Buffer | undefined;
}

export interface SigningService {
  /** @throws Refusal when the document cannot take the format, or level T is asked and no authority of time is set. */
  sign(document: Uint8Array, format: Format, signer: Signer, level: Level): Promise<Buffer>;
  /** @throws Refusal that says why the signature does not count. Keep the bytes that were verified, not others. */
  verify(signed: Uint8Array, question: VerifyQuestion): Promise<Verified>;
}

export interface SigningParts {
  readonly runtime: Runtime;
  readonly trust: () => Promise<TrustList> | TrustList;
  /** Lists and answers at hand for these certificates. */
  readonly revocation: (certificates: readonly Buffer[]) => Promise<RevocationData> | RevocationData;
  readonly policy: SignaturePolicy;
  readonly stamper?: TimeStamper;
}

/** How far clocks of signers may run ahead (security requirements C-63: a second; a minute for those of others). */
const skewMs = 60_000;

export function signingService(parts: SigningParts): SigningService {
  return {
    async sign(document, format, signer, level) {
      if (level === 'T' && !parts.stamper) {
        throw invalidSignature('no-authority-of-time', 'Level T needs an authority of time; none is set.');
      }
      const signedAt = parts.runtime.now();
      const stamper = level === 'T' ? parts.stamper : undefined;
      const options = { signer, signedAt, ...(stamper && { stamper }) };
      switch (format) {
        case 'XAdES':
          return judged(async () =>
            Buffer.from(await signEnveloped(document, { ...options, id: `podpis-${parts.runtime.newId()}` })),
          );
        case 'JAdES':
          return Buffer.from(await signJades(document, { ...options, contentType: 'application/fhir+json' }));
        case 'PAdES':
          return signPdf(document, options);
        case 'CAdES':
          return signCms(document, {
            signer,
            signedAt,
            ...(stamper && { stamp: (value: Buffer) => stamper.stamp(digestOf(value)) }),
          });
      }
    },
    verify: (signed, question) => judged(() => verify(signed, question, parts)),
  };
}

const digestOf = (bytes: Buffer): Buffer => Buffer.from(hash('sha256', bytes, 'hex'), 'hex');

async function verify(signed: Uint8Array, question: VerifyQuestion, parts: SigningParts): Promise<Verified> {
  const read = readOne(signed, question);
  const now = parts.runtime.now();
  const trust = await parts.trust();
  const revocation = await parts.revocation(read.certificates);
  const stampedAt = read.stamp && (await verifyTimeStamp(read.stamp, read.stamped, { trust, revocation, now }));
  // Without a stamp nobody but the signer says when: the certificate must be good now.
  const at = stampedAt ?? now;
  if (read.claimedAt && read.claimedAt.getTime() > at.getTime() + skewMs) {
    throw invalidSignature('future', 'The signature says that it was made later than it can have been.');
  }
  const { anchor } = await pathToTrust({
    leaf: read.certificate,
    pool: [...read.certificates, ...(trust.intermediates ?? [])],
    anchors: trust.anchors.map(({ certificate }) => certificate),
    at,
    now,
    revocation,
    usage: 'signature',
  });
  const kind = trust.anchors.find(({ certificate }) => certificate.equals(anchor))?.kind ?? 'system';
  const level: Level = stampedAt ? 'T' : 'B';
  if (question.document) checkPolicy(question.document, { format: question.format, level, kind, at }, parts.policy);
  return {
    content: read.content,
    format: question.format,
    level,
    kind,
    signer: nameOf(new X509Certificate(read.certificate)),
    claimedAt: read.claimedAt,
    stampedAt,
  };
}

interface Read {
  readonly content: Buffer;
  readonly certificate: Buffer;
  readonly certificates: readonly Buffer[];
  readonly claimedAt: Date | undefined;
  readonly stamp: Buffer | undefined;
  readonly stamped: Buffer;
}

function readOne(signed: Uint8Array, { format, outside }: VerifyQuestion): Read {
  if (format === 'XAdES') return verifyXades(signed, outside);
  if (format === 'JAdES') return verifyJades(signed);
  const cms = format === 'PAdES' ? verifyPdf(signed) : verifyCms(signed);
  return { ...cms, stamped: cms.signature };
}
