/** JSON Schemas of what e-prescription answers: the types of model.ts once more, for OpenAPI. */
import type { Schema } from '#core/http/operation.ts';
import {
  dayText,
  fileOf,
  instantText,
  inTwoLanguages,
  listOf,
  oneOf,
  shape,
  text,
  whole,
  yesOrNo,
} from '#core/http/shapes.ts';
import { categories, dayTimes, entitlements, medicineKinds, packageKinds, refundLevels } from './model.ts';
import { blockReasons, statuses } from './states.ts';

const number: Schema = { type: 'number' };
const amount = shape({ value: number, unit: text });
const keyText: Schema = { type: 'string', pattern: '^[0-9]{44}$' };
const codeText: Schema = { type: 'string', pattern: '^[0-9]{4}$' };

const verdict = shape(
  {
    ...{ code: text, severity: oneOf(['error', 'warning', 'information']), path: text, pl: text, en: text },
    todo: inTwoLanguages,
  },
  { rule: text },
);

const medicine = shape(
  { kind: oneOf(medicineKinds), category: oneOf(categories), name: text },
  {
    ...{ gtin: text, product: text, package: text, substance: text, strength: text, form: text, preparation: text },
    ...{ atc: listOf(text), ingredients: listOf(shape({ name: text }, { amount })), amount },
  },
);

const dosage = shape(
  { amount, times: whole },
  { everyDays: whole, at: listOf(oneOf(dayTimes)), days: whole, asNeeded: yesOrNo, note: text },
);

const prescriptionParts = {
  ...{ id: text, packageId: text, key: keyText, number: shape({ system: text, value: text }) },
  ...{ status: oneOf(statuses), expired: yesOrNo, issued: instantText, from: dayText, until: dayText },
  ...{ annual: yesOrNo, medicine, quantity: number, dispensed: number, remaining: number },
  ...{ refundLevel: oneOf(refundLevels), noSubstitution: yesOrNo },
};
const prescriptionMay = {
  ...{ entitlement: oneOf(entitlements), dosage, dosageWords: text, supplyDays: number, forPharmacist: text },
  ...{ diagnosis: text, replaces: text, replacedBy: text, pharmacy: text, lastDispensed: instantText },
  block: shape({ reason: oneOf(blockReasons), at: text, by: text }, { note: text }),
  cancelled: shape({ reason: text, at: text }),
};
const prescription = shape(prescriptionParts, prescriptionMay);

const person = shape({ id: text, name: text }, { pesel: text, birthDate: text });
const headParts = {
  ...{ id: text, key: keyText, kind: oneOf(packageKinds), patient: person, issued: instantText, signed: yesOrNo },
  issuer: shape({ practitioner: text, name: text }, { npwz: text }),
};
const headMay = { code: codeText, facility: shape({ id: text, name: text }), payer: text };
const prescriptionPackage = shape({ ...headParts, prescriptions: listOf(prescription) }, headMay);

const dispense = shape(
  {
    ...{ id: text, prescription: text, pharmacy: shape({ id: text, name: text }), at: instantText },
    pharmacist: shape({ name: text }, { practitioner: text }),
    ...{ kind: oneOf(['C', 'Z', 'W']), state: oneOf(['OBOWIAZUJACY', 'SKORYGOWANY', 'WYCOFANY']) },
    items: listOf(
      shape({ quantity: number }, { gtin: text, lot: text, expires: dayText, standsFor: number, name: text }),
    ),
    ...{ counts: number, substituted: yesOrNo },
  },
  { refundLevel: oneOf(refundLevels), entitlement: oneOf(entitlements), paid: whole, replaces: text, note: text },
);

const paged = (items: Schema): Schema => shape({ items: listOf(items) }, { next: text });

export const replies = {
  package: prescriptionPackage,
  issued: shape({ ...headParts, prescriptions: listOf(prescription), verdicts: listOf(verdict) }, headMay),
  checked: shape(
    {
      ...{ allowed: yesOrNo, verdicts: listOf(verdict) },
      prescriptions: listOf(
        shape(
          {},
          {
            ...{ medicine, dosageWords: text, from: dayText, until: dayText, supplyDays: number },
            ...{ entitlement: oneOf(entitlements), pays: whole },
          },
        ),
      ),
    },
    { controlled: listOf(prescription) },
  ),
  read: shape(
    {
      ...{ package: shape(headParts, headMay), prescription, dispenses: listOf(dispense) },
      history: listOf(shape({ at: text, event: text, by: text })),
    },
    { allowance: shape({ most: number, verdicts: listOf(verdict) }, { moreFrom: dayText }) },
  ),
  packages: paged(prescriptionPackage),
  collected: shape({ packages: listOf(prescriptionPackage) }),
  dispenses: paged(dispense),
  mine: paged(shape({ ...prescriptionParts, packageKey: keyText, code: codeText, issuerName: text }, prescriptionMay)),
  rules: shape({
    day: dayText,
    rules: listOf(
      shape(
        {
          ...{ code: text, value: number, unit: text, validFrom: dayText, source: text },
          ...{ confirmed: yesOrNo, blocks: yesOrNo },
        },
        { validTo: dayText },
      ),
    ),
  }),
  document: {
    ...fileOf('application/xml'),
    description: 'PIK HL7 CDA with an XAdES signature',
  },
} as const satisfies Record<string, Schema>;
