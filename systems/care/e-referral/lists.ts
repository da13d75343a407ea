/** Pages of referrals: what a facility works through, with an opaque cursor. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Shown, system } from './model.ts';
import type { Referrals } from './referrals.ts';
import type { Place, Row } from './store.ts';

export const pageSize = 50;

export interface Page {
  readonly referrals: readonly Shown[];
  readonly next?: string;
}

/** @throws Refusal `bad-cursor` */
export function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const instant = typeof at === 'string' ? new Date(at) : undefined;
    const isId = typeof id === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(id);
    if (instant && !Number.isNaN(instant.getTime()) && isId) return { at: instant, id };
  } catch {
    // Told below like any other that we did not give.
  }
  throw new Refusal('invalid', 'bad-cursor', 'The cursor is none that this list gave. Begin without one.');
}

const cursorOf = (at: Date, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

/** The referrals of these rows, which the caller's facility issued, holds or decides; `rows`: one more than a page. */
export async function pageOf(
  record: FhirRecord,
  desk: Referrals,
  call: Call,
  { rows, by }: { readonly rows: readonly Row[]; readonly by: 'changedAt' | 'issuedAt' },
): Promise<Page> {
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  if (!last) return { referrals: [] };
  const query = `_id=${page.map(({ id }) => id).join(',')}&_count=${page.length}`;
  const { entries } = await record.search(decidedBy(call, system), 'ServiceRequest', query);
  const found = new Map(entries.map(({ stored }) => [stored.id, desk.parsed(stored)]));
  const referrals = page.flatMap((row) => {
    const referral = found.get(row.id);
    return referral ? [desk.show(call, { row, referral })] : [];
  });
  return { referrals, ...(rows.length > pageSize ? { next: cursorOf(last[by], last.id) } : {}) };
}
