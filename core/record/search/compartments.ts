/** What the record's layout says of types: whose resources lie in compartments of patients. */
import { compartmentParameters } from '#libs/fhir/compartment.ts';

/** A resource of this type lies in a patient's compartment when it refers to one. */
export const isPersonal = (type: string): boolean => type === 'Patient' || compartmentParameters(type).length > 0;
