/**
 * Access tokens on the way in. https://www.rfc-editor.org/rfc/rfc9068: signed JSON Web Tokens for our FHIR server,
 * checked against our own keys. A verdict is remembered for a minute at most, so a client or account that is stopped is
 * stopped then.
 */
import { type CryptoKey, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Actor } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { actorOf } from './model.ts';
import { openIdStore } from './openid-store.ts';
import { refuse } from './refusals.ts';
import { ofRole } from './scopes.ts';
import { isLive } from './session-life.ts';
import { accountStore } from './store.ts';

export const signingAlgorithm = 'ES256';
const believedFor = 60_000;
const rememberedAtMost = 10_000;
const longestToken = 8_192;

export interface TokensNeed {
  database: Database;
  runtime: Runtime;
  demonstration: boolean;
  issuer: string;
  audience: string;
  /** Our public keys by `kid`. */
  publicKeys: () => Promise<ReadonlyMap<string, CryptoKey>>;
}

export type Tokens = ReturnType<typeof tokens>;

export function tokens({ database, runtime, demonstration, issuer, audience, publicKeys }: TokensNeed) {
  const verdicts = new Map<string, { actor: Actor; until: number }>();

  async function payloadOf(token: string): Promise<JWTPayload> {
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
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw refuse('token-not-valid');
      throw error;
    }
  }

  async function actorOfToken(payload: JWTPayload): Promise<Actor> {
    const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ').filter(Boolean) : [];
    const client = await openIdStore(database, { demonstration }).client(String(payload.client_id));
    if (!client || client.disabledAt) throw refuse('token-not-valid');
    if (payload.sub === client.id) {
      return { role: 'machine', id: client.id, name: client.name, purpose: 'TREAT', scopes };
    }
    const store = accountStore(database, { demonstration });
    const session = await store.sessionOfGrant(Buffer.from(String(payload.grant), 'base64url'));
    // A token of a person lives no longer than the session it was given in, whatever it says itself.
    const over =
      !session ||
      session.account.id !== payload.sub ||
      !isLive({ ...session, lastUsedAt: runtime.now() }, runtime.now());
    if (over) throw refuse('token-not-valid');
    if (ofRole(scopes, session.position.role).length === 0) throw refuse('scope-missing');
    return actorOf(session, scopes);
  }

  return {
    /**
     * Who a bearer token speaks for.
     * @throws Refusal `token-not-valid`; `scope-missing` for a person's token that stands for nothing in the record
     */
    async verify(token: string): Promise<Actor> {
      const now = runtime.now().getTime();
      const verdict = verdicts.get(token);
      if (verdict && verdict.until > now) return verdict.actor;
      verdicts.delete(token);
      if (token.length > longestToken) throw refuse('token-not-valid');
      const payload = await payloadOf(token);
      const ends = (payload.exp as number) * 1000;
      const actor = { ...(await actorOfToken(payload)), until: ends };
      if (verdicts.size >= rememberedAtMost) verdicts.delete(verdicts.keys().next().value as string);
      verdicts.set(token, { actor, until: Math.min(ends, now + believedFor) });
      return actor;
    },
  };
}
