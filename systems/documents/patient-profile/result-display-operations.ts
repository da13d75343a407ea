/** The operations of `result-display.ts`: what the patient chose, and choosing. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { readerOf, readPatient } from './reader.ts';
import { choose, readChoices, type ShowWhen, showWhen } from './result-display.ts';
import { choicesShape } from './shapes.ts';

const params = {
  type: 'object',
  required: ['patient'],
  properties: { patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } },
};

export const resultDisplayOperations = (record: FhirRecord): Operation[] => [
  operation({
    name: 'result-display',
    method: 'GET',
    path: '/patient-profile/:patient/result-display',
    summary: 'For which tests the patient wants to see results only after a comment of a doctor.',
    access: { roles: ['patient', 'proxy'], purpose: 'PATRQT' },
    audit: 'in-record',
    reply: choicesShape,
    params,
    async handle({ params: { patient = '' } }, { call, now }) {
      await readPatient(readerOf(record, call, now()), patient);
      const { choices } = await readChoices(record, call, patient);
      return { choices };
    },
  }),
  operation({
    name: 'choose-result-display',
    method: 'PUT',
    path: '/patient-profile/:patient/result-display',
    summary: 'Chooses for one test when its results are shown to the patient first: at once, or after a comment.',
    access: { roles: ['patient'], purpose: 'PATRQT' },
    audit: 'in-record',
    reply: choicesShape,
    ownTransactions: true,
    params,
    body: {
      type: 'object',
      required: ['code', 'when'],
      additionalProperties: false,
      properties: {
        code: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,40}$' },
        when: { enum: [...showWhen] },
      },
    },
    async handle({ params: { patient = '' }, body }, { call, now }) {
      await readPatient(readerOf(record, call, now()), patient); // refuses who is not this patient, as everywhere
      const { code, when } = body as { code: string; when: ShowWhen };
      return choose(record, call, patient, code, when);
    },
  }),
];
