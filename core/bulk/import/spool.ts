/** Where uploads lie until they are read: one folder each, with the journal of what is done and what was refused. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../refusal/refusal.ts';

/** Longest upload, as it is sent. */
export const longestUpload = 2 * 1024 ** 3;

export interface Spool {
  readonly folder: string;
  readonly at: (name: string) => string;
}

export function spoolOf(home: string, id: string): Spool {
  const folder = path.join(home, 'uploads', id);
  return { folder, at: (name) => path.join(folder, name) };
}

/** The names of what belongs to an input; an upload is the only one of its import. */
export const uploadName = (packed: boolean): string => (packed ? 'upload.ndjson.gz' : 'upload.ndjson');
export const stateName = (input: number | undefined): string =>
  input === undefined ? 'state.ndjson' : `state-${input}.ndjson`;
export const refusedName = (input: number | undefined): string =>
  input === undefined ? 'refused.ndjson' : `refused-${input}.ndjson`;

/** Keeps the body of an upload; it is there whole and on disk, or not at all. Returns its length. */
export async function receive(body: Readable, spool: Spool, packed: boolean): Promise<number> {
  try {
    return await keepBytes(body, spool.at(uploadName(packed)));
  } catch (error) {
    await discard(spool);
    throw error;
  }
}

/** Keeps what comes as a file, whole or not at all. Returns its length. */
export async function keepBytes(body: Readable, file: string, announced = 0): Promise<number> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const tooLarge = () => new Refusal('too-large', 'too-large', 'A file may have at most 2 GiB. Send it in parts.');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= longestUpload) return done(null, chunk);
      done(tooLarge());
    },
  });
  try {
    if (announced > longestUpload) throw tooLarge();
    await pipeline(body, measure, createWriteStream(`${file}.partial`, { mode: 0o600, flush: true }));
    await rename(`${file}.partial`, file);
    return size;
  } catch (error) {
    body.destroy();
    await rm(`${file}.partial`, { force: true });
    const { code = '' } = error as { code?: string };
    if (/ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|ABORT|ETIMEDOUT/.test(code)) {
      throw new Refusal('invalid', 'body-cut', 'The body ended before it was complete.');
    }
    throw error;
  }
}

export const discard = ({ folder }: Spool): Promise<void> => rm(folder, { recursive: true, force: true });
