import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json.ts';
import { evaluate, FhirPathRefused, textOf } from './index.ts';

const patient = parseJson(`{
  "resourceType": "Patient", "id": "p", "active": true, "gender": "female", "birthDate": "1980-02",
  "_birthDate": { "extension": [{ "url": "http://x", "valueString": "at night" }] },
  "name": [
    { "use": "official", "family": "Kowalska", "given": ["Anna", null], "_given": [null, { "id": "second" }] },
    { "use": "maiden", "family": "Łuczak", "given": ["Anna"] }
  ],
  "contained": [{ "resourceType": "Practitioner", "id": "d", "name": [{ "family": "Nowak" }] }],
  "generalPractitioner": [{ "reference": "#d" }]
}`);
const observation = parseJson(`{
  "resourceType": "Observation", "status": "final", "code": { "text": "mass" },
  "valueQuantity": { "value": 72.50, "unit": "kilograms", "system": "http://unitsofmeasure.org", "code": "kg" }
}`);

const now = '2026-11-25T10:00:00.000+01:00';
const asked = (expression: string, of: unknown = patient) =>
  evaluate(expression, of, { type: (of as { resourceType: string }).resourceType, now }).map(
    (item) => textOf(item) ?? item.type,
  );

function refusedAs(expression: string, of: unknown = patient, isStrict = false): string {
  try {
    evaluate(expression, of, { type: (of as { resourceType: string }).resourceType, isStrict, now });
  } catch (error) {
    if (error instanceof FhirPathRefused) return error.kind;
    throw error;
  }
  return 'evaluated';
}

describe('FHIRPath', () => {
  it.each<[string, string[], unknown?]>([
    ["Patient.name.where(use = 'official').given.first()", ['Anna']],
    ['name.given.count()', ['3']],
    ['name.given.select(hasValue())', ['true', 'false', 'true']],
    ["birthDate.extension('http://x').value", ['at night']],
    ['birthDate + 1 month', ['1980-03']],
    ['birthDate < @1980-02-15', []],
    ['birthDate.lowBoundary() <= @1980-02-01', ['true']],
    ['generalPractitioner.resolve().ofType(Practitioner).name.family', ['Nowak']],
    ['contained.descendants().ofType(string)', ['d', 'Nowak']],
    ['name.sort(family).use', ['official', 'maiden']],
    ['name.sort(family desc).use', ['maiden', 'official']],
    ['now() > today() or today() = @2026-11-25', ['true']],
    ['gender.type().name & gender.is(FHIR.string).toString()', ['codetrue']],
    ["iif(active, 'yes', 1 / 0)", ['yes']],
    ['(1.10 + 2.2) * 3', ['9.90']],
    ['1 / 3 * 3 < 1.1', ['true']],
    ['2147483647 + 1', []],
    ["'11/30/1972'.replaceMatches('(?<m>\\\\d+)/(?<d>\\\\d+)', '${d}.${m}')", ['30.11/1972']],
    ['value.value.toString()', ['72.50'], observation],
    ["value > 70000 'g' and value < 73 'kg'", ['true'], observation],
    ["value = 72500 'g'", ['true'], observation],
    ['value.ofType(string)', [], observation],
    ['%resource.code.text & %`ext-x`', ['masshttp://hl7.org/fhir/StructureDefinition/x'], observation],
    ["3 'm' + 3 'cm'", ["303 'cm'"]],
    ["1 hour - 90 'min'", ["-30 'min'"]],
    ["defineVariable('a', name.first()).select(%a.family & id)", ['Kowalskap']],
    ["defineVariable('a', 1).select(%a) | defineVariable('a', 2).select(%a)", ['1', '2']],
    ["name.select(defineVariable('n', given.first()).select(family & %n))", ['KowalskaAnna', 'ŁuczakAnna']],
    ["'aa'.replace(defineVariable('p', 'a').select(%p), defineVariable('p', 'b').select(%p))", ['bb']],
    ['@2026-11-25T10:30:45.123+02:30.select(yearOf() | hourOf() | millisecondOf())', ['2026', '10', '123']],
    ['@2026-11-25T10:30:45.123+02:30.timezoneOffsetOf()', ['2.5']],
    ['@2026-11-25T10:30.timeOf() = @T10:30 and @2026-11.dayOf().empty()', ['true']],
    ["@2020-02-29.duration(@2026-02-27, 'years')", ['5']],
    ["@2020-02-29.difference(@2026-02-28, 'year')", ['6']],
    ["@2026-11-25T23:30:00Z.duration(@2026-11-26T00:29:59Z, 'hours')", ['0']],
    ["@2026-11-25T23:30:00Z.difference(@2026-11-26T00:29:59Z, 'hours')", ['1']],
    ["@2026-11.duration(@2026-12-01, 'days')", []],
    ["conformsTo('http://hl7.org/fhir/StructureDefinition/DomainResource')", ['true']],
    ["conformsTo('http://hl7.org/fhir/StructureDefinition/Person')", ['false']],
    ['name.where($index = 1).use & name.select($index.toString()).join()', ['maiden01']],
    ['(3 | 1 | 2).aggregate(iif($total.empty() or $this < $total, $this, $total))', ['1']],
  ])('%s', (expression, expected, of = patient) => {
    expect(asked(expression, of)).toEqual(expected);
  });

  it.each<[string, string, unknown?]>([
    ['name.', 'syntax'],
    ['1 + 2 /* not closed', 'syntax'],
    ['@T10:00:00+01:00', 'syntax'],
    [`${'('.repeat(2000)}1${')'.repeat(2000)}`, 'syntax'],
    ['name.nickname', 'semantic'],
    ['Encounter.name', 'semantic'],
    ['valueQuantity.unit', 'semantic', observation],
    ['(value as Period).unit', 'semantic', observation],
    ["name.startsWith('x')", 'semantic'],
    ['frob()', 'semantic'],
    ['gender is Kitten', 'semantic'],
    ["@2026-01-01 + 1 'mo'", 'execution'],
    ["birthDate > 'x'", 'execution'],
    ['name.single()', 'execution'],
    ['%frob', 'execution'],
    ["defineVariable('a', 1).select(%a) | select(%a)", 'execution'],
    ["name.select(defineVariable('n', use)).select(%n)", 'execution'],
    ["defineVariable('a').defineVariable('a')", 'execution'],
    ["defineVariable('context', 1)", 'execution'],
    ["defineVariable('vs-x', 1)", 'execution'],
    ["conformsTo('http://example.org/unknown')", 'execution'],
    ["'a'.matches('(?=a)')", 'execution'],
  ])('refuses %s', (expression, kind, of = patient) => {
    expect(refusedAs(expression, of)).toBe(kind);
  });

  it('knows that children have no order, when asked to be strict', () => {
    expect([refusedAs('children().skip(1)'), refusedAs('children().skip(1)', patient, true)]).toEqual([
      'evaluated',
      'semantic',
    ]);
  });

  it.each([
    "('a' | 'b').repeatAll($this & 'x')",
    'name.repeatAll($this)',
    ...['0.1', '2.0', "2 '1'", "2 'm'", "2 '10*3'"].map(
      (number) => `(${Array.from({ length: 40 }, (_, n) => n).join('|')}).aggregate($total * $total, ${number})`,
    ),
    `'${'a'.repeat(1000)}'${'.select($this & $this)'.repeat(40)}`,
    `(1|2|3|4|5|6|7|8|9)${'.select(1|2|3|4|5|6|7|8|9).combine($this)'.repeat(30)}`,
    `'${'a'.repeat(30)}'.matches('(a{1,30}){1,30}${'(a*)*'.repeat(100)}b')`,
    `1${' + 1'.repeat(1000)}`,
    `${'-'.repeat(60)}1`,
    `(${Array.from({ length: 30 }, () => 'descendants()').join(' | ')}).count()${'.combine($this)'.repeat(60)}`,
  ])('bounds what it costs: %s', (expression) => {
    const before = process.cpuUsage().user;
    refusedAs(expression);
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(3000);
  });

  it.each([
    'item.where(%resource = %resource.item)',
    'item.where(%resource ~ %resource.select($this | $this.item))',
    'item.where($this ~ %resource.item[5])',
    "item.select(1 'cm' + 1 'm' > 3 'mm')",
    'item.select(%resource.item | %resource.item).distinct()',
    "item.text.join('').matches('(x{1,100}){1,10}y')",
    'item.sort(%resource.item.count())',
  ])('counts what is inside of large values: %s', (expression) => {
    const item = Array.from({ length: 15_000 }, (_, n) => ({ linkId: String(n), text: 'x'.repeat(30) }));
    const before = process.cpuUsage().user;
    refusedAs(expression, { resourceType: 'Questionnaire', item });
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(3000);
  });

  it('refuses, or answers, but never fails otherwise', () => {
    const words =
      "Patient . name given ( ) [ 0 ] where select 1 2.5 'a' = + - * / div | and or is as String @2020 $this".split(
        ' ',
      );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (parts) => {
        refusedAs(parts.join(' '));
      }),
      { numRuns: 2000 },
    );
  });
});
