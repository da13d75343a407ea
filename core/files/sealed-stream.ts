/**
 * A file encrypted while it is written and read: pieces of 64 KiB by AES-256-GCM, each bound to its place and the last
 * one to being the last (STREAM, https://eprint.iacr.org/2015/189), so that nothing can be cut off, left out or moved.
 * Layout: `ezf1 | id of the data key (16) | salt (16)`, then pieces, each followed by its tag. Every file has a key of
 * its own, derived from the data key, the salt and the file's place (HKDF, RFC 5869).
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

export const headLength = 36;
const magic = Buffer.from('ezf1');
const piece = 65_536;
const tagLength = 16;

/** What stands at the beginning of a file. */
export const fileHead = (keyId: string, salt: Buffer): Buffer =>
  Buffer.concat([magic, Buffer.from(keyId.replaceAll('-', ''), 'hex'), salt]);

/** The id of the data key; undefined when this is no head. */
export function keyOfHead(head: Buffer): string | undefined {
  if (head.length !== headLength || !head.subarray(0, 4).equals(magic)) return undefined;
  return head
    .subarray(4, 20)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const fileKey = (dataKey: Buffer, head: Buffer, place: string): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey, head.subarray(20), `ezdrowie/file/${place}`, 32));

function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Cuts what comes into pieces of one length; the last may be shorter, and is empty only when all is empty. */
async function* inPieces(
  source: AsyncIterable<Buffer>,
  length: number,
): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    waiting.push(chunk);
    size += chunk.length;
    if (size <= length) continue;
    const all = Buffer.concat(waiting);
    let from = 0;
    for (; all.length - from > length; from += length) yield { bytes: all.subarray(from, from + length), last: false };
    waiting = [all.subarray(from)];
    size = all.length - from;
  }
  yield { bytes: Buffer.concat(waiting), last: true };
}

/** Head and sealed pieces of what the source gives. */
export async function* sealed(
  source: AsyncIterable<Buffer>,
  { dataKey, head, place }: { dataKey: Buffer; head: Buffer; place: string },
): AsyncGenerator<Buffer> {
  const key = fileKey(dataKey, head, place);
  yield head;
  let number = 0;
  for await (const { bytes, last } of inPieces(source, piece)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++, last)).setAAD(head);
    yield Buffer.concat([cipher.update(bytes), cipher.final()]);
    yield cipher.getAuthTag();
  }
}

/** The pieces in clear. `source` begins after the head. @throws Error at the first piece that is not what was written. */
export async function* unsealed(
  source: AsyncIterable<Buffer>,
  { dataKey, head, place }: { dataKey: Buffer; head: Buffer; place: string },
): AsyncGenerator<Buffer> {
  const key = fileKey(dataKey, head, place);
  let number = 0;
  for await (const { bytes, last } of inPieces(source, piece + tagLength)) {
    if (bytes.length < tagLength) throw new Error('The file is not what was stored: it was cut.');
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number++, last), { authTagLength: tagLength });
    decipher.setAAD(head).setAuthTag(bytes.subarray(-tagLength));
    let clear: Buffer;
    try {
      clear = Buffer.concat([decipher.update(bytes.subarray(0, -tagLength)), decipher.final()]);
    } catch (cause) {
      throw new Error('The file is not what was stored: it was altered, cut or moved.', { cause });
    }
    if (clear.length > 0) yield clear;
  }
}
