/** Prescriptions shown: a package, one prescription with its history, lists of prescribers, pharmacies and patients. */
import type { Actor, Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { isHashed, type Key, keyOfId, ownerId } from '#core/record/keys.ts';
import type { Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import {
  type Context,
  type PatientRead,
  own,
  type Read,
  readAll,
  readPatient,
  readRequest,
  shownPerson,
  today,
} from './context.ts';
import { allowanceOf, type LedgerFacts } from './dispensing.ts';
import type { Dispense, MyPrescription, Page, Prescription, PrescriptionPackage, PrescriptionRead } from './model.ts';
import { dispenseOf, idOf, type LedgerRow, prescriptionOf, type Request, termsOf } from './reading.ts';
import { type PackageRow, type Place, type PrescriptionRow, prescriptionStore, type WholeRow } from './store.ts';
import { refusal } from './words.ts';

export const ledgerRow = ({ pharmacy, lastDispensed, ...row }: PrescriptionRow): LedgerRow => ({
  ...row,
  ...(pharmacy ? { pharmacy } : {}),
  ...(lastDispensed ? { lastDispensed: lastDispensed.toISOString() } : {}),
});

export const ledgerFacts = (row: WholeRow): LedgerFacts => ({
  ...row,
  supplyDays: row.supplyDays ?? undefined,
  pharmacy: row.pharmacy ?? undefined,
  heldBy: row.heldBy ?? undefined,
  blockReason: row.blockReason ?? undefined,
});

/** The head of a package, told by any of its prescriptions. The code is for patient and prescriber. */
export function headOf(
  row: PackageRow,
  request: Request,
  patient: PrescriptionPackage['patient'],
  withCode: boolean,
): Omit<PrescriptionPackage, 'prescriptions'> {
  const { kind, payer, npwz, facility } = termsOf(request);
  const issuer = { practitioner: row.issuer, name: request.requester.display ?? '' };
  return {
    ...{ id: row.id, key: row.key, kind, patient, issued: request.authoredOn, signed: row.signed },
    ...(withCode ? { code: row.code } : {}),
    issuer: { ...issuer, ...(npwz ? { npwz } : {}) },
    ...(facility ? { facility } : {}),
    ...(payer ? { payer } : {}),
  };
}

const isIssuers = ({ practitioner, facility, role }: Actor, { issuer, facility: place }: PackageRow): boolean =>
  role === 'physician' && (practitioner === issuer || (!!facility && facility === place));

/** A call that may see a package: by the person's own visibility, or because they or their facility issued it. */
const seeing = (call: Call, row: PackageRow): Call => (isIssuers(call.actor, row) ? own(call) : call);

/** @throws Refusal `not-the-issuer` */
export function demandIssuer(actor: Actor, row: PackageRow): void {
  if (!isIssuers(actor, row)) throw refusal('not-the-issuer');
}

/** Packages with their prescriptions as far as the call sees them; those of which it sees nothing are left out. */
export async function showPackages(
  context: Context,
  callOf: (row: PackageRow) => Call,
  tx: Tx,
  rows: readonly PackageRow[],
  withCode: boolean,
): Promise<PrescriptionPackage[]> {
  const store = prescriptionStore(tx);
  const day = today(context);
  const byPatient = Map.groupBy(rows, ({ patient }) => patient);
  const shown = await Promise.all(
    [...byPatient].map(async ([patient, packages]): Promise<[string, PrescriptionPackage][]> => {
      const ids = packages.map(({ id }) => id);
      const lines = await store.prescriptionsOf(patient, ids);
      const requests = await requestsOf(context, callOf(packages[0] as PackageRow), lines);
      const [first] = requests.values();
      const subject = idOf(first?.subject);
      if (!first || !subject) return [];
      const person = shownPerson(await readPatient(context, own(callOf(packages[0] as PackageRow)), subject));
      return packages.flatMap((row): [string, PrescriptionPackage][] => {
        const seen = lines.filter((line) => line.package === row.id && requests.has(line.id));
        const [one] = seen.map(({ id }) => requests.get(id) as Request);
        if (!one) return [];
        const prescriptions = seen.map((line) =>
          prescriptionOf(requests.get(line.id) as Request, ledgerRow(line), day),
        );
        return [[row.id, { ...headOf(row, one, person, withCode), prescriptions }]];
      });
    }),
  );
  const found = new Map(shown.flat());
  return rows.flatMap(({ id }) => found.get(id) ?? []);
}

const requestsOf = (context: Context, call: Call, lines: readonly PrescriptionRow[]) =>
  readAll<Request>(
    context,
    call,
    'MedicationRequest',
    lines.map(({ id }) => id),
  );

const keyOfPackage = (id: string): Key => keyOfId('MedicationRequest', id);

/** The row of a package. @throws Refusal `no-such-prescription` */
export async function packageRow(tx: Tx, id: string): Promise<PackageRow> {
  const row = await prescriptionStore(tx).packageById(keyOfPackage(id), id);
  if (!row) throw refusal('no-such-prescription');
  return row;
}

export async function showPackage(context: Context, call: Call, tx: Tx, id: string): Promise<PrescriptionPackage> {
  const row = await packageRow(tx, id);
  const [shown] = await showPackages(context, () => seeing(call, row), tx, [row], true);
  if (!shown) throw refusal('no-such-prescription');
  return shown;
}

/** A prescription with what the ledger and the record know of it; a pharmacy sees what it has in hand. */
export interface Whole {
  /** Who it is for, when it was read already. */
  readonly person?: PatientRead;
  readonly row: WholeRow;
  readonly request: Read<Request>;
  readonly key: Key;
}

/** Of a pharmacy: found by its key or code within a day, begun or taken in hand there. */
const isInHand = (row: WholeRow, pharmacy: string): boolean =>
  row.inHand || row.pharmacy === pharmacy || row.heldBy === pharmacy;

/** For other systems that tell a pharmacy something. @throws Refusal `no-such-prescription`, `not-in-hand` */
export async function demandInHand({ runtime }: Context, { actor }: Call, tx: Tx, id: string): Promise<void> {
  const pharmacy = actor.role === 'pharmacist' ? actor.facility : undefined;
  if (!pharmacy) throw refusal('not-in-hand');
  const row = await prescriptionStore(tx).whole(keyOfId('MedicationRequest', id), id, pharmacy, runtime.now());
  if (!row) throw refusal('no-such-prescription');
  if (!isInHand(row, pharmacy)) throw refusal('not-in-hand');
}

/** @throws Refusal `no-such-prescription`, `not-in-hand` */
export async function readWhole(context: Context, call: Call, tx: Tx, id: string): Promise<Whole> {
  const { actor } = call;
  const key = keyOfId('MedicationRequest', id);
  const pharmacy = actor.role === 'pharmacist' ? (actor.facility ?? '') : '';
  const row = await prescriptionStore(tx).whole(key, id, pharmacy, context.runtime.now());
  if (!row) throw refusal('no-such-prescription');
  if (actor.role === 'pharmacist') {
    if (!isInHand(row, pharmacy)) throw refusal('not-in-hand');
    return { row, key, ...(await readWithPatient(context, call, key, id)) };
  }
  const request = await readRequest(context, seeing(call, row.of), id).catch((error: unknown) => {
    throw error instanceof Refusal && error.kind === 'not-found' ? refusal('no-such-prescription') : error;
  });
  return { row, key, request };
}

/** Both at once, where the key of the compartment tells the id of the Patient: reads that wait share a statement. */
async function readWithPatient(context: Context, call: Call, key: Key, id: string) {
  const reads = own(call);
  if (isHashed(key)) return { request: await readRequest(context, reads, id) };
  const [request, person] = await Promise.all([
    readRequest(context, reads, id),
    readPatient(context, reads, ownerId(key)),
  ]);
  return { request, person };
}

/** @param made dispenses that were just written, so that they need not be read. */
export async function showPrescription(
  context: Context,
  call: Call,
  whole: Whole,
  made: readonly Dispense[] = [],
): Promise<PrescriptionRead> {
  const { row, request, key } = whole;
  const { actor } = call;
  const isPharmacy = actor.role === 'pharmacist';
  const reader = isPharmacy || isIssuers(actor, row.of) ? own(call) : call;
  const [person, dispenses] = await Promise.all([
    whole.person ?? readPatient(context, own(call), idOf(request.subject) ?? ''),
    dispensesOf(context, reader, key, row, made),
  ]);
  const prescription = prescriptionOf(request, ledgerRow(row), today(context));
  const facts = ledgerFacts(row);
  return {
    package: headOf(row.of, request, shownPerson(person), !isPharmacy),
    prescription,
    dispenses,
    history: historyOf(prescription, request, dispenses),
    ...(isPharmacy ? { allowance: allowanceOf(today(context), actor.facility ?? '', facts) } : {}),
  };
}

async function dispensesOf(context: Context, call: Call, key: Key, row: WholeRow, made: readonly Dispense[]) {
  const known = new Map(made.map((one) => [one.id, one]));
  if (row.allDispenses <= known.size) return made;
  const ids = await prescriptionStore(context.database).dispensesOf(key, row.id);
  const others = ids.flatMap(({ id }) => (known.has(id) ? [] : [id]));
  const read = await readAll<Resource>(context, call, 'MedicationDispense', others);
  return ids.flatMap(({ id }) => {
    const resource = read.get(id);
    return known.get(id) ?? (resource ? dispenseOf(resource) : []);
  });
}

/** What happened, oldest first. */
function historyOf({ block, cancelled }: Prescription, request: Request, dispenses: readonly Dispense[]) {
  const by = request.requester.display ?? '';
  const events = [
    { at: request.authoredOn, event: 'issued', by },
    ...dispenses.map(({ at, state, pharmacy }) => ({ at, event: eventOf[state], by: pharmacy.name })),
    ...(block ? [{ at: block.at, event: 'blocked', by: block.by }] : []),
    ...(cancelled ? [{ at: cancelled.at, event: 'cancelled', by }] : []),
  ];
  return events.sort((one, other) => one.at.localeCompare(other.at));
}
const eventOf = {
  OBOWIAZUJACY: 'dispensed',
  SKORYGOWANY: 'dispensed, corrected later',
  WYCOFANY: 'dispensed, withdrawn later',
} as const;

const pageSize = 20;
/** Patients see nearly always all of theirs. */
const patientsPage = 50;
const theEnd: Place = { at: new Date('9999-01-01T00:00:00Z'), id: '~' };

const cursorOf = ({ at, id }: Place): string =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');

/** @throws Refusal `bad-cursor` */
export function placeOf(cursor: string | undefined): Place {
  if (cursor === undefined) return theEnd;
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const when = typeof at === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) ? new Date(at) : undefined;
    if (when && !Number.isNaN(when.getTime()) && typeof id === 'string' && !id.includes('\0')) return { at: when, id };
  } catch {
    // Told below like any other that this list did not give.
  }
  throw refusal('bad-cursor');
}

/** One more is asked for than a page shows: then there is a next. */
function paged<Row, T>(
  rows: readonly Row[],
  placed: (row: Row) => Place,
  items: (page: readonly Row[]) => Promise<T[]>,
  most = pageSize,
): Promise<Page<T>> {
  const page = rows.slice(0, most);
  const last = rows.length > most ? page.at(-1) : undefined;
  return items(page).then((found) => ({ items: found, ...(last ? { next: cursorOf(placed(last)) } : {}) }));
}

const placeOfPackage = ({ issued, id }: PackageRow): Place => ({ at: issued, id });

/** Packages of a patient, newest first, as far as the call sees them. */
export async function packagesOfPatient(
  context: Context,
  call: Call,
  tx: Tx,
  asked: { patient: string; open: boolean; cursor?: string | undefined; most?: number },
): Promise<Page<PrescriptionPackage>> {
  const key = keyOfId('Patient', asked.patient);
  const { most = pageSize } = asked;
  const open = asked.open ? today(context) : null;
  const rows = await prescriptionStore(tx).packagesOfPatient(key, open, placeOf(asked.cursor), most + 1);
  return paged(rows, placeOfPackage, (page) => showPackages(context, () => call, tx, page, true), most);
}

/** What the caller has issued since the beginning of a day, or in the last 30 days. */
export async function packagesOfIssuer(
  context: Context,
  call: Call,
  tx: Tx,
  asked: { from: Date; cursor?: string | undefined },
): Promise<Page<PrescriptionPackage>> {
  const issuer = call.actor.practitioner ?? '';
  const rows = await prescriptionStore(tx).packagesOfIssuer(issuer, asked.from, placeOf(asked.cursor), pageSize + 1);
  return paged(rows, placeOfPackage, (page) => showPackages(context, () => own(call), tx, page, true));
}

/** What the pharmacy has dispensed, newest first. */
export async function dispensesOfPharmacy(
  context: Context,
  call: Call,
  tx: Tx,
  asked: { from: Date; cursor?: string | undefined },
): Promise<Page<Dispense>> {
  const pharmacy = call.actor.facility ?? '';
  const rows = await prescriptionStore(tx).dispensesOfPharmacy(
    pharmacy,
    asked.from,
    placeOf(asked.cursor),
    pageSize + 1,
  );
  return paged(
    rows,
    ({ at, id }) => ({ at, id }),
    async (page) => {
      const ids = page.map(({ id }) => id);
      const read = await readAll<Resource>(context, own(call), 'MedicationDispense', ids);
      return ids.flatMap((id) => {
        const resource = read.get(id);
        return resource ? [dispenseOf(resource)] : [];
      });
    },
  );
}

/** The patient's prescriptions with key and code. */
export async function myPrescriptions(
  context: Context,
  call: Call,
  tx: Tx,
  asked: { open: boolean; cursor?: string | undefined },
): Promise<Page<MyPrescription>> {
  const { items, next } = await packagesOfPatient(context, call, tx, {
    patient: call.actor.patient ?? '',
    most: patientsPage,
    ...asked,
  });
  const day = today(context);
  const isOpen = ({ status, until }: Prescription) =>
    status !== 'ZREALIZOWANA' && status !== 'ANULOWANA' && until >= day;
  const mine = items.flatMap(({ prescriptions, key, code = '', issuer }) =>
    prescriptions
      .filter((one) => !asked.open || isOpen(one))
      .map((one): MyPrescription => ({ ...one, packageKey: key, code, issuerName: issuer.name })),
  );
  const begun = mine.flatMap(({ id, dispensed }) => (dispensed > 0 ? [id] : []));
  const patient = keyOfId('Patient', call.actor.patient ?? '');
  const times = begun.length > 0 ? await prescriptionStore(tx).lastDispensed(patient, begun) : [];
  const last = new Map(times.map(({ prescription, at }) => [prescription, at.toISOString()]));
  const dated = mine.map((one): MyPrescription => {
    const lastDispensed = last.get(one.id);
    return lastDispensed ? { ...one, lastDispensed } : one;
  });
  return { items: dated, ...(next ? { next } : {}) };
}
