/** Following the real trail: the same trail gives the same alerts, however it is cut and wherever a process dies. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addRelation } from '#core/access/grants.ts';
import type { Actor } from '#core/access/actor.ts';
import { followTrail, probe, type TrailFollower } from '#core/audit/following.ts';
import { type AuditEntry, createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { detectionFollower } from './following.ts';
import { days, hours, minutes } from './rule.ts';
import { rules } from './rules/all.ts';
import { readSettings } from './settings.ts';
import { drawsOf, firstDay } from './traces/trace.ts';

let database: TestDatabase;
const names = rules.map(({ name }) => name);
const settings = () => readSettings({}, names);

const actor = (id: string, role: Actor['role'] = 'physician'): Actor => ({
  ...{ role, id, name: `lek. ${id}`, purpose: 'TREAT', scopes: [] },
  ...(role === 'physician' ? { facility: 'f-1', facilityName: 'Szpital' } : {}),
});
const entry = (who: Actor, at: number, said: Partial<AuditEntry>): AuditEntry => ({
  ...{ call: { actor: who, source: '192.0.2.9', trace: 't' }, at: new Date(at), action: 'R', kind: 'read', outcome: 0 },
  ...said,
});
const reads = (who: string, at: number, patient: number, said: Partial<AuditEntry> = {}) =>
  entry(actor(who), at, {
    patients: [String(patient)],
    patientIds: [`p${patient}`],
    entities: [`Patient/p${patient}/1`],
    ...said,
  });

/** Twelve days of five people, one of whom opens strangers by the dozen, one a few every day, one guesses a password. */
function someDays(): AuditEntry[] {
  const draws = drawsOf(11);
  const entries: AuditEntry[] = [];
  for (let day = 0; day < 12; day++) {
    const from = firstDay + day * days + 8 * hours;
    for (const who of ['anna', 'jan', 'ewa'])
      for (let visit = 0; visit < 6; visit++)
        entries.push(reads(who, from + draws.below(7 * 3_600) * 1_000, draws.below(30), { kind: 'read' }));
    for (let stranger = 0; stranger < 3; stranger++)
      entries.push(
        reads('piotr', from + stranger * 50 * minutes, 1_000 + day * 10 + stranger, { outcome: 4, reason: 'hidden' }),
      );
    if (day === 5)
      for (let stranger = 0; stranger < 25; stranger++)
        entries.push(reads('marek', from + stranger * 9_000, 5_000 + stranger));
    if (day === 6)
      for (let guess = 0; guess < 7; guess++)
        entries.push(
          entry(actor('ewa', 'patient'), from + guess * 5_000, {
            kind: 'sign-in',
            action: 'E',
            outcome: 4,
            reason: 'wrong-credentials',
          }),
        );
  }
  return entries.sort((one, other) => one.at.getTime() - other.at.getTime());
}

beforeAll(async () => {
  database = await createTestDatabase();
  const since = new Date(firstDay - days);
  // The facility has the first twenty in its care; the next ten come to it within 72 hours of the end of day two.
  for (let patient = 0; patient < 30; patient++)
    await addRelation(database, {
      ...{ patient: String(patient) as never, facility: 'f-1', kind: 'consent', source: `c${patient}`, person: '' },
      ...{ since: patient < 20 ? since : new Date(firstDay + 2 * days), ends: undefined },
    });
  const trail = createAuditTrail({ database, runtime: systemRuntime });
  const entries = someDays();
  for (let at = 0; at < entries.length; at += 40) await database.query(trail.insertion(entries.slice(at, at + 40)));
});
afterAll(() => database.drop());

interface Cut {
  readonly most: number;
  /** Every so many batches the process dies after its work and before its commit. */
  readonly diesEvery: number;
  /** Every so many looks another process takes over. */
  readonly newEvery: number;
}

/** Follows the whole trail from the beginning; what stands in the tables afterwards. */
async function follow({ most, diesEvery, newEvery }: Cut) {
  await database.query('truncate detection.memory, detection.unexplained, detection.alert, detection.clock');
  await database.query('delete from audit.follower');
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  let batches = 0;
  const process = (): TrailFollower => {
    const inner = detectionFollower({
      runtime: systemRuntime,
      audit,
      rules,
      settings,
      responses: { actsOf: () => [] },
      most,
    });
    return {
      ...{ name: inner.name, most, from: 'beginning' },
      async handle(events, tx, fresh) {
        await inner.handle(events, tx, fresh);
        if (++batches % diesEvery === 0) throw new Error('died before the commit');
      },
    };
  };
  for (let round = 0; round < 2_000; round++) {
    const following = followTrail({
      database,
      runtime: systemRuntime,
      follower: process(),
      every: 3_600_000,
      onFailure: () => undefined,
    });
    for (let look = 0; look < newEvery; look++) await following.catchUp();
    await following.stop();
    const { rows } = await database.query<{ left: boolean }>(
      `select exists (select from audit.event e, audit.follower f where (e.xid, e.sequence) > (f.xid, f.sequence)) as left`,
    );
    if (!rows[0]?.left) break;
  }
  const all = async (text: string) => (await database.query(text)).rows;
  return {
    alerts: await all('select id, rule, subject, facts, at from detection.alert order by id'),
    memories: await all('select key, state from detection.memory order by key'),
    waiting: await all('select actor, patient, period, sequence from detection.unexplained order by 1, 2, 3'),
  };
}

describe('following the trail', () => {
  it('raises what happened, once, and says it in the trail for whoever follows', async () => {
    const { alerts } = await follow({ most: 2_000, diesEvery: 1e9, newEvery: 2 });
    const raised = alerts.map(({ rule, subject }) => `${rule} ${subject}`);
    expect(raised).toContain('mass-look-up marek');
    expect(raised).toContain('brute-force ewa');
    expect(raised).toContain('low-and-slow piotr');
    // What was explained within 72 hours is nobody's alert.
    expect(raised.filter((each) => /anna|jan/.test(each))).toEqual([]);
    const { rows } = await database.query(`select rule, trace, role from audit.event where kind = 'raise-alert'`);
    expect(rows).toHaveLength(alerts.length);
    expect(new Set(rows.map(({ trace }) => trace))).toEqual(new Set(alerts.map(({ id }) => id)));
  });

  it('loses nothing and doubles nothing, however the trail is cut and wherever a process dies', async () => {
    const whole = await follow({ most: 5_000, diesEvery: 1e9, newEvery: 2 });
    expect(whole.alerts.length).toBeGreaterThan(3);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          most: fc.integer({ min: 3, max: 90 }),
          diesEvery: fc.integer({ min: 2, max: 9 }),
          newEvery: fc.integer({ min: 1, max: 6 }),
        }),
        async (cut) => {
          expect(await follow(cut)).toEqual(whole);
        },
      ),
      { numRuns: 6, seed: 17 },
    );
  }, 60_000);

  it('never reads the trail from its beginning to see whether anything is new', async () => {
    const many = Array.from({ length: 4000 }, (_, n) => reads('anna', firstDay, n));
    await database.query(createAuditTrail({ database, runtime: systemRuntime }).insertion(many));
    await database.query('analyze audit.event');
    const { rows } = await database.query<{ 'QUERY PLAN': string }>({
      text: `explain ${probe}`,
      values: ['detection'],
    });
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('event_commit_order');
    expect(plan).not.toMatch(/Seq Scan on event/);
  });

  it('lets one process work at a time, and another take over when it leaves', async () => {
    await database.query('delete from audit.follower');
    const handled: string[] = [];
    const begin = (who: string) =>
      followTrail({
        ...{
          database,
          runtime: systemRuntime,
          every: 3_600_000,
          onFailure: (error) => {
            throw error;
          },
        },
        follower: { name: 'test', from: 'beginning', most: 10, handle: async () => void handled.push(who) },
      });
    const one = begin('one');
    await one.catchUp();
    const other = begin('other');
    await other.catchUp();
    expect(new Set(handled)).toEqual(new Set(['one']));
    await one.stop();
    await database.query(
      createAuditTrail({ database, runtime: systemRuntime }).insertion([reads('anna', firstDay, 1)]),
    );
    // An event is followed when no older transaction of the whole cluster, other tests' too, is still under way.
    await vi.waitFor(
      async () => {
        await other.catchUp();
        expect(handled.at(-1)).toBe('other');
      },
      { timeout: 10_000 },
    );
    await other.stop();
  });
});
