/** The HTTP operation of medication safety. Whose record is looked at, and the trail, are the record's affair. */
import { type Operation, operation } from '#core/http/operation.ts';
import { editionsShape } from '#core/http/shapes.ts';
import { editionsOf } from '#core/registers/editions.ts';

import type { Check, Checker } from './checking.ts';
import { register } from './model.ts';
import { checkExample, schemas } from './shapes.ts';

export const operations = (check: Checker): Operation[] => [
  operation({
    name: 'check-medication-safety',
    method: 'POST', // what somebody takes is personal: it must not stand in an address
    path: '/medication-safety/check',
    summary: 'Warnings about medicines for a patient beside what they take and have, each with its reason and source.',
    access: { roles: ['physician', 'machine'], purpose: 'TREAT' },
    audit: 'in-record',
    body: schemas.check,
    reply: schemas.reply,
    examples: [checkExample],
    handle: ({ body }, { call, tx, now }) => check(body as Check, { call, tx, now: now() }),
  }),
  operation({
    name: 'list-editions-of-medication-safety',
    method: 'GET',
    path: '/medication-safety/editions',
    summary: 'Sets of rules that were imported, newest first.',
    access: { roles: ['physician', 'operator', 'machine'], purpose: 'TREAT' },
    audit: { action: 'R' },
    reply: editionsShape,
    handle: async (_input, { tx }) => ({ editions: await editionsOf(tx, register) }),
  }),
];
