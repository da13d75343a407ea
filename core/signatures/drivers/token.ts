/**
 * Signing by a card or a hardware module through PKCS#11 (Cryptoki 2.40), driven by OpenSC's `pkcs11-tool`: the key
 * never leaves the token, and no vendor's library is loaded into the server's process.
 */
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { Refusal } from '../../refusal/refusal.ts';
import type { Signer } from '../model.ts';

export interface Token {
  /** Path of the vendor's module, such as `libsofthsm2.so`. */
  readonly module: string;
  readonly label: string;
  readonly pin: string;
  /** CKA_ID of key and certificate, hexadecimal. */
  readonly id: string;
  /** Certificates of the issuers, DER. */
  readonly issuers?: readonly Buffer[];
}

/** Signing on a token may wait for a person's touch. */
const timeoutMs = 60_000;

/** @throws Refusal when the tool, the token or the key is not there, or the PIN is wrong. */
export async function tokenSigner(token: Token): Promise<Signer> {
  const certificate = await run(token, ['--read-object', '--type', 'cert']);
  const kind = new X509Certificate(certificate).publicKey.asymmetricKeyType;
  if (kind !== 'rsa' && kind !== 'ec') throw unavailable('its key is neither RSA nor EC');
  return {
    key: kind,
    certificates: [certificate, ...(token.issuers ?? [])],
    sign: (octets) =>
      kind === 'rsa'
        ? run(token, ['--sign', '--mechanism', 'SHA256-RSA-PKCS'], octets)
        : run(
            token,
            ['--sign', '--mechanism', 'ECDSA', '--signature-format', 'rs'],
            createHash('sha256').update(octets).digest(),
          ),
  };
}

const unavailable = (why: string): Refusal =>
  new Refusal('unavailable', 'token', `The signing token cannot be used: ${why}.`);

function run({ module, label, pin, id }: Token, what: readonly string[], input?: Buffer): Promise<Buffer> {
  // The PIN goes by the environment: arguments are seen by everybody on the machine.
  const options = { encoding: 'buffer' as const, timeout: timeoutMs, env: { ...process.env, EZDROWIE_TOKEN_PIN: pin } };
  const args = [
    '--module',
    module,
    '--token-label',
    label,
    '--login',
    '--pin',
    'env:EZDROWIE_TOKEN_PIN',
    '--id',
    id,
    ...what,
  ];
  return new Promise((resolve, reject) => {
    const child = execFile('pkcs11-tool', args, options, (error, stdout) => {
      if (!error && stdout.length > 0) return resolve(stdout);
      const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
      reject(
        unavailable(
          missing ? 'pkcs11-tool (package opensc) is not installed' : 'the token, its key or its PIN is wrong',
        ),
      );
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}
