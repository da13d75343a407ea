/** The operations of levels 1 and 3: one problem, one document, and the way that leads to them. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { problemDetail } from './problem.ts';
import { readerOf } from './reader.ts';
import { trail } from './trail.ts';

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const asOf = { type: 'string', maxLength: 300 };
const ofOne = { type: 'object', required: ['patient', 'id'], properties: { patient: id, id } };
const forStaff = { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' } as const;

export const levelOperations = (record: FhirRecord): Operation[] => [
  operation({
    name: 'patient-problem',
    method: 'GET',
    path: '/patient-profile/:patient/problems/:id',
    summary: 'Level 1 of the e-Profil: one problem over the years, its measures over its treatment, goals and gaps.',
    access: forStaff,
    audit: 'in-record',
    params: ofOne,
    query: { type: 'object', properties: { asOf } },
    handle: ({ params, query }, { call, now }) =>
      problemDetail(readerOf(record, call, now(), query.asOf), params.patient as string, params.id as string),
  }),
  operation({
    name: 'patient-trail',
    method: 'GET',
    path: '/patient-profile/:patient/trail',
    summary: 'Names of the levels above a page of the e-Profil: its breadcrumb, from opaque ids in the address.',
    access: forStaff,
    audit: 'in-record',
    params: { type: 'object', required: ['patient'], properties: { patient: id } },
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        asOf,
        problem: id,
        event: { type: 'string', pattern: '^[A-Z][A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}$' },
      },
    },
    handle: ({ params, query }, { call, now }) =>
      trail(readerOf(record, call, now(), query.asOf), params.patient as string, query),
  }),
];
