/** The face of the register of medicinal products (RPL): `medicinalProducts(needs) → System`. See README.md. */
import type { Tx } from '#core/db/database.ts';
import type { System } from '#core/http/operation.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { rplImporter } from './importer.ts';
import type { FoundPackage, MedicinalProduct, SearchRequest } from './model.ts';
import { operations } from './operations.ts';
import { availabilityOn, packageOn, productOn, searchProducts } from './reading.ts';

export type { FoundPackage, MedicinalProduct, Package, SearchRequest } from './model.ts';

/** What other systems ask in process; they take of it what they need as a port of their own. */
export interface MedicinalProductRegister {
  search(tx: Tx, request: SearchRequest, day?: string): Promise<MedicinalProduct[]>;
  product(tx: Tx, id: string, day?: string): Promise<MedicinalProduct | undefined>;
  /** By EAN or GTIN. @throws Refusal `bad-gtin` */
  package(tx: Tx, gtin: string, day?: string): Promise<FoundPackage | undefined>;
  /** Rp, Rpz, OTC …; undefined when nothing here says it. @throws Refusal `bad-gtin` */
  availability(tx: Tx, gtin: string, day: string): Promise<string | undefined>;
}

export interface MedicinalProducts extends System {
  readonly register: MedicinalProductRegister;
  readonly importer: RegisterImporter;
}

export const medicinalProducts = (needs: EditionNeeds): MedicinalProducts => ({
  name: 'medicinal-products',
  operations: operations(),
  register: { search: searchProducts, product: productOn, package: packageOn, availability: availabilityOn },
  importer: rplImporter(needs),
});
