/** A settled service as a FHIR ExplanationOfBenefit of our profile. Pure; the same service gives the same resource. */
import type { Resource } from '#core/record/record.ts';
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { kindSystem, kinds, originSystem, profile, type Service, serviceNumbers } from './model.ts';

export interface Placed {
  readonly patient: string;
  /** Of the Organization whose REGON it is, if the record has it. */
  readonly organization?: string | undefined;
  /** Of the Encounter that this service is, if somebody registered it. */
  readonly encounter?: string | undefined;
  /** When we first heard of it: FHIR demands a day. */
  readonly created: string;
  readonly simulated: boolean;
}

const claimTypes = 'http://terminology.hl7.org/CodeSystem/claim-type';
const claimTypeOf = (kind: string): string =>
  kind === 'recepta' ? 'pharmacy' : kind === 'pobyt' ? 'institutional' : 'professional';

export function explanationOf(service: Service, placed: Placed): Resource {
  const { diagnoses, procedures, cost, remarks } = service;
  return {
    resourceType: 'ExplanationOfBenefit',
    meta: { profile: [profile], ...(placed.simulated ? { tag: [simulatedTag] } : {}) },
    identifier: [{ system: serviceNumbers, value: service.number }],
    status: 'active',
    type: { coding: [{ system: claimTypes, code: claimTypeOf(service.kind) }] },
    use: 'claim',
    patient: { reference: `Patient/${placed.patient}` },
    ...(service.from ? { billablePeriod: { start: service.from, ...(service.to ? { end: service.to } : {}) } } : {}),
    created: placed.created,
    insurer: { display: placed.simulated ? 'NFZ (SYMULATOR)' : 'NFZ' },
    provider: providerOf(service, placed),
    outcome: 'complete',
    ...(diagnoses.length > 0
      ? {
          diagnosis: diagnoses.map(({ code, name }, at) => ({
            sequence: at + 1,
            diagnosisCodeableConcept: { coding: [coded(codeSystems.icd10, code, name)], text: name ?? code },
          })),
        }
      : {}),
    ...(procedures.length > 0
      ? {
          procedure: procedures.map(({ code, name }, at) => ({
            sequence: at + 1,
            procedureCodeableConcept: { coding: [coded(codeSystems.icd9pl, code, name)], text: name ?? code },
          })),
        }
      : {}),
    insurance: [{ focal: true, coverage: { display: 'Powszechne ubezpieczenie zdrowotne (NFZ)' } }],
    item: [itemOf(service, placed)],
    ...(cost === undefined ? {} : { total: [{ category: paid, amount: { value: cost, currency: 'PLN' } }] }),
    ...(remarks.length > 0
      ? { processNote: remarks.map((text, at) => ({ number: at + 1, type: 'display', text })) }
      : {}),
  };
}

/** What tells invented data from real ones, on every resource of the simulator's. */
export const simulatedTag = { system: originSystem, code: 'simulated', display: 'SYMULATOR ZIP NFZ: dane zmyślone' };

const paid = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/adjudication', code: 'benefit' }] };
const coded = (system: string, code: string, name?: string) => ({ system, code, ...(name ? { display: name } : {}) });

function providerOf({ provider: { name, regon, city } }: Service, { organization }: Placed) {
  const system = regon?.length === 14 ? identifierSystems.regon14 : identifierSystems.regon9;
  return {
    ...(organization ? { reference: `Organization/${organization}` } : {}),
    ...(regon ? { identifier: { system, value: regon } } : {}),
    display: city && !name.includes(city) ? `${name}, ${city}` : name,
  };
}

/** In the words that people read: what was done where, or which medicine was given out. */
export function wordsOf({ kind, cell, medicine, procedures, diagnoses }: Service): string {
  const named = kinds[kind as keyof typeof kinds] ?? kind;
  const [procedure, diagnosis] = [procedures[0], diagnoses[0]];
  const about = medicine?.name ?? procedure?.name ?? cell ?? procedure?.code ?? diagnosis?.name ?? diagnosis?.code;
  return about ? `${named}: ${about}` : named;
}

function itemOf(service: Service, { encounter }: Placed) {
  const { kind, medicine, cell, diagnoses, procedures } = service;
  const coding = [
    { system: kindSystem, code: kind },
    ...(medicine?.gtin ? [{ system: codeSystems.gtin, code: medicine.gtin, display: medicine.name }] : []),
  ];
  return {
    sequence: 1,
    productOrService: { coding, text: wordsOf(service) },
    ...(diagnoses.length > 0 ? { diagnosisSequence: diagnoses.map((_, at) => at + 1) } : {}),
    ...(procedures.length > 0 ? { procedureSequence: procedures.map((_, at) => at + 1) } : {}),
    ...(cell ? { locationCodeableConcept: { text: cell } } : {}),
    ...(medicine?.packages ? { quantity: { value: medicine.packages, unit: 'op.' } } : {}),
    ...(encounter ? { encounter: [{ reference: `Encounter/${encounter}` }] } : {}),
  };
}
