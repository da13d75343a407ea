/**
 * Reads an import into the record; goes on where an interrupted run stopped, by the importer's journal and the trail.
 * Files are fetched and read one after the other: on the disk lies one at a time.
 */
import { appendFile, mkdir } from 'node:fs/promises';
import { type ImportOptions, importPaths } from '../../import/index.ts';
import type { Resource } from '../../record/record.ts';
import { type Issue, Refusal } from '../../refusal/refusal.ts';
import { fetchInput, removeInput } from './fetch-input.ts';
import type { ImportNeeds } from './needs.ts';
import type { Input } from './manifest.ts';
import { countRefused } from './outcomes.ts';
import { refusedName, type Spool, spoolOf, stateName, uploadName } from './spool.ts';
import { type Counts, type ImportRow, tellImport, tellInput } from './store.ts';

/** The client has taken the import back. */
export class TakenBack extends Error {}

const tellEvery = 1_000;

export async function runImport(needs: ImportNeeds, row: ImportRow, stop: AbortSignal): Promise<Counts> {
  const run = new Run(needs, row, stop);
  try {
    return await (row.inputs ? run.inputs(row.inputs) : run.upload());
  } catch (error) {
    throw run.isTakenBack ? new TakenBack() : error;
  } finally {
    await run.end();
  }
}

class Run {
  isTakenBack = false;
  private readonly needs: ImportNeeds;
  private readonly row: ImportRow;
  private readonly spool: Spool;
  private readonly signal: AbortSignal;
  private readonly taken = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private telling: Promise<void> = Promise.resolve();
  private progress = 'begun';
  private about = '';

  constructor(needs: ImportNeeds, row: ImportRow, stop: AbortSignal) {
    this.needs = needs;
    this.row = row;
    this.spool = spoolOf(needs.home, row.id);
    this.signal = AbortSignal.any([stop, this.taken.signal]);
    this.timer = setInterval(() => {
      this.telling = this.tell();
    }, tellEvery);
  }

  /** What was being told must not come after "done". */
  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.telling;
  }

  /** Says how far it is, and hears whether it is still wanted. */
  private async tell(): Promise<void> {
    const isWanted = await tellImport(this.needs.database, this.row.id, `${this.about}${this.progress}`).catch(
      () => true,
    );
    if (isWanted) return;
    this.isTakenBack = true;
    this.taken.abort(new TakenBack());
  }

  async upload(): Promise<Counts> {
    await this.tell();
    return this.read(this.spool.at(uploadName(this.row.packed)), undefined);
  }

  async inputs(inputs: readonly (Input & Partial<Counts>)[]): Promise<Counts> {
    const all = { loaded: 0, refused: 0 };
    for (const [place, input] of inputs.entries()) {
      this.about = inputs.length > 1 ? `file ${place + 1} of ${inputs.length}: ` : '';
      const { loaded, refused } =
        input.loaded === undefined
          ? await this.input(input, place)
          : { loaded: input.loaded, refused: input.refused ?? 0 };
      all.loaded += loaded;
      all.refused += refused;
    }
    return all;
  }

  private async input(input: Input, place: number): Promise<Counts> {
    this.progress = 'fetching';
    await this.tell();
    this.signal.throwIfAborted();
    let counts: Counts;
    try {
      const { file, remove } = await fetchInput(input, place, this.spool, this.needs.from, this.signal);
      counts = await this.read(file, place, (resource) => this.prepared(resource, input));
      if (remove) await removeInput(file);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'unavailable' || error.kind === 'busy') throw error;
      await this.unread(place, error);
      counts = { loaded: 0, refused: 1 };
    }
    await tellInput(this.needs.database, this.row.id, place, counts);
    return counts;
  }

  /** A file that cannot be had is a line among the errors; the others are read. */
  private async unread(place: number, { code, message, issues }: Refusal): Promise<void> {
    const words = issues.map((issue) => ({ ...issue, diagnostics: `The file was not read: ${message}` }));
    await mkdir(this.spool.folder, { recursive: true, mode: 0o700 });
    const line = JSON.stringify({ source: `input ${place + 1}`, reason: code, issues: words });
    await appendFile(this.spool.at(refusedName(place)), `${line}\n`, { mode: 0o600 });
  }

  private prepared(resource: Resource, { type }: Input): Resource | readonly Issue[] {
    if (resource.resourceType !== type) {
      const diagnostics = `The file was said to hold ${type}, but this is another type of resource.`;
      return [{ severity: 'error', code: 'invalid', diagnostics }];
    }
    const { resourceType, id, meta, ...elements } = resource;
    if (meta?.source !== undefined || this.row.source === null) return resource;
    return {
      resourceType,
      ...(id === undefined ? {} : { id }),
      meta: { ...meta, source: this.row.source },
      ...elements,
    };
  }

  private async read(file: string, place: number | undefined, prepare?: ImportOptions['prepare']): Promise<Counts> {
    const { database, record, runtime } = this.needs;
    const refusedFile = this.spool.at(refusedName(place));
    const summary = await importPaths(record, [file], {
      ...{ refusedFile, database, runtime, signal: this.signal, actor: this.row.actor },
      stateFile: this.spool.at(stateName(place)),
      ...(prepare ? { prepare } : {}),
      progress: ({ bytes, bytesDone, loaded, refused }) => {
        const share = Math.floor((100 * bytesDone) / Math.max(bytes, 1));
        this.progress = `${share} %, ${loaded} loaded, ${refused} refused`;
      },
    });
    this.signal.throwIfAborted();
    // Of all runs together: what an interrupted one refused stands in the file.
    const refused = await countRefused(refusedFile);
    const seen = summary.loaded + summary.already + summary.before + summary.refused;
    return { loaded: Math.max(0, seen - refused + summary.damaged.length), refused };
  }
}
