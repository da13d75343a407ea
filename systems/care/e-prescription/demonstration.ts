/**
 * A few open prescriptions for people of the demonstration, issued through the system itself from the medicines that
 * they have had, so that lists and codes are not empty. Synthetic people only.
 */
import type { Actor, Call } from '#core/access/actor.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { Context } from './context.ts';
import { issue } from './issue.ts';

export interface DemonstrationDoctor {
  readonly practitionerId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly facilityName: string;
}

/** Patients of each doctor, after the first: whom journeys and newcomers look at begins with nothing open. */
const patientsEach = 3;
const medicinesEach = 2;

interface Had {
  readonly medicationCodeableConcept?: {
    readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
  };
}

/**
 * Issues again what patients of these doctors have had, and returns how many packages.
 * @param gtinOf a package of the register by ATC; undefined when it has none that is prescribed.
 */
export async function fillPrescriptions(
  context: Context,
  doctors: readonly DemonstrationDoctor[],
  gtinOf: (atc: string) => Promise<string | undefined>,
): Promise<number> {
  const { record, database } = context;
  let packages = 0;
  for (const doctor of doctors) {
    const call = asDoctor(doctor);
    const query = `organization=Organization/${doctor.facilityId}&_sort=_id&_count=${patientsEach + 1}`;
    const { entries } = await record.search(call, 'Patient', query);
    for (const { stored } of entries.slice(1)) {
      const had = await record.search(call, 'MedicationRequest', `patient=${stored.id}&_sort=-authoredon&_count=40`);
      const atc = had.entries.flatMap((one) => atcOf(JSON.parse(one.stored.content)));
      const gtins = (await Promise.all([...new Set(atc)].slice(0, medicinesEach).map(gtinOf))).filter(
        (one) => one !== undefined,
      );
      if (gtins.length === 0) continue;
      const prescriptions = gtins.map((gtin) => ({
        medicine: { kind: 'G' as const, gtin },
        ...{ quantity: 1, refundLevel: '100%' as const },
        dosage: { amount: { value: 1, unit: 'szt.' }, times: 1, at: ['morning' as const] },
      }));
      await issue(context, call, database, { patient: stored.id, prescriptions });
      packages++;
    }
  }
  return packages;
}

const atcOf = ({ medicationCodeableConcept }: Had): string[] =>
  (medicationCodeableConcept?.coding ?? []).flatMap(({ system, code }) =>
    system === codeSystems.atc && code ? [code] : [],
  );

const asDoctor = ({ practitionerId, name, facilityId, facilityName }: DemonstrationDoctor): Call => {
  const who = { practitioner: practitionerId, facility: facilityId, facilityName };
  const actor: Actor = { role: 'physician', id: 'platform/demonstration', name, purpose: 'TREAT', scopes: [], ...who };
  return { actor, source: 'local', trace: 'demonstration' };
};
