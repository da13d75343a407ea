/**
 * The first entry of a resource: when, by whom and from where it came in. Set by the server, never changed, kept when
 * the version itself is gone. Security/requirements C-32; SEC-295…297; GDPR art. 14.
 */
import { parseJson } from '#libs/fhir/json.ts';
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import { authorOfChange } from '../../audit/reading.ts';
import type { Tx } from '../../db/database.ts';
import { knownType } from '../checks.ts';
import { patientOf } from '../compartment.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, readEntry } from '../guard.ts';
import { keyOfId } from '../keys.ts';
import { living } from './read.ts';
import type { Resource } from '../record.ts';
import { findCurrent, findVersions } from '../store.ts';

/** Who brought a resource in, and the source that they named. */
export interface FirstEntry {
  readonly type: string;
  readonly id: string;
  readonly recorded: Date;
  /** Undefined for what came in before authors were kept, and where neither feed nor trail holds it any more. */
  readonly author?: {
    readonly id: string;
    readonly name?: string;
    readonly role?: string;
    readonly facility?: string;
    readonly facilityName?: string;
    /** The person themself whom the data are about: then there is no other source. */
    readonly isSubject: boolean;
  };
  /** `meta.source` of the first version: the system that the author took it from. */
  readonly source?: string;
}

/** @throws Refusal `not-found`, `gone`, `forbidden` */
export function firstEntry(context: RecordContext, call: Call, type: string, id: string): Promise<FirstEntry> {
  const asked: Asked = { action: 'R', kind: 'history-instance', type, entity: `${type}/${id}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    knownType(type);
    const { database } = context;
    const now = living(await findCurrent(database, type, id, visibility), type, id);
    const [first] = await findVersions(database, type, id, oldest, visibility);
    const change = await firstChange(database, type, id);
    await context.audit.write(await readEntry(context, call, asked, rule, [now]));
    const known = first?.version === 1 ? first : undefined;
    const recorded = known?.updated ?? change?.at ?? first?.updated ?? now.updated;
    const subject = patientOf(type, id, now.patient, now.content);
    const { meta } = (known?.visible ? (parseJson(known.content) as Resource) : {}) as Partial<Resource>;
    return {
      ...{ type, id, recorded },
      ...(change ? { author: await authorOf(database, change, `${type}/${id}/1`, subject) } : {}),
      ...(typeof meta?.source === 'string' ? { source: meta.source } : {}),
    };
  });
}

/** From the first version on. */
const oldest = { behind: 0, since: undefined, at: undefined, ascending: true, limit: 1 };

interface FirstChange {
  readonly at: Date;
  readonly actor: string;
  readonly xid: string;
}

/** The row of the change feed that brought version 1, in whatever compartment it was then. */
async function firstChange(tx: Tx, type: string, id: string): Promise<FirstChange | undefined> {
  const { rows } = await tx.query<FirstChange>({
    name: 'record-first-change',
    text: `with places as (select $1::int8 as patient
        union select patient from record.alias where type = $2 and id = $3
        union select unnest(former) from record.alias where type = $2 and id = $3)
      select c.at, c.actor, c.xid::text as xid from places p cross join lateral (
        select c.at, c.actor, c.xid, c.sequence from record.change c
        where c.patient = p.patient and $3 = any(c.ids) and exists (
          select from unnest(c.types, c.ids, c.versions) as made(type, id, version)
          where made.type = $2 and made.id = $3 and made.version = 1)
        order by c.sequence limit 1 offset 0) c
      order by c.at limit 1`,
    values: [keyOfId(type, id), typeNumber(type), id],
  });
  return rows[0];
}

async function authorOf(tx: Tx, { actor, xid }: FirstChange, entity: string, subject: string | undefined) {
  const told = await authorOfChange(tx, xid, entity);
  if (told?.actor !== actor) return { id: actor, isSubject: false };
  const { actorName, role, facility, facilityName, actorPatient } = told;
  return {
    ...{ id: actor, name: actorName, role, isSubject: actorPatient !== null && actorPatient === subject },
    ...(facility ? { facility } : {}),
    ...(facilityName ? { facilityName } : {}),
  };
}
