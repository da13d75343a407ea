/**
 * Signed states of the chain, one line each, in a file beside the database: `seal size hash key signature`. A database
 * whose newest events were cut off together with their seals still looks whole; this file does not.
 */
import { createReadStream, existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Checkpoint } from './chain.ts';

/** Adds a state at the end. */
export async function appendCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const { number, size, hash, keyId, signature } = checkpoint;
  const line = [number, size, hash.toString('base64'), keyId, signature.toString('base64')].join(' ');
  await appendFile(file, `${line}\n`, { mode: 0o640 });
}

const form = /^(\d{1,15}) (\d{1,15}) ([A-Za-z0-9+/]{43}=) ([0-9a-f]{16}) ([A-Za-z0-9+/]{86}==)$/;

/**
 * The states of a file, oldest first, read as a stream. A line that is none (a torn write at a power cut) is left out.
 */
export async function* readCheckpoints(file: string): AsyncGenerator<Checkpoint> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [, number, size, hash, keyId, signature] = form.exec(line) ?? [];
    if (!number || !size || !hash || !keyId || !signature) continue;
    yield {
      number: Number(number),
      size: Number(size),
      hash: Buffer.from(hash, 'base64'),
      keyId,
      signature: Buffer.from(signature, 'base64'),
    };
  }
}
