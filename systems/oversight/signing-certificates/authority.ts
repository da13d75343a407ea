/**
 * The demonstration's authority of certificates: makes clinicians a certificate for signing documents. It says in its
 * name that it is one, is believed by this installation only, and never exists in production.
 */
import { createPrivateKey } from 'node:crypto';
// @peculiar/x509 looks for this when it is loaded.
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Vault } from '#core/vault/index.ts';
import type { RevocationReason } from './model.ts';
import { authorityPurpose } from './purposes.ts';
import { certificateStore } from './store.ts';

/** RFC 4514. The word is there so that nobody takes one of its certificates for a real one. */
export const authorityName = 'CN=DEMONSTRACJA e-Zdrowie - podpis dokumentów,O=Dane zmyślone,C=PL';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;

/** CRLReason: keyCompromise, superseded, cessationOfOperation. RFC 5280 section 5.3.1 */
const reasonCodes: Readonly<Record<RevocationReason, number>> = { lost: 1, replaced: 4, 'no-longer-needed': 5 };

export interface Needs {
  readonly database: Database;
  readonly vault: Vault;
  readonly runtime: Runtime;
}

export interface Issued {
  /** DER. */
  readonly certificate: Buffer;
  readonly issuer: Buffer;
  /** PKCS#8, DER. */
  readonly key: Buffer;
}

export interface DemonstrationAuthority {
  /** DER of its own certificate; made when it is first asked. */
  certificate(): Promise<Buffer>;
  /** A key and a certificate for two years. */
  issue(subject: { readonly name: string; readonly practitioner: string; readonly npwz?: string }): Promise<Issued>;
  /** DER of its list of revoked certificates, good for a day; read anew at most once a minute. */
  revocationList(): Promise<Buffer>;
}

export function demonstrationAuthority(needs: Needs): DemonstrationAuthority {
  const { database, runtime } = needs;
  let opened: Promise<Opened> | undefined;
  let list: { readonly der: Buffer; readonly until: number } | undefined;
  const open = (): Promise<Opened> => {
    opened ??= openOrMake(needs).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    certificate: async () => (await open()).der,
    async issue({ name, practitioner, npwz }) {
      const authority = await open();
      const keys = await newKeys();
      const now = runtime.now().getTime();
      const certificate = await X509CertificateGenerator.create({
        serialNumber: serialFrom(runtime),
        subject: [
          { CN: [name] },
          { '2.5.4.5': [npwz === undefined ? practitioner : `NPWZ-${npwz}`] },
          { OU: ['DEMONSTRACJA'] },
          { C: ['PL'] },
        ],
        issuer: authority.certificate.subject,
        notBefore: new Date(now - 60_000),
        notAfter: new Date(now + 730 * day),
        publicKey: keys.publicKey,
        signingKey: authority.key,
        signingAlgorithm: algorithm,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
        ],
      });
      return {
        certificate: Buffer.from(certificate.rawData),
        issuer: authority.der,
        key: Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
      };
    },
    async revocationList() {
      const now = runtime.now();
      if (list && list.until > now.getTime()) return list.der;
      const authority = await open();
      const entries = await certificateStore(database).revoked();
      const crl = await X509CrlGenerator.create({
        issuer: authority.certificate.subject,
        thisUpdate: new Date(now.getTime() - 60_000),
        nextUpdate: new Date(now.getTime() + day),
        signingKey: authority.key,
        signingAlgorithm: algorithm,
        entries: entries.map(({ serial, revoked, why }) => ({
          ...{ serialNumber: serial, revocationDate: revoked, reason: reasonCodes[why] },
        })),
      });
      list = { der: Buffer.from(crl.rawData), until: now.getTime() + 60_000 };
      return list.der;
    },
  };
}

interface Opened {
  readonly der: Buffer;
  readonly certificate: X509Certificate;
  readonly key: CryptoKey;
}

const newKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** Sixteen random bytes that make a positive number. */
function serialFrom(runtime: Runtime): string {
  const bytes = runtime.randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

/** Of processes that make it at once one wins, and all use what it made. */
async function openOrMake(needs: Needs): Promise<Opened> {
  const { database, vault, runtime } = needs;
  const store = certificateStore(database);
  let row = await store.authority();
  if (!row) {
    const keys = await newKeys();
    const now = runtime.now();
    const made = await X509CertificateGenerator.createSelfSigned({
      serialNumber: serialFrom(runtime),
      name: authorityName,
      notBefore: new Date(now.getTime() - 60_000),
      notAfter: new Date(now.getTime() + 3650 * day),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    const secret = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
    const sealed = await vault.seal(authorityPurpose, 'authority', secret);
    await store.addAuthority(Buffer.from(made.rawData), sealed, now);
    row = await store.authority();
  }
  if (!row) throw new Error('The authority of the demonstration could not be made.');
  const secret = await vault.open(authorityPurpose, 'authority', row.sealed);
  const key = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' }).export({ format: 'der', type: 'pkcs8' });
  return {
    der: row.certificate,
    certificate: new X509Certificate(Uint8Array.from(row.certificate)),
    key: await crypto.subtle.importKey('pkcs8', Uint8Array.from(key), algorithm, false, ['sign']),
  };
}
