/**
 * $everything: of a Patient, of all Patients that one may see, of an Encounter.
 * https://hl7.org/fhir/R4/patient-operation-everything.html
 * https://hl7.org/fhir/R4/encounter-operation-everything.html
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../../access/actor.ts';
import { compileVisibility, type Visibility } from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { takeAsOf, withAsOf } from '../as-of.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded, readEntry } from '../guard.ts';
import type { Key } from '../keys.ts';
import { living } from './read.ts';
import type { ReadOptions, SearchPage } from '../record.ts';
import { bounded } from '../search/bounded.ts';
import { knownAt, runEverything, type Subject } from '../search/index.ts';
import { findAsOf, findCurrent, named } from '../store.ts';

/**
 * A patient's whole compartment, or what belongs to an encounter, page by page; with `_asOf` as it was known then.
 * @throws Refusal `not-found`, `gone`, `invalid`, `forbidden`.
 */
export function everything(
  context: RecordContext,
  call: Call,
  subject: Subject,
  query = '',
  options: ReadOptions = {},
): Promise<SearchPage> {
  const { type, id } = subject;
  const { database } = context;
  const asked: Asked = { action: 'R', kind: 'everything', type, entity: `${type}/${id}`, query };
  return audited(context, call, asked, async (visibility) => {
    const { rest, asOf = options.asOf } = takeAsOf(query);
    if (!asOf) {
      const tx = database.reading(call.maxStale);
      const { patient } = living(await findCurrent(tx, type, id, visibility), type, id);
      return runEverything(tx, patient, subject, rest, visibility);
    }
    const { patient } = living(await findAsOf(database, type, id, asOf, visibility), type, id);
    const page = await runEverything(knownAt(database, asOf), patient, subject, rest, visibility);
    return { ...page, self: withAsOf(page.self, asOf), ...(page.next ? { next: withAsOf(page.next, asOf) } : {}) };
  });
}

/**
 * One patient after the other, of those whom the caller may see. Shared resources come with each patient who refers to
 * them. @throws Refusal `invalid`, `forbidden`.
 */
export function everythingOfAll(context: RecordContext, call: Call, query = ''): Promise<SearchPage> {
  const asked: Asked = { action: 'R', kind: 'everything', type: 'Patient', query };
  return audited(context, call, asked, (visibility) =>
    pageOfAll(context.database.reading(call.maxStale), query, visibility),
  );
}

async function audited(
  context: RecordContext,
  call: Call,
  asked: Asked,
  work: (visibility: Visibility) => Promise<SearchPage>,
): Promise<SearchPage> {
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    const page = await work(visibility);
    const stored = page.entries.map((entry) => entry.stored);
    await context.audit.write(await readEntry(context, call, asked, rule, stored));
    return page;
  });
}

/** `<patient>` when that patient is done, `<patient>.<cursor>` within one. */
const form = /^(\d{1,19})(?:\.([\w-]+))?$/;

async function pageOfAll(tx: Tx, query: string, visibility: Visibility): Promise<SearchPage> {
  const parts = query.split('&').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('_asOf='))) {
    throw new Refusal('invalid', 'no-patient', '_asOf is answered for one patient: Patient/[id]/$everything.');
  }
  const cursor = parts.find((part) => part.startsWith('_cursor='))?.slice('_cursor='.length);
  const own = parts.filter((part) => !/^_(cursor|count)=/.test(part)).join('&');
  let [, last = '-1', inner] = cursor === undefined ? [] : (form.exec(cursor) ?? [undefined, undefined, undefined]);
  if (cursor !== undefined && !form.test(cursor)) throw badCursor();
  let left = countOf(parts);
  const page: SearchPage = {
    entries: [],
    self: parts.filter((part) => !part.startsWith('_cursor=')).join('&'),
    ignored: [],
  };
  const goOn = (at: string): SearchPage => ({ ...page, next: `${page.self}${page.self && '&'}_cursor=${at}` });
  const patients = await nextPatients(tx, last, inner !== undefined, visibility);
  for (const patient of patients) {
    if (left === 0) return goOn(last);
    const asked = [own, `_count=${left}`, ...(inner === undefined ? [] : [`_cursor=${inner}`])]
      .filter(Boolean)
      .join('&');
    const found = await runEverything(tx, patient.key, { type: 'Patient', id: patient.id }, asked, visibility);
    page.entries.push(...found.entries);
    page.ignored = found.ignored;
    left -= found.entries.length;
    last = patient.key;
    inner = found.next === undefined ? undefined : /_cursor=([\w-]+)/.exec(found.next)?.[1];
    if (inner !== undefined) return goOn(`${last}.${inner}`);
  }
  return patients.length === mostPatients ? goOn(last) : page;
}

const mostPerPage = 1000;
/** A page ends after so many patients, full or not: of people with little each it would take a thousand statements. */
const mostPatients = 50;

function countOf(parts: readonly string[]): number {
  const said = parts.findLast((part) => part.startsWith('_count='))?.slice('_count='.length);
  const count = said === undefined ? mostPerPage : /^\d{1,4}$/.test(said) ? Number(said) : 0;
  if (count >= 1 && count <= mostPerPage) return count;
  throw new Refusal('invalid', 'invalid-parameter', `_count must be a whole number from 1 to ${mostPerPage}.`);
}

const badCursor = (): Refusal =>
  new Refusal('invalid', 'bad-cursor', '_cursor is not one that this server gave. Start again from the first page.');

/** The patients behind the last one, or from the last one on. */
async function nextPatients(
  tx: Tx,
  last: string,
  again: boolean,
  visibility: Visibility,
): Promise<{ key: Key; id: string }[]> {
  const predicate = compileVisibility(visibility, 'r', 3, 'Patient');
  const text = `select r.patient as key, r.id from record.resource r
    where r.patient ${again ? '>=' : '>'} $1::int8 and r.type = $2::int2 and ${predicate.sql}
    order by r.patient limit ${mostPatients}`;
  const { rows } = await bounded(() =>
    tx.query<{ key: Key; id: string }>(
      named('next-patients', text, [last, typeNumber('Patient'), ...predicate.values]),
    ),
  );
  return rows;
}
