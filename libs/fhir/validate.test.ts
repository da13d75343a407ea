/** What is valid, what is compiled, what hostile texts cost; refusals are beside, in refused.test.ts. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aBundle, anObservation, aPatient, contained, extension, text } from './fixtures.ts';
import { parseJson } from './json.ts';
import { resourceTypes } from './resource-types.ts';
import { validate } from './validate.ts';

describe('a valid resource', () => {
  it.each<[string, object]>(
    [
      ['a patient', aPatient()],
      ['a laboratory result', anObservation()],
      ['nothing but its type', { resourceType: 'Patient' }],
      [
        'a birth date without its value but with an extension',
        aPatient({ birthDate: undefined, _birthDate: { extension: [extension] } }),
      ],
      [
        'a name of which one part has only an extension',
        aPatient({ name: [{ given: [null, 'Maria'], _given: [{ extension: [extension] }, null] }] }),
      ],
      [
        'a required code given only by an extension',
        anObservation({ status: undefined, _status: { extension: [extension] } }),
      ],
      ['a birth date with an id beside it', aPatient({ _birthDate: { id: 'born' } })],
      [
        'names with ids beside them',
        aPatient({ name: [{ given: ['Jan', 'Maria'], _given: [{ id: 'first' }, { id: 'second' }] }] }),
      ],
      ['a contained resource that is referred to', contained({})],
      [
        'a contained resource that refers to its container',
        { ...contained({ link: [{ other: { reference: '#' }, type: 'seealso' }] }, 'Patient/x') },
      ],
      ['a transaction', aBundle()],
      ['the 29th of February of a leap year', aPatient({ birthDate: '2024-02-29' })],
      ['base64 with line breaks', { resourceType: 'Binary', contentType: 'text/plain', data: 'aGVs\nbG8h' }],
      ['an unknown profile', aPatient({ meta: { profile: ['http://example.org/unknown'] } })],
      [
        'a narrative with tables, pictures and entities',
        aPatient({
          text: text('<table border="1"><tr><td>&nbsp;5 &lt; 6<br/><img src="a.png" alt="a"/></td></tr></table>'),
        }),
      ],
      [
        'a narrative whose styles carry pictures',
        aPatient({
          text: text(
            '<p style="background: url(data: image/png;base64,aGk=)">a<i style="background: url(a_b.png)">b</i></p>',
          ),
        }),
      ],
      ['an absolute reference of any kind', anObservation({ subject: { reference: 'https://example.org/anything' } })],
      ['a reference by identifier', anObservation({ subject: { identifier: { value: '1' }, type: 'Patient' } })],
    ].map(([name, resource]) => [name as string, JSON.parse(JSON.stringify(resource)) as object]),
  )('is %s', (_, resource) => {
    expect(validate(resource)).toEqual([]);
  });

  it('may have numbers that keep their text', () => {
    const resource = parseJson(JSON.stringify(anObservation()).replace('6.1', '6.10'));
    expect(validate(resource)).toEqual([]);
  });
});

it('compiles a validator for every resource type', () => {
  for (const type of resourceTypes) expect(Array.isArray(validate({ resourceType: type }))).toBe(true);
  expect(readdirSync(new URL('../../build/fhir/validators', import.meta.url))).toHaveLength(resourceTypes.length + 1);
});

it('takes time linear to hostile texts', () => {
  const began = performance.now();
  validate({ resourceType: 'Binary', contentType: 'a/b', data: `${'A'.repeat(200_000)}${' '.repeat(200_000)}!` });
  validate(aPatient({ language: `${'a '.repeat(100_000)} ` }));
  validate(aPatient({ text: text('<p>'.repeat(100_000)) }));
  validate(aPatient({ text: text(`<p ${'a="b" '.repeat(50_000)}`) }));
  validate(aPatient({ text: text('&amp;'.repeat(100_000)) }));
  const coding = Array.from({ length: 10_000 }, (_, i) => ({ system: 'http://x', code: `c${i}` }));
  const component = Array.from({ length: 10_000 }, (_, i) => ({ code: { coding: [{ code: `d${i}` }] } }));
  expect(validate(anObservation({ code: { coding }, component }))).toEqual([]);
  const resource = Array.from({ length: 5000 }, (_, i) => ({
    reference: { reference: 'Patient/1' },
    groupingId: `g${i}`,
  }));
  const grouping = Array.from({ length: 5000 }, (_, i) => ({ id: `g${i}`, name: 'x' }));
  const guide = { url: 'http://x', name: 'X', status: 'draft', packageId: 'x', fhirVersion: ['4.0.1'] };
  expect(validate({ resourceType: 'ImplementationGuide', ...guide, definition: { resource, grouping } })).toEqual([]);
  expect(performance.now() - began).toBeLessThan(2000);
});
