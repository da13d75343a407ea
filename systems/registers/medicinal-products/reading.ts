/** Questions that others ask of the register of medicinal products, over HTTP and in process: always of some day. */
import type { Tx } from '#core/db/database.ts';
import { latestEdition } from '#core/registers/editions.ts';
import { isDay } from '#core/registers/days.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import { differences } from './differences.ts';
import {
  type ChangeKind,
  type FoundPackage,
  type MedicinalProduct,
  type ProductChange,
  register,
  type SearchRequest,
} from './model.ts';
import { refusal } from './refusals.ts';
import { type ChangeRow, productStore } from './store.ts';
import { productQuery } from './words.ts';

const read = (content: string): MedicinalProduct => JSON.parse(content);

/** The number of the edition that held on a day; today's when none is given. @throws Refusal `no-edition` */
export async function editionOn(tx: Tx, day: string | undefined): Promise<number> {
  if (day !== undefined && !isDay(day)) throw refusal('bad-day');
  const edition = await latestEdition(tx, register, day);
  if (!edition) throw refusal('no-edition');
  return edition.number;
}

/** The JSON of each, best first. @throws Refusal `nothing-to-look-for`, `no-edition`, `too-costly` */
export async function searchTexts(tx: Tx, request: SearchRequest, day?: string): Promise<string[]> {
  const query = productQuery(request.text);
  if (!query) throw refusal('nothing-to-look-for');
  const edition = await editionOn(tx, day);
  const { kind = 'human', count = 20 } = request;
  return productStore(tx).search(query, edition, kind, count);
}

export const searchProducts = async (tx: Tx, request: SearchRequest, day?: string): Promise<MedicinalProduct[]> =>
  (await searchTexts(tx, request, day)).map(read);

export async function productOn(tx: Tx, id: string, day?: string): Promise<MedicinalProduct | undefined> {
  const content = await productStore(tx).product(id, await editionOn(tx, day));
  return content === undefined ? undefined : read(content);
}

/** The package of a GTIN or EAN. Of several products that share it, that whose package is not struck out. */
export async function packageOn(tx: Tx, code: string, day?: string): Promise<FoundPackage | undefined> {
  if (!isGtin(code)) throw refusal('bad-gtin');
  const gtin = toGtin14(code);
  const found = (await productStore(tx).byGtin(gtin, await editionOn(tx, day))).map(read).flatMap((product) => {
    const one = product.packages.find((each) => each.gtin === gtin);
    return one ? [{ package: one, product }] : [];
  });
  return found.find((one) => !one.package.removed) ?? found[0];
}

/** The category of a package that day; undefined where no edition or no package says it. */
export async function availabilityOn(tx: Tx, code: string, day: string): Promise<string | undefined> {
  if (!(await latestEdition(tx, register, day))) return undefined;
  return (await packageOn(tx, code, day))?.package.availability;
}

/** What an edition changed, by number of product. */
export async function changesOf(tx: Tx, edition: number, after: string, limit: number): Promise<ProductChange[]> {
  return (await productStore(tx).changes(edition, after, limit)).map(asChange);
}

function asChange({ product, before, after }: ChangeRow): ProductChange {
  const [old, now] = [before, after].map((content) => (content === null ? undefined : read(content)));
  const change: ChangeKind = old && now ? 'changed' : now ? 'new' : 'withdrawn';
  const name = (now ?? old)?.name ?? '';
  return { id: product, name, change, ...(old && now ? { differences: differences(old, now) } : {}) };
}
