/** What the operations of referrals answer, as JSON schemas, and examples of it. */
import type { Example, Schema } from '#core/http/operation.ts';
import {
  dayText,
  fileOf,
  inTwoLanguages,
  instantText,
  listOf,
  oneOf,
  shape,
  text,
  whole,
  yesOrNo,
} from '#core/http/shapes.ts';
import { kinds } from './kinds.ts';
import { officialNames, spaStages, states } from './states.ts';

const coded = shape({ code: text }, { name: text });
const named = shape({ id: text, name: text });
const details: Schema = { type: 'object', description: 'By the kind: GET /api/e-referral/kinds says which.' };
const last = shape({ name: text, by: text, at: instantText }, { reason: text, facility: named, basis: text });
const place = shape({ id: text, name: text, from: dayText, to: dayText });
const spa = shape({ stage: oneOf(spaStages), branch: text }, { queue: whole, place, returned: text });
const draft = {
  ...{ kind: oneOf(kinds), urgency: oneOf(['R', 'UR']), diagnoses: listOf(coded), procedures: listOf(coded), details },
  attachments: listOf(text),
};

const always = {
  ...{ ...draft, id: text, patient: text, number: text, key: text, state: oneOf(states), issuedAt: instantText },
  ...{ stateName: oneOf(Object.values(officialNames)), expired: yesOrNo, last, moves: listOf(text) },
  issuer: shape({}, { person: named, facility: named }),
};
const perhaps = {
  ...{ speciality: coded, purpose: text, patientName: text, validUntil: dayText, provider: named, spa },
  ...{ acceptedBy: oneOf(['provider', 'event']), appointment: dayText },
  code: { ...text, description: '4 digits; only for the patient, whoever issued it and on paper.' },
};
const referral = shape(always, perhaps);
const step = shape({ at: instantText }, { name: text, by: text, facilityName: text, reason: text, basis: text });
const problem = shape({ code: text, field: text, pl: text, en: text });
const validity = shape({ validFrom: dayText, source: text, confirmed: yesOrNo }, { days: whole, months: whole });
const demand = oneOf(['required', 'optional']);

export const replies = {
  referral,
  withHistory: shape({ ...always, history: listOf(step) }, perhaps),
  page: shape({ referrals: listOf(referral) }, { next: text }),
  checked: shape({ problems: listOf(problem) }),
  prefilled: shape({
    draft: shape(draft, { speciality: coded, purpose: text }),
    sources: { type: 'object', additionalProperties: text },
    ...{ problems: listOf(coded), fields: whole, filled: whole },
  }),
  kinds: shape({
    kinds: listOf(
      shape({
        ...{ kind: oneOf(kinds), name: inTwoLanguages, documentClass: text, template: whole, issuers: listOf(text) },
        ...{ speciality: demand, procedures: demand, diagnosis: demand },
        ...{ required: listOf(text), optional: listOf(text), validity: listOf(validity) },
      }),
    ),
  }),
  sheet: fileOf('application/pdf'),
} as const;

const facility = { id: 'org-1-0-family0', name: 'Przychodnia „Polna” w Kielcach (przykład)' };
const wanted = {
  ...{ kind: 'clinic', urgency: 'R', speciality: { code: '1100' }, diagnoses: [{ code: 'I10', name: 'Nadciśnienie' }] },
};
const whom = { pesel: '59031200028', practitioner: 'dr-1-0-family0-0' };
const issued = {
  ...{ ...wanted, procedures: [], details: {}, attachments: [], patient: 'p-1-1' },
  ...{ patientName: 'Anna Wiśniowiecka-Brzęczyszczykiewicz', number: '1031496784298891866598' },
  ...{ key: '64587298163700292897709299305004108290821287', state: 'issued', issuedAt: '2026-11-26T19:33:28.551Z' },
  issuer: { person: { id: 'dr-1-0-family0-0', name: 'lek. Jan Nowak' }, facility },
  last: { name: 'issue', by: 'issuer', at: '2026-11-26T19:33:28.551Z', facility },
  ...{ id: '01m8cnjfbqc51exvd8pcan0001', stateName: 'WYSTAWIONE', expired: false, code: '8797' },
  moves: ['cancel', 'correct'],
};

/** As it is read back, with the names of codes. */
const read = { ...issued, speciality: { code: '1100', name: 'Poradnia kardiologiczna' } };

/** By the name of the operation. */
export const examples: { readonly [name: string]: readonly Example[] } = {
  'check-referral': [
    { summary: 'Nothing stands in the way', body: { ...whom, ...wanted }, reply: { problems: [] } },
    {
      ...{ summary: 'A diagnosis is missing', body: { ...whom, ...wanted, diagnoses: [] } },
      reply: {
        problems: [
          {
            ...{ code: 'diagnosis-missing', field: 'diagnoses', pl: 'Podaj rozpoznanie (ICD-10).' },
            en: 'Name a diagnosis (ICD-10).',
          },
        ],
      },
    },
  ],
  'issue-referral': [
    { summary: 'To a cardiologist, by a system of a provider', body: { ...whom, ...wanted }, reply: issued },
  ],
  'list-issued-referrals': [{ summary: 'Those of my facility', reply: { referrals: [read] } }],
};
