/** The face of the reimbursement lists (SOLR): `reimbursementLists(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { solrImporter } from './importer.ts';
import { operations } from './operations.ts';
import type { Products } from './ports.ts';
import { type Prices, prices } from './reading.ts';

export type { Payment, PriceAnswer, PriceRequest } from './model.ts';

export interface ReimbursementLists extends System {
  /** What prescriptions and pharmacies ask in process. */
  readonly prices: Prices;
  readonly importer: RegisterImporter;
}

export function reimbursementLists(needs: EditionNeeds & { readonly products: Products }): ReimbursementLists {
  const asked = prices(needs.products);
  return {
    name: 'reimbursement-lists',
    operations: operations(asked),
    prices: asked,
    importer: solrImporter(needs),
  };
}
