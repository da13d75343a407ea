/** Rules of the profile as everybody may read them, and what a derived fact stands on. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { gapRules } from '../gaps/catalogue.ts';
import type { RuleCard } from '../model.ts';
import { readerOf, readPatient } from '../reader.ts';
import { derivedRules } from './cards.ts';
import { inputsAsked, inputsShown } from './inputs.ts';

/** Every rule by which level 0 says something that nobody recorded as such. */
export const ruleCards: readonly RuleCard[] = [
  ...derivedRules,
  ...gapRules.map(({ find: _find, danger: _danger, ...card }) => card),
];

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };

/** Rule cards and inputs as model.ts has them. */
const listed = { type: 'array', items: { type: 'object', additionalProperties: true } };

export const provenanceOperations = (record: FhirRecord): Operation[] => [
  operation({
    name: 'list-profile-rules',
    method: 'GET',
    path: '/patient-profile/rules',
    summary: 'The rules of the e-Profil: what each says and when, its source, date and owner.',
    access: { roles: ['physician', 'patient', 'proxy', 'pharmacist', 'operator', 'machine'], purpose: 'TREAT' },
    audit: { action: 'R' },
    reply: { type: 'object', required: ['rules'], properties: { rules: listed } },
    handle: async () => ({ rules: ruleCards }),
  }),
  operation({
    name: 'fact-inputs',
    method: 'GET',
    path: '/patient-profile/:patient/inputs',
    summary: 'Entries that a derived fact stands on: version, who recorded them, when they happened, since when known.',
    access: { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' },
    audit: 'in-record',
    params: { type: 'object', required: ['patient'], properties: { patient: id } },
    reply: { type: 'object', required: ['inputs'], properties: { inputs: listed } },
    query: {
      type: 'object',
      required: ['of'],
      properties: { of: { type: 'string', maxLength: 1500 }, asOf: { type: 'string', maxLength: 40 } },
    },
    async handle({ params: { patient = '' }, query }, { call, now }) {
      const links = inputsAsked(query.of);
      const reader = readerOf(record, call, now(), query.asOf);
      await readPatient(reader, patient);
      return { inputs: await inputsShown(record, call, reader, patient, links) };
    },
  }),
];
