/** Imports a reimbursement list: a CSV of ours (README.md), with the columns that the announced lists have. */
import { isDay } from '#core/registers/days.ts';
import { type EditionNeeds, importEdition } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { headed, headOf, madeFile, readTable } from '#core/registers/table.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { fileLike } from '#core/terminology/importers/source-files.ts';
import type { NamedRow } from '#core/terminology/importers/table.ts';
import { syntheticProducts } from '#libs/medicinal-products/synthetic.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { type Item, type Level, register } from './model.ts';
import { entitlementRules } from './rules.ts';
import { listStore } from './store.ts';

const columns = {
  gtin: ['gtin', 'ean', 'kod gtin', 'numer gtin lub inny kod jednoznacznie identyfikujący produkt'],
  name: ['nazwa', 'nazwa postać i dawka', 'nazwa, postać i dawka'],
  substance: ['substancja czynna', 'substancja'],
  limitGroup: ['grupa limitowa'],
  price: ['cena detaliczna'],
  limit: ['wysokość limitu finansowania', 'limit finansowania'],
  level: ['poziom odpłatności'],
  payment: ['wysokość dopłaty świadczeniobiorcy', 'dopłata'],
  indications: ['zakres wskazań objętych refundacją', 'zakres wskazań'],
  entitlements: ['uprawnienia'],
} as const;
const needed = ['gtin', 'name', 'price', 'limit', 'level'];

const words: { readonly [word: string]: Level } = {
  ...{ bezpłatny: 'B', bezpłatnie: 'B', bezpłatne: 'B', b: 'B', ryczałt: 'R', r: 'R' },
  ...{ '30%': '30%', '50%': '50%', '30 %': '30%', '50 %': '50%' },
};

/** `1 234,50` as grosze; undefined when it is no amount of money. */
export function grosze(text: string): number | undefined {
  const [, zlote, rest = ''] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0]|zł$/g, '')) ?? [];
  return zlote === undefined ? undefined : Number(zlote) * 100 + Number(rest.padEnd(2, '0'));
}

export const solrImporter = (needs: EditionNeeds): RegisterImporter => ({
  kind: 'solr',
  register,
  summary: 'a reimbursement list: CSV with the columns of the announced lists (see the README of the system)',
  demonstration: (day) => madeFile('lista.csv', () => demonstrationList(day)),
  async load(files) {
    const name = fileLike(files, /\.csv$/i, 'CSV file');
    const head = await headOf(files, name);
    const [title, validFrom, validTo] = [
      headed(head, 'lista'),
      headed(head, 'obowiazuje-od'),
      head.get('obowiazuje-do'),
    ];
    if (validTo && !(isDay(validTo) && validTo >= validFrom)) {
      throw new Refusal(
        'invalid',
        'bad-day',
        `The list ends on '${validTo.slice(0, 40)}', which is no day after its start.`,
      );
    }
    return importEdition(needs, { register, files, name, day: validFrom, inOrder: false }, async (tx, edition) => {
      const store = listStore(tx);
      await store.addList({ edition, title, validFrom, ...(validTo ? { validTo } : {}) });
      let place = 0;
      const positions = await readTable(files, name, columns, needed, itemOf, async (items) => {
        await store.addItems(
          edition,
          items.map((item) => ({ ...item, place: ++place })),
        );
      });
      await tx.query('analyze reimbursement_lists.item');
      return { positions };
    });
  },
});

const known = new Set(entitlementRules.map(({ code }) => code));

function itemOf(row: NamedRow, fault: (says: string) => void): Item | undefined {
  const money = (column: 'price' | 'limit' | 'payment'): number => {
    const amount = grosze(row.of(column));
    if (amount === undefined)
      fault(`'${row.of(column).slice(0, 20)}' is no amount such as 12,34 (${columns[column][0]}).`);
    return amount ?? 0;
  };
  const gtin = row.of('gtin');
  if (!isGtin(gtin)) fault(`'${gtin.slice(0, 20)}' is no GTIN: its check digit does not fit.`);
  const level = words[row.of('level').toLowerCase()];
  if (!level) fault(`'${row.of('level').slice(0, 20)}' is no level: bezpłatny, ryczałt, 30% or 50%.`);
  const entitlements = row
    .of('entitlements')
    .split(/[\s,]+/)
    .filter((code) => code !== '');
  for (const code of entitlements)
    if (!known.has(code)) fault(`'${code.slice(0, 20)}' is no entitlement that we know.`);
  const name = row.of('name');
  if (name === '') fault('The position has no name.');
  return {
    ...{ gtin: toGtin14(gtin), name, substance: row.of('substance'), limitGroup: row.of('limitGroup') },
    ...{ price: money('price'), limit: money('limit'), level: level ?? 'B' },
    ...(row.of('payment') === '' ? {} : { payment: money('payment') }),
    ...{ indications: row.of('indications'), entitlements },
  };
}

/** Every other invented product, with invented prices, from the first of the month on. */
function* demonstrationList(day: string): Iterable<string> {
  const zlote = (amount: number) => `${Math.floor(amount / 100)},${String(amount % 100).padStart(2, '0')}`;
  yield `# lista: Demonstracyjna lista refundacyjna\n# obowiazuje-od: ${day.slice(0, 8)}01\n`;
  yield 'GTIN;Nazwa;Substancja czynna;Grupa limitowa;Cena detaliczna;Limit finansowania;Poziom odpłatności;';
  yield 'Zakres wskazań;Uprawnienia\n';
  let at = 0;
  for (const { name, strength, substances, packages } of syntheticProducts(1, 400)) {
    for (const { gtin, availability } of packages) {
      if (!gtin || availability === 'OTC' || ++at % 2) continue;
      const limit = 300 + ((at * 7919) % 6000);
      const price = limit + ((at * 104_729) % 900);
      const level = ['bezpłatny', 'ryczałt', '30%', '50%'][at % 4];
      const free = ['S', 'S DZ', 'S DZ C', ''][at % 3];
      yield `${gtin};${name} ${strength};${substances[0]?.name};Grupa ${at % 40};${zlote(price)};${zlote(limit)};${level};`;
      yield `We wszystkich zarejestrowanych wskazaniach;${free}\n`;
    }
  }
}
