/**
 * The search parameters of AuditEvent as conditions on the trail. https://hl7.org/fhir/R4/auditevent.html#search
 */
import { dateRange } from '#libs/fhir/search/ranges.ts';
import { keyOfId } from '../record/keys.ts';
import { Refusal } from '../refusal/refusal.ts';

/** One condition, with `?` for each of its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** True when it asks for patients, resources or the query: what a patient is not shown of a page with others on it. */
  readonly content?: boolean;
}

export const sequenceForm = /^\d{1,18}$/;

const always: Condition = { sql: 'true', values: [] };
const never: Condition = { sql: 'false', values: [] };

export const aboutPatient = (id: string): Condition => ({
  sql: 'e.patients @> array[?::int8]',
  values: [keyOfId('Patient', id)],
  content: true,
});

/**
 * The condition for a patient who looks at what is about themself: it may not find by what it would not show
 * (audit-event.ts), or whoever guesses an id would learn who else was on a page.
 */
export const shownTo = (patient: string, condition: Condition): Condition =>
  condition.content && condition.values[0] !== keyOfId('Patient', patient)
    ? { ...condition, sql: `(${condition.sql} and cardinality(e.patients) = 1)` }
    : condition;

export const either = (alternatives: readonly Condition[]): Condition => ({
  sql: `(${alternatives.map(({ sql }) => sql).join(' or ') || 'false'})`,
  values: alternatives.flatMap(({ values }) => values),
});

export const bad = (name: string, says: string) =>
  new Refusal('invalid', 'bad-parameter', `The parameter ${name} ${says}`);

/** The code of a token, with or without its system. */
const codeOf = (value: string) => value.slice(value.lastIndexOf('|') + 1);
const equal = (column: string) => (value: string) => ({ sql: `e.${column} = ?`, values: [codeOf(value)] });

export const parameters: { readonly [name: string]: ((value: string) => Condition) | undefined } = {
  _id: (value) => ({ sql: 'e.sequence = ?', values: [sequenceForm.test(value) ? value : '-1'] }),
  patient: (value) => aboutPatient(value.replace(/^Patient\//, '')),
  entity: (value) => {
    if (!/^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(value))
      throw bad('entity', 'is a reference such as Observation/123.');
    if (value.startsWith('Patient/')) return aboutPatient(value.slice(8));
    return {
      sql: `exists (select 1 from unnest(e.entities) x where x = ? or starts_with(x, ?))`,
      values: [value, `${value}/`],
      content: true,
    };
  },
  agent: (value) =>
    value.startsWith('Patient/')
      ? { sql: 'e.actor_patient = ?', values: [value.slice(8)] }
      : { sql: 'e.actor = ?', values: [value] },
  'agent:identifier': equal('actor'),
  'agent-name': (value) => ({ sql: 'starts_with(lower(e.actor_name), lower(?))', values: [value] }),
  'agent-role': equal('role'),
  address: equal('source'),
  subtype: equal('kind'),
  type: (value) => (codeOf(value) === 'rest' ? always : never),
  action: (value) => {
    if (!/^[CRUDE]$/.test(codeOf(value))) throw bad('action', 'is one of C, R, U, D, E.');
    return { sql: 'e.action = ?::"char"', values: [codeOf(value)] };
  },
  outcome: (value) => {
    if (!/^(0|4|8|12)$/.test(codeOf(value))) throw bad('outcome', 'is one of 0, 4, 8, 12.');
    return { sql: 'e.outcome = ?::int2', values: [codeOf(value)] };
  },
  date: dateCondition,
  _lastUpdated: dateCondition,
  policy: (value) => {
    const rule = /^urn:ezdrowie:access:rule:(.+)$/.exec(value)?.[1];
    return rule === undefined ? never : { sql: 'e.rule = ?', values: [rule] };
  },
  'entity-type': (value) => holding(parts.type[codeOf(value)]),
  'entity-role': (value) => holding(parts.role[codeOf(value)]),
  // The trail's own events carry none of these, so nothing is found by them: that is the true answer.
  altid: () => never,
  'entity-name': () => never,
  site: () => never,
  source: () => never,
  _tag: () => never,
  _security: () => never,
  _profile: () => never,
  _source: () => never,
};
export const known = Object.keys(parameters);

const hasPatient = 'e.patients is not null';
/** Which columns become which entities (audit-event.ts). */
const parts: { readonly [kind in 'type' | 'role']: { readonly [code: string]: string | undefined } } = {
  type: {
    1: hasPatient,
    2: `(e.entities is not null or e.query <> '')`,
    XrequestId: 'true',
  },
  role: { 1: hasPatient, 4: 'e.entities is not null', 24: `e.query <> ''` },
};
const holding = (sql: string | undefined): Condition =>
  sql === undefined ? never : { sql, values: [], content: sql !== hasPatient };

/** https://hl7.org/fhir/R4/search.html#prefix */
function dateCondition(value: string): Condition {
  const [, prefix = 'eq', date = ''] = /^(eq|ne|gt|ge|lt|le|sa|eb)?(\d.*)$/.exec(value) ?? [];
  const range = dateRange(date.replace(/ (?=\d\d:\d\d$)/, '+')); // A + that was not encoded arrives as a space.
  if (!range) throw bad('date', 'is a date such as 2026-03-01 or ge2026-03-01T08:00:00Z.');
  // The range ends with the last millisecond it holds, the trail counts microseconds.
  const [low, high] = [new Date(range[0] * 1000), new Date(Math.round(range[1] * 1000) + 1)];
  switch (prefix) {
    case 'gt':
    case 'sa':
      return { sql: 'e.at >= ?', values: [high] };
    case 'ge':
      return { sql: 'e.at >= ?', values: [low] };
    case 'lt':
    case 'eb':
      return { sql: 'e.at < ?', values: [low] };
    case 'le':
      return { sql: 'e.at < ?', values: [high] };
    case 'ne':
      return { sql: 'not (e.at >= ? and e.at < ?)', values: [low, high] };
    default:
      return { sql: '(e.at >= ? and e.at < ?)', values: [low, high] };
  }
}
