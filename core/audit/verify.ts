/**
 * Proves the trail, or names the first place where it is broken. Streams events and seals side by side in one
 * snapshot, so memory does not grow with the trail; every hash is computed here and not by the database that is being
 * judged.
 */
import type { KeyObject } from 'node:crypto';
import type { Client, Database } from '../db/database.ts';
import { Refusal } from '../refusal/refusal.ts';
import {
  batchHash,
  type Checkpoint,
  canonicalHead,
  canonicalPayload,
  canonicalUnsalted,
  checkpointIsSigned,
  erasedPayload,
  genesis,
  keyIdOf,
  leafLength,
  leafOf,
  payloadHashOf,
  saltedLeafOf,
  type SealedBatch,
} from './chain.ts';
import { readCheckpoints } from './checkpoints.ts';
import { checkpointFileOf, readPublicKeys } from './keys.ts';
import { isCosigned } from './witness.ts';

/** What can be wrong. `says` of the verdict puts it into words. */
export type Broken =
  | 'event-changed'
  | 'event-deleted'
  | 'event-erased'
  | 'event-inserted'
  | 'event-back-dated'
  | 'event-post-dated'
  | 'seal-changed'
  | 'seal-missing'
  | 'signature-wrong'
  | 'key-unknown'
  | 'checkpoint-differs'
  | 'end-cut-off';

export interface BrokenLink {
  readonly what: Broken;
  /** audit.event.sequence */
  readonly sequence?: string;
  /** audit.seal.number */
  readonly seal?: number;
  readonly says: string;
}

export interface AuditVerdict {
  readonly events: number;
  readonly seals: number;
  /** Events newer than the last seal: some, for a second, while the platform works. */
  readonly unsealed: number;
  readonly ok: boolean;
  readonly firstBroken?: BrokenLink;
}

export interface VerifyOptions {
  readonly database: Database;
  /** The published key of the sealer; several after a change of keys. */
  readonly publicKey: KeyObject | readonly KeyObject[];
  /**
   * Signed states kept elsewhere, by rising number: `readCheckpoints(file)`. Without them a cut-off end is not found.
   */
  readonly checkpoints?: AsyncIterable<Checkpoint> | Iterable<Checkpoint>;
  /**
   * States that somebody else kept: each of them must be in the chain, whatever key signed it. A replaced key, a chain
   * written anew and a cut-off end are found by them even when everything here was replaced together.
   */
  readonly against?: AsyncIterable<Checkpoint> | Iterable<Checkpoint>;
  /** Called now and then with the events seen so far. */
  readonly onProgress?: (events: number) => void;
}

/** Clocks of several processes may differ, and a statement may wait; more than this is no accident. Microseconds. */
const tolerance = 15n * 60n * 1_000_000n;
const eventsAtOnce = 1000;
const sealsAtOnce = 8;

class BrokenChain extends Error {
  readonly link: BrokenLink;
  constructor(what: Broken, says: string, where: { sequence?: string; seal?: number }) {
    super(says);
    this.link = { what, ...where, says };
  }
}

/** Reads the whole trail once. Never throws for a broken trail: that is a verdict. */
export async function verifyAudit(options: VerifyOptions): Promise<AuditVerdict> {
  const count = { events: 0, seals: 0, unsealed: 0 };
  const client = await options.database.pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0');
    await walk(client, options, count);
    return { ...count, ok: true };
  } catch (error) {
    if (!(error instanceof BrokenChain)) throw error;
    return { ...count, ok: false, firstBroken: error.link };
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

export interface InstalledOptions extends Pick<VerifyOptions, 'database'> {
  readonly home: string;
  /** A file of checkpoints that was kept elsewhere. */
  readonly against?: string;
  /** Only what this witness cosigned counts of them. */
  readonly witness?: KeyObject;
  /** The published key, instead of the one in the data folder. */
  readonly publicKey?: KeyObject;
}

/**
 * The same for the database and the data folder of this installation.
 * @throws Refusal `invalid` `no-checkpoint` when nothing in the file counts
 */
export async function verifyInstalledAudit(options: InstalledOptions): Promise<AuditVerdict> {
  const { database, home, against, witness, publicKey = readPublicKeys(home) } = options;
  const checkpoints = readCheckpoints(checkpointFileOf(home));
  if (against === undefined) return verifyAudit({ database, publicKey, checkpoints });
  const count = { lines: 0 };
  const counted = async function* () {
    for await (const kept of readCheckpoints(against)) {
      if (witness && !(kept.cosigned && isCosigned(kept, kept.cosigned, witness))) continue;
      count.lines++;
      yield kept;
    }
  };
  const verdict = await verifyAudit({ database, publicKey, checkpoints, against: counted() });
  if (count.lines > 0 || !verdict.ok) return verdict;
  const says = `${against} holds no checkpoint that counts: nothing was compared.`;
  throw new Refusal('invalid', 'no-checkpoint', says);
}

interface Event {
  readonly sequence: string;
  readonly at: string;
  readonly leaf: Buffer;
  /** Set of an event whose content was erased: false when no protocol allowed it, or something was put in its place. */
  readonly lawful: boolean | undefined;
}
type Seal = SealedBatch & { readonly events: number; readonly hash: Buffer; readonly keyId: string; signature: Buffer };

async function walk(
  client: Client,
  { database, publicKey, checkpoints = [], against = [], onProgress }: VerifyOptions,
  count: { events: number; seals: number; unsealed: number },
): Promise<void> {
  const keys = new Map([publicKey].flat().map((key) => [keyIdOf(key), key]));
  const events = eventsInOrder(client);
  const states = checkpointsBySeal(checkpoints);
  const kept = checkpointsBySeal(against);
  let before = { number: 0, size: 0, hash: genesis as Buffer };
  let newest = 0n;
  for await (const seal of sealsInOrder(client)) {
    checkSeal(seal, before, keys);
    compare(await states.at(seal.number), seal);
    compare(await kept.at(seal.number), seal);
    for (let place = 0; place < seal.sequences.length; place++) {
      const sequence = seal.sequences[place] ?? '';
      const { value: event } = await events.next();
      if (event?.sequence !== sequence) throw await outOfOrder(client, sequence, event, seal.number);
      const leaf = seal.leaves.subarray(place * leafLength, (place + 1) * leafLength);
      if (event.lawful === false) {
        const says = `The content of event ${sequence} was erased, and no protocol of a disposal says that it may be.`;
        throw new BrokenChain('event-erased', says, { sequence, seal: seal.number });
      }
      if (!event.leaf.equals(leaf)) {
        throw new BrokenChain('event-changed', `Event ${sequence} is not what was sealed.`, {
          sequence,
          seal: seal.number,
        });
      }
      newest = checkTime(event, newest, seal);
      if (++count.events % 50_000 === 0) onProgress?.(count.events);
    }
    count.seals++;
    before = seal;
  }
  await states.mustEnd(before.number, keys, (number) => sealNow(database, number));
  await kept.mustEnd(before.number, undefined, (number) => sealNow(database, number));
  // Whatever was put among sealed events has shown up above, so what is left is newer than every seal.
  for await (const _ of events) count.unsealed++;
}

/** The seal continues the chain, is what was hashed, and is signed. */
function checkSeal(seal: Seal, before: { number: number; size: number; hash: Buffer }, keys: Map<string, KeyObject>) {
  const where = { seal: seal.number };
  if (seal.number !== before.number + 1) {
    throw new BrokenChain('seal-missing', `Seal ${before.number + 1} is missing.`, { seal: before.number + 1 });
  }
  const whole =
    seal.previous.equals(before.hash) &&
    seal.size === before.size + seal.sequences.length &&
    seal.events === seal.sequences.length &&
    seal.leaves.length === seal.events * leafLength &&
    seal.lastSequence === seal.sequences.at(-1);
  if (!whole || !batchHash(seal).equals(seal.hash)) {
    throw new BrokenChain('seal-changed', `Seal ${seal.number} is not what was signed.`, where);
  }
  const key = keys.get(seal.keyId);
  if (!key) {
    const says = `Seal ${seal.number} is signed by the unknown key ${seal.keyId}: give that key, or it is forged.`;
    throw new BrokenChain('key-unknown', says, where);
  }
  if (!checkpointIsSigned(seal, key)) {
    throw new BrokenChain('signature-wrong', `The signature of seal ${seal.number} is wrong.`, where);
  }
}

function compare(kept: Checkpoint | undefined, seal: Seal): void {
  if (!kept || (kept.hash.equals(seal.hash) && kept.size === seal.size)) return;
  const says = `Seal ${seal.number} differs from the checkpoint kept outside the database: the chain was written anew.`;
  throw new BrokenChain('checkpoint-differs', says, { seal: seal.number });
}

/**
 * Commit order follows time; an event far older than those before it was made up afterwards. Returns the newest time.
 */
function checkTime(event: Event, newest: bigint, { sealedAt, number }: Seal): bigint {
  const at = BigInt(event.at);
  const where = { sequence: event.sequence, seal: number };
  if (at < newest - tolerance) {
    throw new BrokenChain(
      'event-back-dated',
      `Event ${event.sequence} claims a time long before its neighbours.`,
      where,
    );
  }
  if (at > BigInt(sealedAt.getTime()) * 1000n + tolerance) {
    throw new BrokenChain('event-post-dated', `Event ${event.sequence} claims a time after its seal.`, where);
  }
  return at > newest ? at : newest;
}

/** Why the event that comes is not the one that was sealed at this place. */
async function outOfOrder(
  client: Client,
  sequence: string,
  found: Event | undefined,
  seal: number,
): Promise<BrokenChain> {
  const { rowCount: there } = await client.query('select 1 from audit.event where sequence = $1', [sequence]);
  if (!there) return new BrokenChain('event-deleted', `Event ${sequence} was sealed and is gone.`, { sequence, seal });
  if (found) {
    const { rowCount: sealed } = await client.query(
      'select 1 from audit.seal where $1::int8 = any (sequences) limit 1',
      [found.sequence],
    );
    if (!sealed) {
      const says = `Event ${found.sequence} was put among sealed events afterwards.`;
      return new BrokenChain('event-inserted', says, { sequence: found.sequence, seal });
    }
  }
  return new BrokenChain('event-changed', `Event ${sequence} no longer stands where it was sealed.`, {
    sequence,
    seal,
  });
}

/** The hash of a seal that may have been made since our snapshot: the platform works on while it is verified. */
async function sealNow(database: Database, number: number): Promise<Buffer | undefined> {
  const { rows } = await database.query<{ hash: Buffer }>('select hash from audit.seal where number = $1', [number]);
  return rows[0]?.hash;
}

interface EventRow {
  /** Of an event without salt. */
  readonly whole: string | null;
  readonly head: string | null;
  readonly payload: string | null;
  readonly salt: string | null;
  readonly payload_hash: Buffer | null;
  readonly lawful: boolean | null;
}

/** A disposal counts when it was approved, and the event of its approval stands in the trail itself. */
const events = `with allowed as materialized (
    select d.class, max(d.until) as until from audit.disposal d
    where d.decision = 'approved' and d.decided_by <> d.requested_by and exists (select from audit.event e
      where e.kind = 'decide-disposal' and e.outcome = 0 and 'disposal/' || d.id = any(e.entities))
    group by d.class)
  select case when e.salt is null and e.payload_hash is null then ${canonicalUnsalted} end as whole,
    case when e.salt is not null or e.payload_hash is not null then ${canonicalHead} end as head,
    case when e.salt is not null or e.payload_hash is not null then ${canonicalPayload} end as payload,
    encode(uuid_send(e.salt), 'hex') as salt, e.payload_hash,
    case when e.payload_hash is not null then e.salt is null and exists (
      select from allowed a where a.class = audit.class_of(e.kind, e.action) and e.at < a.until) end as lawful
  from audit.event e order by e.xid, e.sequence`;

async function* eventsInOrder(client: Client): AsyncGenerator<Event> {
  await client.query(`declare events no scroll cursor for ${events}`);
  const fetch = () => client.query<EventRow>(`fetch ${eventsAtOnce} from events`);
  let next = fetch();
  for (;;) {
    const { rows } = await next;
    const more = rows.length === eventsAtOnce;
    if (more) next = fetch(); // PostgreSQL reads on while these are hashed.
    next.catch(() => undefined); // Nobody may be left to hear of it when the walk ends at a broken link.
    for (const row of rows) yield eventOf(row);
    if (!more) return;
  }
}

/** Sequence and time are read from what is hashed, so that they are what was sealed: `(sequence,xid,at,…`. */
function eventOf({ whole, head, payload, salt, payload_hash: kept, lawful }: EventRow): Event {
  const text = whole ?? head ?? '';
  const [sequence = '', , at = ''] = text.slice(1, 80).split(',', 3);
  if (whole !== null) return { sequence, at, leaf: leafOf(whole), lawful: undefined };
  const leaf = saltedLeafOf(text, kept ?? payloadHashOf(salt ?? '', payload ?? ''));
  return { sequence, at, leaf, lawful: kept === null ? undefined : lawful === true && payload === erasedPayload };
}

async function* sealsInOrder(client: Client): AsyncGenerator<Seal> {
  await client.query(`declare seals no scroll cursor for
    select number::int8, events, size, sealed_at as "sealedAt", last_xid as "lastXid", last_sequence as "lastSequence",
      sequences, leaves, previous, hash, key_id as "keyId", signature
    from audit.seal order by number`);
  for (;;) {
    const { rows } = await client.query(`fetch ${sealsAtOnce} from seals`);
    for (const row of rows) yield { ...row, number: Number(row.number), size: Number(row.size) } as Seal;
    if (rows.length < sealsAtOnce) return;
  }
}

/** Checkpoints beside seals: both rise by number, so one step of each stream at a time is enough. */
function checkpointsBySeal(checkpoints: AsyncIterable<Checkpoint> | Iterable<Checkpoint>) {
  const stream =
    Symbol.asyncIterator in checkpoints ? checkpoints[Symbol.asyncIterator]() : checkpoints[Symbol.iterator]();
  let next: Checkpoint | undefined;
  let started = false;
  const step = async () => {
    next = (await stream.next()).value as Checkpoint | undefined;
    started = true;
  };
  return {
    /** The state kept for this seal, if one was. */
    async at(number: number): Promise<Checkpoint | undefined> {
      while (!started || (next && next.number < number)) await step();
      return next?.number === number ? next : undefined;
    },
    /** No properly signed state (without keys: none at all) may speak of a seal that is not there. */
    async mustEnd(
      last: number,
      keys: Map<string, KeyObject> | undefined,
      sealed: (number: number) => Promise<Buffer | undefined>,
    ) {
      while (!started || (next && next.number <= last)) await step();
      for (; next; await step()) {
        const key = keys?.get(next.keyId);
        // Anybody could append a line that is not signed.
        if (keys && (!key || !checkpointIsSigned(next, key))) continue;
        if ((await sealed(next.number))?.equals(next.hash)) continue;
        const says = `A checkpoint speaks of seal ${next.number} with ${next.size} events, which the database lacks.`;
        throw new BrokenChain('end-cut-off', says, { seal: last + 1 });
      }
    },
  };
}
