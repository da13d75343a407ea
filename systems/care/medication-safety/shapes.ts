/** Shapes of the requests and answers of medication safety. */
import type { Example, Schema } from '#core/http/operation.ts';
import { dayText, listOf, number, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { ruleKinds, severities } from './model.ts';

const short = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const medicine: Schema = {
  type: 'object',
  properties: {
    atc: { type: 'string', pattern: '^[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}$' },
    gtin: { type: 'string', pattern: '^[0-9]{8,14}$' },
    substance: short(200),
    name: short(200),
    perDay: {
      type: 'object',
      required: ['value', 'unit'],
      properties: { value: { type: 'number', minimum: 0, maximum: 1e6 }, unit: short(20) },
      additionalProperties: false,
    },
  },
  oneOf: [{ required: ['atc'] }, { required: ['gtin'] }, { required: ['substance'] }],
  additionalProperties: false,
};

const words = shape({ pl: text, en: text, uk: text });
const named = shape(
  { atc: text, name: text },
  {
    perDay: shape({ value: number, unit: text }),
    endsSoon: { const: true, description: 'Its supply ends within 30 days: the same again is a renewal.' },
  },
);

export const schemas = {
  reply: shape({
    notForClinicalUse: yesOrNo,
    set: shape({ set: text, day: dayText, licence: text, owner: text, validated: yesOrNo, edition: whole }),
    warnings: listOf(
      shape(
        {
          ...{ rule: text, kind: oneOf([...ruleKinds, 'doubled']), severity: oneOf(severities) },
          ...{ medicines: listOf(named), effect: words, advice: words, source: text },
        },
        { because: { type: 'object', additionalProperties: { type: ['string', 'number'] } } },
      ),
    ),
    unchecked: listOf(text),
    unknown: listOf(oneOf(['age', 'pregnancy', 'kidney', 'allergies'])),
    taken: listOf(named),
  }),
  check: {
    type: 'object',
    required: ['patient', 'medicines'],
    properties: {
      patient: { type: 'string', pattern: '^[A-Za-z0-9\\-.]{1,64}$' },
      medicines: { type: 'array', minItems: 1, maxItems: 30, items: medicine },
    },
    additionalProperties: false,
  },
} as const satisfies Record<string, Schema>;

/** Two new medicines for somebody young: what they do to each other. */
export const checkExample: Example = {
  summary: 'Warfarin and ibuprofen',
  body: {
    patient: 'p-1-2',
    medicines: [
      { atc: 'B01AA03', name: 'Warfaryna 5 mg' },
      { atc: 'M01AE01', name: 'Ibuprofen 400 mg' },
    ],
  },
  reply: {
    notForClinicalUse: true,
    set: {
      ...{ set: 'e-Zdrowie: zestaw otwarty', day: '2026-11-26', licence: 'CC0-1.0', validated: false, edition: 1 },
      owner: 'Clinical owner not appointed',
    },
    warnings: [
      {
        ...{ rule: 'vka-nsaid', kind: 'interaction', severity: 'major', source: 'ChPL warfaryna 4.5' },
        medicines: [
          { atc: 'B01AA03', name: 'Warfaryna 5 mg' },
          { atc: 'M01AE01', name: 'Ibuprofen 400 mg' },
        ],
        effect: {
          pl: 'Większe ryzyko krwawienia.',
          en: 'Higher risk of bleeding.',
          uk: 'Вищий ризик кровотечі.',
        },
        advice: {
          pl: 'Kontroluj INR i objawy krwawienia; rozważ osłonę żołądka.',
          en: 'Check INR and signs of bleeding; consider gastric protection.',
          uk: 'Контролюйте МНВ і ознаки кровотечі; розгляньте захист шлунка.',
        },
      },
    ],
    ...{ unchecked: [], unknown: ['allergies'], taken: [] },
  },
};
