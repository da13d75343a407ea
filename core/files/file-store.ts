/**
 * Where files lie: a port with one way behind it, a folder. A file is named by what is in it (SHA-256), within the area
 * of its owner, and is checked against its name while it is read. Areas are removed whole.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Runtime } from '../runtime/runtime.ts';

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

export function folderStore(folder: string, runtime: Runtime): FileStore {
  const areaOf = (area: string): string => {
    if (!areaForm.test(area)) throw new TypeError(`'${area}' is no area`);
    return path.join(folder, ...area.split('/'));
  };
  return {
    async put(area, source) {
      const inArea = areaOf(area);
      await mkdir(inArea, { recursive: true, mode: 0o700 });
      const partial = path.join(inArea, `${runtime.newId()}.partial`);
      const hash = createHash('sha256');
      let size = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          size += chunk.length;
          done(null, chunk);
        },
      });
      try {
        await pipeline(
          Readable.from(source, { objectMode: false }),
          measure,
          createWriteStream(partial, { mode: 0o600, flush: true }),
        );
        const name = hash.digest('hex');
        await rename(partial, path.join(inArea, name));
        return { hash: name, size };
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async open(area, hash) {
      if (!hashForm.test(hash)) return undefined;
      const file = path.join(areaOf(area), hash);
      const there = await stat(file).catch(() => undefined);
      return there?.isFile() ? Readable.from(checked(file, hash), { objectMode: false }) : undefined;
    },
    removeArea: (area) => rm(areaOf(area), { recursive: true, force: true }),
  };
}

/** Lets the bytes through and fails at the end when they were not the right ones. */
async function* checked(file: string, wanted: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== wanted) throw new Error('The file is not what was stored: its hash differs.');
}
