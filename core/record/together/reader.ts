/**
 * Reads by id and their audit entries, shared: those that arrive while a statement is under way wait for the next one
 * and are answered together, when the commit that holds their entries is durable. One round trip and one commit for
 * both: at 16 connections a request had waited for two group commits in turn.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { AuditEntry, RecordTrail } from '../../audit/index.ts';
import type { Database } from '../../db/database.ts';
import { gather } from '../../db/gather.ts';
import type { Key } from '../keys.ts';
import { plainArray, wordArray } from '../write/pg-arrays.ts';

export interface LivingRow {
  patient: Key;
  version: number;
  updated: Date;
  content: string;
}

/** A read that is allowed, whatever is found: the caller sees the compartment. */
export interface AskedRead {
  readonly type: string;
  readonly id: string;
  /** The compartment that the id tells. */
  readonly key: Key;
  /** What to write into the trail when it is found: its entity has no version yet. */
  readonly entry: AuditEntry;
}

interface Waiting extends AskedRead {
  resolve(row: LivingRow | undefined): void;
}

/** Most reads in one statement, and statements under way at once: with two, nobody waits for the commit of others. */
const limits = { together: 64, flights: 2 };

/**
 * The living version, its entry in the trail; undefined when nothing lives there or the statement failed: then nothing
 * was written, and whoever asked looks again by himself, so that what is wrong with one read harms no other.
 */
export type Reader = (asked: AskedRead) => Promise<LivingRow | undefined>;

const text = (insertion: string): string => `with found as (
    select w.n, r.patient, r.version, r.updated, r.content
    from unnest($1::int8[], $2::int2[], $3::text[]) with ordinality w(patient, type, id, n)
    join record.resource r on r.patient = w.patient and r.type = w.type and r.id = w.id),
  audited as (${insertion})
  select n::int4, patient, version, updated, content from found`;

export function createReader(database: Database, audit: RecordTrail): Reader {
  let whole: { insertion: string; text: string } | undefined;
  // The part of the trail does not change: neither does the statement.
  const textWith = (insertion: string): string => {
    if (whole?.insertion !== insertion) whole = { insertion, text: text(insertion) };
    return whole.text;
  };
  const fly = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const entries = batch.map(({ entry }) => entry);
      const insertion = audit.insertionOfFound(entries, 4, 'found');
      const { rows } = await database.query<LivingRow & { n: number }>({
        name: 'record-read-together',
        text: textWith(insertion.text),
        values: [
          plainArray(batch.map(({ key }) => key)),
          plainArray(batch.map(({ type }) => typeNumber(type) ?? 0)),
          wordArray(batch.map(({ id }) => id)),
          ...insertion.values,
        ],
      });
      for (const row of rows) batch[row.n - 1]?.resolve(row);
    } catch {
      // Each looks again, and is told by its own statement what is wrong.
    } finally {
      // Whoever was answered already does not hear this.
      for (const { resolve } of batch) resolve(undefined);
    }
  };

  const queue = gather(limits, fly);
  return (asked) =>
    new Promise((resolve) => {
      queue.add({ ...asked, resolve });
    });
}
