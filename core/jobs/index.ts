/** The one queue of work that is done later. See README.md. */
import { add, cancel, count, list, remove, repeat } from './queue.ts';

export { defineJob, type Handler, type Job, type Running } from './job.ts';
export type { AddOptions, JobState, QueuedJob } from './queue.ts';
export { startWorkers, type Workers, type WorkersOptions } from './workers.ts';

export const jobs = { add, cancel, count, list, remove, repeat };
