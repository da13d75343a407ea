/** Topics: the platform's own and those that clients publish, what they make an event, and what is told of it. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aPatient, anObservation, callBy, machine } from '../record/fixtures.ts';
import type { Resource } from '../record/record.ts';
import { content, filters, openSubscriptions } from './fixtures.ts';

type Opened = Awaited<ReturnType<typeof openSubscriptions>>;
let opened: Opened;
let { heard, actors, wanted, subscribe, statusOf, becomes, write, events, remove, record } = {} as Opened;

beforeAll(async () => {
  opened = await openSubscriptions();
  ({ heard, actors, wanted, subscribe, statusOf, becomes, write, events, remove, record } = opened);
  await write(aPatient({ id: 'p' }));
  await write(aPatient({ id: 'q' }));
});
afterAll(() => opened.close());

const own = (name: string) => `https://ezdrowie.gov.pl/fhir/SubscriptionTopic/${name}`;
const r5 = (name: string) => `http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.${name}`;
const encounter = (id: string, more: object = {}): Resource => ({
  ...{ resourceType: 'Encounter', id, status: 'planned', subject: { reference: 'Patient/p' } },
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  ...more,
});
const listen = async (criteria: string, more: Parameters<Opened['wanted']>[1] = {}) => {
  heard.all.length = 0;
  await subscribe(wanted(criteria, more));
  await becomes('active', more.id);
};
const hears = (focuses: string[]) =>
  vi.waitFor(() => expect(events().flatMap((one) => one.focuses)).toEqual(focuses), 20_000);
const topic = (address: string, elements: object[], trigger: object[] = []): Resource => ({
  resourceType: 'Basic',
  id: 'topic',
  code: { coding: [{ system: 'http://hl7.org/fhir/fhir-types', code: 'SubscriptionTopic' }] },
  extension: [
    { url: r5('url'), valueUri: address },
    {
      url: r5('resourceTrigger'),
      extension: [{ url: 'resource', valueUri: 'http://hl7.org/fhir/StructureDefinition/Observation' }, ...trigger],
    },
    ...elements,
  ],
});

describe('topics', () => {
  it('tell of all that happens in one patient’s record, deletions too, and of nobody else’s', async () => {
    await listen(own('patient-data'), {
      id: 'data',
      _criteria: filters('patient=Patient/p', 'Patient?_id=p'),
    });
    await write(anObservation('Patient/q', { id: 'oq' }));
    await write(anObservation('Patient/p', { id: 'o' }));
    await write(aPatient({ id: 'p', active: true }));
    await hears(['Observation/o', 'Patient/p']);
    await remove('Observation', 'oq');
    await remove('Observation', 'o');
    await hears(['Observation/o', 'Patient/p', 'Observation/o']);
    expect(events().at(-1)?.requests).toEqual(['DELETE Observation/o']);
    const [deletion] = events()
      .slice(-1)
      .map(({ bundle }) => bundle);
    const issues = await record.validate(callBy(machine()), 'Bundle', { resource: deletion });
    expect(issues.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
    expect(events().at(-1)?.resources).toEqual([]);
    await subscribe(wanted(own('patient-data'), { id: 'data', status: 'off' }));
  });

  it('tell when an encounter begins and ends, with what its shape puts beside, once each', async () => {
    await listen(own('encounter-start'), { id: 'start', _criteria: filters('Encounter?patient=Patient/p') });
    await write(encounter('e'));
    await write(encounter('e', { status: 'in-progress' }));
    await write(encounter('e', { status: 'in-progress', serviceType: { text: 'x' } }));
    await write(encounter('other', { status: 'in-progress', subject: { reference: 'Patient/q' } }));
    // Events that come close together share a notification, so the second comes after the first is told.
    await hears(['Encounter/e']);
    await write(encounter('e2', { status: 'in-progress' }));
    await hears(['Encounter/e', 'Encounter/e2']);
    expect(events()[0]?.beside).toEqual(['Patient/p']);
    // A notification is a Bundle as R4 wants it, of each kind.
    for (const { bundle } of heard.all) {
      const issues = await record.validate(callBy(machine()), 'Bundle', { resource: bundle });
      expect(issues.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
    }
    expect(events()[0]?.resources.toSorted()).toEqual(['Encounter/e', 'Patient/p']);
    await subscribe(wanted(own('encounter-start'), { id: 'start', status: 'off' }));
  });

  it('tell of admission and discharge by what was before and what is now', async () => {
    await listen(own('admission'), { id: 'in', channel: { _payload: content('id-only') } });
    await subscribe(wanted(own('discharge'), { id: 'out', channel: { _payload: content('id-only') } }));
    await becomes('active', 'out');
    const stay = { class: { code: 'IMP', system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode' } };
    await write(encounter('a', { status: 'in-progress' }));
    await write(encounter('a', { status: 'in-progress', ...stay }));
    await write(encounter('a', { status: 'in-progress', ...stay, serviceType: { text: 'x' } }));
    await hears(['Encounter/a']);
    await write(encounter('a', { status: 'finished', ...stay }));
    await hears(['Encounter/a', 'Encounter/a']);
    await write(encounter('b', { status: 'finished' }));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(events()).toHaveLength(2);
    for (const id of ['in', 'out']) await subscribe(wanted(own('admission'), { id, status: 'off' }));
  });

  it('of clients: triggers by interaction, search and FHIRPath; their subscriptions follow their changes', async () => {
    const address = 'http://example.org/topics/high';
    const filterable = {
      url: r5('canFilterBy'),
      extension: [
        { url: 'resource', valueUri: 'Observation' },
        { url: 'filterParameter', valueString: 'patient' },
      ],
    };
    const trigger = [
      { url: 'supportedInteraction', valueCode: 'update' },
      {
        url: 'queryCriteria',
        extension: [
          { url: 'previous', valueString: 'status=preliminary' },
          { url: 'current', valueString: 'Observation?status=final' },
          { url: 'requireBoth', valueBoolean: true },
        ],
      },
      { url: 'fhirPathCriteria', valueString: "%current.value.value > 10 and %previous.status = 'preliminary'" },
    ];
    await record.update(callBy(machine()), topic(address, [filterable], trigger));
    await listen(address, { id: 'own', channel: { _payload: content('id-only') } });
    const value = (value: number) => ({ valueQuantity: { value, unit: 'x' } });
    await write(anObservation('Patient/p', { id: 'low', status: 'preliminary', ...value(5) }));
    await write(anObservation('Patient/p', { id: 'low', status: 'final', ...value(5) }));
    await write(anObservation('Patient/p', { id: 'born', status: 'final', ...value(50) }));
    await write(anObservation('Patient/p', { id: 'high', status: 'preliminary', ...value(50) }));
    await write(anObservation('Patient/p', { id: 'high', status: 'final', ...value(50) }));
    await hears(['Observation/high']);
    await subscribe(wanted(address, { id: 'bad', _criteria: filters('Observation?code=x') }));
    await becomes('error', 'bad');
    expect((await statusOf('bad')).error).toContain('cannot be filtered by code');
    await remove('Basic', 'topic');
    await becomes('error', 'own');
    expect((await statusOf('own')).error).toContain('not known');
  });

  it.each([
    ['without an address', topic('nowhere', []), 'absolute address'],
    ['with the address of one of ours', topic(own('admission'), []), 'Another SubscriptionTopic'],
    ['of unknown resources', topic('http://x.org/t', [], [{ url: 'resource', valueUri: 'Car' }]), 'no type'],
    [
      'whose query asks about others',
      topic(
        'http://x.org/t',
        [],
        [{ url: 'queryCriteria', extension: [{ url: 'current', valueString: 'subject:Patient.name=x' }] }],
      ),
      'resource alone',
    ],
    [
      'whose expression cannot be read',
      topic('http://x.org/t', [], [{ url: 'fhirPathCriteria', valueString: '%current.(' }]),
      'fhirPathCriteria',
    ],
  ])('are refused %s', async (_, resource, says) => {
    await expect(record.update(callBy(machine()), { ...resource, id: 'refused' })).rejects.toThrow(says);
  });

  it('tell a narrow client only of what it may read', async () => {
    const narrow = { ...machine('system/Encounter.rs', 'system/Subscription.cruds'), id: 'narrow' };
    actors.set('narrow', narrow);
    heard.all.length = 0;
    await subscribe(wanted(own('patient-data'), { id: 'narrow' }), narrow);
    await becomes('active', 'narrow');
    await write(anObservation('Patient/p', { id: 'unseen' }));
    await write(encounter('seen'));
    await hears(['Encounter/seen']);
    await remove('Observation', 'unseen');
    await remove('Encounter', 'seen');
    await hears(['Encounter/seen', 'Encounter/seen']);
    await subscribe(
      wanted(own('patient-data'), { id: 'narrow2', _criteria: filters('Observation?patient=Patient/p') }),
      narrow,
    );
    await becomes('error', 'narrow2');
  });
});
