/**
 * From a certificate to somebody who is trusted: path, validity at the time of signing, usage, algorithms,
 * revocation. RFC 5280 sections 6.1 and 6.3 for short paths; RFC 6960 for OCSP.
 */
import { X509Certificate } from 'node:crypto';
import * as pkijs from 'pkijs';
import { invalidSignature } from './invalid.ts';
import type { RevocationData, SignerName } from './model.ts';

const depthLimit = 6;
const poolLimit = 200;

export interface PathQuestion {
  readonly leaf: Buffer;
  /** Certificates that may stand between; none of them is trusted for being here. */
  readonly pool: readonly Buffer[];
  readonly anchors: readonly Buffer[];
  /** The time that counts: of the stamp, else now. */
  readonly at: Date;
  /** When it is asked: revocation data must be fresh then. */
  readonly now: Date;
  readonly revocation: RevocationData;
  /** What the leaf is for. */
  readonly usage: 'signature' | 'time';
}

/**
 * The anchor that a certificate leads to.
 * @throws Refusal for an unknown root, a lapsed or not yet valid certificate, the wrong usage, a weak algorithm, one
 * that is revoked, or one of which nobody fresh says that it is not.
 */
export async function pathToTrust(question: PathQuestion): Promise<{ path: X509Certificate[]; anchor: Buffer }> {
  const path = [new X509Certificate(question.leaf)];
  const pool = [...question.pool, ...question.anchors].slice(0, poolLimit).map((der) => new X509Certificate(der));
  const anchors = new Set(question.anchors.map((der) => der.toString('base64')));
  const isAnchor = (certificate: X509Certificate) => anchors.has(certificate.raw.toString('base64'));
  checkUsage(question);
  while (!isAnchor(path.at(-1) as X509Certificate)) {
    const last = path.at(-1) as X509Certificate;
    checkOne(last, question.at);
    const issuer = pool
      .filter((candidate) => candidate.ca && last.checkIssued(candidate) && last.verify(candidate.publicKey))
      .sort((one, other) => Number(isAnchor(other)) - Number(isAnchor(one)))[0];
    if (!issuer || path.length >= depthLimit || path.some(({ raw }) => raw.equals(issuer.raw))) {
      throw invalidSignature(
        'untrusted',
        `The certificate of ${nameOf(path[0] as X509Certificate).name} leads to nobody trusted.`,
      );
    }
    path.push(issuer);
  }
  for (const [below, issuer] of path.slice(1).entries()) {
    await checkRevocation(path[below] as X509Certificate, issuer, question);
  }
  const anchor = path.at(-1) as X509Certificate;
  checkOne(anchor, question.at);
  checkPathLengths(path);
  return { path, anchor: anchor.raw };
}

/** Subject, issuer and serial for people and records. */
export function nameOf(certificate: X509Certificate): SignerName {
  const line = (text: string) => text.split('\n').reverse().join(', ');
  const subject = line(certificate.subject);
  return {
    subject,
    issuer: line(certificate.issuer),
    serial: certificate.serialNumber.toLowerCase(),
    name: /(?:^|, )CN=([^,]+)/.exec(subject)?.[1] ?? subject,
  };
}

function checkOne(certificate: X509Certificate, at: Date): void {
  const { name } = nameOf(certificate);
  if (at < new Date(certificate.validFrom) || at > new Date(certificate.validTo)) {
    throw invalidSignature('lapsed', `The certificate of ${name} was not valid at ${at.toISOString()}.`);
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const strong =
    asymmetricKeyType === 'ec'
      ? ['prime256v1', 'secp384r1', 'secp521r1'].includes(asymmetricKeyDetails?.namedCurve ?? '')
      : asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  if (!strong) throw invalidSignature('weak-key', `The key of ${name} is too weak or of a kind that is not accepted.`);
  if (!strongAlgorithms.has(parsed(certificate.raw).signatureAlgorithm.algorithmId)) {
    throw invalidSignature(
      'weak-algorithm',
      `The certificate of ${name} is signed by an algorithm that is not accepted.`,
    );
  }
}

/** sha256/384/512 with RSA; ECDSA with the same; RSA-PSS is not asked for by any issuer of ours. */
const strongAlgorithms = new Set([
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
]);

const parsed = (der: Uint8Array): pkijs.Certificate => pkijs.Certificate.fromBER(Uint8Array.from(der));

const extension = (certificate: pkijs.Certificate, id: string) =>
  certificate.extensions?.find(({ extnID }) => extnID === id)?.parsedValue;

/** RFC 5280 4.2.1.3 (digitalSignature, nonRepudiation) and 4.2.1.12 (timeStamping, alone and critical by RFC 3161 2.3). */
function checkUsage({ leaf, usage }: PathQuestion): void {
  const certificate = parsed(leaf);
  if (usage === 'time') {
    const purposes = (extension(certificate, '2.5.29.37') as pkijs.ExtKeyUsage | undefined)?.keyPurposes ?? [];
    if (purposes.length === 1 && purposes[0] === '1.3.6.1.5.5.7.3.8') return;
    throw invalidSignature('wrong-usage', 'The certificate of the time stamp is not for time stamps.');
  }
  const bits = extension(certificate, '2.5.29.15') as { valueBlock: { valueHexView: Uint8Array } } | undefined;
  const first = bits?.valueBlock.valueHexView[0] ?? 0;
  const isAuthority = (extension(certificate, '2.5.29.19') as pkijs.BasicConstraints | undefined)?.cA === true;
  if ((first & 0b1100_0000) === 0 || isAuthority) {
    throw invalidSignature('wrong-usage', 'The certificate is not for signing documents.');
  }
}

function checkPathLengths(path: readonly X509Certificate[]): void {
  path.slice(1).forEach((certificate, below) => {
    const constraints = extension(parsed(certificate.raw), '2.5.29.19') as pkijs.BasicConstraints;
    const limit = constraints.pathLenConstraint;
    if (typeof limit === 'number' && below > limit) {
      throw invalidSignature('untrusted', 'The path of certificates is longer than an issuer in it allows.');
    }
  });
}

/** A fresh list or answer must say that the certificate was good at the time that counts. */
async function checkRevocation(
  certificate: X509Certificate,
  issuer: X509Certificate,
  question: PathQuestion,
): Promise<void> {
  const asked = parsed(certificate.raw);
  const authority = parsed(issuer.raw);
  const { name } = nameOf(certificate);
  const revokedAt = (await byAnswer(asked, authority, question)) ?? (await byList(asked, authority, question));
  if (revokedAt === undefined) {
    throw invalidSignature('revocation-unknown', `Nobody fresh says whether the certificate of ${name} is revoked.`);
  }
  if (revokedAt !== 'good' && revokedAt <= question.at) {
    throw invalidSignature('revoked', `The certificate of ${name} was revoked at ${revokedAt.toISOString()}.`);
  }
}

type Status = 'good' | Date;
/** Clocks of authorities may run ahead of ours by this much. */
const skewMs = 60_000;
const fresh = (from: Date, until: Date | undefined, now: Date): boolean =>
  from.getTime() <= now.getTime() + skewMs && until !== undefined && until.getTime() >= now.getTime();

/** A list or an answer that cannot be read says nothing, about anybody. */
function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

async function byList(
  asked: pkijs.Certificate,
  authority: pkijs.Certificate,
  { revocation, now }: PathQuestion,
): Promise<Status | undefined> {
  for (const der of revocation.crls ?? []) {
    const list = readable(() => pkijs.CertificateRevocationList.fromBER(Uint8Array.from(der)));
    if (!list?.issuer.isEqual(authority.subject) || !fresh(list.thisUpdate.value, list.nextUpdate?.value, now))
      continue;
    if (!strongAlgorithms.has(list.signatureAlgorithm.algorithmId)) continue;
    if (!(await list.verify({ issuerCertificate: authority }))) continue;
    const entry = list.revokedCertificates?.find(({ userCertificate }) => userCertificate.isEqual(asked.serialNumber));
    return entry?.revocationDate.value ?? 'good';
  }
  return undefined;
}

async function byAnswer(
  asked: pkijs.Certificate,
  authority: pkijs.Certificate,
  { revocation, now }: PathQuestion,
): Promise<Status | undefined> {
  for (const der of revocation.ocsp ?? []) {
    const response = readable(() => pkijs.OCSPResponse.fromBER(Uint8Array.from(der)));
    if (!response || response.responseStatus.valueBlock.valueDec !== 0 || !response.responseBytes) continue;
    const basic = pkijs.BasicOCSPResponse.fromBER(
      Uint8Array.from(response.responseBytes.response.valueBlock.valueHexView),
    );
    if (!(await isAnsweredBy(basic, authority))) continue;
    for (const single of basic.tbsResponseData.responses) {
      const about = new pkijs.CertID();
      await about.createForCertificate(asked, {
        hashAlgorithm: single.certID.hashAlgorithm.algorithmId === '1.3.14.3.2.26' ? 'SHA-1' : 'SHA-256',
        issuerCertificate: authority,
      });
      if (!about.isEqual(single.certID) || !fresh(single.thisUpdate, single.nextUpdate, now)) continue;
      const { tagNumber } = single.certStatus.idBlock;
      if (tagNumber === 0) return 'good';
      if (tagNumber === 1) return revocationTimeOf(single.certStatus);
    }
  }
  return undefined;
}

function revocationTimeOf(status: { valueBlock: { value?: { toDate?: () => Date }[] } }): Date {
  return status.valueBlock.value?.[0]?.toDate?.() ?? new Date(0);
}

/** The issuer itself, or a responder whose certificate the issuer made for OCSP (RFC 6960 4.2.2.2). */
async function isAnsweredBy(basic: pkijs.BasicOCSPResponse, authority: pkijs.Certificate): Promise<boolean> {
  const responder = basic.certs?.[0] ?? authority;
  const purposes = (extension(responder, '2.5.29.37') as pkijs.ExtKeyUsage | undefined)?.keyPurposes ?? [];
  const isAuthority =
    responder.subject.isEqual(authority.subject) && responder.serialNumber.isEqual(authority.serialNumber);
  if (!isAuthority && !purposes.includes('1.3.6.1.5.5.7.3.9')) return false;
  if (!strongAlgorithms.has(basic.signatureAlgorithm.algorithmId)) return false;
  try {
    if (!isAuthority && !(await responder.verify(authority))) return false;
    const octets = basic.tbsResponseData.tbsView;
    const engine = pkijs.getCrypto(true);
    return await engine.verifyWithPublicKey(
      octets.slice().buffer,
      basic.signature,
      responder.subjectPublicKeyInfo,
      basic.signatureAlgorithm,
    );
  } catch {
    return false;
  }
}
