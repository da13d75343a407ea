/** What leads to a resource across patients: in the row itself or in record.lookup, each once, whatever was there before. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extract } from '#libs/fhir/search/extract.ts';
import { anObservation, aPatient, callBy, machine, openTestRecord, type TestRecord } from './fixtures.ts';
import { brokenInvariants } from './invariants.ts';
import type { Resource } from './record.ts';

let test: TestRecord;
const call = callBy(machine());
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

/** The same each run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const leads = async (id: string): Promise<string[]> =>
  (
    await test.database.query<{ token: string }>('select token from record.leads where id = $1 and token is not null', [
      id,
    ])
  ).rows.map(({ token }) => token);

describe('what leads to a resource', () => {
  it('is each lookup once, after any change of codes, dates and patients', async () => {
    const patients = [(await test.record.create(call, aPatient())).id, (await test.record.create(call, aPatient())).id];
    const draw = draws(7);
    const codings = () =>
      Array.from({ length: draw(5) }, () => ({
        ...(draw(3) > 0 ? { system: `urn:s${draw(2)}` } : {}),
        code: `c${draw(4)}`,
      }));
    const some = (more: object): Resource => {
      const coding = codings();
      const code = coding.length > 0 ? { coding } : { text: 'said' };
      const at = { effectiveDateTime: `2026-01-1${draw(2)}` };
      return anObservation(`Patient/${patients[draw(4) > 0 ? 0 : 1]}`, { code, ...at, ...more });
    };
    const { id } = await test.record.create(call, some({}));
    let several = 0;
    for (let n = 0; n < 60; n++) {
      const next = some({ id, note: [{ text: String(n) }] });
      if (draw(12) === 0) await test.record.delete(call, 'Observation', id);
      await test.record.update(call, structuredClone(next));
      const { lookups, tokens } = extract(next);
      const found = await leads(id);
      expect(new Set(found).size).toBe(found.length);
      expect(found).toEqual(expect.arrayContaining(lookups));
      expect(tokens).toEqual(expect.arrayContaining(found));
      if (lookups.length > 3) several++;
      for (const { code } of (next.code as { coding?: { code: string }[] }).coding ?? []) {
        const { entries, total } = await test.record.search(call, 'Observation', `code=${code}&_total=accurate`);
        expect([entries.length, entries[0]?.stored.id, total]).toEqual([1, id, 1]);
      }
    }
    expect(several).toBeGreaterThan(10);
    expect(await brokenInvariants(test.database)).toEqual([]);
  }, 60_000);

  it('was laid out anew for what was there before: what the row says needs no row of its own', async () => {
    const coding = ['a', 'b', 'c'].map((code) => ({ system: 'urn:old', code }));
    const patient = (await test.record.create(call, aPatient())).id;
    const { id } = await test.record.create(call, anObservation(`Patient/${patient}`, { code: { coding } }));
    // As it was before the migration: every lookup has a row.
    const { rowCount } = await test.database.query(
      `insert into record.lookup select patient, unnest(tokens[1:2]), starts, type, id from record.resource where id = $1`,
      [id],
    );
    expect([rowCount, (await brokenInvariants(test.database)).length]).toEqual([2, 1]);
    const migration = readFileSync(new URL('migrations/510.do.record-leads.sql', import.meta.url), 'utf8');
    await test.database.query(/^delete from record\.lookup.*?;/ms.exec(migration)?.[0] ?? 'no statement');
    expect(await brokenInvariants(test.database)).toEqual([]);
    for (const code of ['a', 'b', 'c', 'urn:old|b', 'urn:old|c']) {
      expect((await test.record.search(call, 'Observation', `code=${code}`)).entries).toHaveLength(1);
    }
  });
});
