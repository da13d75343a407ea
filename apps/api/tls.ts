/**
 * A second listener, by TLS, where clients may show certificates: tokens can be bound to them (RFC 8705). The
 * demonstration makes a certificate of its own.
 */
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
}

/** Serves by TLS what `server` serves. Returns how to stop it. */
export async function listenByTls(server: FastifyInstance, listener: TlsListener): Promise<() => Promise<void>> {
  const { certificate, key } = listener;
  const own =
    certificate && key
      ? { cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
      : await ownCertificate(listener.home);
  const secure = createServer(
    {
      ...own,
      minVersion: 'TLSv1.2',
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
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((listening, failed) => {
    secure.once('error', failed);
    secure.listen(listener.port, listener.host, listening);
  });
  return async () => {
    secure.closeAllConnections();
    await new Promise((closed) => secure.close(closed));
  };
}

const year = 365 * 24 * 60 * 60_000;

/** The demonstration's certificate: for this machine only, signed by itself, kept in `<home>/tls`. */
async function ownCertificate(home: string): Promise<{ cert: string; key: string }> {
  const folder = path.join(home, 'tls');
  const files = { cert: path.join(folder, 'server.crt'), key: path.join(folder, 'server.key') };
  if (!existsSync(files.cert)) {
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
