/** Profiles: what each kind of demand accepts and refuses. The definitions here are small and ours. */
import { describe, expect, it } from 'vitest';
import type { Issue } from '../validate.ts';
import { verdict } from '../verdict.ts';
import { type Definition, Definitions } from './definitions.ts';
import { imposeProfile, languageControl, type ProfileDefinition, type ProfileElement } from './profile.ts';
import { shippedDefinitions } from './shipped.ts';

const base = 'http://hl7.org/fhir/StructureDefinition/';
const urlOf = (name: string): string => `http://example.org/StructureDefinition/${name}`;

function profile(type: string, name: string, ...element: ProfileElement[]): ProfileDefinition {
  return {
    resourceType: 'StructureDefinition',
    url: urlOf(name),
    type,
    kind: 'resource',
    derivation: 'constraint',
    baseDefinition: base + type,
    differential: { element },
  };
}

function check(resource: object, url: string, ...known: Definition[]): Issue[] {
  const definitions = new Definitions(shippedDefinitions());
  for (const definition of known) definitions.add(definition);
  return verdict(resource, { definitions, profiles: [url], purpose: 'validate' });
}

/** Paths of errors. */
const errors = (issues: Issue[]) =>
  issues.filter(({ severity }) => severity === 'error').map(({ expression }) => expression);

const patient = (elements: object = {}) => ({ resourceType: 'Patient', ...elements });
const observation = (elements: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://example.org/codes', code: 'a' }] },
  ...elements,
});

describe('elements', () => {
  it('counts', () => {
    const counted = profile(
      'Patient',
      'counted',
      { path: 'Patient.name', min: 1, max: '2' },
      { path: 'Patient.photo', max: '0' },
    );
    expect(errors(check(patient(), counted.url, counted))).toEqual(['Patient.name']);
    expect(errors(check(patient({ name: [{ text: 'a' }] }), counted.url, counted))).toEqual([]);
    const three = { name: [{ text: 'a' }, { text: 'b' }, { text: 'c' }], photo: [{ url: 'http://example.org/a' }] };
    expect(errors(check(patient(three), counted.url, counted))).toEqual(['Patient.name', 'Patient.photo']);
  });

  it('demands fixed values exactly and patterns in part', () => {
    const concept = { coding: [{ system: 'http://example.org/codes', code: 'a' }] };
    const exact = profile('Observation', 'exact', { path: 'Observation.code', fixedCodeableConcept: concept });
    const partly = profile('Observation', 'partly', { path: 'Observation.code', patternCodeableConcept: concept });
    const more = observation({ code: { ...concept, text: 'more' } });
    expect(errors(check(more, exact.url, exact))).toEqual(['Observation.code.text']);
    expect(errors(check(more, partly.url, partly))).toEqual([]);
    const other = observation({ code: { text: 'other' } });
    expect(errors(check(other, partly.url, partly))).toEqual(['Observation.code.coding']);
  });

  it('limits values, lengths and types', () => {
    const limited = profile(
      'Observation',
      'limited',
      {
        path: 'Observation.value[x]',
        type: [{ code: 'Quantity' }],
        minValueQuantity: kilograms(1),
        maxValueQuantity: kilograms(2),
      },
      { path: 'Observation.code.text', maxLength: 3 },
    );
    const weigh = (value: object) => errors(check(observation(value), limited.url, limited));
    expect(weigh({ valueQuantity: kilograms(1.5) })).toEqual([]);
    expect(weigh({ valueQuantity: { ...kilograms(500), code: 'g' } })).toEqual(['Observation.value']);
    expect(weigh({ valueQuantity: kilograms(3) })).toEqual(['Observation.value']);
    expect(weigh({ valueString: 'heavy' })).toEqual(['Observation.value']);
    expect(weigh({ code: { text: 'long text' } })).toEqual(['Observation.code.text']);
  });

  it('binds codes: required ones are errors, extensible ones warnings', () => {
    const set: Definition = {
      resourceType: 'ValueSet',
      url: 'http://example.org/ValueSet/a',
      compose: { include: [{ system: 'http://example.org/codes', concept: [{ code: 'a' }] }] },
    };
    const bound = (strength: string) =>
      profile('Observation', strength, { path: 'Observation.code', binding: { strength, valueSet: set.url } });
    const other = observation({ code: { coding: [{ system: 'http://example.org/codes', code: 'b' }] } });
    const [required, extensible] = [bound('required'), bound('extensible')];
    expect(errors(check(observation(), required.url, required, set))).toEqual([]);
    expect(errors(check(other, required.url, required, set))).toEqual(['Observation.code']);
    const advice = check(other, extensible.url, extensible, set);
    expect(advice.map(({ severity }) => severity)).toEqual(['warning']);
    // Nobody here knows the codes: that is told, and refuses nothing.
    expect(check(other, required.url, required).map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('evaluates rules, compiled or by the general engine', () => {
    const constraint = (key: string, expression: string, severity: 'error' | 'warning' = 'error') => ({
      key,
      severity,
      human: key,
      expression,
    });
    const ruled = profile('Patient', 'ruled', {
      path: 'Patient',
      constraint: [
        constraint('a', 'name.exists() implies gender.exists()'),
        constraint('b', "identifier.all(value.matches('^[0-9]+$'))"),
        constraint('c', "name.family.lower() = 'nowak' or name.empty()"),
        constraint('d', 'birthDate.exists()', 'warning'),
      ],
    });
    const keys = (resource: object) =>
      check(resource, ruled.url, ruled).map(
        ({ severity, diagnostics }) => `${severity} ${/(?:Rule|Advice) (\w)/.exec(diagnostics)?.[1]}`,
      );
    expect(keys(patient({ birthDate: '1990-01-01' }))).toEqual([]);
    expect(keys(patient({ name: [{ family: 'Kowal' }], identifier: [{ value: 'x' }] }))).toEqual([
      'error a',
      'error b',
      'error c',
      'warning d',
    ]);
  });
});

function kilograms(value: number) {
  return { value, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' };
}

describe('slices', () => {
  const identifiers = (rules: 'open' | 'closed', ...others: ProfileElement[]) =>
    profile(
      'Patient',
      `identifiers-${rules}`,
      { path: 'Patient.identifier', slicing: { discriminator: [{ type: 'value', path: 'system' }], rules } },
      { id: 'Patient.identifier:pesel', path: 'Patient.identifier', sliceName: 'pesel', min: 1, max: '1' },
      { id: 'Patient.identifier:pesel.system', path: 'Patient.identifier.system', fixedUri: 'urn:pesel' },
      { id: 'Patient.identifier:pesel.value', path: 'Patient.identifier.value', min: 1 },
      ...others,
    );
  const of = (...systems: string[]) => patient({ identifier: systems.map((system) => ({ system, value: '1' })) });

  it('by value, open and closed', () => {
    const [open, closed] = [identifiers('open'), identifiers('closed')];
    expect(errors(check(of('urn:pesel', 'urn:other'), open.url, open))).toEqual([]);
    expect(errors(check(of('urn:other'), open.url, open))).toEqual(['Patient.identifier']);
    expect(errors(check(of('urn:pesel', 'urn:pesel'), open.url, open))).toEqual(['Patient.identifier[1]']);
    expect(errors(check(of('urn:pesel', 'urn:other'), closed.url, closed))).toEqual(['Patient.identifier[1]']);
    const valueless = patient({ identifier: [{ system: 'urn:pesel' }] });
    expect(errors(check(valueless, open.url, open))).toEqual(['Patient.identifier[0].value']);
  });

  it('in their order, and what fits none last', () => {
    const sliced = (slicing: ProfileElement['slicing']) =>
      profile(
        'Patient',
        'ordered',
        { path: 'Patient.identifier', slicing: { discriminator: [{ type: 'value', path: 'system' }], ...slicing } },
        ...['a', 'b'].flatMap((name): ProfileElement[] => [
          { id: `Patient.identifier:${name}`, path: 'Patient.identifier', sliceName: name },
          { id: `Patient.identifier:${name}.system`, path: 'Patient.identifier.system', fixedUri: `urn:${name}` },
        ]),
      );
    const ordered = sliced({ ordered: true, rules: 'open' });
    expect(errors(check(of('urn:a', 'urn:b'), ordered.url, ordered))).toEqual([]);
    expect(errors(check(of('urn:b', 'urn:a'), ordered.url, ordered))).toEqual(['Patient.identifier[1]']);
    const atEnd = sliced({ rules: 'openAtEnd' });
    expect(errors(check(of('urn:a', 'urn:c'), atEnd.url, atEnd))).toEqual([]);
    expect(errors(check(of('urn:c', 'urn:a'), atEnd.url, atEnd))).toEqual(['Patient.identifier[1]']);
  });

  it('by type, existence and pattern', () => {
    const byType = profile(
      'Observation',
      'by-type',
      { path: 'Observation.valueQuantity', min: 0 },
      { path: 'Observation.valueQuantity.unit', min: 1 },
    );
    expect(errors(check(observation({ valueString: 'a' }), byType.url, byType))).toEqual([]);
    expect(errors(check(observation({ valueQuantity: { value: 1 } }), byType.url, byType))).toEqual([
      'Observation.value.unit',
    ]);
    const byExistence = profile(
      'Patient',
      'by-existence',
      { path: 'Patient.name', slicing: { discriminator: [{ type: 'exists', path: 'period' }], rules: 'open' } },
      { id: 'Patient.name:old', path: 'Patient.name', sliceName: 'old' },
      { id: 'Patient.name:old.period', path: 'Patient.name.period', min: 1 },
      { id: 'Patient.name:old.use', path: 'Patient.name.use', min: 1, fixedCode: 'old' },
    );
    const named = (name: object) => errors(check(patient({ name: [name] }), byExistence.url, byExistence));
    expect(named({ text: 'a' })).toEqual([]);
    expect(named({ text: 'a', period: { end: '2020' } })).toEqual(['Patient.name[0].use']);
  });

  it('by the profile of what a reference leads to inside the bundle', () => {
    const final = profile('Observation', 'final', { path: 'Observation.status', fixedCode: 'final' });
    const listed = profile(
      'List',
      'listed',
      { path: 'List.entry', slicing: { discriminator: [{ type: 'profile', path: 'item.resolve()' }], rules: 'open' } },
      { id: 'List.entry:final', path: 'List.entry', sliceName: 'final', min: 1 },
      {
        id: 'List.entry:final.item',
        path: 'List.entry.item',
        type: [{ code: 'Reference', targetProfile: [final.url] }],
      },
    );
    const bundle = (status: string) => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        {
          fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
          resource: {
            resourceType: 'List',
            meta: { profile: [listed.url] },
            status: 'current',
            mode: 'working',
            entry: [{ item: { reference: 'urn:uuid:d757873d-ec9a-4326-a141-556f43239520' } }],
          },
        },
        { fullUrl: 'urn:uuid:d757873d-ec9a-4326-a141-556f43239520', resource: observation({ status }) },
      ],
    });
    const definitions = new Definitions(shippedDefinitions());
    for (const one of [final, listed]) definitions.add(one);
    expect(errors(verdict(bundle('final'), { definitions }))).toEqual([]);
    expect(errors(verdict(bundle('amended'), { definitions }))).toEqual(['Bundle.entry[0].resource.entry']);
  });

  it('by its own target, not by what all items may refer to', () => {
    const final = profile('Observation', 'finished', { path: 'Observation.status', fixedCode: 'final' });
    const hasMember = 'Observation.hasMember';
    const refer = (to: string) => [{ code: 'Reference', targetProfile: [to] }];
    const panel = profile(
      'Observation',
      'panel',
      {
        ...{ path: hasMember, type: refer('http://hl7.org/fhir/StructureDefinition/Observation') },
        slicing: { discriminator: [{ type: 'profile', path: 'resolve()' }], rules: 'open' },
      },
      { id: `${hasMember}:final`, path: hasMember, sliceName: 'final', max: '1', type: refer(final.url) },
    );
    const fullUrl = (n: number) => `urn:uuid:c757873d-ec9a-4326-a141-55600000000${n}`;
    const members = [1, 2].map((n) => ({ reference: fullUrl(n) }));
    const [head, ...others] = [
      observation({ meta: { profile: [panel.url] }, hasMember: members }),
      ...['amended', 'corrected'].map((status) => observation({ status })),
    ].map((resource, n) => ({ fullUrl: fullUrl(n), resource }));
    const definitions = new Definitions(shippedDefinitions());
    for (const one of [final, panel]) definitions.add(one);
    const bundle = { resourceType: 'Bundle', type: 'collection', entry: [head, ...others] };
    expect(errors(verdict(bundle, { definitions }))).toEqual([]);
  });
});

describe('extensions', () => {
  const extension = profile(
    'Extension',
    'colour',
    { path: 'Extension.url', fixedUri: urlOf('colour') },
    { path: 'Extension.value[x]', min: 1, type: [{ code: 'code' }] },
  );
  const colour: Definition = { ...extension, context: [{ type: 'element', expression: 'Patient.name' }] };
  const on = (elements: object, ...known: Definition[]) => {
    const definitions = new Definitions(shippedDefinitions());
    for (const one of known) definitions.add(one);
    return errors(verdict(patient(elements), { definitions }));
  };
  const red = { url: colour.url, valueCode: 'red' };

  it('are what their definition says, where it allows them', () => {
    expect(on({ name: [{ text: 'a', extension: [red] }] }, colour)).toEqual([]);
    expect(on({ extension: [red] }, colour)).toEqual(['Patient.extension[0]']);
    const text = { url: colour.url, valueString: 'red' };
    expect(on({ name: [{ text: 'a', extension: [text] }] }, colour)).toEqual(['Patient.name[0].extension[0].value']);
  });

  it('stand only where the rules of their context hold', () => {
    const named: Definition = { ...colour, contextInvariant: ['use.exists()', "%extension.value = 'red'"] };
    expect(on({ name: [{ use: 'usual', extension: [red] }] }, named)).toEqual([]);
    const definitions = new Definitions(shippedDefinitions());
    definitions.add(named);
    const resource = patient({ name: [{ extension: [red] }] });
    expect(errors(verdict(resource, { definitions, purpose: 'validate' }))).toEqual(['Patient.name[0].extension[0]']);
    expect(errors(verdict(resource, { definitions }))).toEqual([]);
  });

  it('are demanded of primitive values too', () => {
    const born = profile('Patient', 'born', { path: 'Patient.birthDate.extension', min: 1 });
    expect(errors(check(patient({ birthDate: '2026-01-01' }), born.url, born))).toEqual([
      'Patient.birthDate.extension',
    ]);
    expect(errors(check(patient(), born.url, born))).toEqual([]);
  });

  it('are left alone when nobody knows them, unless they modify', () => {
    const strange = { url: 'http://strange.pl/x', valueCode: 'red' };
    expect(on({ extension: [strange] })).toEqual([]);
    expect(on({ modifierExtension: [strange] })).toEqual(['Patient.modifierExtension[0]']);
  });
});

it.each([
  ['_no', [], ['pl']],
  ['_yes', ['en'], []],
  ['_resource', ['en', 'pl'], ['en']],
  ['de', ['de', 'en'], ['en']],
])('demands sections of a narrative by language: %s', (valueCode, good, bad) => {
  const extension = [{ url: languageControl, valueCode }];
  const told = profile('Patient', 'told', { path: 'Patient.text', extension });
  const inside = (languages: string[]) => languages.map((one) => `<div lang="${one}"><div lang="x">a</div></div>`);
  const written = (languages: string[]) =>
    patient({
      language: 'pl',
      text: {
        status: 'generated',
        div: `<div xmlns="http://www.w3.org/1999/xhtml" lang="pl"><br/>a${inside(languages).join('')}</div>`,
      },
    });
  expect(errors(check(written(good), told.url, told))).toEqual([]);
  expect(errors(check(written(bad), told.url, told))).toEqual(['Patient.text.div']);
});

it('demands of a resource what its profile imposes too', () => {
  const inner = profile('Patient', 'inner', { path: 'Patient.name', min: 1 });
  const imposed = { url: imposeProfile, valueCanonical: inner.url };
  const outer = { ...profile('Patient', 'outer', { path: 'Patient.gender', min: 1 }), extension: [imposed] };
  expect(errors(check(patient(), outer.url, outer, inner))).toEqual(['Patient.gender', 'Patient.name']);
});

describe('what cannot be', () => {
  it('is told: a profile that nobody knows, or for another type', () => {
    expect(check(patient(), urlOf('unknown')).map(({ code }) => code)).toEqual(['not-found']);
    const other = profile('Observation', 'other', { path: 'Observation.subject', min: 1 });
    expect(errors(check(patient(), other.url, other))).toEqual(['Patient']);
  });

  it('ends: circles of profiles and of references', () => {
    const circle = profile('Patient', 'circle', {
      path: 'Patient.link.other',
      type: [{ code: 'Reference', targetProfile: [urlOf('circle')] }],
    });
    const linked = { reference: '#', display: 'me' };
    const twins = patient({ id: 'a', link: [{ other: linked, type: 'seealso' }] });
    expect(errors(check(twins, circle.url, circle))).toEqual([]);
    const loop = { ...circle, url: urlOf('loop'), baseDefinition: urlOf('loop') };
    expect(check(patient(), loop.url, loop).map(({ code }) => code)).toEqual(['not-supported']);
  });

  it('is never code: whatever a definition says stays text', () => {
    const evil = '"); globalThis.broken = true; ("\u2028`${globalThis.broken = true}`\\';
    const poisoned = profile(
      'Patient',
      'poisoned',
      {
        id: `Patient.name:${evil.replaceAll('.', '')}`,
        path: 'Patient.name',
        sliceName: evil,
        min: 1,
        slicing: { discriminator: [{ type: 'value', path: 'use' }] },
        fixedHumanName: { text: evil },
        binding: { strength: 'required', valueSet: evil },
        constraint: [
          { key: evil, severity: 'error', human: evil, expression: `'${evil.replaceAll("'", '')}'.constructor(1)` },
          { key: 'b', severity: 'error', human: evil, expression: `name.\`${evil.replaceAll('`', '')}\`.exists()` },
        ],
        type: [{ code: 'HumanName', profile: [evil] }],
      },
      { path: 'Patient.identifier', slicing: { discriminator: [{ type: 'value', path: evil }] } },
    );
    check(patient({ name: [{ text: 'a' }] }), poisoned.url, poisoned);
    expect((globalThis as { broken?: boolean }).broken).toBeUndefined();
  });

  it('does not take for ever: patterns run in linear time, work is counted', () => {
    const slow = profile('Patient', 'slow', {
      path: 'Patient',
      constraint: [{ key: 's', severity: 'error', human: 's', expression: "name.text.matches('^(a+)+$')" }],
    });
    const began = process.cpuUsage().user;
    expect(errors(check(patient({ name: [{ text: `${'a'.repeat(50_000)}!` }] }), slow.url, slow))).toEqual(['Patient']);
    expect(process.cpuUsage().user - began).toBeLessThan(2_000_000);
  });
});
