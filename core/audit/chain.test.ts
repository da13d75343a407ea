/**
 * The chain end to end: sealed by the sealer, proved by the verifier, and every kind of tampering found where it is.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../access/actor.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { type FixedRuntime, fixedRuntime, systemRuntime } from '../runtime/runtime.ts';
import { keyIdOf, signCheckpoint } from './chain.ts';
import { readCheckpoints } from './checkpoints.ts';
import { type AuditTrail, createAuditTrail } from './index.ts';
import { type AuditKeys, loadAuditKeys } from './keys.ts';
import { type Sealer, startSealer } from './sealer.ts';
import { type AuditVerdict, verifyAudit } from './verify.ts';

const call: Call = {
  actor: { role: 'physician', id: 'a2', name: 'lek. Anna Nowak', purpose: 'TREAT', facility: 'clinic', scopes: [] },
  source: '127.0.0.1',
  trace: 't-1',
};

let home: string;
let database: TestDatabase;
let keys: AuditKeys;
let sealer: Sealer;
let trail: AuditTrail;
let runtime: FixedRuntime;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await empty();
  home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-audit-'));
  runtime = fixedRuntime('2026-03-01T12:00:00Z');
  keys = loadAuditKeys(home, systemRuntime);
  trail = createAuditTrail({ database, runtime });
  sealer = startSealer({ database, runtime, keys, every: 3_600_000 });
});
afterEach(async () => {
  await sealer.stop();
  rmSync(home, { recursive: true });
});

async function record(count: number): Promise<void> {
  const entry = { call, at: runtime.now(), action: 'R', kind: 'read', outcome: 0, patients: ['11'] } as const;
  for (let number = 0; number < count; number++) {
    await trail.write({
      ...entry,
      patientIds: ['jan'],
      entities: [`Observation/${number}/1`],
      query: 'zażółć="gęślą"',
    });
  }
}

/** Seals all there is in one batch. Transactions of other tests on this server hold the horizon back for a moment. */
async function seal(by = sealer): Promise<void> {
  const waiting = 'select 1 from audit.event where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1';
  while ((await database.query(waiting)).rowCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await by.sealNow();
}

/** Three batches of four events. */
async function threeSeals(): Promise<void> {
  for (let batch = 0; batch < 3; batch++) {
    await record(4);
    await seal();
    runtime.advance(1);
  }
}

const judge = (): Promise<AuditVerdict> =>
  verifyAudit({ database, publicKey: keys.publicKey, checkpoints: readCheckpoints(keys.checkpointFile) });

/** What somebody with all rights on the database could do. */
async function tamper(...statements: string[]): Promise<void> {
  for (const table of ['event', 'seal']) await database.query(`alter table audit.${table} disable trigger user`);
  for (const statement of statements) await database.query(statement);
}

/** A new trail for each test: only the owner of the tables can do this, and only by taking the triggers off. */
async function empty(): Promise<void> {
  await tamper('truncate audit.event, audit.seal restart identity');
  for (const table of ['event', 'seal'])
    await database.query(`alter table audit.${table} enable always trigger append_only`);
  await database.query('alter table audit.event enable always trigger erase_only');
}

/** The n-th sealed event (from 1). */
const nth = (n: number) => `(select sequence from audit.event order by xid, sequence offset ${n} - 1 limit 1)`;
const sequenceOf = async (n: number) =>
  String((await database.query(`select ${nth(n)} as sequence`)).rows[0]?.sequence);

describe('an untouched trail', () => {
  it('is proved, sealed and unsealed events counted', async () => {
    await threeSeals();
    await record(2);
    expect(await judge()).toEqual({ events: 12, seals: 3, unsealed: 2, ok: true });
    await seal();
    expect(await judge()).toEqual({ events: 14, seals: 4, unsealed: 0, ok: true });
  });

  it('is proved when empty', async () => {
    expect(await judge()).toEqual({ events: 0, seals: 0, unsealed: 0, ok: true });
  });

  it('leaves no large index of patients waiting for the requests to take it in', async () => {
    const entry = { call, at: runtime.now(), action: 'R', kind: 'read', outcome: 0 } as const;
    const entries = Array.from({ length: 1_000 }, (_, at) => ({
      ...entry,
      patients: [`${at}`],
      patientIds: [`${at}`],
    }));
    await database.query(trail.insertion(entries));
    await seal();
    const { rows } = await database.query(`select gin_clean_pending_list('audit.event_patients') as pages`);
    expect(rows).toEqual([{ pages: '0' }]);
  });

  it('seals nothing that could still get a neighbour before it', async () => {
    await record(1);
    await seal();
    await database.transaction(async (tx) => {
      await tx.query(trail.insertion([{ call, at: runtime.now(), action: 'C', kind: 'create', outcome: 0 }]));
      await record(2); // Committed, but later in commit order than the open transaction.
      await sealer.sealNow();
      expect((await judge()).events).toBe(1);
    });
    await seal();
    expect(await judge()).toMatchObject({ events: 4, ok: true });
  });

  it('is sealed by one process at a time, and by another when that one ends', async () => {
    await threeSeals();
    const second = startSealer({ database, runtime, keys, every: 3_600_000 });
    await record(1);
    await seal(second);
    expect(second.status().leading).toBe(false);
    await sealer.stop();
    await record(1);
    await seal(second);
    expect(second.status()).toMatchObject({ leading: true, events: 14 });
    await second.stop();
    expect(await judge()).toMatchObject({ ok: true, events: 14 });
  });
});

describe('tampering is found where it is', () => {
  it.each([
    ['a changed name', 'actor_name', `'lek. Anna Nowag'`],
    ['a changed time', 'at', `at + interval '1 microsecond'`],
    ['a patient taken out', 'patients', 'null'],
    ['a resource added', 'entities', `entities || '{X/1/1}'`],
    ['empty text instead of none', 'reason', `''`],
    ['another commit', 'xid', `'1'::xid8`],
  ])('%s', async (_, column, value) => {
    await threeSeals();
    const sequence = await sequenceOf(6);
    await tamper(`update audit.event set ${column} = ${value} where sequence = ${sequence}`);
    const { ok, firstBroken } = await judge();
    expect(ok).toBe(false);
    if (column === 'xid') expect(firstBroken).toMatchObject({ what: 'event-changed', seal: 1 });
    else expect(firstBroken).toMatchObject({ what: 'event-changed', sequence, seal: 2 });
  });

  it('a deleted event', async () => {
    await threeSeals();
    const sequence = await sequenceOf(6);
    await tamper(`delete from audit.event where sequence = ${sequence}`);
    expect((await judge()).firstBroken).toMatchObject({ what: 'event-deleted', sequence, seal: 2 });
  });

  it('the newest events cut off with their seal', async () => {
    await threeSeals();
    await tamper(
      'delete from audit.event where sequence > (select last_sequence from audit.seal where number = 2)',
      'delete from audit.seal where number = 3',
    );
    expect((await judge()).firstBroken).toMatchObject({ what: 'end-cut-off', seal: 3 });
    const blind = await verifyAudit({ database, publicKey: keys.publicKey });
    expect(blind.ok, 'without checkpoints nobody could know').toBe(true);
  });

  it('the newest events cut off without their seal', async () => {
    await threeSeals();
    const sequence = await sequenceOf(9);
    await tamper(`delete from audit.event where sequence >= ${sequence}`);
    expect((await judge()).firstBroken).toMatchObject({ what: 'event-deleted', sequence, seal: 3 });
  });

  it('two events that changed places', async () => {
    await threeSeals();
    const [a, b] = [await sequenceOf(6), await sequenceOf(7)];
    await tamper(`update audit.event set xid = case sequence
      when ${a} then (select xid from audit.event where sequence = ${b})
      else (select xid from audit.event where sequence = ${a}) end where sequence in (${a}, ${b})`);
    expect((await judge()).firstBroken).toMatchObject({ what: 'event-changed', sequence: a, seal: 2 });
  });

  it('two events that changed places in the seal too', async () => {
    await threeSeals();
    await tamper(
      `update audit.seal set sequences = (select array_agg(s order by s desc) from unnest(sequences) s)
        where number = 2`,
    );
    expect((await judge()).firstBroken).toMatchObject({ what: 'seal-changed', seal: 2 });
  });

  it('an event put among sealed ones', async () => {
    await threeSeals();
    await tamper(`insert into audit.event
        (xid, at, action, kind, outcome, actor, actor_name, role, purpose, source, trace)
      select xid, at, action, kind, outcome, 'mallory', actor_name, role, purpose, source, trace from audit.event
      where sequence = ${nth(6)}`);
    expect((await judge()).firstBroken).toMatchObject({ what: 'event-inserted', sequence: '13', seal: 2 });
  });

  it('an event inserted now that claims to be of yesterday', async () => {
    await threeSeals();
    await tamper(`insert into audit.event (at, action, kind, outcome, actor, actor_name, role, purpose, source, trace)
      select at - interval '1 day', action, kind, outcome, actor, actor_name, role, purpose, source, trace
      from audit.event where sequence = ${nth(6)}`);
    await seal();
    expect((await judge()).firstBroken).toMatchObject({ what: 'event-back-dated', sequence: '13', seal: 4 });
  });

  it('a signature by somebody else', async () => {
    await threeSeals();
    const stranger = generateKeyPairSync('ed25519');
    const { rows } = await database.query<{ size: string; hash: Buffer }>(
      'select size, hash from audit.seal where number = 2',
    );
    const state = { number: 2, size: Number(rows[0]?.size), hash: rows[0]?.hash ?? Buffer.alloc(0) };
    const forged = signCheckpoint(state, stranger.privateKey).toString('hex');
    await tamper(`update audit.seal set signature = '\\x${forged}' where number = 2`);
    expect((await judge()).firstBroken).toMatchObject({ what: 'signature-wrong', seal: 2 });
    await tamper(`update audit.seal set key_id = '${keyIdOf(stranger.publicKey)}' where number = 2`);
    expect((await judge()).firstBroken).toMatchObject({ what: 'key-unknown', seal: 2 });
  });

  it('a chain written anew with the true key', async () => {
    await threeSeals();
    await tamper(`update audit.event set actor = 'mallory' where sequence = ${nth(2)}`, 'delete from audit.seal');
    const kept = readFileSync(keys.checkpointFile);
    await sealer.stop();
    const forger = startSealer({ database, runtime, keys, every: 3_600_000 });
    await seal(forger);
    await forger.stop();
    writeFileSync(keys.checkpointFile, kept);
    expect((await judge()).firstBroken).toMatchObject({ what: 'checkpoint-differs', seal: 1 });
  });

  it('a seal taken out of the middle', async () => {
    await threeSeals();
    await tamper('delete from audit.seal where number = 2');
    expect((await judge()).firstBroken).toMatchObject({ what: 'seal-missing', seal: 2 });
  });
});

describe('the tables', () => {
  it.each(['event', 'seal'])('audit.%s refuses every change, even by its owner', async (table) => {
    await threeSeals();
    const column = table === 'event' ? 'sequence' : 'number';
    for (const statement of [
      table === 'event' ? 'update audit.event set actor = actor' : 'update audit.seal set key_id = key_id',
      `delete from audit.${table} where ${column} = 1`,
      `truncate audit.${table}`,
      `set session_replication_role = replica; delete from audit.${table}`,
    ]) {
      await expect(database.query(statement), statement).rejects.toThrow('append-only');
    }
  });
});

describe('the keys', () => {
  it('are made once, kept, and readable by nobody else', async () => {
    expect(loadAuditKeys(home, systemRuntime).keyId).toBe(keys.keyId);
    expect(loadAuditKeys(home, systemRuntime).queryKey).toEqual(keys.queryKey);
  });

  it('are refused in plain words when damaged', () => {
    writeFileSync(path.join(home, 'keys/audit/private.pem'), 'rubbish');
    expect(() => loadAuditKeys(home, systemRuntime)).toThrow('Put it back from the backup');
  });
});
