/** The registers of which reference data (SOR) are made. */
import type { HealthFundSystem } from '#systems/exchange/health-fund/index.ts';
import type { MedicalEntities } from '#systems/registers/medical-entities/index.ts';
import { type MedicalWorkers, professionOf } from '#systems/registers/medical-workers/index.ts';
import type { Pharmacies } from '#systems/registers/pharmacies/index.ts';
import type { PopulationRegister } from '#systems/registers/population-register/index.ts';
import type { Needs } from '#systems/registers/reference-data/index.ts';
import type { Wholesalers } from '#systems/registers/wholesalers/index.ts';

export interface ReferenceSources {
  readonly workers: MedicalWorkers;
  readonly population: PopulationRegister;
  readonly patientOf: (pesel: string) => Promise<string | undefined>;
  readonly entities: MedicalEntities;
  readonly places: Pharmacies;
  readonly sellers: Wholesalers;
  readonly fund: HealthFundSystem;
  readonly registers: readonly string[];
}

export const referencePorts = (sources: ReferenceSources): Needs => ({
  async worker(tx, profession, npwz, asOf) {
    const licence = await sources.workers.licence(tx, { npwz, profession, asOf });
    if (!licence) return undefined;
    // Neither the PESEL nor the Practitioner: who asks has the number.
    const { specialities, status, ends } = licence;
    return { npwz, profession, specialities, status, ends };
  },
  professionOf: (text) => professionOf(text)?.name,
  person: (pesel, asOf) => sources.population.person(pesel, asOf),
  patientOf: sources.patientOf,
  place: (tx, number, day) => sources.entities.register.working(tx, number, day),
  pharmacy: (tx, number, day) => sources.places.register.opening(tx, number, day),
  wholesaler: (tx, number, day) => sources.sellers.register.permit(tx, number, day),
  contracts: (tx, key, day) => sources.fund.register.contractsOf(tx, key, day),
  registers: sources.registers,
});
