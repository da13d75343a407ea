/** Imports decisions of the inspectorate: a CSV of ours (README.md). What is not in the file stays as it was. */
import { isDay } from '#core/registers/days.ts';
import { type EditionNeeds, importEdition } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { headed, headOf, madeFile, readTable } from '#core/registers/table.ts';
import { fileLike } from '#core/terminology/importers/source-files.ts';
import type { NamedRow } from '#core/terminology/importers/table.ts';
import { syntheticProduct } from '#libs/medicinal-products/synthetic.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { batchOf, type Decision, isBatch, type Kind, register, type Scope } from './model.ts';
import { decisionStore } from './store.ts';

const columns = {
  number: ['numer decyzji'],
  kind: ['rodzaj'],
  decided: ['data decyzji'],
  effective: ['obowiązuje od'],
  gtin: ['gtin', 'ean'],
  product: ['nazwa'],
  batches: ['serie'],
  scope: ['zakres'],
  reason: ['powód'],
} as const;
const needed = ['number', 'kind', 'decided', 'effective', 'gtin', 'product', 'batches', 'scope'];

const kindWords: { readonly [word: string]: Kind } = {
  wycofanie: 'withdrawal',
  wstrzymanie: 'suspension',
  zakaz: 'prohibition',
  'ponowne dopuszczenie': 'readmission',
  'wstrzymanie reklamy': 'advertising',
};
const scopeWords: { readonly [word: string]: Scope } = {
  hurtownie: 'wholesale',
  apteki: 'pharmacy',
  pacjenci: 'patient',
};
const mostBatches = 1000;

/** `afterwards` is called when the edition is committed. */
export const rdgImporter = (needs: EditionNeeds, afterwards: () => Promise<unknown>): RegisterImporter => ({
  kind: 'rdg',
  register,
  summary: 'decisions of the Chief Pharmaceutical Inspector: CSV (see the README of the system)',
  demonstration: (day) => madeFile('decyzje.csv', () => [demonstrationDecisions(day)]),
  async load(files) {
    const name = fileLike(files, /\.csv$/i, 'CSV file');
    const day = headed(await headOf(files, name), 'stan-na-dzien');
    const imported = await importEdition(needs, { register, files, name, day, inOrder: true }, async (tx, edition) => {
      const counts = { decisions: 0, added: 0, changed: 0 };
      const seen = new Set<string>();
      await readTable(files, name, columns, needed, decisionOf(seen), async (decisions) => {
        const { brought, added, changed } = await decisionStore(tx).bring(edition, decisions);
        counts.decisions += brought;
        counts.added += added;
        counts.changed += changed;
      });
      return counts;
    });
    // What could not be told now is told by the running platform within ten minutes: the edition stands all the same.
    await afterwards().catch(() => undefined);
    return imported;
  },
});

const decisionOf =
  (seen: Set<string>) =>
  (row: NamedRow, fault: (says: string) => void): Decision | undefined => {
    const said = (column: keyof typeof columns) => `'${row.of(column).slice(0, 30)}'`;
    const [kind, scope] = [kindWords[row.of('kind').toLowerCase()], scopeWords[row.of('scope').toLowerCase()]];
    if (!kind) fault(`${said('kind')} is no kind: ${Object.keys(kindWords).join(', ')}.`);
    if (!scope) fault(`${said('scope')} is no scope: ${Object.keys(scopeWords).join(', ')}.`);
    for (const column of ['decided', 'effective'] as const)
      if (!isDay(row.of(column))) fault(`${said(column)} is no day such as 2026-11-20 (${columns[column][0]}).`);
    if (!isGtin(row.of('gtin'))) fault(`${said('gtin')} is no GTIN: its check digit does not fit.`);
    if (row.of('number') === '' || row.of('number').length > 60)
      fault('The number of the decision is missing or too long.');
    if (row.of('product') === '') fault('The product has no name.');
    const batches = batchesOf(row.of('batches'), fault);
    const gtin = toGtin14(row.of('gtin'));
    const key = `${row.of('number')} ${gtin}`;
    if (seen.has(key)) fault(`Decision ${said('number')} speaks of ${gtin} twice: write all its batches in one row.`);
    seen.add(key);
    return {
      ...{ number: row.of('number'), gtin, kind: kind ?? 'withdrawal', scope: scope ?? 'patient', batches },
      ...{ decided: row.of('decided'), effective: row.of('effective') },
      ...{ product: row.of('product'), reason: row.of('reason') },
    };
  };

/** `wszystkie`, or numbers with commas between. An empty field is a fault: it could mean both. */
function batchesOf(text: string, fault: (says: string) => void): string[] {
  if (text.toLowerCase() === 'wszystkie') return [];
  const batches = [...new Set(text.split(',').map(batchOf))];
  if (batches.length > mostBatches) fault(`A row may name at most ${mostBatches} batches.`);
  for (const batch of batches)
    if (!isBatch(batch)) fault(`'${batch.slice(0, 20)}' is no batch number; for all batches write 'wszystkie'.`);
  return batches;
}

/** A withdrawn batch, all batches suspended, and one that came back, of invented products. */
function demonstrationDecisions(day: string): string {
  const [one, two, three] = [3, 5, 8].map((place) => syntheticProduct(1, place));
  const of = (product = syntheticProduct(1, 0)) => `${product.packages[0]?.gtin};${product.name} ${product.strength}`;
  return `# stan-na-dzien: ${day}
Numer decyzji;Rodzaj;Data decyzji;Obowiązuje od;GTIN;Nazwa;Serie;Zakres;Powód
DEMO/1/2026;wycofanie;2026-01-12;2026-01-12;${of(one)};A123,A124;pacjenci;Zmyślony wynik poza specyfikacją
DEMO/2/2026;wstrzymanie;2026-02-02;2026-02-02;${of(two)};wszystkie;apteki;Zmyślone podejrzenie wady jakościowej
DEMO/3/2026;wstrzymanie;2026-02-09;2026-02-09;${of(three)};B7;apteki;Zmyślone podejrzenie wady jakościowej
DEMO/4/2026;ponowne dopuszczenie;2026-03-02;2026-03-02;${of(three)};B7;apteki;Podejrzenie nie potwierdziło się
`;
}
