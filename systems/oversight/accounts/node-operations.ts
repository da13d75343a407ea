/** The HTTP operations of signing in by the national node. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import { shape, text } from '#core/http/shapes.ts';
import { mustBeOwnPage } from './authenticator.ts';
import { schemas } from './model.ts';
import type { NodeSignIn } from './node-sign-in.ts';
import { type OperationsOfAccountsNeed, placeOf, welcome } from './operations.ts';

const life = 10 * 60;
/** Signed in; or the own second factor is asked for too; or an account is to be opened. */
const arrival: Schema = {
  anyOf: [
    shape({ session: schemas.session }),
    shape({ handle: text, login: text, factors: schemas.factors }),
    shape({ newcomer: shape({ proof: text, name: text }) }),
  ],
};

interface NodeOperationsNeed extends OperationsOfAccountsNeed {
  readonly nodeSignIn: NodeSignIn;
  readonly https: boolean;
}

/** Which ways of signing in there are besides those of the platform itself. */
export const waysOperation = (ways: { readonly node: boolean }): Operation =>
  operation({
    name: 'list-sign-in-ways',
    method: 'GET',
    path: '/accounts/sign-in-ways',
    summary: 'Whether people may sign in by the national node here',
    access: 'anyone',
    audit: 'own', // nobody's data are touched
    reply: schemas.ways,
    handle: async () => ways,
  });

export function nodeOperations(needs: NodeOperationsNeed): Operation[] {
  const { nodeSignIn, signIn, baseUrl, https } = needs;
  const cookie = awayCookie(https);
  return [
    operation({
      name: 'begin-node-sign-in',
      method: 'POST',
      path: '/accounts/node-sign-in',
      summary: 'Sends the browser to the national node (login.gov.pl): where, and with what',
      access: 'anyone',
      audit: 'own', // nobody is known yet
      body: schemas.nodeAsked,
      reply: schemas.nodeDeparture,
      handle: async ({ body, http: { request, reply } }) => {
        mustBeOwnPage(request, baseUrl);
        const { level = 'substantial' } = body as { level?: 'low' | 'substantial' | 'high' };
        const { sealed, ...departure } = await nodeSignIn.begin(level);
        cookie.give(reply, sealed);
        return departure;
      },
    }),
    operation({
      name: 'finish-node-sign-in',
      method: 'POST',
      path: '/accounts/node-sign-in/return',
      summary:
        'Gives the artifact that the browser came back with: a session, the second factor, or an account to open',
      access: 'anyone',
      audit: 'own',
      body: schemas.nodeReturned,
      reply: arrival,
      handle: async ({ body, http: { request, reply } }, { call, tx }) => {
        mustBeOwnPage(request, baseUrl);
        const sealed = cookie.read(request);
        // Whatever comes of it, this journey is over for this browser.
        cookie.give(reply, undefined);
        const returned = body as { artifact: string; relayState: string };
        const outcome = await nodeSignIn.finish(sealed, returned, placeOf(needs, request, call));
        if ('signedIn' in outcome) return { session: await welcome(needs, outcome.signedIn, reply, tx) };
        reply.header('cache-control', 'no-store');
        if ('newcomer' in outcome) return outcome;
        return { ...outcome, factors: await signIn.factorsOf(outcome.handle) };
      },
    }),
  ];
}

/** The sealed request of a browser that is away: for this one address, and for no page of anybody else. */
function awayCookie(https: boolean) {
  const name = https ? '__Secure-ezdrowie-node' : 'ezdrowie-node';
  const attributes = `Path=/api/accounts/node-sign-in; HttpOnly; SameSite=Strict${https ? '; Secure' : ''}`;
  const ours = new RegExp(`(?:^|; ?)${name}=([A-Za-z0-9_-]{40,1000})(?:;|$)`);
  return {
    read: ({ headers }: FastifyRequest): string | undefined =>
      headers.cookie === undefined ? undefined : ours.exec(headers.cookie)?.[1],
    give(reply: FastifyReply, sealed: string | undefined): void {
      reply.header('set-cookie', `${name}=${sealed ?? ''}; Max-Age=${sealed ? life : 0}; ${attributes}`);
      reply.header('cache-control', 'no-store');
    },
  };
}
