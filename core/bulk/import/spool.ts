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
  readonly file: string;
  readonly stateFile: string;
  readonly refusedFile: string;
}

export function spoolOf(home: string, id: string, packed: boolean): Spool {
  const folder = path.join(home, 'uploads', id);
  const at = (name: string) => path.join(folder, name);
  return {
    folder,
    file: at(packed ? 'upload.ndjson.gz' : 'upload.ndjson'),
    stateFile: at('state.ndjson'),
    refusedFile: at('refused.ndjson'),
  };
}

/** Keeps the body; it is there whole and on disk, or not at all. Returns its length. */
export async function receive(body: Readable, { folder, file }: Spool): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= longestUpload) return done(null, chunk);
      done(new Refusal('too-large', 'too-large', 'An upload may have at most 2 GiB. Send it in parts.'));
    },
  });
  try {
    await pipeline(body, measure, createWriteStream(`${file}.partial`, { mode: 0o600, flush: true }));
    await rename(`${file}.partial`, file);
    return size;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    const { code = '' } = error as { code?: string };
    if (/ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|ABORT/.test(code)) {
      throw new Refusal('invalid', 'body-cut', 'The body ended before it was complete.');
    }
    throw error;
  }
}

export const discard = ({ folder }: Spool): Promise<void> => rm(folder, { recursive: true, force: true });
