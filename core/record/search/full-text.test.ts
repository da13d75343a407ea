/** `_text` and `_content` find words of people, and nothing of the markup around them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Visibility } from '#core/access/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { keyOfId } from '../keys.ts';
import { storeResources, type TestResource } from './fixtures/store-resources.ts';
import { parseSearch, runSearch } from './index.ts';

let database: TestDatabase;

const condition = (id: string, patient: string, div: string, more: object = {}): TestResource => ({
  resourceType: 'Condition',
  id,
  subject: { reference: `Patient/${patient}` },
  text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${div}</div>` },
  ...more,
});

const world: TestResource[] = [
  { resourceType: 'Patient', id: 'p1', name: [{ family: 'Źdźbło' }] },
  { resourceType: 'Patient', id: 'p2' },
  condition('c1', 'p1', '<p class="wysypka">Silny <b>ból</b> głowy</p>', { note: [{ text: 'Migrena, od dziecka' }] }),
  condition('c2', 'p1', 'Ból brzucha', { code: { coding: [{ code: 'R10.4', display: 'Ból głowy nie' }] } }),
  condition('c3', 'p2', 'Świąd głowy'),
  { resourceType: 'Condition', id: 'c4', subject: { reference: 'Patient/p2' }, note: [{ text: 'bez opisu' }] },
];

beforeAll(async () => {
  database = await createTestDatabase();
  await storeResources(database, world);
});

afterAll(() => database.drop());

async function found(query: string, visibility: Visibility = { kind: 'all' }): Promise<string> {
  const mark = query.indexOf('?');
  const type = query.slice(0, mark) || undefined;
  const parsed = parseSearch(type, `${query.slice(mark + 1)}&_sort=_id`, { strict: true });
  const { entries } = await runSearch(database, parsed, visibility);
  return entries.map(({ stored }) => stored.id).join(' ');
}

it.each([
  ['Condition?_text=GLOWY', 'c1 c3'],
  ['Condition?_text=głowy+ból', 'c1'],
  ['Condition?_text=bol', 'c1 c2'],
  ['Condition?_text=swiad,brzuch', 'c2 c3'],
  ['Condition?_text=lowy', ''],
  ['Condition?_text=wysypka', ''],
  ['Condition?_text=div', ''],
  ['Condition?_text=xhtml', ''],
  ['Condition?_text=migrena', ''],
  ['Condition?_text=!!', ''],
  ['Condition?_content=migrena', 'c1'],
  ['Condition?_content=dziecka+silny', 'c1'],
  ['Condition?_content=głowy+bol', 'c1 c2'],
  ['Condition?_content=R10.4', 'c2'],
  ['Condition?_content=wysypka', ''],
  ['Condition?_content=opisu&patient=p2', 'c4'],
  ['Condition?_content=opisu&patient=p1', ''],
  ['Condition?patient._content=zdzblo', 'c1 c2'],
  ['?_type=Patient,Condition&_content=zdzblo', 'p1'],
  ['?_id=c3&_text=glowy', 'c3'],
])('%s finds %s', async (query, expected) => {
  expect(await found(query)).toBe(expected);
});

it('finds nothing in what may not be read', async () => {
  const own: Visibility = { kind: 'patient', key: keyOfId('Patient', 'p1'), id: 'p1' };
  expect(await found('Condition?_text=glowy', own)).toBe('c1');
  expect(await found('Condition?_content=opisu', own)).toBe('');
});

it('refuses texts beyond the limit', async () => {
  await expect(found(`Condition?_text=${'x'.repeat(201)}`)).rejects.toThrow('at most 200 letters');
  expect(await found(`Condition?_content=${'ß '.repeat(100).trim().replaceAll(' ', '+')}`)).toBe('');
});

it('names no searches of its own', async () => {
  await expect(found('Condition?_query=everything-new')).rejects.toThrow('defines none');
  expect(parseSearch('Condition', '_query=x&code=y').ignored).toEqual(['_query']);
});
