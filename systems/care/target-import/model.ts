/** Demands for target import (SOID) as their readers see them. */
import type { Schema } from '#core/http/operation.ts';
import { instantText, listOf, oneOf, shape, text, textOrNull, whole } from '#core/http/shapes.ts';
import { acts, type Refused, type State, states } from './states.ts';

/** What is asked for, as the doctor describes it: there is no package of the register to name. */
export interface Content {
  readonly name: string;
  readonly substance: string;
  readonly form: string;
  readonly strength: string;
  readonly packageSize: string;
  readonly manufacturer?: string;
  readonly country?: string;
  /** ICD-10. */
  readonly diagnosis: string;
  readonly justification: string;
  readonly refund?: boolean;
}

export interface Demand {
  readonly id: string;
  readonly state: State;
  readonly issued: string;
  readonly issuer: string;
  readonly facility: string;
  readonly patient: string | null;
  readonly field: string;
  readonly content: Content;
  readonly quantity: number;
  readonly imported: number;
  readonly wholesaler: string | null;
}

export interface Official {
  readonly kind: 'consultant' | 'authority';
  readonly subject: string;
  readonly field: string;
  readonly since: string;
  readonly until: string | null;
}

/** Every field: of an authority. */
export const everyField = '*';

const words = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
export const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' };
const content = {
  ...{ name: words(200), substance: words(200), form: words(100), strength: words(100), packageSize: words(100) },
  ...{ manufacturer: words(200), country: words(60), justification: words(2000), refund: { type: 'boolean' } },
  diagnosis: { type: 'string', pattern: '^[A-Z]\\d\\d(\\.\\d{1,2})?$' },
};
const demand = shape(
  {
    ...{ id: text, state: oneOf(states), says: text, expired: { type: 'boolean' }, issued: text, issuer: text },
    ...{ facility: text, patient: textOrNull, field: text, quantity: whole, imported: whole, wholesaler: textOrNull },
    content: { type: 'object' },
  },
  {
    steps: listOf(
      shape(
        { act: text, state: text, at: instantText, actor: text },
        { quantity: { type: ['integer', 'null'] }, note: textOrNull },
      ),
    ),
  },
);

export const shapes = {
  demand,
  demands: shape({ demands: listOf(demand) }, { next: text }),
  issue: {
    type: 'object',
    properties: {
      ...{ patient: id, field: words(100), quantity: { type: 'integer', minimum: 1, maximum: 100_000 } },
      content: {
        ...{ type: 'object', properties: content, additionalProperties: false },
        required: ['name', 'substance', 'form', 'strength', 'packageSize', 'diagnosis', 'justification'],
      },
    },
    required: ['field', 'quantity', 'content'],
    additionalProperties: false,
  },
  act: {
    type: 'object',
    properties: { reason: words(2000), quantity: { type: 'integer', minimum: 1, maximum: 100_000 } },
    additionalProperties: false,
  },
  actName: { enum: Object.keys(acts) },
  official: {
    type: 'object',
    properties: { field: words(100), since: day, until: { anyOf: [day, { type: 'null' }] } },
    required: ['field', 'since'],
    additionalProperties: false,
  },
} as const satisfies Record<string, Schema>;

interface Words {
  readonly kind: 'not-found' | 'forbidden' | 'invalid' | 'rule-broken' | 'conflict';
  readonly pl: string;
  readonly en: string;
}

/** Why it says no; the English words travel in the answer. */
export const refusals: {
  readonly [code in Refused | 'no-such-demand' | 'not-yours' | 'not-entitled' | 'bad-day']: Words;
} = {
  'wrong-state': {
    kind: 'conflict',
    pl: 'Zapotrzebowanie jest w innym stanie: wczytaj je ponownie.',
    en: 'The demand is in another state: read it again and see what may be done.',
  },
  expired: {
    kind: 'rule-broken',
    pl: 'Termin zapotrzebowania minął: wystaw nowe.',
    en: 'The time of the demand is over: issue a new one.',
  },
  'no-reason': { kind: 'invalid', pl: 'Podaj powód.', en: 'Say why: `reason` is needed.' },
  'no-quantity': { kind: 'invalid', pl: 'Podaj liczbę opakowań.', en: 'Say how many packages: `quantity` is needed.' },
  'too-many': {
    kind: 'rule-broken',
    pl: 'Sprowadzono by więcej, niż zapotrzebowano.',
    en: 'More would be imported than was asked for.',
  },
  'no-such-demand': {
    kind: 'not-found',
    pl: 'Nie ma takiego zapotrzebowania.',
    en: 'There is no such demand, or it is not for you to see.',
  },
  'not-yours': {
    kind: 'forbidden',
    pl: 'Ten krok należy do kogo innego.',
    en: 'This step is for somebody else: see the table of states.',
  },
  'not-entitled': {
    kind: 'forbidden',
    pl: 'Prawo wykonywania zawodu nie obowiązuje.',
    en: 'Your right to practise does not hold according to the register.',
  },
  'bad-day': { kind: 'invalid', pl: 'Podaj dni po kolei.', en: 'Give days such as 2026-03-01, in order.' },
};
