/** Certificates that the demonstration makes for itself: a key on P-256, signed by itself, for this machine only. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
// @peculiar/x509 looks for this when it is loaded.
import 'reflect-metadata';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import type { Runtime } from '../runtime/runtime.ts';

const day = 24 * 60 * 60_000;
const year = 365 * day;

/** The PEM pair `<name>.crt`, `<name>.key` of a folder; made at first use, good for a year, made anew in its last month. */
export async function ownCertificate(
  folder: string,
  name: string,
  subject: string,
  runtime: Pick<Runtime, 'now'>,
): Promise<{ cert: string; key: string }> {
  const files = { cert: path.join(folder, `${name}.crt`), key: path.join(folder, `${name}.key`) };
  const isGood =
    existsSync(files.cert) &&
    Date.parse(new X509Certificate(readFileSync(files.cert)).validTo) > runtime.now().getTime() + 30 * day;
  if (!isGood) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const now = runtime.now().getTime();
    const made = await X509CertificateGenerator.createSelfSigned({
      name: `CN=${subject}`,
      notBefore: new Date(now - 60_000),
      notAfter: new Date(now + year),
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
