/** Under which node prescriptions are numbered (localRoot of the provider, personal node of pro auctore and familiae). */
import { createHash } from 'node:crypto';
import { cezNode, oidSystem, providerNode, providerSystems } from '#libs/polish-identifiers/systems.ts';
import type { PackageFacts } from './fhir.ts';

/** Personal nodes of doctors and dentists. domain/poland.md 1.2 */
const personalNode = (npwz: string): string => `${cezNode}.2.10.1.${Number.parseInt(npwz, 10)}`;

/**
 * CeZ gives nodes to providers; where it has given none, one of a range that it has not reached is made from the id of
 * the facility, always the same.
 */
const madeNode = (facility: string): string =>
  providerNode(900_000 + (createHash('sha256').update(facility).digest().readUInt32BE() % 99_999));

/** FHIR system of the numbers of prescriptions. */
export function documentRoot({ kind, issuer, facility }: Pick<PackageFacts, 'kind' | 'issuer' | 'facility'>): string {
  if (kind !== 'ZW' && issuer.npwz) return oidSystem(`${personalNode(issuer.npwz)}.2.1`);
  return providerSystems(madeNode(facility?.id ?? issuer.practitioner)).prescription;
}
