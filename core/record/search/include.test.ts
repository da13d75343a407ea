/** Includes and chains along canonical references and references to a version: what is named, of what may be seen. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aPatient, anObservation, machine, openTestRecord, patientActor, type TestRecord } from '../fixtures.ts';

let record: TestRecord;
const address = 'http://example.org/forms/pain';

const put = async (resource: { resourceType: string; id?: string; [element: string]: unknown }) => {
  const { status, text } = await record.ask('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
  expect([200, 201], text).toContain(status);
};
const form = (id: string, version: string | undefined, more: object = {}) =>
  put({ resourceType: 'Questionnaire', id, url: address, ...(version ? { version } : {}), status: 'active', ...more });
const answers = (id: string, questionnaire: string, patient = 'jan') =>
  put({
    resourceType: 'QuestionnaireResponse',
    id,
    questionnaire,
    status: 'completed',
    subject: { reference: `Patient/${patient}` },
  });

beforeAll(async () => {
  record = await openTestRecord();
  for (const id of ['jan', 'ewa']) await put(aPatient({ id, gender: 'unknown' }));
  await form('one', '1');
  await form('two', '2');
  await form('other', undefined, { url: `${address}-2` });
  await form('two', '2', { title: 'Ból' });
  await answers('any', address);
  await answers('first', `${address}|1`);
  await answers('none', `${address}|3`);
  await answers('ewas', `${address}|1`, 'ewa');
  const action = [{ definitionCanonical: `${address}|2` }, { definitionUri: `${address}-2` }];
  await put({ resourceType: 'PlanDefinition', id: 'plan', status: 'active', action });
  await put(aPatient({ id: 'jan', gender: 'male' }));
  await put(anObservation('Patient/jan', { id: 'then', hasMember: [{ reference: 'Observation/now' }] }));
  await put(anObservation('Patient/jan', { id: 'now' }));
  await put(anObservation('Patient/jan', { id: 'now', status: 'amended' }));
  await put(
    anObservation('Patient/jan/_history/1', {
      id: 'links',
      hasMember: ['Observation/now/_history/1', 'Observation/now/_history/2', 'Observation/then/_history/9'].map(
        (reference) => ({ reference }),
      ),
    }),
  );
});
afterAll(() => record.close());
beforeEach(() => record.signIn(machine()));

interface Entry {
  search: { mode: string };
  resource: { resourceType: string; id: string; meta: { versionId: string } };
}

async function included(path: string): Promise<string> {
  const { status, body, text } = await record.ask('GET', path);
  expect(status, text).toBe(200);
  const entries = (body.entry ?? []) as Entry[];
  return entries
    .filter(({ search }) => search.mode === 'include')
    .map(({ resource: { id, meta } }) => `${id}/${meta.versionId}`)
    .sort()
    .join(' ');
}

it.each([
  // Without a version what was changed last; with one what says that it is that one.
  ['QuestionnaireResponse?_id=any&_include=QuestionnaireResponse:questionnaire', 'two/2'],
  ['QuestionnaireResponse?_id=first&_include=QuestionnaireResponse:questionnaire', 'one/1'],
  ['QuestionnaireResponse?_id=none&_include=QuestionnaireResponse:questionnaire', ''],
  ['QuestionnaireResponse?_id=first&_include=QuestionnaireResponse:questionnaire:Questionnaire', 'one/1'],
  ['QuestionnaireResponse?_id=first&_include=QuestionnaireResponse:patient', 'jan/2'],
  ['QuestionnaireResponse?_id=first&_include=*', 'jan/2 one/1'],
  ['QuestionnaireResponse?_id=first&_include=QuestionnaireResponse:*', 'jan/2 one/1'],
  ['PlanDefinition?_id=plan&_include=PlanDefinition:definition', 'other/1 two/2'],
  ['PlanDefinition?_id=plan&_include=PlanDefinition:definition:ActivityDefinition', ''],
  ['Questionnaire?_id=one&_revinclude=QuestionnaireResponse:questionnaire', 'any/1 ewas/1 first/1'],
  ['Questionnaire?_id=two&_revinclude=QuestionnaireResponse:questionnaire', 'any/1'],
  ['Questionnaire?_id=two&_revinclude=PlanDefinition:definition', 'plan/1'],
  ['Questionnaire?_id=one&_revinclude=PlanDefinition:definition', ''],
  [
    'PlanDefinition?_id=plan&_include=PlanDefinition:definition&_revinclude:iterate=QuestionnaireResponse:questionnaire',
    'any/1 other/1 two/2',
  ],
  ['Observation?_id=links&_include=Observation:subject', 'jan/1'],
  ['Observation?_id=links&_include=Observation:has-member', 'now/1 now/2'],
  ['Observation?_id=links,then&_include=Observation:has-member', 'now/1 now/2'],
  ['Observation?_id=links,now&_include=Observation:has-member', 'now/1'],
])('%s includes %s', async (path, expected) => {
  expect(await included(`/${path}`)).toBe(expected);
});

async function matched(path: string): Promise<string> {
  const { status, body, text } = await record.ask('GET', path, { headers: { prefer: 'handling=strict' } });
  expect(status, text).toBe(200);
  const entries = (body.entry ?? []) as Entry[];
  return entries
    .map(({ resource }) => resource.id)
    .sort()
    .join(' ');
}

it.each([
  // Who names what fulfils the criteria: by its version, or by the address alone.
  ['QuestionnaireResponse?questionnaire:Questionnaire.version=1', 'any ewas first'],
  ['QuestionnaireResponse?questionnaire.title=bol', 'any'],
  ['QuestionnaireResponse?questionnaire.title=bol&patient=ewa', ''],
  ['QuestionnaireResponse?questionnaire.url=http://example.org/forms/pain-2', ''],
  ['PlanDefinition?definition:Questionnaire.title=bol', 'plan'],
  ['PlanDefinition?definition:Questionnaire.version=1', ''],
  ['Questionnaire?_has:QuestionnaireResponse:questionnaire:patient=ewa', 'one'],
  ['Questionnaire?_has:QuestionnaireResponse:questionnaire:_id=any', 'two'],
  ['Questionnaire?_has:QuestionnaireResponse:questionnaire:_id=none', ''],
  ['Questionnaire?_has:PlanDefinition:definition:status=active', 'other two'],
])('%s finds %s along canonicals', async (path, expected) => {
  expect(await matched(`/${path}`)).toBe(expected);
});

it('follows canonicals only to what the asker may read', async () => {
  record.signIn(patientActor('ewa'));
  expect(await matched('/QuestionnaireResponse?questionnaire.version=1')).toBe('ewas');
  expect(await matched('/Questionnaire?_has:QuestionnaireResponse:questionnaire:patient=jan')).toBe('');
});

it('includes only what the asker may read', async () => {
  record.signIn(patientActor('ewa'));
  expect(await included('/Questionnaire?_id=one&_revinclude=QuestionnaireResponse:questionnaire')).toBe('ewas/1');
  expect(await included('/QuestionnaireResponse?_id=any&_include=QuestionnaireResponse:questionnaire')).toBe('');
  record.signIn(machine());
  // A version that lay in another patient's compartment stays there.
  await put(anObservation('Patient/jan', { id: 'moved' }));
  await put(anObservation('Patient/ewa', { id: 'moved' }));
  await put(anObservation('Patient/ewa', { id: 'hers', hasMember: [{ reference: 'Observation/moved/_history/1' }] }));
  expect(await included('/Observation?_id=hers&_include=Observation:has-member')).toBe('moved/1');
  record.signIn(patientActor('ewa'));
  expect(await included('/Observation?_id=hers&_include=Observation:has-member')).toBe('');
});

it('includes at an instant the versions that there were', async () => {
  const instant = new Date().toISOString();
  await put(anObservation('Patient/jan', { id: 'later' }));
  await put(anObservation('Patient/jan', { id: 'now', status: 'corrected' }));
  const asked = `/Observation?patient=jan&_id=links&_include=Observation:has-member&_asOf=${instant}`;
  expect(await included(asked)).toBe('now/1 now/2');
});
