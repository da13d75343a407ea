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
import { type Facility, gatherer, type Whom } from './gather.ts';
import { validUntil } from './kinds.ts';
import { type Draft, type Named, type Referral, type Shown, type Step, system } from './model.ts';
import type { ReferralNeeds } from './needs.ts';
import { codeOfKey, newKey, newNumber } from './numbers.ts';
import { movesOf, partiesOf } from './parties.ts';
import { refuse } from './refusals.ts';
import { demandComplete, isExpired, type Problem, problemsOf } from './rules.ts';
import { type MoveName, moved, officialNames, type Party } from './states.ts';
import { referralStore, type Row } from './store.ts';

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

export type Referrals = ReturnType<typeof referralDesk>;

export function referralDesk(needs: ReferralNeeds) {
  const { record, database, runtime } = needs;
  const gather = gatherer(needs);
  const store = referralStore(database);
  const parsed = (stored: Stored): Referral | undefined =>
    fromResource({ ...(JSON.parse(stored.content) as Resource), id: stored.id }, stored.version);

  /** @throws Refusal `no-such-referral` */
  async function readAs(call: Call, id: string): Promise<Referral> {
    const stored = await record.read(call, 'ServiceRequest', id).catch(unknown);
    const referral = stored && parsed(stored);
    if (!referral) throw refuse('no-such-referral');
    return referral;
  }

  /** Writes the next version. @throws Refusal `changed-meanwhile`, `accepted-elsewhere` */
  async function write(call: Call, before: Referral, next: Referral): Promise<Referral> {
    const content = { ...toResource(next), id: before.id };
    const options = { ifMatch: before.version };
    const written = await record.update(decidedBy(call, system), content, options).catch(overtaken);
    return { ...next, version: written.version };
  }

  const expired = (referral: Referral) =>
    isExpired({ ...referral, issuedAt: dayOf(referral.issuedAt) }, gather.today());

  return {
    gather,
    store,
    write,
    expired,
    parsed,

    /** What keeps a draft from being issued. */
    async check(call: Call, asked: Asked): Promise<Problem[]> {
      const patient = await gather.patient(call, asked);
      const { profession } = await gather.issuer(call, asked);
      return problemsOf(draftOf(asked), { today: gather.today(), profession, ...patient });
    },

    /** @throws Refusal `incomplete`, `no-patient`, `not-entitled`, `no-practitioner`, `no-branch` */
    async issue(call: Call, asked: Asked, facility: string): Promise<Shown> {
      const patient = await gather.patient(call, asked);
      const issuer = await gather.issuer(call, asked);
      const draft = draftOf(asked);
      const at = await gather.facility(call, facility);
      demandComplete(problemsOf(draft, { today: gather.today(), profession: issuer.profession, ...patient }));
      return create(call, { draft, patient, person: issuer.person, facility: at });
    },

    /** Issued by the platform itself: nobody's patient, nobody's code but the patient's. */
    async issueAutomatically(call: Call, asked: Asked): Promise<Shown> {
      const patient = await gather.patient(call, asked);
      const draft = draftOf(asked);
      demandComplete(problemsOf(draft, { today: gather.today(), profession: undefined, ...patient }));
      return create(call, { draft, patient });
    },

    /** One referral as its parties, and those who see the patient's record, may read it. */
    async read(call: Call, id: string): Promise<Held> {
      const row = await rowOf(id);
      // A proxy and a doctor who is no party see it as anything else of the patient's: the record decides.
      const isParty = row !== undefined && partiesOf(call.actor, row).some((party) => party !== 'patient');
      const referral = await readAs(isParty ? decidedBy(call, system) : call, id);
      if (!row) throw refuse('no-such-referral');
      return { row, referral };
    },

    /** A referral for somebody to whom the rules have shown it: who knows its key. */
    async open(call: Call, id: string): Promise<Held> {
      const row = await rowOf(id);
      if (!row) throw refuse('no-such-referral');
      return { row, referral: await readAs(decidedBy(call, system), id) };
    },

    /** Moves a referral on. @throws Refusal `wrong-party`, `wrong-state`, `expired`, `no-reason`, `changed-meanwhile` */
    async move(
      call: Call,
      { row, referral }: Held,
      name: MoveName,
      { by, reason, facility, basis, ...change }: Moving,
    ): Promise<Referral> {
      if (by !== 'event' && name !== 'accept' && !partiesOf(call.actor, row).includes(by)) throw refuse('wrong-party');
      const verdict = moved(name, { state: referral.state, expired: expired(referral) }, { by, reason });
      if ('refused' in verdict) throw refuse(verdict.refused);
      const last: Step = {
        ...{ name, by, at: runtime.now().toISOString() },
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
      return write(call, referral, next);
    },

    /** As somebody is shown a referral; the code for the patient and whoever issued it. */
    show(call: Call, { row, referral }: Held): Shown {
      const { numberSystem: _system, version: _version, ...shown } = referral;
      const over = expired(referral);
      const parties = partiesOf(call.actor, row);
      const forCode = referral.state === 'issued' && (parties.includes('issuer') || parties.includes('patient'));
      return {
        ...shown,
        ...{ expired: over, stateName: over ? officialNames.expired : officialNames[referral.state] },
        ...(forCode ? { code: codeOfKey(needs.codeSecret, referral.key) } : {}),
        moves: movesOf(referral, over, parties),
      };
    },

    codeOf: (key: string) => codeOfKey(needs.codeSecret, key),
  };

  async function rowOf(id: string): Promise<Row | undefined> {
    return store.one(keyOfId('ServiceRequest', id), id);
  }

  /** A key whose code no other waiting referral of the patient has. */
  async function freshKey(patient: Key): Promise<string> {
    const taken = new Set((await store.waitingKeys(patient)).map(({ key }) => codeOfKey(needs.codeSecret, key)));
    for (;;) {
      const key = newKey(runtime);
      if (!taken.has(codeOfKey(needs.codeSecret, key)) || taken.size >= 5_000) return key;
    }
  }

  async function create(call: Call, { draft, patient, person, facility }: Issuing): Promise<Shown> {
    const key = await freshKey(keyOfId('Patient', patient.id));
    const issuedAt = runtime.now().toISOString();
    const until = validUntil(draft.kind, dayOf(issuedAt));
    const { id, name, numberSystem } = facility ?? { ...platform, numberSystem: platform.numberSystem };
    const referral: Omit<Referral, 'id' | 'version'> = {
      ...draft,
      ...{ patient: patient.id, patientName: patient.name, number: newNumber(runtime), numberSystem, key },
      ...{ state: 'issued', issuedAt, ...(until ? { validUntil: until } : {}) },
      issuer: { ...(person ? { person } : {}), ...(facility ? { facility: { id, name } } : {}) },
      last: {
        name: 'issue',
        by: facility ? 'issuer' : 'platform',
        at: issuedAt,
        ...(facility ? { facility: { id, name } } : {}),
      },
      ...(draft.kind === 'spa' ? { spa: { stage: 'submitted', branch: await gather.branch(call, patient.id) } } : {}),
    };
    const written = await record.create(decidedBy(call, system), toResource(referral));
    const { numberSystem: _system, ...shown } = referral;
    return {
      ...{ ...shown, id: written.id, stateName: officialNames.issued, expired: false },
      ...{ code: codeOfKey(needs.codeSecret, key), moves: facility ? ['cancel', 'correct'] : [] },
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

const platform = { id: '', name: '', numberSystem: 'urn:oid:2.16.840.1.113883.3.4424.7.4.1' };

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
