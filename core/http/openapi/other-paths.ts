/** What is served beside the operations and vendors need from the first minute: the token, and FHIR in outline. */
import type { PathOperation } from './model.ts';
import { rateHeaders, refusalsAt } from './schemas.ts';

const fhir = 'application/fhir+json';
const resource = { type: 'object', properties: { resourceType: { type: 'string' } }, required: ['resourceType'] };
const type = { name: 'type', in: 'path' as const, required: true, schema: { type: 'string', pattern: '^[A-Z]\\w+$' } };
const id = {
  ...{ name: 'id', in: 'path' as const, required: true },
  schema: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' },
};
const outcome = {
  4: { description: 'An OperationOutcome that says what is wrong.', content: { [fhir]: { schema: resource } } },
};

const interaction = (operationId: string, summary: string, more: Partial<PathOperation> = {}): PathOperation => ({
  ...{ operationId, summary, tags: ['fhir'], security: [{ machine: [] }, { person: [] }, { session: [] }] },
  responses: {
    200: { description: 'Done.', headers: rateHeaders, content: { [fhir]: { schema: resource } } },
    '4XX': outcome[4],
  },
  ...more,
});
const sent = { requestBody: { required: true, content: { [fhir]: { schema: resource } } } };

export const otherTags = [
  { name: 'fhir', description: 'FHIR R4: `/fhir/R4/metadata` says everything; here is the outline.' },
  { name: 'oidc', description: 'OpenID Connect and OAuth 2.' },
];

export const otherPaths: { readonly [path: string]: { readonly [method: string]: PathOperation } } = {
  '/oidc/token': {
    post: {
      ...{
        operationId: 'ask-token',
        summary: 'A token for a machine, by private_key_jwt.',
        tags: ['oidc'],
        security: [],
      },
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              type: 'object',
              properties: {
                grant_type: { const: 'client_credentials' },
                client_id: { type: 'string' },
                client_assertion_type: { const: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' },
                client_assertion: { type: 'string', description: 'A JWT signed by your key: iss, sub, aud, jti, exp.' },
                scope: { type: 'string', description: 'SMART: `system/Patient.rs system/MedicationRequest.cruds`.' },
              },
              required: ['grant_type', 'client_assertion_type', 'client_assertion'],
            },
          },
        },
      },
      responses: {
        200: {
          description: 'The token.',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  access_token: { type: 'string' },
                  token_type: { type: 'string' },
                  expires_in: { type: 'integer' },
                  scope: { type: 'string' },
                },
                required: ['access_token', 'token_type', 'expires_in'],
              },
            },
          },
        },
        ...refusalsAt('busy'),
      },
    },
  },
  '/fhir/R4/metadata': {
    get: interaction('read-capabilities', 'What the FHIR server really does: a CapabilityStatement.', { security: [] }),
  },
  '/fhir/R4': { post: interaction('send-bundle', 'A transaction or batch: all or nothing, or each by itself.', sent) },
  '/fhir/R4/{type}': {
    get: interaction('search-type', 'Finds resources of a type.', { parameters: [type] }),
    post: interaction('create-resource', 'Makes a resource; `If-None-Exist` makes it once.', {
      ...{ parameters: [type], ...sent },
    }),
  },
  '/fhir/R4/{type}/{id}': {
    get: interaction('read-resource', 'Reads a resource, with its version in `ETag`.', { parameters: [type, id] }),
    put: interaction('update-resource', 'A new version; `If-Match` names the one it changes.', {
      ...{ parameters: [type, id], ...sent },
    }),
    delete: interaction('delete-resource', 'Deletes a resource; its history stays.', { parameters: [type, id] }),
  },
};
