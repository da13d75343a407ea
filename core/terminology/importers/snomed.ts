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

/** As the first line of each file names them. */
const common = ['id', 'effectiveTime', 'active', 'moduleId'];
const member = [...common, 'refsetId', 'referencedComponentId'];
const relation = ['sourceId', 'destinationId', 'relationshipGroup', 'typeId', 'characteristicTypeId', 'modifierId'];
const columns: { readonly [kind in keyof typeof patterns]: readonly string[] } = {
  concepts: [...common, 'definitionStatusId'],
  relationships: [...common, ...relation],
  descriptions: [...common, 'conceptId', 'languageCode', 'typeId', 'term', 'caseSignificanceId'],
  languages: [...member, 'acceptabilityId'],
  refsets: member,
};

/**
 * Rows of the RF2 files of a kind without their first lines. Fields are never quoted. Files are made by programs: one
 * that is not as it must be is damaged, and nothing of it is believed.
 * @throws Refusal naming the file and the line.
 */
async function* rows(files: SourceFiles, kind: keyof typeof patterns): AsyncIterable<string[]> {
  const wanted = columns[kind];
  for (const name of all(files, patterns[kind])) {
    for await (const { number, text } of linesOf(files, name)) {
      const fields = text.split('\t');
      if (number > 1 && fields.length === wanted.length) yield fields;
      else if (number > 1) {
        const says = `'${name}', line ${number} has ${fields.length} of ${wanted.length} columns: the file is damaged.`;
        throw new Refusal('invalid', 'bad-line', says);
      } else if (text.replace(/^\ufeff/, '') !== wanted.join('\t')) {
        const says = `'${name}' does not begin with the columns ${wanted.join(', ')}: is it of RF2?`;
        throw new Refusal('invalid', 'missing-columns', says);
      }
    }
  }
}

const all = (files: SourceFiles, pattern: RegExp): string[] => files.names.filter((name) => pattern.test(name));

/** Parents by concept: active, inferred is-a relationships. */
async function parentsOf(files: SourceFiles): Promise<Map<string, string[]>> {
  const parents = new Map<string, string[]>();
  for await (const [, , active, , source = '', target = '', , type, kind] of rows(files, 'relationships')) {
    if (active !== '1' || type !== isA || kind !== inferred) continue;
    const known = parents.get(source);
    if (known) known.push(target);
    else parents.set(source, [target]);
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
  for await (const row of rows(files, 'descriptions')) {
    const [id = '', , active, , concept = '', language = '', type = '', term = ''] = row;
    if (active !== '1' || !wanted.has(concept)) continue;
    ids.add(id);
    const list = found.names.get(concept) ?? [];
    list.push({ id, language, type, term });
    found.names.set(concept, list);
  }
  for await (const [, , active, , , description = '', acceptability] of rows(files, 'languages')) {
    if (active === '1' && acceptability === preferred && ids.has(description)) found.preferred.add(description);
  }
  for await (const [, , active, , refset = '', component = ''] of rows(files, 'refsets')) {
    if (active !== '1' || !wanted.has(component)) continue;
    found.refsets.set(component, [...(found.refsets.get(component) ?? []), refset]);
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
  for await (const [code = '', , active, module = '', definition = ''] of rows(files, 'concepts')) {
    yield { code, active: active === '1', module, definition };
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

/** Without relationships everything would lie beside everything else; without descriptions nothing has a name. */
const needed = {
  concepts: 'sct2_Concept_Snapshot',
  relationships: 'sct2_Relationship_Snapshot',
  descriptions: 'sct2_Description_Snapshot',
} as const;

const notice =
  'SNOMED CT® is used by permission of SNOMED International. Users in Poland, a member since 2023, need an affiliate ' +
  'licence (free in member countries; Centrum e-Zdrowia is the national release centre). Do not pass on the release files.';

export const snomed: Importer = {
  kind: 'snomed',
  summary: 'SNOMED CT: a release in RF2, as zip or folder (snapshot files are read)',
  notice,
  async open(files, options) {
    for (const [kind, name] of Object.entries(needed)) {
      if (all(files, patterns[kind as keyof typeof needed]).length > 0) continue;
      const says = `There is no ${name} file: give the zip or folder of a whole RF2 release.`;
      throw new Refusal('invalid', 'no-such-file', says);
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
