/** The fuzzer itself: it repeats by its seed, reaches every interaction, and sees each fault that it is there to see. */
import { describe, expect, it } from 'vitest';
import { Chance } from './chance.ts';
import { faultOf } from './judge.ts';
import { makeRequest } from './requests.ts';
import { Resources } from './resources.ts';

const resources = new Resources();
const requests = Array.from({ length: 3000 }, (_, number) => makeRequest(new Chance(1, number), resources));

describe('requests', () => {
  it('are the same for the same seed and number', () => {
    const again = requests.map((_, number) => makeRequest(new Chance(1, number), resources));
    expect(again).toEqual(requests);
    expect(makeRequest(new Chance(2, 7), resources)).not.toEqual(requests[7]);
  });

  it.each([
    ['searches', /^GET \/[A-Z]\w+\?/],
    ['filters', /_filter=/],
    ['chains', /%3A\w+\.|\w\.\w+=/],
    ['reverse chains', /_has%3A/],
    ['compartments', /^GET \/Patient\/[^/]+\/[A-Z]/],
    ['posted searches', /^POST .*_search/],
    ['histories', /_history/],
    ['transactions', /^POST \/ /],
    ['patches', /^PATCH/],
    ['operations', /\/\$\w+/],
    ['deletions', /^DELETE/],
    ['topics', /^PUT \/Basic\/t/],
    ['Subscriptions', /^PUT \/Subscription\/s/],
    ['sockets', /get-ws-binding-token/],
    ['closures', /^POST \/\$closure/],
    ['imports', /^POST \/\$import/],
    ['exports', /\$export\?/],
    ['search parameters of operators', /^PUT \/SearchParameter\/fuzz/],
    ['searches by them', /[?&.]fuzz-[a-d](?:%3A|=)/],
  ])('reach %s', (_, form) => {
    expect(requests.filter(({ method, path }) => form.test(`${method} ${path} `)).length).toBeGreaterThan(5);
  });
});

describe('answers', () => {
  const fine = { status: 400, contentType: 'application/fhir+json', milliseconds: 5 };
  const words = '{"resourceType":"OperationOutcome","issue":[{"diagnostics":"Say which."}]}';
  it('may refuse in words, or succeed', () => {
    expect(faultOf({ ...fine, text: words }, 'GET')).toBeUndefined();
    expect(faultOf({ ...fine, status: 200, text: '{}' }, 'GET')).toBeUndefined();
  });
  it.each([
    ['a fault', { ...fine, status: 500, text: words }],
    ['an answer that takes too long', { ...fine, milliseconds: 30_000, text: words }],
    ['a refusal that is no OperationOutcome', { ...fine, text: '{"error":"x"}' }],
    ['a refusal without words', { ...fine, text: '{"resourceType":"OperationOutcome"}' }],
    ['a page instead of FHIR', { ...fine, contentType: 'text/html', text: words }],
    ['a look inside', { ...fine, text: words.replace('Say', 'at read (/core/record/read.ts:12)') }],
  ])('must not be %s', (_, answer) => {
    expect(faultOf(answer, 'GET')).toBeTypeOf('string');
  });
});
