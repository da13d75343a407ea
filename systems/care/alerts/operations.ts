/** The HTTP operations about one patient: the page, the document, decisions. Whose record is read the record decides. */
import type { Call } from '#core/access/actor.ts';
import { type Operation, operation, type OperationContext } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Desk, Found, Shown } from './desk.ts';
import { draftsOf } from './cds-hooks/request.ts';
import { cardUrl, documentOf } from './document.ts';
import type { Fhir } from './engine/reading.ts';
import { gather } from './gather.ts';
import { reasonCodes, reasons } from './ledger/reasons.ts';
import { type Audience, audiences } from './model.ts';
import type { AlertsNeeds } from './ports.ts';
import { refuse } from './refusals.ts';
import { type Decided, schemas } from './shapes.ts';

const clinicians = { roles: ['physician', 'machine'], purpose: 'TREAT' } as const;

export const patientOperations = (desk: Desk, needs: AlertsNeeds): Operation[] => [
  page(desk, needs),
  document(desk, needs),
  decide(desk, needs),
  undo(desk, needs),
];

const audienceOf = (said: unknown): Audience => (said === 'pharmacist' ? 'pharmacist' : 'prescriber');

const shownOf = (alert: Shown, baseUrl: string) => ({ ...alert, card: cardUrl(baseUrl, alert.rule) });

function page(desk: Desk, { baseUrl }: AlertsNeeds): Operation {
  return operation({
    name: 'read-alerts',
    method: 'GET',
    path: '/alerts/:patient',
    summary: 'Alerts of one patient with what may be done, what was decided, and what could not be checked.',
    access: clinicians,
    audit: 'in-record',
    params: schemas.byPatient,
    query: schemas.asked,
    reply: schemas.page,
    async handle({ params, query }, { call, now, tx }) {
      const [asked, audience] = [now(), audienceOf(query.audience)];
      const found = await desk.find(call, params.patient as string, { audience, now: asked, tx });
      return pageOf(found, { desk, baseUrl, audience, now: asked });
    },
  });
}

interface PageFacts {
  readonly desk: Desk;
  readonly baseUrl: string;
  readonly audience: Audience;
  readonly now: Date;
}

async function pageOf(found: Found, { desk, baseUrl, audience, now }: PageFacts) {
  const stands = await desk.standing.now();
  const { facts, silenced, unchecked, odd, noData } = found;
  return {
    ...{ notForClinicalUse: true, patient: facts.patient, asOf: now.toISOString(), audience },
    alerts: found.alerts.map((one) => shownOf(one, baseUrl)),
    tolerated: found.tolerated.map((one) => shownOf(one, baseUrl)),
    rulesLive: desk.rules.filter((rule) => rule.audience.includes(audience) && stands.get(rule.id)?.live).length,
    // "Nie sprawdzono" is never "nic złego".
    isComplete: unchecked.length === 0 && facts.down.size === 0,
    ...{ silenced, unchecked, odd, noData },
    reasons: reasonCodes.map((code) => ({ code, ...reasons[code] })),
  };
}

function document(desk: Desk, { baseUrl }: AlertsNeeds): Operation {
  return operation({
    name: 'read-alerts-document',
    method: 'POST', // the PESEL must not stand in an address
    path: '/alerts/document',
    summary: 'The alerts of one patient identifier as exactly one FHIR document (Bundle).',
    access: clinicians,
    audit: 'in-record',
    ownTransactions: true,
    body: schemas.document,
    reply: schemas.bundle,
    async handle({ body, http }, { call, now, tx }) {
      const asked = body as { pesel?: string; patient?: string; audience?: string };
      if ((asked.pesel === undefined) === (asked.patient === undefined)) throw refuse('one-patient');
      const patient = asked.patient ?? (await desk.patientOf(call, asked.pesel ?? ''));
      const at = now();
      const audience = audienceOf(asked.audience);
      const found = await desk.find(call, patient, { audience, now: at, tx });
      http.reply.type('application/fhir+json; charset=utf-8');
      return documentOf({ found, audience, now: at, baseUrl });
    },
  });
}

interface DecideBody extends Decided {
  readonly draftOrders?: unknown;
}

/** Decides about an alert that is there now: nobody sets aside what they could not have seen. */
function decide(desk: Desk, needs: AlertsNeeds): Operation {
  return operation({
    name: 'decide-about-alert',
    method: 'POST',
    path: '/alerts/:patient/decisions',
    summary: 'An alert is taken up (which action) or set aside (coded reason, comment); the next doctor sees it.',
    access: clinicians,
    audit: { action: 'U' },
    params: schemas.byPatient,
    body: schemas.decide,
    reply: schemas.decision,
    async handle({ params, body }, context: OperationContext) {
      const { call, now, tx, newId } = context;
      const patient = params.patient as string;
      const { alert: id, decision: kind, action, reason, comment, draftOrders } = body as DecideBody;
      const drafts = draftOrders === undefined ? [] : draftsOf(draftOrders);
      const alert = await alertOf(desk, call, { patient, id, now: now(), needs, drafts });
      context.about({ patients: [keyOfId('Patient', patient)], patientIds: [patient] });
      return desk.decide(call, tx, { id: newId(), patient, alert, kind, action, reason, comment, now: now() });
    },
  });
}

interface Which {
  readonly patient: string;
  readonly id: string;
  readonly now: Date;
  readonly needs: AlertsNeeds;
  /** What is being ordered just now. */
  readonly drafts: readonly Fhir[];
}

/** @throws Refusal `no-such-alert` */
async function alertOf(desk: Desk, call: Call, { patient, id, now, needs, drafts }: Which): Promise<Shown> {
  const gathered = await gather(needs.record, call, patient, now);
  const about = drafts.length > 0 ? { ...gathered, drafts } : gathered;
  for (const audience of audiences) {
    const found = await desk.about(about, { audience, now, tx: needs.database });
    const alert = [...found.alerts, ...found.tolerated].find((one) => one.id === id);
    if (alert) return alert;
  }
  throw refuse('no-such-alert');
}

function undo(desk: Desk, { record }: AlertsNeeds): Operation {
  return operation({
    name: 'undo-decision-about-alert',
    method: 'DELETE',
    path: '/alerts/:patient/decisions/:decision',
    summary: 'Takes back a decision about an alert: it is shown again. The decision itself is kept.',
    access: clinicians,
    audit: { action: 'U' },
    params: schemas.byDecision,
    reply: schemas.decision,
    async handle({ params }, context: OperationContext) {
      const { call, now, tx } = context;
      const patient = params.patient as string;
      await record.read(call, 'Patient', patient); // refuses whom the caller may not know of
      const key = keyOfId('Patient', patient);
      context.about({ patients: [key], patientIds: [patient] });
      const undone = await desk.store(tx).undo(key, params.decision as string, call.actor.id, now());
      if (!undone) throw refuse('no-such-decision');
      return undone;
    },
  });
}
