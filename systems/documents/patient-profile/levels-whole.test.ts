/** Levels 1 and 3 on the real record: Anna's problems and documents, and who may see them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { demonstrationPeople } from '#libs/population/index.ts';
import { documentDetail, originalFile } from './document.ts';
import type { Overview } from './model.ts';
import { overview } from './overview.ts';
import { problemDetail } from './problem.ts';
import type { ProblemDetail } from './problem-model.ts';
import { readerOf } from './reader.ts';
import { trail } from './trail.ts';

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
const doctor = () => as('jan.nowak');

let database: TestDatabase;
let record: FhirRecord;
let whole: Overview;

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime, queryKey: Buffer.alloc(32, 1) });
  record = createRecord({ database, audit, runtime: systemRuntime });
  await fillPopulation(record, { patients: 3 });
  await database.query('analyze');
  whole = await overview(doctor(), anna);
}, 120_000);
afterAll(() => database.drop());

const idOf = (code: string): string => {
  const found = whole.problems.find((one) => one.code === code);
  if (!found) throw new Error(`Anna has no ${code}`);
  return found.link.id;
};
const open = (code: string): Promise<ProblemDetail> => problemDetail(doctor(), anna, idOf(code));

describe('a problem', () => {
  it('shows diabetes with HbA1c over metformin, empagliflozin and insulin, a goal that is missed, and who treats it', async () => {
    const diabetes = await open('E11.9');
    const hba1c = diabetes.measures[0];
    expect(hba1c?.code).toBe('4548-4');
    expect(hba1c?.last?.value).toMatchObject({ number: 7.9, unit: '%' });
    expect(hba1c?.points.length).toBeGreaterThan(20);
    expect(hba1c?.goal).toEqual({ high: 7 });
    const atc = diabetes.treatments.map(({ code }) => code);
    expect(atc).toEqual(expect.arrayContaining(['A10BA02', 'A10BK03', 'A10AE04']));
    expect(diabetes.treatments.every(({ spans }) => spans.length > 0)).toBe(true);
    expect(diabetes.goals.find(({ what }) => what.startsWith('HbA1c'))).toMatchObject({ met: false, status: 'active' });
    expect(diabetes.plans[0]?.activities.length).toBeGreaterThan(2);
    expect(diabetes.responsible).toMatchObject({ why: 'plan-author' });
    expect(diabetes.cut).toEqual([]);
  });

  it('shows heart failure with its stay, its letter and ramipril that nobody collected', async () => {
    const failure = await open('I50.0');
    expect(failure.stays.length).toBeGreaterThan(0);
    expect(failure.documents.map(({ what }) => what)).toContain('Karta informacyjna leczenia szpitalnego');
    expect(failure.missing).toContainEqual(
      expect.objectContaining({ kind: 'not-dispensed', what: expect.stringMatching(/Ramipryl/) }),
    );
    expect(failure.table?.source).toContain('ESC');
  });

  it('holds only its own events: every encounter names it or recorded it', async () => {
    const failure = await open('I50.0');
    const visits = failure.events.filter(({ link }) => link.type === 'Encounter');
    expect(visits.length).toBeGreaterThan(5);
    for (const { detail, link } of visits) expect(detail, link.id).toMatch(/Niewydolność serca/);
  });

  it('opens every problem of the overview, the healed and those without a table, too', async () => {
    for (const { link, what, active } of whole.problems) {
      const detail = await problemDetail(doctor(), anna, link.id);
      expect(detail, what).toMatchObject({ what, active });
      expect(detail.events.length, what).toBeGreaterThan(0);
    }
    expect((await open('S52.5')).missing).toEqual([{ kind: 'no-table' }]);
  });

  it('of another patient, or for whom she is not in care, is like one that does not exist', async () => {
    const id = idOf('E11.9');
    const none = problemDetail(doctor(), anna, 'con-none');
    await expect(none).rejects.toMatchObject({ kind: 'not-found' });
    await expect(problemDetail(doctor(), jakub, id)).rejects.toMatchObject({ kind: 'not-found' });
    for (const login of ['jakub.zielinski', 'ewa.mazur']) {
      await expect(problemDetail(as(login), anna, id)).rejects.toMatchObject({ kind: 'not-found' });
    }
  });

  it('is the same for the patient', async () => {
    const own = await problemDetail(as('anna.wisniowiecka'), anna, idOf('E11.9'));
    expect(own.measures).toEqual((await open('E11.9')).measures);
  });
});

describe('a document', () => {
  const letter = async () =>
    (await open('I50.0')).documents.find(({ what }) => what.startsWith('Karta'))?.link.id as string;

  it('is the letter as it came, its facts with their places, its stay, and no word of a signature', async () => {
    const document = await documentDetail(doctor(), anna, await letter());
    const text = document.originals[0]?.parts[0]?.text ?? '';
    expect(document.originals[0]).toMatchObject({ state: 'text', format: 'text' });
    const said = document.facts.flatMap(({ what, place }) => (place ? [[what, text.slice(place.from, place.to)]] : []));
    expect(said).toContainEqual(['Apiksaban 5 mg, tabletki', 'apiksaban']);
    expect(said).toContainEqual(['Niewydolność serca zastoinowa', 'I50.0']);
    expect(document.encounter?.link.type).toBe('Encounter');
    expect(document.signature).toEqual({ state: 'none-known' });
    expect(document.replacedBy).toEqual([]);
  });

  it('is a file for who may see it, byte for byte', async () => {
    const { bytes, contentType } = await originalFile(doctor(), anna, await letter(), 0);
    expect(contentType).toBe('text/plain');
    expect(bytes.toString()).toContain('Zalecenia: ważyć się codziennie');
    await expect(originalFile(doctor(), anna, await letter(), 1)).rejects.toMatchObject({ code: 'no-original' });
  });

  it('of another patient, of another type, or for whom she is not in care, is like one that does not exist', async () => {
    const id = await letter();
    await expect(documentDetail(doctor(), jakub, id)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(originalFile(doctor(), jakub, id, 0)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(documentDetail(doctor(), anna, `Patient~${anna}`)).rejects.toMatchObject({ code: 'no-such-document' });
    for (const login of ['jakub.zielinski', 'ewa.mazur']) {
      await expect(documentDetail(as(login), anna, id)).rejects.toMatchObject({ kind: 'not-found' });
    }
  });
});

describe('the trail', () => {
  it('names the problem and the stay, and leaves out what is not hers', async () => {
    const failure = await open('I50.0');
    const stay = failure.stays[0]?.link.id as string;
    const { crumbs } = await trail(doctor(), anna, { problem: failure.link.id, event: `Encounter/${stay}` });
    expect(crumbs).toMatchObject([
      { level: 'problem', what: failure.what },
      { level: 'event', stay: true },
    ]);
    const asked = { problem: failure.link.id, event: `Encounter/${stay}` };
    expect(await trail(doctor(), jakub, asked)).toEqual({ crumbs: [] });
  });
});
