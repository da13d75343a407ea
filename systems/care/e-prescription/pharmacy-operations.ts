/** The HTTP operations of pharmacies. */
import { type Operation, operation, type OperationAccess } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { accept, resign } from './change.ts';
import { type Asked, collect } from './collect.ts';
import type { Context } from './context.ts';
import { correctDispense, dispense, withdrawDispense } from './dispense.ts';
import type { DispenseRequest } from './model.ts';
import { beginningOf, reasonOf } from './operations.ts';
import { replies } from './replies.ts';
import { shapes } from './shapes.ts';
import { dispensesOfPharmacy } from './show.ts';

const pharmacies: OperationAccess = { roles: ['pharmacist'], purpose: 'TREAT' };

export const pharmacyOperations = (context: Context): Operation[] => [
  operation({
    name: 'collect-prescriptions',
    method: 'POST', // keys and codes must not stand in an address
    path: '/e-prescription/collect',
    summary: 'Finds what may be dispensed by the key of a package or prescription, or by code and PESEL.',
    access: pharmacies,
    audit: { action: 'R' },
    body: shapes.collect,
    reply: replies.collected,
    async handle({ body }, { call, tx, about }) {
      const packages = await collect(context, call, tx, body as Asked);
      const patientIds = [...new Set(packages.map(({ patient }) => patient.id))];
      about({ patientIds, patients: patientIds.map((id) => keyOfId('Patient', id)) });
      return { packages };
    },
  }),
  operation({
    name: 'dispense-prescription',
    method: 'POST',
    path: '/e-prescription/prescriptions/:id/dispenses',
    summary: 'Hands over, whole or in part: never more than was prescribed.',
    access: pharmacies,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.dispense,
    reply: replies.read,
    handle: ({ params, body }, { call, tx }) => dispense(context, call, tx, params.id ?? '', body as DispenseRequest),
  }),
  operation({
    name: 'accept-prescription',
    method: 'POST',
    path: '/e-prescription/prescriptions/:id/accept',
    summary: 'Takes a compounded medicine in hand: nobody else makes it meanwhile.',
    access: pharmacies,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.note,
    reply: replies.read,
    handle: ({ params }, { call, tx }) => accept(context, call, tx, params.id ?? ''),
  }),
  operation({
    name: 'resign-from-prescription',
    method: 'POST',
    path: '/e-prescription/prescriptions/:id/resign',
    summary: 'Gives a compounded medicine that was taken in hand free again.',
    access: pharmacies,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.note,
    reply: replies.read,
    handle: ({ params }, { call, tx }) => resign(context, call, tx, params.id ?? ''),
  }),
  operation({
    name: 'list-dispenses',
    method: 'GET',
    path: '/e-prescription/dispenses',
    summary: 'What the own pharmacy has dispensed on a day or in the last 30, newest first.',
    access: pharmacies,
    audit: 'in-record',
    query: shapes.dispensed,
    reply: replies.dispenses,
    handle: ({ query }, { call, tx, now }) =>
      dispensesOfPharmacy(context, call, tx, { from: beginningOf(query.day, now()), cursor: query.cursor }),
  }),
  operation({
    name: 'correct-dispense',
    method: 'POST',
    path: '/e-prescription/dispenses/:id/correct',
    summary: 'Another dispense takes the place of one of the own pharmacy.',
    access: pharmacies,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.correctDispense,
    reply: replies.read,
    handle: ({ params, body }, { call, tx }) =>
      correctDispense(context, call, tx, params.id ?? '', body as { reason: string; dispense: DispenseRequest }),
  }),
  operation({
    name: 'withdraw-dispense',
    method: 'POST',
    path: '/e-prescription/dispenses/:id/withdraw',
    summary: 'It did not happen after all: what was counted may be dispensed again.',
    access: pharmacies,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.withdraw,
    reply: replies.read,
    handle: ({ params, body }, { call, tx }) => withdrawDispense(context, call, tx, params.id ?? '', reasonOf(body)),
  }),
];
