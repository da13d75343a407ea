/**
 * The ledger in the transaction of every change of an event, whoever made it: holds the rules, gives each number to one
 * event, and counts diagnoses under a lock, so that two changes at once cannot leave an event without one.
 */
import type { Tx } from '#core/db/database.ts';
import type { Change, ChangeHook, Resource } from '#core/record/record.ts';
import { locate } from '#core/record/store.ts';
import { type Issue, Refusal } from '#core/refusal/refusal.ts';
import type { MedicalEventNeeds } from './needs.ts';
import { profiles } from './model.ts';
import { type EventFacts, encounterOf, eventFacts, peselOf } from './reading.ts';
import { refuse } from './refusals.ts';
import { isLate, judgeEvent, lacksDiagnosis, type Worker, wordsOfRules } from './rules.ts';
import { verifyProvenance } from './signing.ts';
import { after, type EventState } from './states.ts';
import { type EventStore, eventStore } from './store.ts';

/** For how long what the registers say of a worker (C-15), or a Patient of its PESEL, is believed, ms. */
const believed = 15 * 60_000;
const rememberedAtMost = 20_000;

type Needs = Pick<MedicalEventNeeds, 'runtime' | 'workers' | 'record'>;
interface Parts extends Needs {
  readonly workerOf: (tx: Tx, npwz: string) => Promise<Worker | undefined>;
  readonly peselOf: (tx: Tx, patient: string, said: string) => Promise<string | undefined>;
}

export function ledgerHook(needs: Needs): ChangeHook {
  const parts = { ...needs, workerOf: rememberedWorkers(needs), peselOf: rememberedPesels(needs) };
  return async (tx, changes) => {
    for (const [patient, own] of Map.groupBy(changes, (change) => change.patient)) await keep(parts, tx, patient, own);
  };
}

function rememberedWorkers({ workers, runtime }: Needs): Parts['workerOf'] {
  const memory = new Map<string, { worker: Worker | undefined; until: number }>();
  return async (tx, npwz) => {
    const now = runtime.now().getTime();
    const remembered = memory.get(npwz);
    if (remembered && remembered.until > now) return remembered.worker;
    const worker = await workers.ofNumber(tx, npwz);
    if (memory.size >= rememberedAtMost) memory.delete(memory.keys().next().value as string);
    // What was refused is asked again each time: a right that was given back counts at once.
    if (worker?.status === 'valid') memory.set(npwz, { worker, until: now + believed });
    return worker;
  };
}

/** The PESEL of a Patient. One that fits what an event says is remembered; one that does not is looked up each time. */
function rememberedPesels({ runtime }: Needs): Parts['peselOf'] {
  const memory = new Map<string, { pesel: string; until: number }>();
  return async (tx, patient, said) => {
    const now = runtime.now().getTime();
    const remembered = memory.get(patient);
    if (remembered?.pesel === said && remembered.until > now) return said;
    const [place] = await locate(tx, [{ type: 'Patient', id: patient }]);
    const pesel = place?.current && peselOf(JSON.parse(place.current.content) as Resource);
    if (memory.size >= rememberedAtMost) memory.delete(memory.keys().next().value as string);
    if (pesel === said) memory.set(patient, { pesel, until: now + believed });
    return pesel;
  };
}

/** What one change of one patient means for the ledger. */
async function keep(parts: Parts, tx: Tx, patient: string, changes: readonly Change[]): Promise<void> {
  const of = (type: string) => changes.filter((change) => change.type === type);
  const store = eventStore(tx);
  const encounters = of('Encounter');
  const conditions = of('Condition');
  const known = encounters.some(({ method }) => method !== 'create')
    ? await held(store, patient, encounters)
    : new Map();
  // Conditions that are new with this change, by their event: written together with one that is new too.
  const diagnosed = Map.groupBy(
    conditions.filter(({ method }) => method === 'create'),
    ({ resource }) => encounterOf(resource),
  );
  const written = new Set<Change>();
  const opened: EventFacts[] = [];
  for (const change of encounters) {
    const event = await keepEvent({ parts, tx, store, patient, diagnosed, written }, change, known.get(change.id));
    if (event) opened.push(event);
  }
  if (opened.length > 0) await demandDiagnoses(store, patient, opened, changes.length > encounters.length);
  const others = conditions.filter((change) => !written.has(change));
  if (others.length > 0) await keepDiagnoses(store, patient, others, new Set(encounters.map(({ id }) => id)));
  for (const { method, resource } of of('Provenance')) {
    if (method === 'delete' || !resource) continue;
    const signed = await verifyProvenance(tx, resource, parts.record.settings.baseUrl);
    for (const event of signed) await sign(store, event.patient, event.encounter, parts.runtime.now());
  }
}

const held = async (store: EventStore, patient: string, changes: readonly Change[]) =>
  new Map(
    (
      await store.held(
        patient,
        changes.map(({ id }) => id),
      )
    ).map((row) => [row.encounter, row]),
  );

interface Keeping {
  readonly parts: Parts;
  readonly tx: Tx;
  readonly store: EventStore;
  readonly patient: string;
  /** Conditions that are new in this very change, by their event. */
  readonly diagnosed: ReadonlyMap<string | undefined, readonly Change[]>;
  /** Of these, what has been written with its event. */
  readonly written: Set<Change>;
}

type Row = Awaited<ReturnType<EventStore['held']>>[number];

/** The event when it is open: what has still to be asked is whether it has a diagnosis. */
async function keepEvent(
  { parts, tx, store, patient, diagnosed, written }: Keeping,
  change: Change,
  row: Row | undefined,
): Promise<EventFacts | undefined> {
  const { id, version, resource, method } = change;
  if (method === 'delete' || !resource) {
    if (row) await store.setState(patient, id, 'cancelled', version);
    return undefined;
  }
  if (!resource.meta?.profile?.some((one) => one.split('|')[0] === profiles.event))
    throw refuse('profile-dropped', row?.number ?? id);
  const event = eventFacts(resource);
  const issues = judgeEvent(event, await knownOf(parts, tx, event));
  if (issues.length > 0) throw broken(issues);
  const now = parts.runtime.now();
  const cancelled = event.status === 'entered-in-error';
  const state: EventState = cancelled ? 'cancelled' : diagnosed.has(id) ? 'registered' : (row?.state ?? 'open');
  const facts = {
    ...{ patient, encounter: id, system: event.system, number: event.number, state, version },
    ...{ facility: event.facility ?? null, happenedAt: event.end ?? event.start, content: event.content ?? null },
  };
  if (row) {
    if (after(row.state, 'correct') === undefined) throw refuse('event-cancelled', row.number);
    if (row.number !== event.number || row.system !== event.system) throw refuse('number-changed', row.number);
    await store.correct({ ...row, ...facts });
    return undefined;
  }
  const conditions = diagnosed.get(id) ?? [];
  const fresh = { ...facts, recordedAt: now, late: isLate(event, now) };
  const isNew = await store.register(
    fresh,
    conditions.map((condition) => condition.id),
  );
  if (!isNew) throw await taken(store, event);
  for (const condition of conditions) written.add(condition);
  return state === 'open' ? event : undefined;
}

async function knownOf({ workerOf, peselOf: known, runtime }: Parts, tx: Tx, { people, patient, pesel }: EventFacts) {
  const workers = new Map<string, Worker>();
  for (const { npwz } of people) {
    const worker = await workerOf(tx, npwz);
    if (worker) workers.set(npwz, worker);
  }
  const own = patient && pesel ? await known(tx, patient, pesel) : undefined;
  return { now: runtime.now(), workers, pesel: own };
}

const broken = (issues: readonly Issue[]): Refusal =>
  new Refusal('rule-broken', String(issues[0]?.rule ?? 'rule-broken').toLowerCase(), {
    issues,
    pl: issues.map(({ rule = '' }) => wordsOfRules[rule] ?? rule).join(' '),
  });

/** The number has been given: by whom, as far as one may know. */
async function taken(store: EventStore, { system, number }: EventFacts): Promise<Refusal> {
  const other = await store.byNumber(system, number);
  return refuse('number-taken', number, other && `Encounter/${other.encounter}`);
}

/**
 * Events that came without a diagnosis: one that is here already counts. Who sends resource by resource begins with the
 * Encounter alone; whoever sends parts of an event with it sends its diagnosis too. REG.WER.10857
 */
async function demandDiagnoses(
  store: EventStore,
  patient: string,
  events: readonly EventFacts[],
  withParts: boolean,
): Promise<void> {
  const found = await store.diagnosed(
    patient,
    events.map(({ encounter }) => encounter),
  );
  for (const { encounter, number } of events) {
    if (found.has(encounter)) await store.setState(patient, encounter, 'registered');
    else if (withParts) throw broken([lacksDiagnosis(number)]);
  }
}

/** Diagnoses come, go, move: an event that has one keeps one. */
async function keepDiagnoses(
  store: EventStore,
  patient: string,
  changes: readonly Change[],
  justWritten: ReadonlySet<string>,
): Promise<void> {
  const left = new Set<string>();
  const moved = changes.filter(({ method }) => method !== 'create').map(({ id }) => id);
  const leaving = changes.filter(({ resource }) => !encounterOf(resource)).map(({ id }) => id);
  if (moved.length > 0) for (const one of await store.encountersOf(patient, moved)) left.add(one);
  const coming = changes.flatMap(({ id, resource }) => {
    const encounter = encounterOf(resource);
    return encounter ? [{ id, encounter }] : [];
  });
  const touched = [...new Set([...left, ...coming.map(({ encounter }) => encounter)])];
  // New events of this very change are known to have what they have: nobody else can see them yet.
  const asked = touched.filter((one) => left.has(one) || !justWritten.has(one));
  const rows = asked.length > 0 ? await store.held(patient, asked) : [];
  if (leaving.length > 0) await store.dropDiagnoses(patient, leaving);
  if (coming.length > 0)
    await store.addDiagnoses(
      patient,
      coming.map(({ id }) => id),
      coming.map(({ encounter }) => encounter),
    );
  if (rows.length === 0) return;
  const diagnosed = await store.diagnosed(patient, asked);
  for (const { encounter, state, number } of rows) {
    if (state === 'registered' && !diagnosed.has(encounter)) throw broken([lacksDiagnosis(number)]);
    if (state === 'open' && diagnosed.has(encounter)) await store.setState(patient, encounter, 'registered');
  }
}

/** A signature covers an event that is one: it has a diagnosis and was not cancelled. */
async function sign(store: EventStore, patient: string, encounter: string, at: Date): Promise<void> {
  const [row] = await store.held(patient, [encounter]);
  if (!row) throw refuse('no-such-event');
  if (row.state === 'open') throw broken([lacksDiagnosis(row.number)]);
  if (after(row.state, 'sign') === undefined) throw refuse('event-cancelled', row.number);
  await store.setSigned(patient, encounter, at);
}
