/**
 * AES-256-GCM (NIST SP 800-38D) with a name in the additional data: what was sealed under one name opens under no
 * other. An envelope says which data key sealed it: `ezv1 | key id (16) | nonce (12) | tag (16) | ciphertext`.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Runtime } from '../runtime/runtime.ts';

const magic = Buffer.from('ezv1');
const head = 20;
const overhead = 12 + 16;

/** `nonce | tag | ciphertext`. A nonce is random: a key seals far fewer than 2^32 values before it is rotated. */
export function sealBytes(key: Buffer, name: string, content: Buffer, runtime: Pick<Runtime, 'randomBytes'>): Buffer {
  const nonce = runtime.randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when the bytes were altered, or sealed by another key or under another name. */
export function openBytes(key: Buffer, name: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(12, overhead));
  return Buffer.concat([decipher.update(sealed.subarray(overhead)), decipher.final()]);
}

/** What stands before every value that this data key sealed: by it old envelopes are found in a column. */
export const headOf = (keyId: string): Buffer => Buffer.concat([magic, Buffer.from(keyId.replaceAll('-', ''), 'hex')]);

/** The data key's id and what it sealed; undefined for bytes that are no envelope. */
export function readEnvelope(bytes: Buffer): { keyId: string; sealed: Buffer } | undefined {
  if (bytes.length < head + overhead || !bytes.subarray(0, 4).equals(magic)) return undefined;
  const hex = bytes.subarray(4, head).toString('hex');
  const keyId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { keyId, sealed: bytes.subarray(head) };
}
