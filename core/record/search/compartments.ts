/** What the record's layout says about references: which parameter decides where a resource lies. */
import { compartmentParameters } from '#libs/fhir/compartment.ts';
import { searchParameter } from '#libs/fhir/search/parameters.ts';

/** A resource of this type lies in a patient's compartment when it refers to one. */
export const isPersonal = (type: string): boolean => type === 'Patient' || compartmentParameters(type).length > 0;

/**
 * Types whose first compartment parameter is an element that repeats: the first Patient in it decides, so a reference to
 * a Patient does not tell where the resource lies.
 */
const repeating = new Set([
  'Account',
  'Appointment',
  'AuditEvent',
  'Group',
  'Patient',
  'Person',
  'Provenance',
  'Schedule',
]);

/** Does a reference to a Patient, stored under this name, always decide the compartment? */
export function isHome(type: string, param: string): boolean {
  const first = repeating.has(type) ? undefined : compartmentParameters(type)[0];
  if (first === undefined) return false;
  const storedAs = searchParameter(type, first)?.storedAs ?? [];
  return storedAs.length === 1 && storedAs[0] === param;
}
