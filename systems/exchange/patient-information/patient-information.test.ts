/** Services that the NFZ has settled, over the real protocol of the simulator into the real record. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { doctor, type Stage, setStage, stranger } from './fixtures.ts';
import { mostOnPage, Nonsense, readPage, readService } from './protocol.ts';
import { sameVisits } from './same-visit.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());
afterEach(() => stage.system.behave?.('well'));

/** What the profile asks when it is opened. */
const opened = () => stage.system.opened(stage.patient);
const refreshed = async () => {
  stage.later(20);
  const { status } = await stage.call('POST', `/patient-information/${stage.patient}/refresh`);
  expect(status).toBe(202);
  // The state of a question that waits is that of the one before: wait until nothing is queued any more.
  for (let left = 200; left > 0; left--) {
    const { rows } = await stage.database.query('select from patient_information.asking where queued_at is not null');
    if (rows.length === 0) return (await stage.call('GET', `/patient-information/${stage.patient}`)).body;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('The question was not asked.');
};

describe('services that the NFZ settled', () => {
  it('asks when a profile is opened for the first time, and says meanwhile that nothing is known yet', async () => {
    expect((await stage.call('GET', `/patient-information/${stage.patient}`)).body.state).toBe('never');
    expect(await opened()).toMatchObject({ source: 'nfz', state: 'asking', simulated: true });
    const state = await stage.until('answered', 'down');
    expect(state).toMatchObject({ state: 'answered', partial: false, unreadable: 0 });
    expect(state.services).toBeGreaterThan(4);
  });

  it('changes nothing when it is told the same again, however often', async () => {
    const before = await stage.settled();
    await refreshed();
    await refreshed();
    expect(await stage.settled()).toEqual(before);
  });

  it('asks again by itself after a day, not before', async () => {
    const asked = async () => (await opened()).lastAsked;
    const first = await asked();
    stage.later(23 * 60);
    expect(await asked()).toBe(first);
    stage.later(2 * 60);
    await opened();
    await expect.poll(asked, { timeout: 10_000 }).not.toBe(first);
  });

  it.each([
    ['down', 'silent'],
    ['nonsense', 'nonsense'],
    ['stranger', 'nonsense'],
    ['endless', 'nonsense'],
    ['refusing', 'refused'],
  ] as const)('says so when the Fund is %s, and keeps what it has', { timeout: 20_000 }, async (behaviour, because) => {
    const before = await stage.settled();
    stage.system.behave?.(behaviour);
    const state = await refreshed();
    expect(state).toMatchObject({ state: 'down', downBecause: because });
    expect(state.lastAnswered < state.downSince).toBe(true);
    const again = await refreshed();
    expect(again.downSince).toBe(state.downSince);
    expect(await opened()).toMatchObject({ state: 'down', downSince: state.downSince });
    expect(await stage.settled()).toEqual(before);
    stage.system.behave?.('well');
    expect((await refreshed()).state).toBe('answered');
  });

  it('says that the answer is partial when pages fail after the first, and takes nothing back', async () => {
    const before = await stage.settled();
    stage.system.behave?.('cut');
    expect(await refreshed()).toMatchObject({ state: 'answered', partial: true, services: 5 });
    expect(await stage.settled()).toEqual(before);
    stage.system.behave?.('well');
    expect(await refreshed()).toMatchObject({ state: 'answered', partial: false });
  });

  it('says so when it is too slow', { timeout: 30_000 }, async () => {
    stage.system.behave?.('slow');
    expect(await refreshed()).toMatchObject({ state: 'down', downBecause: 'slow' });
  });

  it('answers nobody who may not know of the patient, and lets nobody write in its name', async () => {
    stage.signIn(stranger);
    for (const [method, path] of [
      ['GET', `/patient-information/${stage.patient}`],
      ['POST', `/patient-information/${stage.patient}/refresh`],
    ] as const)
      expect((await stage.call(method, path)).status).toBe(404);
    stage.signIn(undefined);
    stage.signIn(doctor);
    const [one] = await stage.settled();
    const forged = await stage.ask('PUT', `/ExplanationOfBenefit/${one?.id}`, { body: { ...one, status: 'draft' } });
    expect(forged.status).toBe(403);
  });

  it('leaves in the trail that the number of the patient was told', async () => {
    const { rows } = await stage.database.query<{ n: number }>(
      `select count(*)::int as n from audit.event where kind = 'ask-health-fund'`,
    );
    expect(rows[0]?.n).toBeGreaterThan(5);
  });
});

describe('what the Fund answers', () => {
  const entry = { numer: 'N1', rodzaj: 'porada', od: '2026-03-02', swiadczeniodawca: { nazwa: 'Poradnia' } };
  const page = (swiadczenia: unknown, more: object = {}) =>
    Buffer.from(JSON.stringify({ pesel: '1', strona: 1, stron: 1, kompletne: true, swiadczenia, ...more }));

  it('is kept as it comes: unknown codes and kinds, half dates, dates to come, ends before beginnings', () => {
    expect(
      readService({ ...entry, rodzaj: 'kriokomora', od: '2026-03', rozpoznania: [{ kod: 'Z99.X' }] }),
    ).toMatchObject({
      ...{ kind: 'kriokomora', from: '2026-03', diagnoses: [{ code: 'Z99.X' }], remarks: [] },
    });
    expect(readService({ ...entry, od: '2199-01-01' })?.from).toBe('2199-01-01');
    expect(readService({ ...entry, od: '2026-02-31' })?.remarks).toEqual(['Data podana przez NFZ: 2026-02-31']);
    expect(readService({ ...entry, do: '2026-03-01' })).toMatchObject({ remarks: [expect.stringContaining('przed')] });
  });

  it('counts what nobody could make anything of', () => {
    expect(readPage(page([entry, {}, null, 7]), { pesel: '1', page: 1 })).toMatchObject({ unreadable: 3 });
  });

  it('is refused whole when it is about somebody else, another page, or no list', () => {
    for (const bytes of [
      ...[
        page([], { pesel: '2' }),
        page([], { strona: 2 }),
        page({}),
        page(Array.from({ length: mostOnPage + 1 }, () => entry)),
      ],
      ...[Buffer.from('<html>'), Buffer.from([0xff, 0xfe]), page([], { stron: 'wiele' }), Buffer.from('[]')],
    ])
      expect(() => readPage(bytes, { pesel: '1', page: 1 })).toThrow(Nonsense);
  });

  it('never makes the reader fail, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('swiadczenia', 'stron', 'strona', 'pesel'), (json, name) => {
        const bytes = page([JSON.parse(json), { ...entry, ...{ od: JSON.parse(json), lek: JSON.parse(json) } }], {
          ...(name === 'swiadczenia' ? {} : { [name]: JSON.parse(json) as unknown }),
        });
        try {
          readPage(bytes, { pesel: '1', page: 1 });
        } catch (error) {
          expect(error).toBeInstanceOf(Nonsense);
        }
      }),
    );
  });
});

describe('which event a service is', () => {
  it('never gives two services one event, nor one of another provider or day', () => {
    const organization = fc.constantFrom('a', 'b', undefined);
    const day = fc.constantFrom('2026-03-02', '2026-03-03', '2026-03', undefined);
    const services = fc.uniqueArray(
      fc.record({ number: fc.string({ minLength: 1 }), organization, day, isStay: fc.boolean() }),
      { selector: ({ number }) => number },
    );
    const events = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), organization, from: day, to: day }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(services, events, (some, registered) => {
        const found = sameVisits(some, registered);
        expect(new Set(found.values()).size).toBe(found.size);
        for (const [number, id] of found) {
          const service = some.find((one) => one.number === number);
          const event = registered.find((one) => one.id === id);
          expect([event?.organization, event?.from]).toEqual([service?.organization, service?.day]);
          expect([service?.organization, service?.day?.length]).not.toContain(undefined);
        }
      }),
    );
  });
});
