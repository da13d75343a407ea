/**
 * The one statement that writes units: resource rows, former versions, search rows, aliases, care, change feed and
 * audit as `with` parts over arrays. Parts that a flush does not need are left out, so a handful of texts exist and
 * each is named.
 */
import type { AuditTrail } from '../../audit/index.ts';
import type { Query } from '../../db/database.ts';
import { bury, demandFirst, dropSearchRows, keepFormer, keepLeads, takeOut, wake } from './former.ts';
import { writeLiving } from './living.ts';
import { endCare, writeCare, writeLabels } from './access-rows.ts';
import { numberOf, Parts, type Replacing, type Timed, type Written } from './parts.ts';
import { plainArray, wordArray } from './pg-arrays.ts';
import type { Unit, UnitChange } from './unit.ts';

/** The statement for some units that touch each resource once. */
export function writeStatement(units: readonly Unit[], audit: AuditTrail): Query {
  const parts = new Parts();
  const changes: Timed[] = units.flatMap(({ changes: of, at }) => {
    const instant = at.toISOString();
    return of.map((change) => ({ ...change, at: instant }));
  });
  const replaced = changes.filter((change): change is Replacing => change.before !== undefined);
  // In the order of the primary key: its pages fill up one after the other (58 bytes a row instead of 100), and two
  // processes that change the same rows lock them in the same order.
  changes.sort(inOrderOfKeys);
  const written = changes.filter((change): change is Written => change.row !== undefined);
  if (written.length > 0) {
    demandKnown(parts, written);
    writeLiving(parts, written);
  }
  keepFormer(parts, replaced);
  takeOut(
    parts,
    replaced.filter(({ row, before }) => row?.patient !== before.patient),
  );
  dropSearchRows(parts, replaced);
  keepLeads(parts, replaced);
  bury(
    parts,
    changes.filter(({ method }) => method === 'delete'),
  );
  wake(
    parts,
    changes.filter(({ tombstone }) => tombstone !== undefined),
  );
  demandFirst(
    parts,
    changes.filter(({ first }) => first),
  );
  writeAliases(
    parts,
    changes.filter(({ alias }) => alias !== undefined),
  );
  writeCare(parts, changes);
  endCare(parts, changes);
  writeLabels(parts, changes);
  writeFeed(parts, units);
  const entries = units.flatMap((unit) => unit.audit);
  if (entries.length > 0) {
    const { text, values } = audit.insertion(entries, parts.next);
    parts.add('audited', text);
    parts.take(values);
  }
  return parts.query();
}

/**
 * What is stored was found by the search parameters that are known now: a change of these finds every resource, either
 * here or when what is stored is indexed anew.
 */
function demandKnown(parts: Parts, written: readonly Written[]): void {
  const numbers = [...new Set(written.map(({ row }) => row.extractedBy))];
  const known = parts.bigints(numbers, String);
  // Of several numbers one at most is the present one.
  parts.add('known', `select from record.search_parameter_state where number = any(${known})`, numbers.length);
}

function inOrderOfKeys(one: UnitChange, other: UnitChange): number {
  if (one.patient !== other.patient) {
    // Numbers as texts.
    const longer = one.patient.length - other.patient.length;
    return longer !== 0 ? longer : one.patient < other.patient ? -1 : 1;
  }
  if (one.type !== other.type) return numberOf(one) - numberOf(other);
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

/** A new alias must be new, a moved one must still point to where the resource was. */
function writeAliases(parts: Parts, changes: readonly Timed[]): void {
  if (changes.length === 0) return;
  parts.add(
    'aliased',
    `insert into record.alias as old (type, id, patient, former)
      select r.type, r.id, r.patient, r.former::int8[]
      from unnest(${parts.smallints(changes, numberOf)}, ${parts.ids(changes, ({ id }) => id)},
        ${parts.bigints(changes, ({ patient }) => patient)},
        ${parts.ids(changes, ({ alias }) => (alias?.was === undefined ? '{}' : `{${alias.was}}`))})
        as r(type, id, patient, former)
      on conflict (type, id) do update set patient = excluded.patient, former = old.former || excluded.former
        where old.patient = excluded.former[1]
      returning 1`,
    changes.length,
  );
}

interface Told {
  readonly patient: string;
  readonly at: string;
  readonly actor: string;
  readonly changes: readonly UnitChange[];
}

const methodLetter = { create: 'C', update: 'U', delete: 'D' } as const;

/** One row of the change feed for each unit and compartment; a resource that moves is told in both. */
function writeFeed(parts: Parts, units: readonly Unit[]): void {
  const rows: Told[] = units.flatMap(({ changes, at, actor }) =>
    [...byCompartment(changes)].map(([patient, told]) => ({ patient, at: at.toISOString(), actor, changes: told })),
  );
  if (rows.length === 0) return;
  parts.add(
    'told',
    `insert into record.change (patient, at, actor, types, ids, versions, methods)
      select r.patient, r.at, r.actor, r.types::int2[], r.ids::text[], r.versions::int4[], r.methods::"char"[]
      from unnest(${parts.bigints(rows, ({ patient }) => patient)}, ${parts.instants(rows, ({ at }) => at)},
        ${parts.texts(rows, ({ actor }) => actor)},
        ${parts.texts(rows, ({ changes }) => plainArray(changes.map(numberOf)))},
        ${parts.texts(rows, ({ changes }) => wordArray(changes.map(({ id }) => id)))},
        ${parts.texts(rows, ({ changes }) => plainArray(changes.map(({ version }) => version)))},
        ${parts.texts(rows, ({ changes }) => plainArray(changes.map(({ method }) => methodLetter[method])))})
        as r(patient, at, actor, types, ids, versions, methods)`,
  );
}

function byCompartment(changes: readonly UnitChange[]): Map<string, UnitChange[]> {
  const compartments = new Map<string, UnitChange[]>();
  for (const change of changes) {
    const { patient, before = { patient } } = change;
    for (const key of before.patient === patient ? [patient] : [patient, before.patient]) {
      const told = compartments.get(key);
      if (told) told.push(change);
      else compartments.set(key, [change]);
    }
  }
  return compartments;
}
