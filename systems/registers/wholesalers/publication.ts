/** Wholesalers as a CSV of ours, because no published form could be confirmed (README.md). */
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
import { makeNip } from '#libs/polish-identifiers/nip.ts';
import { makeRegon } from '#libs/polish-identifiers/regon.ts';
import type { Wholesaler } from './model.ts';

export const header =
  `Numer zezwolenia;Nazwa;Zakres;Przedsiębiorca;NIP;REGON;${addressHeader};` +
  'Data wydania zezwolenia;Data wygaśnięcia;Nieczynna od;Nieczynna do';

/** Number of a permit as an address takes it. */
export const idOf = (permit: string): string => permit.replaceAll(/[^\w.-]+/g, '-').slice(0, 60);

const invented = ['Warszawa|1465011|0918123', 'Łódź|1061011|0957650', 'Katowice|2469011|0937474'];

export const publication: Publication = {
  summary: 'permits of pharmaceutical wholesalers: CSV, see systems/registers/wholesalers/README.md',
  tables: [
    {
      file: /hurtown[^/]*\.(csv|xml)$/i,
      columns: {
        ...{ permit: ['numer zezwolenia'], name: ['nazwa', 'nazwa hurtowni'], scope: ['zakres'] },
        ...{ ...ownerColumns, ...addressColumns, ...periodColumns },
      },
      needed: ['permit', 'name', 'owner', 'from'],
      entry(row, fault) {
        const permit = row.valid('permit', 'number of a permit', (text) => /\w/.test(text) && text.length <= 60);
        const content: Wholesaler = present({
          ...{ kind: 'wholesaler' as const, id: idOf(permit), permit, name: row.needed('name') },
          ...{ owner: ownerIn(row), address: addressIn(row), scope: row.list('scope') },
          ...heldIn(row, fault),
        });
        const { id, name, owner, address } = content;
        const words = [permit, owner.name, owner.nip, owner.regon, address.city, address.street];
        return { kind: 'wholesaler', id, name, words, keys: keysOf(owner), content };
      },
    },
  ],
  demonstration: (day) =>
    madeTables(day, {
      'hurtownie.csv': {
        header,
        *rows() {
          for (const [at, place] of invented.entries()) {
            const [city, terc, simc] = place.split('|');
            const name = `Hurtownia Farmaceutyczna „Przykład ${at + 1}”`;
            yield [
              ...[`GIF-PRZ-4110/${at + 1}/2015`, name, 'produkty lecznicze', `${name} sp. z o.o.`],
              ...[makeNip(950_000_000 + at), makeRegon(95_000_000 + at), `ul. Magazynowa ${at + 1}`, '00-001', city],
              ...[terc, simc, '2015-04-01', '', '', ''],
            ];
          }
        },
      },
    }),
};
