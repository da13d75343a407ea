/** The words of national-node: whom we speak to, what a browser is sent away with, what comes of it. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Level } from '#libs/saml/names.ts';
import type { SamlSigner } from '#libs/saml/messages.ts';

/** Everything about both sides, read once: addresses, our keys, the node's pinned certificates. */
export interface NodeConfiguration {
  /** Our entity id, and where browsers come back to. */
  readonly entityId: string;
  readonly assertionConsumer: string;
  /** The node: its entity id, where browsers go and where artifacts are resolved. */
  readonly issuer: string;
  readonly singleSignOn: string;
  /** Where the browser's form goes, when that is written otherwise than `singleSignOn`: the simulator's own path. */
  readonly formAction?: string;
  readonly artifactResolution: string;
  readonly nodeKey: KeyObject;
  readonly signer: SamlSigner;
  readonly encryption: { readonly key: KeyObject; readonly certificate: X509Certificate };
  /** For mutual TLS: our certificate and key in PEM, and whom to believe at the other end. */
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string };
}

/** What a browser must show when it comes back; whoever calls keeps it sealed in that browser. */
export interface Pending {
  readonly requestId: string;
  readonly relayState: string;
  readonly level: Level;
  /** ms since 1970 */
  readonly until: number;
}

/** Where the browser goes, by a form that it sends itself (saml-bindings 3.5). */
export interface Departure {
  readonly action: string;
  readonly fields: { readonly SAMLRequest: string; readonly RelayState: string };
  readonly pending: Pending;
}

/** Who came back: what the node said of them and nothing more (C-14). */
export interface NodePerson {
  readonly issuer: string;
  readonly level: Level;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly pesel: string;
}

/** Proven, or refused for a reason that belongs into the trail and not on the screen. */
export type Arrival = { readonly person: NodePerson } | { readonly refused: string };
