/**
 * What the chambers pass on of the rights to practise, as a batch: a CSV of ours, because no published form could be
 * confirmed (README.md). A batch says what is known from now on of the people in it, and nothing of others.
 */
import { type EditionNeeds, importEdition } from '#core/registers/editions.ts';
import { fieldsOf } from '#core/registers/fields.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { headed, headOf, madeTables, readTable } from '#core/registers/table.ts';
import { fileLike } from '#core/terminology/importers/source-files.ts';
import type { NamedRow } from '#core/terminology/importers/table.ts';
import { medicalWorkersOf } from '#libs/population/index.ts';
import { isPesel } from '#libs/polish-identifiers/pesel.ts';
import type { Licence } from './model.ts';
import { professionOf, professions } from './professions.ts';
import { licenceStore } from './store.ts';

export const register = 'medical-workers';
export const header = 'NPWZ;Zawód;PESEL;Practitioner;Specjalizacje;Status;Nie obowiązuje od';

const columns = {
  ...{ npwz: ['npwz', 'numer pwz'], profession: ['zawód', 'kod zawodu'], pesel: ['pesel'] },
  ...{ practitioner: ['practitioner'], specialities: ['specjalizacje', 'specjalności'], status: ['status'] },
  ends: ['nie obowiązuje od', 'wygasa'],
};
const statuses = {
  ...{ ważne: 'valid', aktywne: 'valid', valid: 'valid', zawieszone: 'suspended', suspended: 'suspended' },
  ...{ cofnięte: 'withdrawn', pozbawiony: 'withdrawn', withdrawn: 'withdrawn' },
} as const satisfies { [word: string]: Licence['status'] };

export const cwpmImporter = (needs: EditionNeeds, forget: () => void): RegisterImporter => ({
  kind: 'cwpm',
  register,
  summary: 'rights to practise as the chambers pass them on: CSV, see systems/registers/medical-workers/README.md',
  demonstration,
  async load(files) {
    const name = fileLike(files, /\.csv$/i, 'CSV file');
    const day = headed(await headOf(files, name), 'stan-na');
    const result = await importEdition(needs, { register, files, name, day, inOrder: false }, async (tx) => {
      const store = licenceStore(tx);
      let changed = 0;
      const licences = await readTable(
        files,
        name,
        columns,
        ['npwz', 'profession', 'pesel', 'status'],
        licenceOf,
        async (rows) => {
          changed += await store.addChanged(rows, needs.runtime.now());
        },
      );
      return { licences, changed };
    });
    // What was remembered of somebody may be over now.
    forget();
    return result;
  },
});

function licenceOf(row: NamedRow, fault: (says: string) => void): Licence | undefined {
  const fields = fieldsOf(row, fault);
  const profession = professionOf(fields.needed('profession'));
  if (!profession) {
    fault(`'${row.of('profession').slice(0, 40)}' is none of: ${professions.map(({ code }) => code).join(', ')}.`);
    return undefined;
  }
  const npwz = fields.needed('npwz');
  const wrong = profession.fault(npwz);
  if (wrong) fault(wrong);
  const practitioner = fields.validOrNone('practitioner', 'logical id', (text) => /^[A-Za-z0-9.-]{1,64}$/.test(text));
  return {
    ...{ npwz, profession: profession.name, pesel: fields.valid('pesel', 'PESEL', isPesel) },
    ...{ practitioner: practitioner ?? null, specialities: fields.list('specialities') },
    ...{ status: fields.word('status', statuses), ends: fields.day('ends') ?? null },
  };
}

const demonstration = (day: string) =>
  madeTables(day, {
    'pracownicy.csv': {
      header,
      *rows() {
        for (const { npwz, profession, pesel, practitioner, specialities } of medicalWorkersOf(1)) {
          yield [npwz, profession, pesel, practitioner, specialities.join('|'), 'ważne', ''];
        }
      },
    },
  });
