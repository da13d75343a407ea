/**
 * AuditEvent over FHIR: read and search on the trail itself, which the record offers as a type of its own. A patient
 * finds the events about themself, the operator finds all without content, a machine needs the scope. The record
 * audits the call, so that reading the trail leaves its trail.
 */
import type { Call } from '../access/actor.ts';
import { authorize } from '../access/index.ts';
import type { Database } from '../db/database.ts';
import type { SearchOptions, SearchPage, Stored } from '../record/record.ts';
import { splitAlternatives, splitQuery, unescape } from '../record/search/query-string.ts';
import { auditEventResource, type Reader } from './audit-event.ts';
import {
  aboutPatient,
  bad,
  type Condition,
  either,
  known,
  parameters,
  sequenceForm,
  shownTo,
} from './audit-parameters.ts';
import { type AuditEvent, asEvent, eventColumns } from './event.ts';

export interface AuditEvents {
  /** Undefined when there is no such event, or none that the caller may know of. */
  read(call: Call, id: string): Promise<Stored | undefined>;
  /**
   * Newest first. @throws Refusal `invalid` for values that cannot be understood, or unknown parameters when strict.
   */
  search(call: Call, query: string, options?: SearchOptions): Promise<SearchPage>;
  /** The cursor of a search that goes on behind this event. */
  cursorOf(stored: Stored): string;
  /** Is it a number, as the trail counts? */
  gives(id: string): boolean;
}

const largestPage = 1000;

/** The trail as FHIR resources. */
export function auditEvents({ database }: { database: Database }): AuditEvents {
  return {
    cursorOf: ({ id }) => id,
    gives: (id) => sequenceForm.test(id),
    async read(call, id) {
      const { visibility } = authorize(call.actor, 'read', 'AuditEvent');
      if (!sequenceForm.test(id)) return undefined;
      const own = visibility.kind === 'patient' ? [aboutPatient(visibility.id)] : [];
      const [found] = await select(database, [{ sql: 'e.sequence = ?', values: [id] }, ...own], 1);
      return found && stored(found, call);
    },
    async search(call, query, { strict = false } = {}) {
      const { visibility } = authorize(call.actor, 'search-type', 'AuditEvent');
      const patient = visibility.kind === 'patient' ? visibility.id : undefined;
      const asked = readQuery(query, strict, patient);
      const own = patient === undefined ? [] : [aboutPatient(patient)];
      const conditions = [...own, ...asked.conditions];
      const cursor: Condition[] = asked.cursor ? [{ sql: 'e.sequence < ?', values: [asked.cursor] }] : [];
      const found = asked.count === 0 ? [] : await select(database, [...cursor, ...conditions], asked.count + 1);
      const page = found.slice(0, asked.count);
      const more = found.length > asked.count ? page.at(-1) : undefined;
      return {
        entries: page.map((event) => ({ mode: 'match', stored: stored(event, call) })),
        ...(asked.total ? { total: await countAll(database, conditions) } : {}),
        self: asked.self,
        ...(more ? { next: [...asked.withoutCursor, `_cursor=${more.sequence}`].join('&') } : {}),
        ignored: asked.ignored,
      };
    },
  };
}

function stored(event: AuditEvent, { actor }: Call): Stored {
  const resource = auditEventResource(event, readerOf(actor));
  return { type: 'AuditEvent', id: event.sequence, version: 1, updated: event.at, content: JSON.stringify(resource) };
}

function readerOf({ role, patient }: Call['actor']): Reader {
  if (role === 'patient') return { kind: 'patient', id: patient ?? '' };
  return { kind: role === 'operator' ? 'operator' : 'auditor' };
}

/** What tied the facility to the one patient when a clinician saw something; the strongest, as the decision takes it. */
const relationThen = `case when e.role = 'physician' and e.outcome = 0 and cardinality(e.patients) = 1 then (
    select c.kind from access.care c where c.patient = e.patients[1] and c.facility = e.facility
      and c.person in ('', e.actor) and c.since <= e.at and (c.ends is null or c.ends > e.at) and c.source <> 'refusal'
    order by array_position(array['emergency', 'code', 'consent'], c.kind) desc nulls first, c.since limit 1) end`;

async function select(database: Database, conditions: readonly Condition[], limit: number): Promise<AuditEvent[]> {
  const { where, values } = join(conditions);
  // + 0: what is about a patient is found by the index on patients, never backwards through the whole trail.
  const order = where.includes('e.patients @>') ? 'e.sequence + 0' : 'e.sequence';
  const text = `select ${eventColumns}, ${relationThen} as relation from audit.event e where ${where} order by ${order} desc limit ${limit}`;
  return (await database.query(text, values)).rows.map(asEvent);
}

async function countAll(database: Database, conditions: readonly Condition[]): Promise<number> {
  const { where, values } = join(conditions);
  const { rows } = await database.query<{ total: string }>(
    `select count(*) as total from audit.event e where ${where}`,
    values,
  );
  return Number(rows[0]?.total);
}

function join(conditions: readonly Condition[]): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts = conditions.map(({ sql, values: own }) => {
    let place = 0;
    return sql.replaceAll('?', () => `$${values.push(own[place++])}`);
  });
  return { where: parts.join(' and ') || 'true', values };
}

interface Asked {
  readonly conditions: Condition[];
  readonly count: number;
  readonly cursor: string | undefined;
  readonly total: boolean;
  readonly self: string;
  readonly withoutCursor: string[];
  readonly ignored: string[];
}

/** https://hl7.org/fhir/R4/auditevent.html#search; values separated by commas are alternatives. */
function readQuery(query: string, strict: boolean, patient?: string): Asked {
  const conditions: Condition[] = [];
  const [used, ignored]: [string[], string[]] = [[], []];
  const control = new Map<string, string>();
  const names = new Set<string>();
  for (const { name, value } of splitQuery(query)) {
    const make = parameters[name];
    if (make) {
      const alternatives = splitAlternatives(name, value).map((one) => make(unescape(one)));
      conditions.push(either(patient === undefined ? alternatives : alternatives.map((one) => shownTo(patient, one))));
    } else if (controls.has(name)) control.set(name, value);
    else if (strict) throw bad(name, `is not a search parameter of AuditEvent here. Known: ${known.join(', ')}.`);
    else ignored.push(name);
    names.add(name);
    if (make || (controls.has(name) && name !== '_cursor')) used.push(`${name}=${encodeURIComponent(value)}`);
  }
  if (names.has('entity') && !names.has('patient') && !names.has('date')) {
    throw bad('entity', 'needs patient or date beside it, so that not the whole trail is read.');
  }
  const cursor = control.get('_cursor');
  if (cursor !== undefined && !sequenceForm.test(cursor))
    throw bad('_cursor', 'comes from the next link; take it from there.');
  const count = control.get('_count') ?? '20';
  if (!/^\d{1,6}$/.test(count)) throw bad('_count', 'is a number of entries, such as 20.');
  const sort = control.get('_sort') ?? '-date';
  if (sort !== '-date' && sort !== '-_lastUpdated') throw bad('_sort', 'of the trail is -date: newest first.');
  return {
    conditions,
    count: control.get('_summary') === 'count' ? 0 : Math.min(Number(count), largestPage),
    cursor,
    total: control.get('_total') === 'accurate' || control.get('_summary') === 'count',
    self: cursor === undefined ? used.join('&') : [...used, `_cursor=${cursor}`].join('&'),
    withoutCursor: used,
    ignored,
  };
}

const controls = new Set(['_count', '_cursor', '_sort', '_total', '_summary', '_format', '_pretty']);
