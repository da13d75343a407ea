/**
 * The harness's half of the power failure: compiles the preload library (lose-unsynced.c) and, after the kill, puts
 * back what stood on the disk before the writes that were never synced.
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds the library with the machine's C compiler. */
export function compileLibrary(folder: string): string {
  const library = path.join(folder, 'lose-unsynced.so');
  const source = fileURLToPath(new URL('lose-unsynced.c', import.meta.url));
  execFileSync('gcc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread']);
  return library;
}

/** Environment of a server whose unsynced writes can be taken back. Journals of an earlier life are removed. */
export function losing(library: string, journals: string, data: string): Record<string, string> {
  rmSync(journals, { recursive: true, force: true });
  mkdirSync(journals, { recursive: true });
  return { LD_PRELOAD: library, UNDO_FOLDER: journals, UNDO_DATA: data };
}

export interface Lost {
  files: number;
  writes: number;
  bytes: number;
  /** Files of the write-ahead log among them. */
  logs: number;
}

interface Kept {
  offset: number;
  old: Buffer;
  size: number;
}

const magic = 0x65647a6f77756e64n;
const headLength = 32;
const pageLength = 4096;

/**
 * Takes back every write that was not synced. With `survives`, each page of 4 KiB may instead have reached the disk in
 * any of its states, as a real power failure leaves it: asked once for each record of a page, newest first.
 */
export function takeBack(journals: string, data: string, survives?: () => boolean): Lost {
  const lost: Lost = { files: 0, writes: 0, bytes: 0, logs: 0 };
  const files = filesByInode(data);
  for (const name of readdirSync(journals)) {
    const kept = readJournal(path.join(journals, name));
    const file = files.get(name);
    if (kept.length === 0 || !file) continue;
    lost.files++;
    if (file.includes('/pg_wal/')) lost.logs++;
    lost.writes += kept.length;
    lost.bytes += kept.reduce((sum, { old }) => sum + old.length, 0);
    restore(file, kept.reverse(), survives);
  }
  return lost;
}

function restore(file: string, newestFirst: readonly Kept[], survives: (() => boolean) | undefined): void {
  const fd = openSync(file, 'r+');
  try {
    const settled = new Set<number>();
    for (const { offset, old, size } of newestFirst) {
      for (let from = 0; from < old.length; ) {
        const page = Math.floor((offset + from) / pageLength);
        const to = Math.min(old.length, (page + 1) * pageLength - offset);
        if (!settled.has(page) && survives?.()) settled.add(page);
        if (!settled.has(page)) writeSync(fd, old, from, to - from, offset + from);
        from = to;
      }
      // A file that grew keeps its length where some pages may have arrived: the others read as zeros.
      if (!survives) ftruncateSync(fd, size);
    }
  } finally {
    closeSync(fd);
  }
}

/** The records of a journal, oldest first. The last one may be cut: then its write never began. */
function readJournal(file: string): Kept[] {
  const bytes = readFileSync(file);
  const records: Kept[] = [];
  for (let at = 0; at + headLength <= bytes.length; ) {
    if (bytes.readBigUInt64LE(at) !== magic) throw new Error(`${file} is damaged at ${at}`);
    const [offset, kept, size] = [8, 16, 24].map((place) => Number(bytes.readBigInt64LE(at + place))) as [
      number,
      number,
      number,
    ];
    if (at + headLength + kept > bytes.length) break;
    records.push({ offset, old: bytes.subarray(at + headLength, at + headLength + kept), size });
    at += headLength + kept;
  }
  return records;
}

function filesByInode(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(statSync(file, { bigint: true }).ino.toString(), file);
  }
  return files;
}
