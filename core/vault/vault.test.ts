/** What lies encrypted opens for its row only, lives through rotation and crashes, and shows nothing in a dump. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { jobs, startWorkers } from '../jobs/index.ts';
import { systemRuntime as runtime } from '../runtime/runtime.ts';
import { fileRootKeys, openVault, type RootKeys, rootKeysIn, rotation, tokenRootKeys, type Vault } from './index.ts';

let database: TestDatabase;
let home: string;
let roots: RootKeys;
let vault: Vault;
beforeEach(async () => {
  database = await createTestDatabase();
  home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-vault-'));
  roots = fileRootKeys(home, runtime);
  vault = openVault({ database, runtime, roots });
  await database.query('create table public.note (id integer primary key, sealed bytea)');
});
afterEach(async () => {
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const column = {
  ...{ purpose: 'test/note', table: 'public.note', column: 'sealed', key: ['id'] },
  name: ({ id }: { readonly [column: string]: unknown }) => `note ${id}`,
  openFormer: (name: string, sealed: Buffer) => {
    if (sealed.toString() !== `former ${name}`) throw new Error('not of the former kind');
    return Buffer.from('former');
  },
};
/** Another process: nothing of what the first keeps in memory. */
const other = (its = roots) => openVault({ database, runtime, roots: its });
const rotationBy = (its = roots) => rotation({ database, runtime, roots: its, vault: other(its), columns: [column] });
const put = async (id: number, sealed: Buffer) =>
  database.query('insert into public.note (id, sealed) values ($1, $2)', [id, sealed]);
const read = async (id: number, by = other()) => {
  const { rows } = await database.query<{ sealed: Buffer }>('select sealed from public.note where id = $1', [id]);
  return (await by.open('test/note', `note ${id}`, rows[0]?.sealed as Buffer)).toString();
};
const rootsOfKeys = async () =>
  (await database.query<{ root: string }>('select distinct root from vault.data_key')).rows.map(({ root }) => root);

describe('what is sealed', () => {
  it('opens for its column and row, in any process, and for nothing else', async () => {
    const sealed = await vault.seal('test/note', 'note 1', 'zażółć');
    expect((await other().open('test/note', 'note 1', sealed)).toString()).toBe('zażółć');
    await vault.seal('test/other', 'note 1', 'x');
    await expect(vault.open('test/note', 'note 2', sealed)).rejects.toThrow();
    await expect(vault.open('test/other', 'note 1', sealed)).rejects.toThrow('has no key here');
    for (let place = 0; place < sealed.length; place++) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(place) ^ 1, place);
      await expect(vault.open('test/note', 'note 1', altered)).rejects.toThrow();
    }
  });

  it('is by one key when processes begin at once, and by a key that no other row of the table fits', async () => {
    const sealed = await Promise.all(Array.from({ length: 8 }, () => other().seal('test/note', 'n', 'x')));
    expect(new Set(sealed.map((one) => one.subarray(0, 20).toString('hex'))).size).toBe(1);
    await vault.seal('test/other', 'n', 'x');
    // Somebody who can write to the database swaps the wrapped keys of two columns.
    await database.query(`update vault.data_key k set wrapped = o.wrapped from vault.data_key o where o.id <> k.id`);
    await expect(other().open('test/note', 'n', sealed[0] as Buffer)).rejects.toThrow();
    await expect(other().seal('test/note', 'n', 'x')).rejects.toThrow();
  });

  it('answers 503 without its root key, and opens no more when its key was destroyed', async () => {
    const sealed = await vault.seal('test/note', 'n', 'x');
    const away = fileRootKeys(path.join(home, 'elsewhere'), runtime);
    const unavailable = { name: 'Refusal', code: 'key-service', status: 503, retryAfter: 5 };
    await expect(other(away).open('test/note', 'n', sealed)).rejects.toMatchObject(unavailable);
    await expect(other(away).seal('test/note', 'n', 'x')).rejects.toMatchObject(unavailable);
    await vault.destroy('test/note');
    for (const one of [vault, other()]) await expect(one.open('test/note', 'n', sealed)).rejects.toThrow('no key');
  });
});

describe('rotation', () => {
  it('moves every key and value to new ones; old backups open while the old root key is kept', async () => {
    for (let id = 1; id <= 450; id++) await put(id, await vault.seal('test/note', `note ${id}`, `text ${id}`));
    await put(1000, Buffer.from('former note 1000'));
    await put(1001, Buffer.from('garbage'));
    const backup = await database.query<{ id: string; purpose: string; wrapped: Buffer }>(
      'select * from vault.data_key',
    );
    const [oldRoot] = await rootsOfKeys();
    const turning = rotationBy();
    const root = await turning.begin({ dataKeys: true });
    expect(await turning.run()).toEqual({ wrapped: 1, values: 451, unreadable: 1 });
    expect(await rootsOfKeys()).toEqual([root]);
    expect([await read(1), await read(450), await read(1000)]).toEqual(['text 1', 'text 450', 'former']);
    const { rows } = await database.query('select id from vault.root_key where retired_at is null');
    expect(rows).toEqual([{ id: root }]);
    // Nothing is done twice, and a process that still seals by the retired key is read for as long as it does.
    expect(await rotationBy().run()).toEqual({ wrapped: 0, values: 0, unreadable: 1 });
    const late = await vault.seal('test/note', 'note 7', 'late');
    expect((await other().open('test/note', 'note 7', late)).toString()).toBe('late');
    const [{ wrapped, id, purpose } = { wrapped: Buffer.alloc(0), id: '', purpose: '' }] = backup.rows;
    const opened = await roots.unwrap(oldRoot as string, wrapped, `vault.data_key ${id} ${purpose}`);
    expect(opened).toEqual((await vault.keyById(purpose, id))?.key);
  });

  it('loses nothing when it is cut in the middle: the job goes on with the same root key', async () => {
    for (let n = 0; n < 30; n++) {
      const purpose = n === 0 ? 'test/note' : `files/area-${n}`;
      const sealed = await vault.seal(purpose, n === 0 ? 'note 1' : 'n', `text ${n}`);
      if (n === 0) await put(1, sealed);
    }
    let calls = 0;
    const dying: RootKeys = {
      ...roots,
      wrap: (...given) => (++calls > 12 ? Promise.reject(new Error('power cut')) : roots.wrap(...given)),
    };
    const root = await rotationBy(dying).begin();
    await expect(rotationBy(dying).run()).rejects.toThrow('power cut');
    expect((await rootsOfKeys()).length).toBe(2);
    expect([await read(1), (await rootsOfKeys()).includes(root)]).toEqual(['text 0', true]);
    // Begun again it is gone on with, and what is made meanwhile is under the new key at once.
    expect(await rotationBy().begin()).toBe(root);
    await other().seal('files/new', 'n', 'x');
    const workers = await startWorkers({ database, handlers: rotationBy().handlers, onFailure: () => undefined });
    await vi.waitFor(async () => expect(await rootsOfKeys()).toEqual([root]), 10_000);
    await vi.waitFor(async () => expect(await jobs.list(database)).toEqual([]), 10_000);
    await workers.stop();
    expect(await read(1)).toBe('text 0');
  });

  it('leaves no key under the old root key, however rotation and first keys race', async () => {
    await vault.seal('test/note', 'n', 'x');
    const making = Array.from({ length: 20 }, (_, n) => other().seal(`files/race-${n}`, 'n', 'x'));
    const root = await rotationBy().begin();
    await rotationBy().run();
    await Promise.all(making);
    await rotationBy().run();
    expect(await rootsOfKeys()).toEqual([root]);
  });
});

const soft = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find((file) =>
  existsSync(file),
);
const tools = soft !== undefined && existsSync('/usr/bin/pkcs11-tool');
if (!tools) console.warn('SKIPPED: PACKAGES softhsm2 AND opensc ARE NOT INSTALLED, SO NO MODULE HOLDS A ROOT KEY HERE');

describe.skipIf(!tools)('a hardware module', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-hsm-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes over from files by a rotation, and opens what it sealed with its PIN only', async () => {
    mkdirSync(path.join(folder, 'tokens'));
    const configuration = path.join(folder, 'softhsm2.conf');
    writeFileSync(configuration, `directories.tokendir = ${folder}/tokens\nlog.level = ERROR\n`);
    const former = process.env.SOFTHSM2_CONF;
    process.env.SOFTHSM2_CONF = configuration;
    try {
      const token = { module: soft as string, label: 'klucze', pin: '1234' };
      const init = ['--init-token', '--free', '--label', token.label, '--pin', token.pin, '--so-pin', '5678'];
      execFileSync('softhsm2-util', init, { stdio: 'pipe' });
      await put(1, await vault.seal('test/note', 'note 1', 'text'));
      const both = rootKeysIn(fileRootKeys(home, runtime), tokenRootKeys(token, runtime));
      const root = await rotationBy(both).begin();
      expect(await rotationBy(both).run()).toMatchObject({ wrapped: 1 });
      expect(await rootsOfKeys()).toEqual([root]);
      rmSync(path.join(home, 'keys'), { recursive: true });
      expect(await read(1, other(both))).toBe('text');
      const wrong = rootKeysIn(fileRootKeys(home, runtime), tokenRootKeys({ ...token, pin: '0000' }, runtime));
      await expect(read(1, other(wrong))).rejects.toMatchObject({ code: 'key-service', status: 503 });
      const listed = execFileSync('pkcs11-tool', [
        '--module',
        token.module,
        '--token-label',
        token.label,
        '--login',
        '--pin',
        token.pin,
        '--list-objects',
      ]);
      expect(listed.toString()).toContain('never extractable');
    } finally {
      if (former === undefined) delete process.env.SOFTHSM2_CONF;
      else process.env.SOFTHSM2_CONF = former;
    }
  });
});
