/** What the operations of medical events answer, as JSON schemas, and examples of it. */
import type { Example, Schema } from '#core/http/operation.ts';
import { dayText, instantText, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { eventStates } from './states.ts';

const summary = shape(
  {
    ...{
      id: text,
      number: text,
      system: text,
      patient: text,
      state: oneOf(eventStates),
      version: whole,
    },
    ...{ happenedAt: instantText, recordedAt: instantText, late: yesOrNo },
  },
  { signedAt: instantText },
);
const resource: Schema = shape({ resourceType: text });
const line = shape(
  {
    ...{ id: text, patient: text, name: text, start: instantText, urgency: text },
    status: oneOf(['planned', 'arrived', 'in-progress', 'finished']),
  },
  { age: whole, reason: text },
);
const person = shape({ id: text, name: text, sex: text }, { age: whole, pesel: text });
const allergies = shape({ state: oneOf(['known', 'none-known', 'no-data']), names: listOf(text) });

export const replies = {
  summary,
  page: shape({ events: listOf(summary) }, { next: text }),
  whole: shape({ event: summary, resources: listOf(resource) }),
  day: shape({ day: dayText, visits: listOf(line), waiting: listOf(line) }),
  line,
  visit: shape(
    { visit: line, patient: person, allergies, kinds: { type: 'object', additionalProperties: text } },
    { event: summary },
  ),
} as const;

const registered = {
  ...{ id: '01m8cr2xg2c51exvd8pcan000j', number: 'porada-2026-0001', patient: 'p-1-1', state: 'registered' },
  ...{ system: 'urn:oid:2.16.840.1.113883.3.4424.2.7.951469.15.1', version: 1, late: true },
  ...{ happenedAt: '2026-11-20T08:00:00.000Z', recordedAt: '2026-11-26T20:17:24.501Z' },
};

/** By the name of the operation. */
export const examples: { readonly [name: string]: readonly Example[] } = {
  'register-medical-event': [
    {
      summary: 'A visit with its diagnosis',
      body: {
        ...{ number: 'porada-2026-0001', patient: 'p-1-1', kind: '4', start: '2026-11-20T09:00:00+01:00' },
        diagnoses: [{ code: 'I10', name: 'Nadciśnienie', role: 'main' }],
      },
      reply: registered,
    },
  ],
  'list-medical-events': [{ summary: 'Of a patient', query: { patient: 'p-1-1' }, reply: { events: [registered] } }],
};
