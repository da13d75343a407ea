/** Cancelling, correcting, blocking, and taking compounded medicines in hand. */
import type { Actor, Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { type Context, own, type Read, readAll, replacing, settled, writable, written } from './context.ts';
import { blockedRequest, type Blocking, cancelledRequest, openedRequest } from './fhir.ts';
import { issue } from './issue.ts';
import type { IssueAnswer, PrescriptionPackage, PrescriptionRead, PrescriptionRequest } from './model.ts';
import { idOf, type Request, termsOf } from './reading.ts';
import { demandIssuer, packageRow, readWhole, showPackage, showPrescription, type Whole } from './show.ts';
import { allowanceOf } from './dispensing.ts';
import { type BlockReason, may, type Status } from './states.ts';
import { type PrescriptionRow, prescriptionStore } from './store.ts';
import { ledgerFacts } from './show.ts';
import { today } from './context.ts';
import { demandNoError, refusal } from './words.ts';

/** @throws Refusal `cancelled`, `dispensed-already` */
function demandCancellable({ status, dispensed }: Pick<PrescriptionRow, 'status' | 'dispensed'>): void {
  if (status === 'ANULOWANA') throw refusal('cancelled');
  if (dispensed > 0 || !may('cancel', status)) throw refusal('dispensed-already');
}

/** Cancels what is left of a package; refused when anything of it was dispensed. */
export const cancelPackage = (
  context: Context,
  call: Call,
  tx: Tx,
  id: string,
  reason: string,
): Promise<PrescriptionPackage> =>
  settled(async () => {
    const row = await packageRow(tx, id);
    demandIssuer(call.actor, row);
    const lines = await prescriptionStore(tx).prescriptionsOf(row.patient, [id]);
    const open = lines.filter(({ status }) => status !== 'ANULOWANA');
    if (open.length === 0) throw refusal('cancelled');
    for (const line of open) demandCancellable(line);
    const requests = await readAll<Request>(
      context,
      own(call),
      'MedicationRequest',
      open.map((line) => line.id),
    );
    const at = context.runtime.now().toISOString();
    const entries = [...requests.values()].map((request) =>
      replacing(cancelledRequest(writable(request), reason, at), request.version),
    );
    await written(context, call, entries);
    return showPackage(context, call, tx, id);
  });

/** Reads again what was just written, and shows it. */
const shown = async (context: Context, call: Call, tx: Tx, id: string): Promise<PrescriptionRead> =>
  showPrescription(context, call, await readWhole(context, call, tx, id));

export const cancelPrescription = (
  context: Context,
  call: Call,
  tx: Tx,
  id: string,
  reason: string,
): Promise<PrescriptionRead> =>
  settled(async () => {
    const { row, request } = await readWhole(context, call, tx, id);
    demandIssuer(call.actor, row.of);
    demandCancellable(row);
    const at = context.runtime.now().toISOString();
    await written(context, call, [replacing(cancelledRequest(writable(request), reason, at), request.version)]);
    return shown(context, call, tx, id);
  });

/** Cancels and issues anew in one transaction; the new prescription names the old, and the old the new. */
export const correct = (
  context: Context,
  call: Call,
  tx: Tx,
  id: string,
  asked: { readonly reason: string; readonly prescription: PrescriptionRequest; readonly reviewed?: readonly string[] },
): Promise<IssueAnswer> =>
  settled(async () => {
    const { row, request } = await readWhole(context, call, tx, id);
    demandIssuer(call.actor, row.of);
    demandCancellable(row);
    const { kind, payer } = termsOf(request);
    const at = context.runtime.now().toISOString();
    const anew = {
      ...{ patient: idOf(request.subject) ?? '', kind, prescriptions: [asked.prescription] },
      ...(payer ? { payer } : {}),
      ...(asked.reviewed ? { reviewed: asked.reviewed } : {}),
    };
    return issue(context, call, tx, anew, {
      id,
      entry: (newName) => replacing(cancelledRequest(writable(request), asked.reason, at, newName), request.version),
    });
  });

const holderOf = ({ facility, practitioner }: Actor): string => facility ?? practitioner ?? '';

const write = async (
  context: Context,
  call: Call,
  request: Read<Request>,
  next: Request | ReturnType<typeof blockedRequest>,
) => written(context, call, [replacing(next, request.version)]);

const blockingBy = (context: Context, { actor }: Call, reason: BlockReason, note?: string): Blocking => ({
  ...{ reason, at: context.runtime.now().toISOString(), by: actor.facilityName ?? actor.name, holder: holderOf(actor) },
  ...(note ? { note } : {}),
});

/** @throws Refusal for a prescription that is over. */
function demandOpen(status: Status): void {
  if (status === 'ANULOWANA') throw refusal('cancelled');
  if (status === 'ZREALIZOWANA') throw refusal('all-dispensed');
}

export const block = (
  context: Context,
  call: Call,
  tx: Tx,
  id: string,
  { reason, note }: { readonly reason: BlockReason; readonly note?: string },
): Promise<PrescriptionRead> =>
  settled(async () => {
    if (reason === 'W_REALIZACJI') throw refusal('reason-of-pharmacies');
    const { row, request } = await readWhole(context, call, tx, id);
    demandOpen(row.status);
    if (!may('block', row.status)) throw refusal('blocked', { reason: row.blockReason ?? '' });
    await write(context, call, request, blockedRequest(writable(request), blockingBy(context, call, reason, note)));
    return shown(context, call, tx, id);
  });

export const unblock = (context: Context, call: Call, tx: Tx, id: string): Promise<PrescriptionRead> =>
  settled(async () => {
    const { row, request } = await readWhole(context, call, tx, id);
    if (row.status !== 'ZABLOKOWANA') throw refusal('not-blocked');
    if (row.heldBy !== holderOf(call.actor)) demandMayUnblock(call.actor, row.of);
    await write(context, call, request, openedRequest(writable(request), 'active') as Request);
    return shown(context, call, tx, id);
  });

/** Whoever issued it may open it again. @throws Refusal `blocked-by-others` */
function demandMayUnblock(actor: Actor, of: Whole['row']['of']): void {
  try {
    demandIssuer(actor, of);
  } catch {
    throw refusal('blocked-by-others');
  }
}

/** Przyjęcie do realizacji: a compounded medicine is taken in hand, and blocked for others until it is handed over. */
export const accept = (context: Context, call: Call, tx: Tx, id: string): Promise<PrescriptionRead> =>
  settled(async () => {
    const { row, request } = await readWhole(context, call, tx, id);
    if (!request.contained?.length) throw refusal('not-compounded');
    const { verdicts } = allowanceOf(today(context), call.actor.facility ?? '', ledgerFacts(row));
    demandNoError(verdicts);
    if (row.status === 'ZABLOKOWANA') throw refusal('blocked', { reason: row.blockReason ?? '' });
    await write(context, call, request, blockedRequest(writable(request), blockingBy(context, call, 'W_REALIZACJI')));
    return shown(context, call, tx, id);
  });

/** Rezygnacja z realizacji. */
export const resign = (context: Context, call: Call, tx: Tx, id: string): Promise<PrescriptionRead> =>
  settled(async () => {
    const { row, request } = await readWhole(context, call, tx, id);
    if (row.blockReason !== 'W_REALIZACJI' || row.heldBy !== call.actor.facility) throw refusal('not-held-here');
    await write(context, call, request, openedRequest(writable(request), 'active') as Request);
    return shown(context, call, tx, id);
  });
