/** transaction: all or nothing. https://hl7.org/fhir/R4/http.html#transaction */
import { demandOrdinary } from '../../access/gate.ts';
import type { Call } from '../../access/actor.ts';
import { type Allow, authorize, type Interaction, visibilityOf } from '../../access/index.ts';
import type { Tx } from '../../db/database.ts';
import { type Issue, Refusal } from '../../refusal/refusal.ts';
import { type AnswerForm, changedEntry, deletedEntry, nothingEntry, responseBundle } from './bundle-text.ts';
import { type Entry, inEntry, readEntry } from './bundle-entry.ts';
import { readInBundle } from './bundle-read.ts';
import { livingReferences, refuseErrors, resourceForm } from '../checks.ts';
import { commit, type Prepared } from '../commit.ts';
import { patientOf } from '../compartment.ts';
import {
  type Criteria,
  deletionCriteria,
  findAll,
  lockOf,
  type Matches,
  oneMatch,
  severalMatches,
  someCriteria,
} from './conditional.ts';
import type { RecordContext } from '../context.ts';
import { changeEntries, gone, guarded, judgeOfWrites, lookedAt, unknown } from '../guard.ts';
import { judgeAll } from '../judge.ts';
import { mayBringIds } from '../imported-ids.ts';
import { asWritten, creation, demandPlace, deletion, replacement, unchanged, untouched } from '../make-change.ts';
import { decodePatch, patched } from './patch.ts';
import type { Resource, Written } from '../record.ts';
import type { Catalogue } from '../search-parameters/catalogue.ts';
import { locate, type Place } from '../store.ts';
import { collectReferences, type PendingReference, resolveEntries, type Target } from './transaction-references.ts';
import { authorOf } from '../write/owners.ts';
import type { UnitChange } from '../write/unit.ts';
import { demandEmpty, demandFreeId, demandVersion, nothingFits } from './update.ts';

const interactionOf = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' } as const satisfies Record<
  string,
  Interaction
>;

/** What does not change when a transaction is prepared again. */
interface Transaction {
  /** By which rule it is allowed: that of its first change. */
  readonly rule: Allow['rule'] | undefined;
  readonly entries: readonly Entry[];
  readonly references: readonly PendingReference[];
  /** Resources that are written, by entry. */
  readonly resources: ReadonlyMap<Entry, Resource>;
  readonly patches: ReadonlyMap<Entry, unknown>;
}

/**
 * Runs a transaction and returns the text of its answer. `form`: what its entries tell.
 * @throws Refusal naming `Bundle.entry[n]` for whatever is wrong with an entry; then nothing of the bundle stands.
 */
export function transaction(
  context: RecordContext,
  call: Call,
  raw: readonly unknown[],
  form: AnswerForm,
): Promise<string> {
  return guarded(context, call, { action: 'E', kind: 'transaction' }, async () => {
    const entries = raw.map((entry, n) => changing(readEntry(entry, n, context.settings.baseUrl)));
    const rule = mayAll(call, entries);
    const resources = await validResources(context, call, entries);
    const patches = decodedPatches(entries);
    const references = collectReferences(context, resources, patches);
    const prepared: Transaction = { rule, entries, resources, patches, references };
    const reads = entries.filter(({ method }) => method === 'GET');
    const locks = entries.filter(({ criteria }) => criteria !== undefined).map((entry) => lockOf(criteriaOf(entry)));
    const answers = new Array<string>(entries.length);
    const make = async (tx: Tx): Promise<Prepared<void>> => {
      const unit = await prepare(context, call, tx, prepared, answers, form);
      const after = async (inside: Tx): Promise<void> => {
        for (const entry of reads) {
          answers[entry.n] = await readInBundle(inTransaction(context, inside), call, entry).catch((error) => {
            throw inEntry(entry.n, error);
          });
        }
      };
      return { unit, result: undefined, ...(reads.length > 0 ? { after } : {}) };
    };
    await commit(context, make, { locks, own: reads.length > 0 });
    return responseBundle('transaction', answers);
  });
}

/** What only answers has no place among changes. @throws Refusal `not-allowed` naming the entry. */
function changing(entry: Entry): Entry {
  if (!entry.operation) return entry;
  const says = `$${entry.operation.name} stands in a batch, or alone: a transaction is for changes.`;
  throw inEntry(entry.n, new Refusal('not-allowed', 'not-in-bundle', says));
}

/** Reads that see what the transaction has done so far. */
const inTransaction = (context: RecordContext, tx: Tx): RecordContext => {
  // A transaction reads what it has done, however old its answers may be.
  const database = { ...context.database, query: tx.query, reading: () => tx };
  return { ...context, database, reader: undefined, searcher: undefined, terminology: context.terminology?.on(tx) };
};

const criteriaOf = ({ method, type, criteria = '' }: Entry): Criteria =>
  method === 'DELETE' ? deletionCriteria(type, criteria) : someCriteria(type, criteria);

/** Nobody may do by a bundle what they may not do alone. @throws Refusal naming the entry. */
function mayAll(call: Call, entries: readonly Entry[]): Allow['rule'] | undefined {
  let rule: Allow['rule'] | undefined;
  for (const entry of entries) {
    try {
      if (entry.method === 'GET') continue;
      const allow = authorize(call.actor, interactionOf[entry.method], entry.type);
      rule ??= allow.rule;
      if (entry.criteria !== undefined) criteriaOf(entry);
    } catch (error) {
      throw inEntry(entry.n, error);
    }
  }
  return rule;
}

const mostIssues = 100;

/** Validates every resource before anything is looked up, and says all that is wrong at once. */
async function validResources(
  context: RecordContext,
  call: Call,
  entries: readonly Entry[],
): Promise<Map<Entry, Resource>> {
  const resources = new Map<Entry, Resource>();
  const issues: Issue[] = [];
  const noting = ({ n }: Entry, check: () => void): void => {
    try {
      check();
    } catch (error) {
      const refusal = inEntry(n, error);
      if (!(refusal instanceof Refusal)) throw refusal;
      issues.push(...refusal.issues);
    }
  };
  for (const entry of entries) {
    if (entry.method !== 'POST' && entry.method !== 'PUT') continue;
    noting(entry, () => resources.set(entry, resourceForm(entry.resource)));
    const resource = resources.get(entry);
    if (resource) demandOrdinary(call.actor, resource);
  }
  const verdicts = await judgeAll(context, [...resources.values()]);
  [...resources].forEach(([entry, resource], at) => {
    if (issues.length >= mostIssues) return;
    noting(entry, () => {
      refuseErrors(verdicts[at] ?? []);
      if (entry.method === 'PUT') demandFreeId(context, resource);
      if (entry.id === undefined || resource.id === entry.id) return;
      throw new Refusal('invalid', 'id-differs', `The resource's id must be the one in the address, '${entry.id}'.`);
    });
  });
  if (issues.length > 0) throw new Refusal('invalid', 'invalid-resource', { issues: issues.slice(0, mostIssues) });
  return resources;
}

/** @throws Refusal naming the entry. */
function decodedPatches(entries: readonly Entry[]): Map<Entry, unknown> {
  const patches = new Map<Entry, unknown>();
  for (const entry of entries) {
    if (entry.method !== 'PATCH') continue;
    try {
      patches.set(entry, decodePatch(entry.resource));
    } catch (error) {
      throw inEntry(entry.n, error);
    }
  }
  return patches;
}

async function prepare(
  context: RecordContext,
  call: Call,
  tx: Tx,
  { entries, references, resources, patches, rule }: Transaction,
  answers: string[],
  form: AnswerForm,
) {
  const at = context.runtime.now();
  const writes = entries.filter(({ method }) => method !== 'GET');
  const matches = await lookUp(context, tx, call, writes, references);
  const deleted = deletedBy(writes, matches);
  const left = without(matches, deleted);
  const matchesOf = (entry: Entry) => matchesOfEntry(entry.method === 'DELETE' ? matches : left, entry);
  const targets = resolveEntries(context, writes, resources, references, matchesOf, left);
  once(targets);
  const known = targets.filter(({ fresh, madeBy }) => !fresh && !madeBy);
  const places = new Map<Target, Place>();
  (await locate(tx, known)).forEach((place, index) => places.set(known[index] as Target, place));
  const changes: UnitChange[] = [];
  const touched: Touched[] = [];
  const seen: Written[] = [];
  const removed = new Map<number, Written[]>();
  // Before anything is said about what is there: may the caller see it at all?
  for (const [{ entry }, place] of places) if (place.current) touched.push({ n: entry.n, change: untouched(place) });
  await mayTouch(tx, call, touched, at);
  const patched = await allPatched(context, tx, places, patches);
  const how = {
    at,
    catalogue: context.searchParameters.current,
    importing: mayBringIds(call.actor),
    patched,
    made: new Map<Entry, Written>(),
  };
  for (const { n } of writes) answers[n] = nothingEntry;
  for (const target of targets) {
    const { n } = target.entry;
    try {
      const { change, written } = makeChange(target, places.get(target), resources.get(target.entry), how);
      how.made.set(target.entry, written);
      if (change) changes.push(change);
      if (change) touched.push({ n, change });
      else if (written.outcome === 'unchanged' && !target.madeBy) seen.push(written);
      if (target.method !== 'DELETE') answers[n] = changedEntry(written, form);
      else removed.set(n, [...(removed.get(n) ?? []), written]);
    } catch (error) {
      throw inEntry(n, error);
    }
  }
  for (const [n, written] of removed) answers[n] = deletedEntry(written, form);
  await mayTouch(tx, call, touched, at);
  const made = new Set(targets.map(({ type, id }) => `${type}/${id}`));
  await livingReferences(context, tx, [...resources.values(), ...patched.values()], made);
  const audit = changeEntries(call, at, 'transaction', rule, changes);
  if (seen.length > 0) audit.push(...(await lookedAt(context, call, 'transaction', rule ?? 'no-data', seen)).audit);
  return { changes, at, ...authorOf(call), audit };
}

interface Touched {
  readonly n: number;
  readonly change: UnitChange;
}

/** Compartments too are decided entry by entry, for those to whom they matter. @throws Refusal naming the entry. */
async function mayTouch(tx: Tx, call: Call, touched: readonly Touched[], at: Date): Promise<void> {
  const changes = touched.map(({ change }) => change);
  const judge = await judgeOfWrites(tx, visibilityOf(call.actor), changes, at);
  for (const { n, change } of touched) {
    try {
      judge(change);
    } catch (error) {
      throw inEntry(n, error);
    }
  }
}

/** All criteria of a bundle at once: of its entries, and of conditional references. */
async function lookUp(
  context: RecordContext,
  tx: Tx,
  call: Call,
  writes: readonly Entry[],
  references: readonly PendingReference[],
): Promise<Matches> {
  // Of what criteria find, some may be on their way out: as many more have to be looked for.
  const most = 1 + writes.filter(({ method }) => method === 'DELETE').length;
  const wanted = [
    ...writes
      .filter(({ criteria }) => criteria !== undefined)
      .map((entry) => ({ n: entry.n, criteria: criteriaOf(entry) })),
    ...references.flatMap(({ n, criteria }) => (criteria ? [{ n, criteria }] : [])),
  ];
  if (wanted.length === 0) return new Map();
  try {
    return await findAll(
      context,
      tx,
      call,
      wanted.map(({ criteria }) => (most > 1 ? { ...criteria, most: Math.max(most, criteria.most ?? 1) } : criteria)),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Which one was it? Only now is it worth asking one by one.
    for (const { n, criteria } of wanted) {
      await findAll(context, tx, call, [criteria]).catch((alone) => {
        throw inEntry(n, alone);
      });
    }
    throw error;
  }
}

function matchesOfEntry(matches: Matches, entry: Entry): readonly string[] {
  if (entry.criteria === undefined) return [];
  const criteria = criteriaOf(entry);
  try {
    if (entry.method === 'DELETE') return severalMatches(matches, criteria).map(({ id }) => id);
    const match = oneMatch(matches, criteria);
    return match ? [match.id] : [];
  } catch (error) {
    throw inEntry(entry.n, error);
  }
}

/** `Type/id` of what the transaction deletes: deletions come first. https://hl7.org/fhir/R4/http.html#trules */
function deletedBy(writes: readonly Entry[], matches: Matches): ReadonlySet<string> {
  const deletions = writes.filter(({ method }) => method === 'DELETE');
  return new Set(
    deletions.flatMap((entry) =>
      (entry.id === undefined ? matchesOfEntry(matches, entry) : [entry.id]).map((id) => `${entry.type}/${id}`),
    ),
  );
}

/** What criteria find once the deletions are done. */
function without(matches: Matches, deleted: ReadonlySet<string>): Matches {
  if (deleted.size === 0) return matches;
  const stays = (name: string, id: string) => !deleted.has(`${name.slice(0, name.indexOf('?'))}/${id}`);
  return new Map([...matches].map(([name, found]) => [name, found.filter(({ id }) => stays(name, id))]));
}

/** @throws Refusal `invalid` `same-resource-twice`. https://hl7.org/fhir/R4/http.html#trules */
function once(targets: readonly Target[]): void {
  const seen = new Map<string, Target>();
  for (const target of targets) {
    const { type, id, entry, method } = target;
    const before = seen.get(`${type}/${id}`);
    // Several conditional creates that find the same resource change nothing, and so do not meet.
    if (before && !(before.method === 'POST' && method === 'POST')) {
      const says = `is about ${type}/${id}, as entry ${before.entry.n} is. A transaction may touch a resource once.`;
      throw inEntry(entry.n, new Refusal('invalid', 'same-resource-twice', says));
    }
    if (!before) seen.set(`${type}/${id}`, target);
  }
}

/** What is the same for every entry. */
interface How {
  at: Date;
  catalogue: Catalogue;
  importing: boolean;
  /** What patches make of their targets. */
  patched: ReadonlyMap<Target, Resource>;
  /** What became of the entries so far. */
  made: ReadonlyMap<Entry, Written>;
}

/**
 * Patches are valid again before anything else is decided. Of a target that is not there nothing can be made:
 * makeChange says so. @throws Refusal naming the entry.
 */
async function allPatched(
  context: RecordContext,
  tx: Tx,
  places: ReadonlyMap<Target, Place>,
  patches: ReadonlyMap<Entry, unknown>,
) {
  const made = new Map<Target, Resource>();
  for (const [target, place] of places) {
    if (target.method !== 'PATCH' || !place.current) continue;
    try {
      demandVersion(place, target.entry.options);
      made.set(target, await patched(context, tx, place, patches.get(target.entry)));
    } catch (error) {
      throw inEntry(target.entry.n, error);
    }
  }
  return made;
}

/** The change of one entry, and what its answer says. */
function makeChange(
  target: Target,
  place: Place | undefined,
  resource: Resource | undefined,
  { at, catalogue, importing, patched: results, made }: How,
): { change?: UnitChange; written: Written } {
  const { type, id, method, fresh, entry, madeBy } = target;
  const told = (change: UnitChange | undefined) =>
    change ? { change, written: asWritten(change, at) } : { written: unchanged(place as Place) };
  const first = madeBy && made.get(madeBy);
  if (first) return { written: { ...first, outcome: 'unchanged' } };
  if (fresh && method === 'PUT' && entry.options.ifMatch !== undefined) throw nothingFits(type);
  if (fresh) return told(creation(resource as Resource, id, at, catalogue));
  if (!place) throw unknown(type, id);
  if (method === 'POST') {
    if (!place.current) throw unknown(type, id);
    return { written: unchanged(place as Place) };
  }
  if (method === 'PUT') {
    demandPlace(place, importing);
    if (target.unmatched) demandEmpty(place);
    demandVersion(place, entry.options);
    return told(replacement({ ...(resource as Resource), id }, place, { at, catalogue, importing }));
  }
  const { current, tombstone } = place;
  if (method === 'DELETE' && !current && tombstone !== undefined) {
    return { written: { type, id, version: tombstone, updated: at, content: '', outcome: 'unchanged' } };
  }
  if (!current) throw tombstone === undefined ? unknown(type, id) : gone(type, id);
  demandVersion(place, entry.options);
  if (method === 'DELETE') return told(deletion(place, patientOf(type, id, current.patient, current.content), at));
  return told(replacement(results.get(target) as Resource, place, { at, catalogue }));
}
