/**
 * What every process keeps in memory of a small table, in step with it: a number in the database moves with every
 * change, and is looked at when it has not been for a while. Nothing in memory must agree between processes.
 */
import type { Database, Tx } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** After a change of its own a process looks every time, for as long as the change may take to commit. */
const wakeful = 5_000;
/** How old what is known may be where nobody asks for better, ms. */
export const usualAge = 2_000;

export interface Watched {
  readonly database: Database;
  readonly runtime: Runtime;
  /** Table with the number: `record.definition_state`. */
  readonly table: string;
  /** Reads what changed after the one number, up to the other or beyond. */
  readonly read: (since: number, number: number) => Promise<void>;
}

export class StateWatch {
  private readonly watched: Watched;
  private known = 0;
  private looked = Number.NEGATIVE_INFINITY;
  private awakeUntil = Number.NEGATIVE_INFINITY;
  private looking: Promise<void> | undefined;

  constructor(watched: Watched) {
    this.watched = watched;
  }

  /** What is in memory is of this number. */
  get number(): number {
    return this.known;
  }

  /** Looks for changes; undefined when that was done less than `age` milliseconds ago. */
  refresh(age = 0): Promise<void> | undefined {
    const now = this.watched.runtime.now().getTime();
    return now - this.looked < age && now > this.awakeUntil ? undefined : this.lookAnew(now);
  }

  private async lookAnew(now: number): Promise<void> {
    // Whoever asks while another is looking might miss what was written since that one began.
    while (this.looking) await this.looking;
    this.looking = this.look(now).finally(() => {
      this.looking = undefined;
    });
    await this.looking;
  }

  private async look(now: number): Promise<void> {
    const { database, table, read } = this.watched;
    const { rows } = await database.query<{ number: string }>({ name: table, text: `select number from ${table}` });
    const number = Number(rows[0]?.number ?? 0);
    if (number !== this.known) {
      await read(this.known, number);
      this.known = number;
    }
    this.looked = now;
  }

  /** This process has changed something, which is not committed yet. */
  awake(): void {
    this.awakeUntil = this.watched.runtime.now().getTime() + wakeful;
  }
}

/** Locks the number, so that changes become visible in its order. */
export async function nextNumber(tx: Tx, table: string): Promise<string> {
  const { rows } = await tx.query<{ number: string }>(`update ${table} set number = number + 1 returning number`);
  return rows[0]?.number ?? '0';
}
