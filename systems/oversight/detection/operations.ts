/** The HTTP operations of operators on alerts: the queue, taking, closing with a reason, taking a response back. */
import { oldestNotFollowed } from '#core/audit/following.ts';
import type { Tx } from '#core/db/database.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { followerName } from './following.ts';
import { type Alert, shapes } from './model.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';
import type { Responses } from './responses.ts';
import { days, type Rule } from './rule.ts';
import type { SettingsInForce } from './settings.ts';
import { type AlertState, type AlertStep, alertLifecycle, alertStates, stepOfVerdict, type Verdict } from './states.ts';
import { detectionStore } from './store.ts';

export interface OperationsNeed {
  rules: readonly Rule[];
  responses: Responses;
  settings: SettingsInForce;
}

const operators = { roles: ['operator'], purpose: 'HOPERAT' } as const;
/** What gives somebody back what was taken needs a proof of the last quarter of an hour. */
const decisive = { ...operators, within: 15 } as const;

export const operations = (needs: OperationsNeed): Operation[] => [
  listAlerts(),
  readAlert(),
  step('take-alert', 'take', 'take', 'Takes an alert into work: its name stands beside it'),
  step('give-back-alert', 'give-back', 'giveBack', 'Gives an alert back to the queue'),
  closeAlert(),
  revertResponse(needs),
  readDetection(needs),
];

const open: readonly AlertState[] = ['new', 'in-work'];

function listAlerts(): Operation {
  return operation({
    name: 'list-alerts',
    method: 'GET',
    path: '/detection/alerts',
    summary: 'Alerts, the newest first: those open, or of one state, queue or rule; `after` goes on',
    access: operators,
    audit: { action: 'R' },
    query: shapes.listing,
    reply: replies.alerts,
    async handle({ query }, { tx }) {
      const { state, queue, rule, after, count } = query;
      const limit = Math.min(Math.max(Number(count ?? 50), 1), 200);
      const states = state === undefined ? alertStates : state === 'open' ? open : [state as AlertState];
      const [time = '', id = ''] = after?.split(' ') ?? [];
      const from = after === undefined || Number.isNaN(Date.parse(time)) ? undefined : { at: new Date(time), id };
      const found = await detectionStore(tx).alerts({ states, queue, rule, after: from, limit: limit + 1 });
      const alerts = found.slice(0, limit);
      const last = alerts.at(-1);
      return { alerts, ...(found.length > limit && last ? { next: `${last.at.toISOString()} ${last.id}` } : {}) };
    },
  });
}

function readAlert(): Operation {
  return operation({
    name: 'read-alert',
    method: 'GET',
    path: '/detection/alerts/:id',
    summary: 'One alert with everything that was done about it',
    access: operators,
    audit: { action: 'R' },
    params: shapes.byId,
    reply: replies.alert,
    async handle({ params }, { tx }) {
      const alert = await detectionStore(tx).alert(String(params.id));
      if (!alert) throw refuse('no-such-alert');
      return alert;
    },
  });
}

/** The alert, if this step may be taken from where it is. @throws Refusal `no-such-alert`, `not-in-that-state` */
async function alertFor(tx: Tx, id: string, name: AlertStep): Promise<Alert> {
  const alert = await detectionStore(tx).lockAlert(id);
  if (!alert) throw refuse('no-such-alert');
  if (!(alertLifecycle[name].from as readonly AlertState[]).includes(alert.state)) throw refuse('not-in-that-state');
  return alert;
}

function step(name: string, path: string, by: 'take' | 'giveBack', summary: string): Operation {
  return operation({
    name,
    method: 'POST',
    path: `/detection/alerts/:id/${path}`,
    summary,
    access: operators,
    audit: { action: 'U' },
    params: shapes.byId,
    reply: replies.nothing,
    async handle({ params }, { tx, actor, now }) {
      const alert = await alertFor(tx, String(params.id), by);
      if (by === 'giveBack' && alert.takenBy !== actor.id) throw refuse('taken-by-another');
      const { to } = alertLifecycle[by];
      await detectionStore(tx).setState(alert.id, to, by === 'take' ? actor.id : null, now());
      return null;
    },
  });
}

function closeAlert(): Operation {
  return operation({
    name: 'close-alert',
    method: 'POST',
    path: '/detection/alerts/:id/close',
    summary: 'Ends an alert with a verdict (explained, false, confirmed) and a reason; never one about oneself',
    access: operators,
    audit: { action: 'U' },
    params: shapes.byId,
    body: shapes.closing,
    reply: replies.nothing,
    async handle({ params, body }, { tx, actor, now }) {
      const { verdict, reason } = body as { verdict: Verdict; reason: string };
      const name = stepOfVerdict[verdict];
      const alert = await alertFor(tx, String(params.id), name);
      if (alert.takenBy !== actor.id) throw refuse('taken-by-another');
      if (alert.subject === actor.id) throw refuse('about-yourself');
      await detectionStore(tx).close(alert.id, alertLifecycle[name].to, actor.id, now(), reason.trim());
      return null;
    },
  });
}

function revertResponse({ responses }: OperationsNeed): Operation {
  return operation({
    name: 'revert-response',
    method: 'POST',
    path: '/detection/alerts/:id/revert',
    summary: 'Takes back at once what still holds because of an alert: a stop, a throttle',
    access: decisive,
    audit: { action: 'U' },
    params: shapes.byId,
    reply: replies.nothing,
    async handle({ params }, { tx, actor }) {
      const alert = await detectionStore(tx).lockAlert(String(params.id));
      if (!alert) throw refuse('no-such-alert');
      if (alert.subject === actor.id) throw refuse('about-yourself');
      if (!(await responses.revert(tx, alert))) throw refuse('nothing-to-revert');
      return null;
    },
  });
}

function readDetection({ rules, settings }: OperationsNeed): Operation {
  return operation({
    name: 'read-detection',
    method: 'GET',
    path: '/detection/rules',
    summary: 'The rules in force, what each does, how it has done in 30 days; how far detection is behind the trail',
    access: operators,
    audit: { action: 'R' },
    reply: replies.detection,
    async handle(_input, { tx, now }) {
      const at = now();
      const ledger = await detectionStore(tx).ledger(new Date(at.getTime() - 30 * days));
      const oldest = await oldestNotFollowed(tx, followerName);
      const counted = (rule: string, state: AlertState) =>
        ledger.find((row) => row.rule === rule && row.state === state)?.count ?? 0;
      return {
        behindSeconds: oldest ? Math.max(0, Math.round((at.getTime() - oldest.getTime()) / 1000)) : 0,
        rules: rules.map(({ name, purpose, source, date, owner, status, severity, queue, subject }) => ({
          ...{ name, purpose, source, date, owner, status, severity, queue, subject },
          acts: ['alert', ...(settings().settings.acts[name] ?? []).filter((act) => act !== 'alert')],
          last30Days: Object.fromEntries(alertStates.map((state) => [state, counted(name, state)])),
        })),
      };
    },
  });
}
