/** Who asks for what: parties of a caller, what they may see and do. Gathers, decides by states.ts, writes. */
import type { Actor, Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { polishDay } from '#core/registers/days.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Content, type Demand, everyField, refusals } from './model.ts';
import type { Needs } from './ports.ts';
import { acted, type ActName, acts, isExpired, officialNames } from './states.ts';
import { type Asked, demandStore } from './store.ts';

export interface Asking {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly call: Call;
  readonly now: Date;
}

export const refusal = (code: keyof typeof refusals) => new Refusal(refusals[code].kind, code, refusals[code].en);

export interface Issued {
  readonly patient?: string;
  readonly field: string;
  readonly quantity: number;
  readonly content: Content;
}

/** A doctor asks for a medicine, for a patient or for the stock of their facility. */
export async function issue(
  needs: Needs,
  { tx, actor, call, now }: Asking,
  id: string,
  asked: Issued,
): Promise<Demand> {
  const { practitioner, facility } = actor;
  if (practitioner === undefined || facility === undefined) throw refusal('not-yours');
  if (!(await needs.isEntitled(practitioner))) throw refusal('not-entitled');
  if (asked.patient !== undefined) await needs.demandPatient(call, asked.patient);
  const { field, quantity, content } = asked;
  const demand: Demand = {
    ...{ id, state: 'submitted', issued: polishDay(now), issuer: practitioner, facility, field, content, quantity },
    ...{ patient: asked.patient ?? null, imported: 0, wholesaler: null },
  };
  await demandStore(tx).add(demand, now, actor.id);
  return demand;
}

interface Parties {
  /** Fields of a consultant, and of an authority. */
  readonly consultant: readonly string[];
  readonly authority: readonly string[];
  readonly wholesaler: string | undefined;
}

async function partiesOf(needs: Needs, { tx, actor, now }: Asking): Promise<Parties> {
  const day = polishDay(now);
  const store = demandStore(tx);
  const { role, practitioner, provider } = actor;
  return {
    consultant: role === 'physician' && practitioner ? await store.fields('consultant', practitioner, day) : [],
    authority: role === 'machine' && provider ? await store.fields('authority', provider, day) : [],
    wholesaler: role === 'machine' ? await needs.wholesalerOf(tx, actor, day) : undefined,
  };
}

const covers = (fields: readonly string[], field: string): boolean =>
  fields.includes(field) || fields.includes(everyField);

/** Whether somebody is concerned: by it they see it. */
function sees({ actor }: Asking, parties: Parties, demand: Demand): boolean {
  const { facility, patient, field, state, wholesaler } = demand;
  if (actor.role === 'patient') return patient !== null && actor.patient === patient;
  if (actor.role === 'physician') return actor.facility === facility || covers(parties.consultant, field);
  if (covers(parties.authority, field)) return state !== 'submitted' && state !== 'declined';
  const theirs = parties.wholesaler;
  return theirs !== undefined && (wholesaler === theirs || (wholesaler === null && state === 'granted'));
}

/** Whether the step is theirs to take. */
function mayTake(name: ActName, { actor }: Asking, parties: Parties, demand: Demand): boolean {
  const { by } = acts[name];
  if (by === 'issuer') return actor.practitioner === demand.issuer && actor.facility === demand.facility;
  // Nobody confirms what they asked for themselves.
  if (by === 'consultant') return covers(parties.consultant, demand.field) && actor.practitioner !== demand.issuer;
  if (by === 'authority') return covers(parties.authority, demand.field);
  return parties.wholesaler !== undefined && (name === 'take' || parties.wholesaler === demand.wholesaler);
}

/** @throws Refusal `no-such-demand` also where it is not theirs to see */
export async function read(needs: Needs, asking: Asking, id: string): Promise<Demand> {
  const demand = await demandStore(asking.tx).demand(id);
  if (!demand || !sees(asking, await partiesOf(needs, asking), demand)) throw refusal('no-such-demand');
  return demand;
}

/** Takes a step. @throws Refusal `no-such-demand`, `not-yours`, and those of states.ts */
export async function act(
  needs: Needs,
  asking: Asking,
  id: string,
  { name, reason, quantity }: { name: ActName; reason?: string; quantity?: number },
): Promise<Demand> {
  const { tx, actor, now } = asking;
  const store = demandStore(tx);
  const parties = await partiesOf(needs, asking);
  const demand = await store.locked(id);
  if (!demand || !sees(asking, parties, demand)) throw refusal('no-such-demand');
  if (!mayTake(name, asking, parties, demand)) throw refusal('not-yours');
  const verdict = acted(name, demand, { day: polishDay(now), reason, quantity });
  if ('refused' in verdict) throw refusal(verdict.refused);
  const wholesaler = name === 'take' ? (parties.wholesaler ?? null) : name === 'return' ? null : demand.wholesaler;
  const changed: Demand = { ...demand, state: verdict.to, imported: verdict.imported, wholesaler };
  const step = { act: name, state: changed.state, at: now, actor: actor.id };
  await store.change(changed, { ...step, quantity: quantity ?? null, note: reason ?? null });
  return changed;
}

/** What somebody has to do with, newest first. */
export async function list(needs: Needs, asking: Asking, after: string, limit: number): Promise<Demand[]> {
  const { tx, actor } = asking;
  const store = demandStore(tx);
  if (actor.role === 'patient') return store.list({ patient: actor.patient ?? '' }, after, limit);
  const { consultant, authority, wholesaler } = await partiesOf(needs, asking);
  const narrowed = (fields: readonly string[]) => (fields.includes(everyField) ? {} : { fields });
  if (actor.role === 'physician') {
    // A consultant sees what waits for them, others what their facility asked for.
    const asked: Asked =
      consultant.length > 0 ? { states: ['submitted'], ...narrowed(consultant) } : { facility: actor.facility ?? '' };
    return store.list(asked, after, limit);
  }
  if (authority.length > 0) return store.list({ states: ['confirmed'], ...narrowed(authority) }, after, limit);
  if (wholesaler === undefined) return [];
  return store.list({ wholesaler, states: ['granted', 'taken', 'realised'] }, after, limit);
}

/** As it is shown: whether its time is over, and what the state is called. */
export function shown(demand: Demand, day: string) {
  const expired = isExpired(demand.state, demand.issued, day);
  return { ...demand, expired, says: officialNames[expired ? 'expired' : demand.state] };
}
