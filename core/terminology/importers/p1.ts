/**
 * Dictionaries of P1: tables (code and name, for one OID), or the value sets of PIK HL7 CDA in ART-DECOR's format
 * (decor.xml), which give an excerpt of each code system that they list.
 */
import { cezNode, oidSystem } from '#libs/polish-identifiers/systems.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { NewConcept } from '../model.ts';
import { eventsOf } from './claml.ts';
import { type ImportedSystem, type Importer, importedSystem, type ImportOptions, twice } from './importer.ts';
import { fileLike, type SourceFiles } from './source-files.ts';
import { namedRows } from './table.ts';

const columns = {
  code: ['code', 'kod', 'symbol', 'wartość', 'wartosc', 'kod wartości'],
  name: ['display', 'name', 'nazwa', 'opis', 'nazwa wyświetlana', 'nazwa wartości'],
  parent: ['parent', 'kod nadrzędny', 'kod nadrzedny', 'rodzic'],
  definition: ['definition', 'definicja', 'description', 'uwagi'],
  from: ['od', 'obowiązuje od', 'valid from'],
  to: ['do', 'obowiązuje do', 'valid to'],
  status: ['status', 'stan'],
};
const ended = new Set(['nieaktywny', 'wycofany', 'inactive', 'retired', 'deprecated']);

async function* tableConcepts(
  files: SourceFiles,
  name: string,
  options: ImportOptions,
  isLast: boolean,
): AsyncIterable<NewConcept> {
  const seen = new Set<string>();
  for await (const { line, of } of namedRows(files, name, columns, ['code', 'name'], options)) {
    const [code, display, parent, definition] = [of('code'), of('name'), of('parent'), of('definition')];
    if (code === '') {
      if (isLast) options.onProblem({ line, says: 'There is no code.' });
      continue;
    }
    if (seen.has(code)) {
      if (isLast) options.onProblem(twice(line, code));
      continue;
    }
    seen.add(code);
    yield {
      code,
      display: display || code,
      ...(definition ? { definition } : {}),
      parents: parent === '' ? [] : [parent],
      inactive: ended.has(of('status').toLowerCase()),
      properties: [
        ...(of('from') ? [{ code: 'validFrom', valueString: of('from') }] : []),
        ...(of('to') ? [{ code: 'validTo', valueString: of('to') }] : []),
      ],
    };
  }
}

/** `<concept code codeSystem displayName level type>` below `<valueSet>`: level gives the hierarchy, D is deprecated, A abstract. */
async function* decorConcepts(
  files: SourceFiles,
  name: string,
  oid: string | undefined,
  encoding: string | undefined,
): AsyncIterable<NewConcept & { oid: string }> {
  const seen = new Set<string>();
  let path: { level: number; code: string; oid: string }[] = [];
  for await (const event of eventsOf(files, name, encoding)) {
    if (event.kind !== 'open') continue;
    if (event.name === 'valueSet') path = [];
    if (event.name !== 'concept') continue;
    const { code, codeSystem, displayName, level: text = '0', type = 'L' } = event.attributes;
    if (!code || !codeSystem || !/^[\d.]+$/.test(codeSystem)) continue;
    const level = Number(text) || 0;
    path = path.filter((one) => one.level < level);
    const above = path.at(-1);
    path.push({ level, code, oid: codeSystem });
    const key = `${codeSystem}|${code}`;
    if (seen.has(key) || (oid !== undefined && oid !== codeSystem)) continue;
    seen.add(key);
    yield {
      oid: codeSystem,
      code,
      display: displayName?.trim() || code,
      parents: above && above.oid === codeSystem ? [above.code] : [],
      inactive: type === 'D',
      abstract: type === 'A',
    };
  }
}

const notice = 'Dictionaries of system P1, published by Centrum e-Zdrowia (PIK HL7 CDA, RSK).';

async function decorSystems(files: SourceFiles, name: string, options: ImportOptions): Promise<ImportedSystem[]> {
  const oids = new Set<string>();
  let version = '';
  for await (const event of eventsOf(files, name, options.encoding)) {
    if (event.kind === 'open' && event.name === 'decor')
      version = event.attributes.versionLabel ?? event.attributes.versionDate ?? '';
    if (event.kind === 'open' && event.name === 'version' && version === '') version = event.attributes.date ?? '';
    if (event.kind !== 'open' || event.name !== 'concept') continue;
    const { codeSystem } = event.attributes;
    // Of the world's vocabularies a project lists a few codes: those come from their own publishers.
    if (codeSystem?.startsWith(`${cezNode}.`)) oids.add(codeSystem);
  }
  const wanted = options.system?.replace(/^urn:oid:/, '');
  return [...oids]
    .filter((oid) => wanted === undefined || oid === wanted)
    .map((oid) => ({
      system: importedSystem(
        { ...options, system: undefined },
        {
          url: oidSystem(oid),
          version: version.slice(0, 10),
          name: `P1_${oid.slice(cezNode.length + 1).replaceAll('.', '_')}`,
          title: `Słownik P1 ${oid}`,
          language: 'pl',
          copyright: notice,
          content: 'fragment',
        },
      ),
      concepts: () => decorConcepts(files, name, oid, options.encoding),
    }));
}

export const p1: Importer = {
  kind: 'p1-dictionary',
  summary: 'a dictionary of P1: a table with kod and nazwa (and --system urn:oid:…), or decor.xml of PIK HL7 CDA',
  notice,
  async open(files, options) {
    const name = fileLike(files, /\.(xml|csv|tsv|txt)$/i, 'CSV or XML file');
    if (/\.xml$/i.test(name)) return decorSystems(files, name, options);
    if (options.system === undefined) {
      throw new Refusal(
        'invalid',
        'no-system',
        'Say of which system the table is: --system urn:oid:2.16.840.1.113883.3.4424.…',
      );
    }
    return [
      {
        system: importedSystem(options, {
          url: options.system,
          version: '',
          name: 'P1Dictionary',
          title: `Słownik P1 ${options.system.replace(/^urn:oid:/, '')}`,
          language: 'pl',
          copyright: notice,
        }),
        concepts: (pass) => tableConcepts(files, name, options, pass === 'all'),
      },
    ];
  },
};
