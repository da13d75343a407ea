/** Pharmacists as their chambers pass them on: a CSV of ours, because no published form could be confirmed (README.md). */
import type { Publication } from '#core/registers/entry-import.ts';
import { present } from '#core/registers/fields.ts';
import { madeTables } from '#core/registers/table.ts';
import { heldIn, periodColumns } from '#core/registers/usual-columns.ts';
import { medicalWorkersOf } from '#libs/population/index.ts';
import { npwzForms } from '#libs/polish-identifiers/npwz.ts';
import type { Pharmacist } from './model.ts';

export const header =
  'NPWZ;Imię;Nazwisko;Izba;Specjalizacje;Data uzyskania prawa;Data wygaśnięcia;Zawieszone od;Zawieszone do';

export const publication: Publication = {
  summary: 'pharmacists and their right to practise: CSV, see systems/registers/pharmacists/README.md',
  tables: [
    {
      file: /farmaceu[^/]*\.(csv|xml)$/i,
      columns: {
        ...{ npwz: ['npwz', 'numer pwz'], givenName: ['imię', 'imiona'], familyName: ['nazwisko'] },
        ...{ chamber: ['izba', 'okręgowa izba aptekarska'], specialities: ['specjalizacje'], ...periodColumns },
      },
      needed: ['npwz', 'givenName', 'familyName', 'from'],
      entry(row, fault) {
        const id = row.valid('npwz', 'NPWZ of eight digits', (text) => npwzForms.pharmacist.test(text));
        const content: Pharmacist = present({
          ...{ kind: 'pharmacist' as const, id, chamber: row.text('chamber'), specialities: row.list('specialities') },
          ...{ givenName: row.needed('givenName'), familyName: row.needed('familyName') },
          ...heldIn(row, fault),
        });
        const { familyName, givenName, chamber } = content;
        return { kind: 'pharmacist', id, name: `${familyName} ${givenName}`, words: [chamber], content };
      },
    },
  ],
  demonstration: (day) =>
    madeTables(day, {
      'farmaceuci.csv': {
        header,
        *rows() {
          for (const { npwz, givenName, familyName, profession } of medicalWorkersOf(1)) {
            if (profession !== 'farmaceuta') continue;
            yield [...[npwz, givenName, familyName, 'OIA (przykład)', '', '2010-07-01'], '', '', ''];
          }
        },
      },
    }),
};
