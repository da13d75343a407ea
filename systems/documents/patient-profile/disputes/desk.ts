/**
 * Disputes: gather by the caller's own rights, decide, write as the owner of the profile. Whoever cannot see a fact can
 * neither dispute it nor read that somebody does: a dispute says more about a fact than that it exists.
 */
import { hash } from 'node:crypto';
import { type Actor, type Call, decidedBy } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { lifeLineTypes } from '../life-line.ts';
import type { EventLink } from '../model.ts';
import type { Disputant, Dispute, DisputeReason } from './model.ts';
import { encounterOf, type Fhir, facilityOf, parse, target } from '../reading.ts';
import type { Reader } from '../reader.ts';
import { findAll, namesFor, readOne } from '../reads.ts';
import { fromTask, type Kept, profile, toTask } from './fhir.ts';
import { system } from './keeping.ts';
import { refuse } from './refusals.ts';
import { movesOf } from './states.ts';

const most = 200;
const mostOpen = 50;
/** Facts of the profile that one can say something against. */
export const disputable: ReadonlySet<string> = new Set([
  ...lifeLineTypes,
  ...['ServiceRequest', 'CarePlan', 'Appointment', 'Patient', 'CareTeam', 'Goal', 'EpisodeOfCare'],
]);

export interface Asked {
  readonly type: string;
  readonly id: string;
  readonly reason: DisputeReason;
  readonly words?: string;
}

export interface Desk {
  raise(call: Call, reader: Reader, patient: string, asked: Asked): Promise<Dispute>;
  withdraw(call: Call, reader: Reader, patient: string, id: string): Promise<Dispute>;
  answer(call: Call, reader: Reader, patient: string, id: string, answer: Answer): Promise<Dispute>;
}

export interface Answer {
  readonly outcome: 'corrected' | 'kept';
  readonly words: string;
}

export function disputeDesk(record: FhirRecord): Desk {
  const write = async (call: Call, dispute: Kept): Promise<Dispute> => {
    const { id, taskVersion, ...rest } = dispute;
    const own = decidedBy(call, system);
    const written =
      id === ''
        ? await record.create(own, toTask(rest), {
            ifNoneExist: `identifier=${rest.key}&status=requested&patient=Patient/${rest.patient}`,
          })
        : await record.update(own, { ...toTask(rest), id }, { ifMatch: [taskVersion] });
    if (id === '' && written.outcome !== 'created') throw refuse('already-disputed');
    return shown({ ...dispute, id: written.id }, call.actor);
  };
  return {
    async raise(call, reader, patient, { type, id, reason, words }) {
      if (!disputable.has(type)) throw refuse('not-disputable');
      if (reason === 'other' && !words?.trim()) throw refuse('no-words');
      const fact = await factOf(reader, patient, { type, id });
      const known = await keptOf(reader, patient);
      if (known.filter(({ state }) => state === 'open').length >= mostOpen) throw refuse('too-many');
      const requester = personOf(call.actor);
      const recorder = await recorderOf(record, call, reader, fact);
      return write(call, {
        ...{ id: '', taskVersion: 0, patient, link: { type, id }, reason, requester, state: 'open' },
        ...{ by: speakerOf(call.actor), at: reader.now.toISOString(), ...recorder },
        key: hash('sha256', `${type}/${id} ${requester}`, 'hex').slice(0, 32),
        version: Number((fact.meta as { versionId?: string } | undefined)?.versionId ?? 1),
        ...(words?.trim() ? { words: words.trim() } : {}),
      });
    },
    async withdraw(call, reader, patient, id) {
      const dispute = await oneOf(reader, patient, id);
      demand(dispute, call.actor, 'withdraw');
      return write(call, { ...dispute, state: 'withdrawn' });
    },
    async answer(call, reader, patient, id, { outcome, words }) {
      if (!words.trim()) throw refuse('no-words');
      const dispute = await oneOf(reader, patient, id);
      demand(dispute, call.actor, 'answer');
      const answer = { outcome, words: words.trim(), at: reader.now.toISOString(), by: speakerOf(call.actor) };
      return write(call, { ...dispute, state: outcome, answer });
    },
  };
}

/** Disputes of a patient that the caller may know of, newest first. `seen`: facts that are known to be visible to them. */
export async function disputesOf(reader: Reader, patient: string, seen?: ReadonlySet<string>): Promise<Dispute[]> {
  return (await keptOf(reader, patient, seen)).map((one) => shown(one, reader.actor));
}

async function keptOf(reader: Reader, patient: string, seen: ReadonlySet<string> = new Set()): Promise<Kept[]> {
  const query = `patient=${encodeURIComponent(patient)}&_profile=${encodeURIComponent(profile)}&_sort=-authored-on`;
  const { resources } = await findAll(reader, 'Task', query, most);
  const kept = resources.flatMap((task) => fromTask(task) ?? []).filter((one) => one.patient === patient);
  const unsure = kept.filter(({ link }) => link.type !== 'Patient' && !seen.has(`${link.type}/${link.id}`));
  const visible = await visibleOf(reader, patient, unsure);
  return kept.filter((one) => !unsure.includes(one) || visible.has(`${one.link.type}/${one.link.id}`));
}

/** Which facts the caller sees: one search per type, under their own visibility. */
async function visibleOf(reader: Reader, patient: string, kept: readonly Kept[]): Promise<Set<string>> {
  const types = [...new Set(kept.map(({ link }) => link.type))];
  const found = await Promise.all(
    types.map(async (type) => {
      const ids = [...new Set(kept.filter(({ link }) => link.type === type).map(({ link }) => link.id))];
      const query = `patient=${encodeURIComponent(patient)}&_id=${ids.join(',')}`;
      return (await findAll(reader, type, query, ids.length)).resources.map(({ id }) => `${type}/${id}`);
    }),
  );
  return new Set(found.flat());
}

async function oneOf(reader: Reader, patient: string, id: string): Promise<Kept> {
  const found = (await keptOf(reader, patient)).find((one) => one.id === id);
  if (!found) throw refuse('no-such-dispute');
  return found;
}

function demand(dispute: Kept, actor: Actor, move: 'withdraw' | 'answer'): void {
  const standing = standingOf(dispute, actor);
  if (movesOf(dispute.state, standing).includes(move)) return;
  throw refuse(dispute.state === 'open' ? 'not-yours' : 'wrong-state');
}

const standingOf = ({ requester, recorder }: Kept, actor: Actor) => ({
  isDisputant: personOf(actor) === requester,
  isRecorder: actor.role === 'physician' && actor.facility !== undefined && actor.facility === recorder,
});

function shown({ patient, key, requester, recorder, taskVersion, ...dispute }: Kept, actor: Actor): Dispute {
  const whole = { ...dispute, patient, key, requester, taskVersion, ...(recorder ? { recorder } : {}) };
  return { ...dispute, moves: movesOf(dispute.state, standingOf(whole, actor)) };
}

/** The fact, if it is this patient's and the caller sees it. @throws Refusal `no-such-fact` otherwise, always the same. */
async function factOf(reader: Reader, patient: string, { type, id }: EventLink): Promise<Fhir> {
  try {
    const fact = await readOne(reader, type, id);
    if (type === 'Patient' ? id === patient : target(fact.subject ?? fact.patient)?.id === patient) return fact;
  } catch (error) {
    if (!(error instanceof Refusal) || (error.kind !== 'not-found' && error.kind !== 'gone')) throw error;
  }
  throw refuse('no-such-fact');
}

/**
 * The facility that recorded a fact: what the record itself wrote down of its first entry; else, for what came from
 * elsewhere, what the fact says, or the visit that it belongs to.
 */
async function recorderOf(
  record: FhirRecord,
  call: Call,
  reader: Reader,
  fact: Fhir,
): Promise<Pick<Kept, 'recorder' | 'recordedBy'>> {
  const { author } = await record.firstEntry(call, fact.resourceType, fact.id);
  if (author?.facility) {
    return { recorder: author.facility, ...(author.facilityName ? { recordedBy: author.facilityName } : {}) };
  }
  const visit = encounterOf(fact);
  const own = facilityOf(fact);
  const place = own ?? (visit ? await placeOf(reader, visit) : undefined);
  const recorder = target(place);
  if (recorder?.type !== 'Organization') return {};
  const name =
    place?.display ??
    (await namesFor(reader, [{ ...fact, custodian: place } as Fhir])).get(`Organization/${recorder.id}`);
  return { recorder: recorder.id, ...(name ? { recordedBy: name } : {}) };
}

async function placeOf(reader: Reader, encounter: string) {
  try {
    return facilityOf(parse((await reader.read('Encounter', encounter)).content));
  } catch (error) {
    if (error instanceof Refusal) return undefined; // a visit that the caller does not see names nobody
    throw error;
  }
}

/** The person who acts, as a reference: a proxy is themself, not the patient. */
function personOf({ role, practitioner, patient, proxy, id }: Actor): string {
  if (role === 'proxy' && proxy) return `Patient/${proxy.person}`;
  if (role === 'patient' && patient) return `Patient/${patient}`;
  return `Practitioner/${practitioner ?? id}`;
}

const speakerOf = ({ role, name, facilityName }: Actor): Disputant => ({
  kind: role === 'patient' || role === 'proxy' ? role : 'clinician',
  name,
  ...(role === 'physician' && facilityName ? { facility: facilityName } : {}),
});
