/** LOINC, from Loinc.csv of its release (or the whole zip). https://loinc.org/kb/users-guide/loinc-database-structure/ */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { NewConcept, Property } from '../model.ts';
import { type Importer, importedSystem, type ImportOptions, twice } from './importer.ts';
import { fileLike, type SourceFiles } from './source-files.ts';
import { namedRows } from './table.ts';

/** Columns that become properties, as the FHIR page of LOINC names them. https://hl7.org/fhir/R4/loinc.html */
const properties = [
  'COMPONENT',
  'PROPERTY',
  'TIME_ASPCT',
  'SYSTEM',
  'SCALE_TYP',
  'METHOD_TYP',
  'CLASS',
  'CLASSTYPE',
  'STATUS',
  'ORDER_OBS',
  'UNITSREQUIRED',
  'EXAMPLE_UCUM_UNITS',
  'VersionLastChanged',
] as const;

const known = (name: string) => [name.toLowerCase().replaceAll('_', ' ')];
const columns = {
  ...Object.fromEntries(properties.map((name) => [name, known(name)])),
  LOINC_NUM: known('LOINC_NUM'),
  LONG_COMMON_NAME: known('LONG_COMMON_NAME'),
  SHORTNAME: known('SHORTNAME'),
  CONSUMER_NAME: known('CONSUMER_NAME'),
  RELATEDNAMES2: known('RELATEDNAMES2'),
  DisplayName: known('DisplayName'),
  DefinitionDescription: known('DefinitionDescription'),
};

const copyright =
  'This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the ' +
  'Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license ' +
  'at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc.';

/** Check digit: Luhn, as LOINC has it. */
const form = /^(?:\d{1,7}-\d|L[A-Z]\d+-\d)$/;

async function* concepts(
  files: SourceFiles,
  name: string,
  options: ImportOptions,
  isLast: boolean,
): AsyncIterable<NewConcept> {
  const seen = new Set<string>();
  for await (const { line, of } of namedRows(files, name, columns, ['LOINC_NUM', 'LONG_COMMON_NAME'], options)) {
    const code = of('LOINC_NUM');
    if (!form.test(code)) {
      if (isLast) options.onProblem({ line, says: `'${code.slice(0, 40)}' is no LOINC number.` });
      continue;
    }
    if (seen.has(code)) {
      if (isLast) options.onProblem(twice(line, code));
      continue;
    }
    seen.add(code);
    const status = of('STATUS');
    const names = new Set([of('SHORTNAME'), of('CONSUMER_NAME'), of('DisplayName')].filter((text) => text !== ''));
    const definition = of('DefinitionDescription');
    yield {
      code,
      display: of('LONG_COMMON_NAME') || of('SHORTNAME') || code,
      ...(definition ? { definition } : {}),
      inactive: status === 'DEPRECATED' || status === 'DISCOURAGED',
      designations: [...names].map((value) => ({ language: 'en', value })),
      properties: properties.flatMap((property): Property[] => {
        const value = of(property);
        return value === '' ? [] : [{ code: property, valueString: value }];
      }),
    };
  }
}

export const loinc: Importer = {
  kind: 'loinc',
  summary: 'LOINC: Loinc.csv, or the zip of a release',
  notice: copyright,
  async open(files, options) {
    const name = fileLike(files, /(^|\/)Loinc\.csv$/i, 'Loinc.csv');
    // The zip of a release is called Loinc_2.81.zip and has its version in the names of its folders at best.
    const version = /Loinc[_ ](\d+\.\d+)/i.exec(files.names.join(' '))?.[1] ?? '';
    return [
      {
        system: importedSystem(options, {
          url: codeSystems.loinc,
          version,
          name: 'LOINC',
          title: 'Logical Observation Identifiers, Names and Codes (LOINC)',
          language: 'en',
          copyright,
          property: properties.map((code) => ({ code, type: 'string' })),
        }),
        concepts: (pass) => concepts(files, name, options, pass === 'all'),
      },
    ];
  },
};
