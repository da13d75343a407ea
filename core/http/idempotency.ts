/**
 * `Idempotency-Key` of POST: the same request by the same caller within a day is done once and answered alike. What is
 * kept is a row in the transaction of the change, so a crash leaves both or neither.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import type { Database, Tx } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { SealedColumn, Vault } from '../vault/index.ts';

const purpose = 'idempotency.answer.sealed';
/** For how long an answer is kept, ms. */
export const keptFor = 24 * 60 * 60_000;
/** Longer answers are not kept: a repetition hears that it was done. */
const longestAnswer = 256 * 1024;
const forgetEvery = 60_000;
const forgetAtOnce = 10_000;

export interface IdempotencyNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly vault: Vault;
  /** Of the keyed hashes: 32 bytes. */
  readonly key: Buffer;
}

/** What was answered the first time. */
export interface KeptAnswer {
  readonly status: number;
  readonly mediaType: string | null;
  readonly location: string | null;
  readonly body: Buffer;
}

/** One request that names a key. */
export interface Repeatable {
  /**
   * Holds the key until `tx` ends. The answer of the first time, when there was one.
   * @throws Refusal `idempotency-key-taken`, `still-under-way`, `answer-not-kept`
   */
  begin(tx: Tx): Promise<KeptAnswer | undefined>;
  /**
   * Says in a transaction that it is done: for changes that are made in a transaction of their own before `tx` ends.
   * @throws Refusal `still-under-way` when another request has done it meanwhile.
   */
  claim(tx: Tx): Promise<void>;
  /** Keeps the answer with the change. */
  keep(tx: Tx, reply: FastifyReply, result: unknown): Promise<void>;
}

export type Idempotency = ReturnType<typeof createIdempotency>;

/** The key of a request, undefined when it names none. @throws Refusal `bad-idempotency-key` */
export function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  // A string of RFC 9651, or the bare word that most clients send.
  const key = String(header).replace(/^"(.*)"$/, '$1');
  if (/^[\x21-\x7e]{8,128}$/.test(key)) return key;
  const says = 'Idempotency-Key takes 8 to 128 printable characters without spaces: send a fresh UUID per request.';
  throw new Refusal('invalid', 'bad-idempotency-key', says);
}

/** Sealed columns, for rotation. */
export const idempotencyColumns: readonly SealedColumn[] = [
  { purpose, table: 'idempotency.answer', column: 'sealed', key: ['key'], name: ({ key }) => nameOf(key as Buffer) },
];
const nameOf = (key: Buffer): string => key.toString('hex');

export function createIdempotency(needs: IdempotencyNeeds) {
  const { database, runtime, vault } = needs;
  const hash = (...parts: readonly string[]) => createHmac('sha256', needs.key).update(JSON.stringify(parts)).digest();
  return {
    /** What a POST that named a key needs; called before its transaction begins. */
    async of(request: FastifyRequest, key: string, actor: Actor): Promise<Repeatable> {
      // Made known now, so that sealing later asks for no second connection.
      await vault.keyFor(purpose);
      return repeatable(needs, {
        key: hash('key', actor.role, actor.id, key),
        fingerprint: hash('request', request.method, request.url, JSON.stringify(request.body ?? null)),
        attempt: runtime.newId(),
      });
    },
    /** Forgets what is older than a day, every minute; returns how to stop. */
    start(): () => void {
      const timer = setInterval(() => void forget(database, runtime).catch(() => undefined), forgetEvery);
      timer.unref();
      return () => clearInterval(timer);
    },
    forget: () => forget(database, runtime),
  };
}

interface Attempt {
  readonly key: Buffer;
  readonly fingerprint: Buffer;
  readonly attempt: string;
}

interface Row {
  readonly fingerprint: Buffer;
  readonly status: number | null;
  readonly mediaType: string | null;
  readonly location: string | null;
  readonly sealed: Buffer | null;
}

function repeatable({ vault, runtime }: IdempotencyNeeds, { key, fingerprint, attempt }: Attempt): Repeatable {
  const since = () => new Date(runtime.now().getTime() - keptFor);
  const write = async (tx: Tx, values: readonly unknown[]): Promise<void> => {
    const { rowCount } = await tx.query({
      name: 'idempotency-keep',
      text: `insert into idempotency.answer as a (key, fingerprint, attempt, at, status, media_type, location, sealed)
        values ($1, $2, $3, $4, $6, $7, $8, $9)
        on conflict (key) do update set fingerprint = excluded.fingerprint, attempt = excluded.attempt,
          at = excluded.at, status = excluded.status, media_type = excluded.media_type,
          location = excluded.location, sealed = excluded.sealed
        where a.attempt = excluded.attempt or a.at <= $5`,
      values: [key, fingerprint, attempt, runtime.now(), since(), ...values],
    });
    if (rowCount === 0) throw underWay();
  };
  return {
    async begin(tx) {
      const { rows } = await tx.query<{ held: boolean }>({
        name: 'idempotency-hold',
        text: 'select pg_try_advisory_xact_lock($1::int8) as held',
        values: [String(key.readBigInt64BE())],
      });
      if (!rows[0]?.held) throw underWay();
      const { rows: found } = await tx.query<Row>({
        name: 'idempotency-find',
        text: `select fingerprint, status, media_type as "mediaType", location, sealed from idempotency.answer
          where key = $1 and at > $2`,
        values: [key, since()],
      });
      const row = found[0];
      if (!row) return undefined;
      if (!row.fingerprint.equals(fingerprint)) throw taken();
      if (row.status === null || row.sealed === null) throw notKept();
      const body = await vault.open(purpose, nameOf(key), row.sealed);
      return { status: row.status, mediaType: row.mediaType, location: row.location, body };
    },
    claim: (tx) => write(tx, [null, null, null, null]),
    async keep(tx, reply, result) {
      const body = bytesOf(result);
      if (!body || body.length > longestAnswer) return write(tx, [null, null, null, null]);
      const type = reply.getHeader('content-type') ?? (typeof result === 'string' ? 'text/plain; charset=utf-8' : null);
      const place = reply.getHeader('location') ?? null;
      await write(tx, [reply.statusCode, type, place, await vault.seal(purpose, nameOf(key), body)]);
    },
  };
}

/** The bytes that Fastify would send; undefined of what can be sent only once. */
function bytesOf(result: unknown): Buffer | undefined {
  if (Buffer.isBuffer(result)) return result;
  if (typeof result === 'string') return Buffer.from(result);
  const flows = typeof result === 'object' && result !== null && ('pipe' in result || 'getReader' in result);
  return flows ? undefined : Buffer.from(JSON.stringify(result ?? null));
}

async function forget(database: Database, runtime: Runtime): Promise<number> {
  const { rowCount } = await database.query({
    name: 'idempotency-forget',
    text: `delete from idempotency.answer
      where key = any (array(select key from idempotency.answer where at <= $1 limit ${forgetAtOnce}))`,
    values: [new Date(runtime.now().getTime() - keptFor)],
  });
  return rowCount;
}

const underWay = () =>
  new Refusal('conflict', 'still-under-way', {
    message: 'The same request is being done at this moment. Send it again in a second to get its answer.',
    retryAfter: 1,
  });
const taken = () =>
  new Refusal(
    'rule-broken',
    'idempotency-key-taken',
    'This Idempotency-Key belongs to another request of yours within the last day. Give every request its own key.',
  );
const notKept = () =>
  new Refusal(
    'conflict',
    'answer-not-kept',
    'This request was done before, but its answer was not kept. Do not send it anew: read what it has made.',
  );
