/**
 * Disposal of expired content of the trail: one officer asks, another decides, a job erases and proves the trail
 * afterwards; the protocol is kept for ever. Security/requirements C-31, C-35; SEC-304, 314…318.
 */
import { type Call, platformActor } from '#core/access/actor.ts';
import {
  closeDisposal,
  decideDisposal,
  type Disposal,
  disposals,
  erase,
  requestDisposal,
  type RetentionClass,
  retentionClasses,
} from '#core/audit/disposal.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { defineJob, type Handler, jobs } from '#core/jobs/index.ts';
import { schemas } from './model.ts';
import type { RegisterNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';

const officers = { roles: ['operator'], purpose: 'HOPERAT' } as const;
export const disposeJob = defineJob<{ disposal: string }>('dispose-of-trail', { maxAttempts: 10 });

const ownCall: Call = { actor: platformActor('disposal'), source: 'local', trace: 'disposal' };
const entityOf = (id: string) => `disposal/${id}`;

export function disposalOperations(needs: RegisterNeeds): Operation[] {
  return [list(needs), request(needs), decide(needs)];
}

/** Up to which day events of a class may go today. */
function expiredUntil(of: RetentionClass, { yearsKept }: RegisterNeeds, now: Date): Date {
  const until = new Date(now);
  until.setUTCFullYear(until.getUTCFullYear() - yearsKept(of));
  return until;
}

function list(needs: RegisterNeeds): Operation {
  return operation({
    name: 'list-disposals',
    method: 'GET',
    path: '/data-protection/disposals',
    summary: 'Protocols of disposals, newest first, and for how many years each class of the trail is kept',
    access: officers,
    audit: { action: 'R' },
    reply: replies.disposals,
    async handle(_input, { tx, now }) {
      const classes = retentionClasses.map((of) => ({
        ...{ class: of, years: needs.yearsKept(of) },
        expired: expiredUntil(of, needs, now()).toISOString().slice(0, 10),
      }));
      return { classes, disposals: await disposals(tx) };
    },
  });
}

function request(needs: RegisterNeeds): Operation {
  return operation({
    name: 'request-disposal',
    method: 'POST',
    path: '/data-protection/disposals',
    summary: 'Asks that the content of events of a class before a day be erased; another officer decides',
    access: { ...officers, within: 15 },
    audit: { action: 'E' },
    body: schemas.disposal,
    reply: replies.disposalRequested,
    async handle({ body }, { actor, tx, now, newId, about }) {
      const asked = body as Pick<Disposal, 'class' | 'legalBasis'> & { until: string };
      const until = new Date(`${asked.until}T00:00:00Z`);
      if (Number.isNaN(until.getTime())) throw refuse('bad-day');
      if (until > expiredUntil(asked.class, needs, now())) throw refuse('too-early');
      const id = newId();
      about({ entities: [entityOf(id)] });
      await requestDisposal(tx, { ...asked, id, until, at: now(), by: actor });
      return { id };
    },
  });
}

function decide(needs: RegisterNeeds): Operation {
  return operation({
    name: 'decide-disposal',
    method: 'POST',
    path: '/data-protection/disposals/:id/decision',
    summary: 'Approves or rejects a disposal; by another officer than who asked. Approved, it is carried out at once',
    access: { ...officers, within: 15 },
    audit: { action: 'E' },
    params: schemas.byId,
    body: schemas.disposalDecision,
    reply: replies.nothing,
    async handle({ params, body }, { actor, tx, now, about }) {
      const { decision, reason } = body as { decision: 'approved' | 'rejected'; reason: string };
      const id = String(params.id);
      const [asked] = await disposals(tx, id);
      if (!asked) throw refuse('no-such-disposal');
      if (asked.decision) throw refuse('decided-already');
      if (asked.requestedBy === actor.id) throw refuse('second-person');
      if (decision === 'approved' && asked.until > expiredUntil(asked.class, needs, now())) throw refuse('too-early');
      about({ entities: [entityOf(id)] });
      if (!(await decideDisposal(tx, id, { decision, reason, at: now(), by: actor }))) throw refuse('decided-already');
      if (decision === 'approved') await jobs.add(tx, disposeJob, { disposal: id }, { key: `dispose ${id}` });
      return null;
    },
  });
}

/** Carries out what was approved; begun anew after a crash, it goes on. */
export function disposalHandler({ database, runtime, audit, verify }: RegisterNeeds): Handler {
  return disposeJob.by(async ({ disposal: id }) => {
    const [asked] = await disposals(database, id);
    if (asked?.decision !== 'approved' || asked.performedAt) return;
    const events = Number(asked.events ?? 0) + (await erase(database, asked));
    const verdict = await verify();
    const verified = verdict.ok
      ? `holds: ${verdict.events} events in ${verdict.seals} seals`
      : `BROKEN: ${verdict.firstBroken?.says ?? ''}`;
    const at = runtime.now();
    await database.transaction(async (tx) => {
      await closeDisposal(tx, id, { at, events, verified });
      const entry = { call: ownCall, at, action: 'E', kind: 'perform-disposal', outcome: verdict.ok ? 0 : 8 } as const;
      await tx.query(audit.insertion([{ ...entry, entities: [entityOf(id)] }]));
    });
  });
}
