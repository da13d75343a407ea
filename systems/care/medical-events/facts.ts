/** Facts that an operation gathers before it decides: who records, for whom, where. Read by the caller's own rights. */
import type { Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import type { Resource } from '#core/record/record.ts';
import { oidSystem } from '#libs/polish-identifiers/systems.ts';
import type { Author, Frame } from './build.ts';
import type { MedicalEventNeeds } from './needs.ts';
import { peselOf } from './reading.ts';
import { refuse } from './refusals.ts';

interface HumanName {
  readonly text?: string;
  readonly family?: string;
  readonly given?: readonly string[];
}
export const nameOf = (resource: Resource): string => {
  const [name] = (resource.name ?? []) as readonly HumanName[];
  return [...(name?.given ?? []), name?.family].filter(Boolean).join(' ') || (name?.text ?? '');
};

/** The node from which a provider's numbers descend, as its Organization says it (RFC 3986, `urn:oid:…`). */
export function nodeOf(organization: Resource): string | undefined {
  const identifiers = (organization.identifier ?? []) as { system?: string; value?: string }[];
  return identifiers.find(({ system }) => system === 'urn:ietf:rfc:3986')?.value?.replace(/^urn:oid:/, '');
}

/** @throws Refusal `no-right-to-practise`, `no-provider-node` */
export async function authorOf({ record, workers }: MedicalEventNeeds, call: Call, tx: Tx): Promise<Author> {
  const { practitioner = '', facility = '', facilityName } = call.actor;
  const worker = await workers.ofPractitioner(tx, practitioner);
  if (!worker || worker.status !== 'valid') throw refuse('no-right-to-practise');
  const organization = JSON.parse((await record.read(call, 'Organization', facility)).content) as Resource;
  const node = nodeOf(organization);
  const name = String(facilityName ?? organization.name ?? facility);
  if (!node) throw refuse('no-provider-node', name);
  const { givenName, familyName } = worker;
  const said =
    givenName && familyName
      ? `${givenName} ${familyName}`
      : nameOf(JSON.parse((await record.read(call, 'Practitioner', practitioner)).content) as Resource);
  return {
    ...{ practitioner, npwz: worker.npwz, name: said, facility, facilityName: name },
    numbers: oidSystem(`${node}.15.1`),
  };
}

/** Whom an event is about. @throws Refusal `not-found` when the caller may not know of them. */
export async function patientOf({ record }: MedicalEventNeeds, call: Call, id: string): Promise<Frame['patient']> {
  const patient = JSON.parse((await record.read(call, 'Patient', id)).content) as Resource;
  return { id, pesel: peselOf(patient), name: nameOf(patient) };
}
