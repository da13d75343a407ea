/**
 * Root keys in a hardware module through PKCS#11 (Cryptoki 2.40), driven by OpenSC's `pkcs11-tool` as signing is. Each
 * is an EC key pair of P-256 whose private half never leaves the module. A data key is sealed by a secret agreed
 * between a throw-away key and it (ECIES by RFC 9180's parts: ECDH, HKDF, AEAD): sealing needs only the public half,
 * opening one call of the module (CKM_ECDH1_DERIVE).
 */
import { execFile } from 'node:child_process';
import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Runtime } from '../runtime/runtime.ts';
import { openBytes, sealBytes } from './envelope.ts';
import { keyServiceAway, type RootKeys } from './root-keys.ts';

export interface KeyToken {
  /** Path of the vendor's module, such as `libsofthsm2.so`. */
  readonly module: string;
  readonly label: string;
  readonly pin: string;
}

const timeoutMs = 10_000;
/** A public key of P-256 as SubjectPublicKeyInfo, DER. */
const spki = 91;

export function tokenRootKeys(token: KeyToken, runtime: Pick<Runtime, 'randomBytes'>): RootKeys {
  const publicKeys = new Map<string, KeyObject>();
  const publicKey = async (root: string): Promise<KeyObject> => {
    const known = publicKeys.get(root);
    if (known) return known;
    const der = await run(token, ['--id', root, '--read-object', '--type', 'pubkey']);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    publicKeys.set(root, key);
    return key;
  };
  return {
    kind: 'pkcs11',
    async make(id) {
      const kind = ['--key-type', 'EC:prime256v1', '--usage-derive', '--sensitive', '--private'];
      await run(token, ['--keypairgen', ...kind, '--id', id, '--label', `ezdrowie-root-${id}`]);
    },
    async wrap(root, dataKey, name) {
      const once = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const shown = once.publicKey.export({ format: 'der', type: 'spki' });
      const shared = diffieHellman({ privateKey: once.privateKey, publicKey: await publicKey(root) });
      return Buffer.concat([shown, sealBytes(keyFrom(shared, shown, root), name, dataKey, runtime)]);
    },
    async unwrap(root, wrapped, name) {
      const shown = wrapped.subarray(0, spki);
      // The tool reads a file only; what stands in it is public.
      const folder = await mkdtemp(path.join(tmpdir(), 'ezdrowie-key-'));
      const input = path.join(folder, 'public.der');
      await writeFile(input, shown);
      const derive = ['--derive', '--mechanism', 'ECDH1-DERIVE', '--input-file', input];
      const said = await run(token, ['--id', root, ...derive]).finally(() => rm(folder, { recursive: true }));
      return openBytes(keyFrom(secretOf(said), shown, root), name, wrapped.subarray(spki));
    },
  };
}

/** The tool also says what it does, before the secret or behind it. On this curve a secret has 32 bytes. */
function secretOf(said: Buffer): Buffer {
  const words = said.indexOf('Using derive algorithm');
  const secret = words === 0 ? said.subarray(said.indexOf('\n') + 1) : said.subarray(0, 32);
  if (secret.length !== 32) throw keyServiceAway('The key module gave no secret.');
  return secret;
}

const keyFrom = (shared: Buffer, shown: Buffer, root: string): Buffer =>
  Buffer.from(hkdfSync('sha256', shared, shown, `ezdrowie/vault/${root}`, 32));

function run({ module, label, pin }: KeyToken, what: readonly string[]): Promise<Buffer> {
  // The PIN goes by the environment: arguments are seen by everybody on the machine.
  const options = { encoding: 'buffer' as const, timeout: timeoutMs, env: { ...process.env, EZDROWIE_TOKEN_PIN: pin } };
  const args = ['--module', module, '--token-label', label, '--login', '--pin', 'env:EZDROWIE_TOKEN_PIN', ...what];
  return new Promise((resolve, reject) => {
    execFile('pkcs11-tool', args, options, (error, stdout) => {
      if (!error && stdout.length > 0) return resolve(stdout);
      const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
      reject(
        keyServiceAway(
          missing
            ? 'The key module cannot be asked: pkcs11-tool (package opensc) is not installed.'
            : 'The key module does not answer: it, its token, its PIN or the root key is not there.',
        ),
      );
    });
  });
}
