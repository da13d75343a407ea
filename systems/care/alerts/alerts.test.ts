/** Alerts on the real record: the demonstration's Anna, the document, decisions, and who may see what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validate } from '#libs/fhir/validate.ts';
import { account, type AlertsDesk, type Ask, callOf, openDesk } from './fixtures.ts';

const anna = account('anna.wisniowiecka').patientId as string;
let desk: AlertsDesk;
let ask: Ask;

beforeAll(async () => {
  desk = await openDesk();
  ask = desk.ask;
}, 120_000);
afterAll(() => desk?.database.drop());

const annas = (login = 'jan.nowak') => ask(login, 'read-alerts', { params: { patient: anna } });

describe('the page', () => {
  it('says what is wrong with Anna, why, and what may be done', async () => {
    const page = await annas();
    const rules = page.alerts.map(({ rule }: { rule: string }) => rule);
    expect(rules).toContain('unfilled-heart-failure');
    for (const alert of page.alerts) {
      expect(alert.actions.length).toBeGreaterThan(0);
      expect(alert.because.length).toBeGreaterThan(0);
    }
    expect(page.isComplete).toBe(page.unchecked.length === 0);
  });

  it('hides her from others as if she did not exist', async () => {
    await expect(annas('ewa.mazur')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the document', () => {
  const documentOf = (body: object) => ask('jan.nowak', 'read-alerts-document', { body });

  it('is one valid document for one identifier', async () => {
    const stored = JSON.parse((await desk.record.read(callOf('jan.nowak'), 'Patient', anna)).content);
    const pesel = stored.identifier.find(({ system }: { system: string }) => system.endsWith('1.1.616')).value;
    const byPesel = await documentOf({ pesel });
    const byId = await documentOf({ patient: anna });
    expect(byPesel).toEqual(byId);
    expect(validate(byPesel).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(byPesel.entry[0].resource.resourceType).toBe('Composition');
    expect(
      byPesel.entry.filter(
        ({ resource }: { resource: { resourceType: string } }) => resource.resourceType === 'Patient',
      ),
    ).toHaveLength(1);
  });

  it('refers to nothing that it does not hold', async () => {
    const { entry } = await documentOf({ patient: anna });
    const held = new Set(entry.map(({ fullUrl }: { fullUrl: string }) => fullUrl));
    const sections = entry[0].resource.section.flatMap(({ entry: inside = [] }) => inside);
    expect(sections.length).toBeGreaterThan(0);
    for (const { reference } of sections) expect(held).toContain(reference);
  });

  it('wants one identifier and knows only whom the caller may see', async () => {
    await expect(documentOf({})).rejects.toMatchObject({ code: 'one-patient' });
    await expect(documentOf({ pesel: '44051401458', patient: anna })).rejects.toMatchObject({ code: 'one-patient' });
    await expect(documentOf({ pesel: '44051401458' })).rejects.toMatchObject({ code: 'no-such-patient' });
  });
});

describe('a decision', () => {
  const decide = (body: object) => ask('jan.nowak', 'decide-about-alert', { params: { patient: anna }, body });

  it('sets an alert aside with a reason, is seen by the next doctor, and can be taken back', async () => {
    const [first] = (await annas()).alerts.filter(({ tier }: { tier: number }) => tier > 1);
    const made = await decide({ alert: first.id, decision: 'overridden', reason: 'tolerated', comment: 'od lat' });
    const after = await annas();
    expect(after.alerts.map(({ id }: { id: string }) => id)).not.toContain(first.id);
    const [set] = after.tolerated.filter(({ id }: { id: string }) => id === first.id);
    expect(set.decisions[0]).toMatchObject({ reason: 'tolerated', comment: 'od lat', name: account('jan.nowak').name });
    await ask('jan.nowak', 'undo-decision-about-alert', { params: { patient: anna, decision: made.id } });
    expect((await annas()).alerts.map(({ id }: { id: string }) => id)).toContain(first.id);
  });

  it('accepts an action of the alert and no other', async () => {
    const [first] = (await annas()).alerts;
    await expect(decide({ alert: first.id, decision: 'accepted', action: 'none' })).rejects.toMatchObject({
      code: 'no-such-action',
    });
    const made = await decide({ alert: first.id, decision: 'accepted', action: first.actions[0].id });
    expect(made).toMatchObject({ kind: 'accepted', action: first.actions[0].id, reason: null });
  });

  it('is about an alert that is there', async () => {
    await expect(decide({ alert: 'nothing.000', decision: 'overridden' })).rejects.toMatchObject({
      code: 'no-such-alert',
    });
  });
});

describe('cards', () => {
  it('tell of every rule, and of one whole', async () => {
    const { rules } = await ask('jan.nowak', 'list-alert-rules', {});
    expect(rules.length).toBeGreaterThan(40);
    const card = await ask('jan.nowak', 'read-alert-rule', { params: { id: rules[0].id } });
    expect(card).toMatchObject({ id: rules[0].id, notForClinicalUse: true });
    await expect(ask('jan.nowak', 'read-alert-rule', { params: { id: 'no-rule' } })).rejects.toMatchObject({
      code: 'no-such-rule',
    });
  });
});
