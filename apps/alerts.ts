/** Alerts for doctors, and what they are given: rules of medication safety, the speciality of whoever asks. */
import type { Database } from '#core/db/database.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { alerts, type Safety } from '#systems/care/alerts/index.ts';
import type { MedicationSafety } from '#systems/care/medication-safety/index.ts';
import type { MedicalWorkers } from '#systems/registers/medical-workers/index.ts';

export interface AlertParts {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly baseUrl: string;
  readonly judge: MedicationSafety['judge'];
  readonly workers: Pick<MedicalWorkers, 'entitlement'>;
}

export const doctorAlerts = ({ judge, workers, ...needs }: AlertParts) =>
  alerts({
    ...needs,
    safety: safetyOf(judge),
    async specialityOf({ actor: { practitioner } }) {
      if (practitioner === undefined) return undefined;
      const right = await workers.entitlement(practitioner);
      return right.entitled ? right.specialities[0] : undefined;
    },
  });

/** Without a set of rules nothing was checked, and alerts say so. */
const safetyOf = (judge: MedicationSafety['judge']): Safety => ({
  async warnings(tx, { news, taken, age, pregnant, egfr, allergies, conditions }) {
    const patient = {
      ...{ pregnant, allergies, allergiesAsked: allergies.length > 0, conditions },
      ...(age === undefined ? {} : { age }),
      ...(egfr === undefined ? {} : { egfr }),
    };
    try {
      const warnings = await judge(tx, { news, taken, patient });
      return warnings.map(({ kind, severity, medicines, effect, advice, source }) => ({
        ...{ kind, severity, source, effect: effect.pl, advice: advice.pl },
        medicines: medicines.map(({ atc, name }) => ({ atc, name })),
      }));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'no-edition') return undefined;
      throw error;
    }
  },
});
