/**
 * Editions of published registers. An edition is read whole or not at all: its rows, its own row and its entry in the
 * trail are one transaction. Days of one register never go backwards unless it says so, and the same file twice is one
 * edition.
 */
import { createHash } from 'node:crypto';
import { platformActor } from '../access/actor.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { Database, Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { SourceFiles } from '../terminology/importers/source-files.ts';
import { isDay } from './days.ts';

export interface Edition {
  /** Counts up within a register, without gaps. */
  readonly number: number;
  /** The day that the file describes, or from which it holds: `2026-11-20`. */
  readonly day: string;
  readonly hash: string;
  readonly importedAt: Date;
  readonly counts: { readonly [what: string]: number };
}

export interface EditionNeeds {
  readonly database: Database;
  readonly audit: AuditTrail;
  readonly runtime: Runtime;
}

export interface Publication {
  /** Kebab-case, for ever: `medicinal-products`. */
  readonly register: string;
  readonly files: SourceFiles;
  /** The file, or the files, of which it is. */
  readonly name: string | readonly string[];
  readonly day: string;
  /** Each edition is a snapshot that takes the place of the one before, so older days come too late. */
  readonly inOrder: boolean;
}

export interface ImportedEdition {
  readonly edition: Edition;
  /** The newest edition of this day came from the very same bytes: nothing was done. */
  readonly already: boolean;
}

const columns = `number, to_char(day, 'YYYY-MM-DD') as day, hash, imported_at as "importedAt", counts`;

/** The newest edition of each register is found by its number: days are then in order, or do not matter. */
export async function latestEdition(tx: Tx, register: string, day?: string): Promise<Edition | undefined> {
  const { rows } = await tx.query<Edition>({
    name: 'registers-latest',
    text: `select ${columns} from registers.edition
      where register = $1 and ($2::date is null or day <= $2::date) order by number desc limit 1`,
    values: [register, day ?? null],
  });
  return rows[0];
}

/** Newest first. */
export async function editionsOf(tx: Tx, register: string, before?: number, limit = 50): Promise<Edition[]> {
  const { rows } = await tx.query<Edition>({
    name: 'registers-editions',
    text: `select ${columns} from registers.edition where register = $1 and ($2::int is null or number < $2)
      order by number desc limit $3`,
    values: [register, before ?? null, limit],
  });
  return rows;
}

/**
 * Imports one publication. `work` writes its rows under the number that it is given, in the transaction; what it throws
 * undoes everything. @throws Refusal `import-under-way`, `bad-day`, `older-edition`, and what `work` refuses.
 */
export async function importEdition(
  { database, audit, runtime }: EditionNeeds,
  { register, files, name, day, inOrder }: Publication,
  work: (tx: Tx, number: number) => Promise<Edition['counts']>,
): Promise<ImportedEdition> {
  if (!isDay(day)) throw badDay(day);
  const hash = await hashOf(files, name);
  return database.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 0');
    await tx.query('set local idle_in_transaction_session_timeout = 0');
    await lock(tx, register);
    const same = await latestOfDay(tx, register, day);
    if (same?.hash === hash) return { edition: same, already: true };
    const latest = await latestEdition(tx, register);
    if (inOrder && latest && day < latest.day) {
      const says = `The file describes ${day}; the register here is of ${latest.day} already. Import a newer one.`;
      throw new Refusal('conflict', 'older-edition', says);
    }
    const number = (latest?.number ?? 0) + 1;
    const counts = await work(tx, number);
    const edition = { number, day, hash, importedAt: runtime.now(), counts };
    await tx.query(
      'insert into registers.edition (register, number, day, hash, imported_at, counts) values ($1, $2, $3, $4, $5, $6)',
      [register, number, day, hash, edition.importedAt, JSON.stringify(counts)],
    );
    const call = { actor: platformActor('registers'), source: 'local', trace: `${register}-${number}` };
    await tx.query(
      audit.insertion([{ call, at: edition.importedAt, action: 'C', kind: `import-${register}`, outcome: 0 }]),
    );
    return { edition, already: false };
  });
}

const badDay = (day: string) => {
  const says = `The day of the file, '${day.slice(0, 40)}', is no day such as 2026-11-20. Is the file whole?`;
  return new Refusal('invalid', 'bad-day', says);
};

async function lock(tx: Tx, register: string): Promise<void> {
  const { rows } = await tx.query<{ taken: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 7202660)) as taken',
    [register],
  );
  if (rows[0]?.taken) return;
  throw new Refusal(
    'conflict',
    'import-under-way',
    `${register} is being imported by another command. Wait for its end.`,
  );
}

async function latestOfDay(tx: Tx, register: string, day: string): Promise<Edition | undefined> {
  const { rows } = await tx.query<Edition>(
    `select ${columns} from registers.edition where register = $1 and day = $2::date order by number desc limit 1`,
    [register, day],
  );
  return rows[0];
}

async function hashOf(files: SourceFiles, names: string | readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of [names].flat()) for await (const chunk of await files.bytes(name)) hash.update(chunk);
  return hash.digest('hex');
}
