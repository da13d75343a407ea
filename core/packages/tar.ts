/**
 * Reads the files of a gzipped tar, within limits: what package registries hand out. POSIX ustar, with long names of
 * GNU and pax. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
import { gunzipSync } from 'node:zlib';
import { Refusal } from '../refusal/refusal.ts';

export interface TarFile {
  name: string;
  bytes: Buffer;
}

const block = 512;
const largestArchive = 512 * 1024 * 1024;
const mostFiles = 50_000;

/** @throws Refusal `invalid` `bad-archive` for what is damaged; `too-large` for more than 512 MiB unpacked. */
export function untar(packed: Buffer): TarFile[] {
  const bytes = unzipped(packed);
  const files: TarFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(text(header, 124, 12).trim() || '0', 8);
    const body = bytes.subarray(at + block, at + block + size);
    if (!isWhole(header) || !Number.isSafeInteger(size) || body.length < size) throw damaged();
    const kind = text(header, 156, 1);
    if (kind === 'L') longName = text(body, 0, size);
    else if (kind === 'x') longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(body.toString('utf8'))?.[1];
    else {
      if (kind === '0' || kind === '') files.push({ name: longName ?? nameOf(header), bytes: body });
      longName = undefined;
    }
    if (files.length > mostFiles) {
      throw new Refusal('too-large', 'too-many-files', `A package may have at most ${mostFiles} files.`);
    }
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}

function unzipped(packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: largestArchive });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_BUFFER_TOO_LARGE') throw damaged();
    throw new Refusal('too-large', 'too-large', 'A package may have at most 512 MiB, unpacked.');
  }
}

const damaged = (): Refusal => new Refusal('invalid', 'bad-archive', 'This is no gzipped tar, or it is damaged.');

/** The sum of the header's bytes, its own eight taken for spaces. */
function isWhole(header: Buffer): boolean {
  let sum = 0;
  for (const [at, byte] of header.entries()) sum += at >= 148 && at < 156 ? 32 : byte;
  return sum === Number.parseInt(text(header, 148, 8).trim(), 8);
}

function nameOf(header: Buffer): string {
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
  return `${prefix ? `${prefix}/` : ''}${text(header, 0, 100)}`;
}

function text(bytes: Buffer, from: number, length: number): string {
  const part = bytes.subarray(from, from + length);
  const end = part.indexOf(0);
  return part.subarray(0, end < 0 ? length : end).toString('utf8');
}
