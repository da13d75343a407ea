/** Disputes on the real record: who may raise, see, take back and answer one, and that the fact itself never changes. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withhold } from '#core/access/grants.ts';
import { type Actor, type Call, platformActor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { keyOfId } from '#core/record/keys.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Dispute, DisputeMove, DisputeState } from './model.ts';
import { readerOf } from '../reader.ts';
import { disputeDesk, disputesOf } from './desk.ts';
import { fromTask, type Kept, profile, toTask } from './fhir.ts';
import { ownedDisputes } from './keeping.ts';
import { disputeMoves, movesOf } from './states.ts';

const now = new Date('2026-11-23T10:00:00Z');
let database: TestDatabase;
let record: FhirRecord;
const patient = 'dispute-patient';
const own = 'dispute-own-facility';
const other = 'dispute-other-facility';

const callOf = (actor: Omit<Actor, 'id' | 'scopes' | 'purpose'> & { id?: string }): Call => ({
  actor: { id: actor.name, scopes: [], purpose: actor.role === 'physician' ? 'TREAT' : 'PATRQT', ...actor },
  source: 'local',
  trace: 'test',
});
const platform: Call = { actor: platformActor('test'), source: 'local', trace: 'test' };
const recorder = callOf({
  role: 'physician',
  name: 'lek. Zapisujący',
  practitioner: 'p-own',
  facility: own,
  facilityName: 'Własna',
});
const colleague = callOf({
  role: 'physician',
  name: 'lek. Inny',
  practitioner: 'p-other',
  facility: other,
  facilityName: 'Inna',
});
const stranger = callOf({
  role: 'physician',
  name: 'lek. Obcy',
  practitioner: 'p-far',
  facility: 'far',
  facilityName: 'Daleka',
});
const self = callOf({ role: 'patient', name: 'Anna', patient });

const desk = () => disputeDesk(record);
const reader = (call: Call) => readerOf(record, call, now);
const seenBy = (call: Call) => disputesOf(reader(call), patient);
const raise = (call: Call, id: string, words?: string) =>
  desk().raise(call, reader(call), patient, {
    type: 'Condition',
    id,
    reason: 'wrong-date',
    ...(words ? { words } : {}),
  });
const aFact = async (): Promise<string> => {
  const condition = {
    ...{ resourceType: 'Condition', subject: { reference: `Patient/${patient}` }, code: { text: 'Astma' } },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
  };
  return (await record.create(recorder, condition)).id;
};

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime, queryKey: Buffer.alloc(32, 1) });
  record = createRecord({ database, audit, runtime: systemRuntime });
  record.owns(ownedDisputes);
  await record.update(platform, { resourceType: 'Patient', id: patient, name: [{ family: 'Test' }] });
  for (const facility of [own, other]) {
    await record.update(platform, { resourceType: 'Organization', id: facility, name: facility });
    const period = { start: '2026-10-01', end: '2026-10-01' };
    await record.create(platform, {
      ...{ resourceType: 'Encounter', status: 'finished', subject: { reference: `Patient/${patient}` }, period },
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      serviceProvider: { reference: `Organization/${facility}` },
    });
  }
}, 60_000);
afterAll(() => database.drop());

describe('a dispute', { timeout: 60_000 }, () => {
  it('stands beside the fact for everybody who sees the fact, and leaves the fact as it was', async () => {
    const id = await aFact();
    const before = (await record.read(recorder, 'Condition', id)).content;
    const raised = await raise(self, id, 'Od 2012, nie od 2021');
    expect(raised).toMatchObject({
      state: 'open',
      by: { kind: 'patient', name: 'Anna' },
      recordedBy: 'Własna',
      version: 1,
    });
    expect(raised.moves).toEqual(['withdraw']);
    for (const call of [recorder, colleague, self]) {
      expect((await seenBy(call)).find((one) => one.id === raised.id)?.words).toBe('Od 2012, nie od 2021');
    }
    expect((await record.read(recorder, 'Condition', id)).content).toBe(before);
  });

  it('is answered by the facility that recorded the fact, and by nobody else', async () => {
    const id = await aFact();
    const raised = await raise(colleague, id);
    const answer = { outcome: 'corrected', words: 'Poprawiono.' } as const;
    for (const call of [colleague, self]) {
      const refused = desk().answer(call, reader(call), patient, raised.id, answer);
      await expect(refused).rejects.toMatchObject({ code: 'not-yours' });
    }
    const answered = await desk().answer(recorder, reader(recorder), patient, raised.id, answer);
    expect(answered).toMatchObject({
      state: 'corrected',
      answer: { words: 'Poprawiono.', by: { facility: 'Własna' } },
    });
    const again = desk().answer(recorder, reader(recorder), patient, raised.id, answer);
    await expect(again).rejects.toMatchObject({ code: 'wrong-state' });
  });

  it('is taken back by who raised it, and by nobody else; then the fact can be disputed anew', async () => {
    const id = await aFact();
    const raised = await raise(self, id);
    await expect(raise(self, id)).rejects.toMatchObject({ code: 'already-disputed' });
    await expect(desk().withdraw(recorder, reader(recorder), patient, raised.id)).rejects.toMatchObject({
      code: 'not-yours',
    });
    expect(await desk().withdraw(self, reader(self), patient, raised.id)).toMatchObject({
      state: 'withdrawn',
      moves: [],
    });
    expect((await raise(self, id)).state).toBe('open');
  });

  it('raised twice at once is one', async () => {
    const id = await aFact();
    const tries = await Promise.allSettled([1, 2, 3].map(() => raise(self, id)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await seenBy(self)).filter(({ link }) => link.id === id)).toHaveLength(1);
  });

  it('needs words for another reason, a fact of this patient, and a type of fact', async () => {
    const id = await aFact();
    const asked = (changes: object) =>
      desk().raise(self, reader(self), patient, { type: 'Condition', id, reason: 'wrong-date', ...changes });
    await expect(asked({ reason: 'other' })).rejects.toMatchObject({ code: 'no-words' });
    await expect(asked({ id: 'nothing' })).rejects.toMatchObject({ code: 'no-such-fact' });
    await expect(asked({ type: 'Consent' })).rejects.toMatchObject({ code: 'not-disputable' });
    await expect(asked({ type: 'Patient', id: 'somebody-else' })).rejects.toMatchObject({ code: 'no-such-fact' });
  });
});

describe('nobody learns of what they may not see', { timeout: 60_000 }, () => {
  it('from a dispute about what the patient withholds', async () => {
    const id = await aFact();
    const raised = await raise(self, id, 'To ma zostać między nami');
    const item = { type: 'Condition', id, readers: other, emergency: false, since: now };
    await withhold(database, keyOfId('Patient', patient), item);
    expect((await seenBy(colleague)).map((one) => one.id)).not.toContain(raised.id);
    expect((await seenBy(recorder)).map((one) => one.id)).toContain(raised.id);
    await expect(raise(colleague, id)).rejects.toMatchObject({ code: 'no-such-fact' });
  });

  it('when they have nothing to do with the patient', async () => {
    const id = await aFact();
    await expect(raise(stranger, id)).rejects.toMatchObject({ code: 'no-such-fact' });
    expect(await seenBy(stranger)).toEqual([]);
  });

  it('and nobody writes or deletes a dispute past this system', async () => {
    const id = await aFact();
    const raised = await raise(self, id);
    const task = JSON.parse((await record.read(self, 'Task', raised.id)).content);
    await expect(record.update(recorder, { ...task, status: 'cancelled' })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    await expect(record.delete(platform, 'Task', raised.id)).rejects.toMatchObject({ code: 'never-deleted' });
    const bare = { resourceType: 'Task', meta: { profile: [profile] }, status: 'requested', intent: 'order' };
    const foreign = { ...bare, for: { reference: `Patient/${patient}` } };
    await expect(record.create(platform, foreign)).rejects.toMatchObject({ code: 'not-a-dispute' });
  });
});

describe('states', () => {
  it('leave an open dispute only, and never lead back to open', () => {
    const states: DisputeState[] = ['open', 'withdrawn', 'corrected', 'kept'];
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.boolean(), fc.boolean(), (state, isDisputant, isRecorder) => {
        const moves = movesOf(state, { isDisputant, isRecorder });
        if (state !== 'open') expect(moves).toEqual([]);
        if (!isDisputant) expect(moves).not.toContain('withdraw');
        if (!isRecorder) expect(moves).not.toContain('answer');
        for (const name of Object.keys(disputeMoves) as DisputeMove[])
          expect(disputeMoves[name].to).not.toContain('open');
      }),
    );
  });

  it('survive the way into FHIR and back, whatever is said', () => {
    const text = fc.string({ minLength: 1, maxLength: 80 }).filter((one) => one.trim() !== '');
    const by = fc.record({ kind: fc.constantFrom('clinician' as const, 'patient' as const), name: text });
    const disputes = fc.record({
      words: text,
      by,
      said: text,
      state: fc.constantFrom<Dispute['state']>('open', 'kept'),
    });
    fc.assert(
      fc.property(disputes, ({ words, by: who, said, state }) => {
        const kept: Omit<Kept, 'id' | 'taskVersion'> = {
          ...{ link: { type: 'Condition', id: 'c' }, version: 3, reason: 'other', words, at: '2026-01-01T00:00:00Z' },
          ...{ by: who, state, patient: 'p', key: 'k', requester: 'Patient/p', recorder: 'o', recordedBy: 'O' },
          ...(state === 'kept' ? { answer: { outcome: state, words: said, at: '2026-01-02T00:00:00Z', by: who } } : {}),
        };
        const task = { ...toTask(kept), id: 't', meta: { profile: [profile], versionId: '7' } };
        expect(fromTask(task)).toEqual({ ...kept, id: 't', taskVersion: 7 });
      }),
    );
  });
});
