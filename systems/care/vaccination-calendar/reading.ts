/**
 * What the record says of vaccinations: Immunizations, written by medical events, by practices and by imports. A dose
 * that was not given is `not-done` with a reason of v3-ActReason. https://hl7.org/fhir/R4/immunization.html
 */
import type { Resource } from '#core/record/record.ts';
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { Antigen, Exception, ExceptionKind, Given } from './model.ts';
import { antigensOf, vaccineFor } from './vaccines.ts';

/** The first day on which a deferred dose may be given. */
const deferredUntil = 'urn:ezdrowie:StructureDefinition:VaccinationDeferredUntil';
const reasonSystem = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

interface Concept {
  readonly text?: string;
  readonly coding?: readonly { readonly system?: string; readonly code?: string; readonly display?: string }[];
}

interface Immunization extends Resource {
  readonly id: string;
  readonly status: string;
  readonly vaccineCode?: Concept;
  readonly statusReason?: Concept;
  readonly occurrenceDateTime?: string;
  readonly lotNumber?: string;
  readonly performer?: readonly { readonly actor?: { readonly display?: string } }[];
  readonly extension?: readonly { readonly url: string; readonly valueDate?: string }[];
}

/** Undefined without a day: nobody can tell then which dose it was. */
export function givenOf(resource: Resource): Given | undefined {
  const { id, status, vaccineCode, occurrenceDateTime = '', lotNumber, performer } = resource as Immunization;
  if (status !== 'completed' || occurrenceDateTime.length < 10) return undefined;
  const atc = atcOf(vaccineCode);
  const by = performer?.find(({ actor }) => actor?.display)?.actor?.display;
  return {
    ...{ id, day: occurrenceDateTime.slice(0, 10), name: wordsOf(vaccineCode) },
    antigens: atc === undefined ? [] : antigensOf(atc),
    ...(atc === undefined ? {} : { atc }),
    ...(lotNumber === undefined ? {} : { lot: lotNumber }),
    ...(by === undefined ? {} : { by }),
  };
}

const kindOfReason: { readonly [code: string]: ExceptionKind } = {
  MEDPREC: 'contraindication',
  PATOBJ: 'refusal',
  IMMUNE: 'immune',
};
const reasonOfKind: { readonly [kind in ExceptionKind]: { readonly code: string; readonly display: string } } = {
  contraindication: { code: 'MEDPREC', display: 'medical precaution' },
  deferral: { code: 'MEDPREC', display: 'medical precaution' },
  refusal: { code: 'PATOBJ', display: 'patient objection' },
  immune: { code: 'IMMUNE', display: 'immunity' },
};

/** Undefined for reasons that say nothing of the patient (out of stock). */
export function exceptionOf(resource: Resource): Exception | undefined {
  const { id, status, vaccineCode, statusReason, occurrenceDateTime = '', extension } = resource as Immunization;
  if (status !== 'not-done' || occurrenceDateTime.length < 10) return undefined;
  const code = statusReason?.coding?.find(({ system }) => system === reasonSystem)?.code ?? '';
  const said = kindOfReason[code];
  if (!said) return undefined;
  const until = extension?.find(({ url }) => url === deferredUntil)?.valueDate;
  const kind = said === 'contraindication' && until !== undefined ? 'deferral' : said;
  const reason = statusReason?.text;
  return {
    ...{ id, day: occurrenceDateTime.slice(0, 10), kind, antigens: antigensOf(atcOf(vaccineCode) ?? '') },
    ...(kind === 'deferral' && until !== undefined ? { until } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

export interface NewException {
  readonly antigen: Antigen;
  readonly kind: ExceptionKind;
  readonly until?: string;
  readonly reason: string;
}

/** The Immunization that says why a dose was not given. */
export function notDone(patient: string, day: string, { antigen, kind, until, reason }: NewException): Resource {
  const { atc, name } = vaccineFor[antigen];
  return {
    resourceType: 'Immunization',
    ...(until === undefined ? {} : { extension: [{ url: deferredUntil, valueDate: until }] }),
    status: 'not-done',
    statusReason: { coding: [{ system: reasonSystem, ...reasonOfKind[kind] }], text: reason },
    vaccineCode: { coding: [{ system: codeSystems.atc, code: atc, display: name }], text: name },
    patient: { reference: `Patient/${patient}` },
    occurrenceDateTime: day,
  };
}

const atcOf = (concept: Concept | undefined): string | undefined =>
  concept?.coding?.find(({ system }) => system === codeSystems.atc || system === 'http://www.whocc.no/atc')?.code;

const wordsOf = (concept: Concept | undefined): string =>
  concept?.text ?? concept?.coding?.find(({ display }) => display)?.display ?? atcOf(concept) ?? '';
