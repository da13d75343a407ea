/** Demands for target import on the real database: life, who sees and does what, races; the table of states by itself. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Face, openFace, operator } from '#core/registers/test-face.ts';
import type { System } from '#core/http/operation.ts';
import { targetImport } from './index.ts';
import { type ActName, acted, acts, isExpired, states } from './states.ts';

let face: Face<System>;
const physician = (practitioner: string, facility = 'org-1'): Actor => ({
  ...{ role: 'physician', id: practitioner, name: practitioner, purpose: 'TREAT', practitioner, facility, scopes: [] },
});
const machine = (provider: string): Actor => ({
  ...{ role: 'machine', id: `m-${provider}`, name: provider, purpose: 'TREAT', provider, scopes: [] },
});
const patient: Actor = { role: 'patient', id: 'p', name: 'P', purpose: 'PATRQT', patient: 'p', scopes: [] };
const [doctor, consultant, ministry] = [physician('dr'), physician('consultant', 'org-9'), machine('ministry')];
const [one, two] = [machine('w-1'), machine('w-2')];

beforeAll(async () => {
  face = await openFace(() =>
    targetImport({
      isEntitled: async (practitioner) => practitioner !== 'struck',
      demandPatient: async (_call, id) => {
        if (id !== 'p') throw new Refusal('not-found', 'not-found', 'No such patient.');
      },
      wholesalerOf: async (_tx, { provider }) => (provider?.startsWith('w-') ? provider : undefined),
    }),
  );
  const now = { ...operator, acr: 'ez:aal3' as const, provenAt: new Date('2026-06-15T12:00:00Z') };
  const since = { field: 'neurologia', since: '2026-01-01' };
  expect((await face.send('PUT', 'officials/consultant/consultant', since, now)).status).toBe(200);
  await face.send('PUT', 'officials/consultant/dr', since, now);
  await face.send('PUT', 'officials/consultant/former', { ...since, until: '2026-06-14' }, now);
  expect((await face.send('PUT', 'officials/authority/ministry', { ...since, field: '*' }, now)).status).toBe(200);
  const wrong = await face.send('PUT', 'officials/authority/x', { ...since, until: '2025-01-01' }, now);
  expect(wrong.body.code).toBe('bad-day');
});
afterAll(() => face.close());

const content = {
  ...{ name: 'Zmyślon', substance: 'fictum', form: 'tabletki', strength: '5 mg', packageSize: '30 tabl.' },
  ...{ diagnosis: 'G40.1', justification: 'Brak odpowiednika w Polsce.' },
};
const issue = async (as = doctor, more: object = {}) =>
  (await face.send('POST', 'demands', { field: 'neurologia', quantity: 10, content, patient: 'p', ...more }, as)).body;
const step = async (id: string, act: string, as: Actor, body: object = {}) =>
  (await face.send('POST', `demands/${id}/${act}`, body, as)).body;
const granted = async () => {
  const { id } = await issue();
  await step(id, 'confirm', consultant);
  expect(await step(id, 'grant', ministry)).toMatchObject({ state: 'granted', says: 'zgoda na sprowadzenie' });
  return id as string;
};

describe('a demand', () => {
  it('goes from the doctor over consultant and authority to the wholesaler, every step kept', async () => {
    const id = await granted();
    expect(await step(id, 'take', one)).toMatchObject({ state: 'taken', wholesaler: 'w-1' });
    expect(await step(id, 'import', one, { quantity: 4 })).toMatchObject({ state: 'taken', imported: 4 });
    expect((await step(id, 'import', one, { quantity: 7 })).code).toBe('too-many');
    expect(await step(id, 'import', one, { quantity: 6 })).toMatchObject({ state: 'realised', imported: 10 });
    const { steps } = (await face.get(`demands/${id}`, doctor)).body;
    expect(steps.map(({ act }: { act: string }) => act)).toEqual([
      'issue',
      'confirm',
      'grant',
      'take',
      'import',
      'import',
    ]);
    const { rows } = await face.database.query<{ n: number }>(
      `select count(*)::int as n from audit.event where kind = 'act-on-target-import' and patient_ids @> array['p']`,
    );
    expect(rows[0]?.n).toBeGreaterThan(4);
  });

  it('is seen by those whom it concerns, and by nobody else', async () => {
    const { id } = await issue();
    const sees = async (as: Actor) => (await face.get(`demands/${id}`, as)).status;
    const lists = async (as: Actor) =>
      (await face.get('demands', as)).body.demands.some((found: { id: string }) => found.id === id);
    expect(await Promise.all([sees(doctor), sees(consultant)])).toEqual([200, 200]);
    expect(await sees(patient)).toBe(200);
    for (const as of [
      physician('other', 'org-2'),
      physician('former', 'org-2'),
      ministry,
      one,
      { ...patient, patient: 'q' },
    ])
      expect([await sees(as), await lists(as)]).toEqual([404, false]);
    expect([await lists(consultant), await lists(patient)]).toEqual([true, true]);
    await step(id, 'confirm', consultant);
    expect([await sees(ministry), await lists(ministry), await sees(one)]).toEqual([200, true, 404]);
    await step(id, 'grant', ministry);
    expect([await sees(one), await lists(two)]).toEqual([200, true]);
    await step(id, 'take', one);
    expect([await sees(one), await sees(two), await lists(two)]).toEqual([200, 404, false]);
  });

  it.each<[string, Actor, string, object, string]>([
    ['confirming one’s own demand', doctor, 'confirm', {}, 'not-yours'],
    ['granting what was not confirmed', consultant, 'grant', {}, 'not-yours'],
    ['declining without a reason', consultant, 'decline', {}, 'no-reason'],
    ['cancelling by a colleague', physician('colleague'), 'cancel', { reason: 'x' }, 'not-yours'],
    ['deciding before the consultant', ministry, 'grant', {}, 'no-such-demand'],
    ['taking what is not granted', one, 'take', {}, 'no-such-demand'],
  ])('refuses %s', async (_, as, act, body, code) => {
    const { id } = await issue();
    expect((await step(id, act, as, body)).code).toBe(code);
  });

  it('refuses who may not ask, for whom, and what is no demand', async () => {
    expect((await issue(physician('struck'))).code).toBe('not-entitled');
    expect((await issue(doctor, { patient: 'stranger' })).code).toBe('not-found');
    for (const more of [
      { quantity: 0 },
      { quantity: 1.5 },
      { content: {} },
      { content: { ...content, diagnosis: 'x' } },
    ])
      expect((await face.send('POST', 'demands', { field: 'n', quantity: 1, content, ...more }, doctor)).status).toBe(
        400,
      );
    expect((await step('nobody', 'confirm', consultant)).code).toBe('no-such-demand');
    const { id } = await issue();
    await step(id, 'confirm', consultant);
    expect((await step(id, 'confirm', consultant)).code).toBe('wrong-state');
    expect((await step(id, 'cancel', doctor, { reason: 'pomyłka' })).state).toBe('cancelled');
    expect((await step(id, 'grant', ministry)).code).toBe('wrong-state');
  });

  it('is taken by one wholesaler, and never more comes than was asked for, at once', async () => {
    const id = await granted();
    const both = await Promise.all([step(id, 'take', one), step(id, 'take', two)]);
    expect(both.filter(({ state }) => state === 'taken')).toHaveLength(1);
    const holder = both[0].state === 'taken' ? one : two;
    const imports = await Promise.all(Array.from({ length: 6 }, () => step(id, 'import', holder, { quantity: 3 })));
    expect(imports.filter(({ code }) => code === undefined)).toHaveLength(3);
    expect((await face.get(`demands/${id}`, doctor)).body.imported).toBe(9);
    expect((await step(id, 'return', holder, { reason: 'brak u wytwórcy' })).state).toBe('granted');
  });
});

describe('the table of states', () => {
  const days = fc
    .integer({ min: 0, max: 120 })
    .map((at) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10));
  const steps = fc.array(
    fc.record({
      name: fc.constantFrom(...(Object.keys(acts) as ActName[])),
      day: days,
      reason: fc.constantFrom(undefined, 'x'),
      quantity: fc.option(fc.integer({ min: -1, max: 8 }), { nil: undefined }),
    }),
    { maxLength: 15 },
  );
  it('is never left, and never more is imported than asked for', () => {
    fc.assert(
      fc.property(steps, (history) => {
        let standing = {
          state: 'submitted' as (typeof states)[number],
          issued: '2026-01-01',
          quantity: 10,
          imported: 0,
        };
        for (const { name, ...given } of history) {
          const verdict = acted(name, standing, given);
          if ('refused' in verdict) continue;
          const from: readonly string[] = acts[name].from;
          expect(from).toContain(standing.state);
          if (name !== 'cancel') expect(isExpired(standing.state, standing.issued, given.day)).toBe(false);
          standing = { ...standing, state: verdict.to, imported: verdict.imported };
          expect(states).toContain(standing.state);
          expect(standing.imported).toBeLessThanOrEqual(10);
          expect(standing.state === 'realised').toBe(standing.imported === 10);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lets a demand run out', () => {
    expect(isExpired('submitted', '2026-01-01', '2026-03-02')).toBe(false);
    expect(isExpired('submitted', '2026-01-01', '2026-03-03')).toBe(true);
    expect(isExpired('granted', '2026-01-01', '2027-01-01')).toBe(false);
  });
});
