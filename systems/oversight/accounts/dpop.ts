/** Demonstrating proof of possession on requests to the FHIR server. https://www.rfc-editor.org/rfc/rfc9449#section-7 */
import { hash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWK, jwtVerify } from 'jose';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { openIdStore } from './openid-store.ts';
import { refuse } from './refusals.ts';
import { sameSecret } from './session-life.ts';

export const proofAlgorithms = ['ES256', 'ES384', 'PS256', 'RS256'] as const;
/** Seconds that a proof may be away from our clock, to either side. */
const window = 60;
const longestProof = 4_096;

export interface ProofAsked {
  readonly proof: string | undefined;
  readonly token: string;
  readonly thumbprint: string;
  readonly method: string;
  /** Without query. */
  readonly url: string;
}

export interface ProofNeeds {
  database: Database;
  runtime: Runtime;
  demonstration: boolean;
}

/** @throws Refusal `token-not-valid` for whatever is wrong: who sends a bound token without its key stole it. */
export async function demandProof(
  { proof, token, thumbprint, method, url }: ProofAsked,
  { database, runtime, demonstration }: ProofNeeds,
): Promise<void> {
  if (!proof || proof.length > longestProof) throw refuse('token-not-valid');
  const { payload, jwk } = await read(proof, runtime.now());
  const { iat, jti, htm, htu, ath } = payload;
  const now = Math.floor(runtime.now().getTime() / 1000);
  const fits =
    typeof iat === 'number' &&
    Math.abs(now - iat) <= window &&
    typeof jti === 'string' &&
    jti.length <= 256 &&
    htm === method &&
    typeof htu === 'string' &&
    withoutQuery(htu) === withoutQuery(url) &&
    typeof ath === 'string' &&
    sameSecret(ath, hash('sha256', token, 'base64url')) &&
    sameSecret(await calculateJwkThumbprint(jwk), thumbprint);
  if (!fits) throw refuse('token-not-valid');
  const once = await openIdStore(database, { demonstration }).keepOnce({
    model: 'DPoPProof',
    hash: hash('sha256', `${thumbprint}\n${jti}`, 'buffer'),
    sealed: Buffer.alloc(0),
    grant: null,
    uid: null,
    expiresAt: new Date((now + 2 * window) * 1000),
  });
  if (!once) throw refuse('token-not-valid');
}

async function read(proof: string, now: Date) {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: [...proofAlgorithms],
      typ: 'dpop+jwt',
      currentDate: now,
      clockTolerance: window,
    });
    return { payload, jwk: protectedHeader.jwk as JWK };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw refuse('token-not-valid');
    throw error;
  }
}

function withoutQuery(address: string): string | undefined {
  const url = URL.parse(address);
  return url ? `${url.origin}${url.pathname}` : undefined;
}
