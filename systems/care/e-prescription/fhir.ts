/**
 * Prescriptions and dispenses as FHIR resources: how they are written. reading.ts reads them back. What R4 has no
 * element for stands in one extension of ours. https://hl7.org/fhir/R4/medicationrequest.html
 */
import type { Resource } from '#core/record/record.ts';
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { asFhirDosage } from './dosage.ts';
import type { Draft } from './issuing.ts';
import type { DispenseRequest, Medicine, PackageKind } from './model.ts';
import type { BlockReason } from './states.ts';

const ours = (what: string): string => `urn:ezdrowie:${what}`;
export const prescriptionProfile = ours('StructureDefinition:PLPrescription');
export const dispenseProfile = ours('StructureDefinition:PLDispense');
/** The extension of a prescription, and that of a dispense. */
export const termsUrl = ours('StructureDefinition:prescription-terms');
export const handedOverUrl = ours('StructureDefinition:dispense-terms');
export const systems = {
  key: ours('NamingSystem:kluczRecepty'),
  package: ours('NamingSystem:pakietRecept'),
  blockReason: ours('CodeSystem:powod-zablokowania'),
  dispenseKind: ours('CodeSystem:rodzaj-realizacji'),
} as const;

export interface Part {
  readonly url: string;
  readonly [value: `value${string}`]: unknown;
  readonly extension?: readonly Part[];
}
/** Sub-extensions of what is there: codes, texts, numbers, truths. */
export const parts = (values: { readonly [name: string]: string | number | boolean | undefined }): Part[] =>
  Object.entries(values).flatMap(([url, value]): Part[] => {
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [{ url, valueBoolean: value }];
    return [typeof value === 'number' ? { url, valueDecimal: value } : { url, valueString: value }];
  });
const referencePart = (url: string, reference: string | undefined, display?: string): Part[] =>
  reference ? [{ url, valueReference: { reference, ...(display ? { display } : {}) } }] : [];

/** What is the same for all prescriptions of a package. */
export interface PackageFacts {
  readonly id: string;
  readonly key: string;
  readonly kind: PackageKind;
  readonly patient: string;
  readonly issued: string;
  readonly issuer: { readonly practitioner: string; readonly name: string; readonly npwz?: string };
  readonly facility?: { readonly id: string; readonly name: string };
  readonly payer?: string;
  readonly encounter?: string;
}

export interface Numbers {
  readonly key: string;
  readonly number: { readonly system: string; readonly value: string };
  /** Logical id of the prescription that this one corrects. */
  readonly replaces?: string;
}

const ucumDays = { unit: 'dni', system: codeSystems.ucum, code: 'd' };

/** The MedicationRequest of a draft. */
export function medicationRequest(draft: Draft, of: PackageFacts, numbers: Numbers): Resource {
  const { request, medicine, term, supplyDays } = draft;
  return {
    resourceType: 'MedicationRequest',
    meta: { profile: [prescriptionProfile] },
    ...medicationOf(medicine),
    extension: [{ url: termsUrl, extension: termsOf(draft, of) }],
    identifier: [numbers.number, { system: systems.key, value: numbers.key }],
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: codeSystems.availability, code: medicine.category }] }],
    subject: { reference: `Patient/${of.patient}` },
    ...(of.encounter ? { encounter: { reference: `Encounter/${of.encounter}` } } : {}),
    authoredOn: of.issued,
    requester: { reference: `Practitioner/${of.issuer.practitioner}`, display: of.issuer.name },
    ...(request.diagnosis
      ? { reasonCode: [{ coding: [{ system: codeSystems.icd10, code: request.diagnosis }] }] }
      : {}),
    groupIdentifier: { system: systems.package, value: of.id },
    ...(request.forPharmacist ? { note: [{ text: request.forPharmacist }] } : {}),
    ...(request.dosage ? { dosageInstruction: [asFhirDosage(request.dosage)] } : {}),
    dispenseRequest: {
      validityPeriod: { start: term.from, end: term.until },
      quantity: { value: request.quantity, unit: 'opak.' },
      ...(supplyDays === undefined ? {} : { expectedSupplyDuration: { value: supplyDays, ...ucumDays } }),
    },
    substitution: { allowedBoolean: request.noSubstitution !== true },
    ...(numbers.replaces ? { priorPrescription: { reference: `MedicationRequest/${numbers.replaces}` } } : {}),
  };
}

const termsOf = ({ request, medicine, term, entitlement, controlled }: Draft, of: PackageFacts): Part[] => [
  ...parts({
    ...{ kind: of.kind, packageKey: of.key, refundLevel: request.refundLevel, entitlement, payer: of.payer },
    ...{ medicineKind: medicine.kind, annual: term.annual || undefined, controlled: controlled || undefined },
    ...{ npwz: of.issuer.npwz, substance: medicine.substance, strength: medicine.strength, form: medicine.form },
    ...{ package: medicine.package, preparation: medicine.preparation },
    ...{ examined: request.examination?.day, examination: request.examination?.kind },
  }),
  ...referencePart('facility', of.facility && `Organization/${of.facility.id}`, of.facility?.name),
];

/** By codes from the register, or as a Medication inside the prescription: what it is made of. */
function medicationOf(medicine: Medicine) {
  const { kind, name, gtin, product, atc = [], ingredients, form, amount } = medicine;
  if (kind !== 'R') {
    const coding = [
      ...(gtin ? [{ system: codeSystems.gtin, code: gtin, display: name }] : []),
      ...(product ? [{ system: identifierSystems.rplProduct, code: product }] : []),
      ...atc.map((code) => ({ system: codeSystems.atc, code })),
    ];
    return { medicationCodeableConcept: { ...(coding.length > 0 ? { coding } : {}), text: name } };
  }
  const per = { value: 1 };
  const made = {
    resourceType: 'Medication',
    id: 'm',
    code: { text: name },
    ...(form ? { form: { text: form } } : {}),
    ...(amount ? { amount: { numerator: amount, denominator: per } } : {}),
    ingredient: (ingredients ?? []).map((one) => ({
      itemCodeableConcept: { text: one.name },
      ...(one.amount ? { strength: { numerator: one.amount, denominator: per } } : {}),
    })),
  };
  return { contained: [made], medicationReference: { reference: '#m', display: name } };
}

export interface Blocking {
  readonly reason: BlockReason;
  readonly note?: string;
  readonly at: string;
  readonly by: string;
  /** Logical id of the pharmacy or facility that blocks. */
  readonly holder: string;
}

const blockingParts: ReadonlySet<string> = new Set(['blockedAt', 'blockedBy', 'holder']);
const withTerms = (request: Resource, remove: ReadonlySet<string>, more: readonly Part[]): Resource => ({
  ...request,
  extension: ((request.extension ?? []) as Part[]).map((one) =>
    one.url === termsUrl
      ? { ...one, extension: [...(one.extension ?? []).filter(({ url }) => !remove.has(url)), ...more] }
      : one,
  ),
});

export function blockedRequest(request: Resource, { reason, note, at, by, holder }: Blocking): Resource {
  const changed = withTerms(request, blockingParts, [
    { url: 'blockedAt', valueDateTime: at },
    { url: 'blockedBy', valueString: by },
    ...referencePart('holder', `Organization/${holder}`),
  ]);
  const statusReason = { coding: [{ system: systems.blockReason, code: reason }], ...(note ? { text: note } : {}) };
  return { ...changed, status: 'on-hold', statusReason };
}

/** Without what a block has written: `active`, or `completed` when nothing more may be dispensed. */
export function openedRequest(request: Resource, status: 'active' | 'completed'): Resource {
  const { statusReason: _, ...rest } = withTerms(request, blockingParts, []);
  return { ...rest, status } as Resource;
}

export function cancelledRequest(request: Resource, reason: string, at: string, replacedBy?: string): Resource {
  const changed = withTerms(request, blockingParts, [
    { url: 'cancelledAt', valueDateTime: at },
    ...referencePart('replacedBy', replacedBy),
  ]);
  return { ...changed, status: 'cancelled', statusReason: { text: reason } };
}

export interface HandedOver {
  readonly prescription: string;
  readonly patient: string;
  readonly request: DispenseRequest;
  readonly names: readonly (string | undefined)[];
  readonly counts: number;
  readonly substituted: boolean;
  readonly closes: boolean;
  readonly at: string;
  readonly day: string;
  readonly pharmacy: { readonly id: string; readonly name: string };
  readonly pharmacist: { readonly practitioner?: string; readonly name: string };
  readonly replaces?: string;
  /** The name of what was prescribed, for compounded medicines. */
  readonly medicine: string;
}

/** The MedicationDispense. */
export function medicationDispense(of: HandedOver): Resource {
  const { request, pharmacy, pharmacist } = of;
  const [first] = request.items;
  const name = of.names[0] ?? of.medicine;
  const coding = first?.gtin ? [{ system: codeSystems.gtin, code: first.gtin.padStart(14, '0'), display: name }] : [];
  const items = request.items.map(
    (item, n): Part => ({
      url: 'item',
      extension: parts({ ...item, gtin: item.gtin?.padStart(14, '0'), name: of.names[n] }),
    }),
  );
  const { entitlement, refundLevel, paid, mode } = request;
  return {
    resourceType: 'MedicationDispense',
    meta: { profile: [dispenseProfile] },
    extension: [
      {
        url: handedOverUrl,
        extension: [
          ...parts({
            entitlement,
            refundLevel,
            paid,
            mode,
            day: of.day,
            leavesRest: request.kind === 'Z' || undefined,
          }),
          ...referencePart('replaces', of.replaces && `MedicationDispense/${of.replaces}`),
          ...items,
        ],
      },
    ],
    status: 'completed',
    type: { coding: [{ system: systems.dispenseKind, code: of.closes ? 'Z' : 'C' }] },
    medicationCodeableConcept: { ...(coding.length > 0 ? { coding } : {}), text: name },
    subject: { reference: `Patient/${of.patient}` },
    performer: [
      { actor: { reference: `Organization/${pharmacy.id}`, display: pharmacy.name } },
      {
        actor: {
          ...(pharmacist.practitioner ? { reference: `Practitioner/${pharmacist.practitioner}` } : {}),
          display: pharmacist.name,
        },
      },
    ],
    authorizingPrescription: [{ reference: `MedicationRequest/${of.prescription}` }],
    quantity: { value: of.counts, unit: 'opak.' },
    whenHandedOver: of.at,
    substitution: { wasSubstituted: of.substituted },
    ...(request.note ? { note: [{ text: request.note }] } : {}),
  };
}

/** A dispense that no longer stands: another took its place, or it did not happen. */
export const undoneDispense = (dispense: Resource, reason: string, corrected: boolean): Resource => ({
  ...dispense,
  status: 'entered-in-error',
  statusReasonCodeableConcept: {
    coding: [{ system: systems.dispenseKind, code: corrected ? 'K' : 'W' }],
    text: reason,
  },
});
