/** Dispensing, and its correction and withdrawal: gather, decide (dispensing.ts), write. */
import type { Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Resource } from '#core/record/record.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import {
  type Context,
  creating,
  demandRight,
  own,
  type Read,
  readAll,
  replacing,
  settled,
  today,
  writable,
  written,
} from './context.ts';
import { decideDispense, type DispensingDecision, type ItemFacts, round, without } from './dispensing.ts';
import { medicationDispense, openedRequest, undoneDispense } from './fhir.ts';
import type { Dispense, DispenseRequest, PrescriptionRead } from './model.ts';
import { dispenseOf, idOf, prescriptionOf, type Request } from './reading.ts';
import { ledgerFacts, ledgerRow, readWhole, showPrescription, type Whole } from './show.ts';
import type { Status } from './states.ts';
import { type DispenseRow, prescriptionStore, type WholeRow } from './store.ts';
import { demandNoError, refusal } from './words.ts';

/** Hands over. @throws Refusal with the verdicts; `changed-meanwhile` */
export const dispense = (
  context: Context,
  call: Call,
  tx: Tx,
  id: string,
  request: DispenseRequest,
): Promise<PrescriptionRead> =>
  settled(async () => {
    await demandRight(context, call);
    const whole = await readWhole(context, call, tx, id);
    const { decision, items } = await decide(context, tx, call, whole, request);
    const handed = handedOver(context, call, whole, request, decision, items);
    const entries: object[] = [creating(handed)];
    const status = decision.closes ? 'completed' : 'active';
    // What is taken in hand is released with it; a partial dispense leaves the prescription as it is.
    const touches = decision.closes || whole.row.status === 'ZABLOKOWANA';
    const next = openedRequest(writable(whole.request), status);
    if (touches) entries.push(replacing(next, whole.request.version));
    const [made = ''] = await written(context, call, entries);
    const dispensed = round(whole.row.dispensed + decision.counts);
    const state = decision.closes ? 'ZREALIZOWANA' : 'CZESCIOWO_ZREALIZOWANA';
    const pharmacy = whole.row.pharmacy ?? call.actor.facility ?? '';
    const standing = { id: made, day: today(context), counts: decision.counts };
    const row = after(whole.row, state, dispensed, pharmacy, [...whole.row.dispenses, standing], 1);
    const shown: Whole = { ...whole, row, request: touches ? again(whole.request, next) : whole.request };
    return showPrescription(context, call, shown, [dispenseOf({ ...handed, id: made })]);
  });

const again = (before: Read<Request>, next: Resource): Read<Request> =>
  ({ ...next, id: before.id, version: before.version + 1 }) as Read<Request>;

/** The ledger's row as the change has left it. */
const after = (
  row: WholeRow,
  status: Status,
  dispensed: number,
  pharmacy: string | null,
  dispenses: WholeRow['dispenses'],
  more: number,
): WholeRow => ({
  ...row,
  ...{ status, dispensed, pharmacy, dispenses, allDispenses: row.allDispenses + more },
  ...(status === 'ZABLOKOWANA' ? {} : { heldBy: null, blockReason: null }),
});

async function decide(
  context: Context,
  tx: Tx,
  call: Call,
  { row, request: of }: Whole,
  request: DispenseRequest,
  corrected?: string,
) {
  const day = today(context);
  const items: ItemFacts[] = [];
  for (const item of request.items) items.push(await itemFacts(context, tx, item, day));
  const prescription = prescriptionOf(of, ledgerRow(row), day);
  const pharmacy = call.actor.facility ?? '';
  const decision = decideDispense(request, { day, pharmacy, prescription, ledger: ledgerFacts(row), items }, corrected);
  demandNoError(decision.verdicts);
  return { decision, items };
}

async function itemFacts(
  { ports }: Context,
  tx: Tx,
  { gtin: code, lot }: DispenseRequest['items'][number],
  day: string,
): Promise<ItemFacts> {
  if (code === undefined || !isGtin(code)) return {};
  const gtin = toGtin14(code);
  const found = await ports.products.package(tx, gtin);
  const batch = await ports.batches.verdict(tx, { gtin, day, ...(lot === undefined ? {} : { batch: lot }) });
  return { found, batch };
}

function handedOver(
  context: Context,
  { actor }: Call,
  { request: of }: Whole,
  request: DispenseRequest,
  { counts, substituted, closes }: DispensingDecision,
  items: readonly ItemFacts[],
  replaces?: string,
): Resource {
  const nameOf = ({ found }: ItemFacts) =>
    found && [found.product.name, found.product.strength, found.package.says].filter(Boolean).join(', ');
  const { practitioner, name, facility = '', facilityName = '' } = actor;
  return medicationDispense({
    ...{ prescription: of.id, patient: idOf(of.subject) ?? '', request, counts, substituted, closes },
    names: items.map(nameOf),
    medicine: of.medicationCodeableConcept?.text ?? of.contained?.[0]?.code?.text ?? '',
    ...{ at: context.runtime.now().toISOString(), day: today(context) },
    pharmacy: { id: facility, name: facilityName },
    pharmacist: { name, ...(practitioner ? { practitioner } : {}) },
    ...(replaces ? { replaces } : {}),
  });
}

interface Standing extends Whole {
  readonly dispense: DispenseRow;
  readonly resource: Read<Resource>;
}

/** A dispense of the caller's own pharmacy that stands. @throws Refusal `no-such-dispense`, `not-in-force` */
async function readStanding(context: Context, call: Call, tx: Tx, id: string): Promise<Standing> {
  const key = keyOfId('MedicationDispense', id);
  const row = await prescriptionStore(tx).dispense(key, id);
  if (!row || row.pharmacy !== call.actor.facility) throw refusal('no-such-dispense');
  if (!row.stands) throw refusal('not-in-force');
  const whole = await readWhole(context, call, tx, row.prescription);
  const resource = (await readAll<Resource>(context, own(call), 'MedicationDispense', [id])).get(id);
  if (!resource) throw refusal('no-such-dispense');
  return { ...whole, dispense: row, resource };
}

const undone = ({ resource }: Standing, reason: string, corrected: boolean) => {
  const { version, meta, ...rest } = resource;
  const before = { ...rest, meta: { ...(meta?.profile ? { profile: meta.profile } : {}) } } as Resource;
  const changed = undoneDispense(before, reason, corrected);
  return { entry: replacing(changed, version), shown: dispenseOf({ ...changed, id: resource.id }) };
};

/** Another dispense takes the place of one. */
export const correctDispense = (
  context: Context,
  call: Call,
  tx: Tx,
  id: string,
  { reason, dispense: request }: { readonly reason: string; readonly dispense: DispenseRequest },
): Promise<PrescriptionRead> =>
  settled(async () => {
    await demandRight(context, call);
    const standing = await readStanding(context, call, tx, id);
    const { decision, items } = await decide(context, tx, call, standing, request, id);
    const handed = handedOver(context, call, standing, request, decision, items, id);
    const { entry, shown } = undone(standing, reason, true);
    const before = without(ledgerFacts(standing.row), id);
    const state: Status = decision.closes ? 'ZREALIZOWANA' : 'CZESCIOWO_ZREALIZOWANA';
    const { entries, request: next } = followed(standing, state);
    const [made = ''] = await written(context, call, [creating(handed), entry, ...entries]);
    const counted = { id: made, day: today(context), counts: decision.counts };
    const dispensed = round(before.dispensed + decision.counts);
    const pharmacy = call.actor.facility ?? '';
    const row = after(standing.row, state, dispensed, pharmacy, [...before.dispenses, counted], 1);
    return showPrescription(context, call, { ...standing, row, request: next }, [
      shown,
      dispenseOf({ ...handed, id: made }),
    ]);
  });

/** It did not happen after all: the medicine came back before it left. */
export const withdrawDispense = (
  context: Context,
  call: Call,
  tx: Tx,
  id: string,
  reason: string,
): Promise<PrescriptionRead> =>
  settled(async () => {
    const standing = await readStanding(context, call, tx, id);
    const { entry, shown } = undone(standing, reason, false);
    const { dispensed, dispenses } = without(ledgerFacts(standing.row), id);
    const blocked = standing.row.status === 'ZABLOKOWANA';
    const state: Status = blocked ? 'ZABLOKOWANA' : dispensed > 0 ? 'CZESCIOWO_ZREALIZOWANA' : 'WYSTAWIONA';
    const { entries, request } = followed(standing, state);
    await written(context, call, [entry, ...entries]);
    const pharmacy = dispensed > 0 ? standing.row.pharmacy : null;
    const row = after(standing.row, state, dispensed, pharmacy, dispenses, 0);
    return showPrescription(context, call, { ...standing, row, request }, [shown]);
  });

/** The prescription follows, where its own status changes. */
function followed({ row, request }: Standing, state: Status): { entries: object[]; request: Read<Request> } {
  const closed = row.status === 'ZREALIZOWANA';
  if (row.status === 'ZABLOKOWANA' || closed === (state === 'ZREALIZOWANA')) return { entries: [], request };
  const next = openedRequest(writable(request), closed ? 'active' : 'completed');
  return { entries: [replacing(next, request.version)], request: again(request, next) };
}

export type { Dispense };
