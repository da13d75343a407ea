/**
 * CDS clients prove who they are with a JWT of their own for each call, signed by the keys registered with their
 * machine client. https://cds-hooks.hl7.org/2.0/#trusting-cds-clients
 */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { FastifyRequest } from 'fastify';
import { demandDoor } from '#core/access/gate.ts';
import type { Actor } from '#core/access/actor.ts';
import type { Authenticator } from '#core/http/operation.ts';
import { openIdStore } from '../openid-store.ts';
import { refuse } from '../refusals.ts';
import type { Jwks, PublishedKeys } from './client-keys.ts';
import { machineNow, type MachineNeeds } from './machine-now.ts';

export interface CdsClientNeeds extends MachineNeeds {
  readonly published: PublishedKeys;
  readonly baseUrl: string;
}

/** A JWT lives for five minutes at most, and is used once. */
const longestLife = 300;
const mostRemembered = 100_000;

/** Below the services of CDS Hooks a client's own JWT counts beside our access tokens. */
export function withCdsClients(others: Authenticator, needs: CdsClientNeeds): Authenticator {
  const used = new Map<string, number>();
  return {
    async authenticate(request) {
      const token = tokenOf(request);
      if (token === undefined || !isOfClient(token, needs.baseUrl)) return others.authenticate(request);
      const actor = await proven(token, request, needs, used);
      demandDoor(actor, request.method, request.url, needs.runtime.now().getTime());
      return actor;
    },
  };
}

const tokenOf = ({ url, headers: { authorization } }: FastifyRequest): string | undefined =>
  url.startsWith('/api/cds-services') ? /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1] : undefined;

/** Our own tokens say that we issued them; everything else must prove itself as a client. */
function isOfClient(token: string, baseUrl: string): boolean {
  try {
    return decodeJwt(token).iss !== baseUrl;
  } catch {
    return false;
  }
}

/** @throws Refusal `token-not-valid` */
async function proven(
  token: string,
  request: FastifyRequest,
  needs: CdsClientNeeds,
  used: Map<string, number>,
): Promise<Actor> {
  const { iss = '' } = decodeJwt(token);
  const known = /^[A-Za-z0-9._-]{1,64}$/.test(iss) ? await openIdStore(needs.database, needs).client(iss) : undefined;
  if (!known || known.disabledAt) throw refuse('token-not-valid');
  const { jku } = headerOf(token);
  // Keys come from where the client registered them; a header that names another place proves nothing.
  if (jku !== undefined && jku !== known.jwksUri) throw refuse('token-not-valid');
  const jwks = known.jwksUri
    ? await needs.published.at(known.jwksUri)
    : (known.metadata as { readonly jwks?: Jwks }).jwks;
  const payload = await verified(token, jwks, audiences(request, needs.baseUrl), needs);
  useOnce(payload, iss, used, needs.runtime.now());
  const actor = await machineNow(needs, iss);
  if (!actor) throw refuse('token-not-valid');
  return actor;
}

function headerOf(token: string): { readonly jku?: unknown } {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw refuse('token-not-valid');
  }
}

/** The address that is called, or that of the service whose feedback it is; the same operation answers at the root. */
function audiences({ url }: FastifyRequest, baseUrl: string): string[] {
  const path = url.split('?')[0] ?? '';
  const addresses = [path, path.replace(/^\/api\//, '/')];
  return addresses.flatMap((one) => [`${baseUrl}${one}`, `${baseUrl}${one.replace(/\/feedback$/, '')}`]);
}

async function verified(
  token: string,
  jwks: Jwks | undefined,
  audience: string[],
  { runtime }: CdsClientNeeds,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, ({ kid, alg }) => keyOf(jwks, kid, alg), {
      ...{ audience, algorithms: ['ES384', 'RS384'], clockTolerance: 30, currentDate: runtime.now() },
      requiredClaims: ['iss', 'aud', 'exp', 'iat', 'jti'],
      maxTokenAge: longestLife,
    });
    if ((payload.exp ?? 0) - (payload.iat ?? 0) > longestLife) throw refuse('token-not-valid');
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw refuse('token-not-valid');
    throw error;
  }
}

/** The key of that name, if it is one for the algorithm. */
function keyOf(jwks: Jwks | undefined, kid: string | undefined, alg: string): KeyObject {
  const kty = alg === 'ES384' ? 'EC' : 'RSA';
  const key = jwks?.keys.find((one) => (one as { kid?: string }).kid === kid && one.kty === kty);
  if (kid === undefined || !key) throw new errors.JWKSNoMatchingKey();
  return createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
}

function useOnce({ jti = '', exp = 0 }: JWTPayload, client: string, used: Map<string, number>, now: Date): void {
  const key = `${client} ${jti}`;
  const at = now.getTime() / 1000;
  for (const [known, until] of used) {
    if (until + 60 > at && used.size < mostRemembered) break;
    used.delete(known);
  }
  if (used.has(key)) throw refuse('token-not-valid');
  used.set(key, exp);
}
