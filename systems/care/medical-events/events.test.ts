/** Medical events in one piece, over HTTP: registered once, read, printed, corrected, cancelled. FLOW-47: SGZ tells ePP */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patientActor } from '#core/record/fixtures.ts';
import { allergiesOf, byUrgency, type VisitLine } from './visits.ts';
import { anEvent, colleague, doctor, numbers, setStage, type Stage, stranger } from './fixtures.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

let last = 0;
const number = () => `00000000-0000-4000-8000-${String(++last).padStart(12, '0')}`;
const register = (more: Partial<ReturnType<typeof anEvent>> = {}) =>
  stage.call('POST', '/events', anEvent(stage.patient, number(), more));

describe('registering', () => {
  it('makes one FHIR transaction of an event, and says that it came late', async () => {
    stage.signIn(doctor);
    const { status, body } = await register({ note: { reason: 'Ból głowy <od> rana', plan: 'Kontrola' } });
    expect([status, body]).toMatchObject([201, { state: 'registered', version: 1, system: numbers, late: true }]);
    const read = await stage.call('GET', `/events/${body.id}`);
    const types = read.body.resources.map(({ resourceType }: { resourceType: string }) => resourceType).sort();
    expect(types).toEqual([
      ...['Composition', 'Condition', 'Condition', 'Encounter', 'Observation', 'Observation', 'Procedure'],
    ]);
    const encounter = read.body.resources[0];
    expect(encounter).toMatchObject({
      status: 'finished',
      participant: [{ individual: { display: 'Jan Adam Nowak-Lis', reference: 'Practitioner/dr-1' } }],
      subject: { display: 'Łucja Kowalska' },
    });
  });

  it('answers the same event alike, and refuses other content under its number', async () => {
    const event = anEvent(stage.patient, number());
    const first = await stage.call('POST', '/events', event);
    const again = await stage.call('POST', '/events', event);
    expect([again.status, again.body]).toEqual([200, first.body]);
    const other = await stage.call('POST', '/events', { ...event, kind: '6' });
    expect([other.status, other.body.code]).toEqual([409, 'event-differs']);
  });

  it('is refused without a right, a main diagnosis, a value, or somebody in care', async () => {
    const main = { code: 'I10', role: 'main' } as const;
    expect((await register({ diagnoses: [main, main] })).body.code).toBe('one-main-diagnosis');
    expect((await register({ measurements: [{ code: '29463-7' }] })).body.code).toBe('no-measured-value');
    expect((await register({ diagnoses: [] })).status).toBe(400);
    expect((await register({ start: '2126-03-02T10:00:00+01:00', end: undefined as never })).body.code).toBe(
      'event-in-future',
    );
    stage.signIn({ ...doctor, practitioner: 'nobody' });
    expect((await register()).body.code).toBe('no-right-to-practise');
    stage.signIn(stranger);
    expect((await register()).status).toBe(404);
    stage.signIn(patientActor(stage.patient));
    expect((await register()).status).toBe(403);
    stage.signIn(doctor);
  });
});

describe('a visit', () => {
  it('stands on the day, becomes the event, and stands there as done', async () => {
    const { body: begun } = await stage.call('POST', '/visits', {
      patient: stage.patient,
      urgency: 'UR',
      reason: 'Kaszel',
    });
    const { body: day } = await stage.call('GET', '/day');
    expect(day.visits).toMatchObject([
      { id: begun.id, urgency: 'UR', status: 'in-progress', name: 'Łucja Kowalska', reason: 'Kaszel' },
    ]);
    const { body: visit } = await stage.call('GET', `/visits/${begun.id}`);
    expect(visit).toMatchObject({ patient: { sex: 'female' }, allergies: { state: 'no-data' } });
    const start = day.visits[0].start;
    const event = anEvent(stage.patient, number(), { visit: begun.id, start, end: start });
    const { status, body } = await stage.call('POST', '/events', event);
    expect([status, body]).toMatchObject([201, { id: begun.id, version: 2, late: false }]);
    expect((await stage.call('GET', '/day')).body.visits).toMatchObject([{ status: 'finished', urgency: 'UR' }]);
    expect((await stage.call('GET', `/visits/${begun.id}`)).body.event).toMatchObject({ state: 'registered' });
    // Recorded again under another number: the visit is over.
    const twice = await stage.call('POST', '/events', { ...event, number: number() });
    expect(twice.body.code).toBe('visit-over');
  });

  it('is begun for nobody outside care', async () => {
    stage.signIn(stranger);
    expect((await stage.call('POST', '/visits', { patient: stage.patient })).status).toBe(404);
    stage.signIn(doctor);
  });

  it('is listed by urgency, then by time, what is done last', () => {
    const line = (id: string, more: Partial<VisitLine>): VisitLine => ({
      ...{ id, patient: 'p', name: '', start: '2026-03-02T10:00:00Z', urgency: 'R', status: 'planned' },
      ...more,
    });
    const lines = [
      line('done', { status: 'finished', urgency: 'EM' }),
      line('late', { start: '2026-03-02T11:00:00Z' }),
      line('early', {}),
      line('urgent', { urgency: 'UR', start: '2026-03-02T12:00:00Z' }),
    ];
    expect(lines.sort(byUrgency).map(({ id }) => id)).toEqual(['urgent', 'early', 'late', 'done']);
  });

  it('tells no known allergy from nobody having asked', () => {
    const none = { resourceType: 'AllergyIntolerance', code: { coding: [{ code: '716186003' }] } };
    const known = { resourceType: 'AllergyIntolerance', code: { text: 'Penicylina' } };
    expect([[], [none], [none, known]].map((list) => allergiesOf(list).state)).toEqual([
      'no-data',
      'none-known',
      'known',
    ]);
  });
});

describe('reading', () => {
  it('lists the events of a patient page by page, and only to whom they may be shown', async () => {
    for (let count = 0; count < 20; count++) await register();
    const page = await stage.call('GET', `/events?patient=${stage.patient}`);
    const next = await stage.call('GET', `/events?patient=${stage.patient}&cursor=${page.body.next}`);
    const ids = [...page.body.events, ...next.body.events].map(({ id }: { id: string }) => id);
    expect([page.body.events.length, new Set(ids).size]).toEqual([20, 23]);
    stage.signIn(patientActor(stage.patient));
    expect((await stage.call('GET', `/events?patient=${stage.patient}`)).body.events).toHaveLength(20);
    expect((await stage.call('GET', `/events/${ids[0]}`)).status).toBe(200);
    stage.signIn(stranger);
    expect((await stage.call('GET', `/events?patient=${stage.patient}`)).status).toBe(404);
    expect((await stage.call('GET', `/events/${ids[0]}`)).status).toBe(404);
    stage.signIn(doctor);
  });

  it('prints an event, whatever stands in it', async () => {
    const { body } = await register({ diagnoses: [{ code: 'I10', name: '<script>x</script>', role: 'main' }] });
    const { text, status } = await stage.call('GET', `/events/${body.id}`, undefined, { accept: 'text/html' });
    expect(status).toBe(200);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script');
    expect(text).toContain('Porada');
  });
});

describe('correcting and cancelling', () => {
  const resourcesOf = async (id: string, type: string) =>
    (await stage.call('GET', `/events/${id}`)).body.resources.filter(
      ({ resourceType }: { resourceType: string }) => resourceType === type,
    );

  it('says what it really was: what is the same stays, version and state go on', async () => {
    const { number: _, patient: __, ...content } = anEvent(stage.patient, 'x');
    const { body } = await register();
    const before = await resourcesOf(body.id, 'Observation');
    const diagnoses = [{ code: 'J06.9', name: 'Zakażenie górnych dróg oddechowych', role: 'main' as const }];
    stage.signIn(colleague);
    const corrected = await stage.call('PUT', `/events/${body.id}`, { ...content, diagnoses });
    expect([corrected.status, corrected.body]).toMatchObject([200, { version: 2, state: 'registered' }]);
    const ids = (list: { id: string }[]) => list.map(({ id }) => id).sort();
    expect(ids(await resourcesOf(body.id, 'Observation'))).toEqual(ids(before));
    expect(await resourcesOf(body.id, 'Condition')).toMatchObject([{ code: { text: diagnoses[0]?.name } }]);
    stage.signIn(doctor);
  });

  it('cancels with a reason; nothing is corrected or registered under that number again', async () => {
    const event = anEvent(stage.patient, number());
    const { body } = await stage.call('POST', '/events', event);
    const cancelled = await stage.call('POST', `/events/${body.id}/cancel`, { reason: 'Nie ten pacjent' });
    expect(cancelled.body).toMatchObject({ state: 'cancelled' });
    expect(await resourcesOf(body.id, 'Condition')).toEqual([]);
    const { number: _, patient: __, ...content } = event;
    expect((await stage.call('PUT', `/events/${body.id}`, content)).body.code).toBe('event-cancelled');
    expect((await stage.call('POST', '/events', event)).body.code).toBe('event-differs');
    expect((await stage.call('POST', `/events/${body.id}/cancel`, { reason: 'Jeszcze raz' })).body.code).toBe(
      'event-cancelled',
    );
  });

  it('is for the provider that registered it', async () => {
    const { body } = await register();
    const shared = { ...(await resourcesOf(body.id, 'Encounter'))[0] };
    expect(shared.id).toBe(body.id);
    const elsewhere = { ...doctor, facility: 'clinic-2' };
    // The other clinic comes to know the patient by a visit of its own.
    await stage.record.create(
      { actor: { ...doctor, role: 'platform' }, source: 'local', trace: 't' },
      {
        ...{ resourceType: 'Encounter', status: 'in-progress', subject: { reference: `Patient/${stage.patient}` } },
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
        serviceProvider: { reference: 'Organization/clinic-2' },
      },
    );
    stage.signIn(elsewhere);
    expect((await stage.call('POST', `/events/${body.id}/cancel`, { reason: 'Obca' })).body.code).toBe(
      'not-your-event',
    );
    stage.signIn(doctor);
  });
});
