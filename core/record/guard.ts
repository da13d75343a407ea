/** Access and audit around every interaction: decide, do, leave a trace of what was done and of what was refused. */
import { typeNumber } from '#libs/fhir/resource-types.ts';
import type { Call } from '../access/actor.ts';
import { careFacts, placeName, restrictionFacts } from '../access/facts.ts';
import {
  type Allow,
  asksTables,
  authorize,
  decideRow,
  type Interaction,
  limitAllows,
  type ScopeLimit,
  type Visibility,
} from '../access/index.ts';
import type { AuditEntry } from '../audit/index.ts';
import type { Tx } from '../db/database.ts';
import { Refusal, type RefusalKind } from '../refusal/refusal.ts';
import { isOwn, patientOf } from './compartment.ts';
import type { RecordContext } from './context.ts';
import { isHashed, type Key } from './keys.ts';
import { demandKnownPatient } from './known-patient.ts';
import type { Stored } from './record.ts';
import { usualAge } from './state-watch.ts';
import { authorOf } from './write/owners.ts';
import type { Unit, UnitChange } from './write/unit.ts';

/** What is asked, for the trail. */
export interface Asked {
  readonly action: AuditEntry['action'];
  readonly kind: Interaction;
  readonly type?: string;
  /** `Type/id` when it is about one resource. */
  readonly entity?: string;
  readonly query?: string;
}

/** A resource that the caller may not know of: answered like one that does not exist, told apart only in the trail. */
export class Hidden extends Refusal {
  readonly patient: Key;
  readonly patientId: string | undefined;

  constructor(type: string, id: string, patient: Key, patientId: string | undefined) {
    super('not-found', 'unknown-resource', unknownWords(type, id));
    this.patient = patient;
    this.patientId = patientId;
  }
}

const unknownWords = (type: string, id: string) => `There is no ${type}/${id} here. Check the type and the id.`;
export const unknown = (type: string, id: string) =>
  new Refusal('not-found', 'unknown-resource', unknownWords(type, id));
export const gone = (type: string, id: string) =>
  new Refusal('gone', 'deleted', `${type}/${id} was deleted. Its former versions are in ${type}/${id}/_history.`);

/** Refusals that say something about data: these leave a trace. What is merely malformed does not. */
const traced = new Set<RefusalKind>(['forbidden', 'not-found', 'gone', 'conflict', 'condition-failed']);

/** What is validated before it is written. */
const writes = new Set<Interaction>(['create', 'update', 'patch', 'transaction']);

/** What asks for nothing by a search parameter, and stores nothing that is found by one. */
const reads = new Set<Interaction>(['read', 'vread']);

/** Runs an interaction: @throws what `authorize` and `work` throw, after the refusal has been audited. */
export async function guarded<T>(
  { audit, runtime, definitions, searchParameters }: RecordContext,
  call: Call,
  asked: Asked,
  work: (allow: Allow) => Promise<T>,
): Promise<T> {
  try {
    const allow = authorize(call.actor, asked.kind, asked.type);
    if (asked.kind === 'search-type' && asked.type !== undefined) {
      const [place = '', ...query] = (asked.query ?? '').split('?');
      demandKnownPatient(call.actor, asked.type, query.join('?'), place);
    }
    if (writes.has(asked.kind)) await definitions.refresh(usualAge);
    if (!reads.has(asked.kind)) await searchParameters.refresh(usualAge);
    return await work(allow);
  } catch (error) {
    if (error instanceof Refusal && traced.has(error.kind)) {
      const { action, kind, entity, query } = asked;
      await audit.write({
        call,
        at: runtime.now(),
        action,
        kind,
        outcome: 4,
        reason: error instanceof Hidden ? 'hidden' : error.code,
        ...(error instanceof Hidden ? patientsOf([error]) : {}),
        ...(entity ? { entities: [entity] } : {}),
        ...(query === undefined ? {} : { query }),
      });
    }
    throw error;
  }
}

/** The entry of what was read. Every resource of the page is named, and every patient once. */
export async function readEntry(
  { runtime, database }: RecordContext,
  call: Call,
  { action, kind, query }: Asked,
  rule: Allow['rule'],
  stored: readonly (Stored & { readonly key?: Key })[],
): Promise<AuditEntry> {
  return {
    call,
    at: runtime.now(),
    action,
    kind,
    outcome: 0,
    rule,
    ...seenPatients(await patientsTouched(database, stored)),
    entities: stored.map(({ type, id, version }) => `${type}/${id}/${version}`),
    ...(query === undefined ? {} : { query }),
  };
}

const seenPatients = (touched: readonly { patient: Key; patientId: string | undefined }[]) =>
  touched.length === 0
    ? {}
    : { patients: touched.map(({ patient }) => patient), patientIds: touched.map(({ patientId }) => patientId) };

const actions = { create: 'C', update: 'U', delete: 'D' } as const;

/**
 * Whose data some resources are. Where a client chose the Patient's id and the page shows only parts of the content
 * (`_elements`), the Patient is looked up by the compartment.
 */
async function patientsTouched(tx: Tx, stored: readonly (Stored & { readonly key?: Key })[]) {
  const touched: { patient: Key; patientId: string | undefined }[] = [];
  const known = new Set<Key>();
  const missing = new Set<Key>();
  for (const { type, id, patient: lies, key, content } of stored) {
    const patient = lies ?? key;
    // Most pages are about one patient: whose compartment it is has to be found out once.
    if (patient === undefined || known.has(patient) || isOwn(type, id, patient)) continue;
    // Where a key tells the Patient's id, the trail need not be told (audit/entry.ts).
    const isTold = type !== 'Patient' && !isHashed(patient);
    const patientId = isTold ? undefined : patientOf(type, id, patient, content);
    if (patientId === undefined && !isTold) missing.add(patient);
    else {
      known.add(patient);
      touched.push({ patient, patientId });
    }
  }
  for (const { patient } of touched) missing.delete(patient);
  if (missing.size === 0) return touched;
  const { rows } = await tx.query<{ patient: Key; id: string }>({
    name: 'record-patients',
    text: `select patient, id from record.resource where patient = any($1::int8[]) and type = $2::int2`,
    values: [`{${[...missing].join(',')}}`, typeNumber('Patient')],
  });
  for (const { patient, id } of rows) touched.push({ patient, patientId: id });
  return touched;
}

/** A unit that changes nothing but shows what is there: that too is an access. */
export async function lookedAt(
  context: RecordContext,
  call: Call,
  kind: Interaction,
  rule: Allow['rule'],
  stored: readonly Stored[],
): Promise<Unit> {
  const audit = [await readEntry(context, call, { action: 'R', kind }, rule, stored)];
  return { changes: [], at: context.runtime.now(), ...authorOf(call), audit };
}

/** The entries of a unit: one for each kind of change in it. */
export function changeEntries(
  call: Call,
  at: Date,
  kind: Interaction,
  rule: Allow['rule'] | undefined,
  changes: readonly UnitChange[],
): AuditEntry[] {
  const byMethod = Map.groupBy(changes, ({ method }) => method);
  return [...byMethod].map(([method, same]) => ({
    call,
    at,
    action: actions[method],
    kind,
    outcome: 0,
    ...(rule ? { rule } : {}),
    ...patientsOf(same),
    entities: same.map(({ type, id, version }) => `${type}/${id}/${version}`),
  }));
}

function patientsOf(touched: readonly { patient: Key; patientId: string | undefined }[]) {
  const ids = new Map<Key, string>();
  for (const { patient, patientId } of touched) if (patientId !== undefined) ids.set(patient, patientId);
  return ids.size === 0 ? {} : { patients: [...ids.keys()], patientIds: [...ids.values()] };
}

/**
 * A change may touch only what the caller may write: where the resource lay, and where it will lie.
 * @throws Hidden for what lay elsewhere or is withheld; Refusal `forbidden` `not-in-care` for what would be written
 *   elsewhere, or where the relation to the patient does not allow it.
 */
export async function mayWrite(
  tx: Tx,
  visibility: Visibility,
  changes: readonly UnitChange[],
  when: Date,
): Promise<void> {
  const judge = await judgeOfWrites(tx, visibility, changes, when);
  for (const change of changes) judge(change);
}

/** The same with the facts of all changes fetched at once; the judge is then asked change by change. */
export async function judgeOfWrites(
  tx: Tx,
  visibility: Visibility,
  changes: readonly UnitChange[],
  now: Date,
): Promise<(change: UnitChange) => void> {
  const { scopes } = visibility;
  const inScope = (change: UnitChange) => scopes && demandScope(scopes, change);
  // Machines and the platform: the scope has decided; what they may read is another question.
  if (visibility.kind === 'all' || visibility.kind === 'types') return inScope;
  const places = changes.flatMap(({ type, id, patient, before }) => [
    { type, id, patient },
    ...(before && before.patient !== patient ? [{ type, id, patient: before.patient }] : []),
  ]);
  const keys = [...new Set(places.map(({ patient }) => patient))];
  const care = visibility.kind === 'facility' ? await careFacts(tx, visibility.facility, keys) : [];
  const restricted = asksTables(visibility) ? await restrictionFacts(tx, places) : undefined;
  const decided = (use: 'see' | 'write', type: string, id: string, patient: Key) => {
    const restrictions = restricted?.get(placeName({ type, id, patient })) ?? [];
    return decideRow(visibility, use, { type, patient, restrictions }, { now, care, proxies: [] }).allow;
  };
  return (change) => {
    inScope(change);
    const { type, id, before, patient } = change;
    if (before && !decided('see', type, id, before.patient))
      throw new Hidden(type, id, before.patient, patientOf(type, id, before.patient, before.content));
    if (decided('write', type, id, patient) && (!before || decided('write', type, id, before.patient))) return;
    throw new Refusal(
      'forbidden',
      'not-in-care',
      `This ${type} is about nobody in your care, or your relation to the patient does not let you write it.`,
    );
  };
}

/** What a scope's query selects may be changed, and only into what it selects. @throws as mayWrite. */
function demandScope(limit: ScopeLimit, { method, type, id, before, patient, row }: UnitChange): void {
  const allows = (right: 'c' | 'r' | 'u' | 'd' | 's', key: Key, tokens: readonly string[]) =>
    limitAllows(limit, right, type, key, tokens);
  if (before) {
    // Not yet a change: whether the caller may know of the resource at all.
    const rights =
      row || method === 'delete' ? ([method === 'delete' ? 'd' : 'u'] as const) : (['u', 'd', 'r', 's'] as const);
    if (!rights.some((right) => allows(right, before.patient, before.tokens)))
      throw new Hidden(type, id, before.patient, patientOf(type, id, before.patient, before.content));
  }
  if (row && !allows(method === 'create' ? 'c' : 'u', patient, row.values.tokens)) {
    throw new Refusal(
      'forbidden',
      'scope-missing',
      `No scope of the access token lets it write this ${type}. Ask for a wider one and try again.`,
    );
  }
}
