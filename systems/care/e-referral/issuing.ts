/** Operations of whoever refers: fill in, check, issue, correct, cancel, and what the facility has issued. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { pageOf, pageSize, placeOf } from './lists.ts';
import { type Kind, rules, validUntil } from './kinds.ts';
import { shapes } from './model.ts';
import { demandFacility } from './parties.ts';
import { prefill } from './prefill.ts';
import { type Asked, draftOf, type Referrals } from './referrals.ts';
import { demandComplete, problemsOf } from './rules.ts';
import { examples, replies } from './replies.ts';

const staff = { roles: ['physician', 'machine'], purpose: 'TREAT' } as const;

export const issuing = (desk: Referrals, record: FhirRecord): Operation[] => [
  operation({
    name: 'prefill-referral',
    method: 'GET',
    path: '/e-referral/patients/:patient/prefill',
    summary: 'A draft filled in from the record of the patient, with where each field comes from',
    access: { roles: ['physician'], purpose: 'TREAT' },
    audit: 'in-record',
    params: shapes.byPatient,
    query: shapes.prefill,
    reply: replies.prefilled,
    handle: ({ params, query }, { call }) =>
      prefill(record, call, { patient: params.patient ?? '', kind: (query.kind ?? 'clinic') as Kind }),
  }),
  operation({
    name: 'check-referral',
    method: 'POST',
    path: '/e-referral/check',
    summary: 'What keeps a referral from being issued, in Polish and English; nothing is issued',
    access: staff,
    audit: 'in-record',
    body: shapes.issue,
    reply: replies.checked,
    examples: examples['check-referral'] ?? [],
    async handle({ body }, { actor, call }) {
      demandFacility(actor, 'create');
      return { problems: await desk.check(call, body as Asked) };
    },
  }),
  operation({
    name: 'issue-referral',
    method: 'POST',
    path: '/e-referral/referrals',
    summary: 'Issues a referral; answers with its key and its code',
    access: staff,
    audit: 'in-record',
    body: shapes.issue,
    reply: replies.referral,
    examples: examples['issue-referral'] ?? [],
    handle: ({ body }, { actor, call }) => desk.issue(call, body as Asked, demandFacility(actor, 'create')),
  }),
  operation({
    name: 'correct-referral',
    method: 'POST',
    path: '/e-referral/referrals/:id/correct',
    summary: 'Replaces what a referral says, as long as nobody has accepted it; key and code stay',
    access: staff,
    audit: 'in-record',
    params: shapes.byId,
    body: shapes.correct,
    reply: replies.referral,
    async handle({ params, body }, { actor, call }) {
      const facility = demandFacility(actor, 'update');
      const { reason, ...asked } = body as Asked & { reason: string };
      const held = await desk.read(call, params.id ?? '');
      const { profession } = await desk.gather.issuer(call, { practitioner: held.referral.issuer.person?.id ?? '' });
      const draft = draftOf(asked);
      demandComplete(problemsOf(draft, { profession }));
      const { speciality: _one, purpose: _other, validUntil: _last, ...kept } = held.referral;
      const until = validUntil(draft.kind, kept.issuedAt.slice(0, 10));
      const change = { ...draft, ...(until ? { validUntil: until } : {}) };
      const at = await desk.gather.facility(call, facility);
      const moving = { by: 'issuer', reason, facility: { id: at.id, name: at.name }, ...change } as const;
      const referral = await desk.move(call, { row: held.row, referral: kept }, 'correct', moving);
      return desk.show(call, { ...held, referral });
    },
  }),
  operation({
    name: 'cancel-referral',
    method: 'POST',
    path: '/e-referral/referrals/:id/cancel',
    summary: 'Cancels a referral that nobody has accepted, with a reason',
    access: staff,
    audit: 'in-record',
    params: shapes.byId,
    body: shapes.reason,
    reply: replies.referral,
    async handle({ params, body }, { actor, call }) {
      const { id, name } = await desk.gather.facility(call, demandFacility(actor, 'update'));
      const held = await desk.read(call, params.id ?? '');
      const { reason } = body as { reason: string };
      const referral = await desk.move(call, held, 'cancel', { by: 'issuer', reason, facility: { id, name } });
      return desk.show(call, { ...held, referral });
    },
  }),
  operation({
    name: 'list-issued-referrals',
    method: 'GET',
    path: '/e-referral/issued',
    summary: 'What my facility has issued, the newest first',
    access: staff,
    audit: 'in-record',
    query: shapes.page,
    reply: replies.page,
    examples: examples['list-issued-referrals'] ?? [],
    async handle({ query }, { actor, call }) {
      const facility = demandFacility(actor, 'search-type');
      const rows = await desk.store.issuedBy(facility, placeOf(query.cursor), pageSize + 1);
      return pageOf(record, desk, call, { rows, by: 'issuedAt' });
    },
  }),
  operation({
    name: 'list-referral-kinds',
    method: 'GET',
    path: '/e-referral/kinds',
    summary: 'Kinds of referral as data: what each must say, who issues it, how long it holds, and by which source',
    access: { roles: ['patient', 'proxy', 'physician', 'operator', 'machine'], purpose: 'TREAT' },
    audit: { action: 'R' },
    reply: replies.kinds,
    handle: async () => ({ kinds: Object.entries(rules).map(([kind, rule]) => ({ kind, ...rule })) }),
  }),
];
