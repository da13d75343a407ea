/** What every description of an operation refers to: problems, headers, ways of proving who asks. */
import { kinds, type RefusalKind } from '../../refusal/refusal.ts';
import { kindWords } from '../problem.ts';

const text = { type: 'string' };

/** https://www.rfc-editor.org/rfc/rfc9457 as core/http/problem.ts makes it. */
export const problemSchema = {
  type: 'object',
  description: 'Why not: a code for machines, words that say what to do, the number of the request in trail and log.',
  properties: {
    type: { ...text, description: 'Address of the description of this kind.' },
    title: text,
    status: { type: 'integer' },
    code: { ...text, description: 'Stable, kebab-case: what a program decides by.' },
    detail: { ...text, description: 'English: what is wrong and what to do.' },
    detailPl: { ...text, description: 'Polish: for the people in front of the screen.' },
    trace: { ...text, description: 'Tell it when you report a problem.' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { detail: text, pointer: text }, required: ['detail'] },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'detailPl', 'trace'],
};

const header = (description: string) => ({ description, schema: text });
export const headers = {
  RateLimit: header('What is left of the scarcest rate: `"client";r=118;t=1` (draft-ietf-httpapi-ratelimit-headers).'),
  'RateLimit-Policy': header('That rate: `"client";q=600;w=60`, requests in seconds.'),
  'Retry-After': header('Seconds after which trying again makes sense.'),
  'Idempotent-Replayed': header('`true`: the answer of the first time; nothing was done now.'),
  Link: header('`rel="next"`: the next page. `rel="deprecation"`, `rel="successor-version"`: see docs/api-policy.md.'),
};
const use = (...names: (keyof typeof headers)[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
export const rateHeaders = use('RateLimit', 'RateLimit-Policy');
export const replayHeader = use('Idempotent-Replayed');
export const linkHeader = use('Link');

/** A response for every kind of refusal. */
export const refusalResponses = Object.fromEntries(
  (Object.keys(kinds) as RefusalKind[]).map((kind) => {
    const later = kind === 'busy' || kind === 'unavailable' || kind === 'conflict';
    const { en, pl } = kindWords[kind];
    const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
    const description = `${en}. ${pl}`;
    return [kind, { description, ...(later ? { headers: use('Retry-After') } : {}), content }];
  }),
);
/** By status, for the responses of an operation. */
export const refusalsAt = (...some: RefusalKind[]) =>
  Object.fromEntries(some.map((kind) => [kinds[kind].status, { $ref: `#/components/responses/${kind}` }]));

/** How callers prove who they are: systems/oversight/accounts. */
export const securitySchemes = (baseUrl: string) => ({
  machine: {
    type: 'oauth2',
    description:
      'Systems of providers: client credentials with private_key_jwt (RFC 7523; ES384, PS256, RS384). ' +
      'Tokens may be bound to a key (DPoP, RFC 9449) or a certificate (mutual TLS, RFC 8705). Scopes are those of SMART: `system/Patient.rs`.',
    flows: { clientCredentials: { tokenUrl: `${baseUrl}/oidc/token`, scopes: {} } },
  },
  person: {
    type: 'openIdConnect',
    description: 'People through apps: authorization code with PKCE (SMART App Launch 2.2).',
    openIdConnectUrl: `${baseUrl}/.well-known/openid-configuration`,
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-ezdrowie',
    description: 'People in our own portals; changes carry `X-CSRF-Token` too.',
  },
});

export const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A fresh UUID. The same request with the same key within 24 hours is done once and answered alike.',
  schema: { type: 'string', minLength: 8, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
};
