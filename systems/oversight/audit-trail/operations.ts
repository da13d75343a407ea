/**
 * The HTTP operations of the audit trail. Reading the trail is audited like everything else, by the operation's own
 * entry.
 */
import { relationsEver } from '#core/access/grants.ts';
import { authorize } from '#core/access/index.ts';
import { roles } from '#core/access/actor.ts';
import { chainState, type EventFilter, eventsAbout, eventsWithoutContent } from '#core/audit/index.ts';
import { type Operation, operation, type OperationInput } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { foldAccesses, wholeDays } from './accesses.ts';
import { lookedFor, lookingOperations } from './looking-operations.ts';
import type { AccessPage } from './model.ts';
import type { AuditTrailNeeds } from './needs.ts';
import { refusal } from './refusals.ts';
import { replies } from './replies.ts';
import { downloadOperations } from './download-operations.ts';
import { sealOperations } from './seal-operations.ts';

/** Events that one page folds: a busy day of a hospital stay fits in. */
const eventsOfPage = 2000;
const day = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const cursor = { type: 'string', pattern: '^\\d{1,18}$' };
const text = { type: 'string', minLength: 1, maxLength: 200 };

export const operations = (needs: AuditTrailNeeds): Operation[] => [
  ...lookingOperations(needs),
  ...sealOperations(),
  ...downloadOperations(),
  operation({
    name: 'who-looked',
    method: 'GET',
    path: '/audit-trail/accesses',
    summary: 'Who looked at my data: by day, person, place and purpose; newest first.',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: { action: 'R' },
    query: {
      type: 'object',
      properties: { cursor, from: day, to: day, purpose: { enum: ['TREAT', 'PATRQT', 'HOPERAT', 'ETREAT'] } },
    },
    reply: replies.accesses,
    async handle({ query }, { actor, tx }): Promise<AccessPage> {
      const { visibility } = authorize(actor, 'search-type', 'AuditEvent');
      if (visibility.kind !== 'patient') return { accesses: [] };
      const window = { ...windowOf(query), limit: eventsOfPage, purpose: query.purpose };
      const found = await eventsAbout(tx, visibility.key, window);
      const atEnd = found.length < eventsOfPage;
      const events = wholeDays(found, atEnd);
      const next = atEnd ? undefined : events.at(-1)?.sequence;
      const places = [...new Set(events.flatMap(({ facility }) => facility ?? []))];
      const ties = places.length > 0 ? await relationsEver(tx, visibility.key, places) : [];
      return { accesses: foldAccesses(events, visibility.id, ties), ...(next && { next }) };
    },
  }),
  searchOperation(needs),
  operation({
    name: 'read-audit-chain',
    method: 'GET',
    path: '/audit-trail/chain',
    summary: 'How far the trail is sealed, and since when something waits.',
    access: { roles: ['operator'], purpose: 'HOPERAT' },
    audit: { action: 'R' },
    reply: replies.chain,
    handle: (_input, { tx }) => chainState(tx),
  }),
];

/**
 * Investigations begin here. Who asks by a patient leaves an entry that names the patient too, so that it stands in the
 * patient's own list of who looked.
 */
const searchOperation = ({ audit, runtime }: AuditTrailNeeds): Operation =>
  operation({
    name: 'search-audit-events',
    method: 'GET',
    path: '/audit-trail/events',
    summary:
      'Events of the whole platform for its operators: who, what kind, whence, allowed or not; never whose data.',
    access: { roles: ['operator'], purpose: 'HOPERAT' },
    audit: { action: 'R' },
    query: {
      type: 'object',
      properties: {
        ...{ cursor, from: day, to: day, actor: text, kind: text, source: text, trace: text, patient: text },
        role: { enum: roles },
        action: { enum: ['C', 'R', 'U', 'D', 'E'] },
        outcome: { enum: ['0', '4', '8'] },
        count: { type: 'string', pattern: '^\\d{1,3}$' },
      },
    },
    reply: replies.events,
    async handle({ query }, { actor, call, tx }) {
      authorize(actor, 'search-type', 'AuditEvent');
      if (query.patient) await audit.write(lookedFor(call, query.patient, runtime.now()));
      const limit = Math.min(Math.max(Number(query.count ?? 50), 1), 500);
      const found = await eventsWithoutContent(tx, { ...windowOf(query), limit: limit + 1 }, filterOf(query));
      const events = found.slice(0, limit);
      return { events, ...(found.length > limit && { next: events.at(-1)?.sequence }) };
    },
  });

type Query = OperationInput['query'];

/** Days are days in Poland; `to` is the last day that is shown. */
function windowOf({ cursor: before, from, to }: Query): { before?: string; from?: Date; to?: Date } {
  if (before !== undefined && !/^\d{1,18}$/.test(before)) throw refusal('bad-cursor');
  return {
    ...(before !== undefined && { before }),
    ...(from !== undefined && { from: midnight(from, 0) }),
    ...(to !== undefined && { to: midnight(to, 1) }),
  };
}

const offset = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Warsaw', timeZoneName: 'longOffset' });

/** The moment at which a Polish day begins, some days later. Clocks change at 2 and 3, so the offset at 0 UTC holds. */
function midnight(polishDay: string, later: number): Date {
  const utc = new Date(`${polishDay}T00:00:00Z`);
  if (Number.isNaN(utc.getTime()) || !utc.toISOString().startsWith(polishDay)) throw refusal('bad-day');
  utc.setUTCDate(utc.getUTCDate() + later);
  const zone = offset.formatToParts(utc).find(({ type }) => type === 'timeZoneName')?.value;
  return new Date(utc.getTime() - (zone === 'GMT+02:00' ? 2 : 1) * 3_600_000);
}

function filterOf({ actor, role, kind, action, outcome, source, trace, patient }: Query): EventFilter {
  return {
    ...{ actor, role, kind, action, source, trace },
    ...(outcome !== undefined && { outcome: Number(outcome) }),
    ...(patient !== undefined && { patient: keyOfId('Patient', patient) }),
  };
}
