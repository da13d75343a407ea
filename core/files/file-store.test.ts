import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { fileVault, type Vault } from '../vault/index.ts';
import { type FileStore, folderStore } from './file-store.ts';

let database: TestDatabase;
let folder: string;
let vault: Vault;
let store: FileStore;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-files-'));
  vault = fileVault(database, folder, systemRuntime);
  store = folderStore(path.join(folder, 'files'), systemRuntime, vault);
});
afterEach(async () => {
  await database.query('delete from vault.data_key; delete from vault.root_key');
  rmSync(folder, { recursive: true, force: true });
});

async function* pieces(...parts: (string | Buffer)[]) {
  yield* parts;
}
const read = async (area: string, hash: string) => {
  const stream = await store.open(area, hash);
  return stream && text(stream);
};
const inArea = (area: string) => path.join(folder, 'files', area);
const onlyFile = (area: string) => path.join(inArea(area), readdirSync(inArea(area))[0] as string);

it('gives back what was put, under its hash, in its area only, until the area is removed with its key', async () => {
  const { hash, size } = await store.put('a/1', pieces('zażółć ', 'gęślą'));
  expect([size, await read('a/1', hash)]).toEqual([19, 'zażółć gęślą']);
  expect(await read('a/2', hash)).toBeUndefined();
  const backup = readFileSync(onlyFile('a/1'));
  const name = path.basename(onlyFile('a/1'));
  await store.removeArea('a/1');
  expect(await read('a/1', hash)).toBeUndefined();
  // The folder comes back from a backup: without its key it is noise.
  mkdirSync(inArea('a/1'), { recursive: true });
  writeFileSync(path.join(inArea('a/1'), name), backup);
  expect(await read('a/1', hash)).toBeUndefined();
});

it.each([0, 1, 65_535, 65_536, 65_537, 300_000])(
  'shows nothing of %s bytes on the disk, and gives them back',
  async (size) => {
    const clear = Buffer.alloc(size, 'Jan Kowalski 90010112345 ');
    const { hash } = await store.put('a', pieces(clear.subarray(0, 70_000), clear.subarray(70_000)));
    const onDisk = readFileSync(onlyFile('a'));
    expect([onDisk.includes('Kowalski'), path.basename(onlyFile('a')) === hash]).toEqual([false, false]);
    const again = await store.open('a', hash);
    expect(clear.equals(await buffer(again as never))).toBe(true);
  },
);

it('ends with an error at a file that was altered, cut, lengthened or put in the place of another', async () => {
  const { hash } = await store.put('a', pieces(Buffer.alloc(200_000, 'x')));
  const file = onlyFile('a');
  const right = readFileSync(file);
  const wrong: [string, () => void][] = [
    [
      'altered',
      () => writeFileSync(file, Buffer.concat([right.subarray(0, 70_000), Buffer.from('!'), right.subarray(70_001)])),
    ],
    ['cut at a piece', () => writeFileSync(file, right.subarray(0, 36 + 2 * 65_552))],
    ['cut to its head', () => writeFileSync(file, right.subarray(0, 36))],
    ['lengthened', () => appendFileSync(file, 'x')],
    [
      'pieces moved',
      () =>
        writeFileSync(
          file,
          Buffer.concat([
            right.subarray(0, 36),
            right.subarray(36 + 65_552, 36 + 2 * 65_552),
            right.subarray(36, 36 + 65_552),
            right.subarray(36 + 2 * 65_552),
          ]),
        ),
    ],
    ['no file of ours', () => writeFileSync(file, 'x'.repeat(400))],
  ];
  for (const [what, harm] of wrong) {
    harm();
    await expect(read('a', hash), what).rejects.toThrow('The file is not what was stored');
  }
  const next = await store.put('b', pieces('another'));
  writeFileSync(file, right);
  copyFileSync(onlyFile('b'), file);
  await expect(read('a', hash)).rejects.toThrow('not what was stored');
  expect(await read('b', next.hash)).toBe('another');
});

it('leaves nothing of a source that fails, and no way out of its folder', async () => {
  async function* failing() {
    yield 'half';
    throw new Error('cut');
  }
  await expect(store.put('a', failing())).rejects.toThrow('cut');
  expect(readdirSync(inArea('a'))).toEqual([]);
  expect(await store.open('a', '../../etc/passwd')).toBeUndefined();
  await expect(store.put('../b', pieces('x'))).rejects.toThrow('no area');
});
