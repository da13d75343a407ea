/** What is refused, and in which words. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '#core/refusal/refusal.ts';
import { parseSearch } from './index.ts';

const parse = (query: string, strict = false) => {
  const question = query.indexOf('?');
  return parseSearch(query.slice(0, question) || undefined, query.slice(question + 1), { strict });
};

const refusal = (query: string, strict = false): Refusal => {
  try {
    parse(query, strict);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`'${query}' was not refused`);
};

describe('refusals', () => {
  it.each([
    ['Observation?date=yesterday', "'date'"],
    ['Observation?date=2024-13', "'date'"],
    ['Observation?date=xx2024', "'date'"],
    ['Observation?date=ge', "'date'"],
    ['Observation?value-quantity=heavy', 'no number'],
    ['Observation?value-quantity=5|x|', 'number|system|code'],
    ['Observation?code-value-quantity=8480-6', 'code$value-quantity'],
    ['Observation?code=a|b|c', 'system|code'],
    ['Observation?code:above=x', ':above'],
    ['Observation?patient:exact=x', ':exact'],
    ['Observation?patient=a%20b', 'Type/id'],
    ['Patient?name:text=x', ':text'],
    ['Patient?_text:exact=x', ':exact'],
    ['Patient?_content:not=x', ':not'],
    ['Patient?_list:not=x', ':not'],
    ['Patient?_filter:missing=true', ':missing'],
    ['Observation?subject:Patient:exact.name=x', ':exact'],
    ['Patient?birthdate:exact=2020', ':exact'],
    ['Patient?_id:exact=x', '_id'],
    ['Patient?name=a\\b', 'backslash'],
    ['Patient?name=a,b\\', 'backslash'],
    ['Patient?gender:missing=maybe', 'true or false'],
    ['Patient?_count=-1', '_count'],
    ['Patient?_summary=text&_include=Patient:link', '_include'],
    ['Patient?_sort=a,b,c,d,e,f', 'at most 5'],
    ['Patient?_sort=nonsense', 'nonsense'],
    ['Patient?_total=all', 'accurate'],
    ['Patient?_summary=little', 'text'],
    ['Patient?_include:over=Patient:link', ':over'],
    ['Patient?_has:x=1', '_has:Type'],
    ['?_type=Dog', 'Dog'],
    ['Patient?name=%ff', 'percent-encoding'],
    ['Patient?name=%', 'percent-encoding'],
    ['Patient?name=a%00b', 'control characters'],
    ['Patient?name=%ED%A0%80', 'percent-encoding'],
    [`Patient?${'name=a&'.repeat(65)}`, '64 parameters'],
    [`Patient?_id=${'a,'.repeat(200)}b`, '200 values'],
    ['Observation?subject.organization.partof.partof.partof.name=x', '3 references'],
    [`Patient?${'_has:Observation:patient:subject:Patient.'.repeat(4)}name=x`, 'Search parameter'],
  ])('%s is refused', (query, words) => {
    const refused = refusal(query);
    expect(refused.status).toBe(400);
    expect(refused.message).toContain(words);
  });

  it('says which parameter is not known when handling is strict, and leaves it out otherwise', () => {
    expect(refusal('Patient?nonsense=1', true)).toMatchObject({ code: 'unknown-parameter' });
    expect(refusal('Patient?nonsense=1', true).message).toContain("'nonsense'");
    expect(parse('Patient?nonsense=1&gender=male')).toMatchObject({ ignored: ['nonsense'], self: 'gender=male' });
    expect(parse('Patient?gender=')).toMatchObject({ ignored: ['gender'], criteria: [] });
    expect(refusal('Patient?_query=x', true)).toMatchObject({ code: 'unknown-parameter' });
  });

  it('gives at most what a page holds, or says so when handling is strict', () => {
    expect(parse('Patient?_count=5000&gender=male')).toMatchObject({ count: 1000, self: '_count=1000&gender=male' });
    expect(refusal('Patient?_count=5000', true).message).toContain('1000');
    expect(parse('Patient?_count=99999999999999999999')).toMatchObject({ count: 1000, self: '_count=1000' });
  });

  it('does not know types that are none', () => {
    expect(refusal('Dog?name=x')).toMatchObject({ kind: 'not-found' });
  });
});

describe('what is understood', () => {
  it('takes escaped separators for text', () => {
    expect(parse('Patient?family=a\\,b,c').criteria).toMatchObject([{ starts: ['family:a b', 'family:c'] }]);
  });

  it('takes references to this server for local ones', () => {
    const base = ['https://record.example/fhir/R4/'];
    const [local] = parseSearch('Observation', 'patient=Patient/x').criteria;
    const query = 'patient=https%3A%2F%2Frecord.example%2Ffhir%2FR4%2FPatient%2Fx';
    expect(parseSearch('Observation', query, { base }).criteria[0]).toEqual(local);
  });

  it('keeps every value apart from the shape', () => {
    const one = parse('Observation?patient=Patient/x&code=a&_sort=-date');
    const other = parse("Observation?patient=Patient/y&code='; drop table x; --&_sort=-date");
    const shape = (criteria: readonly object[]) => criteria.map((criterion) => Object.keys(criterion));
    expect(shape(other.criteria)).toEqual(shape(one.criteria));
  });
});
