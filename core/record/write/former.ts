/** What becomes of what was there before: history, rows that leave their place, search rows that are no longer true. */
import { formerLeads } from '../former-leads.ts';
import { numberOf, type Parts, tokensInRow, type Replacing, type Timed } from './parts.ts';

/**
 * Former versions go to the history, as this statement sees them, with when they were replaced and what they were found
 * by; the version demanded is the one that is replaced.
 */
export function keepFormer(parts: Parts, changes: readonly Replacing[]): void {
  if (changes.length === 0) return;
  parts.add(
    'kept',
    `insert into record.history (patient, type, id, version, updated, method, content, replaced, starts, ends, tokens,
        strings, range_keys, range_lows, range_highs)
      select old.patient, old.type, old.id, old.version, old.updated,
        case old.version when 1 then 'C' else 'U' end::"char", old.content, r.at, old.starts, old.ends, old.tokens,
        old.strings, old.range_keys, old.range_lows, old.range_highs
      from unnest(${places(parts, changes)}, ${parts.instants(changes, ({ at }) => at)})
        as r(patient, type, id, version, at)
      join record.resource old
        on old.patient = r.patient and old.type = r.type and old.id = r.id and old.version = r.version
      returning 1`,
    changes.length,
  );
}

/** Rows of deleted resources, and of those that move to another compartment, leave their place. */
export function takeOut(parts: Parts, changes: readonly Replacing[]): void {
  if (changes.length === 0) return;
  parts.add(
    'taken_out',
    `delete from record.resource old
      using unnest(${places(parts, changes)}) as r(patient, type, id, version)
      where old.patient = r.patient and old.type = r.type and old.id = r.id and old.version = r.version
      returning 1`,
    changes.length,
  );
}

function places(parts: Parts, changes: readonly Replacing[]): string {
  return [
    parts.bigints(changes, ({ before }) => before.patient),
    parts.smallints(changes, numberOf),
    parts.ids(changes, ({ id }) => id),
    parts.integers(changes, ({ before }) => before.version),
  ].join(', ');
}

interface Stale {
  readonly change: Replacing;
  /** A token or a word. */
  readonly item: string;
}

/** Search rows that are no longer true. The old row tells where they are; probing those that never were is cheap. */
export function dropSearchRows(parts: Parts, changes: readonly Replacing[]): void {
  const tokens: Stale[] = [];
  const words: Stale[] = [];
  for (const change of changes) {
    const { before, row } = change;
    const stays = row?.patient === before.patient ? row.values : undefined;
    const still = stays?.starts === before.starts ? stays.tokens.slice(tokensInRow) : [];
    collect(tokens, change, before.tokens.slice(tokensInRow), still);
    collect(words, change, before.strings, stays?.strings ?? []);
  }
  if (tokens.length > 0) {
    parts.add(
      'unlooked',
      `delete from record.lookup l
        using unnest(${parts.bigints(tokens, ({ change }) => change.before.patient)}, ${parts.bigints(tokens, itemOf)},
          ${parts.smallints(tokens, typeOf)}, ${parts.floats(tokens, ({ change }) => change.before.starts)},
          ${parts.ids(tokens, ({ change }) => change.id)}) as r(patient, token, type, starts, id)
        where l.patient = r.patient and l.token = r.token and l.type = r.type and l.starts = r.starts and l.id = r.id`,
    );
  }
  if (words.length > 0) {
    parts.add(
      'unworded',
      `delete from record.word w
        using unnest(${parts.bigints(words, ({ change }) => change.before.patient)}, ${parts.smallints(words, typeOf)},
          ${parts.texts(words, itemOf)}, ${parts.ids(words, ({ change }) => change.id)}) as r(patient, type, word, id)
        where w.patient = r.patient and w.type = r.type and w.word = r.word and w.id = r.id`,
    );
  }
}

const itemOf = ({ item }: Stale): string => item;
const typeOf = ({ change }: Stale): number => numberOf(change);

function collect(into: Stale[], change: Replacing, old: readonly string[], stays: readonly string[]): void {
  const still = new Set(stays);
  for (const item of old) if (!still.has(item)) into.push({ change, item });
}

/** What led from elsewhere to versions that are replaced. Searches in the past go by it. */
export function keepLeads(parts: Parts, changes: readonly Replacing[]): void {
  const leads: Stale[] = changes.flatMap((change) => formerLeads(change).map((item) => ({ change, item })));
  if (leads.length === 0) return;
  parts.add(
    'led',
    `insert into record.former_lead (patient, token, type, id)
      select r.patient, r.token, r.type, r.id
      from unnest(${parts.bigints(leads, ({ change }) => change.before.patient)}, ${parts.bigints(leads, itemOf)},
        ${parts.smallints(leads, typeOf)}, ${parts.ids(leads, ({ change }) => change.id)})
        as r(patient, token, type, id)
      on conflict do nothing`,
  );
}

/** The tombstones of deleted resources. */
export function bury(parts: Parts, changes: readonly Timed[]): void {
  if (changes.length === 0) return;
  parts.add(
    'buried',
    `insert into record.history (patient, type, id, version, updated, method)
      select r.patient, r.type, r.id, r.version, r.updated, 'D'
      from unnest(${parts.bigints(changes, ({ patient }) => patient)}, ${parts.smallints(changes, numberOf)},
        ${parts.ids(changes, ({ id }) => id)}, ${parts.integers(changes, ({ version }) => version)},
        ${parts.instants(changes, ({ at }) => at)}) as r(patient, type, id, version, updated)`,
  );
}

/**
 * A deleted resource can be brought to life again once: its tombstone is marked (`d`), which a second one cannot do,
 * wherever it would have laid the resource.
 */
export function wake(parts: Parts, changes: readonly Timed[]): void {
  if (changes.length === 0) return;
  parts.add(
    'woken',
    `update record.history h set method = 'd'
      from unnest(${parts.bigints(changes, ({ tombstone }) => tombstone?.patient ?? '0')},
        ${parts.smallints(changes, numberOf)}, ${parts.ids(changes, ({ id }) => id)},
        ${parts.integers(changes, ({ tombstone }) => tombstone?.version ?? 0)}) as r(patient, type, id, version)
      where h.patient = r.patient and h.type = r.type and h.id = r.id and h.version = r.version and h.method = 'D'
      returning 1`,
    changes.length,
  );
}

/** Where nothing has ever been, nothing may have come and gone since that was found out. */
export function demandFirst(parts: Parts, changes: readonly Timed[]): void {
  if (changes.length === 0) return;
  parts.add(
    'first',
    `select from unnest(${parts.bigints(changes, ({ patient }) => patient)}, ${parts.smallints(changes, numberOf)},
        ${parts.ids(changes, ({ id }) => id)}) as r(patient, type, id)
      where not exists (
        select from record.history h where h.patient = r.patient and h.type = r.type and h.id = r.id)`,
    changes.length,
  );
}
