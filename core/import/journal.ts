/**
 * What an import has done, so that an interrupted one can go on: a file of lines, only appended to. A source is known
 * by the hash of its bytes. The lines "begun" and "done" are on disk before the import goes on; "part" lines only
 * save work.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';

export interface SourceState {
  /** When it was begun, ISO 8601: where to start looking in the audit trail. */
  begun?: string;
  /** Parts finished without a gap, from the first. */
  parts: number;
  done: boolean;
  /** Resources in it, once it is done. */
  seen: number;
}

type Line = { source: string; path?: string; begun?: string; parts?: number; done?: true; seen?: number };

export class Journal {
  private readonly states = new Map<string, SourceState>();
  private readonly file: string;
  private handle: Promise<FileHandle> | undefined;

  /** Reads what is there; a torn last line (power failure) is left out. */
  constructor(file: string) {
    this.file = file;
    for (const text of read(file).split('\n')) {
      const line = parse(text);
      if (line) this.apply(line);
    }
  }

  of(source: string): SourceState {
    return this.states.get(source) ?? { parts: 0, done: false, seen: 0 };
  }

  async write(line: Line): Promise<void> {
    this.apply(line);
    this.handle ??= this.open();
    const handle = await this.handle;
    await handle.write(`${JSON.stringify(line)}\n`);
    if (line.begun || line.done) await handle.datasync();
  }

  async close(): Promise<void> {
    await (await this.handle)?.close();
  }

  private async open(): Promise<FileHandle> {
    mkdirSync(path.dirname(this.file), { recursive: true });
    const handle = await open(this.file, 'a');
    // A torn line of an earlier run must not swallow the next one.
    await handle.write('\n');
    return handle;
  }

  private apply({ source, begun, parts, done, seen }: Line): void {
    const before = this.of(source);
    this.states.set(source, {
      begun: begun ?? before.begun,
      parts: parts ?? before.parts,
      done: done ?? before.done,
      seen: seen ?? before.seen,
    });
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return '';
    throw error;
  }
}

function parse(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Line;
    return typeof line?.source === 'string' ? line : undefined;
  } catch {
    return undefined;
  }
}
