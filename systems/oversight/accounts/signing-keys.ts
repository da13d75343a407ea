/**
 * The keys that sign tokens: made at first start, the private part sealed in the database, the same for every process.
 */
import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Database } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { openIdStore } from './openid-store.ts';
import type { Keyring } from './sealing.ts';
import { signingAlgorithm } from './tokens.ts';

export interface SigningKeys {
  /** Private keys, the one that signs first. */
  readonly jwks: readonly JWK[];
  readonly publicKeys: ReadonlyMap<string, CryptoKey>;
}

export interface SigningKeysNeed {
  database: Database;
  runtime: Runtime;
  keys: Keyring;
  demonstration: boolean;
}

/** @throws Error when the keys in the database were sealed with another master key. */
export async function signingKeys({ database, runtime, keys, demonstration }: SigningKeysNeed): Promise<SigningKeys> {
  const read = () => openIdStore(database, { demonstration }).signingKeys();
  let rows = await read();
  if (rows.length === 0) {
    const jwk = await newKey();
    const sealed = await keys.seal('signing key', jwk.kid as string, JSON.stringify(jwk));
    await database.transaction((tx) =>
      openIdStore(tx, { demonstration }).addFirstSigningKey(jwk.kid as string, sealed, runtime.now()),
    );
    rows = await read();
  }
  const jwks = await Promise.all(rows.map(({ kid, sealed }) => open(keys, kid, sealed)));
  const publicKeys = new Map<string, CryptoKey>();
  for (const { kid, kty, crv, x, y } of jwks) {
    publicKeys.set(
      kid as string,
      (await importJWK({ kty: kty as 'EC', crv, x, y } as JWK, signingAlgorithm)) as CryptoKey,
    );
  }
  return { jwks, publicKeys };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: signingAlgorithm, use: 'sig' };
}

async function open(keys: Keyring, kid: string, sealed: Buffer): Promise<JWK> {
  try {
    return JSON.parse((await keys.open('signing key', kid, sealed)).toString()) as JWK;
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Error(
      'The signing keys in the database do not open with the keys in EZDROWIE_HOME/keys. ' +
        'Bring back the key files that belong to this database.',
      { cause },
    );
  }
}
