/** The certificate that a client showed when it opened its connection. https://www.rfc-editor.org/rfc/rfc8705 */
import { hash, type X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

export interface ShownCertificate {
  /** PEM. */
  readonly pem: string;
  /** `x5t#S256`: base64url of the SHA-256 of the DER form. */
  readonly thumbprint: string;
}

/** The connection itself is encrypted, not only one to a proxy before us. */
export const isTls = ({ socket }: Pick<IncomingMessage, 'socket'>): boolean => socket instanceof TLSSocket;

/**
 * Of this very connection: what a header says of a certificate is never believed. Who signed it does not matter for
 * binding a token (RFC 8705 section 3): the handshake has shown that the client holds its key.
 */
export function certificateOf({ socket }: Pick<IncomingMessage, 'socket'>): ShownCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const shown: X509Certificate | undefined = socket.getPeerX509Certificate();
  return shown && { pem: shown.toString(), thumbprint: hash('sha256', shown.raw, 'base64url') };
}
