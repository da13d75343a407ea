/** Whatever comes, as a resource or as a definition: a verdict comes back, in time, and nothing is thrown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json.ts';
import { trimmedDefinition } from '../profiles/trim.ts';
import { Definitions } from '../profiles/definitions.ts';
import { shippedDefinitions } from '../profiles/shipped.ts';
import { resourceTypes } from '../resource-types.ts';
import { sourceSpots } from '../source-lines.ts';
import { verdict } from '../verdict.ts';

type Json = { [element: string]: unknown };

/** Milliseconds of processor time that one verdict may take. */
const longest = 4000;

const words = [
  'http://loinc.org',
  '#a',
  'urn:uuid:x',
  'Patient/1',
  'x',
  '',
  ' ',
  '2026-02-30',
  '2026-01-01',
  '<div>',
  'completed',
  'constructor',
  '__proto__',
  'http://hl7.org/fhir/StructureDefinition/bp',
  'mg',
  'ą'.repeat(300),
];
const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e30, 1.5, {}, [], [null], [[]]),
  fc.constantFrom(...words),
  fc.string(),
);
const keys = [
  'extension',
  'modifierExtension',
  'url',
  'value',
  'valueString',
  'code',
  'coding',
  'system',
  'display',
  'reference',
  'contained',
  'resource',
  'entry',
  'item',
  'linkId',
  'answer',
  'meta',
  'profile',
  'id',
  'text',
  'div',
  '_id',
  '__proto__',
  'resourceType',
  'type',
];
const garbage = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 4 }),
  ),
})).any;

const vitalSign: Json = {
  resourceType: 'Observation',
  meta: {
    profile: [
      'http://hl7.org/fhir/StructureDefinition/bp',
      'http://hl7.org/fhir/uv/ips/StructureDefinition/Observation-results-laboratory-pathology-uv-ips',
    ],
  },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><a href="#x">y</a></div>' },
  contained: [{ resourceType: 'Patient', id: 'p', name: [{ family: 'x' }] }],
  extension: [
    { url: 'http://hl7.org/fhir/StructureDefinition/observation-bodyPosition', valueCodeableConcept: { text: 'x' } },
  ],
  status: 'final',
  category: [
    {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs', display: 'x' },
      ],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  subject: { reference: '#p' },
  effectiveDateTime: '2026-01-01',
  component: [
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
      valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
    },
  ],
};
const response: Json = {
  resourceType: 'QuestionnaireResponse',
  questionnaire: 'http://example.org/q',
  status: 'completed',
  contained: [{ resourceType: 'Questionnaire', id: 'q', status: 'draft', item: [{ linkId: '1', type: 'choice' }] }],
  item: [
    { linkId: '1', text: 'x', answer: [{ valueString: 'x', item: [{ linkId: '2', answer: [{ valueInteger: 1 }] }] }] },
  ],
};
const document: Json = {
  resourceType: 'Bundle',
  type: 'document',
  entry: [
    {
      fullUrl: 'http://example.org/Composition/1',
      resource: {
        resourceType: 'Composition',
        id: '1',
        status: 'final',
        section: [{ entry: [{ reference: 'Observation/1' }] }],
      },
    },
    { fullUrl: 'http://example.org/Observation/1', resource: { ...vitalSign, id: '1' } },
    { resource: response },
  ],
};
const profile: Json = {
  resourceType: 'StructureDefinition',
  url: 'http://example.org/p',
  ...{ name: 'P', status: 'draft', kind: 'resource', abstract: false, type: 'Observation', derivation: 'constraint' },
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Observation',
  differential: {
    element: [
      {
        id: 'Observation',
        path: 'Observation',
        constraint: [
          {
            key: 'a-1',
            severity: 'error',
            human: 'x',
            expression: "code.memberOf('http://example.org/v') or name.where($this.is(String))",
          },
        ],
      },
      {
        id: 'Observation.component',
        path: 'Observation.component',
        slicing: { discriminator: [{ type: 'value', path: 'code' }], rules: 'closed' },
      },
      { id: 'Observation.component:a', path: 'Observation.component', sliceName: 'a', min: 1, max: '2' },
      { id: 'Observation.component:a.code', path: 'Observation.component.code', patternCodeableConcept: { text: 'x' } },
      {
        id: 'Observation.value[x]',
        path: 'Observation.value[x]',
        type: [{ code: 'Quantity' }],
        binding: { strength: 'required', valueSet: '#v' },
      },
    ],
  },
  contained: [
    {
      resourceType: 'ValueSet',
      id: 'v',
      compose: { include: [{ system: 'http://loinc.org', concept: [{ code: 'x' }] }] },
    },
  ],
};
const questionnaire: Json = {
  resourceType: 'Questionnaire',
  url: 'http://example.org/q',
  status: 'draft',
  contained: [{ resourceType: 'ValueSet', id: 'v', compose: { include: [{ system: 'http://loinc.org' }] } }],
  item: [
    {
      linkId: '1',
      type: 'choice',
      required: true,
      answerValueSet: '#v',
      answerOption: [{ valueString: 'x' }],
      item: [{ linkId: '2', type: 'integer', enableWhen: [{ question: '1', operator: '=', answerString: 'x' }] }],
    },
  ],
};

/** Places in a value, by which something else is put there. */
function placesOf(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...at, key]))];
}

function changed(base: Json, changes: readonly (readonly [number, unknown])[]): Json {
  const copy = structuredClone(base);
  for (const [seed, put] of changes) {
    const places = placesOf(copy).filter((place) => place.length > 0 && place[0] !== 'resourceType');
    const place = places[seed % places.length] as (string | number)[];
    const holder = place.slice(0, -1).reduce<unknown>((of, step) => (of as Json)[step], copy) as Json;
    Object.defineProperty(holder, place.at(-1) as string, {
      value: structuredClone(put),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

const changes = fc.array(fc.tuple(fc.nat(10_000), garbage), { minLength: 1, maxLength: 3 });

function judged(resource: unknown, definitions: Definitions, profiles: readonly string[] = []): void {
  for (const purpose of ['validate', 'write'] as const) {
    const before = process.cpuUsage().user;
    const issues = verdict(resource, {
      definitions,
      purpose,
      profiles,
      now: '2026-11-26T10:00:00Z',
      demandsVitalSigns: true,
    });
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(longest);
    expect(issues.every(({ severity, code, diagnostics }) => severity && code && diagnostics)).toBe(true);
    sourceSpots(
      JSON.stringify(resource) ?? 'null',
      issues.map(({ expression }) => expression),
    );
  }
}

describe('a verdict comes back', () => {
  it.each<[string, Json]>([
    ['observations', vitalSign],
    ['documents', document],
    ['answers', response],
    ['profiles', profile],
    ['questionnaires', questionnaire],
  ])('of damaged %s', (_, base) => {
    const definitions = new Definitions(shippedDefinitions());
    definitions.add(trimmedDefinition(questionnaire as never) as never);
    fc.assert(
      fc.property(changes, (put) => judged(changed(base, put), definitions)),
      { numRuns: 250 },
    );
  });

  it('of anything at all', () => {
    const anyType = fc.constantFrom(...resourceTypes, 'Nothing', 'constructor');
    fc.assert(
      fc.property(
        fc.oneof(
          garbage,
          fc
            .tuple(anyType, fc.dictionary(fc.constantFrom(...keys), garbage))
            .map(([resourceType, rest]) => ({ ...rest, resourceType })),
        ),
        (value) => {
          judged(value, shippedDefinitions());
        },
      ),
      { numRuns: 600 },
    );
  });

  it.each<[string, Json, Json]>([
    ['a profile', profile, vitalSign],
    ['a questionnaire', questionnaire, response],
  ])('by damaged definitions: %s', (_, base, resource) => {
    fc.assert(
      fc.property(changes, (put) => {
        const definitions = new Definitions(shippedDefinitions());
        let definition: unknown;
        try {
          definition = trimmedDefinition(changed(base, put) as never);
        } catch (error) {
          // What has not even its form is left out when it is loaded (core/record/definitions.ts).
          expect(error).toBeInstanceOf(TypeError);
        }
        if (!definition) return;
        definitions.add(definition as never);
        judged(resource, definitions, ['http://example.org/p']);
        definitions.problemsOf(definition as never);
      }),
      { numRuns: 250 },
    );
  });

  it('in time, of what is large or deep', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => ({ linkId: String(n % 7), answer: [{ valueString: 'x' }] }));
    const deep = (depth: number): Json => (depth === 0 ? {} : { linkId: '1', type: 'group', item: [deep(depth - 1)] });
    const codings = Array.from({ length: 20_000 }, (_, n) => ({ system: 'http://unitsofmeasure.org', code: `(${n}` }));
    const links = '<a href="#x">y</a>'.repeat(20_000);
    const definitions = new Definitions(shippedDefinitions());
    definitions.add({
      resourceType: 'Questionnaire',
      url: 'http://example.org/q',
      item: [
        { linkId: '0', type: 'string', repeats: true },
        ...many.map(({ linkId }) => ({
          linkId,
          type: 'string',
          enableWhen: [{ question: '0', operator: '=', answerString: 'x' }],
        })),
      ],
    });
    const items = Array.from({ length: 130_000 }, (_, n) => ({ linkId: String(n), type: 'display', text: 'x' }));
    for (const resource of [
      { ...questionnaire, item: items },
      { ...response, item: many },
      { ...response, item: [{ linkId: '1', item: Array.from({ length: 150_000 }, () => ({ linkId: '2' })) }] },
      { ...questionnaire, item: [deep(120)] },
      { resourceType: 'Observation', status: 'final', code: { coding: codings } },
      {
        resourceType: 'Patient',
        text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${links}</div>` },
      },
      { resourceType: 'Patient', name: Array.from({ length: 20_000 }, () => ({ id: 'same', text: 'x' })) },
      {
        ...document,
        entry: Array.from({ length: 3000 }, (_, n) => ({
          fullUrl: `http://example.org/Observation/${n % 9}`,
          resource: vitalSign,
        })),
      },
    ]) {
      judged(resource, definitions);
    }
  });

  it('of numbers that keep their text', () => {
    const text =
      '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.00,"system":"http://unitsofmeasure.org","code":"mg"}}';
    judged(parseJson(Buffer.from(text)), shippedDefinitions());
  });
});
