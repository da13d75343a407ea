/** Shapes of the requests and answers of health links. */
import type { Schema } from '#core/http/operation.ts';
import { instantText, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { languages, mostDays, outcomes, parts, states } from './model.ts';

const strict = (properties: Record<string, Schema>, ...optional: string[]): Schema => ({
  ...{ type: 'object', properties, additionalProperties: false },
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const handle: Schema = { type: 'string', maxLength: 80 };
const opening = shape({ at: instantText, outcome: oneOf(outcomes), recipient: text });

export const schemas = {
  byId: strict({ id: { type: 'string', pattern: '^[0-9a-f]{40}$' } }),
  byHandle: strict({ handle }),
  make: strict(
    {
      label: { type: 'string', maxLength: 80 },
      hours: { type: 'integer', minimum: 1, maximum: mostDays * 24 },
      pin: { type: 'string', maxLength: 40 },
      parts: { type: 'array', items: oneOf(parts), minItems: 1, uniqueItems: true },
      language: oneOf(languages),
      keepsUp: yesOrNo,
    },
    'pin',
  ),
  // As the specification has it: what it adds later is no fault.
  open: {
    type: 'object',
    required: ['recipient'],
    properties: {
      recipient: { type: 'string', minLength: 1, maxLength: 200 },
      passcode: { type: 'string', maxLength: 100 },
      embeddedLengthMax: { type: 'integer', minimum: 0 },
    },
  } as Schema,
  card: strict({ address: { type: 'string', minLength: 1, maxLength: 1000 } }),
  made: shape({ id: text, shlink: text, address: text }),
  links: shape({
    links: listOf(
      shape({
        ...{ id: text, label: text, state: oneOf(states), parts: listOf(oneOf(parts)), hasPin: yesOrNo },
        ...{ keepsUp: yesOrNo, created: instantText, ends: instantText, triesLeft: whole, openings: listOf(opening) },
      }),
    ),
  }),
  revoked: shape({ revoked: yesOrNo }),
  manifest: shape({
    status: oneOf(['finalized', 'can-change']),
    files: listOf(shape({ contentType: text }, { embedded: text, location: text })),
  }),
} as const satisfies Record<string, Schema>;
