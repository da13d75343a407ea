/**
 * The one statement that writes units: resource rows, former versions, search rows, aliases, care, change feed and audit as
 * `with` parts over arrays. Parts that a flush does not need are left out, so a handful of texts exist and each is named.
 */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { Query } from '../db/database.ts';
import { binaryTextArray, plainArray, textArray, wordArray } from './pg-arrays.ts';
import type { NewRow, Unit, UnitChange } from './unit.ts';

/** Collects parameters and parts; the final select demands that as many rows changed as should. */
class Statement {
  readonly values: unknown[] = [];
  readonly parts: string[] = [];
  private readonly counted: string[] = [];
  private wanted = 0;

  parameter(value: unknown, cast: string): string {
    return `$${this.values.push(value)}::${cast}`;
  }

  /** A part; with `rows` its result must have exactly that many. */
  part(name: string, text: string, rows?: number): void {
    this.parts.push(`${name} as (${text})`);
    if (rows === undefined) return;
    this.counted.push(`(select count(*) from ${name})`);
    this.wanted += rows;
  }

  get text(): string {
    const wanted = this.parameter(this.wanted, 'bigint');
    return `with ${this.parts.join(',\n')}\nselect record.demand(${this.counted.join(' + ') || '0'}, ${wanted})`;
  }
}

const names = new Map<string, string>();

/** The statement for some units that touch each resource once. */
export function writeStatement(units: readonly Unit[], audit: AuditTrail): Query {
  const statement = new Statement();
  const changes = units.flatMap((unit) => unit.changes.map((change) => ({ ...change, at: unit.at.toISOString() })));
  // Two processes that change the same rows lock them in the same order.
  if (changes.some((change) => change.before)) changes.sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  const written = changes.filter((change) => change.row !== undefined) as Written[];
  if (written.length > 0) writeRows(statement, written);
  const replaced = changes.filter((change) => change.before !== undefined) as Replacing[];
  if (replaced.length > 0) keepFormer(statement, replaced);
  const left = replaced.filter((change) => change.row?.patient !== change.before.patient);
  if (left.length > 0) takeOut(statement, left);
  dropSearchRows(statement, replaced);
  wakeTombstones(statement, changes.filter((change) => change.tombstone !== undefined));
  demandFirst(statement, changes.filter((change) => change.first));
  writeTombstones(statement, changes.filter((change) => change.method === 'delete'));
  writeAliases(statement, changes.filter((change) => change.alias !== undefined));
  writeCare(statement, changes);
  writeFeed(statement, units);
  const entries = units.flatMap((unit) => unit.audit);
  if (entries.length > 0) {
    const insertion = audit.insertion(entries, statement.values.length + 1);
    statement.values.push(...insertion.values);
    statement.part('audited', insertion.text);
  }
  const text = statement.text;
  let name = names.get(text);
  if (!name) {
    name = `record-write-${names.size + 1}`;
    // Texts differ only in which parts they have; should the audit's text ever vary more, plans must not pile up.
    if (names.size < 64) names.set(text, name);
    else return { text, values: statement.values };
  }
  return { name, text, values: statement.values };
}

type Timed = UnitChange & { at: string };
type Written = Timed & { row: NewRow };
type Replacing = Timed & { before: NonNullable<UnitChange['before']> };

const orderOf = ({ patient, type, id }: UnitChange): string => `${patient} ${type} ${id}`;
const numberOf = (type: string): number => typeNumber(type) ?? 0;

/** PostgreSQL's words for what JavaScript writes as Infinity are the same. */
const column = <T extends UnitChange>(changes: readonly T[], value: (change: T) => string | number): string =>
  plainArray(changes.map(value));

/** Tokens of the new row with those that go to record.lookup in front, and how many these are. */
function splitTokens({ row: { values, patient }, before }: Written): { tokens: readonly string[]; fresh: number } {
  if (values.lookups.length === 0) return { tokens: values.tokens, fresh: 0 };
  const stays = before && before.patient === patient && before.starts === values.starts ? new Set(before.tokens) : undefined;
  const fresh = stays ? values.lookups.filter((token) => !stays.has(token)) : values.lookups;
  if (fresh.length === 0) return { tokens: values.tokens, fresh: 0 };
  const first = new Set(fresh);
  return { tokens: [...first, ...values.tokens.filter((token) => !first.has(token))], fresh: first.size };
}

function splitStrings({ row: { values, patient }, before }: Written): { strings: readonly string[]; fresh: number } {
  const stays = before && before.patient === patient ? new Set(before.strings) : undefined;
  const fresh = new Set(stays ? values.words.filter((word) => !stays.has(word)) : values.words);
  if (fresh.size === 0) return { strings: values.strings, fresh: 0 };
  return { strings: [...fresh, ...values.strings.filter((text) => !fresh.has(text))], fresh: fresh.size };
}

function writeRows(statement: Statement, changes: Written[]): void {
  const tokens: string[] = [];
  const keys: string[] = [];
  const lows: number[] = [];
  const highs: number[] = [];
  const tokenEnds: number[] = [];
  const rangeEnds: number[] = [];
  const lookups: number[] = [];
  const words: number[] = [];
  const strings: (string | null)[] = [];
  for (const change of changes) {
    const { values } = change.row;
    const split = splitTokens(change);
    for (const token of split.tokens) tokens.push(token);
    tokenEnds.push(tokens.length);
    lookups.push(split.fresh);
    for (const key of values.rangeKeys) keys.push(key);
    for (const low of values.rangeLows) lows.push(low);
    for (const high of values.rangeHighs) highs.push(high);
    rangeEnds.push(keys.length);
    const texts = splitStrings(change);
    strings.push(texts.strings.length > 0 ? textArray(texts.strings) : null);
    words.push(texts.fresh);
  }
  const patient = statement.parameter(column(changes, ({ row }) => row.patient), 'int8[]');
  const type = statement.parameter(column(changes, (change) => numberOf(change.type)), 'int2[]');
  const id = statement.parameter(wordArray(changes.map((change) => change.id)), 'text[]');
  const starts = statement.parameter(column(changes, ({ row }) => row.values.starts), 'float8[]');
  const from = (ends: number[]) => statement.parameter(plainArray([0, ...ends].slice(0, -1)), 'int4[]');
  const tokenFrom = from(tokenEnds);
  const text = statement.parameter(binaryTextArray(strings), 'text[]');
  const flat = statement.parameter(plainArray(tokens), 'int8[]');
  const slice = (array: string) => `(${array})[r.range_from + 1 : r.range_to]`;
  const range = (array: string) => `case when r.range_from < r.range_to then ${slice(array)} end`;
  statement.part(
    'written',
    `insert into record.resource as old (patient, type, id, version, updated, starts, ends, tokens, strings,
        range_keys, range_lows, range_highs, content)
      select r.patient, r.type, r.id, r.version, r.updated, r.starts, r.ends,
        (${flat})[r.token_from + 1 : r.token_to], r.strings::text[],
        ${range(statement.parameter(plainArray(keys), 'int8[]'))},
        ${range(statement.parameter(plainArray(lows), 'float8[]'))},
        ${range(statement.parameter(plainArray(highs), 'float8[]'))}, r.content
      from unnest(${patient}, ${type}, ${id}, ${statement.parameter(column(changes, (change) => change.version), 'int4[]')},
        ${statement.parameter(column(changes, (change) => change.at), 'timestamptz[]')}, ${starts},
        ${statement.parameter(column(changes, ({ row }) => row.values.ends), 'float8[]')},
        ${tokenFrom}, ${statement.parameter(plainArray(tokenEnds), 'int4[]')},
        ${from(rangeEnds)}, ${statement.parameter(plainArray(rangeEnds), 'int4[]')}, ${text},
        ${statement.parameter(binaryTextArray(changes.map(({ row }) => row.content)), 'text[]')})
        as r(patient, type, id, version, updated, starts, ends, token_from, token_to, range_from, range_to, strings, content)
      on conflict (patient, type, id) do update set version = excluded.version, updated = excluded.updated,
        starts = excluded.starts, ends = excluded.ends, tokens = excluded.tokens, strings = excluded.strings,
        range_keys = excluded.range_keys, range_lows = excluded.range_lows, range_highs = excluded.range_highs,
        content = excluded.content
        where old.version = excluded.version - 1
      returning 1`,
    changes.length,
  );
  if (lookups.some((count) => count > 0)) {
    statement.part(
      'looked_up',
      `insert into record.lookup (patient, token, starts, type, id)
        select r.patient, token, r.starts, r.type, r.id
        from unnest(${patient}, ${type}, ${id}, ${starts}, ${tokenFrom}, ${statement.parameter(plainArray(lookups), 'int4[]')})
          as r(patient, type, id, starts, token_from, lookups),
          unnest((${flat})[r.token_from + 1 : r.token_from + r.lookups]) token
        on conflict do nothing`,
    );
  }
  if (words.some((count) => count > 0)) {
    statement.part(
      'worded',
      `insert into record.word (patient, type, word, id)
        select r.patient, r.type, word, r.id
        from unnest(${patient}, ${type}, ${id}, ${text}, ${statement.parameter(plainArray(words), 'int4[]')})
          as r(patient, type, id, strings, words), unnest((r.strings::text[])[1 : r.words]) word
        on conflict do nothing`,
    );
  }
}

/** Former versions go to the history. They are read as this statement sees them; the version demanded is the one replaced. */
function keepFormer(statement: Statement, changes: Replacing[]): void {
  statement.part(
    'kept',
    `insert into record.history (patient, type, id, version, updated, method, content)
      select old.patient, old.type, old.id, old.version, old.updated, case old.version when 1 then 'C' else 'U' end::"char", old.content
      from unnest(${places(statement, changes)}) as r(patient, type, id, version)
      join record.resource old
        on old.patient = r.patient and old.type = r.type and old.id = r.id and old.version = r.version
      returning 1`,
    changes.length,
  );
}

/** Rows of deleted resources, and of those that move to another compartment, leave their place. */
function takeOut(statement: Statement, changes: Replacing[]): void {
  statement.part(
    'taken_out',
    `delete from record.resource old
      using unnest(${places(statement, changes)}) as r(patient, type, id, version)
      where old.patient = r.patient and old.type = r.type and old.id = r.id and old.version = r.version
      returning 1`,
    changes.length,
  );
}

function places(statement: Statement, changes: Replacing[]): string {
  return [
    statement.parameter(column(changes, ({ before }) => before.patient), 'int8[]'),
    statement.parameter(column(changes, ({ type }) => numberOf(type)), 'int2[]'),
    statement.parameter(wordArray(changes.map(({ id }) => id)), 'text[]'),
    statement.parameter(column(changes, ({ before }) => before.version), 'int4[]'),
  ].join(', ');
}

/** Search rows that are no longer true. The old row's tokens tell where they are; probing those that never were is cheap. */
function dropSearchRows(statement: Statement, changes: Replacing[]): void {
  const tokens: { change: Replacing; token: string }[] = [];
  const words: { change: Replacing; word: string }[] = [];
  for (const change of changes) {
    const { before, row } = change;
    const same = row !== undefined && row.patient === before.patient;
    const stayTokens = same && row.values.starts === before.starts ? new Set(row.values.tokens) : undefined;
    for (const token of before.tokens) if (!stayTokens?.has(token)) tokens.push({ change, token });
    const stayWords = same ? new Set(row.values.strings) : undefined;
    for (const word of before.strings) if (!stayWords?.has(word)) words.push({ change, word });
  }
  if (tokens.length > 0) {
    statement.part(
      'unlooked',
      `delete from record.lookup l
        using unnest(${statement.parameter(plainArray(tokens.map(({ change }) => change.before.patient)), 'int8[]')},
          ${statement.parameter(plainArray(tokens.map(({ token }) => token)), 'int8[]')},
          ${statement.parameter(plainArray(tokens.map(({ change }) => numberOf(change.type))), 'int2[]')},
          ${statement.parameter(plainArray(tokens.map(({ change }) => change.before.starts)), 'float8[]')},
          ${statement.parameter(wordArray(tokens.map(({ change }) => change.id)), 'text[]')})
          as r(patient, token, type, starts, id)
        where l.patient = r.patient and l.token = r.token and l.type = r.type and l.starts = r.starts and l.id = r.id`,
    );
  }
  if (words.length > 0) {
    statement.part(
      'unworded',
      `delete from record.word w
        using unnest(${statement.parameter(plainArray(words.map(({ change }) => change.before.patient)), 'int8[]')},
          ${statement.parameter(plainArray(words.map(({ change }) => numberOf(change.type))), 'int2[]')},
          ${statement.parameter(binaryTextArray(words.map(({ word }) => word)), 'text[]')},
          ${statement.parameter(wordArray(words.map(({ change }) => change.id)), 'text[]')})
          as r(patient, type, word, id)
        where w.patient = r.patient and w.type = r.type and w.word = r.word and w.id = r.id`,
    );
  }
}

function writeTombstones(statement: Statement, changes: Timed[]): void {
  if (changes.length === 0) return;
  statement.part(
    'buried',
    `insert into record.history (patient, type, id, version, updated, method)
      select r.patient, r.type, r.id, r.version, r.updated, 'D'
      from unnest(${statement.parameter(column(changes, ({ patient }) => patient), 'int8[]')},
        ${statement.parameter(column(changes, ({ type }) => numberOf(type)), 'int2[]')},
        ${statement.parameter(wordArray(changes.map(({ id }) => id)), 'text[]')},
        ${statement.parameter(column(changes, ({ version }) => version), 'int4[]')},
        ${statement.parameter(column(changes, ({ at }) => at), 'timestamptz[]')})
        as r(patient, type, id, version, updated)`,
  );
}

/**
 * A deleted resource can be brought to life again once: its tombstone is marked (`d`), which a second one cannot do, wherever
 * it would have laid the resource.
 */
function wakeTombstones(statement: Statement, changes: Timed[]): void {
  if (changes.length === 0) return;
  statement.part(
    'woken',
    `update record.history h set method = 'd'
      from unnest(${statement.parameter(column(changes, ({ tombstone }) => tombstone?.patient ?? 0), 'int8[]')},
        ${statement.parameter(column(changes, ({ type }) => numberOf(type)), 'int2[]')},
        ${statement.parameter(wordArray(changes.map(({ id }) => id)), 'text[]')},
        ${statement.parameter(column(changes, ({ tombstone }) => tombstone?.version ?? 0), 'int4[]')})
        as r(patient, type, id, version)
      where h.patient = r.patient and h.type = r.type and h.id = r.id and h.version = r.version and h.method = 'D'
      returning 1`,
    changes.length,
  );
}

/** Where nothing has ever been, nothing may have come and gone since that was found out. */
function demandFirst(statement: Statement, changes: Timed[]): void {
  if (changes.length === 0) return;
  statement.part(
    'first',
    `select from unnest(${statement.parameter(column(changes, ({ patient }) => patient), 'int8[]')},
        ${statement.parameter(column(changes, ({ type }) => numberOf(type)), 'int2[]')},
        ${statement.parameter(wordArray(changes.map(({ id }) => id)), 'text[]')}) as r(patient, type, id)
      where not exists (
        select from record.history h where h.patient = r.patient and h.type = r.type and h.id = r.id)`,
    changes.length,
  );
}

/** A new alias must be new, a moved one must still point to where the resource was. */
function writeAliases(statement: Statement, changes: Timed[]): void {
  if (changes.length === 0) return;
  const former = changes.map(({ alias }) => (alias?.was === undefined ? '{}' : `{${alias.was}}`));
  statement.part(
    'aliased',
    `insert into record.alias as old (type, id, patient, former)
      select r.type, r.id, r.patient, r.former::int8[]
      from unnest(${statement.parameter(column(changes, ({ type }) => numberOf(type)), 'int2[]')},
        ${statement.parameter(wordArray(changes.map(({ id }) => id)), 'text[]')},
        ${statement.parameter(column(changes, ({ patient }) => patient), 'int8[]')},
        ${statement.parameter(wordArray(former), 'text[]')}) as r(type, id, patient, former)
      on conflict (type, id) do update set patient = excluded.patient, former = old.former || excluded.former
        where old.patient = excluded.former[1]
      returning 1`,
    changes.length,
  );
}

function writeCare(statement: Statement, changes: readonly Timed[]): void {
  const rows = new Map<string, { patient: string; facility: string; since: string }>();
  for (const { care = [], patient, at } of changes) {
    for (const facility of care) rows.set(`${patient} ${facility}`, { patient, facility, since: at });
  }
  if (rows.size === 0) return;
  // In one order everywhere: two statements that meet on the same rows must not wait for each other.
  const sorted = [...rows.keys()].sort().map((name) => rows.get(name)) as { patient: string; facility: string; since: string }[];
  statement.part(
    'cared_for',
    `insert into access.care (patient, facility, since)
      select r.patient, r.facility, r.since
      from unnest(${statement.parameter(plainArray(sorted.map(({ patient }) => patient)), 'int8[]')},
        ${statement.parameter(wordArray(sorted.map(({ facility }) => facility)), 'text[]')},
        ${statement.parameter(plainArray(sorted.map(({ since }) => since)), 'timestamptz[]')}) as r(patient, facility, since)
      on conflict do nothing`,
  );
}

const methodLetter = { create: 'C', update: 'U', delete: 'D' } as const;

/** One row of the change feed for each unit and compartment; a resource that moves is told in both. */
function writeFeed(statement: Statement, units: readonly Unit[]): void {
  const rows: { patient: string; at: string; actor: string; changes: UnitChange[] }[] = [];
  for (const { changes, at, actor } of units) {
    const byPatient = new Map<string, UnitChange[]>();
    for (const change of changes) {
      const before = change.before?.patient;
      const keys = before === undefined || before === change.patient ? [change.patient] : [change.patient, before];
      for (const key of keys) {
        const told = byPatient.get(key);
        if (told) told.push(change);
        else byPatient.set(key, [change]);
      }
    }
    for (const [patient, told] of byPatient) rows.push({ patient, at: at.toISOString(), actor, changes: told });
  }
  if (rows.length === 0) return;
  const texts = (value: (row: (typeof rows)[number]) => string) => statement.parameter(binaryTextArray(rows.map(value)), 'text[]');
  statement.part(
    'told',
    `insert into record.change (patient, at, actor, types, ids, versions, methods)
      select r.patient, r.at, r.actor, r.types::int2[], r.ids::text[], r.versions::int4[], r.methods::"char"[]
      from unnest(${statement.parameter(plainArray(rows.map(({ patient }) => patient)), 'int8[]')},
        ${statement.parameter(plainArray(rows.map(({ at }) => at)), 'timestamptz[]')}, ${texts(({ actor }) => actor)},
        ${texts(({ changes }) => column(changes, ({ type }) => numberOf(type)))},
        ${texts(({ changes }) => wordArray(changes.map(({ id }) => id)))},
        ${texts(({ changes }) => column(changes, ({ version }) => version))},
        ${texts(({ changes }) => column(changes, ({ method }) => methodLetter[method]))})
        as r(patient, at, actor, types, ids, versions, methods)`,
  );
}
