/**
 * Every fact that a level derives can be asked why (PRO-7): for generated patients, whatever the overview, problems,
 * events and documents show has a rule with a card and at least one entry that it stands on. A new member of a reply
 * without a row in derived.ts does not compile; a new fact without a reason fails here.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, type Call, platformActor } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import type { Operation, OperationContext } from '#core/http/operation.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { documentDetail } from '../document.ts';
import { assemble, readEvent } from '../event.ts';
import type { EventLink, Explained } from '../model.ts';
import { readOverview } from '../overview.ts';
import { readProblem } from '../problem.ts';
import { type Reader, readerOf } from '../reader.ts';
import { derivedOf } from './derived.ts';
import { reasonsOf } from './explain.ts';
import { type Level, linkKey } from './keys.ts';
import { provenanceOperations, ruleCards } from './operations.ts';

const now = new Date('2026-11-23T10:00:00Z');
const cards = new Set(ruleCards.map(({ id }) => id));
let database: TestDatabase;
let record: FhirRecord;
let patients: string[];

/** The patient reads: nobody sees more of them. */
function callOf(patient: string): Call {
  const actor: Actor = { role: 'patient', id: patient, name: 'Pacjent', purpose: 'PATRQT', scopes: [], patient };
  return { actor, source: 'local', trace: 'test' };
}
const readerFor = (patient: string): Reader => readerOf(record, callOf(patient), now);

beforeAll(async () => {
  database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime, queryKey: Buffer.alloc(32, 1) });
  record = createRecord({ database, audit, runtime: systemRuntime });
  await fillPopulation(record, { patients: 6 });
  await database.query('analyze');
  const platform: Call = { actor: platformActor('test'), source: 'local', trace: 'test' };
  const found = await record.search(platform, 'Patient', '_count=50');
  patients = found.entries.map(({ stored }) => (JSON.parse(stored.content) as { id: string }).id);
}, 180_000);
afterAll(() => database.drop());

interface Shown {
  patient: string;
  level: Level;
  of: string;
  keys: string[];
}

const eventsPerLane = 4;

/** Every level of a patient: the overview, its problems, some events of each lane, all documents of the overview. */
async function levelsOf(patient: string): Promise<Shown[]> {
  const reader = readerFor(patient);
  const { overview } = await readOverview(reader, patient);
  const shown: Shown[] = [{ patient, level: 'overview', of: '', keys: derivedOf.overview(overview) }];
  for (const { link } of overview.problems) {
    const { detail } = await readProblem(reader, patient, link.id);
    shown.push({ patient, level: 'problem', of: link.id, keys: derivedOf.problem(detail) });
  }
  const { types, lanes } = overview.lifeLine;
  const events = Object.values(lanes).flatMap((lane) =>
    lane.slice(-eventsPerLane).map(([, , type, id]): EventLink => ({ type: types[type] as string, id })),
  );
  for (const link of events) {
    const detail = assemble(await readEvent(reader, patient, link.type, link.id));
    shown.push({ patient, level: 'event', of: linkKey(link), keys: derivedOf.event(detail) });
  }
  for (const { link } of overview.documents.list) {
    const detail = await documentDetail(reader, patient, link.id);
    shown.push({ patient, level: 'document', of: link.id, keys: derivedOf.document(detail) });
  }
  return shown;
}

const operationOf = (name: string): Operation => {
  const found = provenanceOperations(record).find((one) => one.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

function ask(patient: string, query: { level: string; fact: string; of?: string }): Promise<Explained> {
  const context = { call: callOf(patient), now: () => now } as unknown as OperationContext;
  const request = { params: { patient }, query, body: undefined } as never;
  return operationOf('explain-fact').handle(request, context) as Promise<Explained>;
}

describe('why', { timeout: 180_000 }, () => {
  it('has a reason for whatever any level of any patient derives', async () => {
    expect(patients.length).toBeGreaterThanOrEqual(6);
    const kinds = new Map<string, Shown & { fact: string }>();
    for (const patient of patients) {
      for (const shown of await levelsOf(patient)) {
        const { level, of, keys } = shown;
        const reasons = await reasonsOf[level](readerFor(patient), patient, of);
        for (const fact of keys) {
          const name = `${level} ${of}: ${fact}`;
          kinds.set(`${level} ${fact.split(/[:/]/, 1)[0]} ${fact.startsWith('gap:') ? fact.split(':')[1] : ''}`, {
            ...shown,
            fact,
          });
          if (fact.startsWith('gap:')) continue; // carries its rule and inputs: asked below
          const said = reasons.get(fact);
          expect(said, name).toBeDefined();
          for (const [rule, ...inputs] of said ?? []) {
            expect(cards, name).toContain(rule);
            expect(inputs.length, name).toBeGreaterThan(0);
          }
        }
      }
    }
    // One of each kind through the operation: rules with words, inputs that this reader sees.
    expect(kinds.size).toBeGreaterThan(30);
    for (const { patient, level, of, fact } of kinds.values()) {
      const { rules, inputs } = await ask(patient, { level, fact, of });
      const name = `${level} ${of}: ${fact}`;
      expect(rules.length, name).toBeGreaterThan(0);
      expect(inputs.length, name).toBeGreaterThan(0);
      for (const { link, known, version } of inputs) {
        expect([link.type, link.id, version > 0, known.slice(0, 2)], name).toEqual([link.type, link.id, true, '20']);
      }
    }
  });

  it('says who recorded an entry, where, and both dates, and that it can be disputed', async () => {
    const patient = patients.find((one) => one === 'p-1-1') ?? (patients[0] as string);
    const { overview } = await readOverview(readerFor(patient), patient);
    const { link } = overview.problems[0] as { link: EventLink };
    const { inputs } = await ask(patient, { level: 'overview', fact: linkKey(link) });
    expect(inputs[0]).toMatchObject({ link, disputable: true, opens: true, date: expect.any(String) });
    expect(inputs[0]?.source.facility ?? inputs[0]?.source.author).toBeTruthy();
  });

  it('refuses a fact that the level does not show, a rule that is none, and another patient alike', async () => {
    const [one = '', other = ''] = patients;
    for (const fact of ['Condition/none', 'gap:none:', 'gap:no-result:nonsense', 'measure:1-1', 'x'.repeat(1500)]) {
      await expect(ask(one, { level: 'overview', fact }), fact).rejects.toMatchObject({ kind: 'not-found' });
    }
    const asked = { params: { patient: other }, query: { level: 'overview', fact: 'allergies' } } as never;
    const context = { call: callOf(one), now: () => now } as unknown as OperationContext;
    await expect(operationOf('explain-fact').handle(asked, context)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('answers nothing of another patient, though a key names their entry', async () => {
    const [one = '', other = ''] = patients;
    const { overview } = await readOverview(readerFor(other), other);
    const foreign = overview.problems[0] ?? overview.results[0] ?? overview.documents.list[0];
    if (!foreign) return;
    const { inputs } = await ask(one, { level: 'overview', fact: `gap:no-result:${linkKey(foreign.link)}` });
    expect(inputs).toEqual([]);
  });
});
