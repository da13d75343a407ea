/** Shapes of CDS Hooks 2.0 as JSON Schema, in our own words of the specification. https://cds-hooks.hl7.org/2.0/ */
import type { Schema } from '#core/http/operation.ts';

const text: Schema = { type: 'string', minLength: 1 };
const uuid: Schema = {
  type: 'string',
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
};
const url: Schema = { type: 'string', pattern: '^https?://\\S+$' };
const object = (
  properties: { readonly [name: string]: Schema },
  required: readonly string[],
  closed = true,
): Schema => ({
  type: 'object',
  ...{ properties, required },
  ...(closed ? { additionalProperties: false } : {}),
});
const listOf = (items: Schema, minItems = 1): Schema => ({ type: 'array', items, minItems });
const coding = object({ system: text, code: text, display: text }, ['code']);
const extension: Schema = { type: 'object' };

const services = object(
  {
    services: listOf(
      object(
        {
          hook: text,
          title: text,
          description: text,
          id: text,
          prefetch: { type: 'object', minProperties: 1, additionalProperties: text },
          usageRequirements: text,
        },
        ['hook', 'description', 'id'],
      ),
      0,
    ),
    extension,
  },
  ['services'],
);

const request = object(
  {
    hook: text,
    hookInstance: uuid,
    fhirServer: url,
    fhirAuthorization: object(
      {
        access_token: text,
        token_type: { const: 'Bearer' },
        expires_in: { type: 'integer' },
        scope: text,
        subject: text,
      },
      ['access_token', 'token_type', 'expires_in', 'scope', 'subject'],
      false,
    ),
    context: { type: 'object', minProperties: 1 },
    prefetch: { type: 'object' },
    extension,
  },
  ['hook', 'hookInstance', 'context'],
  false,
);

const action: Schema = {
  ...object(
    {
      type: { enum: ['create', 'update', 'delete'] },
      description: text,
      resource: { type: 'object', required: ['resourceType'] },
      resourceId: text,
    },
    ['type', 'description'],
  ),
  anyOf: [
    { properties: { type: { const: 'delete' } }, required: ['resourceId'] },
    { properties: { type: { enum: ['create', 'update'] } }, required: ['resource'] },
  ],
};

const card: Schema = {
  ...object(
    {
      uuid,
      summary: { type: 'string', minLength: 1, maxLength: 139 },
      detail: text,
      indicator: { enum: ['info', 'warning', 'critical'] },
      source: object({ label: text, url, icon: url, topic: coding }, ['label']),
      suggestions: listOf(
        object({ label: text, uuid, isRecommended: { type: 'boolean' }, actions: listOf(action) }, ['label']),
      ),
      selectionBehavior: { enum: ['at-most-one', 'any'] },
      overrideReasons: listOf(coding),
      links: listOf(
        object({ label: text, url, type: { enum: ['absolute', 'smart'] }, appContext: text }, ['label', 'url', 'type']),
      ),
      extension,
    },
    ['summary', 'indicator', 'source'],
  ),
  dependentRequired: { suggestions: ['selectionBehavior'] },
};

const feedback = object(
  {
    feedback: {
      ...listOf(
        object(
          {
            card: uuid,
            outcome: { enum: ['accepted', 'overridden'] },
            acceptedSuggestions: listOf(object({ id: uuid }, ['id'], false)),
            overrideReason: object(
              {
                reason: object({ code: text, system: text, display: text }, ['code'], false),
                userComment: { type: 'string', maxLength: 1000 },
              },
              [],
              false,
            ),
            outcomeTimestamp: { type: 'string', format: 'date-time' },
            extension,
          },
          ['card', 'outcome'],
          false,
        ),
      ),
      maxItems: 100,
    },
  },
  ['feedback'],
  false,
);

export const cdsSchemas = {
  byService: object({ id: { type: 'string', pattern: '^[a-z0-9-]{1,60}$' } }, ['id']),
  services,
  request,
  response: object({ cards: listOf(card, 0), systemActions: listOf(action), extension }, ['cards']),
  feedback,
  /** CDS Hooks says nothing of the answer's body: how many entries were written. */
  recorded: object({ recorded: { type: 'integer' } }, ['recorded']),
};
