/** Who asks, as far as referrals are concerned: for which facility, and as which party to a referral. */
import type { Actor } from '#core/access/actor.ts';
import { authorize } from '#core/access/index.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Referral } from './model.ts';
import { refuse } from './refusals.ts';
import { type MoveName, moved, moves, type Party } from './states.ts';
import type { Row } from './store.ts';

/** The facility for which somebody acts: where a physician now works, or whose system a machine is. */
export const facilityOf = ({ role, facility, provider }: Actor): string | undefined =>
  role === 'physician' ? facility : role === 'machine' ? provider : undefined;

/** @throws Refusal `no-facility`; for machines `scope-missing`, `compliance-restricted` */
export function demandFacility(actor: Actor, to: 'create' | 'update' | 'search-type'): string {
  if (actor.role === 'machine') authorize(actor, to, 'ServiceRequest');
  const facility = facilityOf(actor);
  if (!facility) throw refuse('no-facility');
  return facility;
}

/** As what somebody stands to a referral; an issuer may be its provider too. */
export function partiesOf(
  actor: Actor,
  { issuer, provider, patient }: Pick<Row, 'issuer' | 'provider' | 'patient'>,
): Party[] {
  if (actor.role === 'patient')
    return actor.patient && keyOfId('Patient', actor.patient) === patient ? ['patient'] : [];
  const facility = facilityOf(actor);
  if (facility === undefined) return [];
  return [
    ...(facility === issuer ? (['issuer'] as const) : []),
    ...(facility === provider ? (['provider'] as const) : []),
  ];
}

/** What may be done with a referral now by these parties. */
export function movesOf(
  referral: Pick<Referral, 'state' | 'spa'>,
  expired: boolean,
  parties: readonly Party[],
): string[] {
  const { state, spa } = referral;
  const open = (Object.keys(moves) as MoveName[]).filter((name) =>
    parties.some((by) => 'to' in moved(name, { state, expired }, { by, reason: 'said' })),
  );
  const given =
    state === 'issued' && spa?.stage === 'placed' && spa.returned === undefined && parties.includes('patient');
  return [...open, ...(given ? ['give-back'] : [])];
}
