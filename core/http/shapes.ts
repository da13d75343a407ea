/** Short words for JSON schemas of replies, so that they read like the types they describe. */
import type { Schema } from './operation.ts';

export const text: Schema = { type: 'string' };
export const whole: Schema = { type: 'integer' };
export const number: Schema = { type: 'number' };
export const yesOrNo: Schema = { type: 'boolean' };
export const dayText: Schema = { type: 'string', format: 'date' };
export const instantText: Schema = { type: 'string', format: 'date-time' };
/** Words for people. */
export const inTwoLanguages: Schema = {
  type: 'object',
  properties: { pl: text, en: text },
  required: ['pl', 'en'],
};
export const oneOf = (values: readonly string[]): Schema => ({ type: 'string', enum: values });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const textOrNull: Schema = { type: ['string', 'null'] };
export const instantOrNull: Schema = { type: ['string', 'null'], format: 'date-time' };
/** Of what is done and has no more to tell: 200 with `null`. */
export const nothing: Schema = { type: 'null' };

/** An object that always has the first members and may have the second. */
export const shape = (always: { [name: string]: Schema }, perhaps: { [name: string]: Schema } = {}): Schema => ({
  type: 'object',
  properties: { ...always, ...perhaps },
  required: Object.keys(always),
});

/** A FHIR R4 resource of a type; its own definition says the rest. */
export const resourceOf = (type: string): Schema => ({
  type: 'object',
  description: `FHIR R4 ${type}: https://hl7.org/fhir/R4/${type.toLowerCase()}.html`,
  properties: { resourceType: { const: type } },
  required: ['resourceType'],
});

/** What is no JSON: a file of a media type, `application/pdf`. */
export const fileOf = (contentMediaType: string): Schema => ({ type: 'string', contentMediaType });
/** JSON, or the same as a file where the request asks for one. */
export const orFile = (schema: Schema, contentMediaType: string): Schema => ({
  anyOf: [schema, fileOf(contentMediaType)],
});

/** Editions of a published register (core/registers). */
export const editionsShape: Schema = shape({
  editions: listOf(
    shape({
      ...{ number: whole, day: dayText, hash: text, importedAt: instantText },
      counts: { type: 'object', additionalProperties: whole },
    }),
  ),
});

/** How far the audit trail is sealed (core/audit). */
export const chainShape: Schema = shape(
  { seals: whole, sealed: whole, unsealed: whole },
  {
    oldestUnsealed: { ...instantText, description: 'More than minutes ago: the sealer stands still.' },
    ...{ lastSeal: instantText, keyId: text },
  },
);
