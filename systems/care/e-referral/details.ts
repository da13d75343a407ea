/**
 * What single kinds of referral say beside what all say: each detail with its shape. kinds.ts says who needs which.
 * Source: domain/poland.md 5 (T.9 spa, T.10 and T.11 care, T.12 psychiatric hospital, T.13 occupational disease).
 */
import type { Schema } from '#core/http/operation.ts';

/** Reasons for spa treatment. Code list …4424.11.1.300 */
export const justifications = [
  ...['ULA', 'KLS', 'KRS', 'PJZ', 'PSR', 'PWK', 'PWO', 'LPB', 'LPO', 'PPO', 'LDI', 'RWA', 'EZD', 'INN'],
] as const;

const text = (maxLength = 1000): Schema => ({ type: 'string', minLength: 1, maxLength, pattern: '\\S' });
const whole = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum });

/** By name; they stand under these names in the extension `PLReferralDetails` of the resource. */
export const details = {
  /** LU treatment, RU rehabilitation. */
  spaKind: { enum: ['LU', 'RU'] },
  /** TS as an inpatient, TA as an outpatient. */
  spaMode: { enum: ['TS', 'TA'] },
  /** Kind of place: sea, lowland, foothills, mountains. */
  resort: { enum: ['NADM', 'NIZIN', 'PODG', 'GORS'] },
  asbestos: { type: 'boolean' },
  /** Social and medical history. */
  interview: text(4000),
  /** mmHg, `130/80`. */
  bloodPressure: { type: 'string', pattern: '^[0-9]{2,3}/[0-9]{2,3}$' },
  /** Beats a minute. */
  heartRate: whole(20, 300),
  /** kg and cm. */
  weight: { type: 'number', minimum: 1, maximum: 500 },
  height: whole(30, 260),
  justification: { type: 'array', minItems: 1, maxItems: 14, uniqueItems: true, items: { enum: justifications } },
  /** Results that a spa referral must have: A01, C59, C55 of ICD-9-PL. */
  esr: text(200),
  bloodCount: text(500),
  urine: text(500),
  /** What speaks against it, or that nothing does. */
  contraindications: text(1000),
  /** P on paper, E electronically. */
  correspondence: { enum: ['P', 'E'] },
  birthplace: text(120),
  /** Points, 0 … 100. */
  barthel: whole(0, 100),
  treatment: text(2000),
  /** Phone or e-mail of the patient. */
  contact: text(120),
  /** Metal in the body, a pacemaker: what fields and currents must not meet. */
  implants: text(500),
  /** Position of the list of occupational diseases. Code list …4424.11.1.16 */
  occupationalDisease: text(200),
  exposure: text(2000),
  employer: text(300),
  /** ATC code of the vaccine. http://www.whocc.no/atc */
  vaccine: { type: 'string', pattern: '^J07[A-Z]{2}[0-9]{2}$|^J07[A-Z]{2}$' },
  dose: whole(1, 20),
} as const satisfies Record<string, Schema>;

export type DetailName = keyof typeof details;
export type Detail = string | number | boolean | readonly string[];
export type Details = { readonly [name in DetailName]?: Detail };

export const isDetail = (name: string): name is DetailName => Object.hasOwn(details, name);
