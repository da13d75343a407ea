/**
 * The patient index (CWUb): which Patient of the record a PESEL belongs to, now or at an instant. It reads the record
 * and owns no table. See README.md.
 */
import { type Call, platformActor } from '#core/access/actor.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { isPesel } from '#libs/polish-identifiers/pesel.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';

export interface PatientIndex {
  /**
   * The logical id of the one Patient of a PESEL; undefined when there is none, or more than one (somebody must look
   * then). With `asOf`: only when that Patient was there and had the PESEL at that instant.
   */
  patientOf(pesel: string, asOf?: Date): Promise<string | undefined>;
}

const call: Call = { actor: platformActor('patient-index'), source: 'local', trace: 'patient-index' };

/** Looks on the platform's own behalf; the record writes it into the trail. */
export function patientIndex(record: Pick<FhirRecord, 'read' | 'search'>): PatientIndex {
  return {
    async patientOf(pesel, asOf) {
      if (!isPesel(pesel)) return undefined;
      const query = `identifier=${identifierSystems.pesel}|${pesel}&_count=2`;
      const { entries } = await record.search(call, 'Patient', query);
      const [only, second] = entries;
      if (!only || second) return undefined;
      const { id } = only.stored;
      return asOf === undefined || (await hadPesel(record, id, pesel, asOf)) ? id : undefined;
    },
  };
}

async function hadPesel(record: Pick<FhirRecord, 'read'>, id: string, pesel: string, asOf: Date): Promise<boolean> {
  try {
    const { content } = await record.read(call, 'Patient', id, { asOf });
    const { identifier = [] } = JSON.parse(content) as Resource & {
      identifier?: { system?: string; value?: string }[];
    };
    return identifier.some(({ system, value }) => system === identifierSystems.pesel && value === pesel);
  } catch (error) {
    if (error instanceof Refusal && ['not-found', 'gone'].includes(error.kind)) return false;
    throw error;
  }
}
