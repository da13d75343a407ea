/** Audit entries as one insert statement whose text does not change with their number: it is named and planned once. */
import type { Actor } from '../access/actor.ts';
import type { AuditEntry } from './entry.ts';
import { type QueryPrivacy, hidePersonal } from './query-privacy.ts';

/** Of the type audit.entry (migration 817), in its order: what is told of each entry, then who it was. */
const ofEntry = [
  ...['at', 'action', 'kind', 'outcome', 'reason', 'rule', 'source', 'trace'],
  ...['patients', 'patient_ids', 'entities', 'query'],
];
const ofActor = [
  ...['actor', 'actor_name', 'actor_patient', 'role', 'purpose', 'facility', 'facility_name'],
  ...['app', 'app_name', 'acting_for', 'acr', 'gate'],
];
const columns = [...ofEntry, ...ofActor];
const names = columns.join(', ');

/** Between the items of a list: no value holds it, since all are cleaned. */
const betweenItems = '\u001f';

/** Ids that are told by their keys are empty. */
const lists: { readonly [column: string]: string } = {
  patients: `string_to_array(entry.patients, chr(31))::int8[]`,
  patient_ids: `string_to_array(entry.patient_ids, chr(31), '')`,
  entities: `string_to_array(entry.entities, chr(31))`,
};
const valueOf = (column: string): string => lists[column] ?? `entry.${column}`;
const selected = columns.map(valueOf).join(', ');

export const insertionParameters = 1;

/** The statement, with its parameter numbered `first`. */
export const insertionText = (first: number): string =>
  `insert into audit.event (${names}) select ${selected} from unnest($${first}::audit.entry[]) as entry`;

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
    when found.entities is not null then ${lists.patients} end`,
  patient_ids: `case when entry.patients is null then found.patient_ids
    when found.entities is not null then ${lists.patient_ids} end`,
};

const insertionOf = (first: number, part: string, told: Told): string => {
  const values = columns.map((column) => told[column] ?? valueOf(column));
  return (
    `insert into audit.event (${names}) select ${values.join(', ')} from unnest($${first}::audit.entry[])` +
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

/** The value for all of them: the text of an array of rows. https://www.postgresql.org/docs/15/rowtypes.html#ROWTYPES-IO */
export const insertionValues = (entries: readonly AuditEntry[], privacy: QueryPrivacy): string[] => [
  `{${entries.map((entry) => `"(${entryText(entry, privacy)},${actorText(entry.call.actor)})"`).join(',')}}`,
];

function entryText(entry: AuditEntry, privacy: QueryPrivacy): string {
  const { call } = entry;
  // In the order of `ofEntry`.
  return fields([
    entry.at.toISOString(),
    entry.action,
    clean(entry.kind, 100),
    String(entry.outcome),
    clean(entry.reason, 200),
    clean(entry.rule, 100),
    clean(call.source, 100),
    clean(call.trace, 100),
    listOf(entry.patients),
    listOf(entry.patientIds),
    listOf(entry.entities),
    entry.query === undefined ? undefined : clean(hidePersonal(entry.query, privacy), 2000),
  ]);
}

/** Whoever asks asks again and again: what is told of them is put together once. */
const actorTexts = new WeakMap<Actor, string>();

function actorText(actor: Actor): string {
  const known = actorTexts.get(actor);
  if (known !== undefined) return known;
  // In the order of `ofActor`.
  const text = fields([
    clean(actor.id, 200),
    clean(actor.name, 200),
    // Of whoever acts for a patient, their own: what a proxy does is not the patient's doing.
    clean(actor.proxy?.person ?? actor.patient, 64),
    actor.role,
    actor.purpose,
    clean(actor.facility, 64),
    clean(actor.facilityName, 200),
    clean(actor.app?.client, 200),
    clean(actor.app?.name, 200),
    actor.role === 'proxy' ? clean(actor.patient, 64) : undefined,
    actor.acr,
    actor.gate?.state,
  ]);
  actorTexts.set(actor, text);
  return text;
}

const fields = (values: readonly (string | null | undefined)[]): string => values.map(fieldText).join(',');

const plainField = /^[\w.:/+-]+$/;

/** A field of a row that is an element of an array: quoted for the row, and that for the array. */
function fieldText(value: string | null | undefined): string {
  if (value === undefined || value === null) return '';
  if (plainField.test(value)) return value;
  return `\\"${/["\\]/.test(value) ? value.replace(/["\\]/g, (mark) => (mark === '"' ? '\\\\\\"' : '\\\\\\\\')) : value}\\"`;
}

/** Control and bidirectional characters can forge lines in whatever shows the trail; PostgreSQL takes no NUL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

function clean(text: string | undefined, length: number): string | undefined {
  if (text === undefined || text === null) return undefined;
  return (text.length > length ? `${text.slice(0, length - 1)}…` : text).replace(unsafe, '\ufffd');
}

const plain = /^[A-Za-z0-9./-]+$/;

function listOf(items: readonly (string | undefined)[] | undefined): string | undefined {
  if (items === undefined || items.every((item) => item === undefined)) return undefined;
  return items.map((item = '') => (plain.test(item) ? item : clean(item, 300))).join(betweenItems);
}
