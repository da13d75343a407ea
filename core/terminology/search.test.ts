/** Searches of the record by what terminology knows. https://hl7.org/fhir/R4/search.html#token */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { animals, animalSystem, aValueSet, openTestTerminology, type TestTerminology } from './fixtures.ts';

let test: TestTerminology;
let below: string[];

beforeAll(async () => {
  test = await openTestTerminology();
  await test.put(animalSystem);
  await test.put(
    aValueSet('http://test.example/vs/pets', { include: [{ system: animals, concept: [{ code: 'cat' }] }] }),
  );
  for (const code of ['mammal', 'cat', 'nothing-known']) {
    await test.put({ resourceType: 'Basic', code: { coding: [{ system: animals, code }] } });
  }
  below = (await test.terminology.descendants(animals, 'mammal')) ?? [];
});
afterAll(() => test.close());

async function codesFound(criteria: string): Promise<string[]> {
  const { status, body, text } = await test.ask('GET', `/Basic?${criteria}`);
  expect(status, text).toBe(200);
  const entries = (body.entry ?? []) as { resource: { code: { coding: { code: string }[] } } }[];
  return entries.map(({ resource }) => resource.code.coding[0]?.code ?? '').sort();
}

it('finds what lies below and above a code, and what a value set has or has not', async () => {
  expect(below).toContain('cat');
  expect(await codesFound(`code:below=${animals}|mammal`)).toEqual(['cat', 'mammal']);
  expect(await codesFound(`code:above=${animals}|cat`)).toEqual(['cat', 'mammal']);
  expect(await codesFound(`code:below=${animals}|cat`)).toEqual(['cat']);
  expect(await codesFound('code:in=http://test.example/vs/pets')).toEqual(['cat']);
  expect(await codesFound('code:not-in=http://test.example/vs/pets')).toEqual(['mammal', 'nothing-known']);
});

it('says which value set it does not know', async () => {
  const { status, body } = await test.ask('GET', '/Basic?code:in=http://test.example/vs/none');
  expect(status).toBe(400);
  expect(body.issue[0].diagnostics).toContain("'http://test.example/vs/none' is not known here");
});

it('lets conditions ask the same: create, update, patch, delete, inside a bundle and many at once', async () => {
  const coded = (code: string) => ({ resourceType: 'Basic', code: { coding: [{ system: animals, code }] } });
  const pets = 'code:in=http://test.example/vs/pets';
  const ask = (method: string, query: string, body?: object, headers = {}) =>
    test.ask(method, `/Basic${query}`, body, headers);
  expect((await ask('POST', '', coded('lynx'), { 'if-none-exist': pets })).status).toBe(200);
  const kept = await ask('POST', '', coded('duck'), { 'if-none-exist': `code:below=${animals}|bird` });
  expect(kept.status).toBe(201);
  const again = await ask('PUT', `?code:below=${animals}|bird`, { ...coded('duck'), language: 'pl' });
  expect([again.status, again.body.id]).toEqual([200, kept.body.id]);
  const patch = [{ op: 'replace', path: '/language', value: 'en' }];
  const type = { 'content-type': 'application/json-patch+json' };
  expect((await ask('PATCH', `?code:below=${animals}|bird`, patch, type)).status).toBe(200);
  // More at once than there are connections: a question that waited for another one would never be answered.
  const many = Array.from({ length: 24 }, () => ask('POST', '', coded('cat'), { 'if-none-exist': pets }));
  expect((await Promise.all(many)).map(({ status }) => status)).toEqual(many.map(() => 200));
  const entry = [{ request: { method: 'DELETE', url: `Basic?code:below=${animals}|bird` } }];
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  expect((await test.ask('POST', '/', bundle)).status).toBe(200);
  expect((await test.ask('GET', `/Basic/${kept.body.id}`)).status).toBe(410);
  expect((await ask('DELETE', '?code:in=http://test.example/vs/none')).status).toBe(400);
});
