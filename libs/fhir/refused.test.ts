/** What the validator refuses, with which code, at which element. */
import { describe, expect, it } from 'vitest';
import { aBundle, anObservation, aPatient, aQuestionnaire, contained, extension, post, text } from './fixtures.ts';
import { validate } from './validate.ts';

const ucum = (code: string, unit: string) => ({ value: 5, unit, system: 'http://unitsofmeasure.org', code });

describe('a resource is refused', () => {
  it.each<[string, object, string, string]>(
    [
      // structure
      ['unknown element', aPatient({ nmae: [] }), 'structure', 'Patient'],
      ['unknown element deep inside', aPatient({ name: [{ famly: 'x' }] }), 'structure', 'Patient.name[0]'],
      ['object instead of array', aPatient({ name: { family: 'x' } }), 'structure', 'Patient.name'],
      ['array instead of object', anObservation({ code: [{ text: 'x' }] }), 'structure', 'Observation.code'],
      ['array instead of value', aPatient({ gender: ['female'] }), 'structure', 'Patient.gender'],
      ['text instead of object', anObservation({ code: 'x' }), 'structure', 'Observation.code'],
      ['object instead of text', aPatient({ gender: { value: 'female' } }), 'structure', 'Patient.gender'],
      ['empty array', aPatient({ name: [] }), 'structure', 'Patient.name'],
      ['empty object', aPatient({ name: [{}] }), 'structure', 'Patient.name[0]'],
      ['object with nothing but an id', aPatient({ name: [{ id: 'a' }] }), 'structure', 'Patient.name[0]'],
      ['null', aPatient({ gender: null }), 'structure', 'Patient.gender'],
      [
        'an id with no value beside it',
        aPatient({ birthDate: undefined, _birthDate: { id: 'a' } }),
        'structure',
        'Patient.birthDate',
      ],
      [
        'a range that ends before it begins, in other units',
        anObservation({
          valueQuantity: undefined,
          valueRange: { low: ucum('g', 'gram'), high: ucum('mg', 'milligram') },
        }),
        'invariant',
        'Observation.value',
      ],
      ['nothing beside a value', aPatient({ _birthDate: {} }), 'structure', 'Patient.birthDate'],
      [
        'an address of another type on a server',
        aPatient({ managingOrganization: { reference: 'https://example.org/fhir/Patient/1/_history/2' } }),
        'value',
        'Patient.managingOrganization',
      ],
      ['a name of no character', aPatient({ text: text('a&foo;b') }), 'invariant', 'Patient.text.div'],
      [
        'a name of no character in an address',
        aPatient({ text: text('<a href="x?a&foo;">b</a>') }),
        'invariant',
        'Patient.text.div',
      ],
      [
        'null in an array without an extension beside it',
        aPatient({ name: [{ given: ['a', null] }] }),
        'structure',
        'Patient.name[0].given[1]',
      ],
      ['two forms of one element', anObservation({ valueString: 'x' }), 'structure', 'Observation.value'],
      [
        'a form that the element does not have',
        anObservation({ valueQuantity: undefined, valueMoney: { value: 1 } }),
        'structure',
        'Observation',
      ],
      [
        'two forms, one by an extension',
        aPatient({ deceasedBoolean: false, _deceasedDateTime: { extension: [extension] } }),
        'structure',
        'Patient.deceased',
      ],
      [
        'contained resource of an unknown type',
        anObservation({ contained: [{ resourceType: 'Foo' }] }),
        'structure',
        'Observation.contained[0]',
      ],
      ['a shadow that is text', aPatient({ _gender: 'x' }), 'structure', 'Patient.gender'],
      ['a shadow of an object', anObservation({ _code: { id: 'a' } }), 'structure', 'Observation'],
      [
        'an unknown entry resource',
        aBundle({ entry: [{ resource: { resourceType: 'Pateint' }, request: post('Patient') }] }),
        'structure',
        'Bundle.entry[0].resource',
      ],
      // values
      ['number as text', anObservation({ valueQuantity: { value: '6.1' } }), 'structure', 'Observation.value.value'],
      ['boolean as text', aPatient({ active: 'true' }), 'structure', 'Patient.active'],
      ['text as number', aPatient({ gender: 1 }), 'value', 'Patient.gender'],
      ['empty text', aPatient({ name: [{ family: '' }] }), 'value', 'Patient.name[0].family'],
      ['a day that does not exist', aPatient({ birthDate: '2025-02-29' }), 'value', 'Patient.birthDate'],
      ['the 31st of April', aPatient({ birthDate: '2025-04-31' }), 'value', 'Patient.birthDate'],
      ['month 13', aPatient({ birthDate: '2025-13-01' }), 'value', 'Patient.birthDate'],
      ['a date with a time', aPatient({ birthDate: '2025-01-01T12:00:00Z' }), 'value', 'Patient.birthDate'],
      [
        'a time without zone',
        anObservation({ effectiveDateTime: '2026-03-01T12:00:00' }),
        'value',
        'Observation.effective',
      ],
      ['hour 24', anObservation({ effectiveDateTime: '2026-03-01T24:00:00Z' }), 'value', 'Observation.effective'],
      ['an instant without time', anObservation({ issued: '2026-03-01' }), 'value', 'Observation.issued'],
      ['an id with forbidden letters', aPatient({ id: 'a_b' }), 'value', 'Patient.id'],
      ['a code with two spaces', aPatient({ language: 'a  b' }), 'value', 'Patient.language'],
      [
        'an address with a space',
        aPatient({ identifier: [{ system: 'http://a b' }] }),
        'value',
        'Patient.identifier[0].system',
      ],
      ['a control character', aPatient({ name: [{ family: 'a\u0001' }] }), 'value', 'Patient.name[0].family'],
      ['broken base64', { resourceType: 'Binary', contentType: 'text/plain', data: 'abc' }, 'value', 'Binary.data'],
      [
        'a fraction where a whole number is due',
        aPatient({ multipleBirthInteger: 1.5 }),
        'value',
        'Patient.multipleBirth',
      ],
      [
        'a whole number that is too large',
        aPatient({ multipleBirthInteger: 3_000_000_000 }),
        'value',
        'Patient.multipleBirth',
      ],
      ['zero where counting starts at one', aPatient({ telecom: [{ rank: 0 }] }), 'value', 'Patient.telecom[0].rank'],
      [
        'an attachment of another size',
        aPatient({ photo: [{ contentType: 'a/b', data: 'aGVsbG8h', size: 100 }] }),
        'value',
        'Patient.photo[0].size',
      ],
      [
        'a relative full URL',
        aBundle({ entry: [{ fullUrl: 'Patient/1', resource: aPatient(), request: post('Patient') }] }),
        'value',
        'Bundle.entry[0].fullUrl',
      ],
      // required
      ['missing status', anObservation({ status: undefined }), 'required', 'Observation.status'],
      ['missing code', anObservation({ code: undefined }), 'required', 'Observation.code'],
      [
        'missing form of a required choice',
        {
          resourceType: 'Immunization',
          status: 'completed',
          vaccineCode: { text: 'x' },
          patient: { reference: 'Patient/1' },
        },
        'required',
        'Immunization.occurrence',
      ],
      [
        'missing url of an extension',
        aPatient({ extension: [{ valueString: 'x' }] }),
        'required',
        'Patient.extension[0].url',
      ],
      // codes
      ['a code outside of its closed list', aPatient({ gender: 'f' }), 'code-invalid', 'Patient.gender'],
      [
        'a concept outside of its closed list',
        {
          resourceType: 'Condition',
          subject: { reference: 'Patient/1' },
          clinicalStatus: { coding: [{ system: 'http://x', code: 'active' }] },
        },
        'code-invalid',
        'Condition.clinicalStatus',
      ],
      [
        'a repeated code outside of its list',
        { resourceType: 'HealthcareService', availableTime: [{ daysOfWeek: ['mon', 'someday'] }] },
        'code-invalid',
        'HealthcareService.availableTime[0].daysOfWeek[1]',
      ],
      [
        'a comparator outside of its list',
        anObservation({ valueQuantity: { value: 1, comparator: '~' } }),
        'code-invalid',
        'Observation.value.comparator',
      ],
      [
        'a currency that does not exist',
        { resourceType: 'Invoice', status: 'draft', totalNet: { value: 1, currency: 'QQQ' } },
        'code-invalid',
        'Invoice.totalNet.currency',
      ],
      // invariants
      ['obs-6', anObservation({ dataAbsentReason: { text: 'x' } }), 'invariant', 'Observation'],
      [
        'obs-3',
        anObservation({ referenceRange: [{ appliesTo: [{ text: 'x' }] }] }),
        'invariant',
        'Observation.referenceRange[0]',
      ],
      [
        'per-1',
        anObservation({ effectiveDateTime: undefined, effectivePeriod: { start: '2026-02-01', end: '2026-01-01' } }),
        'invariant',
        'Observation.effective',
      ],
      ['ext-1, neither', aPatient({ extension: [{ url: 'http://x' }] }), 'invariant', 'Patient.extension[0]'],
      [
        'ext-1, both',
        aPatient({ extension: [{ url: 'http://x', valueString: 'x', extension: [extension] }] }),
        'invariant',
        'Patient.extension[0]',
      ],
      ['pat-1', aPatient({ contact: [{ gender: 'male' }] }), 'invariant', 'Patient.contact[0]'],
      ['cpt-2', aPatient({ telecom: [{ value: '123' }] }), 'invariant', 'Patient.telecom[0]'],
      ['ref-1', anObservation({ subject: { reference: '#nobody' } }), 'invariant', 'Observation.subject.reference'],
      [
        'dom-2',
        contained({
          contained: [{ resourceType: 'Patient', id: 'c2' }],
          link: [{ other: { reference: '#c2' }, type: 'seealso' }],
        }),
        'invariant',
        'Observation.contained[0].contained',
      ],
      ['dom-3', contained({}, 'Patient/x'), 'invariant', 'Observation.contained[0]'],
      ['dom-4', contained({ meta: { versionId: '1' } }), 'invariant', 'Observation.contained[0]'],
      ['dom-5', contained({ meta: { security: [{ code: 'R' }] } }), 'invariant', 'Observation.contained[0]'],
      [
        'org-3',
        { resourceType: 'Organization', name: 'x', telecom: [{ system: 'phone', value: '1', use: 'home' }] },
        'invariant',
        'Organization.telecom[0]',
      ],
      ['bdl-3', aBundle({ entry: [{ resource: aPatient() }] }), 'invariant', 'Bundle'],
      [
        'bdl-7',
        aBundle({
          entry: [1, 2].map(() => ({ fullUrl: 'http://x/Patient/1', resource: aPatient(), request: post('Patient') })),
        }),
        'invariant',
        'Bundle',
      ],
      ['que-1', aQuestionnaire({ type: 'group' }), 'invariant', 'Questionnaire.item[0]'],
      [
        'que-12',
        aQuestionnaire({ enableWhen: [1, 2].map(() => ({ question: '2', operator: '=', answerInteger: 1 })) }),
        'invariant',
        'Questionnaire.item[0]',
      ],
      [
        'que-2',
        {
          ...aQuestionnaire({}),
          item: [
            { linkId: '1', type: 'string' },
            { linkId: '1', type: 'string' },
          ],
        },
        'invariant',
        'Questionnaire',
      ],
      [
        'tim-1',
        {
          resourceType: 'ServiceRequest',
          status: 'active',
          intent: 'order',
          subject: { reference: 'Patient/1' },
          occurrenceTiming: { repeat: { duration: 5 } },
        },
        'invariant',
        'ServiceRequest.occurrence.repeat',
      ],
      [
        'rng-2',
        anObservation({ valueQuantity: undefined, valueRange: { low: { value: 5 }, high: { value: 4 } } }),
        'invariant',
        'Observation.value',
      ],
      // references
      [
        'a reference to a type that is not allowed',
        anObservation({ subject: { reference: 'Organization/1' } }),
        'value',
        'Observation.subject',
      ],
      [
        'a reference whose type says what is not allowed',
        anObservation({ subject: { type: 'Organization', identifier: { value: 'x' } } }),
        'value',
        'Observation.subject',
      ],
      [
        'a contained resource of a type that is not allowed',
        anObservation({
          contained: [{ resourceType: 'Organization', id: 'o', name: 'x' }],
          subject: { reference: '#o' },
        }),
        'value',
        'Observation.subject',
      ],
      [
        'a reference to what is no resource type',
        anObservation({ focus: [{ reference: 'Nothing/1' }] }),
        'value',
        'Observation.focus[0].reference',
      ],
    ].map(([name, resource, code, at]) => [
      name as string,
      JSON.parse(JSON.stringify(resource)) as object,
      code as string,
      at as string,
    ]),
  )('for %s', (_, resource, code, at) => {
    const issues = validate(resource);
    expect(issues.map((issue) => [issue.code, issue.expression ?? ''])).toContainEqual([code, at]);
    for (const { diagnostics, severity } of issues) {
      expect(severity).toBe('error');
      expect(diagnostics.length).toBeGreaterThan(15);
    }
  });

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an event handler', '<p onclick="x()">a</p>'],
    ['a javascript address', '<a href="javascript:alert(1)">a</a>'],
    ['a javascript address in disguise', '<a href=" java&#x0A;script&colon;alert(1)">a</a>'],
    ['a data page', '<a href="data:text/html;base64,AAAA">a</a>'],
    ['a frame', '<iframe src="http://x"/>'],
    ['a form', '<form action="http://x"><input name="a"/></form>'],
    ['an object', '<object data="x"></object>'],
    ['a style that loads', '<p style="background: url(http://x)">a</p>'],
    ['a style that loads a page of this server', '<p style="background: url(/fhir/R4/Patient/1)">a</p>'],
    ['a style that loads beside a picture', '<p style="background: url(a.png), url(//x/b.png)">a</p>'],
    ['tags that do not close', '<p>a'],
    ['tags that cross', '<b><i>a</b></i>'],
    ['a bare ampersand', 'a & b'],
    ['an attribute without quotes', '<p class=a>a</p>'],
    ['a DOCTYPE', '<!DOCTYPE html>'],
    ['a CDATA section', '<![CDATA[<script>]]>'],
    ['a processing instruction', '<?xml version="1.0"?>'],
    ['nothing', ''],
  ])('for a narrative with %s', (_, inner) => {
    expect(validate(aPatient({ text: text(inner) }))[0]).toMatchObject({
      code: 'invariant',
      expression: 'Patient.text.div',
    });
  });

  it.each([
    ['text', 'hello'],
    ['a number', 1],
    ['nothing', null],
    ['an array', []],
    ['no type', {}],
    ['an unknown type', { resourceType: 'constructor' }],
  ])('when it is %s', (_, value) => {
    expect(validate(value)[0]).toMatchObject({ severity: 'error', code: 'structure' });
  });

  it('with every problem named, but not more than a hundred', () => {
    const many = aPatient({ name: Array.from({ length: 500 }, () => ({ family: '' })) });
    expect(validate(many)).toHaveLength(100);
    expect(validate({ ...aPatient({ gender: 'x', birthDate: 'y' }) })).toHaveLength(2);
  });

  it('in words that say what is allowed', () => {
    const [issue] = validate(aPatient({ gender: 'f' }));
    expect(issue?.diagnostics).toContain('male, female, other, unknown');
  });
});
