/**
 * Ids of the server's own form on new resources: what was exported here, or from a sister, comes back under its id. The
 * id carries a compartment key (keys.ts), so it must be one that this resource could have been given.
 */
import type { Actor } from '../access/actor.ts';
import { grantOf, grants } from '../access/scopes.ts';
import { homeOf } from './compartment.ts';
import { isHashed, keyOfId, ownerId } from './keys.ts';
import type { Resource } from './record.ts';

/** Who may bring ids along: the platform itself (the importer), and machines that may write everything. */
export function mayBringIds({ role, scopes }: Actor): boolean {
  if (role === 'platform') return true;
  const grant = grantOf(scopes);
  return role === 'machine' && grants(grant, 'c') && grants(grant, 'u');
}

/**
 * Whether the id could be this resource's. What has a compartment of its own (a Patient, an Organization, an
 * Observation about nobody) needs an id that is the function of its key; what lies with a patient must not have the id
 * that means the owner of that compartment, since whose data a row is, is told from id and key.
 */
export function fits(resource: Resource & { id: string }): boolean {
  const { resourceType: type, id } = resource;
  const { key, patientId } = homeOf(resource);
  const owns = type === 'Patient' || patientId === undefined;
  if (owns) return !isHashed(key) && ownerId(key) === id;
  return key !== keyOfId(type, id) || ownerId(key) !== id;
}
