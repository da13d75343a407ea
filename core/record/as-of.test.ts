/**
 * What was known at an instant: random lives of patients, with the answers written down as they go, and asked for again
 * when everything has changed.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aPatient,
  anEncounter,
  anObservation,
  callBy,
  machine,
  openTestRecord,
  patientActor,
  type TestRecord,
} from './fixtures.ts';
import type { Resource } from './record.ts';

let test: TestRecord;
beforeAll(async () => {
  test = await openTestRecord();
});
afterAll(() => test?.close());

const call = callBy(machine());
/** Two changes are told apart by milliseconds. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 3));

interface Page {
  status: number;
  body: { entry?: { resource: Resource }[]; total?: number; link?: { relation: string; url: string }[] };
}

/** What a question finds, page by page: `Type/id/version`, and the total. */
async function answer(path: string, asOf?: Date): Promise<string[]> {
  const found: string[] = [];
  const [address = '', query = ''] = path.split('?');
  const then = asOf ? `&_asOf=${encodeURIComponent(asOf.toISOString())}` : '';
  let next: string | undefined = `${address}?${query}${then}`;
  while (next !== undefined) {
    const { status, body }: Page = await test.ask('GET', next);
    if (status !== 200) return [`${status}`];
    if (body.total !== undefined) found.push(`total ${body.total}`);
    for (const { resource } of body.entry ?? []) {
      found.push(`${resource.resourceType}/${resource.id}/${resource.meta?.versionId}`);
    }
    next = body.link?.find(({ relation }) => relation === 'next')?.url.slice('http://record.test/fhir/R4'.length);
  }
  return found;
}

const questions = (patient: string): string[] => [
  `/Observation?patient=${patient}&_sort=-date&_count=2`,
  `/Observation?patient=${patient}&code=http://loinc.org|8867-4&_total=accurate`,
  `/Observation?patient=${patient}&value-quantity=gt100&_sort=_lastUpdated,_id`,
  `/Observation?subject=Patient/${patient}&encounter.status=finished&_sort=_id`,
  `/Observation?patient=${patient}&_include=Observation:performer&_include=Observation:encounter&_sort=_id`,
  `/Encounter?patient=${patient}&_has:Observation:encounter:status=final&_sort=_id`,
  `/Encounter?patient=${patient}&_revinclude=Observation:encounter&_sort=_id`,
  `/Patient?_id=${patient}&name=nowy`,
  `/Observation?patient=${patient}&_summary=count`,
  `/Observation?patient=${patient}&status:not=final&date=ge2026-01-10&_sort=_id`,
  `/Patient/${patient}/$everything?_count=3`,
  `/Patient/${patient}/Observation?status=final&_sort=_id&_count=2`,
  `/Patient/${patient}/*?_count=3`,
  `/Patient/${patient}/Observation?identifier=urn:lab|odd&_sort=_id`,
  `/Patient/${patient}/Observation?subject:identifier=urn:people|even&_sort=_id`,
  ...fromElsewhere(patient),
];

/** What lies in the compartment of another patient, or in nobody's, and refers to this one or to what is this one's. */
const fromElsewhere = (patient: string): string[] => [
  `/Provenance?patient=${patient}&_sort=_id`,
  `/Provenance?target=Observation/${patient.slice(0, -2)}-Obs1&_sort=_id`,
  `/Provenance?target=Patient/${patient}&recorded=ge2026-01-10&_sort=recorded,_id&_count=1`,
  `/Patient/${patient}/Provenance?_sort=_id&_count=1`,
  `/Patient/${patient}/Appointment?status=booked&_sort=_id`,
  `/Appointment?patient=${patient}&identifier=urn:lab|odd&_sort=_id`,
  `/Observation?patient=${patient}&_revinclude=Provenance:target&_sort=_id`,
  `/Observation?patient=${patient}&_has:Provenance:target:recorded=ge2026-01-10&_sort=_id`,
  `/Patient?_id=${patient}&_revinclude=Appointment:actor&_revinclude=Provenance:target`,
];

/** Included resources come in no order that is promised. */
const inOrder = (path: string, found: string[]): string[] => (/include/.test(path) ? [...found].sort() : found);

interface Step {
  what: 'Observation' | 'Encounter' | 'Patient' | 'Practitioner' | 'Provenance' | 'Appointment';
  which: number;
  patient: number;
  does: 'put' | 'delete';
  value: number;
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom(
      ...(['Observation', 'Observation', 'Observation', 'Encounter', 'Patient', 'Practitioner'] as const),
      ...(['Provenance', 'Provenance', 'Appointment'] as const),
    ),
    which: fc.nat(4),
    patient: fc.nat(1),
    does: fc.constantFrom('put', 'put', 'put', 'delete'),
    value: fc.nat(200),
  }),
  { minLength: 15, maxLength: 30 },
);

const people = (world: string): [string, string] => [`${world}-a`, `${world}-b`];

function contentOf({ what, which, patient, value }: Step, world: string): Resource {
  const about = `Patient/${people(world)[patient]}`;
  // Encounters stay with their patient: what other compartments hold of one is left to the present.
  const whose = what === 'Encounter' ? patient : '';
  const id = what === 'Patient' ? (people(world)[patient] as string) : `${world}-${what.slice(0, 3)}${whose}${which}`;
  switch (what) {
    case 'Patient':
      return aPatient({ id, name: [{ family: value > 100 ? 'Nowy' : 'Dawny' }], active: value % 2 === 0 });
    case 'Practitioner':
      return { resourceType: 'Practitioner', id, active: value > 100 };
    case 'Encounter':
      return anEncounter(about, 'org', { id, status: value > 100 ? 'finished' : 'planned' });
    case 'Provenance':
      return {
        resourceType: 'Provenance',
        id,
        target: [
          ...(value % 3 === 0 ? [] : [{ reference: about }]),
          { reference: `Observation/${world}-Obs${value % 4}` },
          ...(value % 3 === 1 ? [{ reference: `Patient/${people(world)[1 - patient]}` }] : []),
        ],
        recorded: `2026-01-${String((value % 28) + 1).padStart(2, '0')}T00:00:00Z`,
        agent: [{ who: { reference: `Practitioner/${world}-Pra1` } }],
      };
    case 'Appointment':
      return {
        resourceType: 'Appointment',
        id,
        identifier: [{ system: 'urn:lab', value: value % 2 ? 'odd' : 'even' }],
        status: value > 100 ? 'booked' : 'proposed',
        ...(value > 100 ? { start: '2026-02-01T10:00:00Z', end: '2026-02-01T10:30:00Z' } : {}),
        participant: (value % 3 === 0 ? [patient] : [patient, 1 - patient]).map((one) => ({
          actor: { reference: `Patient/${people(world)[one]}` },
          status: 'accepted',
        })),
      };
    default:
      return anObservation(about, {
        id,
        status: value % 3 === 0 ? 'amended' : 'final',
        effectiveDateTime: `2026-01-${String((value % 28) + 1).padStart(2, '0')}`,
        encounter: { reference: `Encounter/${world}-Enc${patient}${value % 5}` },
        performer: [{ reference: `Practitioner/${world}-Pra${value % 5}` }],
        identifier: [{ system: 'urn:lab', value: value % 2 ? 'odd' : 'even' }],
        subject: { reference: about, identifier: { system: 'urn:people', value: value % 2 ? 'odd' : 'even' } },
        valueQuantity: { value },
      });
  }
}

describe('_asOf', () => {
  it('finds what a search found at the time', async () => {
    let worlds = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (life) => {
        const world = `w${worlds++}`;
        const asked = people(world).flatMap(questions);
        const written: { at: Date; path: string; found: string[] }[] = [];
        const begin: Step = { what: 'Patient', which: 0, patient: 0, does: 'put', value: 1 };
        for (const [n, step] of [begin, { ...begin, patient: 1 }, ...life].entries()) {
          const { resourceType: type, id = '' } = contentOf(step, world);
          if (step.does === 'delete') await test.ask('DELETE', `/${type}/${id}`);
          else await test.ask('PUT', `/${type}/${id}`, { body: contentOf(step, world) });
          await pause();
          if (n % 4 !== 3) continue;
          const at = new Date();
          for (const path of asked) written.push({ at, path, found: await answer(path) });
          await pause();
        }
        for (const { at, path, found } of written) {
          // A patient who had been deleted had no compartment to be searched; what lay in it was found all the same.
          expect([path, inOrder(path, await answer(path, at))]).toEqual([path, inOrder(path, found)]);
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  }, 120_000);

  it('reads the version that was there', async () => {
    const { body } = await test.ask('POST', '/Practitioner', { body: { resourceType: 'Practitioner', active: true } });
    const times: Date[] = [new Date(Date.parse(body.meta.lastUpdated) - 1)];
    const moment = async () => {
      await pause();
      times.push(new Date());
      await pause();
    };
    await moment();
    await test.ask('PUT', `/Practitioner/${body.id}`, { body: { ...body, active: false } });
    await moment();
    await test.ask('DELETE', `/Practitioner/${body.id}`);
    await moment();
    const then = async (at: Date | undefined) => {
      const url = `/Practitioner/${body.id}?_asOf=${encodeURIComponent(at?.toISOString() ?? '')}`;
      const { status, headers } = await test.ask('GET', url);
      return [status, headers.etag];
    };
    expect(await Promise.all(times.map(then))).toEqual([
      [404, undefined],
      [200, 'W/"1"'],
      [200, 'W/"2"'],
      [410, undefined],
    ]);
    const { version } = await test.record.read(call, 'Practitioner', body.id, { asOf: times[1] as Date });
    expect(version).toBe(1);
  });

  it('is in-process, too, and names the instant in the links', async () => {
    for (const value of [1, 2]) {
      await test.ask('PUT', '/Patient/inside', { body: aPatient({ id: 'inside' }) });
      await test.ask('PUT', `/Observation/inside${value}`, {
        body: anObservation('Patient/inside', { id: `inside${value}` }),
      });
      await pause();
    }
    const asOf = new Date();
    const page = await test.record.search(call, 'Observation', 'patient=inside&_count=1', { asOf });
    expect([page.entries.length, page.self, page.next]).toEqual([
      1,
      expect.stringContaining('_asOf='),
      expect.stringContaining('_asOf='),
    ]);
    const all = await test.record.everything(call, 'inside', '', { asOf });
    expect(all.entries).toHaveLength(3);
  });

  it('shows what those who ask now may see now', async () => {
    await test.ask('PUT', '/Patient/mine', { body: aPatient({ id: 'mine' }) });
    await test.ask('PUT', '/Patient/other', { body: aPatient({ id: 'other' }) });
    await test.ask('PUT', '/Observation/mine1', { body: anObservation('Patient/mine', { id: 'mine1' }) });
    const about = {
      ...{ resourceType: 'Provenance', id: 'of-other', recorded: '2026-01-01T00:00:00Z' },
      target: [{ reference: 'Patient/other' }, { reference: 'Patient/mine' }, { reference: 'Observation/mine1' }],
      agent: [{ who: { display: 'x' } }],
    };
    await test.ask('PUT', '/Provenance/of-other', { body: about });
    await pause();
    const at = new Date();
    await pause();
    await test.ask('DELETE', '/Observation/mine1');
    await test.ask('DELETE', '/Provenance/of-other');
    const led = ['/Provenance?target=Observation/mine1', '/Patient/mine/Provenance?', '/Provenance?patient=mine'];
    for (const path of led) expect(await answer(path, at)).toEqual(['Provenance/of-other/1']);
    test.signIn(patientActor('mine'));
    expect(await answer('/Observation?', at)).toEqual(['Observation/mine1/1']);
    expect(await answer('/Observation/mine1', at)).toEqual([]);
    for (const path of led) expect(await answer(path, at)).toEqual([]);
    test.signIn(patientActor('other'));
    expect(await answer('/Provenance?target=Observation/mine1', at)).toEqual(['Provenance/of-other/1']);
    expect(await answer('/Observation?', at)).toEqual([]);
    expect(await answer('/Observation?patient=mine', at)).toEqual([]);
    const path = `/Observation/mine1?_asOf=${encodeURIComponent(at.toISOString())}`;
    expect((await test.ask('GET', path)).status).toBe(404);
    expect(await answer('/Patient/mine/$everything', at)).toEqual(['404']);
    test.signIn(machine());
  });

  it.each([
    ['/Observation?code=1', 'no-patient'],
    ['/Practitioner?name=x', 'no-patient'],
    ['/?_type=Observation', 'no-patient'],
    ['/Encounter/e/Observation?code=x', 'no-patient'],
    ['/Patient/p/Practitioner?name=x', 'no-patient'],
    ['/Observation?_id=1', 'no-patient'],
    ['/AuditEvent?date=2026', 'no-patient'],
    ['/Observation?patient=p&performer:Practitioner.name=x', 'as-of-outside'],
  ])('refuses what it cannot know: %s', async (path) => {
    const { status, body } = await test.ask('GET', `${path}&_asOf=2026-01-01T00:00:00Z`);
    expect([status, body.issue[0].diagnostics]).toEqual([400, expect.stringContaining('_asOf')]);
  });

  it.each(['yesterday', '2026-01-01', '2026-13-01T00:00:00Z', '2026-01-01T00:00:00', ''])(
    'refuses %o',
    async (text) => {
      for (const path of ['/Observation?patient=p&', '/Patient/p?', '/Patient/p/$everything?']) {
        expect((await test.ask('GET', `${path}_asOf=${text}`)).status).toBe(400);
      }
    },
  );
});
