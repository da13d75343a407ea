/**
 * What a physician of Gabinet is ordering or a pharmacy is dispensing, judged while it is done: by the rules, budget
 * and ledger of everything else. Of a patient at the counter only what is about the medicine in hand is told.
 */
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation, type OperationContext } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { aboutDrafts, isSaidBySafety, namesOf, oddDrafts } from './about-drafts.ts';
import { draftsOf } from './cds-hooks/request.ts';
import type { Desk, Found, Shown } from './desk.ts';
import { cardUrl } from './document.ts';
import type { Searched } from './engine/inputs.ts';
import { type Fhir, idIn } from './engine/reading.ts';
import { gather } from './gather.ts';
import { reasonCodes, reasons } from './ledger/reasons.ts';
import type { Audience, Unchecked } from './model.ts';
import type { AlertsNeeds } from './ports.ts';
import { refuse } from './refusals.ts';
import { type Decided, schemas } from './shapes.ts';
import { withoutRestricted } from './restricted.ts';

export const orderOperations = (desk: Desk, needs: AlertsNeeds): Operation[] => [
  judgeOrders(desk, needs),
  judgeDispensing(desk, needs),
  decideAtCounter(desk, needs),
];

interface OrdersBody {
  readonly hook: 'order-select' | 'order-sign';
  readonly draftOrders: unknown;
}

function judgeOrders(desk: Desk, needs: AlertsNeeds): Operation {
  return operation({
    name: 'judge-orders',
    method: 'POST', // what is ordered is personal: it must not stand in an address
    path: '/alerts/:patient/orders',
    summary:
      'What rules say of draft orders: while they are chosen (order-select), before they are signed (order-sign).',
    access: { roles: ['physician'], purpose: 'TREAT' },
    audit: 'in-record',
    ownTransactions: true,
    params: schemas.byPatient,
    body: schemas.orders,
    reply: schemas.aboutOrders,
    async handle({ params, body }, { call, now }) {
      const patient = params.patient as string;
      const { hook, draftOrders } = body as OrdersBody;
      const [drafts, at] = [draftsOf(draftOrders), now()];
      const found = await aboutOrders(desk, needs, call, { patient, drafts, now: at });
      const said = saidOf(desk, needs, found, drafts);
      const isSigning = hook === 'order-sign';
      await desk.countShown(call, said.alerts, at, isSigning);
      if (isSigning) await desk.countSigned(call, patient, drafts, at);
      return { ...said, audience: 'prescriber', asOf: at.toISOString() };
    },
  });
}

interface Ordering {
  readonly patient: string;
  readonly drafts: readonly Fhir[];
  readonly now: Date;
}

/** @throws Refusal as the record says it */
export async function aboutOrders(
  desk: Desk,
  { record, database }: AlertsNeeds,
  call: Call,
  { patient, drafts, now }: Ordering,
): Promise<Found> {
  const gathered = await gather(record, call, patient, now);
  return desk.about({ ...gathered, drafts }, { audience: 'prescriber', now, tx: database });
}

/** Of the findings what is about the drafts; what is not known of a draft is said too. */
function saidOf(desk: Desk, { baseUrl }: AlertsNeeds, found: Found, drafts: readonly Fhir[]) {
  const names = namesOf(drafts);
  const rules = new Map(desk.rules.map((rule) => [rule.id, rule]));
  const shown = (alert: Shown) => {
    const rule = rules.get(alert.rule);
    const saidBySafety = rule !== undefined && isSaidBySafety(alert, rule, found.facts);
    return { ...alert, card: cardUrl(baseUrl, alert.rule), saidBySafety };
  };
  return {
    ...{ notForClinicalUse: true, patient: found.facts.patient },
    alerts: aboutDrafts(found.alerts, names).map(shown),
    tolerated: aboutDrafts(found.tolerated, names).map(shown),
    // What rules of the whole record lack stands on the patient's own page: here only sources that did not answer.
    unchecked: found.facts.down.size > 0 ? found.unchecked : [],
    odd: oddDrafts(found.odd, names),
    reasons: reasonCodes.map((code) => ({ code, ...reasons[code] })),
  };
}

/** What the pharmacists' rules stand on: nothing else is read at a counter. */
const atCounter: readonly Searched[] = ['prescriptions', 'dispenses', 'allergies', 'conditions', 'results'];

interface AtCounter {
  readonly found: Found;
  readonly drafts: readonly Fhir[];
  readonly unchecked: readonly Unchecked[];
}

/**
 * A pharmacy has no right to a record. What its rules are about is read for it once e-prescription has said that it has
 * this prescription in hand; what the patient withholds is left out, and that something was left out is said.
 * @throws Refusal `no-such-prescription`, `not-in-hand`
 */
async function found(desk: Desk, needs: AlertsNeeds, call: Call, prescription: string, tx: Tx, now: Date) {
  const { record, database, dispensing } = needs;
  await dispensing.demandInHand(call, tx, prescription);
  const reads = decidedBy(call, 'alerts');
  const inHand = JSON.parse((await record.read(reads, 'MedicationRequest', prescription)).content) as Fhir;
  const patient = idIn(inHand.subject, 'Patient');
  if (patient === undefined) throw refuse('no-such-patient');
  const gathered = await gather(record, reads, patient, now, {}, atCounter);
  const { facility = '' } = call.actor;
  const { open, left } = await withoutRestricted(database, gathered, keyOfId('Patient', patient), facility);
  const audience: Audience = 'pharmacist';
  const whole = await desk.about({ ...open, drafts: [inHand] }, { audience, now, tx: database });
  const unchecked = [...whole.unchecked, ...(left > 0 ? [withheld] : [])];
  return { found: whole, drafts: [inHand], unchecked } satisfies AtCounter;
}

const withheld: Unchecked = {
  what: {
    pl: 'część dokumentacji jest zastrzeżona',
    en: 'a part of the record is withheld',
    uk: 'частина документації закрита',
  },
  rules: [],
};

function judgeDispensing(desk: Desk, needs: AlertsNeeds): Operation {
  return operation({
    name: 'judge-dispensing',
    method: 'GET',
    path: '/alerts/dispensing/:prescription',
    summary: 'What the pharmacists’ rules say of a prescription that the pharmacy has in hand; of that medicine alone.',
    access: { roles: ['pharmacist'], purpose: 'TREAT' },
    audit: 'in-record',
    params: schemas.byPrescription,
    reply: schemas.aboutOrders,
    async handle({ params }, { call, tx, now }) {
      const at = now();
      const { unchecked, ...judged } = await found(desk, needs, call, params.prescription as string, tx, at);
      const said = saidOf(desk, needs, judged.found, judged.drafts);
      await desk.countShown(call, said.alerts, at);
      return { ...said, unchecked, audience: 'pharmacist', asOf: at.toISOString() };
    },
  });
}

function decideAtCounter(desk: Desk, needs: AlertsNeeds): Operation {
  return operation({
    name: 'decide-about-dispensing',
    method: 'POST',
    path: '/alerts/dispensing/:prescription/decisions',
    summary: 'A pharmacist takes an alert up, or sets it aside with a coded reason; the next one sees it.',
    access: { roles: ['pharmacist'], purpose: 'TREAT' },
    audit: { action: 'U' },
    params: schemas.byPrescription,
    body: schemas.decide,
    reply: schemas.decision,
    async handle({ params, body }, context: OperationContext) {
      const { call, now, tx, newId } = context;
      const { alert: id, decision: kind, action, reason, comment } = body as Decided;
      const at = now();
      const judged = await found(desk, needs, call, params.prescription as string, tx, at);
      const { patient } = judged.found.facts;
      const about = aboutDrafts([...judged.found.alerts, ...judged.found.tolerated], namesOf(judged.drafts));
      const alert = about.find((one) => one.id === id);
      if (!alert) throw refuse('no-such-alert');
      context.about({ patients: [keyOfId('Patient', patient)], patientIds: [patient] });
      return desk.decide(call, tx, { id: newId(), patient, alert, kind, action, reason, comment, now: at });
    },
  });
}
