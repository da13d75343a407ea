/**
 * Encrypted assertions, by one suite and no other: ECDH-ES on P-256 with ConcatKDF (SHA-256), AES-256 key wrap,
 * AES-256-GCM. XML Encryption 1.1 (https://www.w3.org/TR/xmlenc-core1/) 5.2.4, 5.4.1, 5.6.4, 5.8.1; RFC 3394; what the
 * national node uses (security/requirements 2.3). Older suites (RSA 1.5, CBC) are refused: they can be read by asking.
 */
import { createCipheriv, createDecipheriv, createECDH, createHash, type KeyObject } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import { algorithmOf, attributeOf, base64Of, childOf, childrenOf, elementsOf } from '../xml-signature/document.ts';
import { ns } from './names.ts';
import { SamlRefusal } from './read.ts';

export const suite = {
  content: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  wrap: 'http://www.w3.org/2001/04/xmlenc#kw-aes256',
  agreement: 'http://www.w3.org/2009/xmlenc11#ECDH-ES',
  derivation: 'http://www.w3.org/2009/xmlenc11#ConcatKDF',
  digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  element: 'http://www.w3.org/2001/04/xmlenc#Element',
  curve: 'urn:oid:1.2.840.10045.3.1.7',
} as const;

const curve = 'prime256v1';
const wrapIv = Buffer.from('a6a6a6a6a6a6a6a6', 'hex');
const ivLength = 12;
const tagLength = 16;
const no = (message: string): SamlRefusal => new SamlRefusal('encryption', message);

/** Uncompressed point of a public key on P-256. */
function pointOf(key: KeyObject): Buffer {
  const { crv, x = '', y = '' } = key.export({ format: 'jwk' });
  if (crv !== 'P-256') throw no('The key is not on P-256.');
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

/** SP 800-56A single-step KDF for 256 bits: one round of SHA-256. */
const concatKdf = (shared: Buffer, otherInfo: Buffer): Buffer =>
  createHash('sha256')
    .update(Buffer.of(0, 0, 0, 1))
    .update(shared)
    .update(otherInfo)
    .digest();

export interface EncryptOptions {
  readonly recipient: KeyObject;
  readonly runtime: { readonly randomBytes: (length: number) => Buffer };
}

/** EncryptedData of the text of an element. */
export function encryptElement(text: string, { recipient, runtime }: EncryptOptions): string {
  const own = createECDH(curve);
  own.generateKeys();
  const info = ['00', '00', '00'] as const;
  const wrapping = concatKdf(own.computeSecret(pointOf(recipient)), Buffer.alloc(0));
  const key = runtime.randomBytes(32);
  const wrap = createCipheriv('id-aes256-wrap', wrapping, wrapIv);
  const wrapped = Buffer.concat([wrap.update(key), wrap.final()]);
  const iv = runtime.randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const content = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const value = (bytes: Buffer): string =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
  return (
    `<xenc:EncryptedData xmlns:xenc="${ns.xenc}" xmlns:ds="${ns.ds}" Type="${suite.element}">` +
    `<xenc:EncryptionMethod Algorithm="${suite.content}"/><ds:KeyInfo><xenc:EncryptedKey>` +
    `<xenc:EncryptionMethod Algorithm="${suite.wrap}"/><ds:KeyInfo>` +
    `<xenc:AgreementMethod Algorithm="${suite.agreement}">` +
    `<xenc11:KeyDerivationMethod xmlns:xenc11="${ns.xenc11}" Algorithm="${suite.derivation}">` +
    `<xenc11:ConcatKDFParams AlgorithmID="${info[0]}" PartyUInfo="${info[1]}" PartyVInfo="${info[2]}">` +
    `<ds:DigestMethod Algorithm="${suite.digest}"/></xenc11:ConcatKDFParams></xenc11:KeyDerivationMethod>` +
    `<xenc:OriginatorKeyInfo><ds:KeyValue><dsig11:ECKeyValue xmlns:dsig11="${ns.dsig11}">` +
    `<dsig11:NamedCurve URI="${suite.curve}"/><dsig11:PublicKey>${own.getPublicKey('base64')}</dsig11:PublicKey>` +
    '</dsig11:ECKeyValue></ds:KeyValue></xenc:OriginatorKeyInfo></xenc:AgreementMethod></ds:KeyInfo>' +
    `${value(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>${value(content)}</xenc:EncryptedData>`
  );
}

/**
 * The text inside an EncryptedAssertion. The EncryptedKey lies in its KeyInfo, or beside EncryptedData.
 * @throws SamlRefusal `encryption` for another suite, another recipient, or anything altered: all the same
 */
export function decryptElement(encrypted: XmlElement, key: KeyObject): string {
  const data = childOf(encrypted, 'EncryptedData', ns.xenc);
  const type = attributeOf(data, 'Type');
  if (type !== undefined && type !== suite.element) throw no('Only elements are encrypted.');
  demandMethod(data, suite.content);
  const inside = childrenOf(data, 'KeyInfo').flatMap((info) => childrenOf(info, 'EncryptedKey', ns.xenc));
  const keys = [...inside, ...childrenOf(encrypted, 'EncryptedKey', ns.xenc)];
  const [encryptedKey] = keys;
  if (keys.length !== 1 || !encryptedKey || elementsOf(encrypted).length > 2) throw no('One key is expected.');
  demandMethod(encryptedKey, suite.wrap);
  const agreement = childOf(childOf(encryptedKey, 'KeyInfo'), 'AgreementMethod', ns.xenc);
  if (algorithmOf(agreement) !== suite.agreement) throw no('Keys are agreed by ECDH-ES.');
  try {
    const unwrap = createDecipheriv('id-aes256-wrap', agreedKey(agreement, key), wrapIv);
    const content = Buffer.concat([unwrap.update(cipherValue(encryptedKey)), unwrap.final()]);
    const bytes = cipherValue(data);
    const body = bytes.subarray(ivLength, bytes.length - tagLength);
    const decipher = createDecipheriv('aes-256-gcm', content, bytes.subarray(0, ivLength), {
      authTagLength: tagLength,
    });
    decipher.setAuthTag(bytes.subarray(bytes.length - tagLength));
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat([decipher.update(body), decipher.final()]));
  } catch {
    throw no('The assertion does not open.');
  }
}

function demandMethod(parent: XmlElement, algorithm: string): void {
  if (algorithmOf(childOf(parent, 'EncryptionMethod', ns.xenc)) !== algorithm) {
    throw no(`${algorithm} is the only way that is let through.`);
  }
}

const cipherValue = (parent: XmlElement): Buffer =>
  base64Of(childOf(childOf(parent, 'CipherData', ns.xenc), 'CipherValue', ns.xenc));

function agreedKey(agreement: XmlElement, key: KeyObject): Buffer {
  const derivation = childOf(agreement, 'KeyDerivationMethod', ns.xenc11);
  const params = childOf(derivation, 'ConcatKDFParams', ns.xenc11);
  if (algorithmOf(derivation) !== suite.derivation || algorithmOf(childOf(params, 'DigestMethod')) !== suite.digest) {
    throw no('Keys are derived by ConcatKDF with SHA-256.');
  }
  const otherInfo = ['AlgorithmID', 'PartyUInfo', 'PartyVInfo'].map((name) => bits(attributeOf(params, name) ?? '00'));
  const value = childOf(childOf(agreement, 'OriginatorKeyInfo', ns.xenc), 'KeyValue');
  const ec = childOf(value, 'ECKeyValue', ns.dsig11);
  if (attributeOf(childOf(ec, 'NamedCurve', ns.dsig11), 'URI') !== suite.curve) throw no('Keys are on P-256.');
  const theirs = base64Of(childOf(ec, 'PublicKey', ns.dsig11));
  if (theirs.length !== 65 || theirs[0] !== 4) throw no('Points are uncompressed.');
  const own = createECDH(curve);
  own.setPrivateKey(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
  // A point that is not on the curve is refused by computeSecret: it would tell of our key (invalid-curve attack).
  return concatKdf(own.computeSecret(theirs), Buffer.concat(otherInfo));
}

/** A bit string in hexadecimal: its first octet says how many bits are padding; only whole octets are read. */
function bits(text: string): Buffer {
  if (!/^00([0-9a-f]{2}){0,256}$/i.test(text)) throw no('A parameter of ConcatKDF is no whole number of octets.');
  return Buffer.from(text.slice(2), 'hex');
}
