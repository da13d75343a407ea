/**
 * The Fund as a source about one patient: when it was asked, what came of it, and when it is to be asked again. A copy
 * older than a day is asked for anew when the profile is opened; a source that was down is left alone for a while.
 */
import { defineJob, type Handler, jobs } from '#core/jobs/index.ts';
import { keyOfId } from '#core/record/keys.ts';
import { isPesel } from '#libs/polish-identifiers/pesel.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { fetchServices, NotAnswered } from './client.ts';
import { keep, ownCall } from './keeping.ts';
import { source, type SourceState, system } from './model.ts';
import type { PatientInformationNeeds } from './needs.ts';
import { type AskingRow, askingStore } from './store.ts';

const minute = 60_000;
/** How old a copy may be. */
const fresh = 24 * 60 * minute;
/** For how long a source that was down is not asked by itself. */
const rest = 15 * minute;
/** A question in the queue for longer than this is taken for lost. */
const patience = 10 * minute;

/** The payload names the patient; what is asked is read when it is asked. */
const fetchJob = defineJob<{ patient: string }>('patient-information-fetch', { maxAttempts: 5 });

const storeOf = ({ database }: PatientInformationNeeds, patient: string) =>
  askingStore(database, keyOfId('Patient', patient));

/** How far the source can be relied on, as it is now. Whether the caller may know, the caller's operation has decided. */
export async function stateOf(needs: PatientInformationNeeds, patient: string): Promise<SourceState> {
  return shown(needs, await storeOf(needs, patient).read());
}

/** The profile was opened: asks in the background when what is here is old. @returns the state as it is now */
export async function opened(needs: PatientInformationNeeds, patient: string): Promise<SourceState> {
  const row = await storeOf(needs, patient).read();
  if (!needs.connection() || !isDue(row, needs.runtime.now())) return shown(needs, row);
  return refresh(needs, patient);
}

/** Asks in the background now, unless a question waits already. */
export async function refresh(needs: PatientInformationNeeds, patient: string): Promise<SourceState> {
  const { database, runtime } = needs;
  const now = runtime.now();
  if (needs.connection())
    await database.transaction(async (tx) => {
      const store = askingStore(tx, keyOfId('Patient', patient));
      if (await store.queue(now, new Date(now.getTime() - patience)))
        await jobs.add(tx, fetchJob, { patient }, { key: `${system} ${patient}` });
    });
  return stateOf(needs, patient);
}

/** Pure: is the source to be asked by itself? */
export function isDue(row: AskingRow | undefined, now: Date): boolean {
  if (!row) return true;
  const since = (at: Date | null) => (at === null ? Number.POSITIVE_INFINITY : now.getTime() - at.getTime());
  if (since(row.queuedAt) < patience) return false;
  return row.downSince ? since(row.askedAt) >= rest : since(row.answeredAt) >= fresh;
}

function shown({ connection, simulated }: PatientInformationNeeds, row: AskingRow | undefined): SourceState {
  const name = 'NFZ';
  const { askedAt, answeredAt, downSince, downBecause, queuedAt, complete, services, unreadable } = row ?? {};
  const told = {
    ...(askedAt ? { lastAsked: askedAt.toISOString() } : {}),
    ...(answeredAt ? { lastAnswered: answeredAt.toISOString() } : {}),
    ...(downSince ? { downSince: downSince.toISOString() } : {}),
    ...(downSince && downBecause ? { downBecause } : {}),
    ...(answeredAt ? { partial: complete !== true || (unreadable ?? 0) > 0 } : {}),
    ...(answeredAt ? { services: services ?? 0, unreadable: unreadable ?? 0 } : {}),
  };
  const state = !connection()
    ? 'not-connected'
    : downSince
      ? 'down'
      : answeredAt
        ? 'answered'
        : queuedAt
          ? 'asking'
          : 'never';
  return { source, name, state, ...told, simulated };
}

/** What asks, in the background. */
export const fetching = (needs: PatientInformationNeeds): Handler =>
  fetchJob.by(({ patient }, { signal }) => fetchFor(needs, patient, signal));

/** Asks now, keeps what is told, and what became of the question. A source that is down is no fault of the job. */
export async function fetchFor(needs: PatientInformationNeeds, patient: string, signal: AbortSignal): Promise<void> {
  const { record, runtime, audit } = needs;
  const store = storeOf(needs, patient);
  const connection = needs.connection();
  if (!connection) return;
  const stored = await record.read(ownCall, 'Patient', patient);
  const pesel = peselOf(stored.content);
  if (!pesel) return store.down(runtime.now(), 'no-number');
  const at = runtime.now();
  // The number of a person leaves the platform: the trail says to whom, whatever is answered.
  const whose = {
    patients: [keyOfId('Patient', patient)],
    patientIds: [patient],
    entities: [`Patient/${patient}/${stored.version}`],
  };
  await audit.write({ call: ownCall, at, action: 'E', kind: 'ask-health-fund', outcome: 0, ...whose });
  try {
    const told = await fetchServices(connection, pesel, signal);
    await keep(record, patient, told, at);
    await store.answered(at, told);
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error;
    await store.down(at, error.because);
  }
}

function peselOf(content: string): string | undefined {
  const { identifier = [] } = JSON.parse(content) as { identifier?: { system?: string; value?: string }[] };
  const value = identifier.find(({ system: of }) => of === identifierSystems.pesel)?.value;
  return value && isPesel(value) ? value : undefined;
}
