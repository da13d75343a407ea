/**
 * A witness as a process of its own, against somebody who holds the platform's database, keys and disk: each thing that
 * they may do is found by what the witness cosigned, and the witness cosigns none of it.
 */
import { spawn } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { platformActor } from '#core/access/actor.ts';
import { createAuditTrail, startSealer, verifyInstalledAudit } from '#core/audit/index.ts';
import { loadAuditKeys } from '#core/audit/keys.ts';
import { unsealedAge, watchSeals } from '#core/audit/seal-watch.ts';
import { sealsAfter } from '#core/audit/seals.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { fixedRuntime, systemRuntime } from '#core/runtime/runtime.ts';

const ezdrowie = fileURLToPath(new URL('../ezdrowie.ts', import.meta.url));
const runtime = fixedRuntime('2026-03-01T12:00:00Z');
let database: TestDatabase;
let platform: Server;
let [home, folder] = ['', ''];
const made: string[] = [];

const fresh = (name: string): string => {
  const place = mkdtempSync(path.join(tmpdir(), `ezdrowie-${name}-`));
  made.push(place);
  return place;
};

beforeAll(async () => {
  database = await createTestDatabase();
  platform = createServer(async (request, answer) => {
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
    answer.statusCode = request.headers.authorization === 'Bearer secret' ? 200 : 401;
    answer.end(JSON.stringify({ seals: await sealsAfter(database, after) }));
  });
  await new Promise<void>((listening) => platform.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  platform.close();
  await database.drop();
  for (const place of made) rmSync(place, { recursive: true });
});
beforeEach(async () => {
  await tamper('truncate audit.event, audit.seal restart identity');
  [home, folder] = [fresh('platform'), fresh('witness')];
  writeFileSync(path.join(folder, 'token'), 'secret\n');
  await seal(loadAuditKeys(home, systemRuntime), 4);
});

async function tamper(...statements: string[]): Promise<void> {
  for (const table of ['event', 'seal']) await database.query(`alter table audit.${table} disable trigger user`);
  for (const statement of statements) await database.query(statement);
}

/** Some events more, in seals of three. */
async function seal(keys: ReturnType<typeof loadAuditKeys>, seals: number): Promise<void> {
  const trail = createAuditTrail({ database, runtime });
  const call = { actor: platformActor('test'), source: 'local', trace: 't' };
  const sealer = startSealer({ database, runtime, keys, every: 3_600_000 });
  for (let number = 0; number < seals; number++) {
    for (const id of ['a', 'b', 'c'])
      await trail.write({
        call,
        at: runtime.now(),
        action: 'R',
        kind: 'read',
        outcome: 0,
        entities: [`Group/${id}/1`],
      });
    await sealed(() => sealer.sealNow());
  }
  await sealer.stop();
}

async function sealed(sealNow: () => Promise<void>): Promise<void> {
  const waiting = 'select 1 from audit.event where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1';
  while ((await database.query(waiting)).rowCount > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await sealNow();
}

/** Everything sealed anew, as its holder could do it. */
async function sealAnew(keys: ReturnType<typeof loadAuditKeys>): Promise<void> {
  writeFileSync(keys.checkpointFile, '');
  const sealer = startSealer({ database, runtime, keys, every: 3_600_000 });
  await sealed(() => sealer.sealNow());
  await sealer.stop();
}

const key = () => path.join(home, 'keys/audit/public.pem');
async function witness(...more: string[]): Promise<{ code: number | null; text: string }> {
  const { port } = platform.address() as AddressInfo;
  const args = [ezdrowie, 'witness', `http://127.0.0.1:${port}`, folder, '--once'];
  const child = spawn(process.execPath, [...args, '--token-file', path.join(folder, 'token'), ...more]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  return { code, text };
}
const cosigned = () => path.join(folder, 'cosigned.txt');
const judge = (with_ = true) =>
  verifyInstalledAudit({
    ...{ database, home },
    ...(with_
      ? {
          against: cosigned(),
          witness: createPublicKey(readFileSync(path.join(folder, 'witness.pub.pem'), 'utf8')),
        }
      : {}),
  });

describe('a witness', () => {
  it('cosigns growth, goes on where it was, and makes verify-audit compare', async () => {
    expect(await witness('--key', key())).toMatchObject({ code: 0, text: expect.stringContaining('12 events') });
    await seal(loadAuditKeys(home, systemRuntime), 1);
    expect(await witness()).toMatchObject({ code: 0, text: 'Cosigned seal 5: 15 events.\n' });
    expect(readFileSync(cosigned(), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(await judge()).toMatchObject({ ok: true, events: 15 });
    const other = (_: string, first: string, rest: string) => ` ${first === 'A' ? 'B' : 'A'}${rest}`;
    writeFileSync(cosigned(), readFileSync(cosigned(), 'utf8').replaceAll(/ (\S)(\S{85}==)$/gm, other));
    await expect(judge(), 'cosignatures of nobody').rejects.toThrow('no checkpoint that counts');
  });

  it.each<[string, () => Promise<void>, string]>([
    [
      'the end cut off with its seals and checkpoints',
      async () => {
        const { checkpointFile } = loadAuditKeys(home, systemRuntime);
        await tamper('delete from audit.event where sequence > 6', 'delete from audit.seal where number > 2');
        const lines = readFileSync(checkpointFile, 'utf8').split('\n').slice(0, 2);
        writeFileSync(checkpointFile, `${lines.join('\n')}\n`);
      },
      'end-cut-off',
    ],
    [
      'a changed event, the chain written anew with the true key',
      async () => {
        await tamper(`update audit.event set actor = 'mallory' where sequence = 5`, 'delete from audit.seal');
        await sealAnew(loadAuditKeys(home, systemRuntime));
        await seal(loadAuditKeys(home, systemRuntime), 4);
      },
      'checkpoint-differs',
    ],
    [
      'an event less, the chain written anew with another key',
      async () => {
        await tamper('delete from audit.event where sequence = 5', 'delete from audit.seal');
        const { privateKey } = generateKeyPairSync('ed25519');
        const forged = privateKey.export({ type: 'pkcs8', format: 'pem' });
        writeFileSync(path.join(home, 'keys/audit/private.pem'), forged);
        await sealAnew(loadAuditKeys(home, systemRuntime));
        await seal(loadAuditKeys(home, systemRuntime), 4);
      },
      'checkpoint-differs',
    ],
  ])('is not deceived by %s', async (_, attack, what) => {
    await witness('--key', key());
    await attack();
    expect((await judge(false)).ok, 'without a witness nobody could know').toBe(true);
    expect((await judge()).firstBroken?.what).toBe(what);
    const before = readFileSync(cosigned(), 'utf8');
    expect(await witness()).toMatchObject({ code: 1, text: expect.stringContaining('NOT COSIGNED') });
    expect(readFileSync(cosigned(), 'utf8')).toBe(before);
  });

  it('says in plain words what it lacks', async () => {
    expect((await witness()).text).toContain('--key public.pem');
    writeFileSync(path.join(folder, 'token'), 'wrong');
    expect(await witness('--key', key())).toMatchObject({ code: 1, text: expect.stringContaining('status 401') });
    const other = path.join(folder, 'other.pem');
    const { publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(other, publicKey.export({ type: 'spki', format: 'pem' }));
    expect((await witness('--key', other)).text).toContain('another key');
  });
});

describe('the age of what is not sealed', () => {
  it('raises an alarm once after five minutes, and says when all is well again', async () => {
    const said: string[] = [];
    const watch = watchSeals({ database, runtime }, (says) => said.push(says), 3_600_000);
    const trail = createAuditTrail({ database, runtime });
    const call = { actor: platformActor('test'), source: 'local', trace: 't' };
    await trail.write({ call, at: runtime.now(), action: 'R', kind: 'read', outcome: 0 });
    await watch.look();
    runtime.advance(6);
    await watch.look();
    await watch.look();
    expect(await unsealedAge(database, runtime.now())).toBe(360_000);
    await seal(loadAuditKeys(home, systemRuntime), 1);
    await watch.look();
    watch.stop();
    expect(said).toEqual([expect.stringContaining('ALARM'), 'The audit trail is sealed again.']);
  });
});
