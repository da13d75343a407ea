import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemRuntime } from '../runtime/runtime.ts';
import { type FileStore, folderStore } from './file-store.ts';

let folder: string;
let store: FileStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-files-'));
  store = folderStore(folder, systemRuntime);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* pieces(...texts: string[]) {
  yield* texts;
}
const read = async (area: string, hash: string) => {
  const stream = await store.open(area, hash);
  return stream && text(stream);
};

it('gives back what was put, under its hash, in its area only', async () => {
  const { hash, size } = await store.put('a/1', pieces('zażółć ', 'gęślą'));
  expect([size, await read('a/1', hash)]).toEqual([19, 'zażółć gęślą']);
  expect(await read('a/2', hash)).toBeUndefined();
  await store.removeArea('a/1');
  expect(await read('a/1', hash)).toBeUndefined();
});

it('fails at the end of a file that is not what was put', async () => {
  const { hash } = await store.put('a', pieces('right'));
  writeFileSync(path.join(folder, 'a', hash), 'wrong');
  await expect(read('a', hash)).rejects.toThrow('its hash differs');
});

it('leaves nothing of a source that fails, and no way out of its folder', async () => {
  async function* failing() {
    yield 'half';
    throw new Error('cut');
  }
  await expect(store.put('a', failing())).rejects.toThrow('cut');
  expect(readdirSync(path.join(folder, 'a'))).toEqual([]);
  expect(await store.open('a', '../../etc/passwd')).toBeUndefined();
  await expect(store.put('../b', pieces('x'))).rejects.toThrow('no area');
});
