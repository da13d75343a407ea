/** The first matches of some criteria, without content: for conditions, and for what chains lead to. */
import type { Visibility } from '#core/access/index.ts';
import type { Tx } from '#core/db/database.ts';
import type { Key } from '../keys.ts';
import { bounded } from './bounded.ts';
import { wheresOf } from './conditions.ts';
import type { Criterion } from './criteria.ts';
import { sourceOf } from './source.ts';
import { queryOf, Statement } from './statement.ts';

export interface Match {
  readonly id: string;
  readonly key: Key;
  readonly version: number;
}

/** At most `limit` matches of criteria whose chains are resolved. */
export async function findByCriteria(
  tx: Tx,
  type: string,
  criteria: readonly Criterion[],
  visibility: Visibility,
  limit: number,
): Promise<Match[]> {
  const statement = new Statement();
  const source = sourceOf(statement, { types: [type], criteria, visibility, sorted: 'none' });
  const where = wheresOf(statement, source, [type], criteria, visibility);
  const text =
    `select r.id, r.patient as key, r.version from ${source.from}` +
    `${where.length > 0 ? ` where ${where.join(' and ')}` : ''} limit ${statement.bind(limit, 'int8')}`;
  const { rows } = await bounded(() => tx.query<Match>(queryOf(text, statement.values)));
  return rows;
}
