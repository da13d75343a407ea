/**
 * Patient.generalPractitioner and managingOrganization, which FHIR readers ask, in step with declarations. Pure.
 * https://hl7.org/fhir/R4/patient-definitions.html#Patient.generalPractitioner
 */
import type { Resource } from '#core/record/record.ts';
import type { Kind, Named } from './model.ts';

/** A choice that is in force. */
export interface InForce {
  readonly kind: Kind;
  readonly facility: Named;
  readonly person: Named;
}

interface Reference {
  readonly reference?: string;
  readonly display?: string;
}

const reference = (type: string, { id, name }: Named): Reference => ({
  reference: `${type}/${id}`,
  ...(name ? { display: name } : {}),
});

/**
 * The Patient with the choices that are in force from now on. Where none of doctors was ever declared here, the doctor
 * whom the record names stays; once a choice of doctor began or ended, only choices count.
 */
export function withChoices(patient: Resource, inForce: readonly InForce[], changed: Kind): Resource {
  const { generalPractitioner, managingOrganization, ...rest } = patient as Resource & {
    generalPractitioner?: readonly Reference[];
    managingOrganization?: Reference;
  };
  const doctor = inForce.find(({ kind }) => kind === 'doctor');
  const keepsOld = changed !== 'doctor' && !doctor;
  const order: readonly Kind[] = ['doctor', 'nurse', 'midwife'];
  const chosen = [...inForce].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const references = [
    ...(keepsOld ? (generalPractitioner ?? []) : []),
    ...chosen.map(({ person }) => reference('Practitioner', person)),
    ...chosen.map(({ facility }) => reference('Organization', facility)),
  ];
  const distinct = [...new Map(references.map((one) => [one.reference, one])).values()];
  const keeper = doctor ? reference('Organization', doctor.facility) : keepsOld ? managingOrganization : undefined;
  return {
    ...rest,
    ...(distinct.length > 0 ? { generalPractitioner: distinct } : {}),
    ...(keeper ? { managingOrganization: keeper } : {}),
  };
}
