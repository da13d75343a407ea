/** The HTTP operations of patient-information. Whoever may read the patient may know how far the Fund answers. */
import { type Operation, operation } from '#core/http/operation.ts';
import { stateSchema } from './model.ts';
import type { PatientInformationNeeds } from './needs.ts';
import { refresh, stateOf } from './source.ts';

const readers = { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' } as const;
const ofPatient = {
  type: 'object',
  required: ['patient'],
  properties: { patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } },
};

export const operations = (needs: PatientInformationNeeds): Operation[] => [
  operation({
    name: 'read-health-fund-state',
    method: 'GET',
    path: '/patient-information/:patient',
    summary: 'How far the NFZ answers about a patient: last asked, last answered, down since, partial',
    access: readers,
    audit: 'in-record',
    params: ofPatient,
    reply: stateSchema,
    async handle({ params }, { call }) {
      const patient = params.patient as string;
      await needs.record.read(call, 'Patient', patient); // refuses whom the caller may not know of
      return stateOf(needs, patient);
    },
  }),
  operation({
    name: 'refresh-health-fund',
    method: 'POST',
    path: '/patient-information/:patient/refresh',
    summary: 'Asks the NFZ about a patient anew, in the background; answers with the state as it is now',
    access: readers,
    audit: 'in-record',
    params: ofPatient,
    reply: stateSchema,
    async handle({ params, http }, { call }) {
      const patient = params.patient as string;
      await needs.record.read(call, 'Patient', patient);
      http.reply.code(202);
      return refresh(needs, patient);
    },
  }),
];
