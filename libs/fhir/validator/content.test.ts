/** What `$validate` demands of contents beyond their shape: each rule is kept by one resource and broken by another. */
import { describe, expect, it } from 'vitest';
import { Definitions } from '../profiles/definitions.ts';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { verdict } from '../verdict.ts';

type Json = { [element: string]: unknown };

const errors = (resource: Json, definitions: Definitions = shippedDefinitions()): (string | undefined)[] =>
  verdict(resource, { definitions, purpose: 'validate', now: '2026-11-26T10:00:00Z' })
    .filter(({ severity }) => severity === 'error')
    .map(({ expression }) => expression);

const patient = (more: Json): Json => ({ resourceType: 'Patient', ...more });
const observation = (more: Json): Json => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  ...more,
});
const narrative = (inside: string): Json =>
  patient({ text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>` } });
const category = (coding: Json): Json =>
  observation({
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', ...coding }] }],
  });
const quantity = (code: string): Json =>
  observation({ valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code } });
const canonical = (questionnaire: string): Json => ({
  ...{ resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire },
});
const expression = (language: string): Json => ({
  ...{ resourceType: 'PlanDefinition', status: 'draft' },
  action: [{ condition: [{ kind: 'start', expression: { language, expression: 'true' } }] }],
});
const team = (resourceType: string): Json => ({
  ...{ resourceType: 'CareTeam', contained: [{ resourceType, id: 'm' }] },
  participant: [{ member: { reference: '#m' }, onBehalfOf: { display: 'x' } }],
});
const bundle = (second: Json): Json => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000000',
      resource: patient({ managingOrganization: { reference: uuid } }),
    },
    { fullUrl: uuid, resource: second },
  ],
});
const uuid = 'urn:uuid:9f0a1f52-2f3c-4f5e-8a58-0123456789ab';

describe('contents', () => {
  it.each<[string, Json, Json, string]>([
    [
      'identifiers have absolute systems',
      patient({ identifier: [{ system: 'urn:oid:2.16.840.1', value: '1' }] }),
      patient({ identifier: [{ system: 'pesel', value: '1' }] }),
      'Patient.identifier[0].system',
    ],
    [
      'identifiers of RFC 3986 are addresses',
      patient({ identifier: [{ system: 'urn:ietf:rfc:3986', value: uuid }] }),
      patient({ identifier: [{ system: 'urn:ietf:rfc:3986', value: '1' }] }),
      'Patient.identifier[0].value',
    ],
    [
      'codings name code systems',
      observation({ code: { coding: [{ system: 'http://loinc.org', code: '1' }] } }),
      observation({ code: { coding: [{ system: 'http://hl7.org/fhir/ValueSet/observation-codes', code: '1' }] } }),
      'Observation.code.coding[0].system',
    ],
    [
      'codes are codes of their system',
      category({ code: 'exam' }),
      category({ code: 'exams' }),
      'Observation.category[0].coding[0].code',
    ],
    [
      'displays are names of their codes, whatever the case',
      category({ code: 'exam', display: 'EXAM' }),
      category({ code: 'exam', display: 'Imaging' }),
      'Observation.category[0].coding[0].display',
    ],
    ['units are units', quantity('mmol/L{blood}'), quantity('mmols'), 'Observation.value.code'],
    [
      'relative references have a type',
      observation({ subject: { reference: 'Patient/1' } }),
      observation({ subject: { reference: '1' } }),
      'Observation.subject.reference',
    ],
    [
      'references lead to the type that they say',
      observation({ subject: { reference: 'Patient/1', type: 'Patient' } }),
      observation({ subject: { reference: 'Patient/1', type: 'Group' } }),
      'Observation.subject.type',
    ],
    [
      'canonical addresses are absolute',
      { resourceType: 'Measure', status: 'draft', library: ['http://example.org/Library/x|1'] },
      { resourceType: 'Measure', status: 'draft', library: ['Library/x'] },
      'Measure.library[0]',
    ],
    [
      'UUIDs are UUIDs',
      patient({ link: [{ type: 'seealso', other: { identifier: { system: uuid, value: '1' } } }] }),
      patient({ identifier: [{ system: 'urn:uuid:1234', value: '1' }] }),
      'Patient.identifier[0].system',
    ],
    [
      'OIDs are OIDs',
      patient({ identifier: [{ system: 'urn:oid:1.0.8', value: '1' }] }),
      patient({ identifier: [{ system: 'urn:oid:1.02.8', value: '1' }] }),
      'Patient.identifier[0].system',
    ],
    [
      'ids of elements are unique',
      patient({ name: [{ id: 'a', text: 'x' }], contact: [{ id: 'b', name: { text: 'y' } }] }),
      patient({ name: [{ id: 'a', text: 'x' }], contact: [{ id: 'a', name: { text: 'y' } }] }),
      'Patient.contact[0].id',
    ],
    [
      'ids have no spaces',
      patient({ name: [{ id: 'a_b', text: 'x' }] }),
      patient({ name: [{ id: 'a b', text: 'x' }] }),
      'Patient.name[0].id',
    ],
    [
      'links inside of a narrative lead somewhere',
      narrative('<a href="#there">x</a><p id="there">y</p>'),
      narrative('<a href="#where">x</a><p id="there">y</p>'),
      'Patient.text.div',
    ],
    [
      'links can be followed',
      narrative('<a href="mailto:a@example.org">x</a>'),
      narrative(`<a href="${uuid}">x</a>`),
      'Patient.text.div',
    ],
    ['languages are languages', patient({ language: 'pl-PL' }), patient({ language: 'po_polsku' }), 'Patient.language'],
    ['languages are registered', patient({ language: 'csb' }), patient({ language: 'english' }), 'Patient.language'],
    ['regions are regions', patient({ language: 'en-XA' }), patient({ language: 'en-EN' }), 'Patient.language'],
    [
      'UUIDs are lower-case',
      patient({ implicitRules: 'urn:uuid:00000000-0000-4000-8000-00000000000a' }),
      patient({ implicitRules: 'urn:uuid:00000000-0000-4000-8000-00000000000A' }),
      'Patient.implicitRules',
    ],
    [
      'media types have two parts',
      patient({ photo: [{ contentType: 'image/png', data: 'YWJj' }] }),
      patient({ photo: [{ contentType: 'png', data: 'YWJj' }] }),
      'Patient.photo[0].contentType',
    ],
    [
      'extensions have absolute urls',
      patient({ extension: [{ url: 'http://example.org/a', extension: [{ url: 'b', valueString: 'x' }] }] }),
      patient({ extension: [{ url: 'b', valueString: 'x' }] }),
      'Patient.extension[0].url',
    ],
    [
      'modifying extensions stand as such',
      { resourceType: 'Flag', status: 'active', code: { text: 'x' }, subject: { reference: 'Patient/1' } },
      patient({
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/request-doNotPerform', valueBoolean: true }],
      }),
      'Patient.extension[0]',
    ],
    [
      'references carry ids that there can be',
      patient({ managingOrganization: { reference: 'Organization/a-b' } }),
      patient({ managingOrganization: { reference: 'Organization/a_b' } }),
      'Patient.managingOrganization.reference',
    ],
    [
      'canonicals of what is contained find it',
      { ...canonical('#q'), contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'draft' }] },
      canonical('#q'),
      'QuestionnaireResponse.questionnaire',
    ],
    [
      'expressions are in languages of their own',
      expression('text/fhirpath'),
      { ...expression('x'), language: 'x y' },
      'PlanDefinition.language',
    ],
    ['somebody acts for others as a Practitioner', team('Practitioner'), team('Patient'), 'CareTeam.participant[0]'],
    [
      'pictures are here when they say so',
      narrative('<p id="a">x</p><img src="#a" alt="x"/>'),
      narrative('<img src="#a" alt="x"/>'),
      'Patient.text.div',
    ],
    [
      'what a reference leads to in a bundle may stand there',
      bundle({ resourceType: 'Organization', name: 'x' }),
      bundle({ resourceType: 'Practitioner' }),
      'Bundle.entry[0].resource.managingOrganization.reference',
    ],
    [
      'value sets list codes that there are',
      valueSet('http://hl7.org/fhir/administrative-gender', 'male'),
      valueSet('http://hl7.org/fhir/administrative-gender', 'man'),
      'ValueSet.compose.include[0].concept[0].code',
    ],
    [
      'conditions of questions name questions',
      questionnaire([
        { linkId: '1', type: 'boolean' },
        { linkId: '2', type: 'string', enableWhen: [{ question: '1', operator: 'exists', answerBoolean: true }] },
      ]),
      questionnaire([
        { linkId: '1', type: 'string', enableWhen: [{ question: '3', operator: 'exists', answerBoolean: true }] },
      ]),
      'Questionnaire.item[0].enableWhen[0].question',
    ],
  ])('%s', (_, kept, broken, at) => {
    expect(errors(kept)).toEqual([]);
    expect(errors(broken)).toContain(at);
  });

  it('says nothing of names in other languages', () => {
    expect(errors({ ...category({ code: 'exam', display: 'Badanie' }), language: 'pl' })).toEqual([]);
  });

  it('knows names that supplements add', () => {
    const definitions = new Definitions(shippedDefinitions());
    definitions.add({
      resourceType: 'CodeSystem',
      url: 'http://example.org/polish',
      content: 'supplement',
      supplements: 'http://terminology.hl7.org/CodeSystem/observation-category',
      concept: [
        { code: 'exam', designation: [{ value: 'Badanie' }] },
        { code: 'new', display: 'New' },
      ],
    });
    expect(errors(category({ code: 'exam', display: 'badanie' }), definitions)).toEqual([]);
    expect(errors(category({ code: 'new' }), definitions)).toHaveLength(1);
  });
});

function valueSet(system: string, code: string): Json {
  return { resourceType: 'ValueSet', status: 'draft', compose: { include: [{ system, concept: [{ code }] }] } };
}

function questionnaire(item: Json[]): Json {
  return { resourceType: 'Questionnaire', status: 'draft', item };
}

describe('answers', () => {
  const url = 'http://example.org/Questionnaire/q';
  const option = (code: string) => ({ valueCoding: { system: 'http://example.org/s', code } });
  const definitions = new Definitions(shippedDefinitions());
  definitions.add({
    resourceType: 'Questionnaire',
    url,
    contained: [
      {
        resourceType: 'ValueSet',
        id: 'v',
        compose: { include: [{ system: 'http://example.org/v', concept: [{ code: 'a' }] }] },
      },
    ],
    item: [
      { linkId: 'smokes', type: 'boolean', required: true, text: 'Do you smoke?' },
      {
        ...{ linkId: 'how', type: 'group' },
        enableWhen: [{ question: 'smokes', operator: '=', answerBoolean: true }],
        item: [
          { linkId: 'many', type: 'integer', required: true },
          { linkId: 'kind', type: 'choice', repeats: true, answerOption: [option('a'), option('b')] },
          {
            linkId: 'brand',
            type: 'string',
            maxLength: 5,
            enableWhen: [{ question: 'many', operator: '>', answerInteger: 10 }],
          },
        ],
      },
      { linkId: 'set', type: 'choice', answerValueSet: '#v' },
      { linkId: 'dose', type: 'decimal' },
      { linkId: 'since', type: 'dateTime' },
      { linkId: 'score', type: 'integer', answerOption: [{ valueInteger: 1 }, { valueInteger: 2 }] },
      { linkId: 'why', type: 'open-choice', answerOption: [option('a')], item: [{ linkId: 'more', type: 'text' }] },
    ],
  });
  const item = (linkId: string, ...answer: Json[]): Json => ({ linkId, ...(answer.length > 0 ? { answer } : {}) });
  const group = (linkId: string, ...inner: Json[]): Json => ({ linkId, item: inner });
  const yes = item('smokes', { valueBoolean: true });
  const no = item('smokes', { valueBoolean: false });
  const response = (items: Json[], status = 'completed'): Json => ({
    ...{ resourceType: 'QuestionnaireResponse', questionnaire: url, status },
    ...(items.length > 0 ? { item: items } : {}),
  });

  it.each<[string, Json[], string?]>([
    [
      'all that is asked',
      [
        yes,
        group(
          'how',
          item('many', { valueInteger: 20 }),
          item('kind', option('a'), option('b')),
          item('brand', { valueString: 'Abc' }),
        ),
      ],
    ],
    ['nothing that is not asked', [no]],
    ['too little, while it goes on', [], 'in-progress'],
    [
      'a text of its own, with what is asked below',
      [no, item('why', { valueString: 'so', item: [item('more', { valueString: 'long' })] })],
    ],
    ['a number that is offered', [no, item('score', { valueInteger: 2 })]],
    ['a code of a contained set', [no, item('set', { valueCoding: { system: 'http://example.org/v', code: 'a' } })]],
  ])('may give %s', (_, items, status) => {
    expect(errors(response(items, status), definitions)).toEqual([]);
  });

  it.each<[string, Json[], string]>([
    ['lack what is required', [item('why', { valueString: 'x' })], 'QuestionnaireResponse'],
    [
      'lack what is required in a group that is asked',
      [yes, group('how', item('kind', option('a')))],
      'QuestionnaireResponse.item[1]',
    ],
    [
      'answer what is not asked',
      [no, group('how', item('many', { valueInteger: 1 }))],
      'QuestionnaireResponse.item[1]',
    ],
    [
      'answer what a number does not ask for',
      [yes, group('how', item('many', { valueInteger: 10 }), item('brand', { valueString: 'A' }))],
      'QuestionnaireResponse.item[1].item[1]',
    ],
    ['answer what there is not', [no, item('other', { valueString: 'x' })], 'QuestionnaireResponse.item[1]'],
    ['answer in another place', [no, item('more', { valueString: 'x' })], 'QuestionnaireResponse.item[1]'],
    ['be out of order', [item('why', { valueString: 'x' }), no], 'QuestionnaireResponse.item[1]'],
    ['be of another type', [item('smokes', { valueString: 'yes' })], 'QuestionnaireResponse.item[0].answer[0].value'],
    [
      'be too long',
      [yes, group('how', item('many', { valueInteger: 20 }), item('brand', { valueString: 'Abcdef' }))],
      'QuestionnaireResponse.item[1].item[1].answer[0].value',
    ],
    [
      'be none of those that are offered',
      [yes, group('how', item('many', { valueInteger: 1 }), item('kind', option('c')))],
      'QuestionnaireResponse.item[1].item[1].answer[0].value',
    ],
    [
      'be no Coding of those, in an open choice',
      [no, item('why', option('z'))],
      'QuestionnaireResponse.item[1].answer[0].value',
    ],
    [
      'be whole where a decimal is asked',
      [no, item('dose', { valueInteger: 1 })],
      'QuestionnaireResponse.item[1].answer[0].value',
    ],
    [
      'be a date where a time is asked',
      [no, item('since', { valueDate: '2026' })],
      'QuestionnaireResponse.item[1].answer[0].value',
    ],
    [
      'be a number that is not offered',
      [no, item('score', { valueInteger: 3 })],
      'QuestionnaireResponse.item[1].answer[0].value',
    ],
    [
      'be outside of a contained set',
      [no, item('set', { valueCoding: { system: 'http://example.org/v', code: 'z' } })],
      'QuestionnaireResponse.item[1].answer[0].value',
    ],
    [
      'be two where one is asked',
      [item('smokes', { valueBoolean: false }, { valueBoolean: false })],
      'QuestionnaireResponse.item[0]',
    ],
    ['stand in a group', [yes, { ...item('how', { valueBoolean: true }) }], 'QuestionnaireResponse.item[1].answer'],
    [
      'have items beside them',
      [no, { linkId: 'why', item: [item('more', { valueString: 'x' })] }],
      'QuestionnaireResponse.item[1].item',
    ],
    ['have another question before them', [{ ...no, text: 'Do you drink?' }], 'QuestionnaireResponse.item[0].text'],
  ])('may not %s', (_, items, at) => {
    expect(errors(response(items), definitions)).toContain(at);
  });

  it('are told as not checked when nobody knows the questions', () => {
    const all = verdict(response([]), { definitions: shippedDefinitions(), purpose: 'validate' });
    expect(all).toContainEqual(
      expect.objectContaining({ severity: 'warning', expression: 'QuestionnaireResponse.questionnaire' }),
    );
  });
});
