/** Tokens by private_key_jwt (RFC 7523): asked for when needed, kept until shortly before they end. */
import { TokenRefused } from './problem.ts';

export interface TokenNeeds {
  readonly baseUrl: string;
  readonly clientId: string;
  /** Private key: a JWK, or PEM (PKCS#8) of a key on P-384. */
  readonly privateKey: JsonWebKey | string;
  /** `kid` under which the public key is registered; without it the client's id. */
  readonly keyId?: string | undefined;
  /** SMART scopes: `system/Patient.rs system/MedicationRequest.cruds`. */
  readonly scope: string;
  readonly fetch: typeof fetch;
}

export interface Tokens {
  current(): Promise<string>;
  /** The server does not take it any more. */
  forget(): void;
}

interface SigningKey {
  readonly key: CryptoKey;
  readonly alg: 'ES384' | 'PS256';
}

const es384 = { name: 'ECDSA', namedCurve: 'P-384' };
const ps256 = { name: 'RSA-PSS', hash: 'SHA-256' };
/** Seconds before its end in which a token is not used any more. */
const spare = 30;

async function signingKey(privateKey: JsonWebKey | string): Promise<SigningKey> {
  if (typeof privateKey === 'string') {
    const der = Uint8Array.from(atob(privateKey.replace(/-----[A-Z ]+-----|\s/g, '')), (sign) => sign.charCodeAt(0));
    return { key: await crypto.subtle.importKey('pkcs8', der, es384, false, ['sign']), alg: 'ES384' };
  }
  const [algorithm, alg] = privateKey.kty === 'RSA' ? ([ps256, 'PS256'] as const) : ([es384, 'ES384'] as const);
  const { kty, crv, x, y, d, n, e, p, q, dp, dq, qi } = privateKey;
  const plain = { kty, crv, x, y, d, n, e, p, q, dp, dq, qi };
  return { key: await crypto.subtle.importKey('jwk', plain, algorithm, false, ['sign']), alg };
}

const encode = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const encodeJson = (value: object): string => encode(new TextEncoder().encode(JSON.stringify(value)));

async function assertion({ baseUrl, clientId, keyId }: TokenNeeds, { key, alg }: SigningKey): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: baseUrl, jti: crypto.randomUUID(), iat: now, exp: now + 60 };
  const signed = `${encodeJson({ alg, typ: 'JWT', kid: keyId ?? clientId })}.${encodeJson(claims)}`;
  const how = alg === 'ES384' ? { name: 'ECDSA', hash: 'SHA-384' } : { name: 'RSA-PSS', saltLength: 32 };
  const signature = await crypto.subtle.sign(how, key, new TextEncoder().encode(signed));
  return `${signed}.${encode(new Uint8Array(signature))}`;
}

/** @throws TokenRefused by `current` */
export function tokens(needs: TokenNeeds): Tokens {
  const key = signingKey(needs.privateKey);
  key.catch(() => undefined);
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const answer = await needs.fetch(`${needs.baseUrl}/oidc/token`, {
      method: 'POST',
      signal: AbortSignal.timeout(30_000),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: needs.clientId,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertion(needs, await key),
        scope: needs.scope,
      }),
    });
    const body = (await answer.json().catch(() => ({}))) as {
      access_token?: string;
      expires_in?: number;
      error?: string;
      error_description?: string;
    };
    if (!body.access_token) throw new TokenRefused(body.error ?? String(answer.status), body.error_description ?? '');
    kept = { token: body.access_token, until: Date.now() + ((body.expires_in ?? 60) - spare) * 1000 };
    return kept.token;
  };
  return {
    async current() {
      if (kept && kept.until > Date.now()) return kept.token;
      // Many calls at once ask for one token.
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget() {
      kept = undefined;
    },
  };
}
