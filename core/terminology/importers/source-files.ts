/**
 * The files of a vocabulary as they were published: one file, plain or gzipped, a zip archive, or a folder. Everything
 * is read as a stream, and may be read again. Archives within the limits of security/requirements.md 7.3.
 */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { crc32, createGunzip } from 'node:zlib';
import yauzl from 'yauzl';
import { Refusal } from '../../refusal/refusal.ts';

export const archiveLimits = { files: 10_000, bytes: 1024 ** 3, ratio: 100, depth: 10 } as const;
const lineLimit = 1024 * 1024;

export interface SourceFiles {
  /** Paths inside the archive or folder; of a single file its name. */
  readonly names: readonly string[];
  bytes(name: string): Promise<AsyncIterable<Buffer>>;
}

const refusal = (code: string, says: string) => new Refusal('invalid', code, says);

/** @throws Refusal when there is nothing there, or an archive goes beyond the limits. */
export async function openSource(file: string): Promise<SourceFiles> {
  const found = await stat(file).catch(() => undefined);
  if (!found) throw refusal('no-such-file', `There is no file '${path.basename(file)}'. Check the path.`);
  if (found.isDirectory()) return folder(file);
  if (/\.zip$/i.test(file)) return archive(file);
  const name = path.basename(file).replace(/\.gz$/i, '');
  return { names: [name], bytes: async () => limited(plain(file), found.size, name) };
}

function plain(file: string): Readable {
  const raw = createReadStream(file, { highWaterMark: 256 * 1024 });
  return /\.gz$/i.test(file) ? raw.pipe(createGunzip()).on('close', () => raw.destroy()) : raw;
}

async function folder(root: string): Promise<SourceFiles> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  if (names.length > archiveLimits.files)
    throw refusal('too-many-files', `At most ${archiveLimits.files} files are read.`);
  return {
    names: names.sort(),
    bytes: async (name) => plain(path.join(root, name)) as AsyncIterable<Buffer>,
  };
}

async function archive(file: string): Promise<SourceFiles> {
  const cannot = (error: unknown) => refusal('bad-archive', `The archive cannot be read: ${(error as Error).message}`);
  const zip = await yauzl.openPromise(file, { autoClose: false, lazyEntries: true }).catch((error) => {
    throw cannot(error);
  });
  const entries = new Map<string, yauzl.Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      if (name.endsWith('/')) continue;
      // The upper half of the attributes is the Unix mode: links lead out of the archive.
      const isLink = ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
      if (isLink) throw refusal('bad-archive', `The archive has a link, '${name.slice(0, 80)}': it is not followed.`);
      if (name.split('/').length > archiveLimits.depth)
        throw refusal('bad-archive', 'The archive has too deep folders.');
      if (
        entry.uncompressedSize > archiveLimits.bytes ||
        entry.uncompressedSize > entry.compressedSize * archiveLimits.ratio + 65_536
      ) {
        throw refusal('bad-archive', `'${name.slice(0, 80)}' unpacks to more than 1 GiB or 100 times its size.`);
      }
      entries.set(name, entry);
      if (entries.size > archiveLimits.files) {
        throw refusal('too-many-files', `An archive may have at most ${archiveLimits.files} files.`);
      }
    }
  } catch (error) {
    zip.close();
    throw error instanceof Refusal ? error : cannot(error);
  }
  return {
    names: [...entries.keys()].sort(),
    async bytes(name) {
      const entry = entries.get(name);
      if (!entry) throw refusal('no-such-file', `There is no '${name}' in the archive.`);
      // yauzl checks that no more comes out than the entry says, not that it is the same.
      return whole(await zip.openReadStreamPromise(entry), entry.crc32, name);
    },
  };
}

/** A file of an archive. @throws Refusal at its end when it is not what was packed. */
async function* whole(bytes: AsyncIterable<Buffer>, sum: number, name: string): AsyncIterable<Buffer> {
  let found = 0;
  try {
    for await (const chunk of bytes) {
      found = crc32(chunk, found);
      yield chunk;
    }
  } catch (error) {
    throw refusal('bad-archive', `'${name.slice(0, 80)}' is damaged in the archive: ${(error as Error).message}.`);
  }
  if (found !== sum) throw refusal('bad-archive', `'${name.slice(0, 80)}' is damaged in the archive. Get it anew.`);
}

/** What a gzip unpacks to is not told beforehand: it is counted. */
async function* limited(bytes: AsyncIterable<Buffer>, size: number, name: string): AsyncIterable<Buffer> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > archiveLimits.bytes || total > size * archiveLimits.ratio + 65_536) {
      throw refusal('too-large', `'${name}' unpacks to more than 1 GiB or ${archiveLimits.ratio} times its size.`);
    }
    yield chunk;
  }
}

/** A file as text. @throws Refusal when it is not in that character set. */
export async function* textOf(files: SourceFiles, name: string, encoding = 'utf-8'): AsyncIterable<string> {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw refusal(
      'bad-encoding',
      `There is no character set '${encoding}'. Usual ones: utf-8, windows-1250, iso-8859-2.`,
    );
  }
  try {
    for await (const chunk of await files.bytes(name)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refusal('bad-encoding', `'${name}' is not ${encoding}. Try --encoding windows-1250.`);
  }
}

export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Lines without their ends; empty ones are left out. */
export async function* linesOf(files: SourceFiles, name: string, encoding?: string): AsyncIterable<Line> {
  let rest = '';
  let number = 0;
  for await (const chunk of textOf(files, name, encoding)) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > lineLimit) throw refusal('bad-line', `Line ${number + parts.length + 1} is longer than 1 MiB.`);
    for (const part of parts) {
      number++;
      const text = part.endsWith('\r') ? part.slice(0, -1) : part;
      if (text.trim() !== '') yield { number, text };
    }
  }
  if (rest.trim() !== '') yield { number: number + 1, text: rest };
}

/** The only file, or the one that fits. @throws Refusal naming what was looked for. */
export function fileLike(files: SourceFiles, pattern: RegExp, what: string): string {
  const name = files.names.find((one) => pattern.test(one)) ?? (files.names.length === 1 ? files.names[0] : undefined);
  if (name === undefined) throw refusal('no-such-file', `There is no ${what} in what was given.`);
  return name;
}
