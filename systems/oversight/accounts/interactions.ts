/**
 * When an app asks to act for a person: what it asks, and the person's answer. SMART App Launch 2.2, standalone launch.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Database } from '#core/db/database.ts';
import type { Session } from './model.ts';
import { artefactHash } from './openid-adapter.ts';
import { fhirBase } from './openid.ts';
import { openIdStore } from './openid-store.ts';
import { refuse } from './refusals.ts';
import { grantable, ofRole } from './scopes.ts';

export interface InteractionNeeds {
  provider: () => Promise<Provider>;
  database: Database;
  baseUrl: string;
  demonstration: boolean;
}

const personal = new Set(['openid', 'fhirUser', 'profile']);

export function interactions({ provider, database, baseUrl, demonstration }: InteractionNeeds) {
  /** The interaction of this browser: its cookie must say the same as the address, else one could finish another's. */
  async function detailsOf(uid: string, request: IncomingMessage, response: ServerResponse) {
    try {
      const details = await (await provider()).interactionDetails(request, response);
      if (details.uid === uid) return details;
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
    }
    throw refuse('interaction-not-found');
  }

  async function asked(uid: string, session: Session, request: IncomingMessage, response: ServerResponse) {
    const details = await detailsOf(uid, request, response);
    const client = await openIdStore(database, { demonstration }).client(String(details.params.client_id));
    if (!client || client.disabledAt) throw refuse('interaction-not-found');
    const wanted = String(details.params.scope ?? '')
      .split(' ')
      .filter(Boolean);
    const inRecord = ofRole(grantable(wanted, client.scopes), session.position.role);
    return { client, wanted, inRecord, own: wanted.filter((scope) => personal.has(scope)) };
  }

  return {
    /** What the app asks, for the person to see. @throws Refusal `interaction-not-found` */
    async describe(uid: string, session: Session, request: IncomingMessage, response: ServerResponse) {
      const { client, own, inRecord } = await asked(uid, session, request, response);
      return { client: client.name, scopes: [...own, ...inRecord] };
    },
    /**
     * Writes the person's answer down; the browser goes on to the returned address. @throws Refusal
     * `interaction-not-found`
     */
    async finish(
      uid: string,
      allow: boolean,
      session: Session,
      request: IncomingMessage,
      response: ServerResponse,
    ): Promise<string> {
      const openId = await provider();
      const { client, wanted, own, inRecord } = await asked(uid, session, request, response);
      if (!allow) {
        const denied = { error: 'access_denied', error_description: 'the person said no' };
        return openId.interactionResult(request, response, denied, { mergeWithLastSubmission: false });
      }
      const grant = new openId.Grant({ accountId: session.account.id, clientId: client.id });
      grant.addOIDCScope(own.join(' '));
      grant.addResourceScope(fhirBase(baseUrl), inRecord.join(' '));
      const refused = wanted.filter((scope) => !own.includes(scope) && !inRecord.includes(scope));
      if (refused.length > 0) grant.rejectResourceScope(fhirBase(baseUrl), refused.join(' '));
      const grantId = await grant.save();
      await openIdStore(database, { demonstration }).tieGrant(artefactHash(grantId), session.id);
      const login = { accountId: session.account.id, remember: false, acr: 'ez:aal2', amr: ['pwd', 'otp'] };
      const ts = Math.floor(session.startedAt.getTime() / 1000);
      const result = { login: { ...login, ts }, consent: { grantId } };
      return openId.interactionResult(request, response, result, { mergeWithLastSubmission: false });
    },
  };
}

export type Interactions = ReturnType<typeof interactions>;
