/**
 * The sealer: outside the request path, in one process at a time, it chains and signs what was committed. It takes
 * events in commit-safe order: whatever has an xid below the oldest one still running can no longer get a neighbour
 * before it.
 */
import pg from 'pg';
import type { Database } from '../db/database.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { batchHash, type Checkpoint, genesis, largestSeal, leafExpression, signCheckpoint } from './chain.ts';
import { appendCheckpoint } from './checkpoints.ts';
import type { AuditKeys } from './keys.ts';

export interface SealerOptions {
  /** Only its address is used: the lock of the sealer lives in a connection of its own. */
  readonly database: Pick<Database, 'url'>;
  readonly runtime: Runtime;
  readonly keys: AuditKeys;
  /** Pause between looks, ms. */
  readonly every?: number;
  /** Told of every failure; the sealer itself goes on trying. */
  readonly onFailure?: (error: Error) => void;
}

export interface SealerStatus {
  /** False while another process seals, or the database does not answer. */
  readonly leading: boolean;
  readonly seals: number;
  readonly events: number;
  readonly failure?: string;
}

export interface Sealer {
  /** Seals everything that is committed now; for tests and shutdown. */
  sealNow(): Promise<void>;
  status(): SealerStatus;
  /** Seals once more, gives the lock back. */
  stop(): Promise<void>;
}

/**
 * Events after which the index of patients takes in what waits beside it. Else the request whose entry makes that 4 MB
 * would do it: half a second of PostgreSQL after 3,500 pages of fifty patients.
 */
const eventsBetweenCleanings = 1_000;

/** One sealer per database; any number of processes may start one, the others wait for the lock. */
const sealerLock = 7_202_612;

interface Head extends Pick<Checkpoint, 'number' | 'size' | 'hash'> {
  readonly lastXid: string;
  readonly lastSequence: string;
}

/** Starts sealing in the background. */
export function startSealer(options: SealerOptions): Sealer {
  const { every = 500, onFailure = () => undefined } = options;
  let client: pg.Client | undefined;
  let head: Head | undefined;
  let cleaned = 0;
  let failure: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let work: Promise<void> = Promise.resolve();

  const round = async (): Promise<void> => {
    try {
      client ??= await connect(options.database.url);
      head ??= await takeLead(client);
      while (head) {
        const next = await sealBatch(client, head, options);
        if (!next) break;
        const isFull = next.size - head.size === largestSeal;
        head = next;
        // What was committed meanwhile waits for the next round: under steady load there is always something, and
        // every few events would have a seal and a commit of their own.
        if (!isFull) break;
      }
      if (head && !stopped && head.size - cleaned >= eventsBetweenCleanings) {
        cleaned = head.size;
        await cleanIndex(client);
      }
      failure = undefined;
    } catch (error) {
      failure = (error as Error).message;
      head = undefined;
      await client?.end().catch(() => undefined);
      client = undefined;
      onFailure(error as Error);
    }
  };
  // One round at a time, whoever asks for it.
  const sealNow = (): Promise<void> => {
    work = work.then(round);
    return work;
  };
  const tick = (): void => {
    timer = setTimeout(() => void sealNow().then(() => stopped || tick()), every);
    timer.unref();
  };
  tick();

  return {
    sealNow,
    status: () => ({ leading: head !== undefined, seals: head?.number ?? 0, events: head?.size ?? 0, failure }),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await sealNow();
      await client?.end().catch(() => undefined);
      client = undefined;
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ezdrowie-sealer',
    options: '-c timezone=UTC -c statement_timeout=60000 -c synchronous_commit=on',
  });
  // A connection that breaks is found by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The end of the chain, if this process may seal. */
async function takeLead(client: pg.Client): Promise<Head | undefined> {
  const lock = await client.query('select pg_try_advisory_lock($1) as taken', [sealerLock]);
  if (!lock.rows[0]?.taken) return undefined;
  const { rows } = await client.query(
    'select number, size, hash, last_xid, last_sequence from audit.seal order by number desc limit 1',
  );
  const [last] = rows;
  if (!last) return { number: 0, size: 0, hash: genesis, lastXid: '0', lastSequence: '0' };
  return {
    number: Number(last.number),
    size: Number(last.size),
    hash: last.hash,
    lastXid: last.last_xid,
    lastSequence: last.last_sequence,
  };
}

/** https://www.postgresql.org/docs/15/gin-implementation.html#GIN-FAST-UPDATE */
async function cleanIndex(client: pg.Client): Promise<void> {
  await client.query({ name: 'clean', text: `select gin_clean_pending_list('audit.event_patients')` });
}

/** Hashes are made by PostgreSQL, so that the request path's process moves 32 bytes per event and no more. */
const unsealed = `
  with fresh as (
    select e.sequence, e.xid, ${leafExpression} as leaf from audit.event e
    where (e.xid, e.sequence) > ($1::xid8, $2::int8) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by e.xid, e.sequence limit ${largestSeal})
  select array_agg(sequence order by xid, sequence) as sequences,
    string_agg(leaf, ''::bytea order by xid, sequence) as leaves,
    (array_agg(xid order by xid desc))[1] as last_xid from fresh`;

/** Seals one batch; undefined when there was nothing to seal. */
async function sealBatch(client: pg.Client, head: Head, { runtime, keys }: SealerOptions): Promise<Head | undefined> {
  const { rows } = await client.query({ name: 'unsealed', text: unsealed, values: [head.lastXid, head.lastSequence] });
  const { sequences, leaves, last_xid: lastXid } = rows[0] as { sequences: string[]; leaves: Buffer; last_xid: string };
  const lastSequence = sequences?.at(-1);
  if (lastSequence === undefined) return undefined;
  const number = head.number + 1;
  const size = head.size + sequences.length;
  const sealedAt = runtime.now();
  const hash = batchHash({
    number,
    size,
    sealedAt,
    lastXid,
    lastSequence,
    sequences,
    leaves,
    previous: head.hash,
  });
  const signature = signCheckpoint({ number, size, hash }, keys.privateKey);
  await client.query({
    name: 'seal',
    text: `insert into audit.seal
        (number, events, size, sealed_at, last_xid, last_sequence, sequences, leaves, previous, hash, key_id, signature)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      ...[number, sequences.length, size, sealedAt, lastXid, lastSequence, `{${sequences.join(',')}}`],
      ...[leaves, head.hash, hash, keys.keyId, signature],
    ],
  });
  await appendCheckpoint(keys.checkpointFile, { number, size, hash, keyId: keys.keyId, signature });
  return { number, size, hash, lastXid, lastSequence };
}
