/** Rows of CSV files, whatever separates their fields, by the names of their columns. https://www.rfc-editor.org/rfc/rfc4180 */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { Refusal } from '../../refusal/refusal.ts';
import { type SourceFiles, textOf } from './source-files.ts';

export interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

const separators = [';', ',', '\t', '=', '|'];

/** What separates the fields of the first line: what stands there most often, outside quotes. */
export async function separatorOf(files: SourceFiles, name: string, encoding?: string): Promise<string> {
  let first = '';
  for await (const text of textOf(files, name, encoding)) {
    first += text;
    if (first.includes('\n') || first.length > 65_536) break;
  }
  const line = (first.split('\n')[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = separators.map((separator) => ({ separator, times: line.split(separator).length - 1 }));
  return counted.sort((one, other) => other.times - one.times)[0]?.separator ?? ',';
}

export interface TableOptions {
  readonly encoding?: string | undefined;
  readonly separator?: string;
  /** Lines that begin with it are left out. */
  readonly comment?: string;
}

/** @throws Refusal with the line for what is no CSV. */
export async function* rowsOf(
  files: SourceFiles,
  name: string,
  { encoding, separator, comment }: TableOptions = {},
): AsyncIterable<Row> {
  const delimiter = separator ?? (await separatorOf(files, name, encoding));
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    // Tab-separated files of publishers have quotes as plain signs.
    quote: delimiter === '\t' || delimiter === '=' ? null : '"',
    skip_empty_lines: true,
    ...(comment === undefined ? {} : { comment, comment_no_infix: true }),
    info: true,
    max_record_size: 1024 * 1024,
  });
  const source = Readable.from(textOf(files, name, encoding));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, fields: record.map((field) => field.replaceAll('\0', '').trim()) };
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'bad-table', `'${name}' cannot be read as a table: ${(error as Error).message}.`);
  } finally {
    source.destroy();
  }
}

export interface NamedRow {
  readonly line: number;
  /** The field of a column, '' when there is none. */
  of(column: string): string;
}

/**
 * Rows by column names of the first line. `columns` gives each wanted column the names under which it is known, as
 * folded words. @throws Refusal when one that is needed is missing.
 */
export async function* namedRows(
  files: SourceFiles,
  name: string,
  columns: { readonly [column: string]: readonly string[] },
  needed: readonly string[],
  options: TableOptions = {},
): AsyncIterable<NamedRow> {
  let places: Map<string, number> | undefined;
  for await (const { line, fields } of rowsOf(files, name, options)) {
    if (!places) {
      const header = fields.map((field) =>
        field
          .toLowerCase()
          .replace(/[\s_]+/g, ' ')
          .trim(),
      );
      places = new Map(
        Object.entries(columns).flatMap(([column, names]) => {
          const place = header.findIndex((one) => names.includes(one));
          return place < 0 ? [] : [[column, place] as const];
        }),
      );
      const missing = needed.filter((column) => !places?.has(column));
      if (missing.length > 0) {
        const wanted = missing.map((column) => (columns[column] ?? []).join(' or ')).join('; ');
        throw new Refusal(
          'invalid',
          'missing-columns',
          `'${name}' lacks the column ${wanted}. Its first line names: ${header.join(', ').slice(0, 300)}.`,
        );
      }
      continue;
    }
    const found = places;
    yield { line, of: (column) => fields[found.get(column) ?? -1] ?? '' };
  }
}
