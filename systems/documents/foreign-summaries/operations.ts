/** The HTTP operations of foreign summaries. The record decides who may read and write, and keeps the trail. */
import { type Operation, operation } from '#core/http/operation.ts';
import { type Deciding, Desk } from './desk.ts';
import type { ForeignNeeds } from './needs.ts';
import { schemas } from './shapes.ts';

const doctors = { roles: ['physician'], purpose: 'TREAT' } as const;
/** Systems of providers file too; decisions are for people. */
const filers = { roles: ['physician', 'machine'], purpose: 'TREAT' } as const;
const readers = { roles: ['physician', 'patient', 'proxy', 'machine'], purpose: 'TREAT' } as const;

export const operations = (needs: ForeignNeeds): Operation[] => {
  const desk = new Desk(needs);
  return [...filing(desk), ...reconciling(desk)];
};

const filing = (desk: Desk): Operation[] => [
  operation({
    name: 'check-foreign-document',
    method: 'POST',
    path: '/foreign-summaries/patients/:patient/check',
    summary: 'What a foreign FHIR document says and whether it is about this patient; nothing is kept.',
    access: filers,
    audit: 'in-record',
    ownTransactions: true,
    params: schemas.byPatient,
    body: schemas.check,
    reply: schemas.checked,
    handle: ({ params, body }, { call, now }) =>
      desk.check(call, params.patient ?? '', (body as { document: string }).document, now()),
  }),
  operation({
    name: 'file-foreign-document',
    method: 'POST',
    path: '/foreign-summaries/patients/:patient/documents',
    summary: 'Keeps a foreign FHIR document as it came, once somebody has confirmed whose it is.',
    access: filers,
    audit: 'in-record',
    ownTransactions: true,
    params: schemas.byPatient,
    body: schemas.file,
    reply: schemas.filed,
    handle: ({ params, body }, { call, now }) =>
      desk.file(call, params.patient ?? '', body as { document: string; confirmed: boolean; reason?: string }, now()),
  }),
  operation({
    name: 'list-foreign-documents',
    method: 'GET',
    path: '/foreign-summaries/patients/:patient/documents',
    summary: 'Foreign documents of a patient, the newest first.',
    access: readers,
    audit: 'in-record',
    params: schemas.byPatient,
    reply: schemas.list,
    handle: async ({ params }, { call }) => ({ documents: await desk.list(call, params.patient ?? '') }),
  }),
  operation({
    name: 'read-foreign-original',
    method: 'GET',
    path: '/foreign-summaries/documents/:id/original',
    summary: 'A foreign document as it came, every byte.',
    access: readers,
    audit: 'in-record',
    params: schemas.byDocument,
    reply: schemas.original,
    handle: ({ params }, { call }) => desk.original(call, params.id ?? ''),
  }),
];

const reconciling = (desk: Desk): Operation[] => [
  operation({
    name: 'read-foreign-document',
    method: 'GET',
    path: '/foreign-summaries/documents/:id',
    summary: 'A foreign document beside our record: the same, only there, only here, what differs, what was decided.',
    access: readers,
    audit: 'in-record',
    params: schemas.byDocument,
    reply: schemas.reconciliation,
    handle: ({ params }, { call, now }) => desk.reconciliation(call, params.id ?? '', now()),
  }),
  operation({
    name: 'decide-foreign-fact',
    method: 'POST',
    path: '/foreign-summaries/documents/:id/decisions',
    summary: 'Takes a fact of a foreign document into the record, or says that it is known or does not apply.',
    access: doctors,
    audit: 'in-record',
    ownTransactions: true,
    params: schemas.byDocument,
    body: schemas.decide,
    reply: schemas.decision,
    handle: ({ params, body }, { call, now }) => desk.decide(call, params.id ?? '', body as Deciding, now()),
  }),
];
