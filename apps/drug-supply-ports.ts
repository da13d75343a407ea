/** What reporting turnover and stock (ZSMOPL) is given of registers and of the record. */
import { type Actor, type Call, platformActor } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { latestEdition } from '#core/registers/editions.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import type { Needs, Numbers } from '#systems/exchange/drug-supply/index.ts';
import type { MedicinalProducts } from '#systems/registers/medicinal-products/index.ts';
import type { Pharmacies } from '#systems/registers/pharmacies/index.ts';
import type { Wholesalers } from '#systems/registers/wholesalers/index.ts';

interface Sources {
  readonly record: FhirRecord;
  readonly products: MedicinalProducts;
  readonly places: Pharmacies;
  readonly sellers: Wholesalers;
}

const call: Call = { actor: platformActor('drug-supply'), source: 'local', trace: 'drug-supply' };

export const drugSupplyPorts = ({ record, products, places, sellers }: Sources): Needs => ({
  async place(tx, kind, id, day): Promise<Numbers | undefined> {
    if (kind === 'pharmacy') {
      const { answer, pharmacy } = await places.register.opening(tx, id, day);
      return answer === 'holds' ? pharmacy?.owner : undefined;
    }
    const { answer, wholesaler } = await sellers.register.permit(tx, id, day);
    return answer === 'holds' ? wholesaler?.owner : undefined;
  },
  numbersOf: (actor) => numbersOf(record, actor),
  isKnown: async (tx, gtin, day) => {
    // Before the first edition nobody can say.
    if (!(await latestEdition(tx, 'medicinal-products', day))) return undefined;
    return (await products.register.package(tx, gtin, day)) !== undefined;
  },
});

/** REGON and NIP of the Organization of somebody's work, or of the provider whose system it is. */
export async function numbersOf(record: FhirRecord, { facility, provider }: Actor): Promise<Numbers> {
  const organization = facility ?? provider;
  if (organization === undefined) return {};
  const { content } = await record.read(call, 'Organization', organization);
  const { identifier = [] } = JSON.parse(content) as { identifier?: { system?: string; value?: string }[] };
  const of = (system: string) => identifier.find((one) => one.system === system)?.value;
  return { regon: of(identifierSystems.regon9), nip: of(identifierSystems.nip) };
}
