/** Checking and issuing a package: gather, decide (issuing.ts), write. */
import type { Actor, Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { type Key, keyOfId, newIdIn } from '#core/record/keys.ts';
import type { Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import {
  type Context,
  creating,
  type PatientRead,
  own,
  readAll,
  readPatient,
  shownPerson,
  today,
  written,
} from './context.ts';
import { plusDays } from './days.ts';
import { medicationRequest, type PackageFacts } from './fhir.ts';
import { decideIssue, type Draft, type IssuingDecision, type IssuingFacts, type MedicineFacts } from './issuing.ts';
import { documentNumber } from './keys.ts';
import { fingerprintOf } from './ledger.ts';
import type { CheckAnswer, IssueAnswer, PackageRequest, PrescriptionPackage, Verdict } from './model.ts';
import { documentRoot } from './numbering.ts';
import { prescriptionOf, type Request } from './reading.ts';
import { ruleOn } from './rules.ts';
import { ledgerRow } from './show.ts';
import { prescriptionStore } from './store.ts';
import { demandNoError } from './words.ts';

/** The same again within so long is taken for a mistake, ms. */
const sameAgainWithin = 2 * 60_000;

interface Gathered {
  readonly patient: PatientRead;
  readonly key: Key;
  readonly npwz?: string;
  readonly decision: IssuingDecision;
  readonly of: PackageFacts;
  readonly controlled: readonly string[];
}

/** Everything that is known before the decision, and the decision. @throws Refusal `not-found` for a patient not seen. */
async function gather(context: Context, call: Call, tx: Tx, request: PackageRequest): Promise<Gathered> {
  const { ports, runtime } = context;
  const { actor } = call;
  const day = today(context);
  // Pro auctore: oneself is nobody in one's own care.
  const reader = request.kind === 'PA' ? own(call) : call;
  const [patient, entitled] = await Promise.all([
    readPatient(context, reader, request.patient),
    ports.workers.entitlement(actor.practitioner ?? ''),
  ]);
  const isSelf =
    request.kind === 'PA' &&
    !!patient.pesel &&
    (await ports.workers.practitionerOf(patient.pesel)) === actor.practitioner;
  const medicines = await medicineFacts(context, tx, request, day, patient.birthDate);
  const none: IssuingFacts = {
    ...{ today: day, patient, entitled, isSelf, medicines, controlled: [], open: new Set() },
  };
  const key = keyOfId('Patient', patient.id);
  const npwz = entitled.entitled ? entitled.npwz : undefined;
  const of = packageFacts(context, actor, request, key, npwz);
  // Drafts do not depend on what the patient has had: only the verdicts do.
  const drafts = decideIssue(request, none).drafts.filter((draft) => draft !== undefined);
  const row = await prescriptionStore(tx).beforeIssuing({
    ...{ patient: key, issuer: actor.practitioner ?? '', today: day, yearAgo: plusDays(day, -365) },
    fingerprint: fingerprintOf(drafts.map((draft) => medicationRequest(draft, of, noNumbers))),
    since: new Date(runtime.now().getTime() - sameAgainWithin),
  });
  const controlled = row.prescriptions.flatMap((one) => (one.controlled ? [one.id] : []));
  const load = await loadOf(context, tx, actor, key, request);
  const decision = decideIssue(request, {
    ...{ ...none, controlled, load, sameAgain: row.same ?? undefined },
    open: new Set(row.prescriptions.flatMap(({ open, substance }) => (open && substance ? [substance] : []))),
  });
  return {
    ...{ patient, key, of, controlled, ...(npwz ? { npwz } : {}) },
    decision,
  };
}

const noNumbers = { key: '', number: { system: '', value: '' } };

/** One after another: a transaction asks one question at a time. */
async function medicineFacts(
  { ports }: Context,
  tx: Tx,
  { prescriptions, pregnant }: PackageRequest,
  day: string,
  birthDate: string | undefined,
): Promise<MedicineFacts[]> {
  const facts: MedicineFacts[] = [];
  for (const { medicine, entitlement } of prescriptions) {
    const gtin = medicine.kind === 'G' && medicine.gtin && isGtin(medicine.gtin) ? toGtin14(medicine.gtin) : undefined;
    const found = gtin && (await ports.products.package(tx, gtin));
    if (!found) {
      facts.push({});
      continue;
    }
    const asked = { gtin, day, entitlements: entitlement ? [entitlement] : pregnant ? ['C'] : [] };
    const payments = await ports.prices.payments(tx, { ...asked, ...(birthDate ? { birthDate } : {}) });
    facts.push({ found, payments });
  }
  return facts;
}

/** What the prescriber would have issued with this package; undefined where the limit does not hold. */
async function loadOf({ ports, runtime }: Context, tx: Tx, actor: Actor, key: Key, request: PackageRequest) {
  const hours = ruleOn('limit-window', today({ runtime }))?.value;
  if (!hours || !actor.practitioner || !(await ports.limits.holds(tx, actor))) return undefined;
  const since = new Date(runtime.now().getTime() - hours * 3_600_000);
  const { prescriptions, patients } = await prescriptionStore(tx).load(actor.practitioner, since);
  return {
    prescriptions: prescriptions + request.prescriptions.length,
    patients: new Set([...patients, key]).size,
  };
}

function packageFacts(
  { runtime, keys }: Context,
  actor: Actor,
  request: PackageRequest,
  key: Key,
  npwz?: string,
): PackageFacts {
  const { facility, facilityName, practitioner = '', name } = actor;
  const kind = request.kind ?? 'ZW';
  return {
    id: newIdIn(key, runtime),
    key: keys.make('package', key),
    ...{ kind, patient: request.patient, issued: runtime.now().toISOString() },
    issuer: { practitioner, name, ...(npwz ? { npwz } : {}) },
    ...(facility ? { facility: { id: facility, name: facilityName ?? '' } } : {}),
    ...(request.payer ? { payer: request.payer } : {}),
    ...(request.encounter ? { encounter: request.encounter } : {}),
  };
}

/** The verdicts on a package that is not issued. */
export async function check(context: Context, call: Call, tx: Tx, request: PackageRequest): Promise<CheckAnswer> {
  const { decision, controlled, patient } = await gather(context, call, tx, request);
  const { drafts } = decision;
  // Said before issuing, when somebody can still choose another; they keep nothing from being issued.
  const warnings = await context.ports.safety.warnings(call, patient.id, request.prescriptions);
  const verdicts = [...decision.verdicts, ...warnings];
  const asksReview = drafts.some((draft) => draft?.controlled);
  return {
    allowed: verdicts.every(({ severity }) => severity !== 'error'),
    verdicts,
    prescriptions: drafts.map((draft) => (draft ? shownDraft(draft) : {})),
    ...(asksReview ? { controlled: await shownById(context, call, tx, patient.id, controlled) } : {}),
  };
}

const shownDraft = ({ medicine, term, supplyDays, entitlement, dosageWords, pays }: Draft) => ({
  ...{ medicine, from: term.from, until: term.until },
  ...(dosageWords ? { dosageWords } : {}),
  ...(supplyDays === undefined ? {} : { supplyDays }),
  ...(entitlement ? { entitlement } : {}),
  ...(pays === undefined ? {} : { pays }),
});

/** The rule shows controlled prescriptions of others too: the prescriber has to look at them. */
async function shownById(context: Context, call: Call, tx: Tx, patient: string, ids: readonly string[]) {
  const key = keyOfId('Patient', patient);
  const [requests, rows] = await Promise.all([
    readAll<Request>(context, own(call), 'MedicationRequest', ids),
    prescriptionStore(tx).prescriptionsById(key, ids),
  ]);
  return rows.flatMap((row) => {
    const request = requests.get(row.id);
    return request ? [prescriptionOf(request, ledgerRow(row), today(context))] : [];
  });
}

/** What a correction takes the place of: an entry of the same transaction, and the prescription. */
export interface Replacing {
  readonly id: string;
  /** @param newName the name of the new prescription within the transaction. */
  entry(newName: string): object;
}

/** Issues a package. @throws Refusal with all verdicts when one of them is an error; `prove-again` */
export async function issue(
  context: Context,
  call: Call,
  tx: Tx,
  request: PackageRequest,
  replaces?: Replacing,
): Promise<IssueAnswer> {
  const { ports, keys, pending, runtime } = context;
  const gathered = await gather(context, call, tx, request);
  const { decision, of, key, patient } = gathered;
  demandNoError(decision.verdicts);
  const drafts = decision.drafts as readonly Draft[];
  if (drafts.some(({ controlled, medicine }) => controlled && medicine.category === 'Rpw'))
    demandFactor(call.actor, context);
  const root = documentRoot(of);
  const resources = drafts.map((draft) =>
    medicationRequest(draft, of, {
      key: keys.make('prescription', key),
      number: { system: root, value: documentNumber(runtime) },
      ...(replaces ? { replaces: replaces.id } : {}),
    }),
  );
  const unsigned = packageOf(
    context,
    of,
    patient,
    resources,
    resources.map(() => ''),
    '',
  );
  const documents = await ports.documents.sign(call, unsigned);
  const waiting = { documents, code: '' };
  pending.set(of.id, waiting);
  const name = (n: number) => `urn:uuid:${of.id}-${n}`;
  try {
    const entries = [
      ...resources.map((resource, n) => creating(resource, name(n))),
      ...(replaces ? [replaces.entry(name(0))] : []),
    ];
    const ids = await written(context, call, entries);
    alarmOf(context, call, decision.verdicts);
    const made = packageOf(context, of, patient, resources, ids, waiting.code);
    return { ...made, signed: documents !== undefined, verdicts: decision.verdicts };
  } finally {
    pending.delete(of.id);
  }
}

/** Rpw: a factor was shown just before. security/requirements 2; the code is that of accounts. */
function demandFactor({ provenAt }: Actor, context: Context): void {
  const minutes = ruleOn('controlled-step-up', today(context))?.value;
  if (!minutes) return;
  if (provenAt && context.runtime.now().getTime() - provenAt.getTime() <= minutes * 60_000) return;
  throw new Refusal('forbidden', 'prove-again', {
    message: `Show a factor again (POST /api/accounts/step-up, act confirm): Rpw needs one of the last ${minutes} minutes.`,
    pl: `Potwierdź tożsamość ponownie: recepta Rpw wymaga tego w ciągu ostatnich ${minutes} minut.`,
  });
}

function alarmOf({ ports }: Context, { actor }: Call, verdicts: readonly Verdict[]): void {
  const over = verdicts.find(({ code }) => code === 'over-limit');
  if (over) ports.alarm(`Prescriber ${actor.practitioner}: ${over.en}`);
}

/** The package as it was just written. */
function packageOf(
  context: Context,
  of: PackageFacts,
  patient: PatientRead,
  resources: readonly Resource[],
  ids: readonly string[],
  code: string,
): PrescriptionPackage {
  const { id, key, kind, issued, issuer, facility, payer } = of;
  const day = today(context);
  return {
    ...{ id, key, kind, issued, issuer, patient: shownPerson(patient), signed: false },
    ...(code ? { code } : {}),
    ...(facility ? { facility } : {}),
    ...(payer ? { payer } : {}),
    prescriptions: resources.map((resource, n) => {
      const request = resource as Request;
      const quantity = Number(request.dispenseRequest.quantity.value);
      const row = { id: ids[n] ?? '', package: id, status: 'WYSTAWIONA' as const, quantity, dispensed: 0 };
      return prescriptionOf(request, row, day);
    }),
  };
}
