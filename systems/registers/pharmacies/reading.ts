/** Questions that others ask of the register of pharmacies, over HTTP and in process. */
import type { Tx } from '#core/db/database.ts';
import { entryReading } from '#core/registers/entry-reading.ts';
import { type Dispensing, type Opening, type Pharmacy, register } from './model.ts';
import type { Pharmacists } from './ports.ts';
import { dispensingBy, openingOf } from './rules.ts';

export interface PharmacyRegister {
  /**
   * Does this pharmacy work on that day? `pharmacy`: its number, or another as `permit:…`, `regon:…`, `nip:…`; of
   * several under one of these, the first that works. @throws Refusal `no-edition`, `bad-day`
   */
  opening(tx: Tx, pharmacy: string, day: string, known?: string): Promise<Opening>;
  /** May the owner of this number (NPWZ) dispense there on that day? @throws Refusal `no-edition`, `bad-day` */
  dispensing(tx: Tx, npwz: string, pharmacy: string, day: string, known?: string): Promise<Dispensing>;
}

const reading = entryReading(register);

const opening: PharmacyRegister['opening'] = async (tx, pharmacy, day, known) =>
  openingOf(await reading.held<Pharmacy>(tx, 'pharmacy', pharmacy, day, known));

export const pharmacyRegister = (pharmacists: Pharmacists): PharmacyRegister => ({
  opening,
  dispensing: async (tx, npwz, pharmacy, day, known) =>
    dispensingBy(npwz, await opening(tx, pharmacy, day, known), await pharmacists.right(tx, npwz, day, known)),
});
