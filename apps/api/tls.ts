/**
 * The listener by TLS (RFC 9325): 1.3, or 1.2 with forward secrecy and AEAD. Clients may show certificates: tokens can
 * be bound to them (RFC 8705). The demonstration makes a certificate of its own; files are read again when they change.
 */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import path from 'node:path';
// @peculiar/x509 looks for this when it is loaded.
import 'reflect-metadata';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import type { FastifyInstance } from 'fastify';
import { systemRuntime } from '#core/runtime/runtime.ts';

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
    : ownCertificate(home);

const day = 24 * 60 * 60_000;
const year = 365 * day;

/** True for a certificate that is there and good for a month more. */
const isGood = (file: string): boolean =>
  existsSync(file) &&
  Date.parse(new X509Certificate(readFileSync(file)).validTo) > systemRuntime.now().getTime() + 30 * day;

/** The demonstration's certificate: for this machine only, signed by itself, kept in `<home>/tls`. */
async function ownCertificate(home: string): Promise<{ cert: string; key: string }> {
  const folder = path.join(home, 'tls');
  const files = { cert: path.join(folder, 'server.crt'), key: path.join(folder, 'server.key') };
  if (!isGood(files.cert)) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const now = systemRuntime.now();
    const made = await X509CertificateGenerator.createSelfSigned({
      name: 'CN=e-Zdrowie demonstration',
      notBefore: new Date(now.getTime() - 60_000),
      notAfter: new Date(now.getTime() + year),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'ip', value: '127.0.0.1' },
        ]),
      ],
    });
    const secret = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lines = secret.match(/.{1,64}/g)?.join('\n');
    writeFileSync(files.key, `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`, { mode: 0o600 });
    writeFileSync(files.cert, `${made.toString('pem')}\n`);
  }
  return { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
}
