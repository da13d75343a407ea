/**
 * The listener by TLS (RFC 9325): 1.3, or 1.2 with forward secrecy and AEAD. Clients may show certificates: tokens can
 * be bound to them (RFC 8705). The demonstration makes a certificate of its own; files are read again when they change.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { ownCertificate } from '#core/signatures/own-certificate.ts';

export interface TlsListener {
  readonly port: number;
  readonly host: string;
  readonly home: string;
  /** PEM files; without them the demonstration's own. */
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** How often the files are looked at, ms. */
  readonly lookEvery?: number;
}

/** Serves by TLS what `server` serves. Returns how to stop it. */
export async function listenByTls(server: FastifyInstance, listener: TlsListener): Promise<() => Promise<void>> {
  let shown = await certificateOf(listener);
  const secure = createServer(
    {
      ...protection,
      ...shown,
      // Whoever shows one has proven to hold its key. Whose it may be is told by the client's registration, not by an
      // issuer.
      requestCert: true,
      rejectUnauthorized: false,
      requestTimeout: 60_000,
      headersTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => server.routing(request, response),
  );
  secure.maxConnections = 5_000;
  secure.keepAliveTimeout = 30_000;
  // Sockets of Subscriptions hang on the plain listener's event.
  secure.on('upgrade', (...given) => server.server.emit('upgrade', ...given));
  // A certificate that was renewed is shown from then on; connections that stand go on.
  const renewal = setInterval(
    async () => {
      const next = await certificateOf(listener).catch(() => shown);
      if (next.cert === shown.cert) return;
      shown = next;
      secure.setSecureContext({ ...protection, ...shown });
    },
    listener.lookEvery ?? 60 * 60_000,
  );
  renewal.unref();
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((listening, failed) => {
    secure.once('error', failed);
    secure.listen(listener.port, listener.host, listening);
  });
  return async () => {
    clearInterval(renewal);
    secure.closeAllConnections();
    await new Promise((closed) => secure.close(closed));
  };
}

/** TLS_AES_… are of 1.3; of 1.2 only ephemeral keys with GCM or ChaCha20. */
const protection = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  honorCipherOrder: true,
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const;

const certificateOf = async ({ certificate, key, home }: TlsListener): Promise<{ cert: string; key: string }> =>
  certificate && key
    ? { cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
    : demonstrationCertificate(home);

/** The demonstration's certificate: for this machine only, signed by itself, kept in `<home>/tls`. */
const demonstrationCertificate = (home: string): Promise<{ cert: string; key: string }> =>
  ownCertificate(path.join(home, 'tls'), 'server', 'e-Zdrowie demonstration', systemRuntime);
