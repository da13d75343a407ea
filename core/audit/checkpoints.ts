/**
 * Signed states of the chain, one line each, in a file beside the database: `seal size hash key signature`. A database
 * whose newest events were cut off together with their seals still looks whole; this file does not.
 */
import { createReadStream, existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Checkpoint } from './chain.ts';
import type { Cosignature } from './witness.ts';

/** Adds a state at the end. */
export async function appendCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const { number, size, hash, keyId, signature } = checkpoint;
  const line = [number, size, hash.toString('base64'), keyId, signature.toString('base64')].join(' ');
  await appendFile(file, `${line}\n`, { mode: 0o640 });
}

/** The same with the cosignature of a witness behind it: `… witness time signature`. */
export async function appendCosigned(file: string, checkpoint: Checkpoint, said: Cosignature): Promise<void> {
  const { number, size, hash, keyId, signature } = checkpoint;
  const own = [number, size, hash.toString('base64'), keyId, signature.toString('base64')];
  const line = [...own, said.witness, said.time, said.signature.toString('base64')].join(' ');
  await appendFile(file, `${line}\n`, { mode: 0o644 });
}

export interface KeptCheckpoint extends Checkpoint {
  readonly cosigned?: Cosignature;
}

const signed = '([0-9a-f]{16}) (?:(\\d{1,12}) )?([A-Za-z0-9+/]{86}==)';
const form = new RegExp(`^(\\d{1,15}) (\\d{1,15}) ([A-Za-z0-9+/]{43}=) ${signed}(?: ${signed})?$`);

/**
 * The states of a file, oldest first, read as a stream. A line that is none (a torn write at a power cut) is left out.
 */
export async function* readCheckpoints(file: string): AsyncGenerator<KeptCheckpoint> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [, number, size, hash, keyId, , signature, witness, time, cosignature] = form.exec(line) ?? [];
    if (!number || !size || !hash || !keyId || !signature) continue;
    yield {
      number: Number(number),
      size: Number(size),
      hash: Buffer.from(hash, 'base64'),
      keyId,
      signature: Buffer.from(signature, 'base64'),
      ...(witness && time && cosignature
        ? { cosigned: { witness, time: Number(time), signature: Buffer.from(cosignature, 'base64') } }
        : {}),
    };
  }
}
