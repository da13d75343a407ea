/** GUS's full files of TERYT: TERC, SIMC and ULIC, as CSV or XML, and the day that they describe. */
import type { Publication, PublishedTable } from '#core/registers/entry-import.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { eventsOf } from '#core/terminology/importers/claml.ts';
import type { SourceFiles } from '#core/terminology/importers/source-files.ts';
import { demonstrationFiles } from './demonstration.ts';
import { placeEntry, streetEntry, tercOf, unitEntry } from './rows.ts';

const names = { woj: 'woj', pow: 'pow', gmi: 'gmi', rodz: 'rodz' } as const;
const numbers = { woj: ['woj'], pow: ['pow'], gmi: ['gmi'], rodz: ['rodz', 'rodz gmi'] };
const asOf = ['stan na'];

const units: PublishedTable = {
  file: /terc[^/]*\.(csv|xml)$/i,
  columns: { ...numbers, name: ['nazwa'], type: ['nazwa dod', 'nazdod'], asOf },
  needed: ['woj', 'name'],
  entry: (row, fault) =>
    unitEntry({
      ...{ id: tercOf(row, names, fault), name: row.needed('name'), type: row.text('type'), asOf: row.day('asOf') },
    }),
};

const places: PublishedTable = {
  file: /simc[^/]*\.(csv|xml)$/i,
  columns: { ...numbers, sort: ['rm'], name: ['nazwa'], sym: ['sym'], basic: ['sympod'], asOf },
  needed: ['woj', 'pow', 'gmi', 'rodz', 'name', 'sym'],
  entry: (row, fault) =>
    placeEntry(
      {
        ...{ id: row.needed('sym').padStart(7, '0'), basic: row.text('basic')?.padStart(7, '0') },
        ...{ terc: tercOf(row, names, fault), name: row.needed('name') },
        ...{ sort: row.text('sort'), asOf: row.day('asOf') },
      },
      fault,
    ),
};

const streets: PublishedTable = {
  file: /ulic[^/]*\.(csv|xml)$/i,
  columns: {
    ...{ ...numbers, sym: ['sym'], ulic: ['sym ul'], feature: ['cecha'], name: ['nazwa 1'], before: ['nazwa 2'], asOf },
  },
  needed: ['sym', 'ulic', 'name'],
  entry: (row, fault) =>
    streetEntry(
      {
        ...{ simc: row.needed('sym').padStart(7, '0'), ulic: row.needed('ulic').padStart(5, '0') },
        ...{ feature: row.text('feature'), name: row.needed('name'), before: row.text('before') },
        asOf: row.day('asOf'),
      },
      fault,
    ),
};

/** In the name of the file (`TERC_Urzedowy_2026-11-20.csv`) or in `<catalog date="2026-11-20">`. */
export async function dayOf(files: SourceFiles, name: string): Promise<string> {
  // Of a period, the last day.
  const named = /[^/]*$/
    .exec(name)?.[0]
    .match(/\d{4}-\d\d-\d\d/g)
    ?.at(-1);
  if (named) return named;
  if (/\.xml$/i.test(name)) {
    for await (const event of eventsOf(files, name)) {
      if (event.kind !== 'open') continue;
      const day = event.attributes.date ?? event.attributes.dataDo ?? event.attributes.stanNa;
      if (day !== undefined) return day.slice(0, 10);
      if (event.name === 'row' || event.name === 'zmiana') break;
    }
  }
  const says = `'${name}' does not say its day: keep the name that GUS gave it, such as TERC_Urzedowy_2026-11-20.csv.`;
  throw new Refusal('invalid', 'missing-head', says);
}

export const publication: Publication = {
  summary: 'TERYT: TERC, SIMC and ULIC of GUS, all three as CSV or XML (zip or folder)',
  tables: [units, places, streets],
  day: dayOf,
  demonstration: demonstrationFiles,
};
