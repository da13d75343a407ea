/**
 * The file of what was not loaded: one line of JSON per resource, with the reason. Made when the first line is
 * written.
 */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import type { Issue } from '../refusal/refusal.ts';

export interface RefusedLine {
  source: string;
  /** Line of an NDJSON file or entry of a Bundle, from 1; undefined when the whole file is meant. */
  place?: number;
  /** `Observation/bmi-7`, or the type when it has no id. */
  resource?: string;
  reason: string;
  issues: readonly Issue[];
}

export class RefusedFile {
  readonly path: string;
  private stream: WriteStream | undefined;

  constructor(file: string) {
    this.path = file;
  }

  get used(): boolean {
    return this.stream !== undefined;
  }

  async write(line: RefusedLine): Promise<void> {
    if (!this.stream) {
      mkdirSync(path.dirname(this.path), { recursive: true });
      this.stream = createWriteStream(this.path, { flags: 'a' });
    }
    if (!this.stream.write(`${JSON.stringify(line)}\n`)) await once(this.stream, 'drain');
  }

  async close(): Promise<void> {
    if (!this.stream) return;
    this.stream.end();
    await once(this.stream, 'finish');
  }
}
