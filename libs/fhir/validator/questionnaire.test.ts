/** Questionnaires that can work, and such as cannot. */
import { expect, it } from 'vitest';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { verdict } from '../verdict.ts';

type Json = { [name: string]: unknown };

function told(item: Json[], more: Json = {}): string[] {
  const resource = { resourceType: 'Questionnaire', status: 'active', ...more, item };
  const issues = verdict(resource, { definitions: shippedDefinitions(), purpose: 'validate' });
  return issues.map(({ severity, expression }) => `${severity} ${expression}`);
}

const item = (linkId: string, type: string, more: Json = {}): Json => ({ linkId, type, ...more });
const when = (question: string, operator: string, answer: Json): Json => ({
  enableWhen: [{ question, operator, ...answer }],
});
const rule = (expression: string, language = 'text/fhirpath'): Json => ({
  extension: [
    {
      url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression',
      valueExpression: { language, expression },
    },
  ],
});
const coding = { answerCoding: { code: 'a' } };

it.each<[string, Json[]]>([
  ['an integer beside a decimal', [item('a', 'decimal'), item('b', 'string', when('a', '>', { answerInteger: 1 }))]],
  ['a day beside a time', [item('a', 'dateTime'), item('b', 'string', when('a', '>', { answerDate: '2026' }))]],
  ['a question that comes later', [item('b', 'string', when('a', '=', coding)), item('a', 'choice')]],
  ['an address as text', [item('a', 'url'), item('b', 'string', when('a', '=', { answerString: 'http://a.b' }))]],
  [
    'an option that is a number',
    [
      item('a', 'choice', { answerOption: [{ valueInteger: 1 }] }),
      item('b', 'string', when('a', '=', { answerInteger: 1 })),
    ],
  ],
  ['an initial value of its type', [item('a', 'open-choice', { initial: [{ valueString: 'x' }] })]],
  ['an expression in another language', [item('a', 'string', rule('a b c', 'text/cql'))]],
])('may have %s', (_, items) => {
  expect(told(items)).toEqual([]);
});

it.each<[string, Json[], string]>([
  [
    'on itself',
    [item('a', 'string', when('a', 'exists', { answerBoolean: true }))],
    'error Questionnaire.item[0].enableWhen[0].question',
  ],
  [
    'on what is asked below it',
    [item('a', 'string', { ...when('b', 'exists', { answerBoolean: true }), item: [item('b', 'string')] })],
    'error Questionnaire.item[0].enableWhen[0].question',
  ],
  [
    'on a group',
    [item('g', 'group', { item: [item('c', 'string')] }), item('a', 'string', when('g', '=', coding))],
    'warning Questionnaire.item[1].enableWhen[0].question',
  ],
  [
    'on an answer of another type',
    [item('b', 'integer'), item('a', 'string', when('b', '=', coding))],
    'warning Questionnaire.item[1].enableWhen[0]',
  ],
  [
    'on what is no FHIRPath',
    [item('a', 'string', rule('%resource.item.where('))],
    'error Questionnaire.item[0].extension',
  ],
])('may not depend %s', (_, items, at) => {
  expect(told(items)).toEqual([at]);
});

it('may not begin with values of another type', () => {
  expect(told([item('a', 'integer', { initial: [{ valueString: '1' }] })])).toEqual([
    'error Questionnaire.item[0].initial[0].value',
  ]);
});

it('has extensions where the rules of their context hold, and only there', () => {
  const core = 'http://hl7.org/fhir/StructureDefinition/questionnaire-';
  const of = (name: string, value: Json, more: Json = {}) =>
    item('a', 'string', { ...more, extension: [{ url: core + name, ...value }] });
  const unit = { valueCoding: { code: 'kg' } };
  expect(told([of('maxOccurs', { valueInteger: 2 }, { repeats: true })])).toEqual([]);
  expect(told([of('maxOccurs', { valueInteger: 1 })])).toEqual([]);
  expect(told([of('maxOccurs', { valueInteger: 2 })])).toEqual(['error Questionnaire.item[0].extension[0]']);
  expect(told([of('minOccurs', { valueInteger: 2 }, { required: true, repeats: true })])).toEqual([]);
  expect(told([of('unitOption', unit, { type: 'quantity' })])).toEqual([]);
  expect(told([of('unitOption', unit)])).toEqual(['error Questionnaire.item[0].extension[0]']);
});
