/**
 * When an app asks to act for a person: what it asks, and the person's answer. SMART App Launch 2.2: started by itself
 * (standalone), or from a portal with the patient whose record is open there (EHR launch).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { appsStore } from './apps-store.ts';
import type { Session } from './model.ts';
import { artefactHash } from './openid-adapter.ts';
import { fhirBase, plainScopes } from './openid.ts';
import { openIdStore } from './openid-store.ts';
import { refuse } from './refusals.ts';
import { grantable, ofRole } from './scopes.ts';

export interface InteractionNeeds {
  provider: () => Promise<Provider>;
  database: Database;
  runtime: Runtime;
  baseUrl: string;
  demonstration: boolean;
}

/** RFC 8176: what kinds of proof stand behind the session. */
const amrOf = ({ acr }: Session): string[] => (acr === 'ez:aal2' ? ['pwd', 'otp'] : ['hwk', 'user']);

export function interactions({ provider, database, runtime, baseUrl, demonstration }: InteractionNeeds) {
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
    const launch = await launchOf(database, runtime.now(), details.params, client.id, session);
    const inRecord = ofRole(grantable(wanted, client.scopes), session.position.role, launch !== undefined);
    return { client, wanted, inRecord, launch, own: ownOf(wanted, session, client.metadata, launch !== undefined) };
  }

  return {
    /** What the app asks, for the person to see. @throws Refusal `interaction-not-found` */
    async describe(uid: string, session: Session, request: IncomingMessage, response: ServerResponse) {
      const { client, own, inRecord, launch } = await asked(uid, session, request, response);
      const opened = launch ? { patient: launch.patient } : {};
      return { client: client.name, scopes: [...own, ...inRecord], ...opened };
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
      const { client, wanted, own, inRecord, launch } = await asked(uid, session, request, response);
      const apps = appsStore(database);
      if (launch && !(await apps.useLaunch(launch.hash, runtime.now()))) throw refuse('launch-not-valid');
      if (!allow) {
        const denied = { error: 'access_denied', error_description: 'the person said no' };
        return openId.interactionResult(request, response, denied, { mergeWithLastSubmission: false });
      }
      const grant = new openId.Grant({ accountId: session.account.id, clientId: client.id });
      grant.addOIDCScope(own.join(' '));
      grant.addResourceScope(fhirBase(baseUrl), inRecord.join(' '));
      const refused = wanted.filter((scope) => !own.includes(scope) && !inRecord.includes(scope));
      const plain = new Set<string>(plainScopes);
      grant.rejectOIDCScope(refused.filter((scope) => plain.has(scope)).join(' '));
      grant.rejectResourceScope(fhirBase(baseUrl), refused.filter((scope) => !plain.has(scope)).join(' '));
      const grantId = await grant.save();
      const tied = { hash: artefactHash(grantId), id: runtime.newId(), session: session.id, client: client.id };
      await apps.addGrant({ ...tied, scopes: [...own, ...inRecord], patient: launch?.patient ?? null }, runtime.now());
      const login = { accountId: session.account.id, remember: false, acr: session.acr, amr: amrOf(session) };
      const ts = Math.floor(session.startedAt.getTime() / 1000);
      const result = { login: { ...login, ts }, consent: { grantId } };
      return openId.interactionResult(request, response, result, { mergeWithLastSubmission: false });
    },
  };
}

/**
 * The launch that the app names: of this app, from this very session. Another's is no launch at all: an app that is
 * talked into a foreign launch must not open a record that the person did not choose.
 */
async function launchOf(
  database: Database,
  now: Date,
  params: { launch?: unknown; scope?: unknown },
  client: string,
  session: Session,
) {
  const asked = String(params.scope ?? '').split(' ');
  if (typeof params.launch !== 'string' || !asked.includes('launch')) return undefined;
  const hash = artefactHash(params.launch);
  const launch = await appsStore(database).launch(hash, now);
  if (!launch || launch.client !== client || launch.session !== session.id) throw refuse('launch-not-valid');
  return { hash, patient: launch.patient };
}

/** Of the scopes that speak of no data, those that mean something here and now: nothing is promised that is not kept. */
function ownOf(
  wanted: readonly string[],
  { position }: Session,
  metadata: { readonly [name: string]: unknown },
  launched: boolean,
): string[] {
  const refreshes = (metadata.grant_types as string[] | undefined)?.includes('refresh_token') ?? false;
  const means: { readonly [scope in (typeof plainScopes)[number]]: boolean } = {
    openid: true,
    fhirUser: true,
    profile: true,
    launch: launched,
    'launch/patient': position.role === 'patient',
    offline_access: refreshes,
    online_access: refreshes,
  };
  return plainScopes.filter((scope) => means[scope] && wanted.includes(scope));
}

export type Interactions = ReturnType<typeof interactions>;
