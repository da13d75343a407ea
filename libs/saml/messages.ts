/** What a service provider sends to the national node: AuthnRequest, ArtifactResolve, its metadata. Each is signed. */
import { type KeyObject, sign as signOctets, type X509Certificate } from 'node:crypto';
import { signXml } from '../xml-signature/sign.ts';
import { attributes, bindings, escaped, friendlyNames, type Level, levelUri, ns, unspecified } from './names.ts';

/** Who signs: a private key on P-256 and its certificate. */
export interface SamlSigner {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

/** Who we are to the node. */
export interface ServiceProvider {
  readonly entityId: string;
  /** Where browsers come back with an artifact. */
  readonly assertionConsumer: string;
}

/**
 * Signs the root of a message by its ID. The signature goes behind the Issuer, where the schema wants it, or to `at`.
 */
export async function signMessage(xml: string, id: string, { key, certificate }: SamlSigner, at?: number) {
  const afterIssuer = xml.indexOf('</saml:Issuer>') + '</saml:Issuer>'.length;
  return signXml(xml, {
    references: [{ kind: 'root', id }],
    key: 'ec',
    sign: async (octets) => signOctets('sha256', octets, { key, dsaEncoding: 'ieee-p1363' }),
    certificates: [certificate.raw],
    id: `${id}-signature`,
    at: at ?? afterIssuer,
  });
}

export interface AuthnRequestFacts extends ServiceProvider {
  readonly id: string;
  readonly now: Date;
  readonly destination: string;
  /** The weakest way of signing in that will do. */
  readonly level: Level;
}

/**
 * saml-core 3.4.1; eIDAS message format 2: SPType and the attributes asked for. `ForceAuthn`: a session that the node
 * remembers is no proof that this person sits here now.
 */
export function authnRequest(facts: AuthnRequestFacts, signer: SamlSigner): Promise<string> {
  const asked = (Object.keys(attributes) as (keyof typeof attributes)[]).map(
    (name) =>
      `<eidas:RequestedAttribute FriendlyName="${friendlyNames[name]}" Name="${attributes[name]}"` +
      ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri" isRequired="true"/>',
  );
  const xml =
    `<samlp:AuthnRequest xmlns:samlp="${ns.samlp}" xmlns:saml="${ns.saml}" xmlns:eidas="${ns.eidas}"` +
    ` ID="${facts.id}" Version="2.0" IssueInstant="${facts.now.toISOString()}"` +
    ` Destination="${escaped(facts.destination)}" ForceAuthn="true" ProtocolBinding="${bindings.artifact}"` +
    ` AssertionConsumerServiceURL="${escaped(facts.assertionConsumer)}">` +
    `<saml:Issuer>${escaped(facts.entityId)}</saml:Issuer><samlp:Extensions><eidas:SPType>public</eidas:SPType>` +
    `<eidas:RequestedAttributes>${asked.join('')}</eidas:RequestedAttributes></samlp:Extensions>` +
    `<samlp:NameIDPolicy AllowCreate="true" Format="${unspecified}"/>` +
    '<samlp:RequestedAuthnContext Comparison="minimum">' +
    `<saml:AuthnContextClassRef>${levelUri(facts.level)}</saml:AuthnContextClassRef>` +
    '</samlp:RequestedAuthnContext></samlp:AuthnRequest>';
  return signMessage(xml, facts.id, signer);
}

export interface ArtifactResolveFacts {
  readonly id: string;
  readonly now: Date;
  readonly entityId: string;
  readonly destination: string;
  readonly artifact: string;
}

/** saml-core 3.5.1 in SOAP 1.1 (saml-bindings 3.2). */
export async function artifactResolve(facts: ArtifactResolveFacts, signer: SamlSigner): Promise<string> {
  const xml =
    `<samlp:ArtifactResolve xmlns:samlp="${ns.samlp}" xmlns:saml="${ns.saml}" ID="${facts.id}" Version="2.0"` +
    ` IssueInstant="${facts.now.toISOString()}" Destination="${escaped(facts.destination)}">` +
    `<saml:Issuer>${escaped(facts.entityId)}</saml:Issuer>` +
    `<samlp:Artifact>${escaped(facts.artifact)}</samlp:Artifact></samlp:ArtifactResolve>`;
  return inEnvelope(await signMessage(xml, facts.id, signer));
}

export const inEnvelope = (xml: string): string =>
  `<soap:Envelope xmlns:soap="${ns.soap}"><soap:Body>${xml}</soap:Body></soap:Envelope>`;

export interface MetadataFacts extends ServiceProvider {
  readonly id: string;
  readonly validUntil: Date;
  readonly encryption: X509Certificate;
}

/** saml-metadata 2.4.4: what the operator of the node is given. */
export function metadata(facts: MetadataFacts, signer: SamlSigner): Promise<string> {
  const keyOf = (use: string, certificate: X509Certificate): string =>
    `<md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>` +
    `${certificate.raw.toString('base64')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
  const head =
    `<md:EntityDescriptor xmlns:md="${ns.md}" xmlns:ds="${ns.ds}" ID="${facts.id}"` +
    ` entityID="${escaped(facts.entityId)}" validUntil="${facts.validUntil.toISOString()}">`;
  const xml =
    `${head}<md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true"` +
    ` protocolSupportEnumeration="${ns.samlp}">${keyOf('signing', signer.certificate)}` +
    `${keyOf('encryption', facts.encryption)}<md:NameIDFormat>${unspecified}</md:NameIDFormat>` +
    `<md:AssertionConsumerService Binding="${bindings.artifact}" Location="${escaped(facts.assertionConsumer)}"` +
    ' index="0" isDefault="true"/></md:SPSSODescriptor></md:EntityDescriptor>';
  return signMessage(xml, facts.id, signer, head.length);
}

/** The public key of a pinned certificate. */
export const keyOfCertificate = (certificate: X509Certificate): KeyObject => certificate.publicKey;
