/** Declarations over HTTP: choose, answer, take back, lapse, replace; who may; and what care follows from them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '#core/record/record.ts';
import { openWorld, type World } from './fixtures.ts';
import { keepLedger } from './ledger.ts';
import type { Kind, Mine, Shown } from './model.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

const codeOf = (body: unknown) => (body as { code?: string }).code;
const submit = (who: string, practitioner: string, more: object = {}, facility = 'near', kind: Kind = 'doctor') =>
  world.api(who, 'POST', '', { kind, facility: world.ids[facility], practitioner: world.ids[practitioner], ...more });
const act = (who: string, { id }: Pick<Shown, 'id'>, name: string, body?: object) =>
  world.api(who, 'POST', `/declaration/${id}/${name}`, body);
const mine = async (who: string): Promise<Mine> => (await world.api(who, 'GET', '/mine')).body;
const list = async (who: string, name: string): Promise<(Shown & { pesel?: string })[]> =>
  ((await world.api(who, 'GET', `/${name}`)).body as { declarations: Shown[] }).declarations;
const sees = async (who: string, patient: string) =>
  (await world.ask(who, 'GET', `/fhir/R4/Patient/${world.ids[patient]}`)).status === 200;
const submitted = async (...of: Parameters<typeof submit>): Promise<Shown> => {
  const { status, body } = await submit(...of);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const messages = async (who: string) => {
  const { body } = await world.ask(who, 'GET', '/fhir/R4/Communication?_sort=-sent&_count=50');
  const { entry = [] } = body as { entry?: { resource: { payload: { contentString: string }[] } }[] };
  return entry.map(({ resource }) => resource.payload[0]?.contentString ?? '');
};

describe('choosing', () => {
  it('finds facilities of primary care and who may be chosen there', async () => {
    const found = async (text: string) =>
      (
        (await world.api('anna', 'GET', `/facilities?text=${text}`)).body as { facilities: { name: string }[] }
      ).facilities.map(({ name }) => name);
    expect([await found('Kielce'), await found('przychodnia d'), await found('xyz')]).toEqual([
      ...[['Przychodnia Bliska'], ['Przychodnia Daleka'], []],
    ]);
    const people = async (kind: Kind) =>
      (
        (await world.api('anna', 'GET', `/facilities/${world.ids.near}/people?kind=${kind}`)).body as {
          people: { name: string }[];
        }
      ).people.map(({ name }) => name);
    expect([await people('doctor'), await people('nurse'), await people('midwife')]).toEqual([
      ...[['nowak', 'sowa'], ['lis'], ['wilk']],
    ]);
  });

  it('waits for the facility, which sees who it is and nothing of the record yet', async () => {
    const declaration = await submitted('anna', 'nowak');
    expect(declaration).toMatchObject({ state: 'submitted', number: 1, moves: ['withdraw'], by: 'patient' });
    expect(await list('near', 'waiting')).toMatchObject([
      { id: declaration.id, patientName: 'Anna Przykład', pesel: '59031200000', moves: ['accept', 'reject'] },
    ]);
    expect([await list('far', 'waiting'), await sees('near', 'anna')]).toEqual([[], false]);
    expect(codeOf((await submit('anna', 'sowa')).body)).toBe('already-waiting');
    const answers = [await act('far', declaration, 'accept'), await act('anna', declaration, 'accept')];
    expect(answers.map(({ status }) => status)).toEqual([404, 403]);
    expect((await world.api('jakub', 'GET', `/declaration/${declaration.id}`)).status).toBe(404);
  });

  it('brings the person into the care of the facility that takes it', async () => {
    const [waiting] = await list('near', 'waiting');
    const answer = await act('near', waiting as Shown, 'accept');
    expect(answer.body).toMatchObject({ state: 'accepted', last: { name: 'accept' } });
    expect([await sees('near', 'anna'), await sees('far', 'anna')]).toEqual([true, false]);
    const { body } = await world.ask('anna', 'GET', `/fhir/R4/Patient/${world.ids.anna}`);
    expect(body).toMatchObject({
      generalPractitioner: [
        { reference: `Practitioner/${world.ids.nowak}` },
        { reference: `Organization/${world.ids.near}` },
      ],
      managingOrganization: { reference: `Organization/${world.ids.near}` },
    });
    const counts = (await world.api('near', 'GET', '/counts')).body as { people: object[] };
    expect(counts.people).toContainEqual({
      ...{ person: { id: world.ids.nowak, name: 'nowak' }, kind: 'doctor', accepted: 1, limit: 2500 },
    });
    expect(await messages('anna')).toContainEqual(expect.stringContaining('deklaracja przyjęta'));
    expect(codeOf((await act('near', waiting as Shown, 'accept')).body)).toBe('wrong-state');
  });

  it('replaces the one before, whose facility sees nothing from then on', async () => {
    const next = await submitted('anna', 'mazur', {}, 'far');
    expect(next.number).toBe(2);
    expect([await sees('near', 'anna'), await sees('far', 'anna')]).toEqual([true, false]);
    await act('far', next, 'accept');
    expect([await sees('near', 'anna'), await sees('far', 'anna')]).toEqual([false, true]);
    expect((await mine('anna')).declarations.map(({ state }) => state)).toEqual(['accepted', 'replaced']);
  });

  it('costs a fee from the third time in a year on, to which the patient agrees', async () => {
    const { next } = await mine('anna');
    expect(next.find(({ kind }) => kind === 'doctor')).toEqual({
      ...{ kind: 'doctor', number: 3, fee: { value: 80, currency: 'PLN' } },
    });
    expect(codeOf((await submit('anna', 'nowak')).body)).toBe('fee-applies');
    const declaration = await submitted('anna', 'nowak', { feeAgreed: 80 });
    expect(declaration).toMatchObject({ number: 3, fee: { value: 80 } });
    expect((await act('anna', declaration, 'withdraw')).body).toMatchObject({ state: 'withdrawn' });
    const free = await submitted('anna', 'nowak', { freeReason: 'moved' });
    expect((await act('near', free, 'reject', { reason: 'list-full' })).body).toMatchObject({ state: 'rejected' });
    expect(await messages('anna')).toContainEqual(expect.stringContaining('lista jest pełna'));
  });

  it('has nurse and midwife beside the doctor, and midwives for women', async () => {
    const nurse = await submitted('anna', 'lis', {}, 'near', 'nurse');
    await act('near', nurse, 'accept');
    // Both facilities care for her now; the doctor's keeps the record.
    expect([await sees('near', 'anna'), await sees('far', 'anna')]).toEqual([true, true]);
    expect(codeOf((await submit('jakub', 'wilk', {}, 'near', 'midwife')).body)).toBe('midwife-for-women');
    expect((await mine('jakub')).next.map(({ kind }) => kind)).toEqual(['doctor', 'nurse']);
    await act('near', nurse, 'end', { reason: 'person-left' });
    expect([await sees('near', 'anna'), await sees('far', 'anna')]).toEqual([false, true]);
  });
});

describe('children', () => {
  it('are declared by a parent, not by themselves and not by a trusted person', async () => {
    expect(codeOf((await submit('zosia', 'sowa')).body)).toBe('too-young');
    expect(codeOf((await submit('friend', 'sowa')).body)).toBe('not-by-trust');
    expect([(await mine('zosia')).mayChoose, (await mine('mother')).mayChoose]).toEqual([false, true]);
    const declaration = await submitted('mother', 'sowa');
    expect(declaration.by).toBe('parent');
    await act('near', declaration, 'accept');
    expect(await sees('near', 'zosia')).toBe(true);
    expect((await act('zosia', declaration, 'withdraw')).status).toBe(403);
    expect((await mine('zosia')).declarations).toMatchObject([{ standing: 'full', moves: [] }]);
  });
});

describe('silence', () => {
  it('is a rejection after seven days, and the patient is told', async () => {
    const declaration = await submitted('jakub', 'nowak');
    const { rows } = await world.database.query<{ n: number }>(
      `select count(*)::int as n from jobs.jobs where key = 'declaration ${declaration.id}' and run_at > now() + interval '6 days'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
    const run = world.system.handlers[0]?.run as (payload: object, running: object) => Promise<void>;
    const { rows: placed } = await world.database.query<{ patient: string }>(
      `select patient from declarations.declaration where id = '${declaration.id}'`,
    );
    const payload = { patient: placed[0]?.patient, declaration: declaration.id };
    await run(payload, {});
    expect((await mine('jakub')).declarations[0]?.state).toBe('submitted');
    world.later(7.01);
    await run(payload, {});
    await run(payload, {});
    expect((await mine('jakub')).declarations[0]).toMatchObject({
      ...{ state: 'rejected', last: { name: 'lapse', reason: 'not-taken' } },
    });
    expect(await messages('jakub')).toMatchObject([expect.stringContaining('nie odpowiedziała w terminie')]);
    world.later(-7.01);
  });
});

describe('systems of others', () => {
  it('take a signed form by PESEL, in one, under the same rules', async () => {
    const asked = { kind: 'doctor', practitioner: world.ids.mazur, pesel: '59031200000' };
    expect(codeOf((await world.api('his', 'POST', '/received', asked)).body)).toBe('same-choice');
    expect(codeOf((await world.api('his', 'POST', '/received', { ...asked, pesel: '00000000000' })).body)).toBe(
      'no-patient',
    );
    expect(codeOf((await world.api('his', 'POST', '/received', { ...asked, practitioner: 'x' })).body)).toBe(
      'not-entitled',
    );
    const taken = await world.api('near', 'POST', '/received', {
      ...{ kind: 'doctor', practitioner: world.ids.nowak, pesel: '59031200000', freeReason: 'moved' },
    });
    expect(taken.body).toMatchObject({ state: 'accepted', by: 'paper' });
    expect((await world.api('machine', 'POST', '/received', asked)).status).toBe(403);
  });

  it('follow what changed, the payer of all, others nothing', async () => {
    world.later(0.01);
    const { body } = await world.api('machine', 'GET', '/changes');
    const { declarations } = body as { declarations: Shown[] };
    expect(declarations.length).toBeGreaterThan(5);
    expect(declarations.map(({ last }) => last.at)).toEqual(declarations.map(({ last }) => last.at).sort());
    expect((await world.api('reader', 'GET', '/changes')).status).toBe(403);
    expect((await world.api('machine', 'GET', '/changes?cursor=x')).status).toBe(400);
  });
});

describe('the record', () => {
  it('lets nobody write a declaration but by its operations, and holds imported ones to the form', async () => {
    const [declaration] = (await mine('anna')).declarations;
    const path = `/fhir/R4/EpisodeOfCare/${declaration?.id}`;
    const { body: stored } = await world.ask('machine', 'GET', path);
    const { status } = await world.ask('machine', 'PUT', path, { ...(stored as object), status: 'finished' });
    expect(status).toBe(403);
    const { meta } = stored as Pick<Resource, 'meta'>;
    const bare: Resource = { resourceType: 'EpisodeOfCare', ...(meta ? { meta } : {}), status: 'active' };
    const change = {
      method: 'create',
      patient: '1',
      type: 'EpisodeOfCare',
      id: 'x',
      version: 1,
      resource: bare,
    } as const;
    await expect(keepLedger(world.database, [change])).rejects.toMatchObject({ code: 'not-a-declaration' });
  });
});

describe('the demonstration', () => {
  it('has everybody on the list of the doctor whom the record names, once', async () => {
    const reference = (type: string, name: string) => ({ reference: `${type}/${world.ids[name]}` });
    const { id } = await world.record.create(
      { actor: { role: 'platform', id: 'p', name: 'p', purpose: 'HOPERAT', scopes: [] }, source: 'local', trace: 't' },
      {
        ...{ resourceType: 'Patient', active: true, birthDate: '2019-01-01', name: [{ given: ['Ola'], family: 'P' }] },
        generalPractitioner: [reference('Practitioner', 'nowak'), reference('Organization', 'near')],
      },
    );
    expect([await world.system.fillDemonstration(), await world.system.fillDemonstration()]).toEqual([1, 0]);
    const found = (await list('near', 'accepted')).filter(({ patient }) => patient === id);
    expect(found).toMatchObject([{ kind: 'doctor', state: 'accepted', by: 'parent' }]);
  });
});
