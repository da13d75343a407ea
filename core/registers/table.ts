/**
 * Tables of registers that publish no format which we could confirm: CSV of ours, semicolons, UTF-8, first lines
 * `# name: value` about the whole file, then one line with the names of the columns. Bad rows are gathered, and any of
 * them refuses the file: a row left out would look like a row withdrawn.
 */
import { Readable } from 'node:stream';
import { Refusal } from '../refusal/refusal.ts';
import { linesOf, type SourceFiles } from '../terminology/importers/source-files.ts';
import { namedRows, type NamedRow } from '../terminology/importers/table.ts';

/** What stands in the `# name: value` lines, by name. */
export async function headOf(files: SourceFiles, name: string): Promise<ReadonlyMap<string, string>> {
  const head = new Map<string, string>();
  for await (const { text } of linesOf(files, name)) {
    const [, key, value] = /^\uFEFF?#\s*([a-z-]+)\s*:\s*(.*)$/.exec(text) ?? [];
    if (key === undefined || value === undefined) break;
    head.set(key, value.trim());
  }
  return head;
}

/** The value of one of them. @throws Refusal `missing-head` */
export function headed(head: ReadonlyMap<string, string>, name: string): string {
  const value = head.get(name);
  if (value) return value;
  throw new Refusal('invalid', 'missing-head', `The file must begin with lines such as '# ${name}: …'. Add it.`);
}

/** Rows, each understood by `read`. @throws Refusal `bad-rows` with the line and the fault of the first twenty. */
export function readTable<T>(
  files: SourceFiles,
  name: string,
  columns: Columns,
  needed: readonly string[],
  read: (row: NamedRow, fault: Fault) => T | undefined,
  take: (rows: T[]) => Promise<void>,
): Promise<number> {
  return readRows(namedRows(files, name, columns, needed, { separator: ';', comment: '#' }), name, read, take);
}

/** Each column that is wanted, and the names under which it is known, as folded words. */
export interface Columns {
  readonly [column: string]: readonly string[];
}
export type Fault = (says: string) => void;

/** The same of rows that come from elsewhere, such as XML. @throws Refusal `bad-rows`, `no-rows` */
export async function readRows<T>(
  source: AsyncIterable<NamedRow>,
  name: string,
  read: (row: NamedRow, fault: Fault) => T | undefined,
  take: (rows: T[]) => Promise<void>,
): Promise<number> {
  const faults = new Faults();
  let batch: T[] = [];
  let rows = 0;
  for await (const row of source) {
    const understood = read(row, (says) => faults.add(row.line, says));
    if (understood === undefined || faults.count > 0) continue;
    rows++;
    batch.push(understood);
    if (batch.length < 500) continue;
    await take(batch);
    batch = [];
  }
  faults.demandNone('bad-rows');
  if (batch.length > 0) await take(batch);
  if (rows === 0) throw new Refusal('invalid', 'no-rows', `There is no row in '${name}'. Is the file whole?`);
  return rows;
}

/** What is wrong in a file, the first twenty in words. */
export class Faults {
  count = 0;
  readonly #told: string[] = [];

  add(line: number, says: string): void {
    this.count++;
    if (this.#told.length < 20) this.#told.push(line > 0 ? `line ${line}: ${says}` : says);
  }

  /** @throws Refusal of this code when there was any. */
  demandNone(code: string): void {
    if (this.count === 0) return;
    const more = this.count - this.#told.length;
    const issues = this.#told.map((diagnostics) => ({ severity: 'error', code: 'invalid', diagnostics }) as const);
    const message = `Nothing was imported: ${this.#told.join(' · ')}${more > 0 ? ` · and ${more} more` : ''}`;
    throw new Refusal('invalid', code, { message, issues });
  }
}

/** A file that is made here: the demonstration's, and those of tests. */
export const madeFile = (name: string, pieces: () => Iterable<string> | AsyncIterable<string>): SourceFiles => ({
  names: [name],
  bytes: async () => Readable.from(bytesOf(pieces())) as AsyncIterable<Buffer>,
});

async function* bytesOf(pieces: Iterable<string> | AsyncIterable<string>): AsyncIterable<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** Several files that are made here, each from its rows: the first line is about the day, the second names the columns. */
export const madeTables = (
  day: string,
  tables: { readonly [name: string]: { readonly header: string; rows(): Iterable<readonly (string | undefined)[]> } },
): SourceFiles => ({
  names: Object.keys(tables),
  bytes: async (name) => Readable.from(bytesOf(linesOfTable(day, tables[name]))) as AsyncIterable<Buffer>,
});

function* linesOfTable(
  day: string,
  table: { readonly header: string; rows(): Iterable<readonly (string | undefined)[]> } | undefined,
): Iterable<string> {
  yield `# stan-na: ${day}\n${table?.header ?? ''}\n`;
  let lines = '';
  for (const row of table?.rows() ?? []) {
    lines += `${row.map((field) => `"${(field ?? '').replaceAll('"', '""')}"`).join(';')}\n`;
    if (lines.length < 65_536) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}
