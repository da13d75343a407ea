/** Writes a synthetic population (libs/population) into the record, patient by patient, several at once. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Bundle, type PopulationOptions, populationGroups } from '#libs/population/index.ts';
import { platformActor } from '../access/actor.ts';
import type { Record as PatientRecord, Resource } from '../record/record.ts';
import { Refusal } from '../refusal/refusal.ts';

export interface FillOptions extends PopulationOptions {
  /** Patients written at once. */
  concurrency?: number;
  /** `done` and `total` count patients. */
  progress?: (progress: { done: number; total: number; resources: number }) => void;
  signal?: AbortSignal;
}

export interface Filled {
  patients: number;
  resources: number;
  interrupted: boolean;
}

const actor = platformActor('population');

/** Every Bundle has ids of its own, so a filling that was interrupted is simply repeated: nothing comes twice. */
export async function fillPopulation(record: Pick<PatientRecord, 'bundle'>, options: FillOptions): Promise<Filled> {
  const { patients, concurrency = 4, progress, signal } = options;
  const filled: Filled = { patients: 0, resources: 0, interrupted: false };
  const groups = populationGroups(options)[Symbol.iterator]();
  const providers = groups.next();
  const write = async (group: readonly Bundle[], name: string): Promise<void> => {
    for (const [index, bundle] of group.entries()) {
      await send(record, bundle, `population-${options.seed ?? 1}-${name}-${index}`);
      filled.resources += bundle.entry.length;
    }
  };
  if (!providers.done) await write(providers.value, 'providers');
  let number = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      if (signal?.aborted) filled.interrupted = true;
      const group = filled.interrupted ? undefined : groups.next();
      if (!group || group.done) return;
      await write(group.value, String(++number));
      filled.patients++;
      progress?.({ done: filled.patients, total: patients, resources: filled.resources });
    }
  };
  const workers = Array.from({ length: concurrency }, () =>
    worker().catch((error: unknown) => {
      filled.interrupted = true; // the others stop at their next patient
      throw error;
    }),
  );
  for (const outcome of await Promise.allSettled(workers)) if (outcome.status === 'rejected') throw outcome.reason;
  return filled;
}

/** What `npm start` writes into an empty record: the fixed people of the demonstration and some hundred others. */
export const fillDemonstration = (
  record: Pick<PatientRecord, 'bundle'>,
  options: { patients: number; progress?: FillOptions['progress'] },
): Promise<Filled> => fillPopulation(record, options);

async function send(record: Pick<PatientRecord, 'bundle'>, bundle: Bundle, trace: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await record.bundle({ actor, source: 'local', trace }, bundle as unknown as Resource);
      return;
    } catch (error) {
      const later = error instanceof Refusal && (error.kind === 'busy' || error.kind === 'unavailable');
      if (!later || tried > 5) throw error;
      await pause((error.retryAfter ?? 0.2 * 2 ** tried) * 1000);
    }
  }
}
