/**
 * The algorithms that are let through, by their XML identifiers. What is not here is refused by name: SHA-1, MD5, DSA,
 * HMAC (a shared key is no signature), XSLT, XPath. https://www.w3.org/TR/xmldsig-core1/ section 6, RFC 9231.
 */
import { XmlC14NMode } from 'libxml2-wasm';

const more = 'http://www.w3.org/2001/04/xmldsig-more#';
const encryption = 'http://www.w3.org/2001/04/xmlenc#';

/** Digest method → name of the hash in node:crypto. */
export const digests: Readonly<Record<string, string>> = {
  [`${encryption}sha256`]: 'sha256',
  [`${more}sha384`]: 'sha384',
  [`${encryption}sha512`]: 'sha512',
};

export interface SignatureMethod {
  readonly kind: 'rsa' | 'ec';
  readonly hash: string;
}

/** Signature method → kind of the key and hash. */
export const signatureMethods: Readonly<Record<string, SignatureMethod>> = Object.fromEntries(
  ['sha256', 'sha384', 'sha512'].flatMap((hash) => [
    [`${more}rsa-${hash}`, { kind: 'rsa', hash }],
    [`${more}ecdsa-${hash}`, { kind: 'ec', hash }],
  ]),
);

export const signatureMethodOf = (kind: 'rsa' | 'ec', hash = 'sha256'): string =>
  `${more}${kind === 'rsa' ? 'rsa' : 'ecdsa'}-${hash}`;

export const sha256Method = `${encryption}sha256`;
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** Canonicalisation method → mode. Forms "with comments" are refused: what a reader skips must not be signed. */
export const canonicalisations: Readonly<Record<string, 0 | 1 | 2>> = {
  [inclusive]: XmlC14NMode.XML_C14N_1_0,
  [exclusive]: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
  'http://www.w3.org/2006/12/xml-c14n11': XmlC14NMode.XML_C14N_1_1,
};

export const names = {
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  ec: exclusive,
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
} as const;
