/** Answers by extensions and expressions of their questions, and by R4's own rules where those are easily misread. */
import { describe, expect, it } from 'vitest';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { Definitions } from '../profiles/definitions.ts';
import { trimmedDefinition } from '../profiles/trim.ts';
import { verdict } from '../verdict.ts';

type Json = { [name: string]: unknown };

const core = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';
const url = 'http://example.org/Questionnaire/q';

const extension = (name: string, value: Json): Json => ({
  url: name.startsWith('http') ? name : core + name,
  ...value,
});
const expression = (text: string, language = 'text/fhirpath'): Json => ({
  valueExpression: { language, expression: text },
});
const variable = (name: string, text: string): Json =>
  extension('variable', { valueExpression: { name, language: 'text/fhirpath', expression: text } });
const constraint = (text: string, severity = 'error'): Json =>
  extension('questionnaire-constraint', {
    extension: [
      { url: 'key', valueId: 'c-1' },
      { url: 'severity', valueCode: severity },
      { url: 'expression', valueString: text },
      { url: 'human', valueString: 'Must be so' },
    ],
  });
const question = (type: string, extensions: Json[] = [], more: Json = {}): Json => ({
  ...{ linkId: 'q', type, ...more },
  ...(extensions.length > 0 ? { extension: extensions } : {}),
});
const item = (linkId: string, ...answer: Json[]): Json => ({ linkId, ...(answer.length > 0 ? { answer } : {}) });
const option = (code: string, more: Json = {}) => ({ valueCoding: { system: 'http://example.org/s', code }, ...more });

function response(items: Json[], status = 'completed'): Json {
  const head = { resourceType: 'QuestionnaireResponse', questionnaire: url, status };
  return { ...head, ...(items.length > 0 ? { item: items } : {}) };
}

function told(questions: Json[], items: Json[], { status, more = {} }: { status?: string; more?: Json } = {}) {
  const definitions = new Definitions(shippedDefinitions());
  const definition = { resourceType: 'Questionnaire', status: 'active', url, ...more, item: questions };
  definitions.add(trimmedDefinition(definition) as never);
  return verdict(response(items, status), { definitions, purpose: 'validate' });
}

const errors = (...asked: Parameters<typeof told>) =>
  told(...asked).flatMap(({ severity, expression: at }) => (severity === 'error' ? [at] : []));

const png = { contentType: 'image/png', data: 'AAAA' };
const unit = (code: string) => extension('questionnaire-unitOption', { valueCoding: { system: 'http://u', code } });
const of = (value: number, code?: string) => ({
  valueQuantity: { value, ...(code ? { system: 'http://u', code } : {}) },
});

describe('answers by the extensions of their question', () => {
  it.each<[string, Json, Json[], Json[]]>([
    [
      'minLength',
      question('string', [extension('minLength', { valueInteger: 3 })]),
      [{ valueString: 'abc' }],
      [{ valueString: 'ab' }],
    ],
    [
      'regex, of the whole',
      question('string', [extension('regex', { valueString: '[0-9]{2}-[0-9]{3}' })]),
      [{ valueString: '00-950' }],
      [{ valueString: 'x00-950' }],
    ],
    [
      'minValue',
      question('integer', [extension('minValue', { valueInteger: 3 })]),
      [{ valueInteger: 3 }],
      [{ valueInteger: 2 }],
    ],
    [
      'maxValue of a date',
      question('date', [extension('maxValue', { valueDate: '2026-03-01' })]),
      [{ valueDate: '2026-03-01' }],
      [{ valueDate: '2026-03-02' }],
    ],
    [
      'maxValue of a time',
      question('time', [extension('maxValue', { valueTime: '12:00:00' })]),
      [{ valueTime: '11:59:00' }],
      [{ valueTime: '12:00:01' }],
    ],
    [
      'maxDecimalPlaces',
      question('decimal', [extension('maxDecimalPlaces', { valueInteger: 1 })]),
      [{ valueDecimal: 1.5 }],
      [{ valueDecimal: 1.25 }],
    ],
    [
      'mimeType',
      question('attachment', [extension('mimeType', { valueCode: 'image/*' })]),
      [{ valueAttachment: png }],
      [{ valueAttachment: { ...png, contentType: 'application/pdf' } }],
    ],
    [
      'maxSize',
      question('attachment', [extension('maxSize', { valueDecimal: 1 })]),
      [{ valueAttachment: { contentType: 'image/png', url: 'http://example.org/a', size: 1_000_000 } }],
      [{ valueAttachment: { contentType: 'image/png', url: 'http://example.org/a', size: 1_100_000 } }],
    ],
    ['unitOption', question('quantity', [unit('kg'), unit('g')]), [of(1, 'g')], [of(1, 'mg')]],
    [
      'unitValueSet',
      question('quantity', [
        extension('questionnaire-unitValueSet', { valueCanonical: 'http://hl7.org/fhir/ValueSet/units-of-time' }),
      ]),
      [{ valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: 'min' } }],
      [{ valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: 'kg' } }],
    ],
    [
      'minQuantity',
      question('quantity', [
        extension(`${sdc}minQuantity`, {
          valueQuantity: { value: 2, system: 'http://unitsofmeasure.org', code: 'kg' },
        }),
      ]),
      [{ valueQuantity: { value: 2500, system: 'http://unitsofmeasure.org', code: 'g' } }],
      [{ valueQuantity: { value: 1500, system: 'http://unitsofmeasure.org', code: 'g' } }],
    ],
    [
      'referenceResource',
      question('reference', [extension('questionnaire-referenceResource', { valueCode: 'Patient' })]),
      [{ valueReference: { reference: 'Patient/1' } }],
      [{ valueReference: { reference: 'Group/1' } }],
    ],
    [
      'minOccurs and maxOccurs',
      question(
        'string',
        [
          extension('questionnaire-minOccurs', { valueInteger: 2 }),
          extension('questionnaire-maxOccurs', { valueInteger: 3 }),
        ],
        { repeats: true },
      ),
      [{ valueString: 'a' }, { valueString: 'b' }],
      [{ valueString: 'a' }],
    ],
    [
      'maxOccurs',
      question('string', [extension('questionnaire-maxOccurs', { valueInteger: 1 })], { repeats: true }),
      [{ valueString: 'a' }],
      [{ valueString: 'a' }, { valueString: 'b' }],
    ],
    [
      'optionExclusive',
      question('choice', [], {
        repeats: true,
        answerOption: [
          option('a'),
          option('b'),
          option('none', { extension: [extension('questionnaire-optionExclusive', { valueBoolean: true })] }),
        ],
      }),
      [option('a'), option('b')],
      [option('a'), option('none')],
    ],
    [
      'constraint of an item',
      question('integer', [constraint('answer.value > 3')]),
      [{ valueInteger: 4 }],
      [{ valueInteger: 3 }],
    ],
    [
      'targetConstraint',
      question('integer', [
        extension('targetConstraint', {
          extension: [
            { url: 'key', valueId: 'c-1' },
            { url: 'severity', valueCode: 'error' },
            { url: 'expression', ...expression('%resource.item.answer.value < 9') },
            { url: 'human', valueString: 'Must be so' },
          ],
        }),
      ]),
      [{ valueInteger: 4 }],
      [{ valueInteger: 9 }],
    ],
  ])('%s', (_, asked, kept, broken) => {
    expect(errors([asked], [item('q', ...kept)])).toEqual([]);
    expect(errors([asked], [item('q', ...broken)])).toHaveLength(1);
  });

  it('may be as they are where the extension says nothing of them', () => {
    const hidden = extension('questionnaire-hidden', { valueBoolean: true });
    expect(errors([question('string', [hidden])], [item('q', { valueString: 'a' })])).toEqual([]);
    expect(errors([question('quantity', [unit('kg')])], [item('q', of(1))])).toEqual([]);
    const odd = extension('regex', { valueString: '(?=a)b' });
    expect(errors([question('string', [odd])], [item('q', { valueString: 'a' })])).toEqual([]);
    const least = extension('questionnaire-minOccurs', { valueInteger: 2 });
    const repeating = question('string', [least], { repeats: true });
    expect(errors([repeating], [])).toEqual([]);
    expect(errors([repeating], [item('q', { valueString: 'a' })], { status: 'in-progress' })).toEqual([]);
  });

  it('are held to the rules of the whole questionnaire once they are complete', () => {
    const more = {
      extension: [constraint("item.where(linkId='a').answer.value = item.where(linkId='b').answer.value")],
    };
    const both = [question('integer', [], { linkId: 'a' }), question('integer', [], { linkId: 'b' })];
    const [one, two] = [{ valueInteger: 1 }, { valueInteger: 2 }];
    expect(errors(both, [item('a', one), item('b', one)], { more })).toEqual([]);
    expect(errors(both, [item('a', one), item('b', two)], { more })).toEqual(['QuestionnaireResponse']);
    expect(errors(both, [item('a', one), item('b', two)], { more, status: 'in-progress' })).toEqual([]);
    const advice = { extension: [constraint('false', 'warning')] };
    expect(told([question('string')], [], { more: advice })).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'invariant' }),
    );
  });
});

describe('questions with an expression', () => {
  const smokes = { linkId: 'smokes', type: 'boolean' };
  const when = (text: string, more: Json = {}): Json[] => [
    smokes,
    question('string', [extension(`${sdc}enableWhenExpression`, { ...expression(text), ...more })], { required: true }),
  ];
  const [yes, no] = [item('smokes', { valueBoolean: true }), item('smokes', { valueBoolean: false })];
  const answered = item('q', { valueString: 'a' });
  const text = "%resource.item.where(linkId='smokes').answer.value = true";

  it('are asked when it holds', () => {
    expect(errors(when(text), [yes, answered])).toEqual([]);
    expect(errors(when(text), [no])).toEqual([]);
    expect(errors(when(text), [no, answered])).toEqual(['QuestionnaireResponse.item[1]']);
    expect(errors(when(text), [yes])).toEqual(['QuestionnaireResponse']);
    expect(errors(when(text), [answered])).toEqual(['QuestionnaireResponse.item[0]']);
  });

  it.each([
    ['another language', expression('1 = 2', 'text/cql')],
    ['a variable that nobody gave', expression('%patient.active = true')],
    ['no FHIRPath', expression('%resource.item.where(')],
    ['a path that means different things at the item and at the response', expression('item.exists()')],
  ])('are open by %s', (_, more) => {
    expect(errors(when(text, more), [no, answered])).toEqual([]);
    expect(errors(when(text, more), [no])).toEqual([]);
  });

  it('may name variables, the last word being that of the nearest', () => {
    const more = { extension: [variable('v', "item.where(linkId='smokes').answer.value")] };
    expect(errors(when('%v'), [yes, answered], { more })).toEqual([]);
    expect(errors(when('%v'), [no, answered], { more })).toEqual(['QuestionnaireResponse.item[1]']);
    const group = (inner: Json[]): Json => ({
      linkId: 'g',
      type: 'group',
      extension: [variable('v', 'false')],
      item: inner,
    });
    const [first, asked] = when('%v') as [Json, Json];
    const given = { linkId: 'g', item: [answered] };
    expect(errors([first, group([asked])], [yes, given], { more })).toEqual(['QuestionnaireResponse.item[1].item[0]']);
  });
});

describe('answers by R4 alone', () => {
  const when = (more: Json): Json[] => [
    { linkId: 'a', type: 'choice', repeats: true, answerOption: [option('x'), option('y')] },
    question('string', [], { required: true, enableWhen: [{ question: 'a', ...more }] }),
  ];

  it('are neither demanded nor refused where "not equal" may be read in two ways', () => {
    const other = when({ operator: '!=', answerCoding: option('x').valueCoding });
    const answered = item('q', { valueString: 'a' });
    expect(errors(other, [item('a', option('y'))])).toEqual(['QuestionnaireResponse']);
    expect(errors(other, [item('a', option('x')), answered])).toEqual(['QuestionnaireResponse.item[1]']);
    expect(errors(other, [item('a', option('x'), option('y')), answered])).toEqual([]);
    expect(errors(other, [])).toEqual([]);
    expect(errors(other, [answered])).toEqual([]);
  });

  it('fill a required group by whatever stands in it', () => {
    const group = {
      linkId: 'g',
      type: 'group',
      required: true,
      item: [{ linkId: 'd', type: 'display', text: 'Hello' }],
    };
    expect(errors([group], [{ linkId: 'g', item: [{ linkId: 'd' }] }])).toEqual([]);
    expect(errors([group], [{ linkId: 'g' }])).toEqual(['QuestionnaireResponse.item[0]']);
    expect(errors([group], [])).toEqual(['QuestionnaireResponse']);
  });

  it('are not demanded below what is not asked', () => {
    const inner = { linkId: 'c', type: 'string', required: true };
    const group = { linkId: 'g', type: 'group', item: [inner] };
    const asked = when({ operator: '=', answerCoding: option('x').valueCoding }).map((one) =>
      one.linkId === 'q' ? { ...group, enableWhen: one.enableWhen } : one,
    );
    const empty = { linkId: 'g', item: [{ linkId: 'c' }] };
    expect(errors(asked, [item('a', option('y')), empty])).toEqual([]);
    expect(errors(asked, [item('a', option('x')), empty])).toEqual(['QuestionnaireResponse.item[1].item[0]']);
  });

  it('are counted by characters, of numbers too', () => {
    const short = question('string', [], { maxLength: 2 });
    expect(errors([short], [item('q', { valueString: '😀😀' })])).toEqual([]);
    expect(errors([short], [item('q', { valueString: '😀😀😀' })])).toHaveLength(1);
    expect(errors([question('integer', [], { maxLength: 2 })], [item('q', { valueInteger: 100 })])).toHaveLength(1);
  });

  it('are told from options without codes by their words', () => {
    const words = (display: string) => ({ valueCoding: { display } });
    const asked = question('choice', [], { answerOption: [words('Yes'), words('No')] });
    expect(errors([asked], [item('q', words('No'))])).toEqual([]);
    expect(errors([asked], [item('q', words('Perhaps'))])).toHaveLength(1);
  });

  it('are checked by the questionnaire that comes along in the Bundle', () => {
    const definitions = shippedDefinitions();
    const questionnaire = {
      resourceType: 'Questionnaire',
      status: 'active',
      url,
      version: '2',
      item: [question('date')],
    };
    const bundle = (answer: Json, canonical: string): Json => ({
      ...{ resourceType: 'Bundle', type: 'collection' },
      entry: [
        { fullUrl: 'urn:uuid:6d1aefc2-2a72-4f0c-b4a7-111111111111', resource: questionnaire },
        {
          fullUrl: 'urn:uuid:6d1aefc2-2a72-4f0c-b4a7-222222222222',
          resource: { ...response([item('q', answer)]), questionnaire: canonical },
        },
      ],
    });
    const of = (answer: Json, canonical = url) =>
      verdict(bundle(answer, canonical), { definitions, purpose: 'validate' }).map(({ severity }) => severity);
    expect(of({ valueDate: '2026' })).toEqual([]);
    expect(of({ valueString: 'x' })).toEqual(['error']);
    expect(of({ valueString: 'x' }, `${url}|2`)).toEqual(['error']);
    expect(of({ valueString: 'x' }, `${url}|1`)).toEqual(['warning']);
  });
});
