/** What medication safety needs of others. */
import type { Tx } from '#core/db/database.ts';

interface Product {
  readonly name: string;
  readonly commonName: string | undefined;
  readonly atc: readonly string[];
}

/** Of the register of medicinal products. */
export interface Products {
  package(tx: Tx, gtin: string, day?: string): Promise<{ readonly product: Product } | undefined>;
  search(
    tx: Tx,
    request: { readonly text: string; readonly count?: number },
    day?: string,
  ): Promise<readonly Product[]>;
}
