/**
 * What follows an alert: what the settings say for its rule, done once, by a job of the alert's own transaction; ended
 * by itself, or taken back by one click. Never against a person on emergency duty. security/requirements.md 4.4
 */
import { type Actor, type Call, platformActor } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database, Tx } from '#core/db/database.ts';
import { defineJob, jobs } from '#core/jobs/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Act, Alert, Done } from './model.ts';
import type { Containment, Throttles } from './ports.ts';
import type { SettingsInForce } from './settings.ts';
import { detectionStore } from './store.ts';

export const respondJob = defineJob<{ alert: string }>('detection-respond');
export const releaseJob = defineJob<{ alert: string }>('detection-release');

export interface ResponseNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  settings: SettingsInForce;
  containment: Containment;
  throttles: Throttles;
}

const platform: Actor = platformActor('detection');
const why = ({ id }: Pick<Alert, 'id'>): string => `alert ${id}`;

/** What is written into the trail of alerts and of what was done: correlated by the alert's id. */
export const callOf = (alert: string): Call => ({ actor: platform, source: 'local', trace: alert });

export function responses(needs: ResponseNeeds) {
  const { database } = needs;
  return {
    handlers: [
      respondJob.by(({ alert }) => database.transaction((tx) => respond(needs, tx, alert))),
      releaseJob.by(({ alert }) => database.transaction((tx) => release(needs, tx, alert))),
    ],
    /** The acts that an alert of this rule brings with it, beyond telling. */
    actsOf: (rule: string): readonly Act[] =>
      (needs.settings().settings.acts[rule] ?? []).filter((act) => act !== 'alert'),
    /** See revert. */
    revert: (tx: Tx, alert: Alert) => revert(needs, tx, alert),
  };
}
export type Responses = ReturnType<typeof responses>;

async function respond(needs: ResponseNeeds, tx: Tx, id: string): Promise<void> {
  const { settings, runtime, audit } = needs;
  const store = detectionStore(tx);
  const alert = await store.lockAlert(id);
  if (!alert) return;
  const chosen = (settings().settings.acts[alert.rule] ?? []).filter((act) => act !== 'alert');
  // Done already: the job came twice.
  const open = chosen.filter((act) => !alert.done.some((done) => done.act === act));
  const done: Done[] = [...alert.done];
  for (const act of open) {
    const result = await perform(needs, tx, alert, act);
    done.push(result);
    const { left } = result;
    const outcome = left === undefined ? ({ outcome: 0 } as const) : ({ outcome: 4, reason: left } as const);
    const entry = {
      call: callOf(id),
      at: runtime.now(),
      action: 'E',
      kind: `respond-${act}`,
      rule: alert.rule,
    } as const;
    await tx.query(audit.insertion([{ ...entry, ...outcome }]));
  }
  if (open.length > 0) await store.setDone(id, done);
}

/** Does one act, or says why not. */
async function perform(needs: ResponseNeeds, tx: Tx, alert: Alert, act: Act): Promise<Done> {
  const { containment, throttles, settings, runtime } = needs;
  const { subjectKind: kind, subject } = alert;
  const { exempt, throttlePerMinute, throttleMinutes, lockMinutes } = settings().settings;
  const now = runtime.now();
  const left = (reason: string): Done => ({ act, at: now.toISOString(), left: reason });
  const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  if (exempt.includes(subject)) return left('exempt');
  // Whoever saves a life is not stopped; the alert stands.
  if (alert.emergency) return left('emergency-duty');
  if (kind === 'platform') return left('nobody-to-act-on');
  const at = now.toISOString();
  switch (act) {
    case 'throttle': {
      const until = after(throttleMinutes);
      await throttles.throttle(tx, kind, subject, throttlePerMinute, until);
      return { act, at, until: until.toISOString() };
    }
    case 'step-up':
      if (kind !== 'account' || (await containment.askForFactor(tx, subject)) === 0) return left('nobody-to-act-on');
      return { act, at };
    case 'end-sessions':
      if (kind === 'source' || !(await containment.endSessions(tx, kind, subject))) return left('nobody-to-act-on');
      return { act, at };
    case 'lock': {
      if (kind === 'source' || !(await containment.hold(tx, kind, subject, why(alert))))
        return left('nobody-to-act-on');
      const until = after(lockMinutes);
      await jobs.add(tx, releaseJob, { alert: alert.id }, { key: `detection-release ${alert.id}`, runAt: until });
      return { act, at, until: until.toISOString() };
    }
    default:
      return { act, at };
  }
}

/** A hold ends by itself. */
async function release({ containment, runtime, audit }: ResponseNeeds, tx: Tx, id: string): Promise<void> {
  const alert = await detectionStore(tx).lockAlert(id);
  const held = alert?.done.some(({ act, left, reverted }) => act === 'lock' && !left && !reverted);
  if (!alert || !held || (alert.subjectKind !== 'account' && alert.subjectKind !== 'client')) return;
  if (!(await containment.release(tx, alert.subjectKind, alert.subject, why(alert)))) return;
  const entry = { call: callOf(id), at: runtime.now(), action: 'E', kind: 'release-hold', outcome: 0 } as const;
  await tx.query(audit.insertion([entry]));
}

/** Takes back what still holds: the hold and the throttle. False when there is nothing. */
async function revert({ containment, throttles, runtime }: ResponseNeeds, tx: Tx, alert: Alert): Promise<boolean> {
  const now = runtime.now().toISOString();
  const { subjectKind: kind, subject } = alert;
  let any = false;
  const done: Done[] = [];
  for (const one of alert.done) {
    const holds = one.until !== undefined && one.until > now && !one.left && !one.reverted && kind !== 'platform';
    if (!holds) {
      done.push(one);
      continue;
    }
    if (one.act === 'throttle') await throttles.release(tx, kind, subject);
    else if (kind !== 'source') {
      await containment.release(tx, kind, subject, why(alert));
      await jobs.cancel(tx, `detection-release ${alert.id}`);
    }
    any = true;
    done.push({ ...one, reverted: now });
  }
  if (any) await detectionStore(tx).setDone(alert.id, done);
  return any;
}
