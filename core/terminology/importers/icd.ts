/**
 * ICD-10 and ICD-9-CM PL: ClaML, or tables as NFZ and CeZ publish them, where a row has a code with its name, or the
 * whole way down to it as pairs of code and name.
 */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { NewConcept } from '../model.ts';
import { clamlConcepts, titleOf } from './claml.ts';
import {
  type ImportedSystem,
  type Importer,
  importedSystem,
  type ImportOptions,
  type Problem,
  twice,
} from './importer.ts';
import { fileLike, type SourceFiles } from './source-files.ts';
import { type Row, rowsOf } from './table.ts';

/** `A00`, `A00.1`, `A00-A09`, `XIX`; with the signs of the dagger system. */
const icd10Code = /^(?:[A-Z]\d{2}(?:\.?\d{1,4})?[+*†]?|[A-Z]\d{2}-[A-Z]\d{2}|[IVX]+)$/;
/** `03`, `03.09`, `03.091`, `A01`, `AA`, `99.9921`; main groups as `1A`. */
const icd9Code = /^(?:\d{1,2}[A-Z]?(?:\.\d{1,5})?|[A-Z]{1,2}\d{0,3}(?:\.\d{1,4})?)$/;

/** The code above, by how ICD-10 writes codes: A00.11 → A00.1 → A00. */
export function aboveIcd10(code: string): string | undefined {
  const match = /^([A-Z]\d{2})(?:\.?(\d+))?[+*†]?$/.exec(code);
  if (!match?.[1] || !match[2]) return undefined;
  const digits = match[2].slice(0, -1);
  return digits === '' ? match[1] : `${match[1]}.${digits}`;
}

/** 99.9921 → 99.992 → 99.99 → 99.9 → 99. */
export function aboveIcd9(code: string): string | undefined {
  const match = /^([^.]+)\.(\d+)$/.exec(code);
  if (!match?.[1] || !match[2]) return undefined;
  const digits = match[2].slice(0, -1);
  return digits === '' ? match[1] : `${match[1]}.${digits}`;
}

interface Shape {
  readonly isCode: RegExp;
  above(code: string): string | undefined;
}

/** A row is one code with its name, or the way down from the chapter: code, name, code, name … */
export function pairsOf({ fields }: Row, { isCode }: Shape): { code: string; display: string }[] {
  const pairs: { code: string; display: string }[] = [];
  for (let place = 0; place + 1 < fields.length; place += 2) {
    const [code = '', display = ''] = [fields[place], fields[place + 1]];
    if (code === '' && display === '') continue;
    if (!isCode.test(code) || display === '') return [];
    pairs.push({ code, display });
  }
  return pairs;
}

/** Concepts of such a table, each once, whatever stands above it first. */
async function* tableConcepts(
  files: SourceFiles,
  name: string,
  shape: Shape,
  { encoding }: ImportOptions,
  onProblem: (problem: Problem) => void,
): AsyncIterable<NewConcept> {
  const seen = new Map<string, string>();
  for await (const row of rowsOf(files, name, { encoding })) {
    const pairs = pairsOf(row, shape);
    if (pairs.length === 0) {
      // The first line may name the columns.
      if (row.line > 1)
        onProblem({ line: row.line, says: `No code with a name: ${row.fields.join(' | ').slice(0, 80)}` });
      continue;
    }
    for (const [at, { code, display }] of pairs.entries()) {
      const known = seen.get(code);
      // The way down names what is above in every row: twice is what a row ends in, by another name.
      if (known !== undefined && known !== display && at === pairs.length - 1) onProblem(twice(row.line, code));
      if (known !== undefined) continue;
      seen.set(code, display);
      const above = pairs[at - 1]?.code ?? shape.above(code);
      yield {
        code,
        display,
        parents: above === undefined ? [] : [above],
        properties: [{ code: 'level', valueInteger: at + 1 }],
      };
    }
  }
}

interface Edition {
  readonly kind: string;
  readonly summary: string;
  readonly notice: string;
  readonly url: string;
  readonly name: string;
  readonly title: string;
  readonly shape: Shape;
}

function classification({ kind, summary, notice, url, name, title, shape }: Edition): Importer {
  return {
    kind,
    summary,
    notice,
    async open(files, options): Promise<ImportedSystem[]> {
      const file = fileLike(files, /\.(xml|csv|txt|tsv)$/i, 'XML (ClaML) or CSV file');
      const isClaml = /\.xml$/i.test(file);
      const { version = '' } = isClaml ? await titleOf(files, file, options.encoding) : {};
      const system = importedSystem(options, { url, version, name, title, language: 'pl', copyright: notice });
      const quiet = () => undefined;
      return [
        {
          system,
          concepts: (pass) =>
            isClaml
              ? clamlConcepts(files, file, options.encoding)
              : tableConcepts(files, file, shape, options, pass === 'all' ? options.onProblem : quiet),
        },
      ];
    },
  };
}

export const icd10 = classification({
  kind: 'icd-10',
  summary: 'ICD-10: ClaML (.xml), or a table of codes and names',
  notice:
    'ICD-10 © World Health Organization; the Polish edition is published by Centrum e-Zdrowia. Keep to its terms.',
  url: codeSystems.icd10,
  name: 'ICD10',
  title: 'Międzynarodowa Statystyczna Klasyfikacja Chorób, ICD-10',
  shape: { isCode: icd10Code, above: aboveIcd10 },
});

export const icd9Pl = classification({
  kind: 'icd-9-pl',
  summary: 'ICD-9-CM PL procedures: ClaML (.xml), or a table of codes and names, by levels or flat',
  notice: 'ICD-9-CM PL: Polish edition of the list of procedures, published by NFZ and Centrum e-Zdrowia.',
  url: codeSystems.icd9pl,
  name: 'ICD9PL',
  title: 'Międzynarodowa Klasyfikacja Procedur Medycznych, ICD-9-CM PL',
  shape: { isCode: icd9Code, above: aboveIcd9 },
});
