/** The HTTP operations of target import. */
import { keyOfId } from '#core/record/keys.ts';
import { type Operation, operation, type OperationAccess, type OperationContext } from '#core/http/operation.ts';
import { isDay, polishDay } from '#core/registers/days.ts';
import { act, type Asking, type Issued, issue, list, read, refusal, shown } from './demands.ts';
import { type Demand, id, type Official, shapes } from './model.ts';
import type { Needs } from './ports.ts';
import type { ActName } from './states.ts';
import { demandStore } from './store.ts';

const concerned: OperationAccess = { roles: ['patient', 'physician', 'machine'], purpose: 'TREAT' };
const acting: OperationAccess = { roles: ['physician', 'machine'], purpose: 'TREAT' };
const byId = { type: 'object', properties: { id }, required: ['id'] };

const asking = ({ tx, actor, call, now }: OperationContext): Asking => ({ tx, actor, call, now: now() });

/** The trail says whose demand it is. */
function tell({ about }: OperationContext, { id: demand, patient }: Demand): void {
  const entities = [`TargetImport/${demand}`];
  about(patient === null ? { entities } : { entities, patientIds: [patient], patients: [keyOfId('Patient', patient)] });
}

export const operations = (needs: Needs): readonly Operation[] => [...demands(needs), ...readings(needs), appointing()];

const demands = (needs: Needs): Operation[] => [
  operation({
    name: 'issue-target-import',
    method: 'POST',
    path: '/target-import/demands',
    summary: 'A doctor asks for a medicine that is not on the market, for a patient or for their facility.',
    access: { roles: ['physician'], purpose: 'TREAT' },
    audit: { action: 'C' },
    body: shapes.issue,
    reply: shapes.demand,
    handle: async ({ body }, context) => {
      const demand = await issue(needs, asking(context), context.newId(), body as Issued);
      tell(context, demand);
      return shown(demand, polishDay(context.now()));
    },
  }),
  operation({
    name: 'act-on-target-import',
    method: 'POST',
    path: '/target-import/demands/:id/:act',
    summary:
      'A step: confirm, decline (consultant), grant, refuse (authority), take, return, import (wholesaler), cancel.',
    access: acting,
    audit: { action: 'U' },
    params: { type: 'object', properties: { id, act: shapes.actName }, required: ['id', 'act'] },
    body: shapes.act,
    reply: shapes.demand,
    handle: async ({ params, body }, context) => {
      const step = { name: params.act as ActName, ...(body as { reason?: string; quantity?: number }) };
      const demand = await act(needs, asking(context), params.id ?? '', step);
      tell(context, demand);
      return shown(demand, polishDay(context.now()));
    },
  }),
];

const readings = (needs: Needs): Operation[] => [
  operation({
    name: 'read-target-import',
    method: 'GET',
    path: '/target-import/demands/:id',
    summary: 'A demand with every step that was taken, for those whom it concerns.',
    access: concerned,
    audit: { action: 'R' },
    params: byId,
    reply: shapes.demand,
    handle: async ({ params }, context) => {
      const demand = await read(needs, asking(context), params.id ?? '');
      tell(context, demand);
      const steps = await demandStore(context.tx).steps(demand.id);
      return { ...shown(demand, polishDay(context.now())), steps };
    },
  }),
  operation({
    name: 'list-target-imports',
    method: 'GET',
    path: '/target-import/demands',
    summary: 'Demands that wait for the caller (consultant, authority, wholesaler), or theirs (patient, facility).',
    access: concerned,
    audit: { action: 'R' },
    query: {
      type: 'object',
      properties: { after: id, count: { type: 'string', pattern: '^([1-9]|[1-9]\\d|100)$' } },
    },
    reply: shapes.demands,
    handle: async ({ query }, context) => {
      const limit = Number(query.count ?? 50);
      const rows = await list(needs, asking(context), query.after ?? '', limit + 1);
      const page = rows.slice(0, limit);
      const patientIds = [...new Set(page.flatMap(({ patient }) => patient ?? []))];
      context.about({ patientIds, patients: patientIds.map((one) => keyOfId('Patient', one)) });
      const day = polishDay(context.now());
      return { demands: page.map((one) => shown(one, day)), ...(rows.length > limit && { next: page.at(-1)?.id }) };
    },
  }),
];

const appointing = (): Operation =>
  operation({
    name: 'appoint-target-import-official',
    method: 'PUT',
    path: '/target-import/officials/:kind/:subject',
    summary:
      'Writes down who confirms (consultant, by Practitioner) and decides (authority, by Organization), of which field.',
    access: { roles: ['operator'], purpose: 'HOPERAT', within: 15 },
    audit: { action: 'U' },
    params: {
      type: 'object',
      properties: { kind: { enum: ['consultant', 'authority'] }, subject: id },
      required: ['kind', 'subject'],
    },
    body: shapes.official,
    reply: { type: 'object' },
    handle: async ({ params, body }, { tx, about }) => {
      const { field, since, until = null } = body as Pick<Official, 'field' | 'since'> & Partial<Official>;
      if (!isDay(since) || (until !== null && (!isDay(until) || until < since))) throw refusal('bad-day');
      const official = { kind: params.kind as Official['kind'], subject: params.subject ?? '', field, since, until };
      await demandStore(tx).appoint(official);
      about({ entities: [`${official.kind}/${official.subject}`] });
      return official;
    },
  });
