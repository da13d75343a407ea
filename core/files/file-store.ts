/**
 * Where files lie: a port with one way behind it, a folder. A file is known by what is in it (SHA-256), within the area
 * of its owner; on the disk it is encrypted (`sealed-stream.ts`) by the area's key, its name a keyed hash. Areas are
 * removed whole, and their keys with them: what a backup of the folder still holds then opens no more.
 */
import { createHash, createHmac } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open as openFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Runtime } from '../runtime/runtime.ts';
import type { Vault } from '../vault/index.ts';
import { fileHead, headLength, keyOfHead, sealed, unsealed } from './sealed-stream.ts';

export interface StoredFile {
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly size: number;
}

export interface FileStore {
  /** Keeps what the source gives; nothing can be seen of it before it is whole. */
  put(area: string, source: AsyncIterable<Buffer | string>): Promise<StoredFile>;
  /** Ends with an error when the bytes are not those that were put. Undefined when there is no such file. */
  open(area: string, hash: string): Promise<Readable | undefined>;
  removeArea(area: string): Promise<void>;
}

const areaForm = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/;
const hashForm = /^[0-9a-f]{64}$/;

const purposeOf = (area: string): string => `files/${area}`;
/** What is in a file shows in its name only to who has the key. */
const nameOf = (dataKey: Buffer, hash: string): string => createHmac('sha256', dataKey).update(hash).digest('hex');

export function folderStore(folder: string, runtime: Runtime, vault: Vault): FileStore {
  const areaOf = (area: string): string => {
    if (!areaForm.test(area)) throw new TypeError(`'${area}' is no area`);
    return path.join(folder, ...area.split('/'));
  };
  return {
    async put(area, source) {
      const inArea = areaOf(area);
      await mkdir(inArea, { recursive: true, mode: 0o700 });
      const { id, key } = await vault.keyFor(purposeOf(area));
      const head = fileHead(id, runtime.randomBytes(16));
      const partial = path.join(inArea, `${runtime.newId()}.partial`);
      const measured = measure(source);
      try {
        await pipeline(
          Readable.from(sealed(measured.bytes, { dataKey: key, head, place: area }), { objectMode: false }),
          createWriteStream(partial, { mode: 0o600, flush: true }),
        );
        const { hash, size } = measured.result();
        await rename(partial, path.join(inArea, nameOf(key, hash)));
        return { hash, size };
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async open(area, hash) {
      if (!hashForm.test(hash)) return undefined;
      // The area's key names the file; it is never replaced while the area stands. No key, no file.
      const known = await vault.existing(purposeOf(area));
      if (!known) return undefined;
      const file = path.join(areaOf(area), nameOf(known.key, hash));
      const head = await headOf(file);
      const id = head && keyOfHead(head);
      const dataKey = id ? await vault.keyById(purposeOf(area), id) : undefined;
      if (!head) return undefined;
      if (!dataKey) throw new Error('The file is not what was stored: its key is not known.');
      const bytes = createReadStream(file, { start: headLength });
      const clear = unsealed(bytes, { dataKey: dataKey.key, head, place: area });
      return Readable.from(checked(clear, hash), { objectMode: false });
    },
    async removeArea(area) {
      await vault.destroy(purposeOf(area));
      // Whoever still writes into it may put a file there between two looks.
      await rm(areaOf(area), { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
    },
  };
}

/** Lets the bytes through, and knows their hash and number when they have passed. */
function measure(source: AsyncIterable<Buffer | string>) {
  const hash = createHash('sha256');
  let size = 0;
  async function* through(): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      const bytes = Buffer.from(chunk);
      hash.update(bytes);
      size += bytes.length;
      yield bytes;
    }
  }
  return { bytes: through(), result: (): StoredFile => ({ hash: hash.digest('hex'), size }) };
}

/** The first bytes of a file; undefined when there is none. */
async function headOf(file: string): Promise<Buffer | undefined> {
  const handle = await openFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headLength), 0, headLength, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Lets the bytes through and fails at the end when they were not the right ones. */
async function* checked(bytes: AsyncIterable<Buffer>, wanted: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== wanted) throw new Error('The file is not what was stored: its hash differs.');
}
