/**
 * ATC with DDD, from the index as a table (the XLSX of WHOCC saved as CSV).
 * https://atcddd.fhi.no/atc/structure_and_principles/
 */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { NewConcept, Property } from '../model.ts';
import { type Importer, importedSystem, type ImportOptions } from './importer.ts';
import { fileLike, type SourceFiles } from './source-files.ts';
import { namedRows } from './table.ts';

const columns = {
  code: ['atc code', 'atc', 'code', 'kod atc', 'kod'],
  name: ['atc level name', 'name', 'atc name', 'nazwa', 'level name', 'substance', 'substance name'],
  ddd: ['ddd'],
  unit: ['u', 'uom', 'unit', 'unit type', 'jednostka'],
  route: ['adm.r', 'adm.route', 'adm route', 'admr', 'route', 'administration route', 'droga podania'],
  note: ['note', 'ddd comment', 'comment', 'uwagi'],
};

/** Five levels: A, A10, A10B, A10BA, A10BA02. */
const form = /^[A-Z](?:\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?)?$/;

export function aboveAtc(code: string): string | undefined {
  const lengths = [1, 3, 4, 5, 7];
  const level = lengths.indexOf(code.length);
  return level > 0 ? code.slice(0, lengths[level - 1]) : undefined;
}

/** The DDDs of a substance stand in rows one after another: they are gathered. */
async function* concepts(
  files: SourceFiles,
  name: string,
  options: ImportOptions,
  isLast: boolean,
): AsyncIterable<NewConcept> {
  let draft: (NewConcept & { properties: Property[] }) | undefined;
  for await (const { line, of } of namedRows(files, name, columns, ['code', 'name'], options)) {
    const code = of('code').toUpperCase();
    if (!form.test(code)) {
      if (isLast) options.onProblem({ line, says: `'${code.slice(0, 40)}' is no ATC code.` });
      continue;
    }
    if (draft?.code !== code) {
      if (draft) yield draft;
      const above = aboveAtc(code);
      draft = { code, display: of('name') || code, parents: above === undefined ? [] : [above], properties: [] };
    }
    const ddd = [of('ddd'), of('unit'), of('route'), of('note')]
      .filter((text) => text !== '' && text !== 'NA')
      .join(' ');
    if (of('ddd') !== '' && of('ddd') !== 'NA') draft.properties.push({ code: 'ddd', valueString: ddd });
  }
  if (draft) yield draft;
}

const notice =
  'ATC/DDD © WHO Collaborating Centre for Drug Statistics Methodology, Oslo. The index may not be passed on without its consent.';

export const atc: Importer = {
  kind: 'atc',
  summary: 'ATC/DDD: the index as CSV with columns for code, name, DDD, unit, route, note',
  notice,
  async open(files, options) {
    const name = fileLike(files, /\.(csv|tsv|txt)$/i, 'CSV file');
    return [
      {
        system: importedSystem(options, {
          url: codeSystems.atc,
          version: '',
          name: 'ATC',
          title: 'Klasyfikacja anatomiczno-terapeutyczno-chemiczna (ATC)',
          language: 'en',
          copyright: notice,
          property: [{ code: 'ddd', type: 'string' }],
        }),
        concepts: (pass) => concepts(files, name, options, pass === 'all'),
      },
    ];
  },
};
