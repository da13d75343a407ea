/** Sends parts to the record: as one transaction; if that is refused, one by one, so that the good are loaded. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '../access/actor.ts';
import { sqlState } from '../db/database.ts';
import type { Record as PatientRecord, Resource } from '../record/record.ts';
import { type Issue, Refusal } from '../refusal/refusal.ts';
import { traceOf } from './committed.ts';
import type { Limiter } from './limiter.ts';
import type { Item, Part } from './parts.ts';

/** What means "later" is tried so many times. */
const tries = 6;

export interface Sent {
  loaded: number;
  /** Loaded by an earlier, interrupted run. */
  already: number;
  refused: { item: Item; reason: string; issues: readonly Issue[] }[];
}

export interface Sender {
  readonly record: Pick<PatientRecord, 'bundle'>;
  readonly limiter: Limiter;
  /** On whose behalf. */
  readonly actor: Actor;
}

const transaction = (items: readonly Item[]): Resource => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: items.map(({ entry }) => entry),
});

/** Sends one part. `committed`: traces that an interrupted run left in the trail. @throws when the database is gone. */
export async function sendPart(to: Sender, source: string, part: Part, committed: ReadonlySet<string>): Promise<Sent> {
  const sent: Sent = { loaded: 0, already: 0, refused: [] };
  const { items, number } = part;
  if (items.length === 0) return sent;
  if (committed.has(traceOf(source, number))) return { ...sent, already: items.length };
  const interrupted = items.some(({ place }) => committed.has(traceOf(source, number, place)));
  if (!interrupted) {
    const refusal = await attempt(to, transaction(items), traceOf(source, number));
    if (!refusal) return { ...sent, loaded: items.length };
    if (part.whole || items.length === 1) {
      return { ...sent, refused: items.map((item) => ({ item, ...reasonFor(refusal, item, items) })) };
    }
  }
  for (const item of items) {
    const trace = traceOf(source, number, item.place);
    if (committed.has(trace)) {
      sent.already++;
      continue;
    }
    const refusal = await attempt(to, transaction([item]), trace);
    if (refusal) sent.refused.push({ item, reason: refusal.code, issues: refusal.issues });
    else sent.loaded++;
  }
  return sent;
}

/** Of an atomic Bundle, every resource is refused; those that are at fault say why, the others that they went along. */
function reasonFor(refusal: Refusal, item: Item, items: readonly Item[]): { reason: string; issues: readonly Issue[] } {
  const index = items.indexOf(item);
  const own = refusal.issues.filter(({ expression }) => expression?.startsWith(`Bundle.entry[${index}]`));
  const named = refusal.issues.some(({ expression }) => expression?.startsWith('Bundle.entry['));
  if (own.length > 0) return { reason: refusal.code, issues: own };
  if (!named) return { reason: refusal.code, issues: refusal.issues };
  const diagnostics = 'Not loaded because another entry of its transaction was refused.';
  return { reason: 'transaction-refused', issues: [{ severity: 'error', code: 'processing', diagnostics }] };
}

async function attempt(
  { record, limiter, actor }: Sender,
  bundle: Resource,
  trace: string,
): Promise<Refusal | undefined> {
  for (let tried = 1; ; tried++) {
    try {
      await limiter.run(1, () => record.bundle({ actor, source: 'local', trace }, bundle));
      return undefined;
    } catch (error) {
      const refusal = error instanceof Refusal ? error : undefined;
      if (isForLater(error)) {
        if (tried >= tries) throw error;
        await pause((refusal?.retryAfter ?? 0.2 * 2 ** tried) * 1000);
        continue;
      }
      if (refusal) return refusal;
      if (isDisconnection(error)) throw error;
      return new Refusal('rule-broken', 'fault', `The record failed on this: ${(error as Error).message}`);
    }
  }
}

/** The record is busy; or the database was, and ended the statement by its time: nothing of it stands. */
const isForLater = (error: unknown): boolean =>
  error instanceof Refusal ? error.kind === 'busy' || error.kind === 'unavailable' : sqlState(error) === '57014';

const lost = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** The database is gone: not the resource's fault, the import stops and can go on later. */
function isDisconnection(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    lost.has(code) ||
    /^(08|53|57)/.test(sqlState(error) ?? '') ||
    /connection (terminated|timeout|ended)/i.test(message)
  );
}
