/** A client as operators look at it: its keys by name, kind and thumbprint, never a whole metadata document. */
import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto';
import type { MachineClient } from '../model.ts';
import type { ClientListing } from './client-store.ts';

export interface KeySeen {
  readonly kid: string;
  readonly algorithm: string;
  /** SHA-256 of the SPKI form, hex: to be compared with what the vendor says by telephone. */
  readonly thumbprint: string;
}

export interface ClientSeen extends ClientListing {
  readonly proves: string;
  readonly bound: 'dpop' | 'mtls' | 'none';
  readonly keys: readonly KeySeen[];
  readonly redirectUris: readonly string[];
  readonly launchUri: string | null;
}

/** `listed` is there whenever the client is. */
export function clientSeen(listed: ClientListing | undefined, { metadata, launchUri }: MachineClient): ClientSeen {
  const { jwks, redirect_uris: addresses } = metadata as {
    jwks?: { keys?: (JsonWebKey & { kid?: string; alg?: string })[] };
    redirect_uris?: readonly string[];
  };
  const bound = metadata.dpop_bound_access_tokens
    ? 'dpop'
    : metadata.tls_client_certificate_bound_access_tokens
      ? 'mtls'
      : 'none';
  return {
    ...(listed as ClientListing),
    ...{ proves: String(metadata.token_endpoint_auth_method ?? 'none'), bound },
    keys: (jwks?.keys ?? []).map((key) => ({
      kid: key.kid ?? '',
      algorithm: [key.kty, key.crv ?? key.alg].filter(Boolean).join(' '),
      thumbprint: createHash('sha256')
        .update(createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'der' }))
        .digest('hex'),
    })),
    redirectUris: addresses ?? [],
    launchUri: launchUri ?? null,
  };
}
