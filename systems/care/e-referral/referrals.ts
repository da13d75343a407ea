/**
 * What is done with referrals, for every way in (HTTP, SOAP, medical events): gather, decide, write. The record holds
 * the versions against each other, the ledger holds what spans several.
 */
import { type Call, decidedBy } from '#core/access/actor.ts';
import { type Key, keyOfId } from '#core/record/keys.ts';
import { polishDay } from '#core/registers/days.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Resource, Stored } from '#core/record/record.ts';
import { fromResource, toResource } from './fhir.ts';
import { type Facility, type Gatherer, gatherer, type Whom } from './gather.ts';
import { validUntil } from './kinds.ts';
import { type Draft, type Named, type Referral, type Shown, type Step, system } from './model.ts';
import type { ReferralNeeds } from './needs.ts';
import { codeOfKey, newKey, newNumber, numberSystemOf } from './numbers.ts';
import { movesOf, partiesOf } from './parties.ts';
import { refuse } from './refusals.ts';
import { demandComplete, isExpired, type Problem, problemsOf } from './rules.ts';
import { type MoveName, moved, officialNames, type Party } from './states.ts';
import { type ReferralStore, referralStore, type Row } from './store.ts';

/** A draft as requests bring it: lists may be missing. */
export type Asked = Whom & Partial<Draft> & Pick<Draft, 'kind'>;

export const draftOf = ({
  kind,
  urgency = 'R',
  speciality,
  diagnoses = [],
  procedures = [],
  purpose,
  ...rest
}: Asked): Draft => ({
  ...{ kind, urgency, diagnoses, procedures },
  ...(speciality ? { speciality } : {}),
  ...(purpose?.trim() ? { purpose: purpose.trim() } : {}),
  ...{ details: rest.details ?? {}, attachments: rest.attachments ?? [] },
});

/** A referral with the row of the ledger that leads to it. */
export interface Held {
  readonly row: Row;
  readonly referral: Referral;
}

/** The one desk over which referrals go. */
export class Referrals {
  readonly gather: Gatherer;
  readonly store: ReferralStore;
  private readonly needs: ReferralNeeds;

  constructor(needs: ReferralNeeds) {
    this.needs = needs;
    this.gather = gatherer(needs);
    this.store = referralStore(needs.database);
  }

  /** What a stored version says; undefined when it is no referral. */
  parsed(stored: Stored): Referral | undefined {
    return fromResource({ ...(JSON.parse(stored.content) as Resource), id: stored.id }, stored.version);
  }

  expired(referral: Referral): boolean {
    return isExpired({ ...referral, issuedAt: dayOf(referral.issuedAt) }, this.gather.today());
  }

  codeOf(key: string): string {
    return codeOfKey(this.needs.codeSecret, key);
  }

  /** What keeps a draft from being issued. */
  async check(call: Call, asked: Asked): Promise<Problem[]> {
    const patient = await this.gather.patient(call, asked);
    const { profession } = await this.gather.issuer(call, asked);
    return problemsOf(draftOf(asked), { profession, ...patient });
  }

  /** @throws Refusal `incomplete`, `no-patient`, `not-entitled`, `no-practitioner`, `no-branch` */
  async issue(call: Call, asked: Asked, facility: string): Promise<Shown> {
    const patient = await this.gather.patient(call, asked);
    const issuer = await this.gather.issuer(call, asked);
    const draft = draftOf(asked);
    const at = await this.gather.facility(call, facility);
    demandComplete(problemsOf(draft, { profession: issuer.profession, ...patient }));
    return this.create(call, { draft, patient, person: issuer.person, facility: at });
  }

  /** Issued by the platform itself: the code is the patient's alone. */
  async issueAutomatically(call: Call, asked: Asked): Promise<Shown> {
    const patient = await this.gather.patient(call, asked);
    const draft = draftOf(asked);
    demandComplete(problemsOf(draft, { profession: undefined, ...patient }));
    return this.create(call, { draft, patient });
  }

  /** One referral as its parties, and those who see the patient's record, may read it. @throws `no-such-referral` */
  async read(call: Call, id: string): Promise<Held> {
    const row = await this.rowOf(id);
    // A proxy and a doctor who is no party see it as anything else of the patient's: the record decides.
    const isParty = row !== undefined && partiesOf(call.actor, row).some((party) => party !== 'patient');
    const referral = await this.readAs(isParty ? decidedBy(call, system) : call, id);
    if (!row) throw refuse('no-such-referral');
    return { row, referral };
  }

  /** A referral for somebody to whom the rules have shown it: who knows its key. @throws `no-such-referral` */
  async open(call: Call, id: string): Promise<Held> {
    const row = await this.rowOf(id);
    if (!row) throw refuse('no-such-referral');
    return { row, referral: await this.readAs(decidedBy(call, system), id) };
  }

  /** Moves a referral on. @throws Refusal `wrong-party`, `wrong-state`, `expired`, `no-reason`, `changed-meanwhile` */
  async move(call: Call, { row, referral }: Held, name: MoveName, moving: Moving): Promise<Referral> {
    const { by, reason, facility, basis, ...change } = moving;
    if (by !== 'event' && name !== 'accept' && !partiesOf(call.actor, row).includes(by)) throw refuse('wrong-party');
    const verdict = moved(name, { state: referral.state, expired: this.expired(referral) }, { by, reason });
    if ('refused' in verdict) throw refuse(verdict.refused);
    const last: Step = {
      ...{ name, by, at: this.needs.runtime.now().toISOString() },
      ...(reason?.trim() ? { reason: reason.trim() } : {}),
      ...(facility ? { facility } : {}),
      ...(basis ? { basis } : {}),
    };
    const { provider, acceptedBy, appointment, ...rest } = { ...referral, ...change };
    const held = verdict.to === 'accepted' || verdict.to === 'realised';
    const next: Referral = {
      ...rest,
      ...(held && provider ? { provider } : {}),
      ...(held && acceptedBy ? { acceptedBy } : {}),
      ...(held && appointment ? { appointment } : {}),
      ...{ state: verdict.to, last },
    };
    return this.write(call, referral, next);
  }

  /** Writes the next version. @throws Refusal `changed-meanwhile`, `accepted-elsewhere` */
  async write(call: Call, before: Referral, next: Referral): Promise<Referral> {
    const content = { ...toResource(next), id: before.id };
    const options = { ifMatch: before.version };
    const written = await this.needs.record.update(decidedBy(call, system), content, options).catch(overtaken);
    return { ...next, version: written.version };
  }

  /** As somebody is shown a referral; the code for the patient, whoever acts for them, and whoever issued it. */
  show(call: Call, { row, referral }: Held): Shown {
    const { numberSystem: _system, version: _version, ...shown } = referral;
    const over = this.expired(referral);
    const parties = partiesOf(call.actor, row);
    const isProxy = call.actor.role === 'proxy' && call.actor.patient === referral.patient;
    const mayKnow = isProxy || parties.includes('issuer') || parties.includes('patient');
    return {
      ...shown,
      ...{ expired: over, stateName: over ? officialNames.expired : officialNames[referral.state] },
      ...(mayKnow && referral.state === 'issued' ? { code: this.codeOf(referral.key) } : {}),
      moves: movesOf(referral, over, parties),
    };
  }

  private async readAs(call: Call, id: string): Promise<Referral> {
    const stored = await this.needs.record.read(call, 'ServiceRequest', id).catch(unknown);
    const referral = stored && this.parsed(stored);
    if (!referral) throw refuse('no-such-referral');
    return referral;
  }

  private rowOf(id: string): Promise<Row | undefined> {
    return this.store.one(keyOfId('ServiceRequest', id), id);
  }

  /** A key whose code no other waiting referral of the patient has. */
  private async freshKey(patient: Key): Promise<string> {
    const taken = new Set((await this.store.waitingKeys(patient)).map(({ key }) => this.codeOf(key)));
    for (;;) {
      const key = newKey(this.needs.runtime);
      if (!taken.has(this.codeOf(key)) || taken.size >= 5_000) return key;
    }
  }

  private async create(call: Call, { draft, patient, person, facility }: Issuing): Promise<Shown> {
    const { runtime, record } = this.needs;
    const key = await this.freshKey(keyOfId('Patient', patient.id));
    const issuedAt = runtime.now().toISOString();
    const until = validUntil(draft.kind, dayOf(issuedAt));
    const at = facility && { id: facility.id, name: facility.name };
    const numberSystem = facility?.numberSystem ?? numberSystemOf(undefined);
    const branch = draft.kind === 'spa' ? await this.gather.branch(call, patient.id) : undefined;
    const referral: Omit<Referral, 'id' | 'version'> = {
      ...draft,
      ...{ patient: patient.id, patientName: patient.name, number: newNumber(runtime), numberSystem, key },
      ...{ state: 'issued', issuedAt, ...(until ? { validUntil: until } : {}) },
      issuer: { ...(person ? { person } : {}), ...(at ? { facility: at } : {}) },
      last: { name: 'issue', by: at ? 'issuer' : 'platform', at: issuedAt, ...(at ? { facility: at } : {}) },
      ...(branch === undefined ? {} : { spa: { stage: 'submitted', branch } }),
    };
    const written = await record.create(decidedBy(call, system), toResource(referral));
    const { numberSystem: _system, ...shown } = referral;
    return {
      ...{ ...shown, id: written.id, stateName: officialNames.issued, expired: false, code: this.codeOf(key) },
      moves: at ? ['cancel', 'correct'] : [],
    };
  }
}

export interface Moving extends Partial<Omit<Referral, 'last' | 'state' | 'id' | 'version'>> {
  readonly by: Party;
  readonly reason?: string | undefined;
  readonly facility?: Named;
  readonly basis?: string;
}

interface Issuing {
  readonly draft: Draft;
  readonly patient: { readonly id: string; readonly name: string };
  readonly person?: Named;
  readonly facility?: Facility;
}

/** The day in Poland of an instant. */
const dayOf = (instant: string): string => polishDay(new Date(instant));

const unknown = (error: unknown): undefined => {
  if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
  throw error;
};

/** What the record says of a lost race, in words about referrals. */
const overtaken = (error: unknown): never => {
  const isRace = error instanceof Refusal && (error.kind === 'condition-failed' || error.code === 'lost-race');
  throw isRace ? refuse('changed-meanwhile') : error;
};
