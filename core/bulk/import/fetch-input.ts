/** Brings a named file to where it is read: fetched whole to the disk, or found in the import folder. */
import { createReadStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { download } from '../../http/outbound.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { findFile } from './import-folder.ts';
import type { ImportSources, Input } from './manifest.ts';
import { keepBytes, type Spool } from './spool.ts';

const tries = 3;
/** A file that has not come in half an hour does not come. */
const longest = 30 * 60_000;

/** @returns the file, and whether it is ours to remove. @throws Refusal saying why it cannot be had. */
export async function fetchInput(
  { url }: Input,
  place: number,
  spool: Spool,
  from: ImportSources,
  signal: AbortSignal,
): Promise<{ file: string; remove: boolean }> {
  if (new URL(url).protocol === 'file:') return { file: await findFile(url, from.folder), remove: false };
  const plain = spool.at(`input-${place}.ndjson`);
  // Fetched whole by a run that was interrupted afterwards.
  for (const file of [plain, `${plain}.gz`]) if (existsSync(file)) return { file, remove: true };
  for (let tried = 1; ; tried++) {
    try {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
      const accept = { accept: 'application/fhir+ndjson, application/ndjson;q=0.9, */*;q=0.1' };
      const answer = await download(url, accept, from.outbound, deadline);
      const said = Number(answer.headers['content-length'] ?? 0);
      await keepBytes(answer, plain, said);
      break;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Refusal)) throw error;
      const again = error.code === 'endpoint-failed' || error.code === 'body-cut';
      if (!again || tried >= tries) throw error;
      await pause(1_000 * tried, undefined, { signal });
    }
  }
  const file = (await isPacked(plain)) ? `${plain}.gz` : plain;
  if (file !== plain) await rename(plain, file);
  return { file, remove: true };
}

/** Whatever it is called, gzip begins with these bytes and JSON does not. */
async function isPacked(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { start: 0, end: 1 })) {
    const bytes = chunk as Buffer;
    return bytes[0] === 0x1f && bytes[1] === 0x8b;
  }
  return false;
}

export const removeInput = (file: string): Promise<void> => rm(file, { force: true });
