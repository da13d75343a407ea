/** Searches that share a statement with their audit entries: the same answers, and the same trail, as one by one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Call } from '../../access/actor.ts';
import {
  anEncounter,
  anObservation,
  aPatient,
  callBy,
  machine,
  openTestRecord,
  patientActor,
  physicianAt,
  type TestRecord,
} from '../fixtures.ts';
import { isHashed, ownerId } from '../keys.ts';
import type { SearchPage } from '../record.ts';

let test: TestRecord;
let patient: string;
beforeAll(async () => {
  test = await openTestRecord();
  const platform = callBy(machine());
  patient = (await test.record.create(platform, aPatient({ name: [{ family: 'Wspólny' }] }))).id;
  await test.record.update(platform, aPatient({ id: 'chosen', name: [{ family: 'Wspólny' }] }));
  for (const whose of [patient, 'chosen']) {
    for (let n = 0; n < 5; n++) {
      await test.record.create(platform, anObservation(`Patient/${whose}`, { effectiveDateTime: `2026-01-1${n}` }));
    }
  }
  await test.record.create(platform, anEncounter(`Patient/${patient}`, 'f'));
});
afterAll(() => test?.close());

/** Answered in two steps, search and trail: so are all who let an answer be old. */
const inTwoSteps = (call: Call): Call => ({ ...call, maxStale: 0 });

/** What the trail says of what `work` did; which of them share a commit besides. */
async function told(work: () => Promise<unknown>): Promise<{ entries: Record<string, unknown>[]; commits: number }> {
  const { rows: before } = await test.database.query<{ n: string }>('select max(sequence) as n from audit.event');
  await work();
  const { rows } = await test.database.query(
    `select action, kind, outcome, rule, actor, role, patients, patient_ids, entities, query, xid::text from audit.event
     where sequence > $1`,
    [before[0]?.n],
  );
  const commits = new Set(rows.map(({ xid }) => xid)).size;
  const entries = rows.map(({ xid: _xid, ...entry }) => byPatient(entry));
  return { entries: entries.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)), commits };
}

/** Patients stand in no order, and ids that their keys tell are left out or not. */
function byPatient(entry: Record<string, unknown>) {
  const [patients, ids] = [entry['patients'] as string[] | null, entry['patient_ids'] as (string | null)[] | null];
  const pairs = patients
    ?.map((patient, place) => [patient, ids?.[place] ?? (isHashed(patient) ? null : ownerId(patient))])
    .sort();
  return { ...entry, patients: pairs, patient_ids: undefined };
}

/** All that an answer says: texts and times come when they are asked for. */
function plain(answer: unknown) {
  const { entries, self, first, next, total, ignored } = answer as SearchPage;
  const shown = entries.map(({ mode, stored: { type, id, version, updated, content } }) => ({
    ...{ mode, type, id, version, updated, content },
  }));
  return { entries: shown, self, first, next, total, ignored };
}

describe('searches at once', () => {
  const questions = (): [Actor, string, string][] => [
    [machine(), 'Observation', `patient=${patient}&_sort=-date&_count=2`],
    [machine(), 'Observation', `patient=chosen&_sort=-date&_count=2`],
    [machine(), 'Observation', `patient=nobody&_sort=-date&_count=2`],
    [machine(), 'Encounter', `patient=${patient}`],
    [machine(), 'Patient', 'name=wspolny'],
    [machine(), 'Patient', 'name=wspolny&_count=1'],
    [machine(), 'Patient', `_id=${patient}`],
    [machine(), 'Observation', `patient=${patient}&_total=accurate&_elements=status`],
    [patientActor(patient), 'Observation', 'code=8867-4&_count=2'],
    [patientActor('chosen'), 'Observation', 'code=8867-4&_count=2'],
    [patientActor('chosen'), 'Observation', `patient=${patient}`],
    [physicianAt('f'), 'Observation', `patient=${patient}&_count=2`],
    [physicianAt('elsewhere'), 'Observation', `patient=${patient}&_count=2`],
    [physicianAt('f'), 'Patient', 'name=wspolny'],
    [machine(), 'Observation', 'code=8867-4&_count=7'],
    [machine(), 'Observation', 'code=8867-4&_sort=-date&_count=50'],
    [physicianAt('f'), 'Observation', 'code=8867-4'],
    [machine(), 'Practitioner', 'name=nikt'],
  ];

  it('are answered and told like those that are asked one by one', async () => {
    const asked = questions();
    const search = (of: (call: Call) => Call) => (n: number) =>
      asked.map(([actor, type, query]) => test.record.search(of({ ...callBy(actor), trace: `${n}` }), type, query));
    const often = Array.from({ length: 8 }, (_, n) => n);
    // Only what is asked often is shared.
    for (const n of often) await Promise.all(search((call) => call)(n));
    const pages: unknown[] = [];
    const apart = await told(async () => {
      for (const n of often) for (const answer of search(inTwoSteps)(n)) pages.push(await answer);
    });
    const answers: unknown[] = [];
    const shared = await told(async () => {
      answers.push(...(await Promise.all(often.flatMap(search((call) => call)))));
    });
    expect(answers.map(plain)).toEqual(pages.map(plain));
    expect(shared.entries).toEqual(apart.entries);
    expect(shared.entries).toHaveLength(asked.length * often.length);
    expect(shared.commits).toBeLessThan((asked.length * often.length) / 4);
    expect(answers.filter((page) => (page as { told?: true }).told).length).toBe(answers.length);
  });

  it('of one caller are one statement and one commit, with the same answers and the same trail', async () => {
    const asked: [string, string][] = [
      ['Observation', `patient=${patient}&_sort=-date&_count=2`],
      ['Observation', `patient=${patient}&code=8867-4&_count=200`],
      ['Encounter', `patient=${patient}`],
      ['Condition', `patient=${patient}&_sort=-recorded-date&_count=2`],
      ['Observation', `patient=${patient}&_sort=date&_count=1`],
    ];
    const round = (of: (call: Call) => Call = (call) => call) => {
      const call = of(callBy(physicianAt('f')));
      return Promise.all(asked.map(([type, query]) => test.record.search(call, type, query)));
    };
    for (let n = 0; n < 12; n++) await round();
    let apart: unknown[] = [];
    let together: unknown[] = [];
    const one = await told(async () => {
      apart = await round(inTwoSteps);
    });
    const other = await told(async () => {
      together = await round();
    });
    expect(together.map(plain)).toEqual(apart.map(plain));
    expect(other.entries).toEqual(one.entries);
    expect([other.entries.length, other.commits]).toEqual([asked.length, 1]);
    expect((together as SearchPage[]).map(({ entries, next }) => [entries.length, next !== undefined])).toEqual([
      [2, true],
      [5, false],
      [1, false],
      [0, false],
      [1, true],
    ]);
    // A page that was found in a round goes on as any other.
    const [{ next = '' }] = together as [SearchPage];
    const second = await test.record.search(callBy(physicianAt('f')), 'Observation', next);
    expect(second.entries).toHaveLength(2);
  });

  it('show nothing when the trail cannot be written', async () => {
    const search = () => test.ask('GET', `/Observation?patient=${patient}&_sort=-date&_count=2`);
    await test.database.query('alter table audit.event rename to event_elsewhere');
    try {
      const answers = await Promise.all(Array.from({ length: 8 }, search));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
      for (const { text } of answers) expect(text).not.toContain('Observation/');
    } finally {
      await test.database.query('alter table audit.event_elsewhere rename to event');
    }
    const { status, body } = await search();
    expect([status, body.entry.length]).toEqual([200, 2]);
  });
});
