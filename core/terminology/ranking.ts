/** Which definition of a url is meant when no version is asked for. Pure, but for what it is given to write. */
import type { Tx } from '../db/database.ts';
import { definitionsOf, type Kind, type RankedRow, setRanks } from './indexing-store.ts';
import { sources } from './model.ts';

const statuses = ['active', 'draft', 'unknown', 'retired'];
const contents = ['full', 'complete', 'supplement', 'fragment', 'example', 'not-present'];
const place = (list: readonly string[], name: string | null): number => (list.indexOf(name ?? '') + 99) % 99;

/** Numbers in versions count as numbers: 4.0.10 comes after 4.0.9. */
const collator = new Intl.Collator('en', { numeric: true });

/** The one that is meant goes first: with concepts, active, newest; then the record's before others. */
export function byMeaning(one: RankedRow, other: RankedRow): number {
  return (
    place(contents, one.content) - place(contents, other.content) ||
    place(statuses, one.status) - place(statuses, other.status) ||
    collator.compare(other.version, one.version) ||
    sources.indexOf(one.source) - sources.indexOf(other.source) ||
    other.id - one.id
  );
}

/** Ranks anew the definitions of some urls, in the transaction that changed them (`lockUrls` first). */
export async function rank(tx: Tx, kind: Kind, urls: readonly string[]): Promise<void> {
  const rows = await definitionsOf(tx, kind, [...new Set(urls)]);
  const changed: { id: number; rank: number }[] = [];
  for (const same of Map.groupBy(rows, ({ url }) => url).values()) {
    same.sort(byMeaning).forEach(({ id, rank: was }, at) => {
      if (was !== at + 1) changed.push({ id, rank: at + 1 });
    });
  }
  await setRanks(
    tx,
    kind,
    changed.map(({ id }) => id),
    changed.map((row) => row.rank),
  );
}
