/**
 * Signing XML: an enveloped signature at the end of the root, or a detached one over what stands elsewhere.
 * https://www.w3.org/TR/xmldsig-core1/ section 3.1. Who signs is the caller's: a key in memory, a card, a service.
 */
import { createHash } from 'node:crypto';
import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { enveloped, exclusive, names, sha256Method, signatureMethodOf } from './algorithms.ts';
import { elementOf, idsOf, strictText, withDocument } from './document.ts';

/** What is to be signed, in this order. */
export type ToSign =
  /** The whole document but the signature. */
  | { readonly kind: 'document'; readonly id?: string }
  /** The same by the id of the root, as SAML demands (SAML 2.0 Core, 5.4.2). */
  | { readonly kind: 'root'; readonly id: string }
  /** An element of `objects`. */
  | { readonly kind: 'object'; readonly id: string; readonly type?: string }
  /** Bytes elsewhere, digested as they are. */
  | { readonly kind: 'outside'; readonly uri: string; readonly octets: Uint8Array; readonly id?: string };

export interface SignOptions {
  readonly references: readonly ToSign[];
  /** Kind of the key, for the name of the method. SHA-256 throughout. */
  readonly key: 'rsa' | 'ec';
  /** Makes the signature of these octets: PKCS#1 v1.5, or r‖s (IEEE P1363) of ECDSA. */
  readonly sign: (octets: Buffer) => Promise<Buffer>;
  /** DER, the signer's first. */
  readonly certificates: readonly Uint8Array[];
  /** Id of the signature element. */
  readonly id: string;
  /** XML of `ds:Object` children that lie within the signature. */
  readonly objects?: string;
  /** Where in the document the signature goes; before the end tag of the root when absent. */
  readonly at?: number;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const attribute = (name: string, value: string | undefined): string =>
  value === undefined
    ? ''
    : ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}"`;

/**
 * The document with an enveloped signature before the end of its root, or the signature alone when there is none.
 * @throws SignatureRefusal when the document is not XML, has a DOCTYPE, or holds an id of the signature already.
 */
export async function signXml(source: string | Uint8Array | undefined, options: SignOptions): Promise<string> {
  const digestAt = (index: number) => `digest-${index}-of-${options.id}`;
  const skeleton = signatureText(options, digestAt);
  const draft = source === undefined ? skeleton : insert(strictText(source), skeleton, options.at);
  const filled = withDocument(draft, (document) => {
    const ids = idsOf(document);
    const at = (reference: ToSign): Uint8Array => {
      if (reference.kind === 'outside') return reference.octets;
      if (reference.kind === 'object') return canonical(elementOf(ids, reference.id));
      // The draft without the signature is the document that was handed in.
      const whole = (document: XmlDocument) => canonical(reference.kind === 'root' ? document.root : document);
      return withDocument(strictText(source ?? ''), whole);
    };
    elementOf(ids, options.id);
    return options.references.reduce(
      (text, reference, index) =>
        text.replace(digestAt(index), createHash('sha256').update(at(reference)).digest('base64')),
      draft,
    );
  });
  const octets = withDocument(filled, (document) => {
    const signature = elementOf(idsOf(document), options.id);
    return canonical(signature.get('ds:SignedInfo', { ds: names.ds }) as XmlElement);
  });
  return filled.replace(`value-of-${options.id}`, base64(await options.sign(octets)));
}

const canonical = (node: XmlElement | XmlDocument): Buffer => Buffer.from(node.canonicalizeToString({ mode: 1 }));

/** Whether `id` is of what is signed, and not of the reference. */
const isById = ({ kind }: ToSign): boolean => kind === 'object' || kind === 'root';

function signatureText(options: SignOptions, digestAt: (index: number) => string): string {
  const canonicalisation = `<ds:Transform Algorithm="${exclusive}"/>`;
  const references = options.references.map((reference, index) => {
    const byId = `#${reference.id}`;
    const uri = { document: '', root: byId, object: byId, outside: 'uri' in reference ? reference.uri : '' }[
      reference.kind
    ];
    const transforms = {
      document: `<ds:Transform Algorithm="${enveloped}"/>${canonicalisation}`,
      root: `<ds:Transform Algorithm="${enveloped}"/>${canonicalisation}`,
      object: canonicalisation,
      outside: '',
    }[reference.kind];
    return (
      `<ds:Reference${isById(reference) ? '' : attribute('Id', reference.id)}${attribute('URI', uri)}` +
      `${attribute('Type', 'type' in reference ? reference.type : undefined)}>` +
      `${transforms && `<ds:Transforms>${transforms}</ds:Transforms>`}` +
      `<ds:DigestMethod Algorithm="${sha256Method}"/><ds:DigestValue>${digestAt(index)}</ds:DigestValue></ds:Reference>`
    );
  });
  const certificates = options.certificates.map((der) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`);
  return (
    `<ds:Signature xmlns:ds="${names.ds}" Id="${options.id}"><ds:SignedInfo>` +
    `<ds:CanonicalizationMethod Algorithm="${exclusive}"/>` +
    `<ds:SignatureMethod Algorithm="${signatureMethodOf(options.key)}"/>${references.join('')}</ds:SignedInfo>` +
    `<ds:SignatureValue Id="${options.id}-value">value-of-${options.id}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${certificates.join('')}</ds:X509Data></ds:KeyInfo>${options.objects ?? ''}</ds:Signature>`
  );
}

/** Puts the signature at its place, or before the end tag of the root, leaving every other byte as it is. */
function insert(text: string, signature: string, at?: number): string {
  if (at !== undefined) return text.slice(0, at) + signature + text.slice(at);
  const name = withDocument(text, ({ root }) => (root.prefix ? `${root.prefix}:${root.name}` : root.name));
  // After the root only comments, instructions and white space may follow: the last end tag before them is the root's.
  const tail = /(?:\s|<!--(?:(?!-->)[\s\S])*-->|<\?(?:(?!\?>)[\s\S])*\?>)*$/.exec(text)?.index ?? text.length;
  const end = text.lastIndexOf('</', tail);
  if (end >= 0 && text.slice(end + 2, tail).replace(/\s*>$/, '') === name) {
    return text.slice(0, end) + signature + text.slice(end);
  }
  const empty = text.slice(0, tail).replace(/\s*\/>$/, '>');
  return `${empty}${signature}</${name}>${text.slice(tail)}`;
}
