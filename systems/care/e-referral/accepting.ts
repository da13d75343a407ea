/** Operations of providers: find by key or by code and PESEL, accept, give back, realise, and what they have accepted. */
import type { Actor, Call } from '#core/access/actor.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { pageOf, pageSize, placeOf } from './lists.ts';
import { type Shown, shapes } from './model.ts';
import type { ReferralNeeds } from './needs.ts';
import { cleanDigits, isCode, isKey } from './numbers.ts';
import { demandFacility, facilityOf } from './parties.ts';
import { refuse } from './refusals.ts';
import type { Held, Referrals } from './referrals.ts';
import { replies } from './replies.ts';

/** Wrong codes within so many milliseconds, of one account or for one patient. */
const pause = 15 * 60_000;
const mostWrong = 5;

export interface Known {
  readonly key?: string;
  readonly code?: string;
  readonly pesel?: string;
}

/**
 * The referral that somebody names by its key, or by its code and the patient's PESEL. A wrong PESEL, no such code and
 * a referral that is over are answered alike; five wrong ones within 15 minutes lock codes, the key still opens.
 * @throws Refusal `key-or-code`, `no-such-referral`, `code-not-valid`, `codes-locked`
 */
export async function findKnown(desk: Referrals, needs: ReferralNeeds, call: Call, known: Known): Promise<Held> {
  const key = cleanDigits(known.key ?? '');
  const code = cleanDigits(known.code ?? '');
  if (isKey(key) && code === '') {
    const place = await desk.store.byKey(key);
    if (!place) throw refuse('no-such-referral');
    return desk.open(call, place.id);
  }
  if (key !== '' || !isCode(code) || !known.pesel) throw refuse('key-or-code');
  const { runtime, patientByPesel } = needs;
  const person = await patientByPesel(call, known.pesel);
  const patient = person && keyOfId('Patient', person.id);
  const now = runtime.now();
  const attempt = runtime.newId();
  const since = new Date(now.getTime() - pause);
  if ((await desk.store.attempt(attempt, call.actor.id, patient, now, since)) > mostWrong) throw refuse('codes-locked');
  const waiting = patient === undefined ? [] : await desk.store.waitingKeys(patient);
  const found = waiting.find((one) => desk.codeOf(one.key) === code);
  if (!found) throw refuse('code-not-valid');
  await desk.store.forgive(attempt);
  return desk.open(call, found.id);
}

/**
 * Takes a referral for a facility. Repeating it changes nothing; of several at once one wins.
 * @throws Refusal `accepted-elsewhere`, `expired`, `spa-not-decided`, `wrong-state`
 */
export async function accept(
  desk: Referrals,
  call: Call,
  held: Held,
  { facility, appointment }: { readonly facility: string; readonly appointment?: string | undefined },
): Promise<Shown> {
  const { row, referral } = held;
  if (referral.state === 'accepted' || referral.state === 'realised') {
    if (referral.provider?.id !== facility) throw refuse('accepted-elsewhere');
    return desk.show(call, held);
  }
  const { spa } = referral;
  if (spa && !(spa.stage === 'placed' && spa.place?.id === facility)) throw refuse('spa-not-decided');
  const { id, name } = await desk.gather.facility(call, facility);
  const provider = { id, name };
  const change = {
    provider,
    facility: provider,
    acceptedBy: 'provider',
    ...(appointment ? { appointment } : {}),
  } as const;
  try {
    const next = await desk.move(call, held, 'accept', { by: 'provider', ...change });
    return desk.show(call, { row: { ...row, provider: facility }, referral: next });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'changed-meanwhile') throw error;
    // Who was faster? Perhaps we ourselves, by a request that was repeated.
    const now = await desk.open(call, row.id);
    if (now.referral.provider === undefined) throw error;
    if (now.referral.provider.id !== facility) throw refuse('accepted-elsewhere');
    return desk.show(call, now);
  }
}

const staff = { roles: ['physician', 'machine'], purpose: 'TREAT' } as const;

export const accepting = (desk: Referrals, needs: ReferralNeeds & { record: FhirRecord }): Operation[] => [
  operation({
    name: 'find-referral',
    method: 'POST', // what is typed is personal: it must not stand in an address
    path: '/e-referral/find',
    summary: 'A referral by its key, or by its code and the PESEL; five wrong codes lock them for 15 minutes',
    access: staff,
    audit: 'in-record',
    body: shapes.find,
    reply: replies.referral,
    async handle({ body }, { actor, call }) {
      demandFacility(actor, 'search-type');
      const held = await findKnown(desk, needs, call, body as Known);
      return desk.show(call, held);
    },
  }),
  operation({
    name: 'accept-referral',
    method: 'POST',
    path: '/e-referral/accept',
    summary: 'Accepts a referral for my facility; from then on it is closed to others',
    access: staff,
    audit: 'in-record',
    body: shapes.accept,
    reply: replies.referral,
    async handle({ body }, { actor, call }) {
      const facility = demandFacility(actor, 'update');
      const { appointment, ...known } = body as Known & { appointment?: string };
      return accept(desk, call, await findKnown(desk, needs, call, known), { facility, appointment });
    },
  }),
  ...giveBackAndRealise(desk),
  operation({
    name: 'list-accepted-referrals',
    method: 'GET',
    path: '/e-referral/incoming',
    summary: 'What my facility has accepted (or realised), the newest first',
    access: staff,
    audit: 'in-record',
    query: shapes.queue,
    reply: replies.page,
    async handle({ query }, { actor, call }) {
      const facility = demandFacility(actor, 'search-type');
      const states = [query.state === 'realised' ? ('realised' as const) : ('accepted' as const)];
      const rows = await desk.store.heldBy(facility, states, placeOf(query.cursor), pageSize + 1);
      return pageOf(needs.record, desk, call, { rows, by: 'changedAt' });
    },
  }),
];

const asProvider = (actor: Actor): string | undefined => facilityOf(actor);

const giveBackAndRealise = (desk: Referrals): Operation[] =>
  (['return', 'realise'] as const).map((name) =>
    operation({
      name: `${name}-referral`,
      method: 'POST',
      path: `/e-referral/referrals/:id/${name}`,
      summary:
        name === 'return'
          ? 'Gives an accepted referral back, with a reason: others may accept it then'
          : 'Says that what the referral asked for is done; medical events say it by themselves',
      access: staff,
      audit: 'in-record',
      params: shapes.byId,
      reply: replies.referral,
      body: name === 'return' ? shapes.reason : shapes.reasonIfAny,
      async handle({ params, body }, { actor, call }) {
        demandFacility(actor, 'update');
        const held = await desk.read(call, params.id ?? '');
        const { id, name: called } = await desk.gather.facility(call, asProvider(actor) ?? '');
        const { reason } = (body ?? {}) as { reason?: string };
        const referral = await desk.move(call, held, name, { by: 'provider', reason, facility: { id, name: called } });
        return desk.show(call, { ...held, referral });
      },
    }),
  );
