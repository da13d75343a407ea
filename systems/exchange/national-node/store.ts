/** The one file of national-node that speaks SQL: what was used cannot be used again. */
import { hash } from 'node:crypto';
import type { Tx } from '#core/db/database.ts';

export type UsedKind = 'request' | 'artifact' | 'assertion';

export function usedStore(tx: Tx) {
  return {
    /** False when it was used before, here or by another process, also at the same moment. */
    async use(kind: UsedKind, id: string, expires: Date): Promise<boolean> {
      const text = 'insert into national_node.used (kind, hash, expires_at) values ($1, $2, $3) on conflict do nothing';
      const values = [kind, hash('sha256', id, 'buffer'), expires];
      return (await tx.query({ name: 'national-node-use', text, values })).rowCount === 1;
    },
    /** Forgets what can no longer be used, a bounded number of rows at a time. */
    async forget(now: Date): Promise<void> {
      const text = `delete from national_node.used where ctid = any
        (array(select ctid from national_node.used where expires_at < $1 limit 1000))`;
      await tx.query({ name: 'national-node-forget', text, values: [now] });
    },
  };
}
