/** What documents of one package say, as the operation that issues prescriptions takes it. Pure. */
import type { PrescriptionDocument, Quantity } from '#libs/cda/model.ts';
import { oids } from '#libs/cda/codes.ts';
import { NotDone } from './outcome.ts';

/** @throws NotDone when they are not of one patient, author and kind, or the patient has no PESEL. */
export function packageBody(documents: readonly PrescriptionDocument[], patient: string): object {
  const [first] = documents as readonly [PrescriptionDocument];
  if (first.patient.id.root !== oids.pesel)
    throw new NotDone('bez-pesel', 'Recepty przyjmujemy dla osób z numerem PESEL.');
  const same = documents.every(
    ({ patient: of, author, prescriptionKind }) =>
      of.id.extension === first.patient.id.extension &&
      author.id.extension === first.author.id.extension &&
      prescriptionKind === first.prescriptionKind,
  );
  if (!same) throw new NotDone('rozny-pakiet', 'Recepty pakietu mają jednego pacjenta, jednego autora i jeden rodzaj.');
  return {
    ...{ patient, kind: first.prescriptionKind },
    ...(first.refund.payer && { payer: first.refund.payer }),
    ...(documents.some(({ entitlements }) => entitlements.some(({ code }) => code === 'C')) && { pregnant: true }),
    prescriptions: documents.map(prescriptionBody),
  };
}

/** `{tabl.}` → `tabl.`: what stands in braces is no code but words. */
const unitOf = (unit: string | undefined): string => (unit ?? 'szt.').replaceAll(/[{}]/g, '').replaceAll('_', ' ');
const amountOf = ({ value, unit }: Quantity) => ({ value: Number(value), unit: unitOf(unit) });

const hours: Readonly<Record<string, number>> = { h: 1, d: 24, wk: 168 };
const days: Readonly<Record<string, number>> = { d: 1, wk: 7, mo: 30 };

/** Dose and frequency of the structure; undefined when the structure does not say them. */
function dosageOf({ dose, period, duration }: PrescriptionDocument['dosage']): object | undefined {
  const every = period && Number(period.value) * (hours[period.unit ?? 'h'] ?? 0);
  if (!dose || !every || every <= 0) return undefined;
  const length = duration && Math.round(Number(duration.value) * (days[duration.unit ?? 'd'] ?? 0));
  const often =
    every <= 24 ? { times: Math.max(1, Math.round(24 / every)) } : { times: 1, everyDays: Math.round(every / 24) };
  return { amount: amountOf(dose), ...often, ...(length && length > 0 && { days: length }) };
}

function prescriptionBody(document: PrescriptionDocument): object {
  const { quantity, refund, entitlements, dosage, noteToPharmacist } = document;
  const structured = dosageOf(dosage);
  // Words that the structure does not carry must not be lost: the pharmacist reads them.
  const words = structured || dosage.text === '' ? [] : [`D.S. ${dosage.text}`];
  const note = [...words, ...(noteToPharmacist ? [noteToPharmacist] : [])].join('; ').slice(0, 500);
  return {
    medicine: medicineBody(document),
    quantity: document.drugKind === 'R' ? 1 : Number(quantity.value),
    ...{ refundLevel: refund.level, ...(entitlements[0] && { entitlement: entitlements[0].code }) },
    ...(structured && { dosage: structured }),
    ...(document.fillFrom && { notBefore: document.fillFrom }),
    ...(document.fillUntil && { annual: true }),
    ...(!document.substitutionAllowed && { noSubstitution: true }),
    ...(note && { forPharmacist: note }),
  };
}

function medicineBody({ drugKind, medicine, quantity, availability }: PrescriptionDocument): object {
  const { package: pack, name, ingredients, recipe } = medicine;
  if (drugKind !== 'R') return { kind: drugKind, ...(pack && { gtin: pack.gtin }), ...(drugKind !== 'G' && { name }) };
  return {
    ...{ kind: 'R', name, category: availability },
    ...(recipe?.form && { form: recipe.form.name }),
    ingredients: ingredients.map((one) => ({
      name: one.name,
      ...(one.amount && { amount: amountOf(one.amount.numerator) }),
    })),
    amount: amountOf(quantity),
    ...(recipe && { preparation: recipe.text.slice(0, 500) }),
  };
}
