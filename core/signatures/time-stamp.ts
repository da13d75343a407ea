/** Time stamps: asking for one and believing one. RFC 3161; the token is a CMS whose content is a TSTInfo. */
import { createHash } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pkijs from 'pkijs';
import { pathToTrust } from './certificates.ts';
import { oid, signCms, verifyCms } from './cms.ts';
import { invalidSignature } from './invalid.ts';
import type { RevocationData, Signer, TimeStamper, TrustList } from './model.ts';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const imprintOf = (digest: Buffer) =>
  new pkijs.MessageImprint({
    hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: oid.sha256, algorithmParams: new asn1.Null() }),
    hashedMessage: new asn1.OctetString({ valueHex: Uint8Array.from(digest).buffer }),
  });

/**
 * The time of a token over these octets.
 * @throws Refusal when it is of other octets, of nobody trusted, or of a certificate that was not valid then.
 */
export async function verifyTimeStamp(
  token: Buffer,
  octets: Uint8Array,
  { trust, revocation, now }: { trust: TrustList; revocation: RevocationData; now: Date },
): Promise<Date> {
  const cms = verifyCms(token);
  if (cms.contentType !== oid.timeStampInfo) throw invalidSignature('time-stamp', 'This is no time stamp.');
  const info = pkijs.TSTInfo.fromBER(Uint8Array.from(cms.content));
  const imprint = info.messageImprint;
  const isOurs =
    imprint.hashAlgorithm.algorithmId === oid.sha256 &&
    Buffer.from(imprint.hashedMessage.valueBlock.valueHexView).equals(sha256(octets));
  if (!isOurs) throw invalidSignature('time-stamp', 'The time stamp is of something else.');
  const at = info.genTime;
  if (at.getTime() > now.getTime() + 60_000) throw invalidSignature('time-stamp', 'The time stamp lies in the future.');
  await pathToTrust({
    leaf: cms.certificate,
    pool: [...cms.certificates, ...(trust.intermediates ?? [])],
    anchors: trust.timeAnchors,
    at,
    now,
    revocation,
    usage: 'time',
  });
  return at;
}

/** The request for a token over a digest (RFC 3161 2.4.1), DER. */
export function timeStampRequest(digest: Buffer, nonce: Buffer): Buffer {
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: imprintOf(digest),
    nonce: new asn1.Integer({ valueHex: Uint8Array.from(nonce).buffer }),
    certReq: true,
  });
  return Buffer.from(request.toSchema().toBER());
}

/** The token of a response. @throws Refusal when the authority did not grant it, or answered another request. */
export function tokenOf(response: Buffer, nonce: Buffer): Buffer {
  const answer = pkijs.TimeStampResp.fromBER(Uint8Array.from(response));
  if (answer.status.status > 1 || !answer.timeStampToken) {
    throw invalidSignature('time-stamp', 'The authority of time granted no stamp.');
  }
  const token = Buffer.from(answer.timeStampToken.toSchema().toBER());
  const echoed = pkijs.TSTInfo.fromBER(Uint8Array.from(verifyCms(token).content)).nonce;
  const same = echoed && Buffer.from(echoed.valueBlock.valueHexView).equals(nonce);
  if (!same) throw invalidSignature('time-stamp', 'The authority of time answered another request.');
  return token;
}

/** Asks an authority over HTTP (RFC 3161 3.4). `send` is the caller's way out; `random` gives the nonce. */
export function timeStamperOver(
  send: (request: Buffer) => Promise<Buffer>,
  random: (length: number) => Buffer,
): TimeStamper {
  return {
    async stamp(digest) {
      const nonce = Buffer.concat([Buffer.of(1), random(8)]);
      return tokenOf(await send(timeStampRequest(digest, nonce)), nonce);
    },
  };
}

/**
 * SIMULATOR of an authority of time: the real protocol with a key of one's own, for demonstration and tests.
 * Answers a TimeStampReq with a TimeStampResp.
 */
export async function simulatedAuthorityOfTime(request: Buffer, signer: Signer, now: Date): Promise<Buffer> {
  const asked = pkijs.TimeStampReq.fromBER(Uint8Array.from(request));
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: '1.2.616.1.113527.9999.1',
    messageImprint: asked.messageImprint,
    serialNumber: new asn1.Integer({ valueHex: Uint8Array.from(sha256(request).subarray(0, 8).fill(1, 0, 1)).buffer }),
    genTime: now,
    ...(asked.nonce && { nonce: asked.nonce }),
  });
  const content = Buffer.from(info.toSchema().toBER());
  const token = await signCms(content, { signer, contentType: oid.timeStampInfo });
  const response = new pkijs.TimeStampResp({
    status: new pkijs.PKIStatusInfo({ status: 0 }),
    timeStampToken: pkijs.ContentInfo.fromBER(Uint8Array.from(token)),
  });
  return Buffer.from(response.toSchema().toBER());
}
