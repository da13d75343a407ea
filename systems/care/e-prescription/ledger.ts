/**
 * The hook of the record: what a change of prescriptions and dispenses means for the ledger, whoever made it. It runs
 * in the transaction of the change; when it refuses, nothing of the change stands.
 */
import { createHash } from 'node:crypto';
import { sqlState, type Tx } from '#core/db/database.ts';
import type { Change } from '#core/record/record.ts';
import type { Key } from '#core/record/keys.ts';
import { polishDay } from '#core/registers/days.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { dispenseProfile, handedOverUrl, prescriptionProfile, systems } from './fhir.ts';
import { packed } from './kept-documents.ts';
import { type Effect, ledgerStore, type NewDispense, type NewPackage, type NewPrescription } from './ledger-store.ts';
import { dispenseOf, idOf, keyIn, type Request, termsOf, valuesOf } from './reading.ts';
import { fhirStatus, type Status } from './states.ts';
import { refusal } from './words.ts';

export const owned = {
  system: 'e-prescription',
  types: ['MedicationRequest', 'MedicationDispense'],
  profiles: [prescriptionProfile, dispenseProfile],
} as const;

/** Packages that are about to be written, by id: what is signed, and afterwards the code that was taken. */
export type Pending = Map<string, { readonly documents: readonly string[] | undefined; code?: string }>;

/** A code may come again for a patient after so many days: then the package is long over. */
const codeRestsFor = 400 * 86_400_000;
const codesDrawn = 6;

export const ledger =
  ({ runtime, pending }: { runtime: Runtime; pending: Pending }) =>
  async (tx: Tx, changes: readonly Change[]): Promise<void> => {
    try {
      for (const [patient, own] of Map.groupBy(changes, ({ patient }) => patient))
        await write(tx, runtime, pending, patient, own);
    } catch (error) {
      // A constraint of the ledger, the table of states, or a deadlock: what was decided from is no longer so.
      if (['23505', '23514', 'EZ410', '40001', '40P01'].includes(sqlState(error) ?? ''))
        throw refusal('changed-meanwhile');
      throw error;
    }
  };

async function write(
  tx: Tx,
  runtime: Runtime,
  pending: Pending,
  patient: Key,
  changes: readonly Change[],
): Promise<void> {
  const store = ledgerStore(tx);
  const of = (type: string, method: Change['method']) =>
    changes
      .filter((change) => change.type === type && change.method === method)
      .map((change) => ({ ...change, resource: plain(change.resource) }));
  const created = of('MedicationRequest', 'create').map(({ resource }) => resource as Request);
  for (const [, requests] of Map.groupBy(created, ({ groupIdentifier }) => groupIdentifier.value))
    await addPackage(store, runtime, pending, patient, requests);
  const handed = of('MedicationDispense', 'create').map(({ resource }) => newDispense(resource as Handed));
  const undone = of('MedicationDispense', 'update').filter(({ resource }) => resource?.status === 'entered-in-error');
  const givenBack =
    undone.length > 0
      ? await store.undoDispenses(
          patient,
          undone.map(({ id }) => id),
        )
      : [];
  if (givenBack.length < undone.length) throw refusal('not-in-force');
  const updated = of('MedicationRequest', 'update').map(({ resource }) => resource as Request);
  const effects = effectsOf(updated, handed, givenBack);
  const rows = handed.map(({ row }) => row);
  if (effects.length > 0) await applyAll(store, patient, effects, rows);
  const gone = changes.filter(({ method }) => method === 'delete');
  const idsOf = (type: string) => gone.flatMap((change) => (change.type === type ? [change.id] : []));
  if (gone.length > 0) await store.remove(patient, idsOf('MedicationRequest'), idsOf('MedicationDispense'));
}

/** Numbers of which an importer keeps the text (`2.0`) are read as numbers. */
const plain = (resource: Change['resource']): Change['resource'] =>
  resource && (JSON.parse(JSON.stringify(resource)) as Change['resource']);

async function addPackage(
  store: ReturnType<typeof ledgerStore>,
  runtime: Runtime,
  pending: Pending,
  patient: Key,
  requests: readonly Request[],
): Promise<void> {
  const made = newPackage(requests, runtime, pending);
  const code = await store.addPackage(patient, made);
  const waiting = pending.get(made.id);
  if (waiting) waiting.code = code;
}

/** @throws Refusal `changed-meanwhile` when one that is here did not take its effect. Those not yet imported take none. */
async function applyAll(
  store: ReturnType<typeof ledgerStore>,
  patient: Key,
  effects: readonly Effect[],
  handed: readonly NewDispense[],
): Promise<void> {
  const taken = new Set(await store.apply(patient, effects, handed));
  const left = effects.flatMap(({ prescription }) => (taken.has(prescription) ? [] : [prescription]));
  if (left.length > 0 && (await store.known(patient, left)) > 0) throw refusal('changed-meanwhile');
}

/** Effects on each prescription that is touched. */
export function effectsOf(
  updated: readonly Request[],
  handed: readonly HandedOver[],
  givenBack: readonly { readonly prescription: string; readonly counts: number }[],
): Effect[] {
  const effects = new Map<string, Effect>();
  const add = (prescription: string, more: Partial<Effect>, delta = 0) => {
    const before = effects.get(prescription) ?? { prescription, delta: 0 };
    effects.set(prescription, { ...before, ...more, delta: Math.round((before.delta + delta) * 1000) / 1000 });
  };
  for (const request of updated) {
    const { holder } = termsOf(request);
    const blockReason = request.statusReason?.coding?.find(({ system }) => system === systems.blockReason)?.code;
    add(request.id, {
      fhir: request.status,
      ...(holder ? { heldBy: holder } : {}),
      ...(blockReason ? { blockReason } : {}),
    });
  }
  for (const { row, closes, leavesRest } of handed)
    add(row.prescription, { closes, leavesRest, pharmacy: row.pharmacy }, row.counts);
  for (const { prescription, counts } of givenBack) add(prescription, {}, -counts);
  return [...effects.values()];
}

function newPackage(requests: readonly Request[], runtime: Runtime, pending: Pending): NewPackage {
  const [first] = requests as [Request];
  const { kind, packageKey, facility } = termsOf(first);
  const id = first.groupIdentifier.value;
  const documents = pending.get(id)?.documents;
  return {
    ...{ id, key: packageKey, kind, facility: facility?.id ?? null },
    issuer: idOf(first.requester) ?? '',
    issued: first.authoredOn,
    fingerprint: fingerprintOf(requests),
    document: documents ? packed(documents) : null,
    codes: drawCodes(runtime),
    since: new Date(Date.parse(first.authoredOn) - codeRestsFor),
    prescriptions: requests.map(newPrescription),
  };
}

/** Some codes of four digits, by chance without favour: 65,536 is cut to a multiple of 10,000. */
export function drawCodes(runtime: Pick<Runtime, 'randomBytes'>): string[] {
  const codes: string[] = [];
  for (let draws = 0; codes.length < codesDrawn && draws < 100; draws++) {
    const bytes = runtime.randomBytes(16);
    for (let at = 0; at < 16 && codes.length < codesDrawn; at += 2) {
      const drawn = bytes.readUInt16BE(at);
      if (drawn < 60_000) codes.push(String(drawn % 10_000).padStart(4, '0'));
    }
  }
  return codes;
}

const statusOf = (fhir: string): Status =>
  (Object.entries(fhirStatus).find(([, status]) => status === fhir && status !== 'completed')?.[0] ??
    'WYSTAWIONA') as Status;

function newPrescription(request: Request): NewPrescription {
  const { annual, controlled, substance, holder } = termsOf(request);
  const { validityPeriod, quantity, expectedSupplyDuration } = request.dispenseRequest;
  const blockReason = request.statusReason?.coding?.find(({ system }) => system === systems.blockReason)?.code;
  return {
    ...{ id: request.id, key: keyIn(request), status: statusOf(request.status), annual, controlled },
    quantity: Number(quantity.value),
    ...{ from: validityPeriod.start, until: validityPeriod.end },
    supplyDays: expectedSupplyDuration?.value === undefined ? null : Number(expectedSupplyDuration.value),
    substance: substance ?? request.medicationCodeableConcept?.text ?? null,
    heldBy: holder ?? null,
    blockReason: blockReason ?? null,
  };
}

type Handed = Parameters<typeof dispenseOf>[0];

interface HandedOver {
  readonly row: NewDispense;
  readonly closes: boolean;
  /** It was said to be closing although something is left. */
  readonly leavesRest: boolean;
}

function newDispense(resource: Handed): HandedOver {
  const { id, prescription, pharmacy, at, counts, kind } = dispenseOf(resource);
  const values = valuesOf(resource, handedOverUrl);
  const day = values.get('day')?.valueString;
  return {
    row: { id, prescription, pharmacy: pharmacy.id, at, counts, day: String(day ?? polishDay(new Date(at))) },
    closes: kind === 'Z',
    leavesRest: values.get('leavesRest')?.valueBoolean === true,
  };
}

/** The same for packages of the same content: medicines, quantities, dosage. As an int8. */
export function fingerprintOf(requests: readonly { readonly [name: string]: unknown }[]): string {
  const lines = requests.map((request) => {
    const { medicationCodeableConcept, contained, dosageInstruction, dispenseRequest } = request as Partial<Request>;
    return JSON.stringify([medicationCodeableConcept, contained, dosageInstruction, dispenseRequest]);
  });
  return createHash('sha256').update(lines.sort().join('\n')).digest().readBigInt64BE().toString();
}
