/**
 * The way of a spa referral through the NFZ: the branch checks it, a balneologist confirms it, it gets a number in the
 * queue, then a place; the patient may give the place back with a reason, which the branch judges.
 * domain/poland.md 5 (flow [known]).
 */
import { type Call, decidedBy } from '#core/access/actor.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import type { Gatherer } from './gather.ts';
import { pageOf, pageSize, placeOf } from './lists.ts';
import { type Referral, shapes, type SpaWay, type Step } from './model.ts';
import { withHistory } from './patient-operations.ts';
import { demandFacility } from './parties.ts';
import { refuse } from './refusals.ts';
import type { Held, Referrals } from './referrals.ts';
import { noticeOfPlace, type SpaMove, type SpaStage, spaMoves, spaStages } from './states.ts';
import { replies } from './replies.ts';

export interface Decision {
  readonly decision: SpaMove;
  readonly reason?: string;
  /** Of `place`: the sanatorium and its first and last day. */
  readonly facility?: string;
  readonly from?: string;
  readonly to?: string;
}

/**
 * What becomes of the way of a referral. Pure; the number and the name of the place come from outside.
 * @throws Refusal `wrong-state`, `no-reason`, `spa-place-missing`, `spa-notice-too-short`
 */
export function decided(
  way: SpaWay,
  { decision, reason, from, to }: Decision,
  {
    today,
    queue,
    place,
  }: { today: string; queue?: number | undefined; place?: { id: string; name: string } | undefined },
): SpaWay {
  const move: { from: readonly SpaStage[]; to: SpaStage; reason?: true } = spaMoves[decision];
  if (!move.from.includes(way.stage)) throw refuse('wrong-state');
  if (move.reason && !reason?.trim()) throw refuse('no-reason');
  const { stage: _before, returned, place: held, ...kept } = way;
  // Whether a reason is good is only asked of a place that was given back.
  if ((decision === 'keep-in-queue' || decision === 'close') && returned === undefined) throw refuse('wrong-state');
  if (decision === 'give-back' && returned !== undefined) throw refuse('wrong-state');
  switch (decision) {
    case 'confirm':
      return { ...kept, stage: move.to, ...(queue === undefined ? {} : { queue }) };
    case 'place':
      if (!place || !from || !to || to < from) throw refuse('spa-place-missing');
      if (from < plusDays(today, noticeOfPlace.days)) throw refuse('spa-notice-too-short');
      return { ...kept, stage: move.to, place: { ...place, from, to } };
    case 'give-back':
      return { ...kept, stage: move.to, ...(held ? { place: held } : {}), returned: reason?.trim() ?? '' };
    default:
      return { ...kept, stage: move.to };
  }
}

const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const spaOperations = (desk: Referrals, record: FhirRecord, now: () => Date): Operation[] => [
  operation({
    name: 'list-spa-referrals',
    method: 'GET',
    path: '/e-referral/spa',
    summary: 'Spa referrals of a branch of the NFZ at a stage, those that wait longest first',
    access: { roles: ['machine'], purpose: 'TREAT' },
    audit: 'in-record',
    query: shapes.spaQueue,
    reply: replies.page,
    async handle({ query }, { actor, call }) {
      const branch = await branchOf(desk.gather, call, demandFacility(actor, 'search-type'));
      if (query.branch !== branch) throw refuse('wrong-party');
      const stage = spaStages.find((one) => one === (query.stage ?? 'submitted'));
      if (!stage) throw refuse('wrong-state');
      const rows = await desk.store.ofBranch(branch, stage, placeOf(query.cursor), pageSize + 1);
      return pageOf(record, desk, call, { rows, by: 'issuedAt' });
    },
  }),
  operation({
    name: 'decide-spa-referral',
    method: 'POST',
    path: '/e-referral/referrals/:id/spa-decision',
    summary: 'What the branch of the NFZ decides: verify, confirm, refuse, place, keep-in-queue, close',
    access: { roles: ['machine'], purpose: 'TREAT' },
    audit: 'in-record',
    params: shapes.byId,
    body: shapes.spaDecision,
    reply: replies.withHistory,
    async handle({ params, body }, { actor, call }) {
      const office = demandFacility(actor, 'update');
      const branch = await branchOf(desk.gather, call, office);
      const held = await desk.open(call, params.id ?? '');
      if (held.referral.spa?.branch !== branch) throw refuse('no-such-referral');
      return withHistory(desk, call, await decide(desk, call, held, { ...(body as Decision), now: now(), office }));
    },
  }),
  operation({
    name: 'give-spa-place-back',
    method: 'POST',
    path: '/e-referral/referrals/:id/give-back',
    summary: 'The patient gives the place in the sanatorium back, with a reason; the branch judges it',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: 'in-record',
    params: shapes.byId,
    body: shapes.reason,
    reply: replies.withHistory,
    async handle({ params, body }, { call }) {
      const held = await desk.read(call, params.id ?? '');
      const { reason } = body as { reason: string };
      return withHistory(desk, call, await decide(desk, call, held, { decision: 'give-back', reason, now: now() }));
    },
  }),
];

/** @throws Refusal `wrong-party` when the caller's institution is no branch of the NFZ */
async function branchOf(gather: Gatherer, call: Call, office: string): Promise<string> {
  const { branch } = await gather.facility(decidedBy(call, 'e-referral'), office);
  if (branch === undefined) throw refuse('wrong-party');
  return branch;
}

/** Writes what was decided, or what the patient gave back. */
export async function decide(
  desk: Referrals,
  call: Call,
  held: Held,
  { now, office, ...decision }: Decision & { readonly now: Date; readonly office?: string },
): Promise<Held> {
  const { referral } = held;
  if (!referral.spa || referral.state !== 'issued') throw refuse('wrong-state');
  const isPlace = decision.decision === 'place' && decision.facility !== undefined;
  const place = isPlace ? await desk.gather.facility(call, decision.facility ?? '') : undefined;
  if (isPlace && !place?.known) throw refuse('spa-place-missing');
  const facts = { today: desk.gather.today(), place: place && { id: place.id, name: place.name } };
  let spa = decided(referral.spa, decision, facts);
  // A number only for what may really be confirmed; what is given twice keeps its number.
  if (decision.decision === 'confirm') {
    spa = { ...spa, queue: referral.spa.queue ?? (await desk.store.nextNumber(spa.branch)) };
  }
  const by = decision.decision === 'give-back' ? 'patient' : 'branch';
  const at = office === undefined ? undefined : await desk.gather.facility(call, office);
  const last: Step = {
    ...{ name: decision.decision, by, at: now.toISOString() },
    ...(decision.reason?.trim() ? { reason: decision.reason.trim() } : {}),
    ...(at ? { facility: { id: at.id, name: at.name } } : {}),
  };
  const next: Referral = { ...referral, spa, last };
  return { ...held, referral: await desk.write(call, referral, next) };
}
