/** Contracts and where they are performed: CSV of ours, because SIKCH publishes no form that could be confirmed. */
import type { Publication } from '#core/registers/entry-import.ts';
import { type Fields, present } from '#core/registers/fields.ts';
import { madeTables } from '#core/registers/table.ts';
import { heldIn, keysOf, ownerColumns, ownerIn, periodColumns } from '#core/registers/usual-columns.ts';
import { registeredFacilities } from '#libs/population/index.ts';
import { isRpwdlBook, isRpwdlCell } from '#libs/polish-identifiers/rpwdl.ts';
import { nfzBranches } from '#libs/polish-identifiers/systems.ts';
import type { Contract, Performance } from './model.ts';

export const headers = {
  contracts: 'Oddział;Numer umowy;Rodzaj świadczeń;Nazwa rodzaju;Świadczeniodawca;NIP;REGON;Numer księgi;Od;Do',
  performances: 'Oddział;Numer umowy;Komórka;Produkt;Od;Do',
};

export const idOf = (branch: string, number: string): string =>
  `${branch}-${number.replaceAll(/[^\w.-]+/g, '-')}`.slice(0, 50);

const branchColumns = { branch: ['oddział', 'oddział nfz', 'kod oddziału'], number: ['numer umowy', 'kod umowy'] };

function numberIn(row: Fields): { branch: string; number: string } {
  const branch = row.needed('branch').padStart(2, '0');
  row.valid('branch', 'branch of NFZ (01–16)', () => branch in nfzBranches);
  return { branch, number: row.needed('number') };
}

export const publication: Publication = {
  summary: 'contracts of NFZ and where they are performed: CSV, see systems/exchange/health-fund/README.md',
  tables: [
    {
      file: /umowy[^/]*\.(csv|xml)$/i,
      columns: {
        ...{ ...branchColumns, code: ['rodzaj świadczeń', 'kod rodzaju'], service: ['nazwa rodzaju'] },
        ...{ ...ownerColumns, owner: ['świadczeniodawca', 'nazwa świadczeniodawcy'], book: ['numer księgi'] },
        ...periodColumns,
      },
      needed: ['branch', 'number', 'code', 'owner', 'from'],
      entry(row, fault) {
        const { branch, number } = numberIn(row);
        const code = row.valid('code', 'kind of services of two digits', (text) => /^\d{2}$/.test(text));
        const book = row.validOrNone('book', 'number of a book', isRpwdlBook);
        const id = idOf(branch, number);
        const content: Contract = present({
          ...{ kind: 'contract' as const, id, number, branch, provider: ownerIn(row), book },
          ...{ service: { code, name: row.text('service') ?? '' }, ...heldIn(row, fault) },
        });
        const { provider } = content;
        const keys = [...keysOf(provider), ...(book ? [`book:${book}`] : []), `service:${code}`];
        const words = [number, provider.name, provider.nip, provider.regon, book, content.service.name];
        return { kind: 'contract', id, name: provider.name, words, keys, content };
      },
    },
    {
      file: /(miejsca|kom[oó]rki)[^/]*\.(csv|xml)$/i,
      optional: true,
      columns: { ...branchColumns, cell: ['komórka'], product: ['produkt', 'produkt kontraktowy'], ...periodColumns },
      needed: ['branch', 'number', 'cell', 'from'],
      entry(row, fault) {
        const { branch, number } = numberIn(row);
        const cell = row.valid('cell', 'number of a cell', isRpwdlCell);
        const [contract, product] = [idOf(branch, number), row.text('product')];
        const id = `${contract}:${cell}${product ? `:${product.replaceAll(/[^\w.-]+/g, '-')}` : ''}`.slice(0, 120);
        const content: Performance = present({
          ...{ kind: 'performance' as const, id, contract, cell, product, ...heldIn(row, fault) },
        });
        return { kind: 'performance', id, name: cell, parent: `contract/${contract}`, keys: [`cell:${cell}`], content };
      },
    },
  ],
  demonstration: (day) =>
    madeTables(day, {
      'umowy.csv': { header: headers.contracts, rows: contracts },
      'miejsca.csv': { header: headers.performances, rows: performances },
    }),
};

/** Kinds of services of the demonstration's facilities, as NFZ numbers them (general knowledge). */
const services = {
  family: ['01', 'podstawowa opieka zdrowotna'],
  centre: ['02', 'ambulatoryjna opieka specjalistyczna'],
  hospital: ['03', 'leczenie szpitalne'],
} as const;

const contracted = () =>
  registeredFacilities().flatMap((one) => {
    const kind = (['family', 'centre', 'hospital'] as const).find((name) => one.organization.includes(`-${name}`));
    return kind && one.book
      ? [{ ...one, service: services[kind], number: `${one.city.nfz}/PRZ/${one.book.slice(-6)}` }]
      : [];
  });

function* contracts(): Iterable<readonly string[]> {
  for (const { city, number, service, name, nip, regon, book = '' } of contracted()) {
    yield [city.nfz, number, ...service, name, nip, regon, book, '2024-01-01', '2027-12-31'];
  }
}

function* performances(): Iterable<readonly string[]> {
  for (const { city, number, cells } of contracted()) {
    for (const cell of cells) yield [city.nfz, number, cell.number, '', '2024-01-01', '2027-12-31'];
  }
}
