/** Rules of FHIRPath by the sections that say them. http://hl7.org/fhirpath/N1/ http://hl7.org/fhirpath/ (3.0) */
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json.ts';
import { evaluate, FhirPathRefused, textOf } from './index.ts';

const patient = parseJson(`{
  "resourceType": "Patient", "id": "p", "active": true, "birthDate": "1980-02-29",
  "name": [{ "use": "official", "family": "Nowak", "given": ["Jan", "Adam"] }, { "use": "usual", "given": ["Janek"] }],
  "telecom": [{ "_value": { "extension": [{ "url": "http://x/a", "valueString": "a" }] } },
    { "_value": { "extension": [{ "url": "http://x/b", "valueString": "b" }] } }],
  "contact": [{ "modifierExtension": [{ "url": "http://x/m", "valueBoolean": true }] }]
}`);
const condition = parseJson(`{
  "resourceType": "Condition", "subject": { "reference": "Patient/p" },
  "onsetAge": { "value": 18, "unit": "lat", "system": "http://unitsofmeasure.org", "code": "a" }
}`);
const instant = parseJson(`{
  "resourceType": "Observation", "status": "final", "code": { "text": "x" }, "issued": "2026-01-01T10:00:00.123456Z"
}`);

/** The values in words, or how the expression was refused. */
function said(expression: string, of: unknown): string[] | string {
  try {
    const { resourceType: type } = of as { resourceType: string };
    return evaluate(expression, of, { type, now: '2026-11-25T10:00:00.000+01:00' }).map(
      (item) => textOf(item) ?? item.type,
    );
  } catch (error) {
    if (error instanceof FhirPathRefused) return error.kind;
    throw error;
  }
}

type Rules = [expression: string, expected: string[] | string, of?: unknown][];
const hold = (rules: Rules) =>
  it.each(rules)('%s', (expression, expected, of = patient) => {
    expect(said(expression, of)).toEqual(expected);
  });

const yes = ['true'];
const no = ['false'];

describe('lexical elements', () => {
  hold([
    ['5L.is(System.Long) and 5L = 5 and 5L < 5.5', yes],
    ['(2147483647L + 1).type().name', ['Long']],
    ['5L div 2', ['2']],
    ["'9223372036854775807'.toLong()", ['9223372036854775807']],
    ["'9223372036854775808'.convertsToLong()", no],
    ["5L 'mg'", 'syntax'],
    ['-2147483648', ['-2147483648']],
    ["defineVariable('n', 5).select(%n-1)", ['4']],
    ["defineVariable('a`b', 1).select(%`a\\`b`)", ['1']],
    ['Patient.`na\\u006de`.count()', ['2']],
    ["'a\\\nb'", ['a\nb']],
    ['+5', ['5']],
    ['1 is Integer.not()', no],
    ['active is FHIR.boolean and 1 is System.Integer', yes],
    ['(1 as Integer[0]) = 1', yes],
    ["+'a'", 'execution'],
    ['+(1 | 2)', 'execution'],
  ]);
});

describe('singletons', () => {
  hold([
    ["iif('hi', 1, 2) = 1 and iif(0, 1, 2) = 1", yes],
    ['iif(1 | 2, 1, 2)', 'execution'],
    ['Patient.photo.iif(true, $this, 1)', []],
    ['photo.iif(exists(), 1, 2)', ['2']],
    ["(true | 'foo').allTrue()", 'execution'],
    ['name.anyFalse()', 'execution'],
    ["true and 'foo'", yes],
    ['name as HumanName', 'execution'],
    ['name.as(HumanName)', 'execution'],
    ['name.ofType(HumanName).count()', ['2']],
    ['name[-1]', []],
    ['(1 | 2).skip({})', []],
  ]);
});

describe('collections', () => {
  hold([
    ["(1 'm' | 100 'cm').count()", ['1']],
    ["(1 'm').combine(100 'cm').isDistinct()", no],
    ["(100 'cm').subsetOf(1 'm' | 2 'm')", yes],
    ["(100 'cm' | 3 'cm').exclude(1 'm')", ["3 'cm'"]],
    ["(1 | 1 '1').count()", ['1']],
    ['1.combine(2, true)', ['1', '2']],
    ['name.sort(family desc).use', ['official', 'usual']],
    ['name.sort(family).use', ['usual', 'official']],
    ["('a' | 'b').sum()", 'execution'],
    ["(1 | 'a').max()", 'execution'],
    ['(1 | 2.5).sum()', ['3.5']],
    ['telecom[0].value = telecom[1].value', no],
    ['telecom[0].value ~ telecom[0].value', yes],
  ]);
});

describe('quantities', () => {
  hold([
    ['1 year = 365 days and 1 month = 30 days and 1 year = 12 months', yes],
    ["1 year = 1 'a'", []],
    ["365 days = 1 'a'", []],
    ["1 year ~ 1 'a' and 7 days = 1 'wk'", yes],
    ["21 'mm' ~ 2 'cm' and 2 'cm' ~ 21 'mm'", yes],
    ["2.1 'cm' ~ 22 'mm'", no],
    ["23 ~ 23 '1'", yes],
    ["1 year.toQuantity('months')", ['12 months']],
    ["182.5 days.toQuantity('a')", ["0.5 'a'"]],
    ["'1 year'.convertsToQuantity('kg')", no],
    ['1.comparable(2)', yes],
    ["12 'cm' * 3 'cm'", ["36 'cm2'"]],
    ["12 'cm2' / 3 'cm'", ["4 'cm'"]],
    ["10 'm/s' * 10 's'", ["100 'm'"]],
    ["60 / 1 's'", ["60 '/s'"]],
    ["6 'kg.m/s2' / 2 'kg.m/s2'", ["3 '1'"]],
    ["2 '10*3/uL' * 3 'm'", ["6 '(10*3/uL).m'"]],
    ['3 days * 2', ['6 days']],
    ['1 year / 2', ['0.5 years']],
    ["1 year.comparable(1 'a')", no],
    ["1 'cm'.comparable('a')", []],
    ["2.7 'cm'.floor() = 2 'cm' and 2.55 'cm'.round(1) = 2.6 'cm'", yes],
    // https://hl7.org/fhir/R4/fhirpath.html#quantity
    ['@2000-05-01 + onset', ['2018-05-01'], condition],
    ['onset = 18 years', yes, condition],
  ]);
});

describe('dates and times', () => {
  hold([
    ['@2026-01-01T00:00:00 + 1.5 seconds', ['2026-01-01T00:00:01.500']],
    ['@T23:59:59.999 + 1.001 seconds', ['00:00:01.000']],
    ['@T10:00:00 + 10 milliseconds', ['10:00:00.010']],
    ['@T10:00 + 1 day', 'execution'],
    ['@2026-01-01 + 25 hours', 'execution'],
    ['@2026-02 + 5 weeks', ['2026-03']],
    ["@2026-01-01T10:00:00+02:00.difference(@2026-01-01T10:00:00Z, 'hours')", ['2']],
    ['@2026.hourOf().empty() and name.first().yearOf().empty()', yes],
    ["'2026-01-01T10:00:00'.convertsToDate()", no],
    ['issued.toString()', ['2026-01-01T10:00:00.123456Z'], instant],
    ['issued = @2026-01-01T10:00:00.123999Z', no, instant],
    ['(issued + 1 day) > @2026-01-02T10:00:00.123Z', yes, instant],
  ]);
});

describe('texts', () => {
  hold([
    ["'a\\uD83D\\uDD25b'.length()", ['3']],
    ["'a\\uD83D\\uDD25b'.indexOf('b')", ['2']],
    ["'a\\uD83D\\uDD25b'.substring(1, 1)", ['\u{1f525}']],
    ["'a  b' ~ 'a b'", no],
    ["'a\\tB' ~ 'A b'", yes],
    ["'\\u00a0a \\n'.trim()", ['\u00a0a']],
    ["'one\\nTWO'.matches('^two', 'im')", yes],
    ["'ABC'.matchesFull('abc', 'i')", yes],
    ["'aAa'.replaceMatches('a', 'b', 'i')", ['bbb']],
    ["'a'.matches('a', 'x')", 'execution'],
    ["'za\\u017c\\u00f3\\u0142\\u0107'.encode('ascii')", ['za????']],
    ["'ff'.decode('hex')", []],
  ]);
});

describe('types', () => {
  hold([
    ['name.first().lowBoundary()', 'execution'],
    ['1.5.hasValue() and birthDate.hasValue() and name.first().hasValue().not()', yes],
    ['name.first().type().baseType', ['FHIR.Element']],
    ['1.type().baseType', ['System.Any']],
    ["contact.checkModifiers('http://x/m').count()", ['1']],
    ["contact.checkModifiers('http://x/other')", 'execution'],
    ['contact.checkModifiers({})', 'execution'],
  ]);
});
