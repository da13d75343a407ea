/** The HTTP operations of disputes: raise, list, take back, answer. Access and audit happen in the record. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { disputeReasons } from './model.ts';
import { type Reader, readerOf, readPatient } from '../reader.ts';
import { disputeShape } from '../shapes.ts';
import { type Answer, type Asked, type Desk, disputeDesk, disputesOf } from './desk.ts';

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const ofPatient = { type: 'object', required: ['patient'], properties: { patient: id } };
const ofDispute = { type: 'object', required: ['patient', 'dispute'], properties: { patient: id, dispute: id } };
const words = { type: 'string', maxLength: 2000 };
const everybody = { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' } as const;

export const disputeOperations = (record: FhirRecord): Operation[] => {
  const desk = disputeDesk(record);
  return [...saying(record, desk), ...closing(record, desk)];
};

async function known(reader: Reader, patient: string): Promise<Reader> {
  await readPatient(reader, patient); // refuses once, in the same words as everywhere
  return reader;
}

function saying(record: FhirRecord, desk: Desk): Operation[] {
  return [
    operation({
      name: 'dispute-fact',
      method: 'POST',
      path: '/patient-profile/:patient/disputes',
      summary: 'Says that an entry is wrong, with a reason and words; it stands beside the entry for all who see that.',
      access: everybody,
      audit: 'in-record',
      ownTransactions: true,
      reply: disputeShape,
      params: ofPatient,
      body: {
        type: 'object',
        required: ['type', 'id', 'reason'],
        additionalProperties: false,
        properties: {
          type: { type: 'string', pattern: '^[A-Z][A-Za-z]{1,40}$' },
          id,
          reason: { enum: [...disputeReasons] },
          words,
        },
      },
      handle: async ({ params, body }, { call, now }) => {
        const patient = params.patient as string;
        return desk.raise(call, await known(readerOf(record, call, now()), patient), patient, body as Asked);
      },
    }),
    operation({
      name: 'list-disputes',
      method: 'GET',
      path: '/patient-profile/:patient/disputes',
      summary: 'Disputed entries of a patient with their answers, newest first; at most 200.',
      access: everybody,
      audit: 'in-record',
      params: ofPatient,
      query: { type: 'object', properties: { asOf: { type: 'string', maxLength: 40 } } },
      reply: {
        type: 'object',
        required: ['disputes'],
        properties: { disputes: { type: 'array', items: disputeShape } },
      },
      handle: async ({ params, query }, { call, now }) => {
        const patient = params.patient as string;
        const reader = await known(readerOf(record, call, now(), query.asOf), patient);
        return { disputes: await disputesOf(reader, patient) };
      },
    }),
  ];
}

function closing(record: FhirRecord, desk: Desk): Operation[] {
  return [
    operation({
      name: 'withdraw-dispute',
      method: 'POST',
      path: '/patient-profile/:patient/disputes/:dispute/withdraw',
      summary: 'Takes a dispute back: only who raised it, while it is open.',
      access: everybody,
      audit: 'in-record',
      ownTransactions: true,
      reply: disputeShape,
      params: ofDispute,
      handle: async ({ params: { patient = '', dispute: one = '' } }, { call, now }) =>
        desk.withdraw(call, await known(readerOf(record, call, now()), patient), patient, one),
    }),
    operation({
      name: 'answer-dispute',
      method: 'POST',
      path: '/patient-profile/:patient/disputes/:dispute/answer',
      summary: 'Answers a dispute: only the facility that recorded the entry; corrected or kept, with words.',
      access: { roles: ['physician'], purpose: 'TREAT' },
      audit: 'in-record',
      ownTransactions: true,
      reply: disputeShape,
      params: ofDispute,
      body: {
        type: 'object',
        required: ['outcome', 'words'],
        additionalProperties: false,
        properties: { outcome: { enum: ['corrected', 'kept'] }, words: { ...words, minLength: 1 } },
      },
      handle: async ({ params: { patient = '', dispute: one = '' }, body }, { call, now }) =>
        desk.answer(call, await known(readerOf(record, call, now()), patient), patient, one, body as Answer),
    }),
  ];
}
