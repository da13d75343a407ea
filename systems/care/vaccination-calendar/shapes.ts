/** Shapes of the requests and answers of the vaccination calendar. */
import type { Schema } from '#core/http/operation.ts';
import { dayText, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { antigens, exceptionKinds, lineStates } from './model.ts';

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9\\-.]{1,64}$' };
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const given = shape(
  { id: text, day: text, antigens: listOf(oneOf(antigens)), name: text },
  { atc: text, lot: text, by: text },
);
const exception = shape(
  { id: text, day: text, antigens: listOf(oneOf(antigens)), kind: oneOf(exceptionKinds) },
  { until: text, reason: text },
);
const line = shape(
  { antigen: oneOf(antigens), of: whole, compulsory: yesOrNo, state: oneOf(lineStates) },
  { dose: whole, day: dayText, until: dayText, given, exception, fault: oneOf(['too-young', 'too-soon', 'beyond']) },
);

export const schemas = {
  byPatient: { type: 'object', required: ['id'], properties: { id }, additionalProperties: false },
  asked: { type: 'object', properties: { calendar: { type: 'string', maxLength: 20 } }, additionalProperties: false },
  exception: {
    type: 'object',
    required: ['antigen', 'kind', 'reason'],
    properties: {
      antigen: oneOf(antigens),
      kind: oneOf(exceptionKinds),
      until: day,
      reason: { type: 'string', minLength: 3, maxLength: 300 },
    },
    additionalProperties: false,
  },
  reply: shape({
    notForClinicalUse: { const: true },
    patient: shape({ id: text, name: text, birth: dayText }),
    today: dayText,
    calendar: shape({
      ...{ version: text, validFrom: dayText, confirmed: yesOrNo, source: text, checked: dayText },
      unconfirmed: listOf(text),
    }),
    lines: listOf(line),
    others: listOf(given),
    mayRecord: yesOrNo,
  }),
  editions: shape({
    calendars: listOf(shape({ version: text, validFrom: dayText, confirmed: yesOrNo, source: text })),
  }),
  recorded: shape({ id: text }),
} as const satisfies Record<string, Schema>;
