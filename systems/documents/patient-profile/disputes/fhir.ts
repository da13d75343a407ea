/**
 * A dispute as a FHIR Task, and back: as the guide for patients' requests for corrections has it (HL7 Patient Request
 * for Corrections, a Task that a person asks of whoever holds the record). docs/decisions/0049.
 * https://hl7.org/fhir/R4/task.html
 */
import type { Resource } from '#core/record/record.ts';
import type { EventLink } from '../model.ts';
import {
  type Disputant,
  type Dispute,
  type DisputeReason,
  type DisputeState,
  disputeReasons,
  disputeStates,
} from './model.ts';
import { as, codes, type Fhir, list, type Reference, target } from '../reading.ts';

export const profile = 'urn:ezdrowie:StructureDefinition:PLDispute';
export const keySystem = 'urn:ezdrowie:dispute';
export const disputeCode = 'dispute';
const codeSystem = 'urn:ezdrowie:CodeSystem:profile-task';
const reasonSystem = 'urn:ezdrowie:CodeSystem:dispute-reason';
const stateSystem = 'urn:ezdrowie:CodeSystem:dispute-state';
const speakerUrl = `${profile}Speaker`;

/** A dispute with what only the server needs. */
export interface Kept extends Omit<Dispute, 'moves'> {
  readonly patient: string;
  /** One open dispute per fact and person: `key` is searched for before one is created. */
  readonly key: string;
  /** Who raised it: `Practitioner/x`, `Patient/y`. */
  readonly requester: string;
  /** The Organization that recorded the fact. */
  readonly recorder?: string;
  /** Of the Task. */
  readonly taskVersion: number;
}

const statusOf: { readonly [state in DisputeState]: string } = {
  open: 'requested',
  withdrawn: 'cancelled',
  corrected: 'completed',
  kept: 'completed',
};

/** Who spoke, in a form that does not need the register: names stay as they were on that day. */
const speaker = ({ kind, name, facility }: Disputant) => ({
  url: speakerUrl,
  extension: [
    { url: 'kind', valueCode: kind },
    { url: 'name', valueString: name },
    ...(facility ? [{ url: 'facility', valueString: facility }] : []),
  ],
});

/** What is stored; id and version are the record's. */
export function toTask(dispute: Omit<Kept, 'id' | 'taskVersion'>): Resource {
  const { link, version, patient, reason, words, at, by, state, answer, key, requester, recorder, recordedBy } =
    dispute;
  return {
    resourceType: 'Task',
    meta: { profile: [profile] },
    extension: [speaker(by)],
    identifier: [{ system: keySystem, value: key }],
    status: statusOf[state],
    businessStatus: { coding: [{ system: stateSystem, code: state }] },
    intent: 'order',
    code: { coding: [{ system: codeSystem, code: disputeCode }] },
    ...(words ? { description: words } : {}),
    focus: { reference: `${link.type}/${link.id}${version === undefined ? '' : `/_history/${version}`}` },
    for: { reference: `Patient/${patient}` },
    authoredOn: at,
    lastModified: answer?.at ?? at,
    requester: { reference: requester, display: by.name },
    ...(recorder
      ? { owner: { reference: `Organization/${recorder}`, ...(recordedBy ? { display: recordedBy } : {}) } }
      : {}),
    reasonCode: { coding: [{ system: reasonSystem, code: reason }] },
    ...(answer ? { note: [{ extension: [speaker(answer.by)], time: answer.at, text: answer.words }] } : {}),
  };
}

interface Extension {
  readonly url: string;
  readonly extension?: readonly (Extension & { valueCode?: string; valueString?: string })[];
}

function speakerIn(extensions: unknown): Disputant | undefined {
  const parts = list<Extension>(extensions).find(({ url }) => url === speakerUrl)?.extension ?? [];
  const part = (name: string) => parts.find(({ url }) => url === name);
  const kind = part('kind')?.valueCode as Disputant['kind'] | undefined;
  const name = part('name')?.valueString;
  const facility = part('facility')?.valueString;
  return kind && name ? { kind, name, ...(facility ? { facility } : {}) } : undefined;
}

/** Undefined for a Task that is no whole dispute. */
export function fromTask(task: Fhir | Resource): Kept | undefined {
  const link = target(task.focus) as EventLink | undefined;
  const patient = target(task.for);
  const state = disputeStates.find((one) => codes(task.businessStatus).includes(one));
  const reason: DisputeReason | undefined = disputeReasons.find((one) => codes(task.reasonCode).includes(one));
  const by = speakerIn(task.extension);
  const requester = as<Reference>(task.requester)?.reference;
  const key = list<{ system?: string; value?: string }>(task.identifier).find(
    ({ system }) => system === keySystem,
  )?.value;
  const at = as<string>(task.authoredOn);
  if (!link || patient?.type !== 'Patient' || !state || !reason || !by || !requester || !key || !at) return undefined;
  const version = Number(/\/_history\/(\d+)$/.exec(as<Reference>(task.focus)?.reference ?? '')?.[1]);
  const owner = as<Reference>(task.owner);
  const recorder = target(owner)?.id;
  const words = as<string>(task.description);
  const answer = answerIn(task, state);
  return {
    ...{ id: task.id ?? '', link, patient: patient.id, state, reason, by, requester, key, at },
    taskVersion: Number(as<{ versionId?: string }>(task.meta)?.versionId ?? 0),
    ...(Number.isNaN(version) ? {} : { version }),
    ...(words ? { words } : {}),
    ...(recorder ? { recorder } : {}),
    ...(owner?.display ? { recordedBy: owner.display } : {}),
    ...(answer ? { answer } : {}),
  };
}

function answerIn(task: Fhir | Resource, state: DisputeState): Dispute['answer'] {
  if (state !== 'corrected' && state !== 'kept') return undefined;
  const [note] = list<{ extension?: unknown; time?: string; text?: string }>(task.note);
  const by = speakerIn(note?.extension);
  return note?.text && note.time && by ? { outcome: state, words: note.text, at: note.time, by } : undefined;
}
