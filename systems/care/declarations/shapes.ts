/** Shapes of the requests and answers of declarations. */
import type { Example, Schema } from '#core/http/operation.ts';
import { dayText, instantText, listOf, oneOf, shape, text, whole } from '#core/http/shapes.ts';
import { endings, freeReasons, kinds, rejections, states, submitters } from './model.ts';

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9\\-.]{1,64}$' };
const strict = (properties: Record<string, Schema>, ...optional: string[]): Schema => ({
  ...{ type: 'object', properties, additionalProperties: false },
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const words: Schema = { type: 'string', maxLength: 500 };
const cursor: Schema = { type: 'string', maxLength: 300 };
const pesel: Schema = { type: 'string', pattern: '^[0-9]{11}$' };
const choice = {
  ...{ kind: oneOf(kinds), practitioner: id, freeReason: oneOf(freeReasons) },
  feeAgreed: { type: 'number', minimum: 0, maximum: 10_000 },
};

const named = shape({ id: text }, { name: text });
const money = shape({ value: { type: 'number' }, currency: text });
const always = {
  ...{ id: text, patient: text, kind: oneOf(kinds), state: oneOf(states), facility: named, person: named },
  ...{ submittedAt: instantText, by: oneOf(submitters), answerBy: instantText, number: whole },
  ...{ last: shape({ name: text, at: instantText }, { reason: text, text }), moves: listOf(text) },
  standing: oneOf(['full', 'provider-only']),
};
const perhaps = {
  ...{ patientName: text, acceptedAt: instantText, endedAt: instantText, fee: money, freeReason: oneOf(freeReasons) },
};
const declaration = shape(always, perhaps);
const waiting = shape(always, { ...perhaps, birthDate: dayText, pesel: text, address: text, phone: text });

export const shapes = {
  byId: strict({ id }),
  submit: strict({ ...choice, facility: id }, 'freeReason', 'feeAgreed'),
  received: strict({ ...choice, pesel, patient: id }, 'freeReason', 'feeAgreed', 'pesel', 'patient'),
  reject: strict({ reason: oneOf(rejections), text: words }, 'text'),
  end: strict({ reason: oneOf(endings), text: words }, 'text'),
  find: strict({ text: { type: 'string', minLength: 2, maxLength: 100 } }),
  people: strict({ kind: oneOf(kinds) }),
  page: strict({ cursor }, 'cursor'),
  declaration,
  mine: shape({
    declarations: listOf(declaration),
    next: listOf(shape({ kind: oneOf(kinds), number: whole }, { fee: money })),
    mayChoose: { type: 'boolean' },
  }),
  waiting: shape({ declarations: listOf(waiting) }, { next: text }),
  changes: shape({ declarations: listOf(declaration) }, { next: text }),
  facilities: shape({ facilities: listOf(shape({ id: text }, { name: text, address: text })) }),
  peopleThere: shape({
    people: listOf(shape({ id: text, specialities: listOf(text), accepted: whole }, { name: text, limit: whole })),
  }),
  counts: shape({
    people: listOf(shape({ person: named, kind: oneOf(kinds), accepted: whole }, { limit: whole })),
  }),
} as const satisfies Record<string, Schema>;

/** The payer reads from the beginning. */
export const changesExample: Example = {
  summary: 'From the beginning',
  reply: {
    declarations: [
      {
        ...{ id: '01m8cr8w9dc51exvd8pcan000e', patient: 'p-1-3', patientName: 'Zuzanna Kowalska', kind: 'doctor' },
        ...{ state: 'accepted', by: 'parent', number: 1, standing: 'full', moves: [] },
        facility: { id: 'org-1-0-family0', name: 'Przychodnia „Polna” w Kielcach (przykład)' },
        person: { id: 'dr-1-0-family0-0', name: 'lek. Jan Nowak' },
        ...{ submittedAt: '2025-07-02T10:00:00.000Z', acceptedAt: '2025-07-02T10:00:00.000Z' },
        ...{ answerBy: '2025-07-09T10:00:00.000Z', last: { name: 'accept', at: '2025-07-02T10:00:00.000Z' } },
      },
    ],
  },
};
