/**
 * The public keys by which a client proves who it is: given to us, or published at an address of the client's.
 * https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html#registering-a-client-communicating-public-keys
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { download, type OutboundRules } from '#core/http/outbound.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';

/** A key that is no longer published is refused after this, at the latest (milliseconds). */
const believedFor = 30_000;
/** While the address does not answer, what it said last counts for so long. */
const keptFor = 60_000;
const triedAgainAfter = 5_000;
const longestAnswer = 64 * 1024;
const mostKeys = 5;
const mostRemembered = 10_000;

export interface Jwks {
  readonly keys: readonly JsonWebKey[];
}

const wrong = (says: string) => new Refusal('invalid', 'keys-not-valid', says);
const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The keys as we keep them: public parts only, strong enough, told apart. @throws Refusal `keys-not-valid` */
export function checkedKeys(given: unknown): Jwks {
  const { keys } = (given ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > mostKeys) {
    throw wrong(`Give a JSON Web Key Set with one to ${mostKeys} keys.`);
  }
  const checked = keys.map((key) => checkedKey(key));
  const names = new Set(checked.map(({ kid }) => kid));
  if (names.size !== checked.length) throw wrong('Give each key a kid of its own.');
  return { keys: checked };
}

function checkedKey(given: unknown): JsonWebKey & { kid: string } {
  if (typeof given !== 'object' || given === null) throw wrong('A key is no JSON object.');
  const key = given as JsonWebKey & { kid?: unknown; alg?: unknown; use?: unknown };
  if (secret.some((part) => part in key)) throw wrong('A key holds a private part: keep it, and make a new pair.');
  if (typeof key.kid !== 'string' || key.kid.length > 200) throw wrong('A key lacks its kid.');
  if (key.use !== undefined && key.use !== 'sig') throw wrong(`The key ${key.kid} is not for signatures.`);
  const { kty, crv, x, y, n, e, kid } = key;
  const { alg } = key as { alg?: string };
  if (alg !== undefined && !/^(ES256|ES384|RS384|PS256)$/.test(alg)) throw wrong(`${alg} is no algorithm for clients.`);
  const parts = kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: parts as JsonWebKey, format: 'jwk' });
    const isStrong =
      asymmetricKeyType === 'rsa'
        ? (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
        : /^(prime256v1|secp384r1)$/.test(asymmetricKeyDetails?.namedCurve ?? '');
    if (!isStrong) throw new Error('weak');
  } catch {
    throw wrong(`The key ${kid} is none of: RSA of 2048 bits or more, P-256, P-384.`);
  }
  return { ...parts, kid, use: 'sig', ...(alg === undefined ? {} : { alg }) } as JsonWebKey & { kid: string };
}

interface Published {
  /** What was read last, and when. */
  keys: Jwks | undefined;
  readAt: number;
  triedAt: number;
  reading?: Promise<void> | undefined;
}

export type PublishedKeys = ReturnType<typeof publishedKeys>;

/** Keys at addresses, read at most twice a minute and process, under the rules of all outbound requests. */
export function publishedKeys(rules: OutboundRules, runtime: Runtime) {
  const known = new Map<string, Published>();

  async function read(address: string, entry: Published): Promise<void> {
    entry.triedAt = runtime.now().getTime();
    try {
      entry.keys = await keysAt(address, rules);
      entry.readAt = runtime.now().getTime();
    } catch {
      // What it said last goes on for a while; then there are no keys.
    }
  }

  return {
    /** The keys published there now; undefined when there are none to be believed. */
    async at(address: string): Promise<Jwks | undefined> {
      const now = runtime.now().getTime();
      const entry = known.get(address) ?? { keys: undefined, readAt: 0, triedAt: 0 };
      known.delete(address);
      if (known.size >= mostRemembered) known.delete(known.keys().next().value as string);
      known.set(address, entry);
      if (now - entry.readAt >= believedFor && now - entry.triedAt >= triedAgainAfter) {
        entry.reading ??= read(address, entry).finally(() => {
          entry.reading = undefined;
        });
      }
      await entry.reading;
      return runtime.now().getTime() - entry.readAt < keptFor ? entry.keys : undefined;
    },
  };
}

/** @throws Refusal `keys-not-valid`, and those of outbound requests */
export async function keysAt(address: string, rules: OutboundRules): Promise<Jwks> {
  const deadline = AbortSignal.timeout(5_000);
  const answer = await download(address, { accept: 'application/json' }, rules, deadline);
  if (answer.headers['content-encoding']) answer.destroy(wrong('Publish the keys without compression.'));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    length += (chunk as Buffer).length;
    if (length > longestAnswer) throw wrong(`The keys take more than ${longestAnswer} bytes.`);
    chunks.push(chunk as Buffer);
  }
  try {
    return checkedKeys(JSON.parse(Buffer.concat(chunks).toString()));
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong('What is published there is no JSON.');
    throw error;
  }
}
