/** Where a resource lies: the compartment of its home patient, or its own. Decision 0003. */
import { compartmentParameters, patientReferences } from '#libs/fhir/compartment.ts';
import { isHashed, isServerId, type Key, keyOfId, maybeOwnerId, ownerId } from './keys.ts';
import type { Resource } from './record.ts';

export interface Home {
  readonly key: Key;
  /** Logical id of the Patient; undefined when it is nobody's. */
  readonly patientId: string | undefined;
}

/** Types that are never about one patient: their key is a function of their id. */
export const isOwner = (type: string): boolean => type === 'Patient' || compartmentParameters(type).length === 0;

/** The compartment of a resource that has its id. */
export function homeOf(resource: Resource & { id: string }): Home {
  const { resourceType: type, id } = resource;
  if (type === 'Patient') return { key: keyOfId(type, id), patientId: id };
  const patientId = homePatient(resource);
  if (patientId === undefined) return { key: keyOfId(type, id), patientId };
  return { key: keyOfId('Patient', patientId), patientId };
}

/** The first patient that the resource speaks of. */
export function homePatient(resource: Resource): string | undefined {
  return isOwner(resource.resourceType) ? undefined : patientReferences(resource)[0]?.slice('Patient/'.length);
}

/** True when a stored resource lies in a compartment of its own: it is nobody's. */
export function isOwn(type: string, id: string, key: Key): boolean {
  if (type === 'Patient') return false;
  if (isOwner(type)) return true;
  return isHashed(key) ? !isServerId(id) && keyOfId(type, id) === key : maybeOwnerId(id) && ownerId(key) === id;
}

/**
 * Whose data a stored resource is, for the audit trail; undefined when it is nobody's. Content is looked at only for
 * Patients whose id a client chose.
 */
export function patientOf(type: string, id: string, key: Key, content: string): string | undefined {
  if (type === 'Patient') return id;
  // A tombstone has no content: whoever needs the patient finds them by the compartment.
  if (isOwn(type, id, key) || (isHashed(key) && content === '')) return undefined;
  return isHashed(key) ? homePatient(JSON.parse(content) as Resource) : ownerId(key);
}

/**
 * The same from the id alone, before anything was read: `told` is false when the content would have to be looked at.
 * True of all whose Patient has an id of the server's, and of what is nobody's.
 */
export function patientById(type: string, id: string, key: Key): { told: boolean; patientId?: string } {
  if (type === 'Patient') return { told: true, patientId: id };
  if (isOwn(type, id, key)) return { told: true };
  return isHashed(key) ? { told: false } : { told: true, patientId: ownerId(key) };
}
