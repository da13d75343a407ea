/** Seals as they are handed to a witness: hashes and numbers, nothing of the events themselves. */
import type { Tx } from '../db/database.ts';
import type { SealSent } from './witness.ts';

/** A seal has 180 KB at most. */
const atOnce = 8;

/** The seals behind one, in their order; at most eight. */
export async function sealsAfter(tx: Tx, after: number): Promise<SealSent[]> {
  const { rows } = await tx.query<SealSent & { at: Date }>({
    name: 'audit-seals-after',
    text: `select number::int as number, size::int as size, sealed_at as at, last_xid::text as "lastXid",
        last_sequence::text as "lastSequence", sequences::text[] as sequences,
        translate(encode(leaves, 'base64'), E'\\n', '') as leaves,
        translate(encode(hash, 'base64'), E'\\n', '') as hash,
        key_id as "keyId", translate(encode(signature, 'base64'), E'\\n', '') as signature
      from audit.seal where number > $1 order by number limit ${atOnce}`,
    values: [after],
  });
  return rows.map(({ at, ...seal }) => ({ ...seal, sealedAt: at.toISOString() }));
}
