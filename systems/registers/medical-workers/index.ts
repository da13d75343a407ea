/** Medical workers (CWPM): who may practise, now or on a day. See README.md. */
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation, type System } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { polishDay } from '#core/registers/days.ts';
import type { EditionNeeds } from '#core/registers/editions.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import { peselFault } from '#libs/polish-identifiers/pesel.ts';
import { cwpmImporter } from './importer.ts';
import { type Entitlement, entitlementOf, firstHolding, type Licence, shapes } from './model.ts';
import { professionOf } from './professions.ts';
import { licenceStore } from './store.ts';

export type { Entitlement, Licence } from './model.ts';
export { professionOf } from './professions.ts';

export interface MedicalWorkers extends System {
  /** Whether somebody may practise. Asked of the register at most every 15 minutes per person (C-15). */
  entitlement(practitioner: string): Promise<Entitlement>;
  /** Who has the right to practise of a number (NPWZ) now; undefined when it is unknown or does not hold. */
  holderOf(npwz: string): Promise<{ readonly practitioner: string; readonly pesel: string } | undefined>;
  /** The logical id of the Practitioner of a person; undefined when they are no medical worker. */
  practitionerOf(pesel: string): Promise<string | undefined>;
  /** What is known of a number, or was at an instant; of a person their first right that holds. */
  licence(
    tx: Tx,
    of:
      | { readonly npwz: string; readonly profession?: string; readonly asOf?: Date }
      | { readonly practitioner: string },
  ): Promise<Licence | undefined>;
  readonly importer: RegisterImporter;
  /** Tells the register of licences, as known from an instant on. */
  tell(licences: readonly Licence[], from: Date): Promise<void>;
}

/** C-15: cached at most so long. */
const believedFor = 15 * 60_000;
const rememberedAtMost = 10_000;

export function medicalWorkers(needs: EditionNeeds): MedicalWorkers {
  const { database, runtime } = needs;
  const store = licenceStore(database);
  const memory = new Map<string, { answer: Entitlement; until: number }>();
  const forget = (practitioner: string | null) => practitioner !== null && memory.delete(practitioner);
  return {
    name: 'medical-workers',
    operations: operationsOf(forget),
    async entitlement(practitioner) {
      const now = runtime.now();
      const remembered = memory.get(practitioner);
      if (remembered && remembered.until > now.getTime()) return remembered.answer;
      const answer = entitlementOf(await store.ofPractitioner(practitioner), polishDay(now));
      memory.delete(practitioner);
      if (memory.size >= rememberedAtMost) memory.delete(memory.keys().next().value as string);
      // What was refused is asked again each time: a right that was given back counts at once.
      if (answer.entitled) memory.set(practitioner, { answer, until: now.getTime() + believedFor });
      return answer;
    },
    async holderOf(npwz) {
      const licence = await store.ofNumber(npwz);
      if (!licence?.practitioner || !entitlementOf([licence], polishDay(runtime.now())).entitled) return undefined;
      return { practitioner: licence.practitioner, pesel: licence.pesel };
    },
    practitionerOf: async (pesel) =>
      (await store.ofPesel(pesel)).find(({ practitioner }) => practitioner !== null)?.practitioner ?? undefined,
    licence: async (tx, of) =>
      'npwz' in of
        ? licenceStore(tx).ofNumber(of.npwz, of.asOf, of.profession)
        : firstHolding(await licenceStore(tx).ofPractitioner(of.practitioner), polishDay(runtime.now())),
    importer: cwpmImporter(needs, () => memory.clear()),
    async tell(licences, from) {
      for (const licence of licences) await store.add(licence, from);
    },
  };
}

function operationsOf(forget: (practitioner: string | null) => void): Operation[] {
  return [
    operation({
      name: 'read-medical-worker',
      method: 'GET',
      path: '/medical-workers/:npwz',
      summary: 'What the register says of a right to practise, now or at an instant',
      access: { roles: ['operator'], purpose: 'HOPERAT' },
      audit: { action: 'R' },
      params: shapes.byNpwz,
      query: shapes.asOf,
      reply: shapes.row,
      handle: async ({ params, query }, { tx }) => {
        const asOf = query.asOf === undefined ? undefined : new Date(query.asOf);
        const profession = query.profession === undefined ? undefined : professionOf(query.profession)?.name;
        const licence = await licenceStore(tx).ofNumber(String(params.npwz), asOf, profession);
        if (!licence) throw new Refusal('not-found', 'no-such-licence', 'The register knows no such number (NPWZ).');
        return licence;
      },
    }),
    operation({
      name: 'record-medical-worker',
      method: 'PUT',
      path: '/medical-workers/:npwz',
      summary: 'Writes down what is known of a right to practise from now on; what was known before stays',
      access: { roles: ['operator'], purpose: 'HOPERAT', within: 15 },
      audit: { action: 'U' },
      params: shapes.byNpwz,
      body: shapes.licence,
      reply: shapes.row,
      handle: async ({ params, body }, { tx, now }) => {
        const given = body as Omit<Licence, 'npwz' | 'specialities' | 'ends'> & Partial<Licence>;
        const licence: Licence = { specialities: [], ends: null, ...given, npwz: String(params.npwz) };
        const profession = professionOf(licence.profession);
        const wrong = profession ? profession.fault(licence.npwz) : `No profession '${licence.profession}' is listed.`;
        const fault = wrong ?? peselFault(licence.pesel)?.message;
        if (fault) throw new Refusal('invalid', 'bad-number', fault);
        const known: Licence = { ...licence, profession: profession?.name ?? licence.profession };
        await licenceStore(tx).add(known, now());
        forget(known.practitioner);
        return known;
      },
    }),
  ];
}
