/**
 * GUS's update files of TERYT: `<zmiana>` with `TypKorekty` and each field before (`…Przed`) and after (`…Po`); what is
 * empty after stays as it was before. Field names of ULIC are confirmed by open readers, those of TERC and SIMC follow
 * the same way of naming and are not (README.md).
 */
import type { Entry, Removal } from '#core/registers/entries.ts';
import type { Publication, PublishedTable } from '#core/registers/entry-import.ts';
import type { Fields } from '#core/registers/fields.ts';
import { demonstrationFiles } from './demonstration.ts';
import { dayOf } from './publication.ts';
import { type Fault, placeEntry, streetEntry, tercOf, unitEntry } from './rows.ts';

/** Added, removed, changed (in several ways of GUS). */
const kinds = { d: 'added', u: 'removed', z: 'changed', m: 'changed', p: 'changed' } as const;

const fields = {
  ...{ kind: ['typkorekty', 'typ korekty'], woj: ['woj'], pow: ['pow'], gmi: ['gmi'], rodz: ['rodz', 'rodzgmi'] },
  ...{ name: ['nazwa', 'nazwamiejscowosci'], type: ['nazwadodatkowa', 'nazwadod'], asOf: ['stan'] },
  sym: ['identyfikatormiejscowosci', 'identyfikator', 'sym'],
  basic: ['identyfikatormiejscowoscipodstawowej', 'identyfikatormiejscpodst', 'sympod'],
  sort: ['rodzajmiejscowosci', 'rodzajmiejsc', 'rm'],
  ulic: ['identyfikatornazwyulicy', 'symul'],
  ...{ feature: ['cecha'], name1: ['nazwa1'], before: ['nazwa2'] },
} as const;

/** Every field three times: as it was, as it is, and once for the kind of the change. */
const columns = Object.fromEntries(
  Object.entries(fields).flatMap(([name, known]) =>
    name === 'kind'
      ? [[name, known]]
      : [
          [`${name}Przed`, known.map((one) => `${one}przed`)],
          [`${name}Po`, known.map((one) => `${one}po`)],
        ],
  ),
);

/** The fields after a change: those that it names, else as they were. */
const after = (row: Fields): Fields => ({
  ...row,
  text: (column) => row.text(`${column}Po`) ?? row.text(`${column}Przed`),
  needed: (column) => row.text(`${column}Po`) ?? row.needed(`${column}Przed`),
  day: (column) => row.day(`${column}Po`) ?? row.day(`${column}Przed`),
});
const before = (row: Fields): Fields => ({
  ...row,
  text: (column) => row.text(`${column}Przed`),
  needed: (column) => row.needed(`${column}Przed`),
  day: (column) => row.day(`${column}Przed`),
});

const names = { woj: 'woj', pow: 'pow', gmi: 'gmi', rodz: 'rodz' } as const;

/** A table of changes: what an entry was, and is. */
const changes = (file: RegExp, made: (row: Fields, fault: Fault) => Entry): PublishedTable => ({
  ...{ file, optional: true, rows: ['zmiana'], columns, needed: ['kind'] },
  entry(row, fault): readonly (Entry | Removal)[] {
    const kind = row.word('kind', kinds);
    const gone = (): Removal => {
      const { kind: of, id } = made(before(row), fault);
      return { kind: of, id, removed: true };
    };
    if (kind === 'removed') return [gone()];
    const now = made(after(row), fault);
    if (kind === 'added') return [now];
    const was = gone();
    return was.id === now.id ? [now] : [was, now];
  },
});

const places = changes(/simc[^/]*\.xml$/i, (row, fault) =>
  placeEntry(
    {
      ...{ id: row.needed('sym'), name: row.needed('name'), terc: tercOf(row, names, fault) },
      ...{ basic: row.text('basic'), sort: row.text('sort'), asOf: row.day('asOf') },
    },
    fault,
  ),
);

const units = changes(/terc[^/]*\.xml$/i, (row, fault) =>
  unitEntry({
    ...{ id: tercOf(row, names, fault), name: row.needed('name'), type: row.text('type'), asOf: row.day('asOf') },
  }),
);

const streets = changes(/ulic[^/]*\.xml$/i, (row, fault) =>
  streetEntry(
    {
      ...{ simc: row.needed('sym'), ulic: row.needed('ulic'), feature: row.text('feature') },
      ...{ name: row.needed('name1'), before: row.text('before'), asOf: row.day('asOf') },
    },
    fault,
  ),
);

export const updates: Publication = {
  summary: 'update files of TERYT: changes of TERC, SIMC, ULIC of a period as XML (zip or folder)',
  command: 'teryt-zmiany',
  tables: [units, places, streets],
  day: dayOf,
  updates: true,
  demonstration: demonstrationFiles,
};
