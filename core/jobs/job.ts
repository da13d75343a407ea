/** A kind of job: a name and what it is given; a constant, imported by who adds such jobs and by who does them. */
export interface Job<Payload extends object> {
  /** Kebab-case, unique in the platform: `export-run`. */
  readonly name: string;
  /** Tries before it is parked. */
  readonly maxAttempts: number;
  /** Binds the kind to what does it; workers are started with such handlers. */
  by(run: (payload: Payload, running: Running) => Promise<void>): Handler;
}

/** What a job is told while it runs. */
export interface Running {
  readonly id: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the process stops: end soon by throwing. The job begins again elsewhere, the try is not counted. */
  readonly signal: AbortSignal;
}

export interface Handler {
  readonly name: string;
  readonly run: (payload: never, running: Running) => Promise<void>;
}

/**
 * Defines a kind of job. A job runs at least once, perhaps twice at the same time when a process was taken for dead, so
 * what it does must be the same when done again.
 */
export function defineJob<Payload extends object>(name: string, { maxAttempts = 10 } = {}): Job<Payload> {
  return { name, maxAttempts, by: (run) => ({ name, run }) };
}
