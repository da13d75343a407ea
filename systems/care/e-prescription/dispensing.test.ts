/** Dispensing over HTTP on the real record: what pharmacies may hand over, and what they are refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPrescription, type Answer, gtin, openPractice, pesels, type Practice } from './fixtures/practice.ts';
import { plusDays } from './days.ts';

let at: Practice;
beforeAll(async () => {
  at = await openPractice();
});
afterAll(() => at?.close());

let notes = 0;
type Named = Parameters<typeof aPrescription>;
const issued = async (...names: Named[]) => {
  const prescriptions = names.map(([name, changes]) => {
    const one = aPrescription(name, changes);
    return { ...one, dosage: { ...(one.dosage as object), note: `nr ${++notes}` } };
  });
  const { body } = await at.ask('jan', 'POST', 'packages', { patient: at.ids.anna, prescriptions });
  return body;
};
/** Ids of prescriptions that a pharmacy has found by their key. */
const inHand = async (who: string, ...names: Named[]): Promise<string[]> => {
  const { key, prescriptions } = await issued(...names);
  await at.ask(who, 'POST', 'collect', { key });
  return prescriptions.map(({ id }: { id: string }) => id);
};
const give = (who: string, id: string | undefined, items: object[], more: object = {}): Promise<Answer> =>
  at.ask(who, 'POST', `prescriptions/${id}/dispenses`, { items, ...more });
const packs = (quantity: number, more: object = {}) => [{ gtin: gtin('ramipril'), quantity, ...more }];
const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Warsaw' });

describe('dispensing', () => {
  it('takes all at once, and then nothing more', async () => {
    const [id] = await inHand('lion', ['ramipril']);
    const { status, body } = await give('lion', id, packs(2, { lot: 'A1', expires: '2099-01-01' }), { paid: 640 });
    expect(status).toBe(200);
    expect(body.prescription).toMatchObject({ status: 'ZREALIZOWANA', dispensed: 2, remaining: 0 });
    expect(body.dispenses).toMatchObject([
      { kind: 'Z', state: 'OBOWIAZUJACY', counts: 2, items: [{ lot: 'A1' }], paid: 640 },
    ]);
    expect(body.allowance).toMatchObject({ most: 0 });
    expect((await give('lion', id, packs(1))).body.code).toBe('all-dispensed');
    const read = await at.ask('jan', 'GET', `prescriptions/${id}`);
    expect(read.body.dispenses).toEqual(body.dispenses);
    expect(read.body.history.map(({ event }: { event: string }) => event)).toEqual(['issued', 'dispensed']);
  });

  it('goes on in the pharmacy where it began, never beyond what was prescribed', async () => {
    const { key, prescriptions } = await issued(['ramipril', { quantity: 3 }]);
    const { id } = prescriptions[0];
    for (const who of ['lion', 'bear']) await at.ask(who, 'POST', 'collect', { key });
    expect((await give('lion', id, packs(1))).body.prescription).toMatchObject({
      status: 'CZESCIOWO_ZREALIZOWANA',
      remaining: 2,
    });
    expect(await give('bear', id, packs(1))).toMatchObject({ status: 422, body: { code: 'other-pharmacy' } });
    expect(await give('lion', id, packs(3))).toMatchObject({ status: 422, body: { code: 'more-than-left' } });
    expect((await at.ask('jan', 'POST', `prescriptions/${id}/cancel`, { reason: 'pomyłka' })).body.code).toBe(
      'dispensed-already',
    );
    const closed = await give('lion', id, packs(1), { kind: 'Z' });
    expect(closed.body.prescription).toMatchObject({ status: 'ZREALIZOWANA', remaining: 1 });
    expect((await at.ask('anna', 'GET', `prescriptions/${id}`)).body.dispenses).toHaveLength(2);
  });

  it('needs the prescription in hand', async () => {
    const { prescriptions } = await issued(['ramipril']);
    const { id } = prescriptions[0];
    expect(await give('lion', id, packs(1))).toMatchObject({ status: 404, body: { code: 'not-in-hand' } });
    expect(await at.ask('lion', 'GET', `prescriptions/${id}`)).toMatchObject({ status: 404 });
    expect(await give('lion', '01nonsense', packs(1))).toMatchObject({
      status: 404,
      body: { code: 'no-such-prescription' },
    });
  });

  it('takes substitutes of the same substance, unless the prescriber says no', async () => {
    const other = (name: Parameters<typeof gtin>[0], more: object = {}) => [{ gtin: gtin(name), quantity: 1, ...more }];
    const [free, fixed] = await inHand('lion', ['ramipril'], ['ramipril', { noSubstitution: true }]);
    expect((await give('lion', fixed, other('sameRamipril'))).body.code).toBe('no-substitution');
    expect((await give('lion', free, other('metformin'))).body.code).toBe('not-a-substitute');
    expect((await give('lion', free, other('weakRamipril'))).body.code).toBe('not-a-substitute');
    const weak = await give('lion', free, [{ gtin: gtin('weakRamipril'), quantity: 2, standsFor: 1 }]);
    expect(weak.body).toMatchObject({ prescription: { remaining: 1 }, dispenses: [{ substituted: true, counts: 1 }] });
    expect((await give('lion', free, other('sameRamipril'))).body.prescription.status).toBe('ZREALIZOWANA');
  });

  it('refuses stopped batches, old packages, strange codes and entitlements', async () => {
    const [id] = await inHand('lion', ['ramipril']);
    at.stopped.add('X9');
    const stopped = await give('lion', id, packs(1, { lot: 'X9' }));
    const unknown = await give('lion', id, packs(1));
    at.stopped.clear();
    expect([stopped.body.code, unknown.body.code]).toEqual(['batch-stopped', 'lot-needed']);
    expect((await give('lion', id, packs(1, { expires: '2020-01-01' }))).body.code).toBe('past-its-date');
    expect((await give('lion', id, [{ gtin: '12345678', quantity: 1 }])).body.code).toBe('bad-gtin');
    expect((await give('lion', id, [{ quantity: 1 }])).body.code).toBe('code-of-package-needed');
    expect((await give('lion', id, packs(1), { entitlement: 'S' })).body.code).toBe('entitlement-not-yours-to-add');
    expect((await give('lion', id, packs(1), { entitlement: 'IB' })).body.dispenses[0].entitlement).toBe('IB');
    expect((await give('lion', id, packs(0))).status).toBe(400);
  });

  it('is for pharmacists whose right to practise holds', async () => {
    const [id] = await inHand('lion', ['ramipril']);
    at.expired.add('dr-lion');
    const refused = await give('lion', id, packs(1));
    at.expired.clear();
    expect(refused).toMatchObject({ status: 403, body: { code: 'no-right-to-practise' } });
    expect((await give('lion', id, packs(1))).status).toBe(200);
  });

  it('waits for the first day', async () => {
    const [id] = await inHand('lion', ['ramipril', { notBefore: plusDays(today(), 3) }]);
    expect(await give('lion', id, packs(1))).toMatchObject({ status: 422, body: { code: 'not-yet' } });
  });

  it('gives a yearly prescription in parts', async () => {
    const [id] = await inHand('lion', ['ramipril', { annual: true, quantity: 12 }]);
    const read = await at.ask('lion', 'GET', `prescriptions/${id}`);
    expect(read.body.prescription).toMatchObject({ annual: true, supplyDays: 360 });
    expect(read.body.allowance).toMatchObject({ most: 4 });
    expect((await give('lion', id, packs(5))).body.code).toBe('more-than-allowed');
    const first = await give('lion', id, packs(4));
    expect(first.body.allowance).toMatchObject({ most: 0, moreFrom: plusDays(today(), 90) });
    expect((await give('lion', id, packs(1))).body.code).toBe('too-soon');
  });
});

describe('corrections', () => {
  it('put another dispense in the place of one', async () => {
    const [id] = await inHand('lion', ['ramipril']);
    const first = await give('lion', id, packs(2));
    const wrong = first.body.dispenses[0].id;
    const body = { reason: 'zła liczba', dispense: { items: packs(1, { lot: 'B2' }) } };
    expect((await at.ask('bear', 'POST', `dispenses/${wrong}/correct`, body)).body.code).toBe('no-such-dispense');
    const corrected = await at.ask('lion', 'POST', `dispenses/${wrong}/correct`, body);
    expect(corrected.body.prescription).toMatchObject({ status: 'CZESCIOWO_ZREALIZOWANA', dispensed: 1 });
    expect(corrected.body.dispenses).toMatchObject([
      { id: wrong, state: 'SKORYGOWANY' },
      { state: 'OBOWIAZUJACY', replaces: wrong, counts: 1 },
    ]);
    expect((await at.ask('lion', 'POST', `dispenses/${wrong}/correct`, body)).body.code).toBe('not-in-force');
    const more = { ...body, dispense: { items: packs(3) } };
    const now = corrected.body.dispenses[1].id;
    expect((await at.ask('lion', 'POST', `dispenses/${now}/correct`, more)).body.code).toBe('more-than-left');
    const listed = await at.ask('lion', 'GET', `dispenses?day=${today()}`);
    expect(listed.body.items.map((one: { id: string }) => one.id)).toEqual(expect.arrayContaining([wrong, now]));
  });

  it('withdraw what did not happen', async () => {
    const [id] = await inHand('lion', ['ramipril']);
    const { body } = await give('lion', id, packs(2));
    const undone = await at.ask('lion', 'POST', `dispenses/${body.dispenses[0].id}/withdraw`, { reason: 'zwrot' });
    expect(undone.body.prescription).toMatchObject({ status: 'WYSTAWIONA', dispensed: 0, remaining: 2 });
    expect(undone.body.dispenses).toMatchObject([{ state: 'WYCOFANY', kind: 'W' }]);
    expect((await at.ask('jan', 'POST', `prescriptions/${id}/cancel`, { reason: 'pomyłka' })).status).toBe(200);
  });
});

describe('collecting', () => {
  it('knows a mistyped key, a foreign one, and shows only the prescription whose key it is', async () => {
    const { key, prescriptions } = await issued(['ramipril'], ['metformin']);
    const mistyped = `${key.slice(0, -1)}${(Number(key.at(-1)) + 1) % 10}`;
    expect(await at.ask('lion', 'POST', 'collect', { key: mistyped })).toMatchObject({
      status: 400,
      body: { code: 'bad-key' },
    });
    const one = await at.ask('lion', 'POST', 'collect', { key: prescriptions[1].key });
    expect(one.body.packages[0].prescriptions.map(({ id }: { id: string }) => id)).toEqual([prescriptions[1].id]);
    expect((await at.ask('lion', 'POST', 'collect', { key, code: '1234', pesel: pesels.anna })).status).toBe(400);
    expect((await at.ask('jan', 'POST', 'collect', { key })).status).toBe(403);
  });

  it('locks codes of a PESEL in a pharmacy after five wrong ones, and leaves the trail of each', async () => {
    const { code, key } = await issued(['metformin']);
    const wrong = String((Number(code) + 5000) % 10_000).padStart(4, '0');
    const asked = { code: wrong, pesel: pesels.anna };
    for (const left of [4, 3, 2, 1]) {
      const { status, body } = await at.ask('bear', 'POST', 'collect', asked);
      expect([status, body.code]).toEqual([404, 'wrong-code']);
      expect(body.detail).toContain(`left: ${left}`);
    }
    expect(await at.ask('bear', 'POST', 'collect', asked)).toMatchObject({
      status: 429,
      body: { code: 'code-locked' },
    });
    expect(await at.ask('bear', 'POST', 'collect', { ...asked, code })).toMatchObject({ status: 429 });
    expect((await at.ask('bear', 'POST', 'collect', { key })).status).toBe(200);
    expect((await at.ask('lion', 'POST', 'collect', { ...asked, code })).status).toBe(200);
    expect((await at.ask('lion', 'POST', 'collect', { code, pesel: '59031200000' })).body.code).toBe('bad-pesel');
    const { rows } = await at.database.query(
      `select count(*)::int as n from audit.event where kind = 'collect-prescriptions' and outcome = 4 and actor = 'bear'`,
    );
    expect(rows[0]).toEqual({ n: 6 });
  });
});

describe('what FHIR lets others do', () => {
  it('leaves prescriptions and dispenses to this system', async () => {
    const [id] = await inHand('lion', ['ramipril']);
    const call = { actor: at.actors.machine as never, source: 'l', trace: 't' };
    const request = JSON.parse((await at.record.read(call, 'MedicationRequest', String(id))).content);
    await expect(at.record.update(call, { ...request, status: 'completed' })).rejects.toMatchObject({
      code: 'owned-profile',
    });
    await expect(at.record.delete(call, 'MedicationRequest', String(id))).rejects.toMatchObject({
      code: 'owned-profile',
    });
  });
});
