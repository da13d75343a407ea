/** Reading files: whole up to a limit, or line by line in constant memory; both plain and gzipped. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import type { Source } from './sources.ts';

const unpack = promisify(gunzip);
/** A Bundle is parsed whole: larger ones are refused by name. */
export const wholeLimit = 64 * 1024 * 1024;
const lineLimit = 16 * 1024 * 1024;

export class TooLarge extends Error {}

export interface Line {
  /** 1 … */
  readonly number: number;
  /** Undefined when it is longer than 16 MiB. */
  readonly text: Buffer | undefined;
}

/** SHA-256 of the file as it lies on disk: what a source is known by, wherever it is moved. */
export async function fingerprint(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Size in memory of a file that will be read whole: of a .gz, what its trailer says. */
export async function wholeSize({ path, bytes, gzip }: Source): Promise<number> {
  if (!gzip || bytes < 18) return bytes;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, bytes - 4);
    return Math.max(bytes, buffer.readUInt32LE(0));
  } finally {
    await file.close();
  }
}

/** @throws TooLarge above 64 MiB; an error of zlib when the file is damaged. */
export async function readWhole(source: Source): Promise<Buffer> {
  if ((await wholeSize(source)) > wholeLimit) throw new TooLarge();
  const raw = await readFile(source.path);
  if (!source.gzip) return raw;
  try {
    return await unpack(raw, { maxOutputLength: wholeLimit });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new TooLarge();
    throw error;
  }
}

/** Resources as text shrink to a twentieth; what grows beyond this was made to harm. */
const mostGrowth = 250;
const freeGrowth = 64 * 1024 * 1024;

/**
 * The lines of a file. `onBytes` hears how many bytes of the file were read. @throws an error of zlib when it is
 * damaged.
 */
export async function* readLines(source: Source, onBytes: (bytes: number) => void): AsyncIterable<Line> {
  const raw = createReadStream(source.path, { highWaterMark: 256 * 1024 });
  const stream = source.gzip ? raw.pipe(createGunzip()) : raw;
  if (source.gzip) {
    raw.on('data', (chunk) => onBytes(chunk.length));
    // A broken file is told by the stream that is read: without this the inner error would end the process.
    raw.on('error', (error) => stream.destroy(error));
  }
  let number = 0;
  let pending: Buffer[] = [];
  let length = 0;
  const take = (): Line => {
    const text = length > lineLimit ? undefined : Buffer.concat(pending);
    pending = [];
    length = 0;
    return { number: ++number, text };
  };
  const keep = (piece: Buffer): void => {
    length += piece.length;
    if (length <= lineLimit) pending.push(piece);
    else pending = [];
  };
  let unpacked = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    unpacked += chunk.length;
    if (unpacked > freeGrowth && unpacked > mostGrowth * source.bytes) {
      throw new Error(`It unpacks to more than ${mostGrowth} times its size.`);
    }
    if (!source.gzip) onBytes(chunk.length);
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (length > 0) yield take();
}
