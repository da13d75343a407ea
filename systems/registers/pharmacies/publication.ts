/** Pharmacies as a CSV of ours, because no published form could be confirmed (README.md). */
import type { Publication } from '#core/registers/entry-import.ts';
import { present } from '#core/registers/fields.ts';
import { madeTables } from '#core/registers/table.ts';
import {
  addressColumns,
  addressHeader,
  addressIn,
  heldIn,
  keysOf,
  ownerColumns,
  ownerIn,
  periodColumns,
} from '#core/registers/usual-columns.ts';
import { medicalWorkersOf, registeredFacilities } from '#libs/population/index.ts';
import { npwzForms } from '#libs/polish-identifiers/npwz.ts';
import { type Pharmacy, types } from './model.ts';

export const header =
  'Identyfikator apteki;Nazwa;Rodzaj;Numer zezwolenia;Właściciel;NIP;REGON;NPWZ kierownika;Kierownik;' +
  `${addressHeader};` +
  'Data wydania zezwolenia;Data wygaśnięcia;Nieczynna od;Nieczynna do';

export const publication: Publication = {
  summary: 'pharmacies and pharmacy points: CSV, see systems/registers/pharmacies/README.md',
  tables: [
    {
      file: /aptek[^/]*\.(csv|xml)$/i,
      columns: {
        ...{ id: ['identyfikator apteki', 'numer w rejestrze'], name: ['nazwa', 'nazwa apteki'], type: ['rodzaj'] },
        ...{ permit: ['numer zezwolenia', 'numer zgody'], managerNpwz: ['npwz kierownika'], manager: ['kierownik'] },
        ...{ ...ownerColumns, ...addressColumns, ...periodColumns },
      },
      needed: ['id', 'name', 'type', 'permit', 'owner', 'from'],
      entry(row, fault) {
        const id = row.valid('id', 'number of a pharmacy', (text) => /^[\w.-]{1,40}$/.test(text));
        const npwz = row.validOrNone('managerNpwz', 'NPWZ of eight digits', (text) => npwzForms.pharmacist.test(text));
        const content: Pharmacy = present({
          ...{ kind: 'pharmacy' as const, id, name: row.needed('name'), type: row.word('type', types) },
          ...{ permit: row.needed('permit'), owner: ownerIn(row), address: addressIn(row) },
          manager: npwz === undefined ? undefined : present({ npwz, name: row.text('manager') }),
          ...heldIn(row, fault),
        });
        const { owner, address, permit } = content;
        const words = [permit, owner.name, owner.nip, owner.regon, address.city, address.street];
        return {
          kind: 'pharmacy',
          id,
          name: content.name,
          words,
          keys: [`permit:${permit}`, ...keysOf(owner)],
          content,
        };
      },
    },
  ],
  demonstration: (day) =>
    madeTables(day, {
      'apteki.csv': {
        header,
        *rows() {
          const pharmacists = medicalWorkersOf(1).filter(({ profession }) => profession === 'farmaceuta');
          const pharmacies = registeredFacilities().filter(({ organization }) => organization.endsWith('-pharmacy'));
          for (const [at, { name, nip, regon, street, postalCode, city }] of pharmacies.entries()) {
            const { npwz, givenName, familyName } = pharmacists[at] ?? { npwz: '', givenName: '', familyName: '' };
            yield [
              ...[String(1_000_001 + at), name, 'apteka ogólnodostępna', `WIF-PRZ.8520.${at + 1}.2011`],
              ...[`${name} sp. z o.o.`, nip, regon, npwz, `${givenName} ${familyName}`.trim()],
              ...[street, postalCode, city.name, city.terc, city.simc, '2011-03-01', '', '', ''],
            ];
          }
        },
      },
    }),
};
