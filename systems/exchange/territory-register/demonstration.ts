/** TERYT as the demonstration has it: the cities and streets of its population, with their real TERC and SIMC numbers. */
import { Readable } from 'node:stream';
import type { SourceFiles } from '#core/terminology/importers/source-files.ts';
import { cities, streets } from '#libs/population/data/places.ts';
import { voivodeships } from '#libs/polish-identifiers/teryt.ts';

/** Files of GUS's names and columns. */
export const filesOf = (tables: { readonly [name: string]: () => Iterable<string> }): SourceFiles => ({
  names: Object.keys(tables),
  bytes: async (name) => Readable.from(bytesOf(tables[name]?.() ?? [])) as AsyncIterable<Buffer>,
});

function* bytesOf(lines: Iterable<string>): Iterable<Buffer> {
  for (const line of lines) yield Buffer.from(line);
}

const parts = (terc: string) => [terc.slice(0, 2), terc.slice(2, 4), terc.slice(4, 6), terc.slice(6)].join(';');

export const demonstrationFiles = (day: string): SourceFiles =>
  filesOf({
    *[`TERC_Urzedowy_${day}.csv`]() {
      yield 'WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n';
      for (const [code, name] of Object.entries(voivodeships)) yield `${code};;;;${name};województwo;${day}\n`;
      for (const { terc, name } of cities) {
        yield `${terc.slice(0, 2)};${terc.slice(2, 4)};;;${name};miasto na prawach powiatu;${day}\n`;
        yield `${parts(terc)};${name};gmina miejska;${day}\n`;
      }
    },
    *[`SIMC_Urzedowy_${day}.csv`]() {
      yield 'WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA\n';
      for (const { terc, simc, name } of cities) yield `${parts(terc)};96;1;${name};${simc};${simc};${day}\n`;
    },
    *[`ULIC_Urzedowy_${day}.csv`]() {
      yield 'WOJ;POW;GMI;RODZ_GMI;SYM;SYM_UL;CECHA;NAZWA_1;NAZWA_2;STAN_NA\n';
      for (const { terc, simc } of cities)
        for (const [at, street] of streets.entries())
          yield `${parts(terc)};${simc};${String(10_001 + at)};ul.;${street};;${day}\n`;
    },
  });
