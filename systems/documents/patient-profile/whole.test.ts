/** The profile on the real record: the demonstration's Anna with some 5,000 entries, and who may see her. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { demonstrationPeople } from '#libs/population/index.ts';
import { eventDetail } from './event.ts';
import { lanes, type Overview } from './model.ts';
import { operations } from './operations.ts';
import { overview } from './overview.ts';
import { readerOf } from './reader.ts';
import { timelinePage } from './timeline-page.ts';

const people = demonstrationPeople();
const account = (login: string) => {
  const found = people.find((one) => one.login === login);
  if (!found) throw new Error(`the demonstration has no ${login}`);
  return found;
};
const anna = account('anna.wisniowiecka').patientId as string;
const jakub = account('jakub.zielinski').patientId as string;
const now = new Date('2026-11-23T10:00:00Z');

function callOf(login: string): Call {
  const { role, name, patientId, practitionerId, facilityId, facilityName } = account(login);
  const purpose = role === 'patient' ? 'PATRQT' : 'TREAT';
  const ids = { patient: patientId, practitioner: practitionerId, facility: facilityId, facilityName };
  const actor: Actor = { role, id: login, name, purpose, scopes: [], ...ids };
  return { actor, source: 'local', trace: 'test' };
}

const as = (login: string) => readerOf(record, callOf(login), now);

let database: TestDatabase;
let record: FhirRecord;
let whole: Overview;

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime, queryKey: Buffer.alloc(32, 1) });
  record = createRecord({ database, audit, runtime: systemRuntime });
  await fillPopulation(record, { patients: 3 });
  await database.query('analyze');
  whole = await overview(as('jan.nowak'), anna);
}, 120_000);
afterAll(() => database.drop());

describe('the overview', () => {
  it('shows who it is, what she is allergic to and what ails her', () => {
    expect(whole.patient.name).toBe('Anna Wiśniowiecka-Brzęczyszczykiewicz');
    expect(whole.patient.age).toBe(67);
    expect(whole.allergies.list[0]?.what).toMatch(/penicylin/i);
    expect(whole.problems.filter(({ active }) => active).length).toBeGreaterThanOrEqual(5);
  });

  it('counts every entry of the record on the life line', async () => {
    const types = whole.lifeLine.types.map((type) => `'${type}'`).join();
    const shown = lanes.reduce((sum, lane) => sum + whole.lifeLine.lanes[lane].length, 0);
    const rows = await record.outline(callOf('jan.nowak'), anna, whole.lifeLine.types);
    expect(types).toContain('Observation');
    expect(shown).toBe(rows.length);
    expect(shown).toBe(whole.lifeLine.total);
    expect(shown).toBeGreaterThan(4000);
  });

  it('knows medicines with doses, those not collected, results with trends and the care team', () => {
    expect(whole.medicines.length).toBeGreaterThanOrEqual(8);
    expect(whole.medicines.every(({ dose }) => dose?.text)).toBe(true);
    expect(whole.gaps.map(({ kind }) => kind)).toContain('not-dispensed');
    expect(whole.results.filter(({ series }) => series.length > 2).length).toBeGreaterThan(5);
    expect(whole.news.lines.length).toBeGreaterThan(0);
    expect(whole.careTeam.length).toBeGreaterThan(0);
    expect(whole.sources.length).toBeGreaterThan(1);
    expect(whole.cut).toEqual([]);
  });

  it('is the same for the patient, and hidden from everyone else as if she did not exist', async () => {
    const own = await overview(as('anna.wisniowiecka'), anna);
    expect(own.problems).toEqual(whole.problems);
    expect(own.lifeLine.total).toBe(whole.lifeLine.total);
    for (const login of ['jakub.zielinski', 'ewa.mazur']) {
      await expect(overview(as(login), anna)).rejects.toMatchObject({ kind: 'not-found' });
    }
  });
});

describe('the table', () => {
  it('has as many rows as the life line has entries, page after page', async () => {
    let cursor: string | undefined;
    const seen = new Set<string>();
    for (let page = 0; page < 4; page++) {
      const { rows, total, next } = await timelinePage(as('jan.nowak'), anna, { cursor });
      expect(total).toBe(whole.lifeLine.total);
      for (const { link, what } of rows) {
        seen.add(`${link.type}/${link.id}`);
        expect(what).not.toBe('–');
      }
      cursor = next;
    }
    expect(seen.size).toBe(200);
  });

  it('filters by lane and time', async () => {
    const asked = { lane: 'stays', from: '2020', to: '2027' };
    const { rows, total } = await timelinePage(as('jan.nowak'), anna, asked);
    expect(total).toBe(
      whole.lifeLine.lanes.stays.filter(([starts]) => (starts ?? 0) >= Date.UTC(2020, 0) / 1000).length,
    );
    expect(rows.every(({ lane }) => lane === 'stays')).toBe(true);
  });
});

describe('an event', () => {
  it('opens for every kind of entry that the life line has', async () => {
    for (const lane of lanes) {
      for (const type of new Set(whole.lifeLine.lanes[lane].map((entry) => entry[2]))) {
        const entry = whole.lifeLine.lanes[lane].findLast((one) => one[2] === type);
        const name = whole.lifeLine.types[type] as string;
        const detail = await eventDetail(as('jan.nowak'), anna, name, entry?.[3] as string);
        expect(detail.what, name).not.toBe('–');
      }
    }
  });

  it('shows what was found and decided at a stay, and the discharge letter as text', async () => {
    const [, , , id] = whole.lifeLine.lanes.stays.at(-1) as [number, number, number, string];
    const stay = await eventDetail(as('jan.nowak'), anna, 'Encounter', id);
    expect(stay.where).toBeTruthy();
    expect(stay.documents.length + stay.decided.length).toBeGreaterThan(0);
    const letter = stay.documents.find(({ link }) => link.type === 'DocumentReference');
    if (letter) {
      const text = await eventDetail(as('jan.nowak'), anna, 'DocumentReference', letter.link.id);
      expect(text.text?.length).toBeGreaterThan(100);
    }
  });

  it('of another patient is not found', async () => {
    const entry = whole.lifeLine.lanes.documents.at(-1);
    await expect(eventDetail(as('jan.nowak'), jakub, 'DocumentReference', entry?.[3] as string)).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('finding', () => {
  const find = async (login: string, text: string) => {
    const call = callOf(login);
    const operation = operations({ record }).find(({ name }) => name === 'find-patient');
    const rest = { newId: () => 'id', about: () => undefined };
    const context = { actor: call.actor, call, tx: database, now: () => now, ...rest };
    const answer = await operation?.handle({ params: {}, query: {}, body: { text }, http: {} as never }, context);
    return (answer as { patients: { name: string; id: string }[] }).patients;
  };

  it('finds by PESEL, by the beginning of names, without Polish letters', async () => {
    expect((await find('jan.nowak', whole.patient.pesel as string)).map(({ id }) => id)).toEqual([anna]);
    expect((await find('jan.nowak', 'wisniow an')).map(({ id }) => id)).toEqual([anna]);
  });

  it('finds nobody in care of another facility', async () => {
    expect(await find('ewa.mazur', whole.patient.pesel as string)).toEqual([]);
  });
});
