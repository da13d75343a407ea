/** The HTTP operations about apps that act for people, below /api/accounts. */
import type { FastifyRequest } from 'fastify';
import { type Operation, operation } from '#core/http/operation.ts';
import type { ConnectedApps } from './connected-apps.ts';
import { personRoles, type Session, schemas } from './model.ts';
import { refuse } from './refusals.ts';
import type { BrowserSessions } from './sessions.ts';

export interface AppOperationsNeed {
  sessions: BrowserSessions;
  apps: ConnectedApps;
}

const self = { roles: personRoles, purpose: 'HOPERAT' } as const;
const clinician = { roles: ['physician'], purpose: 'TREAT' } as const;

export function appOperations({ sessions, apps }: AppOperationsNeed): Operation[] {
  const sessionOf = async (request: FastifyRequest): Promise<Session> => {
    const session = await sessions.find(request);
    if (!session) throw refuse('session-ended');
    return session;
  };
  return [
    operation({
      name: 'list-apps',
      method: 'GET',
      path: '/accounts/apps',
      summary: 'The apps that act for the caller now, and what each may do',
      access: self,
      audit: 'own',
      reply: schemas.apps,
      handle: async (_input, { actor }) =>
        (await apps.of(actor.id)).map(({ id, client, scopes, patient, grantedAt, usedAt, offlineUntil }) => ({
          ...{ id, name: client, scopes },
          ...(patient === null ? {} : { patient }),
          granted: grantedAt.toISOString(),
          used: usedAt.toISOString(),
          ...(offlineUntil ? { offlineUntil: offlineUntil.toISOString() } : {}),
        })),
    }),
    operation({
      name: 'revoke-app',
      method: 'POST',
      path: '/accounts/apps/:id/revoke',
      summary: 'Ends all that an app was given; its tokens are refused within half a minute',
      access: self,
      audit: { action: 'D' },
      params: schemas.byId,
      reply: schemas.nothing,
      handle: async ({ params }, { actor, tx }) => apps.end(tx, actor.id, params.id as string),
    }),
    operation({
      name: 'list-launchable-apps',
      method: 'GET',
      path: '/accounts/launchable-apps',
      summary: 'Registered apps that can be opened for a patient',
      access: clinician,
      audit: 'own',
      reply: schemas.launchable,
      handle: () => apps.launchable(),
    }),
    operation({
      name: 'launch-app',
      method: 'POST',
      path: '/accounts/launches',
      summary: 'Opens an app for a patient: answers with the address to go to',
      access: clinician,
      audit: { action: 'E' },
      body: schemas.launch,
      reply: schemas.launched,
      handle: async ({ body, http }, { tx }) => {
        const { app, patient } = body as { app: string; patient: string };
        return { url: await apps.launch(tx, await sessionOf(http.request), app, patient) };
      },
    }),
  ];
}
