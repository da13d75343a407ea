/** SAS: what medical events make of referrals, whatever their order; over the change feed, from events as they come in. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '#core/record/record.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { complete, openWorld, type World } from '../fixtures.ts';
import type { Referral, Shown } from '../model.ts';
import { type Event, progressOf, settled } from './progress.ts';
import { dueDoses } from './recommended.ts';

let world: World;
let stop: (() => Promise<void>) | undefined;
beforeAll(async () => {
  world = await openWorld();
  stop = await world.system.start?.();
});
afterAll(async () => {
  await stop?.();
  await world?.close();
});

const issue = async (draft: object): Promise<Shown> =>
  (await world.api('doctor', 'POST', 'referrals', { pesel: world.pesels.anna, ...draft })).body;
const stateOf = async (id: string) =>
  (await world.api('anna', 'GET', `referrals/${id}`)).body as Shown & {
    history: { name: string; by: string; basis?: string }[];
  };
const becomes = (id: string, state: string) =>
  expect.poll(async () => (await stateOf(id)).state, { timeout: 5_000, interval: 30 }).toBe(state);
const put = (resource: Resource) => world.record.update(world.call('machine'), resource);
const visit = (id: string, referral: string, more: object = {}): Resource => ({
  ...{ resourceType: 'Encounter', id, status: 'finished', class: { system: codeSystems.eventClass, code: '4' } },
  ...{ subject: { reference: `Patient/${world.ids.anna}` }, basedOn: [{ reference: `ServiceRequest/${referral}` }] },
  ...{
    period: { start: '2026-11-27T09:00:00Z' },
    serviceProvider: { reference: `Organization/${world.ids.heart}` },
    ...more,
  },
});

describe('a referral follows medical events', () => {
  it('in realisation, realised, and back when the event is cancelled; the provider is the one of the event', async () => {
    const { id } = await issue(complete.clinic);
    await put(visit('visit-1', id, { status: 'in-progress' }));
    await becomes(id, 'accepted');
    expect((await stateOf(id)).provider?.name).toBe('Poradnia Serce');
    await put(visit('visit-1', id));
    await becomes(id, 'realised');
    await put(visit('visit-1', id, { status: 'entered-in-error' }));
    await becomes(id, 'issued');
    const { history } = await stateOf(id);
    expect(history.map(({ name, by }) => `${name} ${by}`)).toEqual([
      'issue issuer',
      'accept event',
      'complete event',
      'release event',
    ]);
    expect(history[2]?.basis).toBe('Encounter/visit-1');
  });

  it('goes back to realisation, not further, where the provider had accepted it; a deletion counts like a cancellation', async () => {
    const { id, key } = await issue(complete.clinic);
    await world.api('heart', 'POST', 'accept', { key });
    await put(visit('visit-2', id));
    await becomes(id, 'realised');
    await world.record.delete(world.call('machine'), 'Encounter', 'visit-2');
    await becomes(id, 'accepted');
    // The visit of another provider does not realise what this one holds.
    await put(visit('visit-3', id, { serviceProvider: { reference: `Organization/${world.ids.pulse}` } }));
    await put(visit('visit-4', id, { status: 'planned' }));
    const other = await issue(complete.clinic);
    await put(visit('visit-5', other.id));
    await becomes(other.id, 'realised');
    expect((await stateOf(id)).state).toBe('accepted');
  });

  it('is realised when every test was done, whichever came last and however often it is told', async () => {
    const { id } = await issue(complete.diagnostics);
    const result = (name: string, code: string, more: object = {}): Resource => ({
      ...{
        resourceType: 'Observation',
        id: name,
        status: 'final',
        subject: { reference: `Patient/${world.ids.anna}` },
      },
      ...{ code: { coding: [{ system: codeSystems.icd9pl, code }] }, basedOn: [{ reference: `ServiceRequest/${id}` }] },
      ...{ performer: [{ reference: `Organization/${world.ids.pulse}` }], ...more },
    });
    await put(result('urine', 'C55'));
    await becomes(id, 'accepted');
    await put(result('ecg', '89.522', { status: 'preliminary' }));
    await put(result('ecg', '89.522'));
    await becomes(id, 'realised');
    const steps = (await stateOf(id)).history.length;
    await put(result('ecg', '89.522', { status: 'amended' }));
    await put(result('urine', 'C55', { status: 'entered-in-error' }));
    await becomes(id, 'accepted');
    expect((await stateOf(id)).history.length).toBe(steps + 1);
  });

  it('is issued by itself for a vaccination that is due, once, and realised when it was given', async () => {
    const atc = (code: string) => ({ coding: [{ system: 'http://www.whocc.no/atc', code }] });
    const due = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/immunization-recommendation-status', code: 'due' }],
    };
    const patient = { reference: `Patient/${world.ids.anna}` };
    const recommendation = { vaccineCode: [atc('J07BB02')], forecastStatus: due, doseNumberPositiveInt: 1 };
    const resource = {
      resourceType: 'ImmunizationRecommendation',
      id: 'r1',
      patient,
      date: '2026-11-26',
      recommendation: [recommendation],
    };
    await put(resource);
    await put({ ...resource, date: '2026-11-25' });
    const vaccinations = async () => {
      const { body } = await world.api('anna', 'GET', `patients/${world.ids.anna}/referrals`);
      return (body as { referrals: Shown[] }).referrals.filter(({ kind }) => kind === 'vaccination');
    };
    await expect.poll(async () => (await vaccinations()).length, { timeout: 5_000 }).toBe(1);
    const [referral] = await vaccinations();
    expect(referral).toMatchObject({
      state: 'issued',
      code: expect.stringMatching(/^\d{4}$/),
      details: { vaccine: 'J07BB02', dose: 1 },
    });
    const given = { resourceType: 'Immunization', status: 'completed', patient, vaccineCode: atc('J07BB02') };
    const performer = [{ actor: { reference: `Organization/${world.ids.practice}` } }];
    await put({ ...given, id: 'old', occurrenceDateTime: '2020-01-01', performer });
    await put({ ...given, id: 'given', occurrenceDateTime: new Date().toISOString(), performer });
    await becomes(referral?.id ?? '', 'realised');
    expect((await stateOf(referral?.id ?? '')).history.at(-1)?.basis).toBe('Immunization/given');
    await put({
      ...given,
      id: 'given',
      status: 'entered-in-error',
      occurrenceDateTime: new Date().toISOString(),
      performer,
    });
    await becomes(referral?.id ?? '', 'issued');
    expect(await vaccinations()).toHaveLength(1);
  });
});

describe('the rules alone', () => {
  const base: Referral = {
    ...{ kind: 'diagnostics', urgency: 'R', diagnoses: [], procedures: [{ code: 'A' }, { code: 'B' }], details: {} },
    ...{
      attachments: [],
      id: 'r',
      version: 1,
      patient: 'p',
      number: '1',
      numberSystem: 's',
      key: 'k',
      state: 'issued',
    },
    ...{
      issuedAt: '2027-01-01T00:00:00Z',
      issuer: {},
      last: { name: 'issue', by: 'issuer', at: '2027-01-01T00:00:00Z' },
    },
  };
  const event = fc.record({
    name: fc.constantFrom('Observation/1', 'Observation/2', 'Procedure/3', 'Encounter/4'),
    progress: fc.constantFrom('begun' as const, 'done' as const),
    codes: fc.subarray(['A', 'B', 'C']),
    facility: fc.constantFrom('f', 'g'),
  });
  const asEvent = (one: { name: string; progress: Event['progress']; codes: string[]; facility: string }): Event => ({
    ...one,
    type: one.name.split('/')[0] ?? '',
    written: '2027-02-01T00:00:00Z',
  });

  it('ends in one state for one set of events, whatever their order, and stays there', () => {
    const states = { accept: 'accepted', complete: 'realised', reopen: 'accepted', release: 'issued' } as const;
    const run = (start: Referral, events: readonly Event[]): Referral => {
      const progress = progressOf(start, events);
      const move = settled(start, progress, { expired: false });
      if (!move) return start;
      const to = states[move as keyof typeof states];
      const provider = to === 'issued' ? undefined : (start.provider ?? { id: progress?.by.facility ?? '', name: '' });
      const { provider: _one, acceptedBy: _two, ...rest } = start;
      const held = provider ? { provider, acceptedBy: start.acceptedBy ?? ('event' as const) } : {};
      return { ...rest, ...held, state: to, last: { name: move, by: 'event', at: '2027-01-02T00:00:00Z' } };
    };
    fc.assert(
      fc.property(fc.uniqueArray(event, { selector: ({ name }) => name }), (drawn) => {
        const events = drawn.map(asEvent);
        const once = run(base, events);
        expect(run(once, events)).toEqual(once);
        expect(run(once, [...events].reverse()).state).toBe(once.state);
        expect(run(run(base, events.slice(1)), events).state).toBe(once.state);
        expect(run(once, []).state).toBe('issued');
      }),
    );
  });

  it('reads what is due of a recommendation', () => {
    expect(dueDoses({ resourceType: 'ImmunizationRecommendation' })).toEqual([]);
    const complete = {
      vaccineCode: [{ coding: [{ code: 'J07BC01' }] }],
      forecastStatus: { coding: [{ code: 'complete' }] },
    };
    const due = { ...complete, forecastStatus: { coding: [{ code: 'overdue' }] }, doseNumberPositiveInt: 2 };
    expect(dueDoses({ resourceType: 'ImmunizationRecommendation', recommendation: [complete, due] })).toEqual([
      { vaccine: 'J07BC01', dose: 2 },
    ]);
  });
});
