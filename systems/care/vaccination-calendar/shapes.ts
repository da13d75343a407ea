/** Shapes of the requests and answers of the vaccination calendar. */
import type { Example, Schema } from '#core/http/operation.ts';
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
const span: Schema = {
  ...shape({}, { days: whole, weeks: whole, months: whole, years: whole }),
  description: 'A span of time as calendars write it.',
};
const series = shape(
  {
    antigen: oneOf(antigens),
    doses: listOf(
      shape(
        {
          from: { ...span, description: 'The youngest age at which the dose counts.' },
          due: { ...span, description: 'The age from which the calendar wants it.' },
          until: { ...span, description: 'The age at which it is late.' },
        },
        { gap: { ...span, description: 'The least time after the dose before.' } },
      ),
    ),
    compulsory: yesOrNo,
    closes: { ...span, description: 'The age from which the programme gives it no longer.' },
  },
  {
    bornFrom: { ...dayText, description: 'Only for those born on this day or later.' },
    shortened: {
      ...listOf(shape({ from: span, doses: whole }, { gap: span })),
      description: 'Who begins at this age or later needs so many doses.',
    },
    products: {
      ...{ type: 'object', additionalProperties: shape({ doses: whole, closes: span }) },
      description: 'By ATC: vaccines whose course has one dose more or less.',
    },
    unconfirmed: { ...listOf(text), description: 'What no source confirmed yet.' },
  },
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
    calendars: listOf(
      shape({
        ...{ version: text, validFrom: dayText, source: text, owner: text },
        confirmed: { ...yesOrNo, description: 'A draft is shown to those who ask for it and is never applied.' },
        checked: { ...dayText, description: 'When its rows were last compared with the source.' },
        series: listOf(series),
      }),
    ),
  }),
  recorded: shape({ id: text }),
} as const satisfies Record<string, Schema>;

/** A child of the demonstration, given everything of the first years. */
export const calendarExample: Example = {
  summary: 'A child of the demonstration',
  params: { id: 'p-1-3' },
  reply: {
    notForClinicalUse: true,
    patient: { id: 'p-1-3', name: 'Zuzanna Kowalska', birth: '2020-04-09' },
    today: '2026-11-26',
    calendar: {
      ...{ version: '2026', validFrom: '2026-01-01', confirmed: true, checked: '2026-11-26' },
      source: 'Program Szczepień Ochronnych na rok 2026, okna wieku jak w 2025 (komunikat GIS)',
      unconfirmed: ['BCG: given until the age of 15'],
    },
    lines: [
      {
        ...{ antigen: 'BCG', compulsory: true, of: 1, dose: 1, state: 'done', day: '2020-04-10' },
        given: {
          ...{ id: 'imm-1-3-1', day: '2020-04-10', name: 'Szczepionka przeciw gruźlicy (BCG)', antigens: ['BCG'] },
          ...{ atc: 'J07AN01', lot: 'PL183621', by: 'lek. Jan Nowak' },
        },
      },
    ],
    ...{ others: [], mayRecord: false },
  },
};
