/**
 * The questions that people ask of the trail, as SQL: about one patient, across the platform, and about the chain
 * itself.
 */
import type { Tx } from '../db/database.ts';
import type { Key } from '../record/keys.ts';
import type { AuditEvent } from './event.ts';

/** A line about one patient: without the resources themselves, with the types of them. */
export interface EventAbout
  extends Pick<AuditEvent, 'sequence' | 'at' | 'action' | 'kind' | 'outcome' | 'actor' | 'actorName' | 'actorPatient'>,
    Pick<AuditEvent, 'role' | 'purpose' | 'facility' | 'facilityName' | 'app' | 'appName'> {
  readonly types: readonly string[];
}

export interface EventWindow {
  /** Only events before this one (a sequence), for paging. */
  readonly before?: string;
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  readonly limit: number;
}

/** Events that touched a patient's data, newest first. */
export async function eventsAbout(
  tx: Tx,
  patient: Key,
  { before, from, to, limit, purpose }: EventWindow & { purpose?: string },
): Promise<EventAbout[]> {
  const { rows } = await tx.query<EventAbout>({
    name: 'audit-events-about',
    text: `select e.sequence, e.at, e.action, e.kind, e.outcome, e.actor, e.actor_name as "actorName",
        e.actor_patient as "actorPatient", e.role, e.purpose, e.facility, e.facility_name as "facilityName",
        e.app, e.app_name as "appName",
        case when e.kind = 'outline' then string_to_array(e.query, ',') -- an outline names the types it showed
          else coalesce((select array_agg(distinct split_part(x, '/', 1)) from unnest(e.entities) x), '{}') end as types
      from audit.event e
      where e.patients @> array[$1::int8] and ($2::int8 is null or e.sequence < $2)
        and ($3::timestamptz is null or e.at >= $3) and ($4::timestamptz is null or e.at < $4)
        and ($5::text is null or e.purpose = $5)
      order by e.sequence + 0 desc limit $6`, // + 0: by the index on patients, never backwards through the whole trail
    values: [patient, before ?? null, from ?? null, to ?? null, purpose ?? null, limit],
  });
  return rows;
}

type Content = 'patientIds' | 'patientCount' | 'entities' | 'query' | 'actorPatient' | 'facilityName';
/** What only readings with content tell: by which app, for whom, how surely signed in, where at the gate. */
type Circumstance = 'app' | 'appName' | 'actingFor' | 'acr' | 'gate';

/** A line for those who watch over the platform: how much was touched, not whose and what. */
export interface EventWithoutContent extends Omit<AuditEvent, Content | Circumstance> {
  readonly patients: number;
  readonly resources: number;
}

export interface EventFilter {
  readonly actor?: string;
  readonly role?: string;
  readonly kind?: string;
  readonly action?: string;
  readonly outcome?: number;
  readonly source?: string;
  readonly trace?: string;
  /** Only events that touched this patient's data. */
  readonly patient?: Key;
}

const withoutContent = `e.sequence, e.at, e.action, e.kind, e.outcome, e.reason, e.rule, e.actor,
  e.actor_name as "actorName", e.role, e.purpose, e.facility, e.source, e.trace,
  coalesce(cardinality(e.patients), 0) as patients, coalesce(cardinality(e.entities), 0) as resources`;

/** An event of the whole platform looked at by itself. */
export interface EventSeen extends EventWithoutContent {
  /** Types of the resources that were touched. */
  readonly types: readonly string[];
  /** It is in the chain: whoever changes it now is found out. */
  readonly sealed: boolean;
}

/** One event without content; undefined when there is none. */
export async function eventSeen(tx: Tx, sequence: string): Promise<EventSeen | undefined> {
  const { rows } = await tx.query<EventSeen>({
    name: 'audit-event-seen',
    text: `select ${withoutContent},
        coalesce((select array_agg(distinct split_part(x, '/', 1)) from unnest(e.entities) x), '{}') as types,
        coalesce((select (last_xid, last_sequence) >= (e.xid, e.sequence) from audit.seal
          order by number desc limit 1), false) as sealed
      from audit.event e where e.sequence = $1`,
    values: [sequence],
  });
  return rows[0];
}

/** Events of the whole platform without content, newest first. */
export async function eventsWithoutContent(
  tx: Tx,
  { before, from, to, limit }: EventWindow,
  filter: EventFilter,
): Promise<EventWithoutContent[]> {
  const { patient } = filter;
  const { rows } = await tx.query<EventWithoutContent>({
    name: patient ? 'audit-events-without-content-of' : 'audit-events-without-content',
    text: `select ${withoutContent}
      from audit.event e
      where ${patient ? 'e.patients @> array[$12::int8] and' : ''} ($1::int8 is null or e.sequence < $1)
        and ($2::timestamptz is null or e.at >= $2) and ($3::timestamptz is null or e.at < $3)
        and ($4::text is null or e.actor = $4) and ($5::text is null or e.role = $5)
        and ($6::text is null or e.kind = $6) and ($7::text is null or e.action = $7::"char")
        and ($8::int2 is null or e.outcome = $8) and ($9::text is null or e.source = $9)
        and ($10::text is null or e.trace = $10)
      order by e.sequence${patient ? ' + 0' : ''} desc limit $11`,
    values: [
      ...[before ?? null, from ?? null, to ?? null, filter.actor ?? null, filter.role ?? null, filter.kind ?? null],
      ...[filter.action ?? null, filter.outcome ?? null, filter.source ?? null, filter.trace ?? null, limit],
      ...(patient ? [patient] : []),
    ],
  });
  return rows;
}

/** Who made a change, by the transaction in which it was written and the version it made (`Type/id/version`). */
export async function authorOfChange(
  tx: Tx,
  xid: string,
  entity: string,
): Promise<
  Pick<AuditEvent, 'actor' | 'actorName' | 'actorPatient' | 'role' | 'facility' | 'facilityName'> | undefined
> {
  const { rows } = await tx.query<AuditEvent>({
    name: 'audit-author-of-change',
    text: `select e.actor, e.actor_name as "actorName", e.actor_patient as "actorPatient", e.role, e.facility,
        e.facility_name as "facilityName"
      from audit.event e where e.xid = $1::xid8 and e.outcome = 0 and e.action in ('C', 'U') and $2 = any(e.entities)
      order by e.sequence limit 1`,
    values: [xid, entity],
  });
  return rows[0];
}

export interface ChainState {
  readonly seals: number;
  readonly sealed: number;
  readonly unsealed: number;
  /** When the oldest event that is not sealed happened: more than minutes ago means that the sealer stands still. */
  readonly oldestUnsealed?: Date;
  readonly lastSeal?: Date;
  readonly keyId?: string;
}

/** How far the chain reaches now. */
export async function chainState(tx: Tx): Promise<ChainState> {
  const { rows } = await tx.query<{ [column: string]: string | Date | null }>(`
    with head as (
      select number, size, sealed_at, key_id, last_xid, last_sequence from audit.seal order by number desc limit 1)
    select head.number, head.size, head.sealed_at, head.key_id, rest.unsealed, rest.oldest
    from (select count(*) as unsealed, min(e.at) as oldest from audit.event e
      where (e.xid, e.sequence) > (coalesce((select last_xid from head), '0'::xid8),
        coalesce((select last_sequence from head), 0))) rest
    left join head on true`);
  const { number, size, sealed_at, key_id, unsealed, oldest } = rows[0] ?? {};
  return {
    seals: Number(number ?? 0),
    sealed: Number(size ?? 0),
    unsealed: Number(unsealed ?? 0),
    ...(oldest instanceof Date && { oldestUnsealed: oldest }),
    ...(sealed_at instanceof Date && { lastSeal: sealed_at }),
    ...(typeof key_id === 'string' && { keyId: key_id }),
  };
}
