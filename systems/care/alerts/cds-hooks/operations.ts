/**
 * CDS Hooks 2.0 below `/api/cds-services`: discovery, the three services, feedback. The same rules, access and ledger
 * as everything else of alerts. https://cds-hooks.hl7.org/2.0/
 */
import type { Call } from '#core/access/actor.ts';
import { type Operation, operation, type OperationContext } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { aboutDrafts, namesOf, oddDrafts } from '../about-drafts.ts';
import type { Desk, Found } from '../desk.ts';
import type { Gathered } from '../engine/facts.ts';
import { gather } from '../gather.ts';
import { isReason, type ReasonCode } from '../ledger/reasons.ts';
import type { AlertsNeeds } from '../ports.ts';
import { type Card, cardOf, type Language, type Making, moreCard, suggestionOf, uncheckedCard } from './cards.ts';
import type { GivenCard, GivenCards } from './card-store.ts';
import { type HookCall, understand } from './request.ts';
import { type CdsService, services } from './services.ts';
import { cdsSchemas } from './shapes.ts';

/** People work in Gabinet and call `/api/alerts`; cookies say nothing here (cross-origin.ts). */
const callers = { roles: ['machine'], purpose: 'TREAT' } as const;

interface Parts {
  readonly desk: Desk;
  readonly needs: AlertsNeeds;
  readonly cards: GivenCards;
}

export const cdsOperations = (parts: Parts): Operation[] => [discovery(), service(parts), feedback(parts)];

const discovery = (): Operation =>
  operation({
    name: 'discover-cds-services',
    method: 'GET',
    path: '/cds-services',
    summary: 'CDS Hooks 2.0 discovery: the services, their hooks and what they would have prefetched.',
    access: 'anyone',
    audit: 'own', // what is offered, nobody's data
    reply: cdsSchemas.services,
    handle: async () => ({ services }),
  });

/** @throws Refusal `no-such-service` */
function serviceOf(id: string | undefined): CdsService {
  const found = services.find((one) => one.id === id);
  const says = `There is no such service: ${services.map((one) => one.id).join(', ')}.`;
  if (!found) throw new Refusal('not-found', 'no-such-service', says);
  return found;
}

function service(parts: Parts): Operation {
  return operation({
    name: 'call-cds-service',
    method: 'POST',
    path: '/cds-services/:id',
    summary:
      'CDS Hooks 2.0: cards for a hook (patient-view, order-select, order-sign), with prefetched data or without.',
    access: callers,
    audit: { action: 'E' },
    ownTransactions: true,
    params: cdsSchemas.byService,
    body: cdsSchemas.request,
    reply: cdsSchemas.response,
    async handle({ params, body, http }, context) {
      const called = serviceOf(params.id);
      const asked = understand(called, body);
      const { hookInstance } = body as { hookInstance: string };
      const { found, isOurs } = await findings(parts, asked, context);
      const language = languageOf(http.request.headers['accept-language']);
      const making = { language, baseUrl: parts.needs.baseUrl, hookInstance, patient: asked.patient };
      if (isOurs) context.about({ patients: [keyOfId('Patient', asked.patient)], patientIds: [asked.patient] });
      return { cards: await cardsOf(parts, { called, asked, found, making, isOurs }, context) };
    },
  });
}

const languageOf = (accepted: string | undefined): Language =>
  accepted?.startsWith('en') ? 'en' : accepted?.startsWith('uk') ? 'uk' : 'pl';

/** @throws Refusal `data-missing` (412) when neither the client nor the record says who the patient is */
async function findings({ desk, needs }: Parts, asked: HookCall, context: OperationContext) {
  const { call, now } = context;
  const { patient, prefetched, drafts } = asked;
  const at = now();
  let found: Gathered = prefetched;
  let isOurs = true;
  try {
    found = await gather(needs.record, call, patient, at, prefetched);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    isOurs = false;
    if (prefetched.patient === undefined) {
      const says = 'Neither prefetch nor the record has the patient: send `patient` with the call.';
      throw new Refusal('condition-failed', 'data-missing', says);
    }
  }
  const question = { audience: 'prescriber', now: at, tx: needs.database, isKnownHere: isOurs } as const;
  return { found: await desk.about({ ...found, ...(drafts.length > 0 ? { drafts } : {}) }, question), isOurs };
}

interface Answering {
  readonly called: CdsService;
  readonly asked: HookCall;
  readonly found: Found;
  readonly making: Making;
  readonly isOurs: boolean;
}

async function cardsOf({ desk, cards }: Parts, answering: Answering, { call, now }: OperationContext) {
  const { called, asked, found, making, isOurs } = answering;
  const isOrder = called.hook !== 'patient-view';
  const names = draftNames(asked);
  const meant = isOrder ? aboutDrafts(found.alerts, names) : found.alerts;
  const shown = meant.filter(({ tier }) => tier < 3);
  const later = meant.length - shown.length;
  const made = shown.map((alert) => ({ alert, card: cardOf(alert, making) }));
  const isSigning = called.hook === 'order-sign';
  await desk.countShown(call, shown, now(), isSigning);
  if (isSigning) await desk.countSigned(call, making.hookInstance, asked.drafts, now());
  if (isOurs)
    cards.give(made.map(({ alert, card }) => given(alert, card, { asked, client: call.actor.id, at: now() })));
  const unsure = isOrder
    ? { unchecked: found.facts.down.size > 0 ? found.unchecked : [], odd: oddDrafts(found.odd, names) }
    : found;
  return [
    ...made.map(({ card }) => card),
    ...(unsure.unchecked.length + unsure.odd.length > 0 ? [uncheckedCard(unsure, making)] : []),
    ...(later > 0 ? [moreCard(later, making)] : []),
  ];
}

const draftNames = ({ drafts, selections }: HookCall): ReadonlySet<string> =>
  selections === undefined ? namesOf(drafts) : new Set(selections);

const given = (
  alert: Found['alerts'][number],
  { uuid }: Card,
  { asked, client, at }: { readonly asked: HookCall; readonly client: string; readonly at: Date },
): GivenCard => ({
  ...{ card: uuid, patient: keyOfId('Patient', asked.patient), patientId: asked.patient, client, user: asked.user, at },
  ...{ alert: alert.id, rule: alert.rule, version: alert.version, tier: alert.tier },
  actions: alert.actions.map(({ id }) => id),
});

interface Feedback {
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly acceptedSuggestions?: readonly { readonly id: string }[];
  readonly overrideReason?: { readonly reason?: { readonly code: string }; readonly userComment?: string };
}

function feedback({ desk, cards }: Parts): Operation {
  return operation({
    name: 'tell-cds-feedback',
    method: 'POST',
    path: '/cds-services/:id/feedback',
    summary: 'CDS Hooks 2.0 feedback: which cards were taken up or set aside, and why; into the same ledger.',
    access: callers,
    audit: { action: 'U' },
    params: cdsSchemas.byService,
    body: cdsSchemas.feedback,
    reply: cdsSchemas.recorded,
    async handle({ params, body }, context) {
      serviceOf(params.id);
      const said = (body as { feedback: readonly Feedback[] }).feedback;
      const known = await Promise.all(said.map(({ card }) => cards.find(card)));
      const touched = new Map<string, string>();
      for (const [place, one] of said.entries()) {
        const card = known[place];
        if (!card || card.client !== context.call.actor.id)
          throw new Refusal('not-found', 'no-such-card', `No card ${one.card} was given to this client.`);
        for (const decision of decisionsOf(one, card)) await record(desk, context.call, { card, decision, context });
        touched.set(card.patientId, card.patient);
      }
      context.about({ patients: [...touched.values()], patientIds: [...touched.keys()] });
      return { recorded: said.length };
    },
  });
}

type Decided = {
  readonly action?: string | undefined;
  readonly reason?: ReasonCode | undefined;
  readonly comment?: string;
};

/** One decision for each suggestion taken up; one for a card as a whole. @throws Refusal `no-such-suggestion` */
function decisionsOf({ outcome, acceptedSuggestions = [], overrideReason }: Feedback, card: GivenCard): Decided[] {
  if (outcome === 'overridden') {
    const { reason, userComment } = overrideReason ?? {};
    if (reason !== undefined && !isReason(reason.code))
      throw new Refusal('rule-broken', 'no-such-reason', `${reason.code} is none of the card’s overrideReasons.`);
    const code = reason?.code as ReasonCode | undefined;
    return [{ reason: code ?? 'later', ...(userComment === undefined ? {} : { comment: userComment }) }];
  }
  if (acceptedSuggestions.length === 0) return [{}];
  return acceptedSuggestions.map(({ id }) => {
    const action = card.actions.find((one) => suggestionOf(card.card, one) === id);
    if (action === undefined)
      throw new Refusal('rule-broken', 'no-such-suggestion', `The card has no suggestion ${id}.`);
    return { action };
  });
}

interface Recording {
  readonly card: GivenCard;
  readonly decision: Decided;
  readonly context: OperationContext;
}

async function record(desk: Desk, call: Call, { card, decision, context }: Recording): Promise<void> {
  const { alert: id, rule, version, tier, actions, patientId: patient, user } = card;
  const kind = decision.reason === undefined ? 'accepted' : 'overridden';
  await desk.decide(call, context.tx, {
    ...{ id: context.newId(), patient, kind, now: context.now(), ...decision },
    alert: { id, rule, version, tier, actions: actions.map((action) => ({ id: action })) },
    by: `${call.actor.name} (${user})`,
    mayBeSilent: true,
  });
}
