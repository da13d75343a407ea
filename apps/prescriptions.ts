/** What e-prescription is given of other systems. Answers of registers are remembered for moments: they change by editions. */
import { type Call, platformActor } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import {
  type Batches,
  ePrescription,
  type Limits,
  type Prices,
  type Products,
} from '#systems/care/e-prescription/index.ts';
import type { MedicationSafety } from '#systems/care/medication-safety/index.ts';
import type { MedicinalProducts } from '#systems/registers/medicinal-products/index.ts';
import type { ProductDecisions } from '#systems/registers/product-decisions/index.ts';
import type { ReimbursementLists } from '#systems/registers/reimbursement-lists/index.ts';
import type { Identities } from './identities.ts';
import { prescriptionDocuments } from './prescription-documents.ts';
import { prescriptionSafety } from './prescription-safety.ts';

export interface Sources {
  readonly products: MedicinalProducts;
  readonly lists: ReimbursementLists;
  readonly decisions: ProductDecisions;
  readonly safety: MedicationSafety;
}

interface Needs {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly known: Identities;
  readonly secret: Buffer;
  readonly sources: Sources;
  /** Told of what oversight should look at. */
  readonly alarm: (says: string) => void;
  /** Printed on sheets. */
  readonly sheetLabel?: string;
  /** Signs documents as the caller. */
  readonly signDocument: (call: Call, xml: string) => Promise<string>;
}

export type Prescriptions = ReturnType<typeof prescriptions>;

export const prescriptions = ({ known, sources, alarm, signDocument, ...needs }: Needs) => {
  const system = ePrescription({
    ...{ ...needs, alarm },
    ...registersFor(sources, needs.runtime),
    workers: known.workers,
    limits: limitsOf(needs),
    safety: prescriptionSafety({ ...needs, check: sources.safety.check }),
    documents: prescriptionDocuments({ ...needs, signDocument }),
  });
  /** A package by ATC of which no batch was stopped. */
  const gtinOf = async (atc: string): Promise<string | undefined> => {
    const found = await sources.products.register.search(needs.database, { text: atc, count: 5 });
    return found.flatMap(({ packages }) => packages).find((one) => one.availability === 'Rp' && !one.removed)?.gtin;
  };
  return {
    ...system,
    fillDemonstration: (doctors: Parameters<typeof system.fillDemonstration>[0]) =>
      system.fillDemonstration(doctors, gtinOf),
  };
};

const primaryCare = `${codeSystems.cellSpeciality}|0010`;

/** The limits are off where there is primary care (POZ): the facility has a cell of that speciality. */
function limitsOf({ record, runtime }: Pick<Needs, 'record' | 'runtime'>): Limits {
  const isPrimary = remembering<boolean>(runtime, rememberedFor.place);
  const call: Call = { actor: platformActor('e-prescription'), source: 'local', trace: 'e-prescription' };
  return {
    holds: async (_tx, { facility }) =>
      !facility ||
      !(await isPrimary(facility, async () => {
        const asked = `organization=Organization/${facility}&type=${primaryCare}&_count=1`;
        return (await record.search(call, 'Location', asked)).entries.length > 0;
      })),
  };
}

/** A medicine and its price change with an edition; a batch must not be dispensed soon after it was stopped, ms. */
const rememberedFor = { product: 60_000, price: 60_000, batch: 10_000, place: 600_000 };

function registersFor({ products, lists, decisions }: Sources, runtime: Runtime) {
  const found = remembering<Awaited<ReturnType<Products['package']>>>(runtime, rememberedFor.product);
  const paid = remembering<Awaited<ReturnType<Prices['payments']>>>(runtime, rememberedFor.price);
  const decided = remembering<Awaited<ReturnType<ProductDecisions['decisions']['about']>>>(
    runtime,
    rememberedFor.batch,
  );
  return {
    products: { package: (tx, gtin) => found(gtin, () => products.register.package(tx, gtin)) } satisfies Products,
    prices: {
      payments: (tx, asked) =>
        paid(JSON.stringify(asked), async () =>
          lists.prices.price(tx, asked).then(({ payments }) => payments, without('no-list')),
        ),
    } satisfies Prices,
    batches: {
      async verdict(tx, asked) {
        const { about, judge } = decisions.decisions;
        // Batches differ with each box; what is decided about the package does not.
        return judge(await decided(asked.gtin, () => about(tx, asked.gtin)), asked);
      },
    } satisfies Batches,
  };
}

/** While a register is empty, its question has no answer. */
const without = (code: string) => (error: unknown) => {
  if (error instanceof Refusal && error.code === code) return undefined;
  throw error;
};

const mostRemembered = 5_000;

/** Answers by question, each for a while; the oldest go when there are too many. */
function remembering<T>({ now }: Runtime, lasts: number) {
  const memory = new Map<string, { readonly answer: T; readonly until: number }>();
  return async (question: string, ask: () => Promise<T>): Promise<T> => {
    const known = memory.get(question);
    const at = now().getTime();
    if (known && known.until > at) return known.answer;
    const answer = await ask();
    memory.delete(question);
    if (memory.size >= mostRemembered) memory.delete(memory.keys().next().value as string);
    memory.set(question, { answer, until: at + lasts });
    return answer;
  };
}
