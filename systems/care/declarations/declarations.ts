/**
 * What is done with declarations, for every way in: gather, decide, write. What changes together (the choice, the one
 * before it, whom the Patient names, what the patient is told) is one transaction of the record.
 */
import { type Call, decidedBy } from '#core/access/actor.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Resource, Stored } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { withChoices } from './care-of-patient.ts';
import { fromResource, toResource } from './fhir.ts';
import { type Gatherer, gatherer, type PatientRead } from './gather.ts';
import {
  type Declaration,
  type FreeReason,
  type Kind,
  type PersonShown,
  type Shown,
  type Step,
  type Submitter,
  system,
} from './model.ts';
import type { DeclarationNeeds } from './needs.ts';
import { message } from './messages.ts';
import { peopleAt } from './people.ts';
import { policyOn } from './policy.ts';
import { refuse } from './refusals.ts';
import { judged, standingOf } from './rules.ts';
import { moved, type MoveName, moves, movesOf, type Party } from './states.ts';
import { type DeclarationStore, declarationStore, type Row } from './store.ts';

export interface Asked {
  readonly kind: Kind;
  readonly facility: string;
  readonly practitioner: string;
  readonly freeReason?: FreeReason;
  readonly feeAgreed?: number;
}

export interface Said {
  readonly reason?: string;
  readonly text?: string;
}

const dayMs = 86_400_000;

/** The one desk over which declarations go. */
export class Declarations {
  readonly gather: Gatherer;
  readonly store: DeclarationStore;
  private readonly needs: DeclarationNeeds;

  constructor(needs: DeclarationNeeds) {
    this.needs = needs;
    this.gather = gatherer(needs);
    this.store = declarationStore(needs.database);
  }

  /** What a stored version says; undefined when it is no declaration. */
  parsed(stored: Stored): Declaration | undefined {
    return fromResource({ ...(JSON.parse(stored.content) as Resource), id: stored.id }, stored.version);
  }

  /** Submits a choice. @throws Refusal of the rules (rules.ts), `no-patient`, `no-such-facility` */
  async submit(call: Call, patientId: string, asked: Asked, by: Submitter | 'trusted'): Promise<Declaration> {
    const { kind, facility: place, practitioner } = asked;
    const [patient, facility, person, choices] = await Promise.all([
      this.gather.patient(call, patientId),
      this.gather.facility(call, place),
      this.gather.person(call, practitioner, place),
      this.store.ofPatient(keyOfId('Patient', patientId)),
    ]);
    const day = this.gather.day();
    const policy = policyOn(day.today);
    const wanted = { ...asked, facility: place, person: practitioner, ...person };
    const verdict = judged(this.gather.chooser(patient, by), wanted, choices, day, policy);
    if ('refused' in verdict) throw refuse(verdict.refused);
    const now = this.needs.runtime.now();
    const at = now.toISOString();
    const declaration: Omit<Declaration, 'id' | 'version'> = {
      ...{ patient: patientId, patientName: patient.name, kind, state: 'submitted', facility, person: person.named },
      ...{ submittedAt: at, by: by === 'trusted' ? 'paper' : by, last: { name: 'submit', at } },
      answerBy: new Date(now.getTime() + policy.daysToAnswer * dayMs).toISOString(),
      ...verdict,
    };
    const { id, version } = await this.needs.record.create(decidedBy(call, system), toResource(declaration));
    return { ...declaration, id, version };
  }

  /** One that the caller may see, with the row that leads to it. @throws Refusal `no-such-declaration` */
  async read(call: Call, id: string): Promise<{ row: Row; declaration: Declaration; party: Party }> {
    const row = await this.store.one(keyOfId('EpisodeOfCare', id), id);
    const party = row && partyOf(call, row);
    if (!row || !party) throw refuse('no-such-declaration');
    const declaration = await this.open(call, id);
    return { row, declaration, party };
  }

  /** @throws Refusal `no-such-declaration` */
  async open(call: Call, id: string): Promise<Declaration> {
    const stored = await this.needs.record.read(decidedBy(call, system), 'EpisodeOfCare', id).catch(unknown);
    const declaration = stored && this.parsed(stored);
    if (!declaration) throw refuse('no-such-declaration');
    return declaration;
  }

  /** Moves a declaration on. @throws Refusal `wrong-state`, `no-reason`, `list-full`, `changed-meanwhile` */
  async move(call: Call, before: Declaration, name: MoveName, said: Said = {}): Promise<Declaration> {
    const to = moved(name, before.state);
    if (!to) throw refuse('wrong-state');
    const reason = this.reasonOf(name, said);
    if (name === 'accept') await this.demandRoom(before);
    const at = this.needs.runtime.now().toISOString();
    const { endedAt: _none, ...rest } = before;
    const after: Declaration = {
      ...{ ...rest, state: to, last: { name, at, ...reason } },
      ...(to === 'accepted' ? { acceptedAt: at } : { endedAt: at }),
    };
    await this.write(call, { before, after });
    return after;
  }

  /** As somebody is shown it. */
  async show(call: Call, declaration: Declaration, party: Party, birth: string | undefined): Promise<Shown> {
    const { version: _version, ...shown } = declaration;
    const { today } = this.gather.day();
    const entitled = declaration.by === 'parent' ? await this.needs.entitlement(declaration.person.id) : undefined;
    const specialities = entitled?.entitled ? entitled.specialities : [];
    const standing = standingOf(declaration, birth, specialities, today, policyOn(today));
    const mayAct = party !== 'patient' || call.actor.role === 'patient' || call.actor.role === 'proxy';
    return { ...shown, standing, moves: mayAct ? movesOf(party, declaration.state) : [] };
  }

  /** Who may be chosen at a facility, with how long their lists are. */
  peopleAt(call: Call, facility: string, kind: Kind): Promise<PersonShown[]> {
    const policy = policyOn(this.gather.day().today);
    return peopleAt(this.needs, this.store, call, { facility, kind, policy });
  }

  private reasonOf(name: MoveName, { reason, text }: Said): Pick<Step, 'reason' | 'text'> {
    const { reasons } = moves[name];
    const words = text?.trim();
    if (reasons && !(reason !== undefined && reasons.includes(reason))) throw refuse('no-reason');
    if (reason === 'other' && !words) throw refuse('no-reason');
    return { ...(reasons && reason ? { reason } : {}), ...(words ? { text: words } : {}) };
  }

  private async demandRoom({ kind, facility, person }: Declaration): Promise<void> {
    const limit = policyOn(this.gather.day().today).limits[kind];
    if (!limit?.enforced) return;
    const counts = await this.store.counts(facility.id);
    const held = counts.find((one) => one.person === person.id && one.kind === kind)?.accepted ?? 0;
    if (held >= limit.most) throw refuse('list-full');
  }

  /** The change, what it replaces, whom the Patient names from now on, and what the patient is told: all or nothing. */
  private async write(call: Call, { before, after }: { before: Declaration; after: Declaration }): Promise<void> {
    const patient = await this.gather.patient(call, after.patient);
    const rows = await this.store.ofPatient(keyOfId('Patient', after.patient));
    const held = await Promise.all(
      rows.filter(({ state, id }) => state === 'accepted' && id !== after.id).map(({ id }) => this.open(call, id)),
    );
    const former = after.state === 'accepted' ? held.filter(({ kind }) => kind === after.kind) : [];
    const at = after.last.at;
    const replaced = former.map(
      (one): Declaration => ({ ...one, state: 'replaced', endedAt: at, last: { name: 'replace', at } }),
    );
    const inForce = held.filter((one) => !former.includes(one));
    if (after.state === 'accepted') inForce.push(after);
    const changesCare = after.state === 'accepted' || before.state === 'accepted';
    const entries = [
      put({ ...toResource(after), id: after.id }, before.version),
      ...replaced.map((one) => put({ ...toResource(one), id: one.id }, one.version)),
      ...(changesCare ? [put(patientAfter(patient, inForce, after.kind), patient.version)] : []),
      { resource: message(after), request: { method: 'POST', url: 'Communication' } },
    ];
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: entries };
    await this.needs.record.bundle(decidedBy(call, system), bundle).catch(overtaken);
  }
}

const patientAfter = ({ resource, id }: PatientRead, inForce: readonly Declaration[], kind: Kind): Resource => ({
  ...withChoices(resource, inForce, kind),
  id,
});

const put = (resource: Resource, version: number) => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}`, ifMatch: `W/"${version}"` },
});

/** As what somebody stands to a declaration; undefined: to them it is not there. */
export function partyOf({ actor }: Call, { patient, facility }: Pick<Row, 'patient' | 'facility'>): Party | undefined {
  if (actor.role === 'patient' || actor.role === 'proxy')
    return actor.patient && keyOfId('Patient', actor.patient) === patient ? 'patient' : undefined;
  return facilityOf(actor) === facility ? 'facility' : undefined;
}

/** The facility for which somebody acts: where staff now work, or whose system a machine is. */
export const facilityOf = ({ role, facility, provider }: Call['actor']): string | undefined =>
  role === 'physician' ? facility : role === 'machine' ? provider : undefined;

/** Somebody was faster. */
function overtaken(error: unknown): never {
  if (error instanceof Refusal && (error.kind === 'condition-failed' || error.code === 'lost-race'))
    throw refuse('changed-meanwhile');
  throw error;
}

function unknown(error: unknown): undefined {
  if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
  throw error;
}
