/**
 * Rows of an XML file that is a table: elements such as `<row>`, each with a child per column (`<NAZWA>Kielce</NAZWA>`)
 * or with `<col name="NAZWA">`. Names of columns are compared without case, `_` as a space.
 */
import { Refusal } from '../refusal/refusal.ts';
import { eventsOf } from '../terminology/importers/claml.ts';
import type { SourceFiles } from '../terminology/importers/source-files.ts';
import type { NamedRow } from '../terminology/importers/table.ts';
import type { Columns } from './table.ts';

export interface XmlTable {
  /** Elements that are rows: `row`, `zmiana`. */
  readonly rows: readonly string[];
  readonly columns: Columns;
  readonly needed: readonly string[];
}

const mostFields = 200;
const mostSigns = 256 * 1024;
const named = (name: string): string => name.toLowerCase().replaceAll('_', ' ').trim();

/** @throws Refusal `bad-xml` with the line, `missing-columns` */
export async function* xmlRows(files: SourceFiles, name: string, table: XmlTable): AsyncIterable<NamedRow> {
  let fields: Map<string, string> | undefined;
  let column: string | undefined;
  let [line, signs] = [0, 0];
  let first = true;
  const refuse = (at: number, says: string) => new Refusal('invalid', 'bad-table', `'${name}', line ${at}: ${says}`);
  for await (const event of eventsOf(files, name)) {
    if (event.kind === 'text') {
      if (!fields || column === undefined) continue;
      signs += event.text.length;
      if (signs > mostSigns) throw refuse(event.line, 'a row of more than 256 KiB.');
      fields.set(column, (fields.get(column) ?? '') + event.text);
    } else if (event.kind === 'open') {
      if (!fields && table.rows.includes(event.name)) [fields, line, signs] = [new Map(), event.line, 0];
      else if (fields && column === undefined) {
        column = named(event.attributes.name ?? event.name);
        fields.set(column, '');
        if (fields.size > mostFields) throw refuse(event.line, `a row of more than ${mostFields} fields.`);
      }
    } else if (fields && table.rows.includes(event.name)) {
      if (first) demandColumns(fields, name, table);
      first = false;
      yield rowOf(fields, line, table.columns);
      [fields, column] = [undefined, undefined];
    } else if (column !== undefined) column = undefined;
  }
}

function rowOf(fields: ReadonlyMap<string, string>, line: number, columns: Columns): NamedRow {
  return {
    line,
    of(column) {
      const known = (columns[column] ?? []).find((one) => fields.has(one));
      return known === undefined ? '' : (fields.get(known) ?? '').trim();
    },
  };
}

function demandColumns(fields: ReadonlyMap<string, string>, name: string, { columns, needed }: XmlTable): void {
  const missing = needed.filter((column) => !(columns[column] ?? []).some((one) => fields.has(one)));
  if (missing.length === 0) return;
  const wanted = missing.map((column) => (columns[column] ?? []).join(' or ')).join('; ');
  const says = `'${name}' lacks ${wanted}. Its first row has: ${[...fields.keys()].join(', ').slice(0, 300)}.`;
  throw new Refusal('invalid', 'missing-columns', says);
}
