/**
 * Access tokens on the way in. https://www.rfc-editor.org/rfc/rfc9068: signed JSON Web Tokens for our FHIR server,
 * checked against our own keys. A verdict is remembered for ten seconds at most, so a client, account, grant or token
 * that is stopped is stopped then, in every process.
 */
import { hash } from 'node:crypto';
import { type CryptoKey, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Actor } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { isStanding } from './app-life.ts';
import { appsStore } from './apps-store.ts';
import { coolingUntil } from './cooling.ts';
import { gateAt } from './machines/gate/lifecycle.ts';
import { actorOf } from './model.ts';
import { openIdStore } from './openid-store.ts';
import type { PolicyInForce } from './policy/policy.ts';
import { refuse } from './refusals.ts';
import { ofRole } from './scopes.ts';

export const signingAlgorithm = 'ES256';
const believedFor = 10_000;
const rememberedAtMost = 10_000;
const longestToken = 8_192;

/** The key that a token is bound to: whoever sends it has to show that they hold it. RFC 7800, `cnf`. */
export interface Binding {
  /** Thumbprint of a DPoP key. RFC 9449 section 6. */
  readonly jkt?: string;
  /** Thumbprint of a TLS client certificate. RFC 8705 section 3. */
  readonly 'x5t#S256'?: string;
}

/** Who a token speaks for, and what it is bound to. */
export interface Verdict {
  readonly actor: Actor;
  readonly bound: Binding | undefined;
}

export interface TokensNeed {
  database: Database;
  runtime: Runtime;
  demonstration: boolean;
  policy: PolicyInForce;
  issuer: string;
  audience: string;
  /** Our public keys by `kid`. */
  publicKeys: () => Promise<ReadonlyMap<string, CryptoKey>>;
}

export type Tokens = ReturnType<typeof tokens>;

/** How a token is named where revoked ones are listed. */
export const tokenHash = (jti: string): Buffer => hash('sha256', jti, 'buffer');
/** The grant that a token came of, as it is kept. */
export const grantOfToken = ({ grant }: JWTPayload): Buffer | undefined =>
  typeof grant === 'string' ? Buffer.from(grant, 'base64url') : undefined;

export function tokens(needs: TokensNeed) {
  const { runtime } = needs;
  const verdicts = new Map<string, Verdict & { until: number }>();

  async function judge(token: string): Promise<Verdict & { payload: JWTPayload }> {
    if (token.length > longestToken) throw refuse('token-not-valid');
    const payload = await payloadOf(token, needs);
    const { cnf } = payload as { cnf?: Binding };
    return { payload, actor: await actorOfToken(payload, needs), bound: cnf };
  }

  return {
    /**
     * Who a bearer token speaks for.
     * @throws Refusal `token-not-valid`; `scope-missing` for a person's token that stands for nothing in the record
     */
    async verify(token: string): Promise<Verdict> {
      const now = runtime.now().getTime();
      const verdict = verdicts.get(token);
      if (verdict && verdict.until > now) return verdict;
      verdicts.delete(token);
      const { payload, actor, bound } = await judge(token);
      if (verdicts.size >= rememberedAtMost) verdicts.delete(verdicts.keys().next().value as string);
      const ends = (payload.exp as number) * 1000;
      const found = { actor: { ...actor, until: ends }, bound, until: Math.min(ends, now + believedFor) };
      verdicts.set(token, found);
      return found;
    },
    /** What a token says, judged anew. @throws as verify */
    inspect: judge,
  };
}

async function payloadOf(token: string, { issuer, audience, runtime, publicKeys }: TokensNeed): Promise<JWTPayload> {
  const known = await publicKeys();
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = kid === undefined ? undefined : known.get(kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      {
        issuer,
        audience,
        // One algorithm and one type: neither `none` nor an ID token nor a foreign key's method is even tried.
        algorithms: [signingAlgorithm],
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti'],
        currentDate: runtime.now(),
        clockTolerance: 2,
      },
    );
    // A token from the future was not made by us, whatever its signature says.
    if ((payload.iat as number) > runtime.now().getTime() / 1000 + 5) throw refuse('token-not-valid');
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw refuse('token-not-valid');
    throw error;
  }
}

async function actorOfToken(
  payload: JWTPayload,
  { database, runtime, demonstration, policy }: TokensNeed,
): Promise<Actor> {
  const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ').filter(Boolean) : [];
  const client = await openIdStore(database, { demonstration }).standing(
    String(payload.client_id),
    tokenHash(String(payload.jti)),
  );
  // Times in tokens are whole seconds: one of the very second counts as one from before.
  const isOver = client?.tokensAfter && (payload.iat as number) * 1000 <= client.tokensAfter.getTime();
  if (!client || client.disabledAt || client.revoked || isOver) throw refuse('token-not-valid');
  if (payload.sub === client.id) {
    const { id, name, provider, perMinute } = client;
    const limits = { ...(provider === null ? {} : { provider }), ...(perMinute === null ? {} : { perMinute }) };
    const gate = gateAt(client, runtime.now());
    return { role: 'machine', id, name, purpose: 'TREAT', scopes, ...limits, gate };
  }
  const mark = grantOfToken(payload);
  const grant = mark && (await appsStore(database).grant(mark));
  // A token of a person lives no longer than what it came of, whatever it says itself.
  const stands = grant && grant.client === client.id && grant.session.account.id === payload.sub;
  if (!stands || !isStanding(grant, runtime.now())) throw refuse('token-not-valid');
  const { session, patient } = grant;
  const inRecord = ofRole(scopes, session.position.role, patient !== null);
  if (inRecord.length === 0) throw refuse('scope-missing');
  const app = { client: client.id, name: client.name, ...(patient === null ? {} : { patient }) };
  const cooling = coolingUntil(session, policy, runtime.now()) !== undefined;
  return { ...actorOf(session, inRecord), app, ...(cooling ? { cooling } : {}) };
}
