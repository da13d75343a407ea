/** Registers that others publish: systems that are imported, edition after edition. */
import type { System } from '#core/http/operation.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { medicationSafety } from '#systems/care/medication-safety/index.ts';
import { targetImport } from '#systems/care/target-import/index.ts';
import { drugSupply } from '#systems/exchange/drug-supply/index.ts';
import { healthFundSystem } from '#systems/exchange/health-fund/index.ts';
import { territorySystem } from '#systems/exchange/territory-register/index.ts';
import { medicalEntities } from '#systems/registers/medical-entities/index.ts';
import { medicinalProducts } from '#systems/registers/medicinal-products/index.ts';
import { patientIndex } from '#systems/registers/patient-index/index.ts';
import { pharmacies } from '#systems/registers/pharmacies/index.ts';
import { pharmacists } from '#systems/registers/pharmacists/index.ts';
import { productDecisions } from '#systems/registers/product-decisions/index.ts';
import { referenceData } from '#systems/registers/reference-data/index.ts';
import { reimbursementLists } from '#systems/registers/reimbursement-lists/index.ts';
import { wholesalers } from '#systems/registers/wholesalers/index.ts';
import { drugSupplyPorts } from './drug-supply-ports.ts';
import type { Identities } from './identities.ts';
import { referencePorts } from './reference-data-ports.ts';
import { targetImportPorts } from './target-import-ports.ts';

interface Imported extends System {
  readonly importer?: RegisterImporter;
  readonly updates?: RegisterImporter;
}

/** How a register is imported: whole, and perhaps by update files. */
export const importersOf = ({ importer, updates }: Imported): RegisterImporter[] =>
  [importer, updates].filter((one) => one !== undefined);

interface RegistersNeed extends EditionNeeds {
  readonly record: FhirRecord;
  readonly known: Pick<Identities, 'workers' | 'population'>;
}

/** All of them, and those that other systems ask. */
export function publishedRegisters(needs: RegistersNeed) {
  const { known } = needs;
  const products = medicinalProducts(needs);
  const people = pharmacists(needs);
  const lists = reimbursementLists({ ...needs, products: products.register });
  const decisions = productDecisions(needs);
  const safety = medicationSafety({ ...needs, products: products.register });
  const places = pharmacies({ ...needs, pharmacists: people.register });
  const entities = medicalEntities(needs);
  const sellers = wholesalers(needs);
  const territory = territorySystem(needs);
  const fund = healthFundSystem(needs);
  const registers = [products, lists, decisions, entities, people, places, sellers, safety, territory, fund];
  const editions = [...registers, known.workers].map(({ importer }) => importer.register);
  const { patientOf } = patientIndex(needs.record);
  // They ask them, and are imported by nobody.
  const asking = [
    drugSupply(drugSupplyPorts({ ...needs, products, places, sellers })),
    targetImport(targetImportPorts({ ...needs, ...known, sellers })),
    referenceData(referencePorts({ ...known, patientOf, entities, places, sellers, fund, registers: editions })),
  ];
  const sources = { products, lists, decisions, safety, places, entities, sellers, territory, fund };
  return { ...sources, registers: [...registers, ...asking] };
}
