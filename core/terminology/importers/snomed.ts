/**
 * SNOMED CT, from the snapshot files of a release (RF2), as zip or folder: concepts, is-a relationships, descriptions,
 * language reference sets, simple reference sets. https://confluence.ihtsdotools.org/display/DOCRELFMT
 */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import { Refusal } from '../../refusal/refusal.ts';
import type { Designation, NewConcept, Property } from '../model.ts';
import { type Importer, importedSystem } from './importer.ts';
import { linesOf, type SourceFiles } from './source-files.ts';

const isA = '116680003';
const inferred = '900000000000011006';
const fullySpecified = '900000000000003001';
const preferred = '900000000000548007';
const coreModule = '900000000000207008';
/** Concepts whose texts are in memory at once. */
const chunkSize = 100_000;

const patterns = {
  concepts: /(^|\/)x?sct2_Concept_Snapshot_[^/]*\.txt$/,
  relationships: /(^|\/)x?sct2_Relationship_Snapshot_[^/]*\.txt$/,
  descriptions: /(^|\/)x?sct2_Description_Snapshot[^/]*\.txt$/,
  languages: /(^|\/)x?der2_cRefset_Language(?:_)?Snapshot[^/]*\.txt$/,
  refsets: /(^|\/)x?der2_Refset_Simple(?:Refset)?(?:_)?Snapshot[^/]*\.txt$/,
};

/** Rows of an RF2 file without its first line. Fields are never quoted. */
async function* rows(files: SourceFiles, name: string): AsyncIterable<string[]> {
  for await (const { number, text } of linesOf(files, name)) if (number > 1) yield text.split('\t');
}

const all = (files: SourceFiles, pattern: RegExp): string[] => files.names.filter((name) => pattern.test(name));

/** Parents by concept: active, inferred is-a relationships. */
async function parentsOf(files: SourceFiles): Promise<Map<string, string[]>> {
  const parents = new Map<string, string[]>();
  for (const name of all(files, patterns.relationships)) {
    for await (const [, , active, , source = '', target = '', , type, kind] of rows(files, name)) {
      if (active !== '1' || type !== isA || (kind !== undefined && kind !== inferred)) continue;
      const known = parents.get(source);
      if (known) known.push(target);
      else parents.set(source, [target]);
    }
  }
  return parents;
}

interface Texts {
  readonly names: Map<string, { id: string; language: string; type: string; term: string }[]>;
  readonly preferred: Set<string>;
  readonly refsets: Map<string, string[]>;
}

/** Descriptions and reference sets of some concepts; the files are read once for each chunk. */
async function textsOf(files: SourceFiles, wanted: ReadonlySet<string>): Promise<Texts> {
  const found: Texts = { names: new Map(), preferred: new Set(), refsets: new Map() };
  const ids = new Set<string>();
  for (const name of all(files, patterns.descriptions)) {
    for await (const [id = '', , active, , concept = '', language = '', type = '', term = ''] of rows(files, name)) {
      if (active !== '1' || !wanted.has(concept)) continue;
      ids.add(id);
      const list = found.names.get(concept) ?? [];
      list.push({ id, language, type, term });
      found.names.set(concept, list);
    }
  }
  for (const name of all(files, patterns.languages)) {
    for await (const [, , active, , , description = '', acceptability] of rows(files, name)) {
      if (active === '1' && acceptability === preferred && ids.has(description)) found.preferred.add(description);
    }
  }
  for (const name of all(files, patterns.refsets)) {
    for await (const [, , active, , refset = '', component = ''] of rows(files, name)) {
      if (active !== '1' || !wanted.has(component)) continue;
      found.refsets.set(component, [...(found.refsets.get(component) ?? []), refset]);
    }
  }
  return found;
}

interface ConceptRow {
  readonly code: string;
  readonly active: boolean;
  readonly module: string;
  readonly definition: string;
}

async function* conceptRows(files: SourceFiles): AsyncIterable<ConceptRow> {
  for (const name of all(files, patterns.concepts)) {
    for await (const [code = '', , active, module = '', definition = ''] of rows(files, name)) {
      yield { code, active: active === '1', module, definition };
    }
  }
}

function conceptOf(
  { code, active, module, definition }: ConceptRow,
  parents: readonly string[],
  texts: Texts,
): NewConcept {
  const names = texts.names.get(code) ?? [];
  const isPreferred = ({ id }: { id: string }) => texts.preferred.has(id);
  const ordinary = names.filter(({ type }) => type !== fullySpecified);
  const display =
    ordinary.find((one) => one.language === 'en' && isPreferred(one)) ??
    ordinary.find(isPreferred) ??
    names.find(({ type }) => type === fullySpecified) ??
    names[0];
  const designations = names
    .filter((one) => one !== display)
    .map(
      (one): Designation => ({
        language: one.language,
        use:
          isPreferred(one) && one.type !== fullySpecified
            ? { system: codeSystems.snomed, code: 'preferred' }
            : { system: codeSystems.snomed, code: one.type },
        value: one.term,
      }),
    );
  const refsets = (texts.refsets.get(code) ?? []).map((refset): Property => ({ code: 'refset', valueCode: refset }));
  return {
    code,
    display: display?.term ?? code,
    inactive: !active,
    parents,
    designations,
    properties: [
      { code: 'moduleId', valueCode: module },
      { code: 'sufficientlyDefined', valueBoolean: definition === '900000000000073002' },
      ...refsets,
    ],
  };
}

async function* concepts(files: SourceFiles, pass: 'hierarchy' | 'all'): AsyncIterable<NewConcept> {
  const parents = await parentsOf(files);
  const above = (code: string) => parents.get(code) ?? [];
  if (pass === 'hierarchy') {
    for await (const { code } of conceptRows(files)) yield { code, parents: above(code) };
    return;
  }
  let chunk: ConceptRow[] = [];
  const emit = async () => {
    const texts = await textsOf(files, new Set(chunk.map(({ code }) => code)));
    const made = chunk.map((row) => conceptOf(row, above(row.code), texts));
    chunk = [];
    return made;
  };
  for await (const row of conceptRows(files)) {
    chunk.push(row);
    if (chunk.length === chunkSize) yield* await emit();
  }
  yield* await emit();
}

const notice =
  'SNOMED CT® is used by permission of SNOMED International. Users in Poland, a member since 2023, need an affiliate ' +
  'licence (free in member countries; Centrum e-Zdrowia is the national release centre). Do not pass on the release files.';

export const snomed: Importer = {
  kind: 'snomed',
  summary: 'SNOMED CT: a release in RF2, as zip or folder (snapshot files are read)',
  notice,
  async open(files, options) {
    if (all(files, patterns.concepts).length === 0) {
      throw new Refusal(
        'invalid',
        'no-such-file',
        'There is no sct2_Concept_Snapshot file: give the zip or folder of an RF2 release.',
      );
    }
    const date = /_(\d{8})\.txt$/.exec(all(files, patterns.concepts).at(-1) ?? '')?.[1] ?? '';
    return [
      {
        system: importedSystem(options, {
          url: codeSystems.snomed,
          version: `${codeSystems.snomed}/${coreModule}${date === '' ? '' : `/version/${date}`}`,
          name: 'SNOMEDCT',
          title: 'SNOMED CT',
          language: 'en',
          copyright: notice,
          property: [
            { code: 'refset', type: 'code' },
            { code: 'moduleId', type: 'code' },
            { code: 'sufficientlyDefined', type: 'boolean' },
          ],
        }),
        concepts: (pass) => concepts(files, pass),
      },
    ];
  },
};
