/** Signing by a private key that this process holds: read from PKCS#12 (RFC 7292), as ZUS and qualified software give it. */
import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import * as pkijs from 'pkijs';
import { Refusal } from '../../refusal/refusal.ts';
import type { Signer } from '../model.ts';

/** A signer of a key and its certificates. @throws TypeError for a key that is neither RSA nor EC. */
export function keySigner(key: KeyObject, certificates: readonly Buffer[]): Signer {
  const kind = key.asymmetricKeyType;
  if (kind !== 'rsa' && kind !== 'ec') throw new TypeError('Only RSA and EC keys sign documents.');
  return {
    key: kind,
    certificates,
    sign: async (octets) => sign('sha256', octets, { key, dsaEncoding: 'ieee-p1363' }),
  };
}

const bags = {
  key: '1.2.840.113549.1.12.10.1.1',
  shrouded: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
};

/**
 * Key and certificates of a PKCS#12 file, its own certificate first.
 * @throws Refusal when the password is wrong, the file is broken or protected by what is no longer safe (RC2, 3DES).
 */
export async function openKeyFile(
  file: Uint8Array,
  password: string,
): Promise<{ key: KeyObject; certificates: readonly [Buffer, ...Buffer[]] }> {
  const found = await read(file, password).catch(() => undefined);
  if (!found?.key || found.certificates.length === 0) {
    throw new Refusal('invalid', 'key-file', {
      message: 'The key file does not open: the password is wrong, or it is not PKCS#12 protected by AES.',
    });
  }
  const { key } = found;
  const own = found.certificates.find((der) => new X509Certificate(der).checkPrivateKey(key));
  if (!own) throw new Refusal('invalid', 'key-file', 'The key file holds no certificate of its key.');
  return { key, certificates: [own, ...found.certificates.filter((der) => der !== own)] };
}

/** The signer of a PKCS#12 file. @throws Refusal as `openKeyFile` */
export async function pkcs12Signer(file: Uint8Array, password: string): Promise<Signer> {
  const { key, certificates } = await openKeyFile(file, password);
  return keySigner(key, certificates);
}

async function read(file: Uint8Array, password: string) {
  const secret = new TextEncoder().encode(password).slice().buffer;
  const pfx = pkijs.PFX.fromBER(Uint8Array.from(file));
  await pfx.parseInternalValues({ password: secret, checkIntegrity: true });
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (!safe) return undefined;
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password: secret })) });
  const certificates: Buffer[] = [];
  let key: KeyObject | undefined;
  for (const { value } of safe.parsedValue.safeContents as { value: pkijs.SafeContents }[]) {
    for (const bag of value.safeBags) {
      if (bag.bagId === bags.certificate) {
        const certificate = (bag.bagValue as pkijs.CertBag).parsedValue as pkijs.Certificate;
        certificates.push(Buffer.from(certificate.toSchema(true).toBER()));
      } else if (bag.bagId === bags.shrouded) {
        const shrouded = bag.bagValue as pkijs.PKCS8ShroudedKeyBag;
        await (shrouded as unknown as { parseInternalValues(of: object): Promise<void> }).parseInternalValues({
          password: secret,
        });
        key = keyOf(shrouded.parsedValue as pkijs.PrivateKeyInfo);
      } else if (bag.bagId === bags.key) key = keyOf(bag.bagValue as pkijs.PrivateKeyInfo);
    }
  }
  return { key, certificates };
}

const keyOf = (info: pkijs.PrivateKeyInfo): KeyObject =>
  createPrivateKey({ key: Buffer.from(info.toSchema().toBER()), format: 'der', type: 'pkcs8' });
