/** Searching inside documents, on the real record: every kind of attachment, filters, the past, who may, bad input. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import type { Resource } from '#core/record/record.ts';
import { fixedRuntime } from '#core/runtime/runtime.ts';
import { aCondition, anEncounter, anObservation, aPatient } from '../builders.ts';
import type { SearchReply } from '../model.ts';
import { readerOf } from '../reader.ts';
import { timelinePage } from '../timeline-page.ts';
import { facetsOf, search, type SearchAsked } from './search.ts';

const clock = fixedRuntime('2026-01-10T08:00:00Z');
const facility = 'org-search';
const call = (more: object): Call => ({
  actor: { name: 'lek. Test', id: 'test', scopes: [], role: 'physician', purpose: 'TREAT', ...more } as Call['actor'],
  ...{ source: 'local', trace: 'test' },
});
const doctor = call({ practitioner: 'dr-search', facility, facilityName: 'Test' });
const machine = call({ role: 'machine', purpose: 'HOPERAT', scopes: ['system/*.cruds'] });
const patient = 'searched';
const subject = { reference: `Patient/${patient}` };
const base64 = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding).toString('base64');
const letter = (id: string, date: string, attachment: object, more: object = {}): Resource => ({
  ...{ resourceType: 'DocumentReference', id, status: 'current', subject, date: `${date}T10:00:00Z` },
  ...{ type: { text: 'Karta wypisowa' }, content: [{ attachment }], ...more },
});
const cda =
  '<ClinicalDocument><recordTarget>Poufna</recordTarget><component><structuredBody><text>Stan po <b>splenektomii</b></text></structuredBody></component></ClinicalDocument>';

const clinicalStatus = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
};
const resources: Resource[] = [
  aPatient({ id: patient, managingOrganization: { reference: `Organization/${facility}` } }),
  { resourceType: 'Organization', id: facility, name: 'Przychodnia Testowa' },
  anEncounter('2025-05-01', {
    ...{ id: 'v-1', subject, serviceType: { text: 'Kardiologia' } },
    serviceProvider: { reference: `Organization/${facility}` },
  }),
  anEncounter('2025-06-01', {
    ...{ id: 'v-2', subject, serviceType: { coding: [{ code: '1450', display: 'Okulistyka' }] } },
    serviceProvider: { reference: 'Organization/org-other', display: 'Szpital w Kielcach' },
  }),
  letter(
    'plain',
    '2025-05-02',
    { contentType: 'text/plain; charset=utf-8', data: base64('Przebył zawał serca w maju.\nLeczony zachowawczo.') },
    { context: { encounter: [{ reference: 'Encounter/v-1' }] } },
  ),
  letter('html', '2025-05-03', {
    contentType: 'text/html',
    data: base64('<p>Bez <b>zawału</b>; serce wydolne</p><script>zawałowiec()</script>'),
  }),
  letter('latin', '2025-05-04', {
    contentType: 'text/plain; charset=iso-8859-2',
    data: base64('\xbf\xf3\xb3taczka', 'latin1'),
  }),
  letter('cda', '2025-05-05', { contentType: 'application/xml', data: base64(cda) }),
  letter('binary', '2025-05-06', { contentType: 'text/plain', url: 'Binary/file' }),
  {
    resourceType: 'Binary',
    id: 'file',
    contentType: 'text/plain',
    securityContext: subject,
    data: base64('Kolonoskopia bez zmian'),
  },
  letter('pdf', '2025-05-07', { contentType: 'application/pdf', data: base64('%PDF-1.4 zawał') }),
  letter('scan', '2025-05-08', { contentType: 'image/png', data: base64('zawał') }),
  letter('away', '2025-05-09', { contentType: 'text/plain', url: 'https://szpital.example/zawał' }),
  {
    ...(aCondition({ id: 'ill', subject, clinicalStatus, note: [{ text: 'Zawał u brata.' }] }) as Resource),
    encounter: { reference: 'Encounter/v-1' },
  },
  anObservation(7, '2025-05-10', { id: 'lab', subject, code: { text: 'Troponina' } }),
];

let database: TestDatabase;
let record: FhirRecord;
beforeAll(async () => {
  database = await createTestDatabase();
  record = createRecord({ database, audit: createAuditTrail({ database, runtime: clock }), runtime: clock });
  for (const resource of resources) await record.update(machine, resource);
  clock.advance(60);
});
afterAll(() => database?.drop());

const reader = (asOf?: string, by = doctor) => readerOf(record, by, clock.now(), asOf);
const find = (text: string, more: Partial<SearchAsked> = {}, asOf?: string) =>
  search(reader(asOf), patient, { text, ...more });
const ids = ({ lanes }: SearchReply) => lanes.flatMap(({ hits }) => hits.map(({ link }) => link.id)).sort();
const marked = ({ lanes }: SearchReply) =>
  lanes.flatMap(({ hits }) =>
    hits.flatMap((hit) => hit.excerpts.flatMap(({ text, hits: at }) => at.map(([a, b]) => text.slice(a, b)))),
  );

describe('a search', () => {
  it('finds a word in all its forms in notes, text and HTML, and marks it', async () => {
    const reply = await find('zawały');
    expect(ids(reply)).toEqual(['html', 'ill', 'plain']);
    expect(marked(reply).sort()).toEqual(['Zawał', 'zawał', 'zawału']);
    expect(reply.lanes.map(({ lane, total }) => [lane, total])).toEqual([
      ['problems', 1],
      ['documents', 2],
    ]);
    expect(reply.lanes[1]?.hits.map(({ link }) => link.id)).toEqual(['html', 'plain']);
  });

  it.each([
    ['splenektomia', ['cda']],
    ['żółtaczka', ['latin']],
    ['ZOLTACZKI', ['latin']],
    ['tropon', ['lab']],
    ['i50', ['ill']],
    ['zawał serca', ['html', 'ill', 'plain']],
    ['"zawał serca"', ['plain']],
    ['„Serca zawał”', []],
    ['„serce wydolne”', ['html']],
    ['„wydolność serca”', []],
    ['zawał -wydolne', ['ill', 'plain']],
    ['zawał -"serce wydolne" -brat', ['plain']],
    ['zawałowiec', []],
    ['Poufna', []],
    ['okulistyka', ['v-2']],
  ])('for %s finds %j', async (text, expected) => {
    expect(ids(await find(text))).toEqual(expected);
  });

  it('says what could not be searched, and among how many entries it was', async () => {
    const { silent, searched } = await find('zawał');
    expect(silent).toEqual({ picture: 1, pdf: 1, elsewhere: 2, other: 0 });
    expect(searched).toBe(12);
  });

  it('reads a Binary for those who may: a physician may not, and is told that it was not searched', async () => {
    const theirs = await search(reader(undefined, machine), patient, { text: 'kolonoskopii' });
    expect(ids(theirs)).toEqual(['binary']);
    expect(theirs.silent.elsewhere).toBe(1);
    expect(ids(await find('kolonoskopii'))).toEqual([]);
  });

  it('keeps to filters: lane, facility, specialty, time', async () => {
    expect(ids(await find('zawał', { lane: 'problems' }))).toEqual(['ill']);
    expect(ids(await find('zawał', { from: '2025-05-03', to: '2025-06' }))).toEqual(['html']);
    expect(ids(await find('zawał', { facility }))).toEqual(['ill', 'plain']);
    const { specialties } = await facetsOf(reader(), patient, {});
    expect(specialties).toMatchObject([
      { name: 'Kardiologia', count: 3 },
      { id: '1450', name: 'Okulistyka', count: 1 },
    ]);
    expect(ids(await find('zawał', { specialty: specialties[0]?.id as string }))).toEqual(['ill', 'plain']);
  });

  it('knows of a past day only what was known then', async () => {
    const before = clock.now().toISOString();
    clock.advance(60 * 24);
    const data = base64('Rozpoznano sarkoidozę');
    await record.update(machine, letter('late', '2024-01-01', { contentType: 'text/plain', data }));
    await record.update(
      machine,
      letter('plain', '2025-05-02', { contentType: 'text/plain', data: base64('Poprawiono.') }),
    );
    clock.advance(1);
    expect(ids(await find('sarkoidoza'))).toEqual(['late']);
    expect(ids(await find('sarkoidoza', {}, before))).toEqual([]);
    expect(ids(await find('zachowawczo'))).toEqual([]);
    expect(ids(await find('zachowawczo', {}, before))).toEqual(['plain']);
    const rest = [letter('late', '2024-01-01', {}), resources[4] as Resource];
    await record.delete(machine, 'DocumentReference', rest[0]?.id as string);
    await record.update(machine, rest[1] as Resource);
  });

  it('is closed to strangers, as if the patient were not there', async () => {
    await find('zawał'); // the words are in memory now
    const stranger = call({ practitioner: 'dr-other', facility: 'org-stranger' });
    await expect(search(reader(undefined, stranger), patient, { text: 'zawał' })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('what cannot be searched for', () => {
  it.each([
    ['', 'search-empty'],
    ['   -"', 'search-empty'],
    ['-zawał', 'search-empty'],
    ['.*|(a+)+$', undefined],
    ['\\', 'search-empty'],
    ['a'.repeat(41), 'search-long'],
    ['zawał '.repeat(1000), 'search-long'],
    ['a b c d e f g h i j k l m', 'search-many'],
  ])('is refused with words (%#)', async (text, code) => {
    if (code) await expect(find(text)).rejects.toMatchObject({ kind: 'invalid', code });
    else await find(text);
  });

  it('is never a fault, whatever was typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (text) => {
        await find(text).catch((error: { kind?: string }) => expect(error.kind).toBe('invalid'));
      }),
      { numRuns: 30 },
    );
  });
});

describe('facets', () => {
  it('count under the other filters, and the table has as many rows', async () => {
    const all = await facetsOf(reader(), patient, {});
    expect(all).toMatchObject({ total: 12, matching: 12 });
    expect(all.facilities).toEqual([
      { id: facility, name: 'Przychodnia Testowa', count: 3 },
      { id: 'org-other', name: 'Szpital w Kielcach', count: 1 },
    ]);
    for (const { id, count } of [...all.facilities, ...all.specialties]) {
      const asked = all.facilities.some((one) => one.id === id) ? { facility: id } : { specialty: id };
      const narrowed = await facetsOf(reader(), patient, asked);
      expect(narrowed.matching).toBe(count);
      expect(narrowed.keys).toHaveLength(count);
      const table = await timelinePage(reader(), patient, asked);
      expect(table.total).toBe(count);
      expect(table.rows.map(({ link }) => `${link.type}/${link.id}`).sort()).toEqual(narrowed.keys?.sort());
    }
    const both = await facetsOf(reader(), patient, { facility, lane: 'documents' });
    expect(both).toMatchObject({ matching: 1 });
    expect(both.lanes.find(({ id }) => id === 'problems')?.count).toBe(1);
  });

  it('keep a chosen value that nothing has, and refuse what is no id', async () => {
    expect((await facetsOf(reader(), patient, { facility: 'gone' })).facilities[0]).toEqual({ id: 'gone', count: 0 });
    await expect(facetsOf(reader(), patient, { facility: '<b>' })).rejects.toMatchObject({ code: 'bad-facility' });
    await expect(facetsOf(reader(), patient, { lane: 'x' })).rejects.toMatchObject({ code: 'unknown-lane' });
  });
});
