/**
 * Imports a publication of a register of entries: one or several tables, CSV or XML, read as streams and compared with
 * what is here inside the database, so that memory does not grow with the files.
 */
import { createHash } from 'node:crypto';
import { fold } from '#libs/fhir/search/values.ts';
import { Refusal } from '../refusal/refusal.ts';
import { wordsOf } from '../terminology/folding.ts';
import type { SourceFiles } from '../terminology/importers/source-files.ts';
import { namedRows } from '../terminology/importers/table.ts';
import { importEdition, type EditionNeeds, type ImportedEdition } from './editions.ts';
import { type Entry, type EntryRegister, placeOf, type Removal } from './entries.ts';
import { type EntryCounts, entryWriters, type IncomingEntry } from './entry-store.ts';
import { type Fields, fieldsOf } from './fields.ts';
import type { LoadOptions, RegisterImporter } from './importer.ts';
import { type Columns, Faults, headed, headOf, readRows } from './table.ts';
import { xmlRows } from './xml-rows.ts';

/** A table of the publication. */
export interface PublishedTable {
  /** Which file it is; of a single file, whether its name fits or not. */
  readonly file: RegExp;
  readonly columns: Columns;
  readonly needed: readonly string[];
  /** The publication may come without it. */
  readonly optional?: true;
  /** Elements that are rows where it is XML. */
  readonly rows?: readonly string[];
  /** What the row says: an entry, or in update files several things. */
  entry(fields: Fields, fault: (says: string) => void): Entry | Removal | readonly (Entry | Removal)[] | undefined;
}

export interface Publication {
  readonly summary: string;
  readonly tables: readonly PublishedTable[];
  /** The day that it describes; else from the line `# stan-na: 2026-11-20` of the first table. */
  day?(files: SourceFiles, name: string): Promise<string>;
  /** Names what changed instead of all that is (update files). */
  readonly updates?: true;
  demonstration(day: string): SourceFiles;
  /** A part of the command of its register: `teryt-zmiany`. */
  readonly command?: string;
}

/** A file that withdraws more than these is rather cut off than true. */
const mostWithdrawn = { entries: 50, share: 0.2 } as const;

export const entryImporter = (
  needs: EditionNeeds,
  register: EntryRegister,
  publication: Publication,
): RegisterImporter => ({
  kind: publication.command ?? register.command,
  register: register.name,
  summary: publication.summary,
  demonstration: publication.demonstration,
  async load(files, options = {}): Promise<ImportedEdition> {
    const found = tablesIn(files, publication.tables);
    const names = found.map(({ name }) => name);
    const day = await dayOf(files, names[0] ?? '', publication);
    const edition = { register: register.name, files, name: names, day, inOrder: true };
    return importEdition(needs, edition, async (tx, number) => {
      const store = entryWriters(tx, register);
      await store.begin();
      await demandNoneTwice(files, found, store);
      const updates = publication.updates === true;
      await demandParents(await store.orphans(updates));
      const counts = await store.settle(number, updates);
      if (!updates && number > 1) demandBelievable(counts, options);
      return counts;
    });
  },
});

type Store = ReturnType<typeof entryWriters>;
interface FoundTable {
  readonly name: string;
  readonly table: PublishedTable;
}

/** @throws Refusal `no-such-file` naming what is missing. */
function tablesIn({ names }: SourceFiles, tables: readonly PublishedTable[]): FoundTable[] {
  const [only] = names;
  const [first, ...others] = tables;
  const found = tablesNamed(names, tables);
  if (names.length === 1 && only !== undefined && first && others.every(({ optional }) => optional)) {
    return found.length > 0 ? found : [{ name: only, table: first }];
  }
  const missing = tables.find((table) => !table.optional && !found.some((one) => one.table === table));
  if (!missing && found.length > 0) return found;
  const wanted = (missing ? [missing] : tables).map(({ file }) => file.source).join(' or ');
  const says = `There is no file like ${wanted} in what was given: ${names.join(', ').slice(0, 300)}.`;
  throw new Refusal('invalid', 'no-such-file', says);
}

const tablesNamed = (names: readonly string[], tables: readonly PublishedTable[]): FoundTable[] =>
  tables.flatMap((table) => {
    const name = names.find((one) => table.file.test(one));
    return name === undefined ? [] : [{ name, table }];
  });

const dayOf = async (files: SourceFiles, name: string, { day }: Publication): Promise<string> =>
  day ? day(files, name) : headed(await headOf(files, name), 'stan-na');

/** Brings all rows of all tables. @throws Refusal `bad-rows`, `twice` */
async function demandNoneTwice(files: SourceFiles, found: readonly FoundTable[], store: Store): Promise<void> {
  const faults = new Faults();
  for (const { name, table } of found) {
    const { columns, needed, rows = ['row'] } = table;
    const source = /\.xml$/i.test(name)
      ? xmlRows(files, name, { rows, columns, needed })
      : namedRows(files, name, columns, needed, { separator: ';', comment: '#' });
    await readRows(
      source,
      name,
      (row, fault) => table.entry(fieldsOf(row, fault), fault),
      async (entries) => {
        for (const twice of await store.bring(entries.flat().map(incoming))) {
          faults.add(0, `'${twice}' stands in '${name}' more than once.`);
        }
      },
    );
  }
  faults.demandNone('twice');
}

async function demandParents(orphans: readonly string[]): Promise<void> {
  if (orphans.length === 0) return;
  const says = `Nothing was imported: ${orphans.join(' · ')}, which is not there. Are all files of one day?`;
  throw new Refusal('invalid', 'orphans', says.slice(0, 2000));
}

const isGone = (one: Entry | Removal): one is Removal => 'removed' in one;

function incoming(one: Entry | Removal): IncomingEntry {
  const { kind, id } = one;
  if (isGone(one)) return { kind, id, parent: null, nameFolded: '', keys: [], words: '', hash: '', content: null };
  const { parent = null, name, words = [], keys = [] } = one;
  const content = JSON.stringify(one.content);
  const folded = wordsOf([id, name, ...words].map((text) => fold(text ?? '')).join(' '));
  return {
    ...{ kind, id, parent, nameFolded: fold(name).slice(0, 200), keys, content },
    words: folded.map((word) => `'${word.replaceAll(/['\\]/g, '')}'`).join(' '),
    hash: createHash('sha256').update(content).update(placeOf(one)).digest('hex'),
  };
}

/** @throws Refusal `many-withdrawn` */
function demandBelievable({ entries, added, withdrawn }: EntryCounts, { manyWithdrawn }: LoadOptions): void {
  const before = entries - added + withdrawn;
  if (manyWithdrawn || withdrawn <= mostWithdrawn.entries || withdrawn <= before * mostWithdrawn.share) return;
  const says =
    `Nothing was imported: the file lacks ${withdrawn} entries that are here now. Look whether it is whole; ` +
    'if they are really gone, import it with --many-withdrawn.';
  throw new Refusal('rule-broken', 'many-withdrawn', says);
}
