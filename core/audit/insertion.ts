/** Audit entries as one insert statement whose text does not change with their number: it is named and planned once. */
import type { AuditEntry } from './entry.ts';
import { type QueryPrivacy, hidePersonal } from './query-privacy.ts';

const columns: readonly (readonly [name: string, cast: string])[] = [
  ['at', 'timestamptz'],
  ['action', '"char"'],
  ['kind', 'text'],
  ['outcome', 'int2'],
  ['reason', 'text'],
  ['rule', 'text'],
  ['actor', 'text'],
  ['actor_name', 'text'],
  ['actor_patient', 'text'],
  ['role', 'text'],
  ['purpose', 'text'],
  ['facility', 'text'],
  ['facility_name', 'text'],
  ['source', 'text'],
  ['trace', 'text'],
  // Arrays of arrays must be rectangular in PostgreSQL, so these travel as one text with separators.
  ['patients', 'int8[]'],
  ['patient_ids', 'text[]'],
  ['entities', 'text[]'],
  ['query', 'text'],
  ['app', 'text'],
  ['app_name', 'text'],
  ['acting_for', 'text'],
  ['acr', 'text'],
  ['gate', 'text'],
];
const names = columns.map(([name]) => name).join(', ');
const isList = (cast: string): boolean => cast.endsWith('[]');

/** Between the lists of events, and between the items of a list: no value holds them, since all are cleaned. */
const [betweenLists, betweenItems] = ['\u001e', '\u001f'];

const parameterOf = (number: number, cast: string): string =>
  isList(cast) ? `string_to_array($${number}::text, chr(30), '')` : `$${number}::${cast}[]`;
const parametersFrom = (first: number): string =>
  columns.map(([, cast], place) => parameterOf(first + place, cast)).join(', ');
/** Ids that are told by their keys are empty. */
const listIn = (name: string, cast: string): string =>
  `string_to_array(entry.${name}, chr(31)${name === 'patient_ids' ? `, ''` : ''})::${cast}`;
const valueOf = ([name, cast]: (typeof columns)[number]): string =>
  isList(cast) ? listIn(name, cast) : `entry.${name}`;
const selected = columns.map(valueOf).join(', ');

export const insertionParameters = columns.length;

/** The statement, with parameters numbered from `first`: one array per column. */
export function insertionText(first: number): string {
  return (
    `insert into audit.event (${names}) select ${selected}` +
    ` from unnest(${parametersFrom(first)}) as entry (${names})`
  );
}

/** What a `with` part tells that the entries could not yet, by the column of the trail: joined as `found` by `n`. */
interface Told {
  readonly [column: string]: string;
}

/** Reads that are still to be made: what was not found leaves no entry here. */
const ofReads: Told = { entities: `array[entry.entities || '/' || found.version]` };

/**
 * Searches: each has its page, and an entry also when that is empty (`entities` null), which then names nobody. Without
 * patients in the entry the page tells them.
 */
const ofPages: Told = {
  entities: 'found.entities',
  patients: `case when entry.patients is null then found.patients
    when found.entities is not null then ${listIn('patients', 'int8[]')} end`,
  patient_ids: `case when entry.patients is null then found.patient_ids
    when found.entities is not null then ${listIn('patient_ids', 'text[]')} end`,
};

const insertionOf = (first: number, part: string, told: Told): string => {
  const values = columns.map((column) => told[column[0]] ?? valueOf(column));
  return (
    `insert into audit.event (${names}) select ${values.join(', ')} from unnest(${parametersFrom(first)})` +
    ` with ordinality as entry (${names}, n) join ${part} found on found.n = entry.n`
  );
};

/**
 * The same for reads that are still to be made: each entry names one resource, and the part `found` (n: place of the
 * entry, version) says that it was found and in which version.
 */
export const insertionOfFoundText = (first: number, found: string): string => insertionOf(first, found, ofReads);

/** The same for searches: the part `found` (n, entities, patients, patient_ids) says what is on each page. */
export const insertionOfPagesText = (first: number, found: string): string => insertionOf(first, found, ofPages);

/**
 * The values for all of them: each column as the text of an array, made here because the driver takes its time over
 * arrays (https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO); what is a list itself as one text with separators,
 * because PostgreSQL takes three times as long over arrays within arrays.
 */
export function insertionValues(entries: readonly AuditEntry[], privacy: QueryPrivacy): string[] {
  const rows = entries.map((entry) => rowOf(entry, privacy));
  return columns.map(([, cast], place) =>
    isList(cast)
      ? rows.map((row) => row[place] ?? '').join(betweenLists)
      : `{${rows.map((row) => elementOf(row[place])).join(',')}}`,
  );
}

function elementOf(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number') return String(value);
  return `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
}

function rowOf(entry: AuditEntry, privacy: QueryPrivacy): (string | number | null | undefined)[] {
  const { call } = entry;
  const { actor } = call;
  return [
    entry.at.toISOString(),
    entry.action,
    clean(entry.kind, 100),
    entry.outcome,
    clean(entry.reason, 200),
    clean(entry.rule, 100),
    clean(actor.id, 200),
    clean(actor.name, 200),
    // Of whoever acts for a patient, their own: what a proxy does is not the patient's doing.
    clean(actor.proxy?.person ?? actor.patient, 64),
    actor.role,
    actor.purpose,
    clean(actor.facility, 64),
    clean(actor.facilityName, 200),
    clean(call.source, 100),
    clean(call.trace, 100),
    listOf(entry.patients),
    listOf(entry.patientIds),
    listOf(entry.entities),
    entry.query === undefined ? null : clean(hidePersonal(entry.query, privacy), 2000),
    clean(actor.app?.client, 200),
    clean(actor.app?.name, 200),
    actor.role === 'proxy' ? clean(actor.patient, 64) : null,
    actor.acr,
    actor.gate?.state,
  ];
}

/** Control and bidirectional characters can forge lines in whatever shows the trail; PostgreSQL takes no NUL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

function clean(text: string | undefined, length: number): string | null {
  if (text === undefined || text === null) return null;
  return (text.length > length ? `${text.slice(0, length - 1)}…` : text).replace(unsafe, '\ufffd');
}

const plain = /^[A-Za-z0-9./-]+$/;

function listOf(items: readonly (string | undefined)[] | undefined): string | null {
  if (items === undefined || items.every((item) => item === undefined)) return null;
  return items.map((item = '') => (plain.test(item) ? item : clean(item, 300))).join(betweenItems);
}
