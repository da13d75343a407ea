/** What every operation of e-prescription works with, and the small steps that they share. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import type { Record as FhirRecord, Resource, Stored } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { polishDay } from '#core/registers/days.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import type { Keys } from './keys.ts';
import { owned, type Pending } from './ledger.ts';
import type { Person } from './model.ts';
import type { Ports } from './ports.ts';
import type { Request } from './reading.ts';
import { refusal } from './words.ts';

export interface Context {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly ports: Ports;
  readonly keys: Keys;
  readonly pending: Pending;
  /** A keyed hash, for what is counted without being named. */
  readonly hash: (text: string) => Buffer;
}

/** The call of what e-prescription has decided to write, or reads because its own rule is about it. */
export const own = (call: Call): Call => decidedBy(call, owned.system);

export const today = ({ runtime }: Pick<Context, 'runtime'>): string => polishDay(runtime.now());

/** The right to practise of whoever acts, asked at every act (C-15). @throws Refusal `no-right-to-practise` */
export async function demandRight({ ports }: Pick<Context, 'ports'>, { actor }: Call): Promise<void> {
  const entitled = await ports.workers.entitlement(actor.practitioner ?? '');
  if (!entitled.entitled) throw refusal('no-right-to-practise', { why: entitled.why });
}

export type Read<T> = T & { readonly id: string; readonly version: number };

const parsed = <T>({ content, id, version }: Stored): Read<T> => ({ ...JSON.parse(content), id, version }) as Read<T>;

/** @throws Refusal `not-found` when it is not there or not for this call. */
export const readRequest = async ({ record }: Context, call: Call, id: string): Promise<Read<Request>> =>
  parsed<Request>(await record.read(call, 'MedicationRequest', id));

/** The resource as it is written again: without what the record adds. */
export function writable(read: Read<Request>): Request {
  const { version: _, meta, ...rest } = read;
  return { ...rest, meta: { ...(meta?.profile ? { profile: meta.profile } : {}) } } as Request;
}

/** Those of some resources that the call may see, by id. Reads that wait share their statements. */
export async function readAll<T extends Resource>(
  { record }: Context,
  call: Call,
  type: string,
  ids: readonly string[],
): Promise<Map<string, Read<T>>> {
  const read = await Promise.all(ids.map((id) => record.read(call, type, id).then(parsed<T>, whereHidden)));
  return new Map(read.flatMap((one): [string, Read<T>][] => (one ? [[one.id, one]] : [])));
}

function whereHidden(error: unknown): undefined {
  if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
  throw error;
}

interface PatientResource extends Resource {
  readonly id: string;
  readonly birthDate?: string;
  readonly gender?: string;
  readonly deceasedBoolean?: boolean;
  readonly deceasedDateTime?: string;
  readonly identifier?: readonly { readonly system?: string; readonly value?: string }[];
  readonly name?: readonly { readonly use?: string; readonly family?: string; readonly given?: readonly string[] }[];
}

export interface PatientRead extends Person {
  readonly gender?: string;
  readonly deceased: boolean;
}

/** Who the patient is. @throws Refusal `not-found` */
export async function readPatient({ record }: Context, call: Call, id: string): Promise<PatientRead> {
  return personOf(parsed<PatientResource>(await record.read(call, 'Patient', id)));
}

export function personOf(resource: Resource): PatientRead {
  const { id, birthDate, gender, deceasedBoolean, deceasedDateTime, identifier, name } = resource as PatientResource;
  const { family = '', given = [] } = name?.find(({ use }) => use === 'official') ?? name?.[0] ?? {};
  const pesel = identifier?.find(({ system }) => system === identifierSystems.pesel)?.value;
  return {
    ...{ id, name: [...given, family].join(' ').trim(), deceased: deceasedBoolean === true || !!deceasedDateTime },
    ...(pesel ? { pesel } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(gender ? { gender } : {}),
  };
}

/** Of what is known of a patient, that which leaves with a prescription. */
export const shownPerson = ({ id, name, pesel, birthDate }: Person): Person => ({
  ...{ id, name },
  ...(pesel ? { pesel } : {}),
  ...(birthDate ? { birthDate } : {}),
});

const tries = 5;
const raceCodes = new Set(['changed-meanwhile', 'lost-race']);

/**
 * Decides and writes; when what it was decided from has changed meanwhile, decides again from what is there now.
 * @throws Refusal `changed-meanwhile` when others were faster five times.
 */
export async function settled<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const race = error instanceof Refusal && (error.kind === 'condition-failed' || raceCodes.has(error.code));
      if (!race) throw error;
      if (attempt === tries) throw refusal('changed-meanwhile');
    }
  }
}

/** An entry of a transaction: a new resource, or the next version of one that was read. */
export const creating = (resource: Resource, name?: string) => ({
  ...(name ? { fullUrl: name } : {}),
  resource,
  request: { method: 'POST', url: resource.resourceType },
});
export const replacing = (resource: Resource & { readonly id?: string }, version: number) => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}`, ifMatch: `W/"${version}"` },
});

/** Writes a transaction in the name of e-prescription and returns the ids of its entries, in order. */
export async function written({ record }: Context, call: Call, entry: readonly object[]): Promise<string[]> {
  const answer = await record.bundle(own(call), { resourceType: 'Bundle', type: 'transaction', entry });
  const entries = answer.entry as { readonly response?: { readonly location?: string } }[];
  return entries.map(({ response }) => response?.location?.split('/').at(-3) ?? '');
}
