/**
 * Reads by id, shared: those that arrive while a statement is under way wait for the next one and are answered
 * together. One statement for eight reads costs both sides little more than for one.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Database } from '../db/database.ts';
import { type Key, keyOfId } from './keys.ts';
import { plainArray, wordArray } from './write/pg-arrays.ts';

export interface LivingRow {
  patient: Key;
  version: number;
  updated: Date;
  content: string;
}

interface Waiting {
  key: Key;
  type: number;
  id: string;
  resolve(row: LivingRow | undefined): void;
  reject(error: unknown): void;
}

/** Most reads in one statement. One is under way at a time: a second would carry half of what the first could. */
const together = 64;

/** Finds the living version in the compartment that its id tells; undefined when nothing lives there. */
export type Reader = (type: string, id: string) => Promise<LivingRow | undefined>;

export function createReader(database: Database): Reader {
  let queue: Waiting[] = [];
  let flying = false;

  const fly = async (batch: Waiting[]): Promise<void> => {
    try {
      const { rows } = await database.query<LivingRow & { n: string }>({
        name: 'record-read-together',
        text: `select w.n, r.patient, r.version, r.updated, r.content
          from unnest($1::int8[], $2::int2[], $3::text[]) with ordinality w(patient, type, id, n)
          join record.resource r on r.patient = w.patient and r.type = w.type and r.id = w.id`,
        values: [
          plainArray(batch.map(({ key }) => key)),
          plainArray(batch.map(({ type }) => type)),
          wordArray(batch.map(({ id }) => id)),
        ],
      });
      for (const row of rows) batch[Number(row.n) - 1]?.resolve(row);
      // Whoever was answered already does not hear this.
      for (const { resolve } of batch) resolve(undefined);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      flying = false;
      flush();
    }
  };

  const flush = (): void => {
    if (flying || queue.length === 0) return;
    const batch = queue.slice(0, together);
    queue = queue.slice(together);
    flying = true;
    void fly(batch);
  };

  return (type, id) =>
    new Promise((resolve, reject) => {
      queue.push({ key: keyOfId(type, id), type: typeNumber(type) ?? 0, id, resolve, reject });
      flush();
    });
}
