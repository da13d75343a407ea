/** JSON Schemas (draft 7) of what comes in over HTTP: form only; what is right is said by the rules. */
import type { Schema } from '#core/http/operation.ts';
import { categories, dayTimes, entitlements, medicineKinds, packageKinds, refundLevels } from './model.ts';
import { blockReasons } from './states.ts';

const text = (maxLength: number, minLength = 1): Schema => ({ type: 'string', minLength, maxLength });
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const fhirId: Schema = { type: 'string', pattern: '^[A-Za-z0-9\\-.]{1,64}$' };
const gtin: Schema = { type: 'string', pattern: '^[0-9]{8,14}$' };
const amount = object({ value: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000 }, unit: text(40) });
const truth: Schema = { type: 'boolean' };
const most = 1000;

const dosage = object(
  {
    amount,
    times: { type: 'integer', minimum: 1, maximum: 48 },
    everyDays: { type: 'integer', minimum: 1, maximum: 365 },
    at: { type: 'array', items: { enum: dayTimes }, maxItems: 4, uniqueItems: true },
    days: { type: 'integer', minimum: 1, maximum: 366 },
    asNeeded: truth,
    note: text(200),
  },
  ['amount', 'times'],
);

const medicine = object(
  {
    kind: { enum: medicineKinds },
    gtin,
    name: text(200),
    form: text(60),
    ingredients: { type: 'array', minItems: 1, maxItems: 20, items: object({ name: text(120), amount }, ['name']) },
    amount,
    preparation: text(500),
    category: { enum: categories },
  },
  ['kind'],
);

const prescription = object(
  {
    medicine,
    quantity: { type: 'number', exclusiveMinimum: 0, maximum: most, multipleOf: 0.001 },
    dosage,
    supplyDays: { type: 'integer', minimum: 1, maximum: 366 },
    refundLevel: { enum: refundLevels },
    entitlement: { enum: entitlements },
    notBefore: day,
    annual: truth,
    until: day,
    noSubstitution: truth,
    forPharmacist: text(500),
    diagnosis: { type: 'string', pattern: '^[A-Z][0-9]{2}(\\.[0-9A-Z]{1,2})?$' },
    examination: object({ day, kind: { enum: ['on-site', 'remote'] } }),
    continuation: truth,
  },
  ['medicine', 'quantity', 'refundLevel'],
);

const item = object(
  {
    gtin,
    quantity: { type: 'number', exclusiveMinimum: 0, maximum: most, multipleOf: 0.001 },
    lot: text(40),
    expires: day,
    standsFor: { type: 'number', exclusiveMinimum: 0, maximum: most, multipleOf: 0.001 },
  },
  ['quantity'],
);

const dispense = object(
  {
    items: { type: 'array', minItems: 1, maxItems: 20, items: item },
    kind: { enum: ['C', 'Z'] },
    mode: { enum: ['Z', 'A'] },
    entitlement: { enum: entitlements },
    refundLevel: { enum: refundLevels },
    paid: { type: 'integer', minimum: 0, maximum: 100_000_000 },
    note: text(500),
  },
  ['items'],
);

const cursor = text(300);
const key: Schema = { type: 'string', pattern: '^[0-9]{44}$' };

export const shapes = {
  byId: object({ id: fhirId }),
  package: object(
    {
      patient: fhirId,
      kind: { enum: packageKinds },
      payer: { type: 'string', pattern: '^[0-9]{2}$' },
      pregnant: truth,
      reviewed: { type: 'array', items: fhirId, maxItems: 200 },
      prescriptions: { type: 'array', minItems: 1, maxItems: 5, items: prescription },
      encounter: fhirId,
    },
    ['patient', 'prescriptions'],
  ),
  list: object({ patient: fhirId, day, cursor, status: { enum: ['open', 'all'] } }, []),
  mine: object({ status: { enum: ['open', 'all'] }, cursor }, []),
  dispensed: object({ day, cursor }, []),
  cancel: object({ reason: text(500, 3) }),
  correct: object({ reason: text(500, 3), prescription, reviewed: { type: 'array', items: fhirId, maxItems: 200 } }, [
    'reason',
    'prescription',
  ]),
  block: object({ reason: { enum: blockReasons }, note: text(500) }, ['reason']),
  note: object({ note: text(500) }, []),
  collect: {
    ...object(
      { key, code: { type: 'string', pattern: '^[0-9]{4}$' }, pesel: { type: 'string', pattern: '^[0-9]{11}$' } },
      [],
    ),
    oneOf: [{ required: ['key'] }, { required: ['code', 'pesel'] }],
  },
  dispense,
  correctDispense: object({ reason: text(500, 3), dispense }),
  withdraw: object({ reason: text(500, 3) }),
} as const satisfies Record<string, Schema>;
