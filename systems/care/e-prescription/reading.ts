/** Prescriptions and dispenses read back from their FHIR resources and the ledger. fhir.ts writes them. */
import type { Resource } from '#core/record/record.ts';
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { type FhirDosage, fromFhirDosage } from './dosage.ts';
import { handedOverUrl, type Part, systems, termsUrl } from './fhir.ts';
import type {
  Category,
  Dispense,
  DispensedItem,
  EntitlementCode,
  Ingredient,
  Medicine,
  MedicineKind,
  PackageKind,
  Prescription,
  RefundLevel,
} from './model.ts';
import type { BlockReason, Status } from './states.ts';

interface Coded {
  readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
  readonly text?: string;
}
interface Reference {
  readonly reference?: string;
  readonly display?: string;
}
interface Quantity {
  readonly value?: number;
  readonly unit?: string;
}

/** The elements of a MedicationRequest of ours that are read. */
export interface Request extends Resource {
  readonly id: string;
  readonly status: string;
  readonly statusReason?: Coded;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly category?: readonly Coded[];
  readonly medicationCodeableConcept?: Coded;
  readonly contained?: readonly {
    readonly code?: Coded;
    readonly form?: Coded;
    readonly amount?: { readonly numerator?: Quantity };
    readonly ingredient?: readonly {
      readonly itemCodeableConcept?: Coded;
      readonly strength?: { readonly numerator?: Quantity };
    }[];
  }[];
  readonly subject: Reference;
  readonly authoredOn: string;
  readonly requester: Reference;
  readonly reasonCode?: readonly Coded[];
  readonly groupIdentifier: { readonly value: string };
  readonly note?: readonly { readonly text?: string }[];
  readonly dosageInstruction?: readonly FhirDosage[];
  readonly dispenseRequest: {
    readonly validityPeriod: { readonly start: string; readonly end: string };
    readonly quantity: Quantity;
    readonly expectedSupplyDuration?: Quantity;
  };
  readonly substitution?: { readonly allowedBoolean?: boolean };
  readonly priorPrescription?: Reference;
}

export const idOf = (reference: Reference | undefined): string | undefined => reference?.reference?.split('/')[1];
const codeOf = (of: Coded | undefined, system: string): string | undefined =>
  of?.coding?.find((one) => one.system === system)?.code;

type Values = ReadonlyMap<string, Part>;
/** The parts of our extension, by name. */
export const valuesOf = (resource: Resource, url: string): Values => {
  const own = ((resource.extension ?? []) as Part[]).find((one) => one.url === url);
  return new Map((own?.extension ?? []).map((part) => [part.url, part]));
};
const textIn = (values: Values, name: string): string | undefined => {
  const part = values.get(name);
  return (part?.valueString ?? part?.valueDateTime) as string | undefined;
};
const referenceIn = (values: Values, name: string): Reference | undefined =>
  values.get(name)?.valueReference as Reference | undefined;

export interface Terms {
  readonly kind: PackageKind;
  readonly packageKey: string;
  readonly payer?: string;
  readonly npwz?: string;
  readonly facility?: { readonly id: string; readonly name: string };
  /** Logical id of the pharmacy or facility that blocks it. */
  readonly holder?: string;
  readonly controlled: boolean;
  readonly annual: boolean;
  readonly substance?: string;
}

/** What our extension says, as far as the package and the ledger need it. */
export function termsOf(request: Resource): Terms {
  const values = valuesOf(request, termsUrl);
  const facility = referenceIn(values, 'facility');
  const [id, holder] = [idOf(facility), idOf(referenceIn(values, 'holder'))];
  const optional = {
    payer: textIn(values, 'payer'),
    npwz: textIn(values, 'npwz'),
    substance: textIn(values, 'substance'),
  };
  return {
    kind: (textIn(values, 'kind') ?? 'ZW') as PackageKind,
    packageKey: textIn(values, 'packageKey') ?? '',
    ...given(optional),
    ...(id ? { facility: { id, name: facility?.display ?? '' } } : {}),
    ...(holder ? { holder } : {}),
    controlled: values.get('controlled')?.valueBoolean === true,
    annual: values.get('annual')?.valueBoolean === true,
  };
}

/** Without what is undefined. */
export function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

export const keyIn = (request: Pick<Request, 'identifier'>): string =>
  request.identifier.find(({ system }) => system === systems.key)?.value ?? '';

/** What the ledger knows of a prescription. */
export interface LedgerRow {
  readonly id: string;
  readonly package: string;
  readonly status: Status;
  readonly quantity: number;
  readonly dispensed: number;
  readonly pharmacy?: string;
  readonly lastDispensed?: string;
}

export function prescriptionOf(request: Request, row: LedgerRow, today: string): Prescription {
  const values = valuesOf(request, termsUrl);
  const { start, end } = request.dispenseRequest.validityPeriod;
  const number = request.identifier.find(({ system }) => system !== systems.key) ?? { system: '', value: '' };
  const dosage = fromFhirDosage(request.dosageInstruction?.[0]);
  const supplyDays = request.dispenseRequest.expectedSupplyDuration?.value;
  return {
    ...{ id: row.id, packageId: row.package, key: keyIn(request), status: row.status },
    number: { system: number.system, value: number.value },
    expired: today > end && row.status !== 'ANULOWANA' && row.status !== 'ZREALIZOWANA',
    ...{ issued: request.authoredOn, from: start, until: end },
    annual: values.get('annual')?.valueBoolean === true,
    medicine: medicineOf(request, values),
    ...{ quantity: row.quantity, dispensed: row.dispensed },
    remaining: Math.round((row.quantity - row.dispensed) * 1000) / 1000,
    refundLevel: (textIn(values, 'refundLevel') ?? '100%') as RefundLevel,
    noSubstitution: request.substitution?.allowedBoolean === false,
    ...given({
      entitlement: textIn(values, 'entitlement') as EntitlementCode | undefined,
      ...{ dosage, dosageWords: request.dosageInstruction?.[0]?.text },
      supplyDays: supplyDays === undefined ? undefined : Number(supplyDays),
      forPharmacist: request.note?.[0]?.text,
      diagnosis: codeOf(request.reasonCode?.[0], codeSystems.icd10),
      ...{ replaces: idOf(request.priorPrescription), replacedBy: idOf(referenceIn(values, 'replacedBy')) },
      ...{ pharmacy: row.pharmacy, lastDispensed: row.lastDispensed },
      ...standing(request, values),
    }),
  };
}

/** Why it is blocked or cancelled. */
function standing({ status, statusReason }: Request, values: Values): Pick<Prescription, 'block' | 'cancelled'> {
  const reason = codeOf(statusReason, systems.blockReason) as BlockReason | undefined;
  if (status === 'on-hold' && reason) {
    const [at, by] = [textIn(values, 'blockedAt') ?? '', textIn(values, 'blockedBy') ?? ''];
    return { block: { reason, at, by, ...(statusReason?.text ? { note: statusReason.text } : {}) } };
  }
  if (status !== 'cancelled') return {};
  return { cancelled: { reason: statusReason?.text ?? '', at: textIn(values, 'cancelledAt') ?? '' } };
}

function medicineOf(request: Request, values: Values): Medicine {
  const concept = request.medicationCodeableConcept;
  const made = request.contained?.[0];
  const atc = concept?.coding?.flatMap(({ system, code }) => (system === codeSystems.atc && code ? [code] : []));
  const ingredients = made?.ingredient?.map(
    ({ itemCodeableConcept, strength }): Ingredient => ({
      name: itemCodeableConcept?.text ?? '',
      ...(strength?.numerator ? { amount: amountOf(strength.numerator) } : {}),
    }),
  );
  return {
    kind: (textIn(values, 'medicineKind') ?? 'G') as MedicineKind,
    category: (codeOf(request.category?.[0], codeSystems.availability) ?? 'Rp') as Category,
    name: concept?.text ?? made?.code?.text ?? '',
    ...given({
      ...{ gtin: codeOf(concept, codeSystems.gtin), product: codeOf(concept, identifierSystems.rplProduct) },
      ...{ package: textIn(values, 'package'), substance: textIn(values, 'substance') },
      ...{
        strength: textIn(values, 'strength'),
        form: textIn(values, 'form'),
        preparation: textIn(values, 'preparation'),
      },
      ...{ atc: atc?.length ? atc : undefined, ingredients },
      amount: made?.amount?.numerator ? amountOf(made.amount.numerator) : undefined,
    }),
  };
}

const amountOf = ({ value, unit }: Quantity) => ({ value: Number(value), unit: unit ?? '' });

/** The elements of a MedicationDispense of ours that are read. */
interface Handed extends Resource {
  readonly id: string;
  readonly status: string;
  readonly statusReasonCodeableConcept?: Coded;
  readonly type?: Coded;
  readonly performer: readonly { readonly actor: Reference }[];
  readonly authorizingPrescription: readonly Reference[];
  readonly quantity: Quantity;
  readonly whenHandedOver: string;
  readonly substitution?: { readonly wasSubstituted?: boolean };
  readonly note?: readonly { readonly text?: string }[];
}

export function dispenseOf(resource: Resource): Dispense {
  const handed = resource as Handed;
  const own = ((handed.extension ?? []) as Part[]).find(({ url }) => url === handedOverUrl);
  const values = valuesOf(handed, handedOverUrl);
  const items = (own?.extension ?? []).filter(({ url }) => url === 'item');
  const [pharmacy, pharmacist] = handed.performer.map(({ actor }) => actor);
  const undone = handed.status === 'entered-in-error';
  const withdrawn = codeOf(handed.statusReasonCodeableConcept, systems.dispenseKind) === 'W';
  const practitioner = idOf(pharmacist);
  const paid = values.get('paid')?.valueDecimal;
  return {
    id: handed.id,
    prescription: idOf(handed.authorizingPrescription[0]) ?? '',
    pharmacy: { id: idOf(pharmacy) ?? '', name: pharmacy?.display ?? '' },
    pharmacist: { name: pharmacist?.display ?? '', ...(practitioner ? { practitioner } : {}) },
    at: handed.whenHandedOver,
    kind: undone && withdrawn ? 'W' : ((codeOf(handed.type, systems.dispenseKind) ?? 'C') as 'C' | 'Z'),
    state: undone ? (withdrawn ? 'WYCOFANY' : 'SKORYGOWANY') : 'OBOWIAZUJACY',
    items: items.map(({ extension }) => itemOf(extension ?? [])),
    counts: Number(handed.quantity.value),
    substituted: handed.substitution?.wasSubstituted === true,
    ...given({
      refundLevel: textIn(values, 'refundLevel') as RefundLevel | undefined,
      entitlement: textIn(values, 'entitlement') as EntitlementCode | undefined,
      paid: paid === undefined ? undefined : Number(paid),
      ...{ replaces: idOf(referenceIn(values, 'replaces')), note: handed.note?.[0]?.text },
    }),
  };
}

function itemOf(extension: readonly Part[]): DispensedItem & { readonly name?: string } {
  const values = new Map(extension.map((part) => [part.url, part]));
  const stands = values.get('standsFor')?.valueDecimal;
  return {
    quantity: Number(values.get('quantity')?.valueDecimal ?? 0),
    ...given({
      ...{ gtin: textIn(values, 'gtin'), lot: textIn(values, 'lot'), expires: textIn(values, 'expires') },
      ...{ name: textIn(values, 'name'), standsFor: stands === undefined ? undefined : Number(stands) },
    }),
  };
}
