/**
 * Bulk import: FHIR Bundles, NDJSON and single resources from files, through the record's own write path. See
 * README.md. Memory does not grow with the input; an interrupted import goes on without duplicates.
 */
import { type Actor, platformActor } from '../access/actor.ts';
import type { Tx } from '../db/database.ts';
import type { Record as PatientRecord, Resource } from '../record/record.ts';
import type { Issue } from '../refusal/refusal.ts';
import { type Runtime, systemRuntime } from '../runtime/runtime.ts';
import { type Committed, committedIn } from './committed.ts';
import { Journal } from './journal.ts';
import { Limiter } from './limiter.ts';
import { fingerprint, TooLarge, wholeLimit, wholeSize } from './lines.ts';
import { Damaged, jsonParts, ndjsonParts, type Part, prepared } from './parts.ts';
import { RefusedFile } from './refused.ts';
import { sendPart, type Sender, type Sent } from './send.ts';
import { findSources, type Source } from './sources.ts';

export interface ImportProgress {
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
  readonly loaded: number;
  readonly refused: number;
}

export interface ImportOptions {
  /** Journal of what is done: the same file again makes an interrupted import go on. */
  stateFile: string;
  /** Where refused resources are written (appended), one line of JSON each. */
  refusedFile: string;
  /** Transactions at once. */
  concurrency?: number;
  progress?: (progress: ImportProgress) => void;
  /**
   * Lets a resumed import ask the audit trail what was committed; without it, parts without ids of their own may
   * repeat.
   */
  database?: Tx;
  /** Stops after the transactions under way. */
  signal?: AbortSignal;
  runtime?: Runtime;
  /** Looks at every resource before it is sent: what it should be, or why it is not loaded. */
  prepare?: (resource: Resource) => Resource | readonly Issue[];
  /** On whose behalf; the platform's own (`platform/import`) when nobody is named. */
  actor?: Actor;
}

export interface ImportSummary {
  files: number;
  /** Resources written by this run. */
  loaded: number;
  /** Resources not written; each has its line in the refused file. */
  refused: number;
  /** Resources that an interrupted run had been through (those it refused are in the refused file). */
  already: number;
  /** Files that an earlier run had finished, and the resources that it had been through in them. */
  skipped: number;
  before: number;
  /** Files that could not be read, or only in part, and why. */
  damaged: { path: string; reason: string }[];
  interrupted: boolean;
  /** Only when something was refused. */
  refusedFile?: string;
}

/**
 * Imports files and folders. A damaged file is named and left out, the rest is loaded. @throws Refusal
 * `no-such-file`, `unknown-file`; what the database throws when it is gone (the import can go on later).
 */
export async function importPaths(
  record: Pick<PatientRecord, 'bundle'>,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ImportSummary> {
  const sources = await findSources(paths);
  const run = new Run(record, sources, options);
  try {
    for (const source of sources.filter(({ first }) => first)) await run.file(source);
    await run.all(sources.filter(({ first }) => !first));
  } finally {
    await run.close();
  }
  return run.summary;
}

class Run {
  readonly summary: ImportSummary;
  private readonly journal: Journal;
  private readonly refusedFile: RefusedFile;
  private readonly sender: Sender;
  private readonly memory = new Limiter(wholeLimit);
  private readonly concurrency: number;
  private readonly options: ImportOptions;
  private readonly committed: Committed;
  private readonly runtime: Runtime;
  private readonly totalBytes: number;
  private bytesDone = 0;
  private filesDone = 0;

  constructor(record: Pick<PatientRecord, 'bundle'>, sources: readonly Source[], options: ImportOptions) {
    this.options = options;
    this.concurrency = options.concurrency ?? 4;
    this.journal = new Journal(options.stateFile);
    this.refusedFile = new RefusedFile(options.refusedFile);
    const { actor = platformActor('import') } = options;
    this.sender = { record, limiter: new Limiter(this.concurrency), actor };
    this.committed = options.database ? committedIn(options.database) : async () => new Set();
    this.runtime = options.runtime ?? systemRuntime;
    this.totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
    const counts = { loaded: 0, refused: 0, already: 0, skipped: 0, before: 0 };
    this.summary = { files: sources.length, ...counts, damaged: [], interrupted: false };
  }

  /** Several files at once. */
  async all(sources: readonly Source[]): Promise<void> {
    const queue = sources.values();
    const worker = async (): Promise<void> => {
      for (const source of queue) await this.file(source);
    };
    const done = await Promise.allSettled(Array.from({ length: this.concurrency }, worker));
    for (const outcome of done) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async file(source: Source): Promise<void> {
    if (this.stopping()) return;
    let counted = 0;
    const read = (bytes: number): void => {
      counted += bytes;
      this.bytesDone += bytes;
    };
    try {
      if (source.kind === 'ndjson')
        await this.load(source, (skip, skipped) => this.streamed(source, skip, skipped, read));
      else await this.memory.run(await wholeSize(source), () => this.load(source, () => jsonParts(source)));
    } catch (error) {
      if (!(error instanceof Damaged) && !(error instanceof TooLarge) && !isFileError(error)) throw error;
      await this.damaged(source, error as Error);
    }
    this.bytesDone += source.bytes - counted;
    this.filesDone++;
    this.report();
  }

  async close(): Promise<void> {
    await this.journal.close();
    await this.refusedFile.close();
    if (this.refusedFile.used) this.summary.refusedFile = this.refusedFile.path;
  }

  private stopping(): boolean {
    if (this.options.signal?.aborted) this.summary.interrupted = true;
    return this.summary.interrupted;
  }

  private streamed(
    source: Source,
    skip: number,
    skipped: (count: number) => void,
    read: (bytes: number) => void,
  ): AsyncIterable<Part> {
    const parts = ndjsonParts(source, (bytes) => {
      read(bytes);
      this.report();
    });
    return (async function* () {
      for await (const part of parts) {
        if (part.number >= skip) yield part;
        else skipped(part.items.length + part.unreadable.length);
      }
    })();
  }

  /** Loads one source part by part, several under way at once, and keeps the journal in step. */
  private async load(
    source: Source,
    partsFrom: (skip: number, skipped: (count: number) => void) => AsyncIterable<Part> | Promise<readonly Part[]>,
  ): Promise<void> {
    const name = await fingerprint(source.path);
    const state = this.journal.of(name);
    if (state.done) {
      this.summary.skipped++;
      this.summary.before += state.seen;
      return;
    }
    const committed = state.begun ? await this.committed(name, state.begun) : new Set<string>();
    if (!state.begun) {
      await this.journal.write({ source: name, path: source.path, begun: this.runtime.now().toISOString() });
    }
    const flight = new Flight(this.concurrency, state.parts, (parts) => this.journal.write({ source: name, parts }));
    let seen = 0;
    const parts = await partsFrom(state.parts, (count) => {
      seen += count;
      this.summary.already += count;
    });
    try {
      for await (const cut of parts) {
        const part = prepared(cut, this.options.prepare);
        seen += part.items.length + part.unreadable.length;
        if (part.number < state.parts) continue;
        if (this.stopping()) break;
        await flight.start(part, async () => {
          for (const { place, issues } of part.unreadable)
            await this.refuse(source, { place, issues, reason: 'unreadable' });
          await this.count(source, await sendPart(this.sender, name, part, committed));
        });
      }
    } finally {
      await flight.land();
    }
    if (!this.summary.interrupted) await this.journal.write({ source: name, done: true, seen });
  }

  private async count(source: Source, { loaded, already, refused }: Sent): Promise<void> {
    this.summary.loaded += loaded;
    this.summary.already += already;
    for (const { item, reason, issues } of refused) {
      const { resource } = item.entry;
      const named = resource && `${resource.resourceType}${resource.id ? `/${resource.id}` : ''}`;
      await this.refuse(source, { place: item.place, reason, issues, ...(named && { resource: named }) });
    }
    this.report();
  }

  private async refuse(source: Source, line: Omit<Parameters<RefusedFile['write']>[0], 'source'>): Promise<void> {
    this.summary.refused++;
    await this.refusedFile.write({ source: source.path, ...line });
  }

  private async damaged(source: Source, error: Error): Promise<void> {
    const reason =
      error instanceof TooLarge
        ? 'is larger than 64 MiB: split the Bundle or write it as NDJSON'
        : error.message || 'cannot be read';
    this.summary.damaged.push({ path: source.path, reason });
    const issues = [{ severity: 'error' as const, code: 'structure', diagnostics: `The file ${reason}.` }];
    await this.refusedFile.write({ source: source.path, reason: 'damaged-file', issues });
  }

  private report(): void {
    const { files, loaded, refused } = this.summary;
    const { filesDone, bytesDone, totalBytes } = this;
    this.options.progress?.({ files, filesDone, bytes: totalBytes, bytesDone, loaded, refused });
  }
}

/** The parts of one source that are under way; tells how many are finished without a gap. */
class Flight {
  private readonly size: number;
  private readonly finished: (parts: number) => Promise<void>;
  private readonly running = new Map<number, Promise<void>>();
  private readonly ids = new Map<string, number>();
  private readonly landed = new Set<number>();
  private next: number;
  private failure: unknown;

  constructor(size: number, next: number, finished: (parts: number) => Promise<void>) {
    this.size = size;
    this.next = next;
    this.finished = finished;
  }

  /** Starts a part when there is room and no part under way writes the same resource (order is kept for those). */
  async start(part: Part, work: () => Promise<void>): Promise<void> {
    const mine = part.items
      .filter(({ entry }) => entry.request.method !== 'POST')
      .map(({ entry }) => entry.request.url);
    const before = mine
      .map((id) => this.running.get(this.ids.get(id) ?? -1))
      .filter((promise) => promise !== undefined);
    await Promise.all(before);
    while (this.running.size >= this.size) await Promise.race(this.running.values());
    if (this.failure) throw this.failure;
    for (const id of mine) this.ids.set(id, part.number);
    const promise = work()
      .then(() => this.landOne(part.number))
      .catch((error: unknown) => {
        this.failure ??= error;
      })
      .finally(() => {
        this.running.delete(part.number);
        for (const id of mine) if (this.ids.get(id) === part.number) this.ids.delete(id);
      });
    this.running.set(part.number, promise);
  }

  /** Waits for all. @throws what made a part fail. */
  async land(): Promise<void> {
    await Promise.all(this.running.values());
    if (this.failure) throw this.failure;
  }

  private async landOne(number: number): Promise<void> {
    this.landed.add(number);
    const before = this.next;
    while (this.landed.delete(this.next)) this.next++;
    if (this.next > before) await this.finished(this.next);
  }
}

/** The file vanished or may not be read. */
const isFileError = (error: unknown): boolean =>
  /^E(NOENT|ACCES|PERM|ISDIR|IO)$/.test((error as { code?: string }).code ?? '');
