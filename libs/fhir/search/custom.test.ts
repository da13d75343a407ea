/** Operators' search parameters: what they find, under which names, and what is refused or cut off. */
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { compileCustom, customDefinition, type CustomDefinition, UnusableParameter } from './custom.ts';
import { collectCustom } from './custom-values.ts';
import { extract, type SearchValues } from './extract.ts';
import { searchParameter, searchParametersOf } from './parameters.ts';
import {
  compositeHash,
  compositeRangeKey,
  isLookup,
  isWord,
  logicalParam,
  presenceHash,
  rangeKey,
  referenceHash,
  tokenForm,
  tokenHash,
  uriHash,
} from './values.ts';

const nationality = 'http://example.org/nationality';
const definition = (more: Partial<CustomDefinition> = {}): CustomDefinition => ({
  url: 'http://example.org/SearchParameter/nationality',
  code: 'nationality',
  type: 'token',
  status: 'active',
  base: ['Patient'],
  expression: `Patient.extension('${nationality}').value`,
  ...more,
});
const find = (type: string, url: string) => searchParametersOf(type).find((parameter) => parameter.url === url);
const compiled = (more: Partial<CustomDefinition>, type = 'Patient') => {
  const found = compileCustom(definition(more), 5, find).get(type);
  if (!found) throw new Error(`nothing for ${type}`);
  return found;
};
const failures: string[] = [];
function values(more: Partial<CustomDefinition>, resource: { resourceType: string }): SearchValues {
  const one = compiled(more, resource.resourceType);
  return extract(resource, (of, collector) => collectCustom([one], of, collector, (_, says) => failures.push(says)));
}
const patient = (value: object, more: object = {}) => ({
  resourceType: 'Patient',
  extension: [{ url: nationality, ...value }],
  ...more,
});
const pl = { system: 'urn:iso:std:iso:3166', code: 'PL', display: 'Polska' };

describe('a custom parameter', () => {
  it.each([
    ['CodeableConcept', { valueCodeableConcept: { coding: [pl] } }, tokenHash('~t5', pl.system, 'PL')],
    ['Coding', { valueCoding: pl }, tokenHash('~t5', undefined, 'PL')],
    ['code', { valueCode: 'PL' }, tokenHash('~t5', undefined, 'PL')],
    ['boolean', { valueBoolean: true }, tokenHash('~t5', undefined, 'true')],
    ['Identifier', { valueIdentifier: { system: 's', value: '7' } }, tokenHash('~t5', 's', '7')],
  ])('of type token finds an extension with a %s', (_, value, hash) => {
    expect(values({}, patient(value)).tokens).toContain(hash);
    expect(values({}, patient(value)).lookups).toContain(hash);
    const other = values({}, { ...patient(value), extension: [{ url: 'http://other.org', ...value }] } as never);
    expect(other.tokens).not.toContain(hash);
  });

  it('takes `as` for each of several values, as HL7’s own parameters do', () => {
    const component = ['a', 'b'].map((code) => ({ valueCodeableConcept: { coding: [{ system: 's', code }] } }));
    const of = { base: ['Observation'], expression: '(Observation.component.value as CodeableConcept)' };
    const { tokens } = values(of, { resourceType: 'Observation', component } as never);
    expect([...tokens]).toEqual(expect.arrayContaining(['a', 'b'].map((code) => tokenHash('~t5', 's', code))));
  });

  it('of the other types finds its values, and no others', () => {
    const resource = patient({
      valueReference: { reference: 'Organization/o', identifier: { system: 's', value: '7' } },
    });
    const reference = values({ type: 'reference', target: ['Organization'] }, resource);
    const logical = tokenHash(logicalParam('~r5'), 's', '7');
    expect(reference.tokens).toEqual(expect.arrayContaining([referenceHash('~r5', 'Organization/o'), logical]));
    const text = values({ type: 'string' }, patient({ valueString: 'Łódź' }));
    expect([text.strings, text.words]).toEqual([['~s5:lodz'], ['~s5:lodz']]);
    const date = values({ type: 'date' }, patient({ valuePeriod: { start: '2026-01-01', end: '2026-01-31' } }));
    expect(date.rangeKeys).toEqual([rangeKey('~n5')]);
    const number = values({ type: 'number' }, patient({ valuePositiveInt: 7 } as never));
    expect([number.rangeKeys, number.rangeLows]).toEqual([[rangeKey('~n5')], [7]]);
    const quantity = values({ type: 'quantity' }, patient({ valueQuantity: { value: 5, code: 'mg' } }));
    expect(quantity.rangeKeys).toContain(rangeKey('~n5', 'mg'));
    const uri = values({ type: 'uri' }, patient({ valueOid: 'urn:oid:1.2' }));
    expect(uri.tokens).toContain(uriHash('~s5', 'urn:oid:1.2'));
  });

  it('may compute: counts, comparisons, texts put together', () => {
    const person = { resourceType: 'Patient', name: [{ given: ['Jan', 'Maria'] }, {}], birthDate: '2000-02-29' };
    expect(values({ type: 'number', expression: 'Patient.name.given.count()' }, person).rangeLows).toContain(2);
    const leap = values({ expression: "Patient.birthDate.toString().endsWith('-02-29')" }, person);
    expect(leap.tokens).toContain(tokenHash('~b5', undefined, 'true'));
    expect(leap.tokens).toContain(presenceHash('~b5'));
    expect(values({ type: 'string', expression: "name.given.join(' ')" }, person).strings).toContain('~s5:jan maria');
    const subject = { resourceType: 'Observation', subject: { reference: 'Patient/p' } };
    const expression = 'Observation.subject.where(resolve() is Patient)';
    const found = values({ type: 'reference', base: ['Observation'], target: ['Patient'], expression }, subject);
    expect(found.tokens).toContain(referenceHash('~r5', 'Patient/p'));
  });

  it('of type composite holds together what stands together', () => {
    const url = (code: string) => searchParameter('Observation', code)?.url ?? '';
    const component = [
      { definition: url('component-code'), expression: 'code' },
      { definition: url('component-value-quantity'), expression: 'value.ofType(Quantity)' },
    ];
    const observation = {
      resourceType: 'Observation',
      component: [
        { code: { coding: [{ system: 's', code: 'a' }] }, valueQuantity: { value: 1 } },
        { code: { coding: [{ system: 's', code: 'b' }] }, valueQuantity: { value: 2 } },
      ],
    };
    const of = { type: 'composite', base: ['Observation'], expression: 'Observation.component', component };
    const { rangeKeys, rangeLows, tokens } = values(of, observation);
    const places = rangeKeys.map((key, place) => [key, rangeLows[place]]);
    expect(places).toContainEqual([compositeRangeKey('~n5', tokenForm('s', 'a')), 1]);
    expect(places).not.toContainEqual([compositeRangeKey('~n5', tokenForm('s', 'a')), 2]);
    expect(tokens).toContain(presenceHash('~n5'));
    const three = [
      { definition: url('code'), expression: 'code' },
      { definition: url('date'), expression: 'effective.ofType(dateTime)' },
      { definition: url('value-quantity'), expression: 'value.ofType(Quantity)' },
    ];
    const code = { coding: [{ system: 's', code: 'a' }] };
    const dosed = { ...{ resourceType: 'Observation', effectiveDateTime: '2024', code } };
    const weighed = { ...dosed, valueQuantity: { value: 5, code: 'mg' } };
    const dated = values({ ...of, expression: 'Observation', component: three }, weighed).rangeKeys;
    expect(dated).toContain(compositeRangeKey('~n5', tokenForm('s', 'a'), 'mg', 1));
    expect(dated).not.toContain(compositeRangeKey('~n5', tokenForm('s', 'a'), 'kg', 1));
    const codes = [component[0], { ...component[0] }] as NonNullable<CustomDefinition['component']>;
    expect(values({ ...of, component: codes }, observation).tokens).toContain(compositeHash('~n5', ['s|a', 's|a']));
  });

  it('knows where its values stand when its expression is a way there', () => {
    const path = '$."extension" ? (@."url" == "http://example.org/nationality")."valueCodeableConcept"';
    expect(
      compiled({ expression: `Patient.extension('${nationality}').value.ofType(CodeableConcept)` }).parameter,
    ).toMatchObject({ datatypes: ['CodeableConcept'], paths: [{ path, datatype: 'CodeableConcept' }] });
    expect(compiled({ expression: "extension.where(url = 'a').where(id = 'b').value" }).parameter).toMatchObject({
      presence: true,
    });
    expect(compiled({ expression: 'Patient.birthDate.extension.value' }).parameter.paths).toBeUndefined();
  });

  it('goes to the indexes across patients as those of HL7 that are like it', () => {
    expect([isLookup('Patient', '~t5'), isLookup('Patient', '~b5'), isLookup('Organization', '~b5')]).toEqual([
      true,
      false,
      true,
    ]);
    expect([isLookup('Observation', '~r5', 'Encounter'), isLookup('Observation', '~r5', 'Patient')]).toEqual([
      false,
      true,
    ]);
    expect([isWord('Patient', '~s5'), isWord('Observation', '~s5')]).toEqual([true, false]);
    expect(compiled({ code: 'status' }).parameter.storedAs).toEqual(['~b5']);
  });

  it('of several types takes for each what is said of it', () => {
    const both = compileCustom(
      definition({ base: ['Patient', 'Group'], expression: 'Patient.active | Group.actual' }),
      5,
      find,
    );
    expect([...both.keys()].sort()).toEqual(['Group', 'Patient']);
    expect(
      compileCustom(definition({ base: ['DomainResource'], expression: 'DomainResource.text.status' }), 5, find).size,
    ).toBe(146 - 3);
    const real = {
      base: ['List', 'DocumentReference'],
      type: 'uri',
      expression: `(extension('${nationality}').value.ofType(oid))`,
    };
    const list = { resourceType: 'List', extension: [{ url: nationality, valueOid: 'urn:oid:1' }] };
    expect(values(real, list).tokens).toEqual([uriHash('~s5', 'urn:oid:1')]);
  });
});

const composite = (...component: { definition: string; expression: string }[]) => ({ type: 'composite', component });

describe('what cannot be used is refused in words', () => {
  it.each<[string, Partial<CustomDefinition>, RegExp]>([
    ['a name of no search', { code: 'a.b' }, /cannot be asked for/],
    ['a name that is reserved', { code: '_mine' }, /begins with a letter/],
    ['a type that nobody defined', { type: 'special' }, /not supported/],
    ['a base that is none', { base: ['Kitten'] }, /no resource type/],
    ['no base', { base: [] }, /no resource type/],
    ['no expression', { expression: undefined }, /no FHIRPath/],
    ['no FHIRPath', { expression: 'Patient.(' }, /not usable/],
    ['a path that no resource has', { expression: 'Patient.kittens' }, /no element 'kittens'/],
    ['what is of another type', { expression: 'Observation.code' }, /says nothing about Patient/],
    ['values of the wrong kind', { type: 'date', expression: 'Patient.name' }, /cannot search/],
    ['the time of day', { expression: 'Patient.birthDate < today()' }, /more than the resource/],
    ['what is stored elsewhere', { expression: "Patient.gender.memberOf('x')" }, /more than the resource/],
    ['a constant that is not there', { expression: '%secret' }, /no %secret/],
    ['a reference to nowhere', { type: 'reference' }, /in target/],
    ['a target that is none', { type: 'reference', target: ['Kitten'] }, /Kitten/],
    ['one component', composite({ definition: 'x', expression: 'code' }), /two components/],
    [
      'components that are not known',
      composite(...[1, 2].map(() => ({ definition: 'x', expression: 'id' }))),
      /no parameter/,
    ],
    ['an expression of endless length', { expression: `Patient.id${' | Patient.id'.repeat(500)}` }, /2000 characters/],
    ['one that nests without end', { expression: `${'('.repeat(900)}Patient.id${')'.repeat(900)}` }, /not usable/],
  ])('%s', (_, more, says) => {
    expect(() => compiled(more)).toThrow(UnusableParameter);
    expect(() => compiled(more)).toThrow(says);
  });

  it('reads definitions only where there is one', () => {
    expect(customDefinition({ code: 'x', base: ['Patient'] })).toBeUndefined();
    expect(customDefinition({ ...definition(), description: 'x' })).toEqual({ ...definition(), target: undefined });
  });
});

describe('what costs too much is cut off', () => {
  const item = (depth: number): object => ({
    linkId: 'a'.repeat(50),
    ...(depth > 0 ? { item: [item(depth - 1), item(depth - 1)] } : {}),
  });
  const answers = { resourceType: 'QuestionnaireResponse', item: [item(11)] };
  it.each([
    ['repeat()', 'QuestionnaireResponse.repeat(item).linkId'],
    ['a product of everything with everything', 'descendants().where(%resource.descendants().count() > 1).toString()'],
    ['a union of everything', Array(40).fill('descendants()').join(' | ')],
    ['a text that doubles', `item.linkId${'.select($this & $this)'.repeat(40)}`],
  ])('%s', (_, expression) => {
    failures.length = 0;
    const started = performance.now();
    const found = values({ base: ['QuestionnaireResponse'], type: 'string', expression }, answers);
    expect(performance.now() - started).toBeLessThan(400);
    expect(found.strings.filter((text) => text.startsWith('~'))).toEqual([]);
    expect(failures).toHaveLength(1);
  });

  it('patterns that never end elsewhere are read in one go', () => {
    const expression = "item.linkId.where(matches('^(a+)+$b')) | item.linkId.replaceMatches('(a|a)*$', 'x')";
    const started = performance.now();
    values({ base: ['QuestionnaireResponse'], type: 'string', expression }, answers);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('and harms neither HL7’s values nor those of other parameters', () => {
    const hostile = compiled({
      type: 'string',
      expression: 'descendants().select(%resource.descendants().toString())',
    });
    const good = compiled({});
    const told: string[] = [];
    const { tokens, strings } = extract(
      patient({ valueCode: 'PL' }, { name: [{ family: 'Nowak' }] }),
      (of, collector) => collectCustom([hostile, good], of, collector, ({ code }) => told.push(code)),
    );
    expect(strings).toContain('family:nowak');
    expect(tokens).toContain(tokenHash('~t5', undefined, 'PL'));
    expect(told).toEqual(['nationality']);
  });
});
