/** The HTTP operations of prescribers, and those that several roles share. Pharmacies: pharmacy-operations.ts. */
import { type Operation, operation, type OperationAccess } from '#core/http/operation.ts';
import { keyOfId } from '#core/record/keys.ts';
import { isDay, polishDay } from '#core/registers/days.ts';
import { unpacked } from './kept-documents.ts';
import { block, cancelPackage, cancelPrescription, correct, unblock } from './change.ts';
import type { Context } from './context.ts';
import { check, issue } from './issue.ts';
import type { PackageRequest, PrescriptionRequest } from './model.ts';
import { lastDay } from './days.ts';
import { rules } from './rules.ts';
import { examples } from './examples.ts';
import { replies } from './replies.ts';
import { shapes } from './shapes.ts';
import {
  myPrescriptions,
  packagesOfIssuer,
  packagesOfPatient,
  readWhole,
  showPackage,
  showPrescription,
} from './show.ts';
import type { BlockReason } from './states.ts';
import { prescriptionStore } from './store.ts';
import { refusal } from './words.ts';

export const prescribers: OperationAccess = { roles: ['physician'], purpose: 'TREAT' };
const readers: OperationAccess = { roles: ['physician', 'pharmacist', 'patient', 'proxy'], purpose: 'TREAT' };
const theirs: OperationAccess = { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' };
const blockers: OperationAccess = { roles: ['physician', 'pharmacist'], purpose: 'TREAT' };

/** How far back the own list goes when no day is given. */
const usualDays = 30;

export const operations = (context: Context): Operation[] => [
  ...issuing(context),
  ...standing(context),
  ...reading(context),
];

const issuing = (context: Context): Operation[] => [
  operation({
    name: 'issue-prescriptions',
    method: 'POST',
    path: '/e-prescription/packages',
    summary: 'Issues a package of one to five prescriptions. Rpw needs a factor shown just before.',
    access: prescribers,
    audit: 'in-record',
    ownTransactions: true,
    body: shapes.package,
    reply: replies.issued,
    examples: examples['issue-prescriptions'] ?? [],
    handle: ({ body }, { call, tx }) => issue(context, call, tx, body as PackageRequest),
  }),
  operation({
    name: 'check-prescriptions',
    method: 'POST', // what is checked is personal: it must not stand in an address
    path: '/e-prescription/packages/check',
    summary: 'The verdicts on a package, and what it would be; nothing is issued.',
    access: prescribers,
    audit: 'in-record',
    ownTransactions: true,
    body: shapes.package,
    reply: replies.checked,
    examples: examples['check-prescriptions'] ?? [],
    handle: ({ body }, { call, tx }) => check(context, call, tx, body as PackageRequest),
  }),
  operation({
    name: 'cancel-package',
    method: 'POST',
    path: '/e-prescription/packages/:id/cancel',
    summary: 'Cancels a package of which nothing was dispensed: by whoever issued it, or their facility.',
    access: prescribers,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.cancel,
    reply: replies.package,
    handle: ({ params, body }, { call, tx }) => cancelPackage(context, call, tx, params.id ?? '', reasonOf(body)),
  }),
  operation({
    name: 'cancel-prescription',
    method: 'POST',
    path: '/e-prescription/prescriptions/:id/cancel',
    summary: 'Cancels one prescription of which nothing was dispensed.',
    access: prescribers,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.cancel,
    reply: replies.read,
    handle: ({ params, body }, { call, tx }) => cancelPrescription(context, call, tx, params.id ?? '', reasonOf(body)),
  }),
  operation({
    name: 'correct-prescription',
    method: 'POST',
    path: '/e-prescription/prescriptions/:id/correct',
    summary: 'Cancels a prescription and issues another in its place, in one act.',
    access: prescribers,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.correct,
    reply: replies.issued,
    handle: ({ params, body }, { call, tx }) =>
      correct(context, call, tx, params.id ?? '', body as { reason: string; prescription: PrescriptionRequest }),
  }),
];

export const reasonOf = (body: unknown): string => (body as { reason: string }).reason;

const standing = (context: Context): Operation[] => [
  operation({
    name: 'block-prescription',
    method: 'POST',
    path: '/e-prescription/prescriptions/:id/block',
    summary: 'Nothing is dispensed until it is unblocked.',
    access: blockers,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.block,
    reply: replies.read,
    handle: ({ params, body }, { call, tx }) =>
      block(context, call, tx, params.id ?? '', body as { reason: BlockReason; note?: string }),
  }),
  operation({
    name: 'unblock-prescription',
    method: 'POST',
    path: '/e-prescription/prescriptions/:id/unblock',
    summary: 'By whoever blocked it, or issued it.',
    access: blockers,
    audit: 'in-record',
    ownTransactions: true,
    params: shapes.byId,
    body: shapes.note,
    reply: replies.read,
    handle: ({ params }, { call, tx }) => unblock(context, call, tx, params.id ?? ''),
  }),
];

const reading = (context: Context): Operation[] => [
  operation({
    name: 'list-packages',
    method: 'GET',
    path: '/e-prescription/packages',
    summary: 'Packages of a patient; without one, what oneself issued on a day or in the last 30.',
    access: prescribers,
    audit: 'in-record',
    query: shapes.list,
    reply: replies.packages,
    handle({ query }, { call, tx, now }) {
      const { patient, status, cursor, day } = query;
      if (patient !== undefined)
        return packagesOfPatient(context, call, tx, { patient, cursor, open: status === 'open' });
      return packagesOfIssuer(context, call, tx, { from: beginningOf(day, now()), cursor });
    },
  }),
  operation({
    name: 'read-package',
    method: 'GET',
    path: '/e-prescription/packages/:id',
    summary: 'A package with key and code.',
    access: theirs,
    audit: 'in-record',
    params: shapes.byId,
    reply: replies.package,
    handle: ({ params }, { call, tx }) => showPackage(context, call, tx, params.id ?? ''),
  }),
  operation({
    name: 'read-signed-package',
    method: 'GET',
    path: '/e-prescription/packages/:id/document',
    summary: 'The signed document of a package.',
    access: theirs,
    audit: 'in-record',
    params: shapes.byId,
    reply: replies.document,
    async handle({ params, http }, { call, tx }) {
      const { id } = await showPackage(context, call, tx, params.id ?? '');
      const document = await prescriptionStore(tx).document(keyOfId('MedicationRequest', id), id);
      if (!document) throw refusal('no-document');
      http.reply.type('application/xml; charset=utf-8');
      return context.ports.documents.fileOf(unpacked(document));
    },
  }),
  operation({
    name: 'read-prescription',
    method: 'GET',
    path: '/e-prescription/prescriptions/:id',
    summary: 'A prescription with its dispenses and what happened to it.',
    access: readers,
    audit: 'in-record',
    params: shapes.byId,
    reply: replies.read,
    handle: async ({ params }, { call, tx }) =>
      showPrescription(context, call, await readWhole(context, call, tx, params.id ?? '')),
  }),
  operation({
    name: 'list-my-prescriptions',
    method: 'GET',
    path: '/e-prescription/mine',
    summary: 'The own prescriptions, or of whom one acts for, with key, code and what is left.',
    access: { roles: ['patient', 'proxy'], purpose: 'PATRQT' },
    audit: 'in-record',
    query: shapes.mine,
    reply: replies.mine,
    handle: ({ query }, { call, tx }) =>
      myPrescriptions(context, call, tx, { open: query.status !== 'all', cursor: query.cursor }),
  }),
  operation({
    name: 'list-prescription-rules',
    method: 'GET',
    path: '/e-prescription/rules',
    summary: 'Validity, quantities and limits as they hold today, with their sources.',
    access: { roles: ['patient', 'proxy', 'physician', 'pharmacist', 'operator', 'machine'], purpose: 'TREAT' },
    audit: 'in-record', // nobody's data
    reply: replies.rules,
    async handle(_input, { now }) {
      const day = polishDay(now());
      return { day, rules: rules.filter(({ validFrom, validTo = lastDay }) => validFrom <= day && validTo >= day) };
    },
  }),
];

/** The beginning of a day, or of a while ago. Poland is at most two hours ahead: a day begins the evening before. */
export function beginningOf(day: string | undefined, now: Date): Date {
  if (day === undefined) return new Date(now.getTime() - usualDays * 86_400_000);
  if (!isDay(day)) throw refusal('bad-day');
  return midnightInPoland(day);
}

function midnightInPoland(day: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const early = new Date(utc - 2 * 3_600_000);
  return polishDay(early) === day ? early : new Date(utc - 3_600_000);
}
