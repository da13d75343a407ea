/** Content goes by a protocol of two people and in no other way; the chain holds before and after. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../access/actor.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { type FixedRuntime, fixedRuntime, systemRuntime } from '../runtime/runtime.ts';
import { readCheckpoints } from './checkpoints.ts';
import { decideDisposal, disposals, erase, requestDisposal } from './disposal.ts';
import type { AuditEntry } from './entry.ts';
import { type AuditTrail, createAuditTrail } from './index.ts';
import { type AuditKeys, loadAuditKeys } from './keys.ts';
import { type Sealer, startSealer } from './sealer.ts';
import { verifyAudit } from './verify.ts';

const anna: Call = {
  actor: { role: 'physician', id: 'a2', name: 'lek. Anna Nowak', purpose: 'TREAT', facility: 'clinic', scopes: [] },
  source: '127.0.0.1',
  trace: 't-1',
};
const [asks, decides] = [
  { id: 'iod', name: 'Inspektor' },
  { id: 'owner', name: 'Administrator danych' },
];
const [first, second] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'];
const until = new Date('2020-02-01T00:00:00Z');

let home: string;
let database: TestDatabase;
let keys: AuditKeys;
let sealer: Sealer;
let trail: AuditTrail;
let runtime: FixedRuntime;

beforeAll(async () => {
  database = await createTestDatabase();
  home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-disposal-'));
  runtime = fixedRuntime('2020-01-01T12:00:00Z');
  keys = loadAuditKeys(home, systemRuntime);
  trail = createAuditTrail({ database, runtime });
  sealer = startSealer({ database, runtime, keys, every: 3_600_000 });
  for (const kind of ['read', 'sign-in', 'create', 'read'])
    await write({ kind, action: kind === 'create' ? 'C' : 'R' });
  await seal();
  runtime.advance(60 * 24 * 365 * 6);
  await write({ kind: 'read' });
  await seal();
});
afterAll(async () => {
  await sealer.stop();
  await database.drop();
  rmSync(home, { recursive: true });
});

const write = (changes: Partial<AuditEntry>) =>
  trail.write({
    ...{ call: anna, at: runtime.now(), action: 'R', kind: 'read', outcome: 0 },
    ...{ patients: ['11'], patientIds: ['jan'], entities: ['Observation/o/1'] },
    ...changes,
  });

async function seal(): Promise<void> {
  const waiting = 'select 1 from audit.event where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1';
  while ((await database.query(waiting)).rowCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await sealer.sealNow();
}

const judge = () =>
  verifyAudit({ database, publicKey: keys.publicKey, checkpoints: readCheckpoints(keys.checkpointFile) });
const named = async () =>
  (await database.query(`select kind from audit.event where actor = 'a2' order by sequence`)).rows.map(
    ({ kind }) => kind,
  );

const ask = (id: string, of: 'access' | 'technical') =>
  requestDisposal(database, {
    ...{ id, class: of, until, legalBasis: 'okres przechowywania minął' },
    ...{ at: runtime.now(), by: asks },
  });
const approval = () => ({ decision: 'approved', reason: 'zgodnie z planem', at: runtime.now(), by: decides }) as const;
/** As the operation does it: the decision and its event are one. */
async function approve(id: string): Promise<void> {
  await decideDisposal(database, id, approval());
  await write({ kind: 'decide-disposal', action: 'E', entities: [`disposal/${id}`] });
  await seal();
}

describe('disposal', () => {
  it('erases nothing before two people have agreed: the database refuses', async () => {
    await ask(first, 'access');
    await expect(erase(database, { class: 'access', until })).rejects.toThrow('append-only');
    expect(await decideDisposal(database, first, { ...approval(), by: asks }), 'the same person').toBe(false);
    await expect(
      database.query(`update audit.disposal set decision = 'approved', decided_at = now(), decided_by = requested_by`),
    ).rejects.toThrow('two_people');
    expect(await named()).toEqual(['read', 'sign-in', 'create', 'read', 'read']);
  });

  it('erases the content of its class before its day, no other, and the chain still holds', async () => {
    await approve(first);
    expect(await erase(database, { class: 'access', until })).toBe(2);
    expect(await erase(database, { class: 'access', until }), 'again').toBe(0);
    expect(await named()).toEqual(['sign-in', 'create', 'read', 'decide-disposal']);
    const { rows } = await database.query(
      `select e::text as all from audit.event e where payload_hash is not null order by sequence limit 1`,
    );
    expect(rows[0]?.all).not.toMatch(/Anna|jan|clinic|Observation|127/);
    expect(await judge()).toEqual({ events: 6, seals: 3, unsealed: 0, ok: true });
  });

  it('is refused for what the protocol does not name, or when something is put in the place', async () => {
    await ask(second, 'technical');
    await approve(second);
    const erasing = (more: string) => `update audit.event e set salt = null, reason = null, rule = null, actor = '',
      actor_name = '', actor_patient = null, role = '', purpose = '', facility = null, facility_name = null, source = '',
      trace = '', patients = null, patient_ids = null, entities = null, query = null, ${more}`;
    const hashed = `payload_hash = sha256(uuid_send(e.salt) || convert_to(audit.payload_of(e), 'UTF8'))`;
    for (const statement of [
      erasing(`${hashed} where kind = 'create'`),
      erasing(`payload_hash = sha256('') where kind = 'sign-in'`),
      erasing(`${hashed}, app = 'mallory' where kind = 'sign-in'`),
      erasing(`${hashed}, at = at + interval '1 s' where kind = 'sign-in'`),
    ])
      await expect(database.query(statement), statement).rejects.toThrow('append-only');
    await expect(database.query(`delete from audit.disposal`)).rejects.toThrow('append-only');
    await expect(database.query(`update audit.disposal set until = now()`)).rejects.toThrow('protocol');
    expect((await disposals(database, second))[0]).toMatchObject({ decision: 'approved', decidedBy: 'owner' });
  });

  it('is found when somebody erased with the triggers off', async () => {
    await database.query('alter table audit.event disable trigger user');
    const sequence = (await database.query(`select sequence from audit.event where kind = 'create'`)).rows[0]?.sequence;
    await database.query(`update audit.event e set salt = null, reason = null, rule = null, actor = '', actor_name = '',
      actor_patient = null, role = '', purpose = '', facility = null, facility_name = null, source = '', trace = '',
      patients = null, patient_ids = null, entities = null, query = null,
      payload_hash = sha256(uuid_send(e.salt) || convert_to(audit.payload_of(e), 'UTF8')) where kind = 'create'`);
    expect((await judge()).firstBroken).toMatchObject({ what: 'event-erased', sequence: String(sequence) });
  });
});
