/**
 * Vaccinations that are recommended become referrals that nobody has to write: each dose that is due once, unless one
 * waits already. SYS-29: referrals issued automatically, in connection with the handling of vaccinations.
 */
import type { Call } from '#core/access/actor.ts';
import type { FeedChange } from '#core/feed/index.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Referrals } from '../referrals.ts';

/** Z26.9: need for immunization against unspecified infectious disease (ICD-10). */
const needForImmunization = { code: 'Z26.9', name: 'Potrzeba szczepienia' };

export interface FollowingNeeds {
  readonly desk: Referrals;
  readonly record: FhirRecord;
}

export interface Dose {
  readonly vaccine: string;
  readonly dose?: number;
}

/** Doses that a recommendation says are due, by ATC code. */
export function dueDoses(resource: Resource): Dose[] {
  const rows = (resource.recommendation ?? []) as {
    vaccineCode?: { coding?: { code?: string }[] }[];
    forecastStatus?: { coding?: { code?: string }[] };
    doseNumberPositiveInt?: number;
  }[];
  return rows.flatMap(({ vaccineCode = [], forecastStatus, doseNumberPositiveInt: dose }) => {
    const isDue = forecastStatus?.coding?.some(({ code }) => code === 'due' || code === 'overdue');
    const vaccine = vaccineCode
      .flatMap(({ coding = [] }) => coding)
      .find(({ code }) => /^J07[A-Z]{2}([0-9]{2})?$/.test(code ?? ''))?.code;
    return isDue && vaccine ? [{ vaccine, ...(dose === undefined ? {} : { dose: Number(dose) }) }] : [];
  });
}

export async function issueRecommended(
  { desk, record }: FollowingNeeds,
  call: Call,
  changes: readonly FeedChange[],
): Promise<void> {
  const ids = new Set(
    changes.flatMap(({ entries }) =>
      entries.flatMap(({ type, id, method }) =>
        type === 'ImmunizationRecommendation' && method !== 'delete' && method !== 'expunge' ? [id] : [],
      ),
    ),
  );
  for (const id of ids) {
    const stored = await record.read(call, 'ImmunizationRecommendation', id).catch(gone);
    if (!stored) continue;
    const resource = JSON.parse(stored.content) as Resource;
    const patient = (resource.patient as { reference?: string } | undefined)?.reference?.split('/')[1];
    if (patient) for (const dose of dueDoses(resource)) await issueOnce({ desk, record }, call, patient, dose);
  }
}

const gone = (error: unknown): undefined => {
  if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
  throw error;
};

async function issueOnce({ desk }: FollowingNeeds, call: Call, patient: string, dose: Dose): Promise<void> {
  for (const { id } of await desk.store.vaccinationsOf(patient)) {
    const { referral } = await desk.open(call, id);
    if (referral.details.vaccine === dose.vaccine && referral.details.dose === dose.dose) return;
  }
  const asked = { kind: 'vaccination', patient, diagnoses: [needForImmunization], details: dose } as const;
  // Of somebody who has died, or is not there any more, there is nothing to issue.
  await desk.issueAutomatically(call, asked).catch((error) => {
    if (!(error instanceof Refusal)) throw error;
  });
}
