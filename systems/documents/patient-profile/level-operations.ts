/** The operations of levels 1 and 3: one problem, one document, and the way that leads to them. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { fileOf } from '#core/http/shapes.ts';
import { documentDetail, originalFile } from './document.ts';
import { problemDetail } from './problem.ts';
import { readerOf } from './reader.ts';
import { trail } from './trail.ts';
import { documentShape, problemShape, trailShape } from './shapes.ts';

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const asOf = { type: 'string', maxLength: 300 };
const ofDocument = {
  type: 'object',
  required: ['patient', 'id'],
  properties: { patient: id, id: { type: 'string', pattern: '^([A-Z][A-Za-z]{1,40}~)?[A-Za-z0-9.-]{1,64}$' } },
};
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
    reply: problemShape,
    params: ofOne,
    query: { type: 'object', properties: { asOf } },
    handle: ({ params, query }, { call, now }) =>
      problemDetail(readerOf(record, call, now(), query.asOf), params.patient as string, params.id as string),
  }),
  operation({
    name: 'patient-document',
    method: 'GET',
    path: '/patient-profile/:patient/documents/:id',
    summary: 'Level 3 of the e-Profil: one document or imaging study, its original beside what is known of it.',
    access: forStaff,
    audit: 'in-record',
    reply: documentShape,
    params: ofDocument,
    query: { type: 'object', properties: { asOf } },
    handle: ({ params, query }, { call, now }) =>
      documentDetail(readerOf(record, call, now(), query.asOf), params.patient as string, params.id as string),
  }),
  operation({
    name: 'patient-document-file',
    method: 'GET',
    path: '/patient-profile/:patient/documents/:id/original',
    summary: 'One file of a document as its sender sent it; only a PDF is shown, all else is for downloading.',
    access: forStaff,
    audit: 'in-record',
    params: ofDocument,
    query: { type: 'object', properties: { asOf, file: { type: 'string', pattern: '^[0-9]{1,2}$' } } },
    reply: fileOf('application/octet-stream'),
    async handle({ params, query, http }, { call, now }) {
      const reader = readerOf(record, call, now(), query.asOf);
      const place = Number(query.file ?? 0);
      const file = await originalFile(reader, params.patient as string, params.id as string, place);
      // What a stranger wrote is never a page of ours: its type is PDF or nothing, and it may run and load nothing.
      const isPdf = file.contentType === 'application/pdf' && file.bytes.subarray(0, 5).toString('latin1') === '%PDF-';
      http.reply
        .type(isPdf ? 'application/pdf' : 'application/octet-stream')
        .header('content-disposition', isPdf ? 'inline; filename="dokument.pdf"' : 'attachment; filename="dokument"')
        .header('content-security-policy', `default-src 'none'; frame-ancestors 'self'${isPdf ? '' : '; sandbox'}`);
      return file.bytes;
    },
  }),
  operation({
    name: 'patient-trail',
    method: 'GET',
    path: '/patient-profile/:patient/trail',
    summary: 'Names of the levels above a page of the e-Profil: its breadcrumb, from opaque ids in the address.',
    access: forStaff,
    audit: 'in-record',
    reply: trailShape,
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
