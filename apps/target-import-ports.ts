/** What target import (SOID) is given of registers and of the record. */
import type { FhirRecord } from '#core/record/index.ts';
import type { Needs } from '#systems/care/target-import/index.ts';
import type { MedicalWorkers } from '#systems/registers/medical-workers/index.ts';
import type { Wholesalers } from '#systems/registers/wholesalers/index.ts';
import { numbersOf } from './drug-supply-ports.ts';

interface Sources {
  readonly record: FhirRecord;
  readonly workers: Pick<MedicalWorkers, 'entitlement'>;
  readonly sellers: Wholesalers;
}

export const targetImportPorts = ({ record, workers, sellers }: Sources): Needs => ({
  isEntitled: async (practitioner) => (await workers.entitlement(practitioner)).entitled,
  demandPatient: async (call, patient) => void (await record.read(call, 'Patient', patient)),
  async wholesalerOf(tx, actor, day) {
    const { regon, nip } = await numbersOf(record, actor);
    for (const key of [regon && `regon:${regon}`, nip && `nip:${nip}`]) {
      if (!key) continue;
      const { answer, wholesaler } = await sellers.register.permit(tx, key, day);
      if (answer === 'holds') return wholesaler?.owner.regon;
    }
    return undefined;
  },
});
