/**
 * The budget of attention on the database, with the clock: what thirty days mean for rules (ALE-7), what the safety
 * officer does about them, and what doctors then see.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedRuntime } from '#core/runtime/runtime.ts';
import { loadRules } from './engine/load-rules.ts';
import { account, type AlertsDesk, openDesk } from './fixtures.ts';
import { keepBudget } from './ledger/budget-job.ts';
import { standings } from './ledger/standing.ts';
import { alertStore, type Counts } from './ledger/store.ts';

const anna = account('anna.wisniowiecka').patientId as string;
const rules = loadRules();
const ruleOf = (tier: number) => rules.find((one) => one.tier === tier) as (typeof rules)[number];
const [quiet, grave] = [ruleOf(2), ruleOf(1)];
const [today, dayMs] = ['2026-11-23T10:00:00Z', 86_400_000];
const dayBefore = (days: number) => new Date(Date.parse(today) - days * dayMs).toISOString().slice(0, 10);

let desk: AlertsDesk;
beforeAll(async () => {
  desk = await openDesk();
}, 120_000);
afterAll(() => desk?.database.drop());
beforeEach(async () => {
  desk.at(today);
  for (const table of ['counter', 'orders', 'standing', 'review', 'message', 'shadow_report', 'decision'])
    await desk.database.query(`delete from alerts.${table}`);
});

const counted = (rule: string, changes: Partial<Counts>) =>
  alertStore(desk.database).count([
    {
      ...{ rule, speciality: '0713', day: dayBefore(5) },
      shown: 0,
      interrupted: 0,
      accepted: 0,
      overridden: 0,
      ...changes,
    },
  ]);
const signed = (number: number, day = dayBefore(5)) => alertStore(desk.database).countSigned('0713', day, number);
/** The job as it runs on a day. */
const judged = (instant = today) => {
  const { database } = desk;
  const runtime = fixedRuntime(instant);
  // Ids of the same clock count up from one: a second run must not collide with the first.
  const named = { ...runtime, newId: () => `${instant}-${runtime.newId()}` };
  return keepBudget({ database, runtime: named, rules, standing: standings(rules, database, runtime) });
};
const later = (days: number) => new Date(Date.parse(today) + days * dayMs).toISOString();
const stands = async (rule: string) =>
  (await desk.ask('jan.nowak', 'list-alert-rules')).rules.find(({ id }: { id: string }) => id === rule);
const reviews = async () => (await desk.ask('operator', 'list-alert-reviews')).reviews;

describe('the daily job', () => {
  it('drops a rule of tier 2 that fewer than a tenth take up, once, and says why', async () => {
    await counted(quiet.id, { shown: 100, accepted: 9 });
    expect(await judged()).toBe(1);
    expect(await judged()).toBe(0);
    expect(await stands(quiet.id)).toMatchObject({ tier: 3, fileTier: 2, live: true, stage: 'demoted' });
    const { history } = await desk.ask('jan.nowak', 'read-alert-rule', { params: { id: quiet.id } });
    expect(history).toMatchObject([{ tier: 3, live: true, why: expect.stringMatching(/9 % z 100 .* 30 dni/) }]);
  });

  it('leaves a tenth, a handful, and what is older than thirty days', async () => {
    await counted(quiet.id, { shown: 100, accepted: 10 });
    expect(await judged()).toBe(0);
    await desk.database.query('delete from alerts.counter');
    await counted(quiet.id, { shown: 49 });
    expect(await judged()).toBe(0);
    await counted(quiet.id, { day: dayBefore(31), shown: 1000 });
    expect(await judged()).toBe(0);
    expect(await stands(quiet.id)).toMatchObject({ tier: 2, stage: 'live' });
  });

  it('never drops tier 1: it opens a review that is due within 14 days, one of each kind', async () => {
    await counted(grave.id, { shown: 100, interrupted: 100, accepted: 1 });
    await signed(1000);
    expect(await judged()).toBe(2);
    expect(await judged(later(1))).toBe(0);
    const open = await reviews();
    expect(open.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['acceptance', 'budget']);
    for (const { due, opened } of open) expect((due - opened) / dayMs).toBeLessThanOrEqual(14);
    const now = await stands(grave.id);
    expect(now).toMatchObject({ tier: 1, stage: 'live', openReviews: 2, reviewDue: new Date(later(14)) });
  });

  it('holds a speciality to two interruptions per 100 orders, and those who keep to it are left alone', async () => {
    await counted(grave.id, { shown: 20, interrupted: 20, accepted: 20 });
    await signed(1000);
    expect((await desk.ask('operator', 'read-alert-budget')).specialities).toMatchObject([{ per100: 2 }]);
    expect(await judged()).toBe(0);
    await counted(grave.id, { speciality: '0010', shown: 21, interrupted: 21, accepted: 21 });
    await alertStore(desk.database).countSigned('0010', dayBefore(1), 1000);
    expect(await judged()).toBe(1);
    expect(await reviews()).toMatchObject([{ kind: 'budget', why: expect.stringMatching(/0010: 2.1 /) }]);
  });

  it('does not ask again what a review has concluded until thirty days have passed', async () => {
    await counted(grave.id, { day: dayBefore(0), shown: 100, accepted: 1 });
    await judged();
    const [{ id }] = await reviews();
    await desk.ask('operator', 'close-alert-review', { params: { id }, body: { conclusion: 'Reguła zostaje.' } });
    expect(await judged(later(1))).toBe(0);
    await counted(grave.id, { day: later(30).slice(0, 10), shown: 100, accepted: 1 });
    expect(await judged(later(31))).toBe(1);
  });

  it('does the same once when two processes do it at one time', async () => {
    await counted(quiet.id, { shown: 100, accepted: 0 });
    await counted(grave.id, { shown: 100, accepted: 0 });
    const done = await Promise.all([judged(), judged(later(0.0001))]);
    expect(done.reduce((sum, one) => sum + one, 0)).toBe(2);
    expect(await reviews()).toHaveLength(1);
  });
});

describe('the safety officer', () => {
  const change = (body: object, id = quiet.id) => desk.ask('operator', 'change-alert-rule', { params: { id }, body });

  it('puts a rule back, and the job does not overrule them for thirty days', async () => {
    await counted(quiet.id, { shown: 100, accepted: 0 });
    await judged();
    const made = await change({ live: true, tier: 2, why: 'Poprawiono treść.' });
    expect(made).toMatchObject({ number: 2, tier: 2, live: true });
    expect(await stands(quiet.id)).toMatchObject({ tier: 2, stage: 'live' });
    expect(await judged(later(1))).toBe(0);
    await counted(quiet.id, { day: later(30).slice(0, 10), shown: 100 });
    expect(await judged(later(31))).toBe(1);
    expect((await stands(quiet.id)).tier).toBe(3);
  });

  it('takes a rule out: doctors see it no more, and its card says why', async () => {
    const rule = 'unfilled-heart-failure';
    const seen = async () =>
      (await desk.ask('jan.nowak', 'read-alerts', { params: { patient: anna } })).alerts.map(
        (one: { rule: string }) => one.rule,
      );
    expect(await seen()).toContain(rule);
    await change({ live: false, tier: 2, why: 'Źródło wycofano.' }, rule);
    expect(await seen()).not.toContain(rule);
    expect(await stands(rule)).toMatchObject({ live: false, stage: 'retired', changed: { why: 'Źródło wycofano.' } });
    await change({ live: true, tier: 3, why: 'Nowe źródło.' }, rule);
    expect(await seen()).toContain(rule);
    expect(await stands(rule)).toMatchObject({ stage: 'demoted' });
  });

  it('cannot bring to life what was tried on too little', async () => {
    const report = { at: new Date(today), visits: 99_999, alerts: 1, answered: 1, seconds: 1 };
    await alertStore(desk.database).keepReport({ ...report, rule: quiet.id, version: quiet.version });
    await expect(change({ live: true, tier: 2, why: 'Chcę ją mieć.' })).rejects.toMatchObject({
      code: 'shadow-too-small',
    });
    await expect(change({ live: true, tier: 2, why: 'Chcę ją mieć.' }, 'no-rule')).rejects.toMatchObject({
      code: 'no-such-rule',
    });
  });

  it('does not overwrite what another has just changed', async () => {
    const store = alertStore(desk.database);
    const one = { rule: quiet.id, number: 1, version: quiet.version, live: true, at: new Date(today), why: 'pierwszy' };
    expect(await store.stand({ ...one, tier: 3, by: 'a' })).toBe(true);
    expect(await store.stand({ ...one, tier: 1, by: 'b' })).toBe(false);
    expect(await stands(quiet.id)).toMatchObject({ tier: 3 });
  });

  it('ends a review once, with a conclusion that the card shows', async () => {
    const report = { params: { id: grave.id }, body: { why: 'Alert nie ostrzegł w porę.' } };
    const { id, due, opened } = await desk.ask('barbara.sowa', 'report-harm-of-alert-rule', report);
    expect((due - opened) / dayMs).toBe(14);
    const close = (review: string) =>
      desk.ask('operator', 'close-alert-review', { params: { id: review }, body: { conclusion: 'Próg obniżono.' } });
    expect(await close(id)).toMatchObject({ closedBy: account('operator').name, conclusion: 'Próg obniżono.' });
    await expect(close(id)).rejects.toMatchObject({ code: 'no-such-review' });
    const card = await desk.ask('jan.nowak', 'read-alert-rule', { params: { id: grave.id } });
    expect(card.reviews).toMatchObject([{ kind: 'harm', conclusion: 'Próg obniżono.' }]);
  });

  it('answers doctors as the owner, once, and is told nothing of the patient', async () => {
    const page = await desk.ask('jan.nowak', 'read-alerts', { params: { patient: anna } });
    const alert = page.alerts[0].id;
    const body = { alert, decision: 'overridden', reason: 'rule-wrong', comment: 'Próg za niski' };
    await desk.ask('jan.nowak', 'decide-about-alert', { params: { patient: anna }, body });
    const { messages } = await desk.ask('operator', 'list-alert-messages');
    expect(messages).toMatchObject([{ reason: 'rule-wrong', comment: 'Próg za niski', answered: null }]);
    expect(JSON.stringify(messages)).not.toContain(anna);
    const answer = () =>
      desk.ask('operator', 'answer-alert-message', { params: { id: messages[0].id }, body: { answer: 'Zmienimy.' } });
    expect(await answer()).toMatchObject({ answer: 'Zmienimy.' });
    await expect(answer()).rejects.toMatchObject({ code: 'no-such-message' });
    expect((await desk.ask('operator', 'list-alert-messages')).messages).toEqual([]);
  });
});
