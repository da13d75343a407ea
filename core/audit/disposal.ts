/**
 * Disposal of expired content: a class of events before a day, asked for by one person, approved by another, written
 * down for ever. The content goes, its salted hash stays, so the chain still proves that nothing else was touched.
 * The database itself demands the protocol (migration 590). Security/requirements C-31, C-35.
 */
import type { Database, Tx } from '../db/database.ts';
import { canonicalPayload } from './chain.ts';

export const retentionClasses = ['technical', 'access', 'entry'] as const;
/** `technical`: signing in; `access`: whose data were looked at; `entry`: who brought what into the record. */
export type RetentionClass = (typeof retentionClasses)[number];

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** The protocol of one disposal. */
export interface Disposal {
  readonly id: string;
  readonly class: RetentionClass;
  /** Events before it. */
  readonly until: Date;
  readonly legalBasis: string;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly requestedName: string;
  readonly decision: 'approved' | 'rejected' | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedName: string | null;
  readonly reason: string | null;
  readonly performedAt: Date | null;
  readonly events: string | null;
  /** What `verify-audit` found afterwards. */
  readonly verified: string | null;
}

const columns = `id, class, until, legal_basis as "legalBasis", requested_at as "requestedAt",
  requested_by as "requestedBy", requested_name as "requestedName", decision, decided_at as "decidedAt",
  decided_by as "decidedBy", decided_name as "decidedName", reason, performed_at as "performedAt", events, verified`;

export async function disposals(tx: Tx, id?: string): Promise<Disposal[]> {
  const { rows } = await tx.query<Disposal>({
    name: 'audit-disposals',
    text: `select ${columns} from audit.disposal where $1::uuid is null or id = $1
      order by requested_at desc limit 200`,
    values: [id ?? null],
  });
  return rows;
}

export async function requestDisposal(
  tx: Tx,
  asked: Pick<Disposal, 'id' | 'class' | 'until' | 'legalBasis'> & { readonly at: Date; readonly by: Person },
): Promise<void> {
  await tx.query({
    name: 'audit-request-disposal',
    text: `insert into audit.disposal (id, class, until, legal_basis, requested_at, requested_by, requested_name)
      values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [asked.id, asked.class, asked.until, asked.legalBasis, asked.at, asked.by.id, asked.by.name],
  });
}

/** False when it is decided already, when there is none, or when the same person asked for it. */
export async function decideDisposal(
  tx: Tx,
  id: string,
  said: {
    readonly decision: 'approved' | 'rejected';
    readonly reason: string;
    readonly at: Date;
    readonly by: Person;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'audit-decide-disposal',
    text: `update audit.disposal set decision = $2, decided_at = $3, decided_by = $4, decided_name = $5, reason = $6
      where id = $1 and decision is null and requested_by <> $4`,
    values: [id, said.decision, said.at, said.by.id, said.by.name, said.reason],
  });
  return rowCount === 1;
}

const atOnce = 2000;

/** Every column of the payload, emptied: what erasedPayload (chain.ts) is the text of. */
const emptied = `reason = null, rule = null, actor = '', actor_name = '', actor_patient = null, role = '', purpose = '',
  facility = null, facility_name = null, source = '', trace = '', patients = null, patient_ids = null, entities = null,
  query = null, app = null, app_name = null, acting_for = null, acr = null, gate = null`;

/**
 * Erases what an approved protocol names, a few thousand events a transaction; may be called again after a crash.
 * Returns how many of them it erased now. Events from before salts stay whole: their leaves would not hold.
 */
export async function erase(database: Database, { class: of, until }: Pick<Disposal, 'class' | 'until'>) {
  let erased = 0;
  for (let after = '0'; ; ) {
    const { rows } = await database.query<{ last: string | null; n: string }>({
      name: 'audit-erase',
      text: `with expired as (
          select x.sequence from audit.event x
          where x.sequence > $3 and x.at < $2 and x.salt is not null and audit.class_of(x.kind, x.action) = $1
            and exists (select from audit.seal s where s.number = (select max(number) from audit.seal)
              and (x.xid, x.sequence) <= (s.last_xid, s.last_sequence))
          order by x.sequence limit ${atOnce}),
        gone as (
          update audit.event e set salt = null, ${emptied},
            payload_hash = sha256(uuid_send(e.salt) || convert_to(${canonicalPayload}, 'UTF8'))
          from expired x where e.sequence = x.sequence returning e.sequence)
        select max(sequence) as last, count(*) as n from gone`,
      values: [of, until, after],
    });
    const [found] = rows;
    if (!found?.last) return erased;
    erased += Number(found.n);
    after = found.last;
  }
}

/** The end of the protocol. */
export async function closeDisposal(
  tx: Tx,
  id: string,
  done: { readonly at: Date; readonly events: number; readonly verified: string },
): Promise<void> {
  await tx.query({
    name: 'audit-close-disposal',
    text: `update audit.disposal set performed_at = $2, events = $3, verified = $4
      where id = $1 and decision = 'approved' and performed_at is null`,
    values: [id, done.at, done.events, done.verified],
  });
}
