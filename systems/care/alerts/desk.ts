/** The desk of alerts: what is found of a patient now, what was decided about it, and decisions. See README.md. */
import type { Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import { keyOfId } from '#core/record/keys.ts';
import { polishDay } from '#core/registers/days.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { namesOf } from './about-drafts.ts';
import { assess } from './assess.ts';
import type { Facts, Gathered } from './engine/facts.ts';
import { loadRules } from './engine/load-rules.ts';
import type { Rule } from './engine/rule.ts';
import { asText, type Fhir } from './engine/reading.ts';
import { gather } from './gather.ts';
import { type Counting, counting } from './ledger/counting.ts';
import { type ReasonCode, reasons } from './ledger/reasons.ts';
import { type Standings, standings } from './ledger/standing.ts';
import { type AlertStore, alertStore, type Decision } from './ledger/store.ts';
import { type Alert, type Audience, type Findings, inputs } from './model.ts';
import type { AlertsNeeds } from './ports.ts';
import { refuse } from './refusals.ts';

export interface Shown extends Alert {
  /** What others decided about it, the newest first: the next doctor sees why it was set aside. */
  readonly decisions: readonly Decision[];
}

export interface Found extends Omit<Findings, 'alerts'> {
  readonly facts: Facts;
  /** The Patient as it was read. */
  readonly patient: Fhir;
  readonly alerts: readonly Shown[];
  /** Set aside with a reason that still holds for this patient. */
  readonly tolerated: readonly Shown[];
  /** Inputs of which the record holds nothing: no data received is not "nothing wrong". */
  readonly noData: readonly string[];
}

export interface Asked {
  readonly audience: Audience;
  readonly now: Date;
  readonly tx: Tx;
  /** False for a patient whom the caller may not know of here: then nobody's decisions are told. */
  readonly isKnownHere?: boolean;
}

export class Desk {
  readonly rules = loadRules();
  readonly standing: Standings;
  readonly counts: Counting;
  private readonly needs: AlertsNeeds;

  constructor(needs: AlertsNeeds) {
    this.needs = needs;
    this.standing = standings(this.rules, needs.database, needs.runtime);
    this.counts = counting(needs.database);
  }

  store(tx: Tx): AlertStore {
    return alertStore(tx);
  }

  /** Everything about one patient, from the record. @throws Refusal as the record says it */
  async find(call: Call, patient: string, asked: Asked): Promise<Found> {
    const found = await this.about(await gather(this.needs.record, call, patient, asked.now), asked);
    await this.countShown(call, found.alerts, asked.now);
    return found;
  }

  /** The same of what was gathered already; drafts among it are what is being ordered. */
  async about(found: Gathered, { audience, now, tx, isKnownHere = true }: Asked): Promise<Found> {
    const stands = await this.standing.now();
    const own = this.rules.filter((rule) => rule.audience.includes(audience));
    const tierOf = ({ id }: Rule) => {
      const one = stands.get(id);
      return one?.live ? one.tier : undefined;
    };
    const { safety, database } = this.needs;
    const patient = asText(found.patient?.[0]?.id) ?? '';
    const [{ facts, alerts, silenced, unchecked, odd }, decided] = await Promise.all([
      assess(found, now, { rules: own, tierOf, safety, tx }),
      isKnownHere ? alertStore(database).decisionsOf(keyOfId('Patient', patient)) : [],
    ]);
    const shown = alerts.map((alert) => ({ ...alert, decisions: decided.filter((one) => one.alert === alert.id) }));
    return {
      ...{ facts, silenced, unchecked, odd, patient: found.patient?.[0] ?? {} },
      noData: inputs.filter((input) => input !== 'safety' && input !== 'patient' && found[input]?.length === 0),
      alerts: shown.filter((one) => !isTolerated(one, now)),
      tolerated: shown.filter((one) => isTolerated(one, now)),
    };
  }

  /** The patient of a PESEL, among those whom the caller may see. @throws Refusal `no-such-patient` */
  async patientOf(call: Call, pesel: string): Promise<string> {
    const query = `identifier=${identifierSystems.pesel}|${pesel}&_count=2`;
    const page = await this.needs.record.search(call, 'Patient', query);
    const [first] = page.entries.filter(({ mode }) => mode === 'match');
    if (!first) throw refuse('no-such-patient');
    return first.stored.id;
  }

  /** What stood on the screen counts towards acceptance and budget. */
  async countShown(call: Call, alerts: readonly Alert[], now: Date, isInterrupting = false): Promise<void> {
    const speciality = await this.specialityOf(call);
    for (const { rule, tier, id } of alerts) {
      const interrupted = isInterrupting && tier === 1 ? 1 : 0;
      const once = `${call.actor.id} ${id} ${isInterrupting}`;
      this.counts.add({ rule, speciality, day: polishDay(now), shown: 1, interrupted }, once);
    }
  }

  /** Each order once. @param within where ids of drafts are unique: a call of a client, a patient in Gabinet */
  async countSigned(call: Call, within: string, drafts: readonly Fhir[], now: Date): Promise<void> {
    const speciality = await this.specialityOf(call);
    for (const name of namesOf(drafts))
      this.counts.addSigned(speciality, polishDay(now), `${call.actor.id} ${within} ${name}`);
  }

  async specialityOf(call: Call): Promise<string> {
    if (call.actor.role === 'pharmacist') return 'apteka';
    return (await this.needs.specialityOf(call)) ?? 'nieznana';
  }

  /** @throws Refusal `no-such-action`, `comment-needed` */
  async decide(call: Call, tx: Tx, decision: Deciding): Promise<Decision> {
    const { patient, alert, now, id } = decision;
    const kept = decisionOf(call, decision);
    const store = alertStore(tx);
    const speciality = await this.specialityOf(call);
    await store.decide(keyOfId('Patient', patient), kept);
    const { rule, version } = alert;
    const isAccepted = kept.kind === 'accepted';
    const counted = { shown: 0, interrupted: 0, accepted: isAccepted ? 1 : 0, overridden: isAccepted ? 0 : 1 };
    await store.count([{ rule, speciality, day: polishDay(now), ...counted }]);
    if (kept.reason !== null)
      await store.tellOwner({ id, rule, version, reason: kept.reason, comment: kept.comment, speciality, at: now });
    return kept;
  }
}

/** What is known of the patient's name, for documents. */
export const nameOf = (facts: Pick<Facts, 'patient'>, resource: { readonly name?: unknown } | undefined): string => {
  const [name] = Array.isArray(resource?.name) ? resource.name : [];
  const parts = [...((name?.given as string[] | undefined) ?? []), asText(name?.family) ?? ''];
  return parts.filter(Boolean).join(' ') || facts.patient;
};

/** The last decision speaks: an alert that was set aside, and whose reason holds until later, is not shown again. */
const isTolerated = ({ decisions: [last] }: Shown, now: Date): boolean =>
  last?.kind === 'overridden' && last.until !== null && last.until > now;

export interface Deciding {
  readonly id: string;
  readonly patient: string;
  readonly alert: Pick<Alert, 'id' | 'rule' | 'version' | 'tier'> & { readonly actions: readonly { id: string }[] };
  readonly kind: 'accepted' | 'overridden';
  readonly action?: string | undefined;
  readonly reason?: ReasonCode | undefined;
  readonly comment?: string | undefined;
  readonly now: Date;
  /** Whose decision it is, when the caller speaks for somebody. */
  readonly by?: string;
  /** CDS Hooks does not demand words: an override of tier 1 without a comment is kept as it came. */
  readonly mayBeSilent?: boolean;
}

/** Pure. @throws Refusal `no-such-action`, `comment-needed` */
export function decisionOf({ actor }: Call, deciding: Deciding): Decision {
  const { id, alert, kind, action, reason, comment, now, by, mayBeSilent } = deciding;
  if (kind === 'accepted' && action !== undefined && !alert.actions.some((one) => one.id === action))
    throw refuse('no-such-action');
  const said = comment?.trim();
  if (kind === 'overridden' && alert.tier === 1 && !said && !mayBeSilent) throw refuse('comment-needed');
  const months = reason === undefined ? 0 : reasons[reason].months;
  return {
    ...{ id, alert: alert.id, rule: alert.rule, version: alert.version, kind, action: action ?? null },
    ...{ reason: kind === 'overridden' ? (reason ?? 'later') : null, comment: said || null },
    ...{ person: actor.id, name: by ?? actor.name, facility: actor.facility ?? null, at: now },
    until: kind === 'overridden' && months > 0 ? new Date(now.getTime() + months * 30.4375 * 86_400_000) : null,
  };
}
