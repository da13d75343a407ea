/** The HTTP operations of operators on clients: providers' systems and apps, below /api/accounts. */
import { type Operation, operation, type Schema } from '#core/http/operation.ts';
import { clientAuthAlgorithms } from '../openid.ts';
import type { AskedClient, ClientRegister } from './client-register.ts';
import type { ClientChange } from './client-store.ts';
import { replies } from './replies.ts';

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;
const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const object = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const list = (items: Schema, maxItems: number): Schema => ({ type: 'array', items, maxItems });
const keys = { jwks: { type: 'object' }, jwksUri: text(500) };
const thumbprints = list({ type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' }, 20);
const byId = object({ id: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' } }, ['id']);

const newClient = object(
  {
    id: { type: 'string', pattern: '^[a-z0-9][a-z0-9._-]{2,63}$' },
    name: text(200),
    kind: { enum: ['system', 'app'] },
    scopes: list(text(600), 200),
    provider: object({ id: text(64), name: text(300) }, ['id', 'name']),
    software: object({ vendor: text(200), product: text(200), version: text(50) }, ['vendor', 'product', 'version']),
    algorithm: { enum: clientAuthAlgorithms },
    bound: { enum: ['dpop', 'mtls', 'none'] },
    certificates: thumbprints,
    redirectUris: list(text(500), 20),
    launchUri: text(500),
    frameOrigins: list(text(300), 10),
    softwareStatement: text(64 * 1024),
    ...keys,
  },
  ['id', 'name', 'kind', 'scopes'],
);

export function clientOperations(register: ClientRegister): Operation[] {
  return [...keepingOperations(register), ...endingOperations(register)];
}

function keepingOperations(register: ClientRegister): Operation[] {
  return [
    operation({
      name: 'register-client',
      method: 'POST',
      path: '/accounts/clients',
      summary: 'Registers a provider’s system or an app: its keys, scopes and addresses',
      access: operators,
      audit: { action: 'C' },
      body: newClient,
      reply: replies.registered,
      handle: async ({ body }, { tx, actor }) => {
        await register.add(tx, body as AskedClient, actor.id);
        return { id: (body as AskedClient).id };
      },
    }),
    operation({
      name: 'list-clients',
      method: 'GET',
      path: '/accounts/clients',
      summary: 'The register of clients, by id; `after` goes on',
      access: operators,
      audit: { action: 'R' },
      query: object({ after: text(64) }),
      reply: replies.clients,
      handle: async ({ query }, { tx }) => ({ clients: await register.list(tx, query.after ?? '') }),
    }),
    operation({
      name: 'read-client',
      method: 'GET',
      path: '/accounts/clients/:id',
      summary: 'One client: its provider, scopes, keys and certificates by their thumbprints, whether it is stopped',
      access: operators,
      audit: { action: 'R' },
      params: byId,
      reply: replies.client,
      handle: async ({ params }, { tx }) => register.read(tx, String(params.id)),
    }),
    operation({
      name: 'change-client',
      method: 'POST',
      path: '/accounts/clients/:id',
      summary: 'Changes a client’s name, scopes, certificates or the origins that may show the profile in a frame',
      access: operators,
      audit: { action: 'U' },
      params: byId,
      body: object({
        name: text(200),
        scopes: list(text(600), 200),
        certificates: thumbprints,
        frameOrigins: list(text(300), 10),
      }),
      reply: replies.nothing,
      handle: async ({ params, body }, { tx }) => register.change(tx, String(params.id), body as ClientChange),
    }),
    operation({
      name: 'change-client-keys',
      method: 'POST',
      path: '/accounts/clients/:id/keys',
      summary: 'Puts new keys in the place of the old; `compromised` ends the tokens too',
      access: operators,
      audit: { action: 'U' },
      params: byId,
      body: object({ ...keys, compromised: { type: 'boolean' } }),
      reply: replies.nothing,
      handle: async ({ params, body }, { tx }) =>
        register.changeKeys(tx, String(params.id), body as Parameters<ClientRegister['changeKeys']>[2]),
    }),
  ];
}

function endingOperations(register: ClientRegister): Operation[] {
  return [
    operation({
      name: 'stop-client',
      method: 'POST',
      path: '/accounts/clients/:id/stop',
      summary: 'Stops a client at once, with a reason',
      access: operators,
      audit: { action: 'U' },
      params: byId,
      body: object({ reason: text(500) }, ['reason']),
      reply: replies.nothing,
      handle: async ({ params, body }, { tx }) =>
        register.stop(tx, String(params.id), (body as { reason: string }).reason),
    }),
    operation({
      name: 'resume-client',
      method: 'POST',
      path: '/accounts/clients/:id/resume',
      summary: 'Lets a stopped client go on',
      access: operators,
      audit: { action: 'U' },
      params: byId,
      reply: replies.nothing,
      handle: async ({ params }, { tx }) => register.stop(tx, String(params.id), null),
    }),
    operation({
      name: 'end-client-tokens',
      method: 'POST',
      path: '/accounts/clients/:id/tokens/end',
      summary: 'Ends every token and grant of a client; it may ask for new ones',
      access: operators,
      audit: { action: 'U' },
      params: byId,
      reply: replies.nothing,
      handle: async ({ params }, { tx }) => register.endTokens(tx, String(params.id)),
    }),
  ];
}
