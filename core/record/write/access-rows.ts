/** The rows of access that follow from what is written: in whose care a patient is, and what is confidential. */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Label } from '../../access/labels.ts';
import type { Care } from '../care.ts';
import { numberOf, type Parts, type Timed } from './parts.ts';
import { plainArray } from './pg-arrays.ts';

interface CareRow {
  readonly patient: string;
  readonly care: Care;
  readonly since: string;
}

const nameOf = (patient: string, { facility, kind, source }: Care): string =>
  `${patient} ${facility} ${kind} ${source}`;
const later = (one: Date | undefined, other: Date | undefined): boolean =>
  other !== undefined && (one === undefined || one > other);

/** In one order everywhere: two statements that meet on the same rows must not wait for each other. */
const inOrder = <T>(rows: ReadonlyMap<string, T>): T[] =>
  [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);

/**
 * A row without a source only grows; one with a source says what the source says now. A facility that the patient
 * refused stays refused.
 */
export function writeCare(parts: Parts, changes: readonly Timed[]): void {
  const rows = new Map<string, CareRow>();
  for (const { care = [], patient, at } of changes) {
    for (const one of care) {
      const known = rows.get(nameOf(patient, one));
      if (known && one.source === '' && !later(one.ends, known.care.ends)) continue;
      rows.set(nameOf(patient, one), { patient, care: one, since: at });
    }
  }
  if (rows.size === 0) return;
  const sorted = inOrder(rows);
  const refused =
    'exists (select from access.care o where o.patient = r.patient and o.facility = r.facility and o.refused)';
  parts.add(
    'cared_for',
    `insert into access.care as old (patient, facility, kind, source, since, ends, types, refused)
      select r.patient, r.facility, r.kind, r.source, r.since, r.ends::timestamptz, r.types::int2[], ${refused}
      from unnest(${parts.bigints(sorted, ({ patient }) => patient)},
        ${parts.ids(sorted, ({ care }) => care.facility)}, ${parts.ids(sorted, ({ care }) => care.kind)},
        ${parts.ids(sorted, ({ care }) => care.source)}, ${parts.instants(sorted, ({ since }) => since)},
        ${parts.texts(sorted, ({ care }) => care.ends?.toISOString() ?? null)},
        ${parts.texts(sorted, ({ care }) => typesOf(care))})
        as r(patient, facility, kind, source, since, ends, types)
      on conflict (patient, facility, kind, source) do update set ends = excluded.ends
        where case when excluded.source = '' then excluded.ends > old.ends
          else excluded.ends is distinct from old.ends end`,
  );
}

const typesOf = ({ types }: Care): string | null =>
  types ? plainArray(types.map((type) => typeNumber(type) ?? 0)) : null;

/** What stood on something that is no longer said ends now. */
export function endCare(parts: Parts, changes: readonly Timed[]): void {
  const rows = new Map<string, CareRow>();
  for (const { careLost = [], at } of changes) {
    for (const { patient, care } of careLost) rows.set(nameOf(patient, care), { patient, care, since: at });
  }
  if (rows.size === 0) return;
  const sorted = inOrder(rows);
  parts.add(
    'care_ended',
    `update access.care c set ends = r.at
      from unnest(${parts.bigints(sorted, ({ patient }) => patient)},
        ${parts.ids(sorted, ({ care }) => care.facility)}, ${parts.ids(sorted, ({ care }) => care.kind)},
        ${parts.ids(sorted, ({ care }) => care.source)}, ${parts.instants(sorted, ({ since }) => since)})
        as r(patient, facility, kind, source, at)
      where c.patient = r.patient and c.facility = r.facility and c.kind = r.kind and c.source = r.source
        and (c.ends is null or c.ends > r.at)`,
  );
}

/** A label stays as long as any version has it, so none is ever taken away here. */
export function writeLabels(parts: Parts, changes: readonly Timed[]): void {
  const rows: (Timed & { label: Label })[] = [];
  for (const change of changes) for (const label of change.labels ?? []) rows.push({ ...change, label });
  if (rows.length === 0) return;
  parts.add(
    'labelled',
    `insert into access.restricted (patient, type, id, reason, readers, emergency, since)
      select r.patient, r.type, r.id, r.reason, '+weak', r.emergency, r.since
      from unnest(${parts.bigints(rows, ({ patient }) => patient)}, ${parts.smallints(rows, numberOf)},
        ${parts.ids(rows, ({ id }) => id)}, ${parts.ids(rows, ({ label }) => label.code)},
        ${parts.ids(rows, ({ label }) => String(label.emergency))}::bool[],
        ${parts.instants(rows, ({ at }) => at)}) as r(patient, type, id, reason, emergency, since)
      on conflict do nothing`,
  );
}
