/** Reference data over registers that are played: what is asked of which, people, what may not be told. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import type { System } from '#core/http/operation.ts';
import { type Face, openFace } from '#core/registers/test-face.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { loadShipped } from '#core/terminology/shipped/load.ts';
import { makePesel } from '#libs/polish-identifiers/pesel.ts';
import { referenceData } from './index.ts';
import { recipientOn, workerOn } from './rules.ts';

const pesel = makePesel('1980-01-15', 'female', 4001);
const physician: Actor = {
  ...{ role: 'physician', id: 'd', name: 'D', purpose: 'TREAT', practitioner: 'd', facility: 'o', scopes: [] },
};
const asked: string[] = [];
const told = (what: string) => async (_tx: unknown, number: string, day: string) => {
  asked.push(`${what} ${number} ${day}`);
  return { answer: 'holds', says: { pl: '', en: '' } };
};
let face: Face<System>;
beforeAll(async () => {
  face = await openFace(() =>
    referenceData({
      professionOf: (text) => (text === 'PIEL' ? 'pielęgniarka' : undefined),
      worker: async (_tx, profession, npwz, asOf) => {
        asked.push(`worker ${profession} ${npwz} ${asOf.toISOString()}`);
        return { npwz, profession, specialities: [], status: 'valid', ends: '2026-06-10' };
      },
      person: async (number) =>
        number === pesel ? { givenName: 'Łucja Anna', familyName: 'Żak', birthDate: '1980-01-15' } : undefined,
      patientOf: async () => 'p',
      ...{ place: told('place'), pharmacy: told('pharmacy'), wholesaler: told('wholesaler') },
      contracts: async (_tx, key, day) => {
        asked.push(`contracts ${key} ${day}`);
        return [{ id: '07-1' }];
      },
      registers: ['medical-entities', 'pharmacies', 'pharmacies'],
    }),
  );
});
afterAll(() => face.close());

describe('reference data', () => {
  it('ask the register that knows, as of the day', async () => {
    for (const [path, expected] of [
      [
        'providers/000000927722?day=2026-06-01',
        ['place 000000927722 2026-06-01', 'contracts book:000000927722 2026-06-01'],
      ],
      [
        'providers/000000927722-001',
        ['place 000000927722-001 2026-06-15', 'contracts cell:000000927722-001 2026-06-15'],
      ],
      ['providers/pharmacy:100', ['pharmacy 100 2026-06-15']],
      ['providers/wholesaler:GIF-1', ['wholesaler GIF-1 2026-06-15']],
      [
        'providers/regon:123456785',
        ['pharmacy', 'wholesaler', 'contracts'].map((one) => `${one} regon:123456785 2026-06-15`),
      ],
    ] as const) {
      asked.length = 0;
      expect((await face.get(path)).status).toBe(200);
      expect(asked).toEqual(expected);
    }
    expect((await face.get('providers/1?day=2026-02-30')).body.code).toBe('bad-day');
    expect((await face.get('registers')).body.registers).toEqual([
      { name: 'medical-entities' },
      { name: 'pharmacies' },
    ]);
    await loadShipped(face.database, systemRuntime);
    const { codeSystems } = (await face.get('code-systems')).body;
    expect(codeSystems.length).toBeGreaterThan(10);
    expect(codeSystems[0]).toMatchObject({ url: expect.any(String), versions: [{ content: expect.any(String) }] });
  });

  it('say of workers what was known at the end of the day', async () => {
    asked.length = 0;
    expect((await face.get('workers/PIEL/1234567P?day=2026-06-09', physician)).body.answer).toBe('holds');
    expect((await face.get('workers/PIEL/1234567P?day=2026-06-10', physician)).body.answer).toBe('over');
    expect(asked[0]).toBe('worker pielęgniarka 1234567P 2026-06-09T22:00:00.000Z');
    expect((await face.get('workers/MAG/1', physician)).body.code).toBe('no-such-profession');
    expect((await face.get('workers/PIEL/1234567P')).status).toBe(403);
  });

  it('say whether people are who they are said to be, and nothing of what is right', async () => {
    const ask = async (body: object) => (await face.send('POST', 'recipients', { pesel, ...body }, physician)).body;
    expect(await ask({ givenName: 'lucja', familyName: 'ZAK', birthDate: '1980-01-15' })).toMatchObject({
      ...{ answer: 'agrees', differs: [], patient: 'p' },
    });
    const wrong = await ask({ givenName: 'Anna', familyName: 'Żak', birthDate: '1980-01-16' });
    expect(wrong).toMatchObject({ answer: 'differs', differs: ['givenName', 'birthDate'] });
    expect(JSON.stringify(wrong)).not.toMatch(/Łucja|1980-01-15|"p"/);
    // Nobody learns by a number alone whose record it is.
    expect((await ask({})).patient).toBeUndefined();
    const other = makePesel('1981-01-15', 'male', 4002);
    expect(await ask({ pesel: other })).toMatchObject({ answer: 'unknown', differs: [] });
    expect((await ask({ pesel: '12345678901' })).code).toBe('bad-pesel');
    expect((await face.send('POST', 'recipients', { pesel })).status).toBe(403);
  });
});

describe('the rules', () => {
  it('let nobody practise whose right is not valid or is over', () => {
    const worker = fc.record({
      ...{ npwz: fc.constant('1'), profession: fc.constant('lekarz'), specialities: fc.constant([]) },
      status: fc.constantFrom('valid', 'suspended', 'withdrawn' as const),
      ends: fc.constantFrom(null, '2026-06-14', '2026-06-15', '2026-06-16'),
    });
    fc.assert(
      fc.property(worker, (one) => {
        const holds = one.status === 'valid' && (one.ends === null || one.ends > '2026-06-15');
        expect(workerOn(one as never, '2026-06-15').answer === 'holds').toBe(holds);
      }),
    );
  });

  it('tell of the dead from the day on which they died', () => {
    const person = { givenName: 'A', familyName: 'B', birthDate: '1950-01-01', died: '2026-06-01' };
    expect(recipientOn(person, {}, '2026-05-31').answer).toBe('agrees');
    expect(recipientOn(person, {}, '2026-06-01').answer).toBe('dead');
  });
});
