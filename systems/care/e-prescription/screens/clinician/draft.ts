/** Prescriptions while they are written: what stands in the fields, and the request that they make. Pure. */
import { codeSystems } from '#libs/polish-identifiers/systems.ts';
import type { DraftOrder } from '#libs/ui/slots/slots.ts';
import type {
  EntitlementCode,
  Ingredient,
  Medicine,
  MedicineKind,
  PackageRequest,
  Prescription,
  PrescriptionRequest,
  RefundLevel,
} from '../../model.ts';
import { dosageText, readDosage, unitOf } from '../dosage/dosage-text.ts';

/** What is prescribed, as far as a screen must know it. */
export interface DraftMedicine {
  readonly kind: MedicineKind;
  readonly name: string;
  readonly gtin?: string;
  readonly form?: string;
  /** `5 mg` of one tablet or capsule. */
  readonly strength?: string;
  /** Of the package: `30 szt.` */
  readonly says?: string;
  readonly category?: string;
  readonly atc?: readonly string[];
  readonly substance?: string;
  readonly ingredients?: readonly Ingredient[];
  readonly amount?: { readonly value: number; readonly unit: string };
  readonly preparation?: string;
}

export interface Draft {
  /** Of this screen only. */
  readonly key: string;
  readonly medicine: DraftMedicine;
  readonly dosage: string;
  readonly quantity: string;
  /** Empty: not chosen by hand, the list decides. */
  readonly refund: RefundLevel | '';
  readonly entitlement: EntitlementCode | '';
  readonly notBefore: string;
  readonly annual: boolean;
  readonly noSubstitution: boolean;
  readonly forPharmacist: string;
  readonly diagnosis: string;
  /** Last examination, which controlled substances demand. */
  readonly examination: '' | 'on-site' | 'remote';
  readonly continuation: boolean;
}

export const draftOf = (key: string, medicine: DraftMedicine, dosage = ''): Draft => ({
  ...{ key, medicine, dosage, quantity: '1', refund: '', entitlement: '', notBefore: '' },
  ...{ annual: false, noSubstitution: false, forPharmacist: '', diagnosis: '', examination: '', continuation: false },
});

/** The same again: dosage, packages and note as they were; what depends on the day is chosen anew. */
export function repeatOf(key: string, prescription: Prescription): Draft {
  const { medicine, quantity, dosage, noSubstitution, forPharmacist, diagnosis, annual } = prescription;
  return {
    ...draftOf(key, draftMedicineOf(medicine)),
    dosage: dosage ? dosageText(dosage, unitOf(medicine.form)) : '',
    quantity: String(quantity).replace('.', ','),
    ...{ noSubstitution, annual, forPharmacist: forPharmacist ?? '', diagnosis: diagnosis ?? '' },
  };
}

/** The same to be put right: payment and first day too. */
export const correctionOf = (key: string, prescription: Prescription, today: string): Draft => ({
  ...repeatOf(key, prescription),
  refund: prescription.refundLevel,
  entitlement: prescription.entitlement ?? '',
  notBefore: prescription.from > today ? prescription.from : '',
});

const draftMedicineOf = (medicine: Medicine): DraftMedicine => {
  const { kind, name, gtin, form, strength, category, atc, substance, ingredients, amount, preparation } = medicine;
  return {
    ...{ kind, name, category },
    ...(gtin ? { gtin } : {}),
    ...(form ? { form } : {}),
    ...(strength ? { strength } : {}),
    ...(atc ? { atc } : {}),
    ...(substance ? { substance } : {}),
    ...(ingredients ? { ingredients } : {}),
    ...(amount ? { amount } : {}),
    ...(preparation ? { preparation } : {}),
  };
};

/** As FHIR, for rules that judge orders: what is ordered for whom, by ATC where the register knows it. */
export const draftOrderOf = ({ key, medicine: { name, atc = [] } }: Draft, patient: string): DraftOrder => ({
  ...{ resourceType: 'MedicationRequest', id: key, status: 'draft', intent: 'order' },
  medicationCodeableConcept: {
    ...(atc.length > 0 ? { coding: atc.map((code) => ({ system: codeSystems.atc, code })) } : {}),
    text: name,
  },
  subject: { reference: `Patient/${patient}` },
});

export interface Settled {
  /** By GTIN: the level that the reimbursement list gives. */
  readonly level: (gtin: string | undefined) => RefundLevel;
  readonly today: string;
}

/** The request of one draft. What was not understood of the dosage is left out: the screen says so at its field. */
export function prescriptionOf(draft: Draft, { level, today }: Settled): PrescriptionRequest {
  const { medicine, refund, entitlement, notBefore, forPharmacist, diagnosis, examination } = draft;
  const read = readDosage(draft.dosage, unitOf(medicine.form));
  return {
    medicine: medicineOf(medicine),
    quantity: Number(draft.quantity.replace(',', '.')) || 0,
    ...('dosage' in read ? { dosage: read.dosage } : {}),
    refundLevel: refund || level(medicine.gtin),
    ...(entitlement ? { entitlement } : {}),
    ...(notBefore ? { notBefore } : {}),
    ...(draft.annual ? { annual: true } : {}),
    ...(draft.noSubstitution ? { noSubstitution: true } : {}),
    ...(forPharmacist.trim() ? { forPharmacist: forPharmacist.trim() } : {}),
    ...(diagnosis.trim() ? { diagnosis: diagnosis.trim().toUpperCase() } : {}),
    ...(examination ? { examination: { day: today, kind: examination } } : {}),
    ...(draft.continuation ? { continuation: true } : {}),
  };
}

function medicineOf({ kind, gtin, name, form, ingredients, amount, preparation, category }: DraftMedicine) {
  if (kind === 'G') return { kind, ...(gtin ? { gtin } : {}) };
  return {
    ...{ kind, name },
    ...(gtin ? { gtin } : {}),
    ...(kind === 'R'
      ? {
          ...(form ? { form } : {}),
          ...(ingredients ? { ingredients } : {}),
          ...(amount ? { amount } : {}),
          ...(preparation ? { preparation } : {}),
          ...(category ? { category: category as 'Rp' } : {}),
        }
      : {}),
  };
}

export interface PackageFacts extends Settled {
  readonly patient: string;
  readonly encounter?: string;
  /** Undefined: nobody said that they were looked at. */
  readonly reviewed: readonly string[] | undefined;
}

export const packageOf = (drafts: readonly Draft[], facts: PackageFacts): PackageRequest => ({
  patient: facts.patient,
  ...(facts.encounter ? { encounter: facts.encounter } : {}),
  ...(facts.reviewed ? { reviewed: facts.reviewed } : {}),
  prescriptions: drafts.map((draft) => prescriptionOf(draft, facts)),
});

/** Fields of a draft by the place that a verdict names: `prescriptions[0].dosage.amount` is about the dosage. */
const fields = {
  medicine: 'medicine',
  quantity: 'quantity',
  dosage: 'dosage',
  supplyDays: 'dosage',
  refundLevel: 'refund',
  entitlement: 'entitlement',
  notBefore: 'notBefore',
  annual: 'annual',
  until: 'notBefore',
  noSubstitution: 'noSubstitution',
  forPharmacist: 'forPharmacist',
  diagnosis: 'diagnosis',
  examination: 'examination',
  continuation: 'examination',
} as const satisfies Record<string, keyof Draft>;
export type DraftField = (typeof fields)[keyof typeof fields];

/** Where a verdict belongs: to a field of a draft, to a draft, or (neither) to the whole. */
export function placeOf(path: string): { readonly index?: number; readonly field?: DraftField } {
  const [, index, rest] = /^prescriptions\[(\d+)\](?:\.(\w+))?/.exec(path) ?? [];
  if (index === undefined) return {};
  const field = rest && rest in fields ? fields[rest as keyof typeof fields] : undefined;
  return { index: Number(index), ...(field ? { field } : {}) };
}

/** How much of the substance a day, where strength and dosage say it: of tablets, capsules and the like. */
export function perDayOf({ medicine, dosage }: Draft): { readonly value: number; readonly unit: string } | undefined {
  const [, amount = '', unit = ''] = /^(\d+(?:[.,]\d+)?)\s*(mg|g|µg|mcg)$/i.exec(medicine.strength?.trim() ?? '') ?? [];
  const counted = unitOf(medicine.form);
  const read = readDosage(dosage, counted);
  if (!unit || !('dosage' in read) || read.dosage.amount.unit !== counted || !/tabl|kaps/.test(counted))
    return undefined;
  const { amount: once, times, everyDays = 1 } = read.dosage;
  return { value: (Number(amount.replace(',', '.')) * once.value * times) / everyDays, unit };
}

/** Medicines that were prescribed before, each once, the last prescription of each; newest first. */
export function repeatable(prescriptions: readonly Prescription[]): Prescription[] {
  const last = new Map<string, Prescription>();
  for (const prescription of [...prescriptions].sort((a, b) => b.issued.localeCompare(a.issued))) {
    const { medicine, replacedBy } = prescription;
    if (replacedBy || prescription.status === 'ANULOWANA') continue;
    const key = medicine.gtin ?? medicine.name;
    if (!last.has(key)) last.set(key, prescription);
  }
  return [...last.values()];
}
