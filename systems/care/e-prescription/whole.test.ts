/** Prescriptions over HTTP on the real record: a practice, two pharmacies, a patient. */
import { noDocuments } from './ports.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformActor } from '#core/access/actor.ts';
import { aCream, aPrescription, type Answer, gtin, openPractice, pesels, type Practice } from './fixtures/practice.ts';

let at: Practice;
beforeAll(async () => {
  at = await openPractice();
});
afterAll(() => at?.close());

const issue = (more: object = {}, who = 'jan', patient = 'anna'): Promise<Answer> =>
  at.ask(who, 'POST', 'packages', { patient: at.ids[patient], prescriptions: [aPrescription('ramipril')], ...more });
/** Another dosage note each time: the very same again would be a mistake. */
let notes = 0;
type Named = Parameters<typeof aPrescription>;
const fresh = (...names: Named[]) =>
  names.map(([name, changes]) => {
    const one = aPrescription(name, changes);
    return { ...one, dosage: { ...(one.dosage as object), note: `nr ${++notes}` } };
  });
const issued = async (...names: Parameters<typeof aPrescription>[]) => {
  const { status, body } = await issue({ prescriptions: fresh(...names) });
  expect(body).toMatchObject({ key: expect.stringMatching(/^1[0-9]{43}$/), code: expect.stringMatching(/^[0-9]{4}$/) });
  expect(status).toBe(200);
  return body;
};
const collected = async (who: string, ...names: Parameters<typeof aPrescription>[]) => {
  const body = await issued(...names);
  expect((await at.ask(who, 'POST', 'collect', { key: body.key })).status).toBe(200);
  return body.prescriptions as { id: string; key: string }[];
};
const give = (who: string, id: string, quantity: number, more: object = {}) =>
  at.ask(who, 'POST', `prescriptions/${id}/dispenses`, { items: [{ gtin: gtin('ramipril'), quantity }], ...more });

describe('issuing', () => {
  it('writes a package that patient, prescriber and pharmacy see, each as they should', async () => {
    const made = await issued(['ramipril', { refundLevel: 'R' }], ['metformin', {}]);
    expect(made.prescriptions).toHaveLength(2);
    const [first] = made.prescriptions;
    expect(first).toMatchObject({
      status: 'WYSTAWIONA',
      quantity: 2,
      remaining: 2,
      entitlement: 'S',
      refundLevel: 'R',
    });
    expect(first.dosageWords).toMatch(/^1 tabl\. raz dziennie, nr \d+$/);
    expect(first.number).toMatchObject({ value: expect.stringMatching(/^[1-9][0-9]{21}$/) });
    const read = await at.ask('anna', 'GET', `packages/${made.id}`);
    expect(read.body).toMatchObject({ key: made.key, code: made.code, issuer: { practitioner: 'dr-jan' } });
    expect(read.body.prescriptions).toEqual(made.prescriptions);
    const mine = await at.ask('anna', 'GET', 'mine');
    expect(mine.body.items).toContainEqual(
      expect.objectContaining({ id: first.id, code: made.code, packageKey: made.key }),
    );
    const seen = await at.ask('lion', 'POST', 'collect', { code: made.code, pesel: pesels.anna });
    expect(seen.body.packages[0]).toMatchObject({ id: made.id, patient: { pesel: pesels.anna } });
    expect(seen.body.packages[0]).not.toHaveProperty('code');
    const resource = JSON.parse(
      (
        await at.record.read(
          { actor: at.actors.machine as never, source: 'l', trace: 't' },
          'MedicationRequest',
          first.id,
        )
      ).content,
    );
    expect(resource).toMatchObject({ status: 'active', groupIdentifier: { value: made.id } });
  });

  it('is for those who see the patient, and for prescribers', async () => {
    expect((await issue({}, 'stranger')).status).toBe(404);
    expect((await issue({}, 'anna')).status).toBe(403);
    expect((await issue({}, 'lion')).status).toBe(403);
    expect((await issue({ patient: 'nobody' })).status).toBe(404);
  });

  it('refuses every bad input with a code, words in two languages and what to do', async () => {
    const cases: [object, string, number?][] = [
      [{ medicine: { kind: 'G', gtin: '02000000000018'.replace(/\d$/, '1') } }, 'bad-gtin'],
      [{ medicine: { kind: 'G', gtin: '02000009999990' } }, 'unknown-medicine'],
      [{ medicine: { kind: 'G', gtin: gtin('propofol') } }, 'not-prescribable'],
      [{ medicine: { kind: 'R', name: 'maść' } }, 'medicine-incomplete'],
      [{ quantity: 5 }, 'quantity-above-limit'],
      [{ quantity: 3, dosage: undefined }, 'quantity-without-dosage'],
      [{ quantity: 1.5 }, 'whole-packages'],
      [{ notBefore: '2020-01-01' }, 'starts-in-past'],
      [{ notBefore: '2026-02-30' }, 'bad-day'],
      [{ entitlement: 'DZ' }, 'foreign-entitlement'],
      [{ medicine: { kind: 'G', gtin: gtin('amoxicillin') }, annual: true, quantity: 1 }, 'not-annual'],
    ];
    for (const [changes, code] of cases) {
      const { status, body } = await issue({ prescriptions: [{ ...aPrescription('ramipril'), ...changes }] });
      expect([body.code, status]).toEqual([code, 422]);
      expect(body.detail.length).toBeGreaterThan(20);
      expect(body.detailPl.length).toBeGreaterThan(20);
      const own = body.verdicts.find((one: { code: string }) => one.code === code);
      expect(own).toMatchObject({ severity: 'error', path: expect.stringContaining('prescriptions[0]') });
      expect(own.todo.pl && own.todo.en).toBeTruthy();
    }
    expect((await issue({ prescriptions: [] })).status).toBe(400);
    expect((await issue({ prescriptions: Array(6).fill(aPrescription('ramipril')) })).status).toBe(400);
  });

  it('says the same in a check, and issues nothing', async () => {
    const body = {
      patient: at.ids.zosia,
      prescriptions: [aPrescription('ramipril', { quantity: 9, refundLevel: '30%' })],
    };
    const { body: answer, status } = await at.ask('jan', 'POST', 'packages/check', body);
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      allowed: false,
      prescriptions: [{ entitlement: 'DZ', pays: 320, supplyDays: 270 }],
    });
    expect(answer.verdicts.map(({ code }: { code: string }) => code)).toEqual([
      'quantity-above-limit',
      'level-not-on-list',
    ]);
    expect((await at.ask('zosia', 'GET', 'mine?status=all')).body.items).toEqual([]);
  });

  it('knows who may not practise, who is not oneself, and what was sent twice', async () => {
    at.expired.add('dr-jan');
    const refused = await issue();
    at.expired.clear();
    expect(refused).toMatchObject({ status: 403, body: { code: 'no-right-to-practise' } });
    expect(await issue({ kind: 'PA' })).toMatchObject({ status: 403, body: { code: 'not-yourself' } });
    expect(await issue({ kind: 'PA' }, 'jan', 'jan')).toMatchObject({ status: 200, body: { kind: 'PA' } });
    const twice = { prescriptions: fresh(['metformin']) };
    expect((await issue(twice)).status).toBe(200);
    expect(await issue(twice)).toMatchObject({ status: 409, body: { code: 'same-again' } });
  });

  it('asks more for controlled substances', async () => {
    const morphine = fresh(['morphine', { quantity: 1 }]);
    const missing = await issue({ prescriptions: morphine });
    expect(missing.body.verdicts.map(({ code }: { code: string }) => code)).toEqual([
      'controlled-not-reviewed',
      'examination-on-site',
    ]);
    const today = new Date().toISOString().slice(0, 10);
    const whole = { prescriptions: [{ ...morphine[0], examination: { day: today, kind: 'on-site' } }], reviewed: [] };
    expect(await issue(whole, 'sleepy')).toMatchObject({ status: 403, body: { code: 'prove-again' } });
    const first = await issue(whole);
    expect(first).toMatchObject({ status: 200 });
    const again = {
      ...whole,
      prescriptions: [{ ...whole.prescriptions[0], dosage: { amount: { value: 2, unit: 'tabl.' }, times: 1 } }],
    };
    expect((await issue(again)).body.code).toBe('controlled-not-reviewed');
    const checked = await at.ask('jan', 'POST', 'packages/check', { patient: at.ids.anna, ...again });
    const reviewed = checked.body.controlled.map(({ id }: { id: string }) => id);
    expect(reviewed).toEqual([first.body.prescriptions[0].id]);
    expect((await issue({ ...again, reviewed })).status).toBe(200);
  });

  it('tells oversight of a prescriber who passes the limit', async () => {
    at.limit = true;
    for (let n = 0; n < 62; n++)
      await issue({ prescriptions: fresh(...Array.from({ length: 5 }, (): Named => ['metformin', {}])) }, 'colleague');
    at.limit = false;
    expect(at.alarms.at(-1)).toMatch(/dr-colleague: In 10 hours 3\d\d prescriptions/);
  }, 120_000);

  it('keeps the signed document with the package', async () => {
    at.documents = {
      sign: async (_call, { key }) => [`<ClinicalDocument>${key} ążź</ClinicalDocument>`],
      fileOf: (documents) => documents.join(),
    };
    const made = await issued(['metformin']);
    at.documents = { ...at.documents, sign: noDocuments.sign };
    expect(made.signed).toBe(true);
    const { status, body } = await at.ask('anna', 'GET', `packages/${made.id}/document`);
    expect([status, body]).toEqual([200, `<ClinicalDocument>${made.key} ążź</ClinicalDocument>`]);
    const other = await issued(['metformin']);
    expect((await at.ask('jan', 'GET', `packages/${other.id}/document`)).body.code).toBe('no-document');
  });
});

describe('what the prescriber may do afterwards', () => {
  it('cancels before anything was dispensed, and never after', async () => {
    const made = await issued(['ramipril'], ['metformin']);
    const [one] = made.prescriptions;
    expect(await at.ask('stranger', 'POST', `packages/${made.id}/cancel`, { reason: 'pomyłka' })).toMatchObject({
      status: 403,
    });
    const cancelled = await at.ask('colleague', 'POST', `prescriptions/${one.id}/cancel`, { reason: 'pomyłka' });
    expect(cancelled.body.prescription).toMatchObject({ status: 'ANULOWANA', cancelled: { reason: 'pomyłka' } });
    expect((await at.ask('jan', 'POST', `prescriptions/${one.id}/cancel`, { reason: 'pomyłka' })).body.code).toBe(
      'cancelled',
    );
    const rest = await at.ask('jan', 'POST', `packages/${made.id}/cancel`, { reason: 'pomyłka' });
    expect(rest.body.prescriptions.map(({ status }: { status: string }) => status)).toEqual(['ANULOWANA', 'ANULOWANA']);
    await at.ask('lion', 'POST', 'collect', { key: made.key });
    expect(await give('lion', one.id, 1)).toMatchObject({ status: 409, body: { code: 'cancelled' } });
  });

  it('corrects by another prescription; both name each other', async () => {
    const made = await issued(['ramipril']);
    const [old] = made.prescriptions;
    const [prescription] = fresh(['ramipril', { quantity: 1 }]);
    const corrected = await at.ask('jan', 'POST', `prescriptions/${old.id}/correct`, {
      reason: 'zła ilość',
      prescription,
    });
    expect(corrected.body.prescriptions[0]).toMatchObject({ replaces: old.id, quantity: 1, status: 'WYSTAWIONA' });
    const read = await at.ask('anna', 'GET', `prescriptions/${old.id}`);
    expect(read.body.prescription).toMatchObject({
      status: 'ANULOWANA',
      replacedBy: corrected.body.prescriptions[0].id,
    });
  });

  it('blocks and unblocks, with a reason', async () => {
    const [one] = await collected('lion', ['ramipril']);
    const path = `prescriptions/${one?.id}`;
    expect((await at.ask('jan', 'POST', `${path}/block`, { reason: 'W_REALIZACJI' })).body.code).toBe(
      'reason-of-pharmacies',
    );
    const blocked = await at.ask('jan', 'POST', `${path}/block`, {
      reason: 'WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU',
      note: 'alergia',
    });
    expect(blocked.body.prescription).toMatchObject({
      status: 'ZABLOKOWANA',
      block: { note: 'alergia', by: 'Przychodnia' },
    });
    expect(await give('lion', String(one?.id), 1)).toMatchObject({ status: 409, body: { code: 'blocked' } });
    expect((await at.ask('lion', 'POST', `${path}/unblock`, {})).body.code).toBe('blocked-by-others');
    expect((await at.ask('jan', 'POST', `${path}/unblock`, {})).body.prescription.status).toBe('WYSTAWIONA');
    expect((await give('lion', String(one?.id), 1)).body.prescription.status).toBe('CZESCIOWO_ZREALIZOWANA');
  });

  it('lists what one has issued, page by page, each once', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await at.ask(
        'colleague',
        'GET',
        `packages?day=${new Date().toISOString().slice(0, 10)}${cursor}`,
      );
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.next ? `&cursor=${body.next}` : '';
    } while (cursor);
    expect(seen).toHaveLength(62);
    expect(new Set(seen).size).toBe(62);
    expect((await at.ask('jan', 'GET', 'packages?cursor=!!!')).body.code).toBe('bad-cursor');
    const ofPatient = await at.ask('colleague', 'GET', `packages?patient=${at.ids.anna}&status=open`);
    expect(ofPatient.body.items.length).toBe(20);
    expect((await at.ask('stranger', 'GET', `packages?patient=${at.ids.anna}`)).body.items).toEqual([]);
  });
});

describe('compounded medicines', () => {
  it('are taken in hand by one pharmacy, given free or handed over', async () => {
    const made = await issue({
      prescriptions: [{ ...aPrescription('ramipril'), medicine: aCream, quantity: 1, refundLevel: 'R' }],
    });
    expect(made.body.prescriptions[0].medicine).toMatchObject({
      kind: 'R',
      form: 'maść',
      ingredients: aCream.ingredients,
    });
    const { id } = made.body.prescriptions[0];
    for (const who of ['lion', 'bear']) await at.ask(who, 'POST', 'collect', { key: made.body.key });
    const items = { items: [{ quantity: 1 }] };
    expect((await at.ask('lion', 'POST', `prescriptions/${id}/dispenses`, items)).body.code).toBe('not-accepted');
    const accepted = await at.ask('lion', 'POST', `prescriptions/${id}/accept`, {});
    expect(accepted.body.prescription).toMatchObject({ status: 'ZABLOKOWANA', block: { reason: 'W_REALIZACJI' } });
    expect((await at.ask('bear', 'POST', `prescriptions/${id}/accept`, {})).body.code).toBe('blocked');
    expect((await at.ask('bear', 'POST', `prescriptions/${id}/resign`, {})).body.code).toBe('not-held-here');
    expect((await at.ask('lion', 'POST', `prescriptions/${id}/resign`, {})).body.prescription.status).toBe(
      'WYSTAWIONA',
    );
    await at.ask('bear', 'POST', `prescriptions/${id}/accept`, {});
    const done = await at.ask('bear', 'POST', `prescriptions/${id}/dispenses`, items);
    expect(done.body.prescription).toMatchObject({ status: 'ZREALIZOWANA', remaining: 0 });
  });
});

it('fills a demonstration with what people have had before', async () => {
  const call = { actor: at.actors.machine as never, source: 'l', trace: 't' };
  const coding = [{ system: 'urn:oid:2.16.840.1.113883.6.73', code: 'C09AA05' }];
  for (const name of ['anna', 'zosia', 'jan'])
    await at.record.create(call, {
      ...{ resourceType: 'MedicationRequest', status: 'completed', intent: 'order', authoredOn: '2026-01-01' },
      ...{ subject: { reference: `Patient/${at.ids[name]}` }, medicationCodeableConcept: { coding } },
    });
  const doctor = { practitionerId: 'dr-demo', name: 'lek. Demo', facilityId: at.ids.clinic ?? '', facilityName: 'P' };
  expect(await at.system.fillDemonstration([doctor], async () => gtin('ramipril'))).toBe(2);
  expect((await at.ask('zosia', 'GET', 'mine')).body.items).toMatchObject([{ issuerName: 'lek. Demo', remaining: 1 }]);
});

it('takes what is imported into the ledger, numbers by their text', async () => {
  const made = await issued(['metformin']);
  const call = { actor: platformActor('import'), source: 'l', trace: 't' };
  const {
    id: _,
    meta,
    ...request
  } = JSON.parse((await at.record.read(call, 'MedicationRequest', made.prescriptions[0].id)).content);
  const quantity = {
    ...request.dispenseRequest.quantity,
    value: (JSON as never as { rawJSON(text: string): unknown }).rawJSON('2.0'),
  };
  const written = await at.record.create(call, {
    ...{
      ...request,
      meta: { profile: meta.profile },
    },
    identifier: [request.identifier[0], { ...request.identifier[1], value: '2'.repeat(44) }],
    dispenseRequest: { ...request.dispenseRequest, quantity },
  });
  const sql = 'select quantity::float8 as quantity from e_prescription.prescription where id = $1';
  expect((await at.database.query(sql, [written.id])).rows).toEqual([{ quantity: 2 }]);
});
