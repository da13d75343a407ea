/** Alerts for doctors, and what they are given: rules of medication safety, the speciality of whoever asks. */
import type { Database } from '#core/db/database.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import {
  alerts,
  type Dispensing,
  type Safety,
  type SafetyQuestion,
  type SafetyWarning,
} from '#systems/care/alerts/index.ts';
import { type MedicationSafety, openSetJudge, type Warning } from '#systems/care/medication-safety/index.ts';
import type { MedicalWorkers } from '#systems/registers/medical-workers/index.ts';

export interface AlertParts {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly baseUrl: string;
  readonly judge: MedicationSafety['judge'];
  readonly workers: Pick<MedicalWorkers, 'entitlement'>;
  /** Of e-prescription: what a pharmacy has in hand. */
  readonly dispensing: Dispensing;
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
  async warnings(tx, question) {
    try {
      return (await judge(tx, asked(question))).map(said);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'no-edition') return undefined;
      throw error;
    }
  },
});

/** The open set alone, for replays. */
export async function openSetWarnings(): Promise<(question: SafetyQuestion) => readonly SafetyWarning[]> {
  const judge = await openSetJudge();
  return (question) => judge(asked(question)).map(said);
}

const asked = ({ news, taken, age, pregnant, egfr, allergies, conditions }: SafetyQuestion) => ({
  ...{ news, taken },
  patient: {
    ...{ pregnant, allergies, allergiesAsked: allergies.length > 0, conditions },
    ...(age === undefined ? {} : { age }),
    ...(egfr === undefined ? {} : { egfr }),
  },
});

const said = ({ kind, severity, medicines, effect, advice, source }: Warning): SafetyWarning => ({
  ...{ kind, severity, source, effect: effect.pl, advice: advice.pl },
  medicines: medicines.map(({ atc, name }) => ({ atc, name })),
});
