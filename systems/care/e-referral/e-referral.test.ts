/** Referrals over HTTP: issue, find, accept, give back, realise, cancel; who may and who may not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOfId } from '#core/record/keys.ts';
import { complete, openWorld, type World } from './fixtures.ts';
import type { Shown } from './model.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

const issue = async (who = 'doctor', draft: object = complete.clinic): Promise<Shown & { code: string }> => {
  const { status, body } = await world.api(who, 'POST', 'referrals', { pesel: world.pesels.anna, ...draft });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const act = (who: string, { id }: { id: string }, name: string, body: object = {}) =>
  world.api(who, 'POST', `referrals/${id}/${name}`, body);
const accept = (who: string, { key }: { key: string }) => world.api(who, 'POST', 'accept', { key });
const codeOf = (body: unknown) => (body as { code?: string }).code;
const read = async (who: string, { id }: { id: string }) =>
  (await world.api(who, 'GET', `referrals/${id}`)).body as Shown & {
    history: { name: string; facilityName?: string }[];
  };

describe('issuing', () => {
  it('issues every kind, with key, code and number, as a ServiceRequest of the profile', async () => {
    for (const draft of Object.values(complete)) {
      const referral = await issue('doctor', draft);
      expect(referral).toMatchObject({ state: 'issued', stateName: 'WYSTAWIONE', expired: false, kind: draft.kind });
      expect([referral.key, referral.code, referral.number]).toEqual([
        expect.stringMatching(/^[1-9]\d{43}$/),
        expect.stringMatching(/^\d{4}$/),
        expect.stringMatching(/^[1-9]\d{21}$/),
      ]);
      const { status, body } = await world.fhir('anna', 'GET', `ServiceRequest/${referral.id}`);
      expect(status).toBe(200);
      const stored = body as { status: string; category: { coding: { code: string }[] }[] };
      expect([stored.status, stored.category[1]?.coding[0]?.code]).toEqual(['active', draft.kind]);
      expect(JSON.stringify(stored)).not.toContain(`"${referral.code}"`);
      expect(await read('anna', referral)).toMatchObject({ ...draft, code: referral.code });
    }
  });

  it('says everything that is missing at once, by field, and issues nothing', async () => {
    const { status, body } = await world.api('doctor', 'POST', 'referrals', { pesel: world.pesels.anna, kind: 'spa' });
    expect([status, codeOf(body)]).toEqual([422, 'incomplete']);
    const errors = (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect(errors).toEqual(
      expect.arrayContaining(['diagnoses', 'details.spaKind', 'details.justification', 'details.urine']),
    );
    const checked = await world.api('doctor', 'POST', 'check', { pesel: world.pesels.anna, kind: 'spa' });
    expect((checked.body as { problems: object[] }).problems).toHaveLength(errors.length);
    expect((checked.body as { problems: object[] }).problems[0]).toMatchObject({ pl: expect.stringMatching(/\.$/) });
    const right = await world.api('doctor', 'POST', 'check', { pesel: world.pesels.anna, ...complete.spa });
    expect(right.body).toEqual({ problems: [] });
  });

  it('refuses whoever may not: expired licence, wrong profession, unknown patient, patients, bad shapes', async () => {
    const tried = async (who: string, body: object) => {
      const { status, body: said } = await world.api(who, 'POST', 'referrals', {
        pesel: world.pesels.anna,
        ...complete.clinic,
        ...body,
      });
      return `${status} ${codeOf(said)}`;
    };
    expect(await tried('expired', {})).toBe('403 not-entitled');
    expect(await tried('nurse', {})).toBe('422 incomplete');
    expect(await tried('nurse', complete.diagnostics)).toMatch(/^200/);
    expect(await tried('doctor', { pesel: '59031200001' })).toBe('400 bad-pesel');
    expect(await tried('doctor', { pesel: '44051401458' })).toBe('422 no-patient');
    expect(await tried('doctor', { pesel: undefined, patient: world.ids.jakub })).toBe('422 no-patient');
    expect(await tried('doctor', { patient: world.ids.jakub })).toBe('422 no-patient');
    expect(await tried('anna', {})).toBe('403 not-for-your-role');
    expect(await tried('his', {})).toBe('403 no-practitioner');
    expect(await tried('his', { practitioner: 'doctor' })).toMatch(/^200/);
    expect(await tried('doctor', { speciality: { code: '9999' } })).toBe('422 incomplete');
    for (const bad of [
      { kind: 'x' },
      { diagnoses: [{ code: 'nope' }] },
      { details: { barthel: 101 } },
      { details: { x: 1 } },
      { extra: 1 },
      { urgency: 'now' },
    ])
      expect(await tried('doctor', bad)).toMatch(/^400/);
    expect(await tried('doctor', { details: { barthel: 10 } })).toBe('422 incomplete');
    expect(await tried('doctor', { purpose: '\u0000' })).toMatch(/^4/);
  });

  it('lets nobody write a referral but by its operations', async () => {
    const { id } = await issue();
    const stored = (await world.fhir('machine', 'GET', `ServiceRequest/${id}`)).body as { status: string };
    const { status, body } = await world.fhir('machine', 'PUT', `ServiceRequest/${id}`, {
      ...stored,
      status: 'completed',
    });
    expect([status, JSON.stringify(body)]).toEqual([403, expect.stringContaining('/api/e-referral')]);
  });
});

describe('a provider', () => {
  it('finds by key, or by code and PESEL; accepts once; the patient is in care then', async () => {
    const referral = await issue();
    const mine = (await world.api('heart', 'POST', 'find', { code: referral.code, pesel: world.pesels.anna }))
      .body as Shown;
    expect(mine).toMatchObject({ id: referral.id, state: 'issued' });
    expect(mine.code).toBeUndefined();
    expect((await world.fhir('heart', 'GET', `Patient/${world.ids.anna}`)).status).toBe(404);
    const spaced = referral.key.replace(/(.{4})/g, '$1 ');
    expect((await world.api('heart', 'POST', 'accept', { key: spaced, appointment: '2027-03-12' })).body).toMatchObject(
      {
        ...{ state: 'accepted', stateName: 'W_REALIZACJI', appointment: '2027-03-12' },
        provider: { name: 'Poradnia Serce' },
      },
    );
    expect((await world.fhir('heart', 'GET', `Patient/${world.ids.anna}`)).status).toBe(200);
    expect((await accept('heart', referral)).status).toBe(200);
    const other = await accept('pulse', referral);
    expect([other.status, codeOf(other.body)]).toEqual([409, 'accepted-elsewhere']);
    const queue = (await world.api('heart', 'GET', 'incoming')).body as { referrals: Shown[] };
    expect(queue.referrals.map(({ id }) => id)).toContain(referral.id);
  });

  it('gives back with a reason; the patient resigns; others accept then; history is told in order', async () => {
    const referral = await issue();
    await accept('heart', referral);
    expect((await act('pulse', referral, 'return', { reason: 'Nie nasze' })).status).toBe(404);
    expect((await act('heart', referral, 'return')).status).toBe(400);
    expect((await act('heart', referral, 'return', { reason: 'Brak lekarza do maja' })).body).toMatchObject({
      state: 'issued',
    });
    await accept('pulse', referral);
    expect((await act('jakub', referral, 'resign')).status).toBe(404);
    expect((await act('anna', referral, 'resign', { reason: 'Za daleko' })).body).toMatchObject({ state: 'issued' });
    await accept('heart', referral);
    expect((await act('heart', referral, 'realise')).body).toMatchObject({ state: 'realised' });
    const again = await act('heart', referral, 'return', { reason: 'Jednak nie' });
    expect([again.status, codeOf(again.body)]).toEqual([409, 'wrong-state']);
    const { history } = await read('anna', referral);
    expect(history.map(({ name }) => name)).toEqual([
      'issue',
      'accept',
      'return',
      'accept',
      'resign',
      'accept',
      'realise',
    ]);
    expect(history[1]?.facilityName).toBe('Poradnia Serce');
  });

  it('is locked out of codes after five wrong ones, of keys not', async () => {
    const referral = await issue('doctor', { ...complete.clinic, pesel: world.pesels.jakub });
    const wrong = referral.code === '0000' ? '0001' : '0000';
    const guess = async (code: string) => {
      const { status, body } = await world.api('pulse', 'POST', 'find', { code, pesel: world.pesels.jakub });
      return `${status} ${codeOf(body)}`;
    };
    expect(await world.api('pulse', 'POST', 'find', { code: '12', pesel: world.pesels.jakub })).toMatchObject({
      status: 400,
    });
    // All at once: no more than five are judged.
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess(wrong)));
    expect(answers.filter((one) => one === '403 code-not-valid').length).toBeLessThanOrEqual(5);
    expect(await guess(referral.code)).toBe('429 codes-locked');
    expect((await world.api('heart', 'POST', 'find', { code: referral.code, pesel: world.pesels.jakub })).status).toBe(
      429,
    );
    expect((await world.api('pulse', 'POST', 'find', { key: referral.key })).status).toBe(200);
    await world.database.query('delete from e_referral.wrong_code');
    expect(await guess(referral.code)).toBe('200 undefined');
  });
});

describe('whoever acts for a patient', () => {
  it('sees the code while the delegation holds, and neither resigns nor sees others', async () => {
    const referral = await issue();
    await world.database.query(
      `insert into access.proxy values ($1, 'grant', 'jakub', 'trusted', '{visits}', null, true, now(), now() + interval '1 day')`,
      [keyOfId('Patient', world.ids.anna)],
    );
    expect(await read('proxy', referral)).toMatchObject({ code: referral.code, moves: [] });
    const list = await world.api('proxy', 'GET', `patients/${world.ids.anna}/referrals`);
    expect((list.body as { referrals: Shown[] }).referrals[0]).toMatchObject({ id: referral.id, code: referral.code });
    expect((await act('proxy', referral, 'resign')).status).toBe(403);
    const other = await issue('doctor', { ...complete.clinic, pesel: world.pesels.jakub });
    expect((await world.api('proxy', 'GET', `referrals/${other.id}`)).status).toBe(404);
    await world.database.query('delete from access.proxy');
    expect((await world.api('proxy', 'GET', `referrals/${referral.id}`)).status).toBe(404);
  });
});

describe('the issuer', () => {
  it('corrects and cancels what nobody has accepted; key and code stay', async () => {
    const referral = await issue();
    const corrected = await act('doctor', referral, 'correct', { ...complete.hospital, reason: 'Zaostrzenie' });
    expect(corrected.body).toMatchObject({ kind: 'hospital', urgency: 'UR', key: referral.key, code: referral.code });
    expect((await act('heart', referral, 'cancel', { reason: 'Pomyłka' })).status).toBe(403);
    await accept('heart', referral);
    const late = await act('doctor', referral, 'cancel', { reason: 'Pomyłka' });
    expect([late.status, codeOf(late.body)]).toEqual([409, 'wrong-state']);
    await act('heart', referral, 'return', { reason: 'Na prośbę lekarza' });
    expect((await act('doctor', referral, 'cancel', { reason: 'Pomyłka' })).body).toMatchObject({
      stateName: 'ANULOWANE',
    });
    const { status, body } = await accept('pulse', referral);
    expect([status, codeOf(body)]).toEqual([409, 'wrong-state']);
    const gone = await world.api('pulse', 'POST', 'find', { code: referral.code, pesel: world.pesels.anna });
    expect(codeOf(gone.body)).toBe('code-not-valid');
  });

  it('pages through what was issued', async () => {
    const seen = new Set<string>();
    let next: string | undefined;
    do {
      const query: string = next === undefined ? '' : `?cursor=${next}`;
      const { status, body } = await world.api('doctor', 'GET', `issued${query}`);
      expect(status).toBe(200);
      const page = body as { referrals: Shown[]; next?: string };
      for (const { id } of page.referrals) expect(seen.has(id), 'twice').toBe(false);
      for (const { id } of page.referrals) seen.add(id);
      next = page.next;
    } while (next !== undefined);
    expect(seen.size).toBeGreaterThan(12);
    for (const cursor of ['x', Buffer.from('[1]').toString('base64url')])
      expect((await world.api('doctor', 'GET', `issued?cursor=${cursor}`)).status).toBe(400);
  });

  it('refuses what has run out', async () => {
    const referral = await issue('doctor', complete['psychiatric-hospital']);
    expect(referral.validUntil).toBeDefined();
    const stored = (await world.fhir('machine', 'GET', `ServiceRequest/${referral.id}`)).body as object;
    const platform = { role: 'platform', id: 'platform/import', name: 'e', purpose: 'HOPERAT', scopes: [] } as const;
    const old = { ...stored, authoredOn: '2026-01-01T10:00:00Z' } as never;
    await world.record.update({ actor: platform, source: 'local', trace: 't' }, old);
    const { status, body } = await accept('heart', referral);
    expect([status, codeOf(body)]).toEqual([409, 'expired']);
    expect(await read('anna', referral)).toMatchObject({ expired: true, stateName: 'WYGASŁE' });
  });
});
