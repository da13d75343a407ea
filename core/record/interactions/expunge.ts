/**
 * $expunge: removes for good what a deletion only hides. Ours (the standard has no such operation); for errors that may
 * not stay, such as data of the wrong person, and for what the law says must go. README.md says how it is used.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import { auditType } from '../../access/index.ts';
import type { AuditEntry } from '../../audit/index.ts';
import type { Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { knownType } from '../checks.ts';
import { commit, type Prepared } from '../commit.ts';
import { patientOf } from '../compartment.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, unknown } from '../guard.ts';
import type { Key } from '../keys.ts';
import { deletion } from '../make-change.ts';
import { bounded } from '../search/bounded.ts';
import { locate, named, type Place } from '../store.ts';
import { plainArray } from '../write/pg-arrays.ts';
import { LostRace } from '../write/unit.ts';

export interface Expunge {
  /**
   * `everything`: the resource with all its versions, living or deleted. `former`: all versions but the living one.
   * `deleted`: of a type, up to `count` resources that were deleted.
   */
  readonly what: string | undefined;
  readonly reason: string | undefined;
  readonly count?: number;
}

export interface Expunged {
  readonly type: string;
  readonly id: string;
  /** Versions that are gone. */
  readonly versions: number;
}

const shortestReason = 10;
const mostAtOnce = 100;

/**
 * Removes versions from every table, leaves audit entries with the reason, and tells the change feed.
 * @throws Refusal `forbidden`, `not-found`, `invalid` without a reason; `rule-broken` `audit-trail` for AuditEvents;
 *   `conflict` `compartment-in-use` for a Patient about whom something is still there.
 */
export function expunge(
  context: RecordContext,
  call: Call,
  type: string,
  id: string | undefined,
  { what, reason = '', count = mostAtOnce }: Expunge,
): Promise<Expunged[]> {
  const query = `reason=${encodeURIComponent(reason)}`;
  const asked: Asked = {
    action: 'D',
    kind: 'expunge',
    type,
    query,
    ...(id === undefined ? {} : { entity: `${type}/${id}` }),
  };
  return guarded(context, call, asked, async ({ rule }) => {
    knownType(type);
    if (type === auditType) {
      throw new Refusal('rule-broken', 'audit-trail', 'The audit trail is append-only: no AuditEvent can be removed.');
    }
    if (reason.trim().length < shortestReason) {
      throw new Refusal(
        'invalid',
        'no-reason',
        `Say why, in a parameter reason of at least ${shortestReason} characters.`,
      );
    }
    const entry: EntryOf = (of, versions, patient) => ({
      call,
      at: context.runtime.now(),
      action: 'D',
      kind: 'expunge',
      outcome: 0,
      rule,
      entities: versions.map((version) => `${type}/${of}/${version}`),
      query: `what=${what}&${query}`,
      ...(patient ? { patients: [patient.key], patientIds: [patient.id] } : {}),
    });
    if (id !== undefined && (what === 'everything' || what === 'former')) {
      return [await remove(context, { type, id }, what, entry)];
    }
    if (id !== undefined || what !== 'deleted') {
      const says = id === undefined ? 'deleted' : 'everything or former';
      throw new Refusal('invalid', 'unknown-what', `Say what has to go, in a parameter what: ${says}.`);
    }
    const done: Expunged[] = [];
    for (const one of await tombstones(context.database, type, Math.min(mostAtOnce, Math.max(1, count)))) {
      done.push(await remove(context, { type, id: one }, 'everything', entry));
    }
    return done;
  });
}

async function tombstones(tx: Tx, type: string, most: number): Promise<string[]> {
  const { rows } = await bounded(() =>
    tx.query<{ id: string }>({
      text: `select id from record.history where type = $1::int2 and method = 'D' limit $2`,
      values: [typeNumber(type), most],
    }),
  );
  return rows.map(({ id }) => id);
}

/** The audit entry of one resource: which versions went, and whose they were. */
type EntryOf = (id: string, versions: readonly number[], patient?: { key: Key; id: string }) => AuditEntry;

interface Version {
  patient: Key;
  version: number;
  living: boolean;
  /** False for tombstones. */
  content: boolean;
}

/** Others may bring it to life again meanwhile: so often it is begun anew. */
const attempts = 5;

/**
 * In two steps: an ordinary deletion, which others that change the same resource run against; then the rows, once
 * nobody is under way who could not know of it. Between the two it is deleted, whatever happens.
 */
async function remove(
  context: RecordContext,
  resource: { type: string; id: string },
  what: 'everything' | 'former',
  entry: EntryOf,
): Promise<Expunged> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (what === 'everything') {
      const deleted = await commit(context, (tx) => deletionOf(tx, resource, entry, context.runtime.now()));
      if (deleted) await othersDone(context.database);
    }
    const done = await commit(context, (tx) => removal(tx, resource, what, entry), { own: true });
    if (done) return done;
  }
  throw new Refusal(
    'conflict',
    'lost-race',
    'Others keep bringing this resource back. Try again when they have ended.',
  );
}

async function deletionOf(
  tx: Tx,
  resource: { type: string; id: string },
  entry: EntryOf,
  at: Date,
): Promise<Prepared<boolean>> {
  const [place] = (await locate(tx, [resource])) as [Place];
  const { type, id, key, current } = place;
  if (!current) return { unit: undefined, result: false };
  if (type === 'Patient') await demandAlone(tx, key, id);
  const change = deletion(place, patientOf(type, id, current.patient, current.content), at);
  const told = entry(id, [change.version], whose(place));
  return { unit: { changes: [change], at: told.at, actor: told.call.actor.id, audit: [told] }, result: true };
}

/** Undefined when it lives again. */
async function removal(
  tx: Tx,
  resource: { type: string; id: string },
  what: 'everything' | 'former',
  entry: EntryOf,
): Promise<Prepared<Expunged | undefined>> {
  const { type, id } = resource;
  const [place] = (await locate(tx, [resource])) as [Place];
  const all = await versionsOf(tx, place);
  if (all.length === 0) throw unknown(type, id);
  const { current } = place;
  if (what === 'everything' && current) return { unit: undefined, result: undefined };
  if (what === 'former' && !current) {
    const says = `${type}/${id} is deleted: there is no living version to be kept. Say what=everything.`;
    throw new Refusal('conflict', 'nothing-lives', says);
  }
  if (what === 'everything' && type === 'Patient') await demandAlone(tx, place.key, id);
  const going = all.filter(({ living, content }) => content && !living).map(({ version }) => version);
  const keys = [...new Set([place.key, ...all.map(({ patient }) => patient)])];
  const told = entry(id, going, whose(place));
  const unit = { changes: [], at: told.at, actor: told.call.actor.id, audit: [told] };
  const after = (inside: Tx) => takeAway(inside, place, keys, what === 'former' ? current?.version : undefined, unit);
  return { unit, result: { type, id, versions: going.length }, after };
}

/** Whose data it is, as far as a tombstone tells. */
function whose({ type, id, key, current }: Place): { key: Key; id: string } | undefined {
  const patientId = patientOf(type, id, key, current?.content ?? `{"resourceType":"${type}"}`);
  return patientId === undefined ? undefined : { key, id: patientId };
}

const longestWait = 2_000;

/** Waits until all transactions that are now under way have ended, or for two seconds. */
async function othersDone(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ next: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as next');
  for (let waited = 0; waited < longestWait; waited += 10) {
    const { rows: now } = await tx.query<{ done: boolean }>(
      'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as done',
      [rows[0]?.next],
    );
    if (now[0]?.done) return;
    await pause(10);
  }
}

/** Every version, wherever it lies. */
async function versionsOf(tx: Tx, { type, id, key }: Place): Promise<Version[]> {
  const { rows } = await tx.query<Version>(
    named(
      'every-version',
      `with places as (select $1::int8 as patient
          union select patient from record.alias where type = $2 and id = $3
          union select unnest(former) from record.alias where type = $2 and id = $3)
        select r.patient, r.version, true as living, true as content from places p
          join record.resource r on r.patient = p.patient and r.type = $2 and r.id = $3
        union all
        select h.patient, h.version, false, h.content is not null from places p
          join record.history h on h.patient = p.patient and h.type = $2 and h.id = $3
        order by version`,
      [key, typeNumber(type), id],
    ),
  );
  return rows;
}

/** Whose data the rest are could no longer be told. @throws Refusal `conflict` `compartment-in-use`. */
async function demandAlone(tx: Tx, key: Key, id: string): Promise<void> {
  const { rows } = await tx.query<{ used: boolean }>({
    name: 'record-compartment-in-use',
    text: `select exists (select from record.resource where patient = $1 and (type <> $2::int2 or id <> $3))
        or exists (select from record.history where patient = $1 and (type <> $2::int2 or id <> $3)) as used`,
    values: [key, typeNumber('Patient'), id],
  });
  if (!rows[0]?.used) return;
  const says = `Resources about Patient/${id}, or versions of them, are still there. Expunge these first.`;
  throw new Refusal('conflict', 'compartment-in-use', says);
}

/** Held from here on: whoever wants to wake the tombstone waits for us. @throws LostRace when it was woken already. */
async function demandBuried(tx: Tx, values: unknown[]): Promise<void> {
  const { rows } = await tx.query<{ method: string }>(
    `select method from record.history where patient = any($1::int8[]) and type = $2::int2 and id = $3
      order by version desc limit 1 for update`,
    values,
  );
  if (rows[0]?.method !== 'D') throw new LostRace();
}

/**
 * The rows themselves. What a deletion takes along (search rows, the living row) is gone by now; whoever wants to wake
 * the tombstone waits for us and then finds none. Of the change feed the
 * entries go and the rows stay, since consumers count on them; the last one says that the resource was expunged.
 */
async function takeAway(
  tx: Tx,
  { type, id }: Place,
  keys: readonly Key[],
  keep: number | undefined,
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const values = [plainArray(keys), typeNumber(type), id];
  if (keep === undefined) await demandBuried(tx, values);
  for (const table of ['record.history', 'record.former_lead']) {
    await tx.query(`delete from ${table} where patient = any($1::int8[]) and type = $2::int2 and id = $3`, values);
  }
  if (keep === undefined) {
    await tx.query('delete from record.alias where type = $1::int2 and id = $2', values.slice(1));
    if (type === 'Patient') await tx.query('delete from access.care where patient = any($1::int8[])', [values[0]]);
  }
  await tx.query(
    `update record.change c set (types, ids, versions, methods) = (
        select coalesce(array_agg(e.type order by e.n), '{}'), coalesce(array_agg(e.id order by e.n), '{}'),
          coalesce(array_agg(e.version order by e.n), '{}'), coalesce(array_agg(e.method order by e.n), '{}')
        from unnest(c.types, c.ids, c.versions, c.methods) with ordinality e(type, id, version, method, n)
        where e.type <> $2::int2 or e.id <> $3 or e.version = $4)
      where c.patient = any($1::int8[]) and c.ids @> array[$3] and c.types @> array[$2::int2]`,
    [...values, keep ?? null],
  );
  await tx.query(
    `insert into record.change (patient, at, actor, types, ids, versions, methods)
      select patient, $4, $5, array[$2::int2], array[$3::text], array[$6::int4], array['X'::"char"]
      from unnest($1::int8[]) place(patient)`,
    [...values, at, actor, keep ?? 0],
  );
}
