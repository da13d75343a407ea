/** Draft orders in Gabinet and a prescription at a counter: what is told, to whom, how often it is counted. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withhold } from '#core/access/grants.ts';
import { keyOfId } from '#core/record/keys.ts';
import { account, type AlertsDesk, callOf, openDesk } from './fixtures.ts';
import type { SafetyWarning } from './engine/facts.ts';

const anna = account('anna.wisniowiecka').patientId as string;
const penicillin = 'J01CA04';
let desk: AlertsDesk;
let dispensed: string;
let other: string;

beforeAll(async () => {
  desk = await openDesk();
  const asked = `patient=${anna}&status=active&_count=50`;
  const { entries } = await desk.record.search(callOf('jan.nowak'), 'MedicationRequest', asked);
  const ids = entries.map(({ stored }) => stored.id);
  const atcs = await Promise.all(ids.map(atcOf));
  dispensed = ids[0] ?? '';
  other = ids.find((_, place) => atcs.filter((atc) => atc === atcs[place]).length === 1 && place > 0) ?? '';
}, 120_000);
afterAll(() => desk?.database.drop());
beforeEach(() => {
  desk.safety = async () => [];
  desk.inHand.clear();
});

const atcOf = async (id: string): Promise<string> => {
  const { content } = await desk.record.read(callOf('jan.nowak'), 'MedicationRequest', id);
  return JSON.parse(content).medicationCodeableConcept.coding[0].code;
};
const draft = (atc: string, id = 'draft-1') => ({
  ...{ resourceType: 'MedicationRequest', id, status: 'draft', intent: 'order' },
  medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: atc }], text: atc },
  subject: { reference: `Patient/${anna}` },
});
const bundle = (...drafts: object[]) => ({
  ...{ resourceType: 'Bundle', type: 'collection' },
  entry: drafts.map((resource) => ({ resource })),
});
const orders = (hook: string, draftOrders: object, login = 'jan.nowak') =>
  desk.ask(login, 'judge-orders', { params: { patient: anna }, body: { hook, draftOrders } });
const warnsOf = (atc: string, kind = 'allergy'): SafetyWarning => ({
  ...{ kind, severity: 'contraindicated', effect: 'wstrząs', advice: 'nie podawać', source: 'ChPL' },
  medicines: [{ atc, name: atc }],
});
const rulesIn = ({ alerts }: { alerts: readonly { rule: string }[] }) => alerts.map(({ rule }) => rule);

describe('drafts', () => {
  it('are judged by the same rules, and nothing else of the patient is said', async () => {
    desk.safety = async (_tx, { news }) => news.map(({ atc }) => warnsOf(atc));
    const said = await orders('order-select', bundle(draft(penicillin)));
    expect(rulesIn(said)).toContain('medicines-allergy');
    for (const { drafts } of said.alerts) expect(drafts).toEqual(['MedicationRequest/draft-1']);
    const [alert] = said.alerts.filter(({ tier }: { tier: number }) => tier === 1);
    expect(alert.actions).toContainEqual(
      expect.objectContaining({ type: 'delete', resourceId: 'MedicationRequest/draft-1' }),
    );
    expect(rulesIn(await orders('order-select', bundle(draft('R06AX27'))))).not.toContain('unfilled-heart-failure');
  });

  it('are not warned of twice: what medication safety says is marked, by rule and by kind and substance', async () => {
    desk.safety = async (_tx, { news }) => news.map(({ atc }) => warnsOf(atc));
    const [passed] = (await orders('order-select', bundle(draft(penicillin)))).alerts;
    expect(passed).toMatchObject({ rule: 'medicines-allergy', saidBySafety: true });
    // A rule of its own about the kidneys, which medication safety knows or does not.
    const kidneys = async () =>
      (await orders('order-select', bundle(draft('M01AE01')))).alerts.filter(
        ({ kind, rule }: { kind: string; rule: string }) => kind === 'kidney' && !rule.startsWith('medicines-'),
      );
    desk.safety = async () => [];
    const before = await kidneys();
    desk.safety = async () => [warnsOf('M01AE01', 'kidney')];
    const after = await kidneys();
    expect(before.map(({ saidBySafety }: { saidBySafety: boolean }) => saidBySafety)).not.toContain(true);
    expect(after.map(({ saidBySafety }: { saidBySafety: boolean }) => saidBySafety)).not.toContain(false);
    expect(after).toHaveLength(before.length);
  });

  it('are said to be unchecked when medication safety does not answer', async () => {
    desk.safety = async () => undefined;
    const { unchecked } = await orders('order-select', bundle(draft(penicillin)));
    expect(unchecked.map(({ what }: { what: { pl: string } }) => what.pl).join()).toMatch(/interakcje/);
  });

  it('name a medicine without a code, because nobody checked it', async () => {
    const uncoded = { ...draft('x'), medicationCodeableConcept: { text: 'Maść robiona' } };
    const { odd } = await orders('order-select', bundle(uncoded));
    expect(odd).toMatchObject([{ what: expect.stringMatching(/bez kodu ATC.*Maść/) }]);
  });

  it('count as interrupted and signed once, and only when they are signed', async () => {
    desk.safety = async (_tx, { news }) => news.map(({ atc }) => warnsOf(atc));
    const counts = async () => {
      const rows = 'select coalesce(sum(interrupted), 0)::int as n from alerts.counter';
      const all = 'select coalesce(sum(signed), 0)::int as n from alerts.orders';
      const read = async (text: string) => (await desk.database.query<{ n: number }>(text)).rows[0]?.n;
      return [await read(rows), await read(all)];
    };
    await desk.flush();
    const [interrupted = 0, signed = 0] = await counts();
    await orders('order-select', bundle(draft(penicillin, 'draft-9')));
    await orders('order-sign', bundle(draft(penicillin, 'draft-9')));
    await orders('order-sign', bundle(draft(penicillin, 'draft-9')));
    await desk.flush();
    expect(await counts()).toEqual([interrupted + 1, signed + 1]);
  });

  it('are set aside with a reason and words; the next doctor sees them, also when it is prescribed', async () => {
    desk.safety = async (_tx, { news }) => news.map(({ atc }) => warnsOf(atc));
    const draftOrders = bundle(draft(penicillin));
    const [alert] = (await orders('order-sign', draftOrders)).alerts;
    const decide = (more: object) =>
      desk.ask('jan.nowak', 'decide-about-alert', {
        params: { patient: anna },
        body: { alert: alert.id, decision: 'overridden', reason: 'benefit-outweighs', ...more },
      });
    await expect(decide({ comment: 'Jedyny lek' })).rejects.toMatchObject({ code: 'no-such-alert' });
    await expect(decide({ draftOrders })).rejects.toMatchObject({ code: 'comment-needed' });
    await decide({ draftOrders, comment: 'Jedyny lek' });
    const again = await orders('order-sign', bundle(draft(penicillin, 'draft-2')));
    expect(rulesIn(again)).not.toContain('medicines-allergy');
    expect(again.tolerated).toMatchObject([
      { rule: 'medicines-allergy', decisions: [{ comment: 'Jedyny lek', name: account('jan.nowak').name }] },
    ]);
  });

  it('are those of a patient whom the doctor may see, and valid FHIR', async () => {
    await expect(orders('order-sign', bundle(draft(penicillin)), 'ewa.mazur')).rejects.toMatchObject({
      kind: 'not-found',
    });
    await expect(orders('order-sign', bundle({ resourceType: 'MedicationRequest' }))).rejects.toMatchObject({
      code: 'wrong-orders',
    });
  });
});

describe('at the counter', () => {
  const at = (prescription: string, login = 'barbara.sowa') =>
    desk.ask(login, 'judge-dispensing', { params: { prescription } });

  it('nothing is told about a prescription that the pharmacy does not have in hand', async () => {
    await expect(at(dispensed)).rejects.toMatchObject({ code: 'not-in-hand' });
  });

  it('the pharmacists’ rules speak, of this medicine alone', async () => {
    desk.inHand.add(dispensed);
    const atc = await atcOf(dispensed);
    desk.safety = async () => [warnsOf(atc)];
    const said = await at(dispensed);
    expect(said).toMatchObject({ audience: 'pharmacist', patient: anna });
    expect(rulesIn(said)).toEqual(['pharmacist-allergy']);
    for (const { drafts } of said.alerts) expect(drafts).toEqual([`MedicationRequest/${dispensed}`]);
    const doctors = ['unfilled-heart-failure', 'medicines-allergy'];
    expect(rulesIn(said).filter((rule) => doctors.includes(rule))).toEqual([]);
  });

  it('what the patient withholds is no ground, and that something is left out is said', async () => {
    desk.inHand.add(dispensed);
    const asked: string[][] = [];
    desk.safety = async (_tx, { taken }) => {
      asked.push(taken.map(({ atc }) => atc));
      return [];
    };
    const hidden = await atcOf(other);
    const open = await at(dispensed);
    expect(asked.at(-1)).toContain(hidden);
    expect(open.unchecked).toEqual([]);
    const what = { type: 'MedicationRequest', id: other, readers: '+facilities', emergency: false };
    await withhold(desk.database, keyOfId('Patient', anna), { ...what, since: new Date() });
    const closed = await at(dispensed);
    expect(asked.at(-1)).not.toContain(hidden);
    expect(closed.unchecked.map(({ what: said }: { what: { pl: string } }) => said.pl)).toEqual([
      'część dokumentacji jest zastrzeżona',
    ]);
  });

  it('a pharmacist decides, and the next one sees it', async () => {
    desk.inHand.add(dispensed);
    const atc = await atcOf(dispensed);
    desk.safety = async () => [warnsOf(atc)];
    const [alert] = (await at(dispensed)).alerts;
    const body = { alert: alert.id, decision: 'overridden', reason: 'tolerated', comment: 'Lekarz potwierdził' };
    await desk.ask('barbara.sowa', 'decide-about-dispensing', { params: { prescription: dispensed }, body });
    const { alerts, tolerated } = await at(dispensed);
    expect(alerts).toEqual([]);
    expect(tolerated).toMatchObject([{ decisions: [{ comment: 'Lekarz potwierdził' }] }]);
  });
});
