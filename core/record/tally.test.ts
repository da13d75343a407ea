/** A tally says what counting says, whatever is written, removed, indexed anew and folded at the same time. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorkers, type Workers } from '../jobs/index.ts';
import {
  anObservation,
  aPatient,
  bundleOf,
  callBy,
  entry,
  machine,
  openTestRecord,
  type TestRecord,
} from './fixtures.ts';
import { brokenInvariants } from './invariants.ts';
import type { Resource } from './record.ts';
import { anExtension, aParameter, ready } from './search-parameters/fixtures.ts';
import { foldTallies, keepTally, tallyLock, worthTallying } from './tally.ts';

let test: TestRecord;
let workers: Workers | undefined;
const call = callBy(machine());

beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(async () => {
  await workers?.stop();
  await test.close();
});

/** Begins a tally of everything that leads anywhere now. */
async function keepAll(): Promise<void> {
  const { rows } = await test.database.query<{ type: number; token: string }>(
    `select distinct type, token from record.leads where token is not null
     except select type, token from record.tally`,
  );
  for (const { type, token } of rows) await keepTally(test.database, type, token);
}

/** Tallies alone: of what is indexed in the background an entry may stand twice, and is counted twice. */
const wrongTallies = async (): Promise<string[]> =>
  (await brokenInvariants(test.database)).filter((says) => says.startsWith('a tally'));

const coded = (...codes: string[]) => ({ coding: codes.map((code) => ({ system: 'urn:tally', code })) });
const total = async (query: string, by = call): Promise<number | undefined> =>
  (await test.record.search(by, 'Observation', `${query}&_summary=count`)).total;
const walked = async (code: string): Promise<number> => {
  const { entries } = await test.record.search(call, 'Observation', `code=urn:tally|${code}&_count=1000`);
  return entries.length;
};

describe('tallies', () => {
  it('agree with what is there, whatever happens together', async () => {
    const patients = await Promise.all([test.record.create(call, aPatient()), test.record.create(call, aPatient())]);
    const codes = ['a', 'b', 'c', 'd'];
    const some = fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1, maxLength: 4 });
    const step = fc.record({
      what: fc.constantFrom('create', 'create', 'put', 'put', 'delete', 'bundle', 'expunge', 'fold', 'keep'),
      id: fc.constantFrom('t1', 't2', 't3', 't4'),
      codes: some,
      n: fc.nat(1),
    });
    const play = ({ what, id, codes: of, n }: { what: string; id: string; codes: string[]; n: number }) => {
      const resource: Resource = anObservation(`Patient/${patients[n]?.id}`, { code: coded(...of) });
      if (what === 'create') return test.record.create(call, resource);
      if (what === 'put') return test.record.update(call, { ...resource, id });
      if (what === 'delete') return test.record.delete(call, 'Observation', id);
      if (what === 'expunge')
        return test.record.expunge(call, 'Observation', id, {
          what: 'everything',
          reason: 'to see that it is counted',
        });
      if (what === 'fold') return foldTallies(test.database);
      if (what === 'keep') return keepAll();
      const entries = ['t1', 't2'].map((one) => entry('PUT', `Observation/${one}`, { ...resource, id: one }));
      return test.record.bundle(call, bundleOf('transaction', ...entries, entry('POST', 'Observation', resource)));
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        async (rounds) => {
          for (const round of rounds) {
            await Promise.allSettled(round.map(play));
            expect(await brokenInvariants(test.database)).toEqual([]);
          }
        },
      ),
      { numRuns: 25 },
    );
    await keepAll();
    const { rows } = await test.database.query('select 1 from record.tally where number > 0');
    expect(rows.length).toBeGreaterThan(codes.length);
    for (const code of codes) expect(await total(`code=urn:tally|${code}`)).toBe(await walked(code));
  });

  it('are kept by indexing anew', async () => {
    const painted = (n: number): Resource => ({
      ...aPatient({ id: `painted-${n}` }),
      extension: ['red', 'blue', 'green'].map((code) =>
        anExtension('colour', { valueCoding: { system: 'urn:c', code } }),
      ),
    });
    const all = Array.from({ length: 450 }, (_, n) => entry('PUT', `Patient/painted-${n}`, painted(n)));
    await test.record.bundle(call, bundleOf('transaction', ...all));
    const parameter = aParameter('colour', 'token', 'Coding');
    await test.record.update(call, parameter);
    const { database, record } = test;
    workers = await startWorkers({ database, handlers: record.handlers, tellEvery: 100, onFailure: console.error });
    // The first slices bring the tokens, the next are told; some are written meanwhile.
    let indexing = true;
    const meanwhile = async () => {
      for (let n = 0; indexing; n++) {
        await keepAll();
        await foldTallies(database);
        await record.update(call, { ...painted(n % 450), active: n % 2 === 0 });
      }
    };
    await Promise.all([meanwhile(), ready(test, 'colour').finally(() => (indexing = false))]);
    expect(await wrongTallies()).toEqual([]);
    // Another meaning: what was stored goes.
    await record.update(call, { ...parameter, expression: 'Patient.maritalStatus' });
    await ready(test, 'colour');
    expect(await wrongTallies()).toEqual([]);
  });

  it('are begun and folded by one at a time', async () => {
    await test.record.create(call, anObservation(undefined, { code: coded('lone') }));
    const holder = await test.database.pool.connect();
    await holder.query(`begin; select pg_advisory_xact_lock(${tallyLock})`);
    await foldTallies(test.database);
    let begun = false;
    const beginning = keepTally(test.database, 96, '1').then(() => (begun = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const told = async () => (await test.database.query('select 1 from record.tally_change')).rows.length;
    expect([begun, (await told()) > 0]).toEqual([false, true]);
    await holder.query('commit');
    holder.release();
    await beginning;
    await foldTallies(test.database);
    expect(await told()).toBe(0);
  });

  it('answer only those who may read all, from when a token leads to many', async () => {
    const patient = await test.record.create(call, aPatient());
    const entries = Array.from({ length: worthTallying }, () =>
      entry('POST', 'Observation', anObservation(`Patient/${patient.id}`, { code: coded('many') })),
    );
    await test.record.bundle(call, bundleOf('transaction', ...entries));
    const tallied = async () =>
      (
        await test.database.query<{ number: string }>(
          `select number from record.tally where number >= ${worthTallying}`,
        )
      ).rows;
    expect(await tallied()).toEqual([]);
    expect(await total('code=urn:tally|many')).toBe(worthTallying);
    await expect.poll(tallied, { timeout: 5_000 }).toHaveLength(1);
    // The tally is what answers now, and nobody else than a reader of all.
    await test.database.query(`update record.tally set number = number + 7 where number >= ${worthTallying}`);
    expect(await total('code=urn:tally|many')).toBe(worthTallying + 7);
    expect(await total(`code=urn:tally|many&patient=Patient/${patient.id}`)).toBe(worthTallying);
    expect(await total('code=urn:tally|many&status=final')).toBe(worthTallying);
    const narrow = callBy(machine('system/Observation.rs?code=urn:tally|none'));
    expect(await total('code=urn:tally|many', narrow)).toBe(0);
  });
});
