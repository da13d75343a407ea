/** What all registers of entries do, seen on one of them: editions and days, search, update files, files that are wrong. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { System } from '../http/operation.ts';
import { type EntryRegister } from './entries.ts';
import { entryImporter, type Publication } from './entry-import.ts';
import { entryOperations } from './entry-operations.ts';
import { entryReading } from './entry-reading.ts';
import type { RegisterImporter } from './importer.ts';
import { madeFile } from './table.ts';
import { type Face, openFace } from './test-face.ts';

const register: EntryRegister = { name: 'things', schema: 'things', kinds: ['box', 'thing'], command: 'things' };
const publication: Publication = {
  summary: 'boxes and things',
  tables: [
    {
      file: /things/,
      columns: { id: ['numer'], box: ['w'], name: ['nazwa'] },
      needed: ['id', 'name'],
      entry: (row, fault) => {
        const [id, name, box] = [row.needed('id'), row.needed('name'), row.text('box')];
        if (name === 'złe') fault('It is bad.');
        if (name === 'gone') return { kind: 'thing', id, removed: true };
        const kind = box === undefined ? 'box' : 'thing';
        return {
          kind,
          id,
          name,
          ...(box ? { parent: `box/${box}` } : {}),
          keys: [`x:${id}`],
          content: { kind, id, name },
        };
      },
    },
  ],
  demonstration: () => madeFile('things.csv', () => []),
};
interface Things extends System {
  readonly importer: RegisterImporter;
  readonly updates: RegisterImporter;
  readonly xml: RegisterImporter;
}
const reading = entryReading(register);
let face: Face<Things>;

beforeAll(async () => {
  face = await openFace((needs) => ({
    ...{ name: 'things', operations: entryOperations(register) },
    importer: entryImporter(needs, register, publication),
    updates: entryImporter(needs, register, { ...publication, updates: true }),
    xml: entryImporter(needs, register, { ...publication, day: async () => '2026-03-01' }),
  }));
  await face.database.query("select registers.create_entries('things', 'open')");
});
beforeEach(() => face.database.query('truncate registers.edition, things.entry'));
afterAll(() => face.close());

type Row = readonly [id: string, name: string, box?: string];
const csv = (day: string, rows: readonly Row[]) =>
  madeFile('things.csv', () => [`# stan-na: ${day}\nNumer;Nazwa;W\n`, ...rows.map((row) => `${row.join(';')}\n`)]);
const load = (day: string, rows: readonly Row[]) =>
  face.system.importer.load(csv(day, [['b', 'Pudło'], ...rows]), { manyWithdrawn: true });

describe('editions of a register of entries', () => {
  it('are read as of days, with versions and what each changed', async () => {
    expect((await face.get('search?q=a')).body.code).toBe('no-edition');
    await load('2026-01-01', [
      ['1', 'Żółta rzecz', 'b'],
      ['2', 'Druga', 'b'],
    ]);
    const { edition } = await load('2026-02-01', [
      ['1', 'Żółta rzecz!', 'b'],
      ['3', 'Trzecia żółta', 'b'],
    ]);
    expect(edition.counts).toEqual({ entries: 3, added: 1, changed: 1, withdrawn: 1 });
    expect(
      await load('2026-02-01', [
        ['1', 'Żółta rzecz!', 'b'],
        ['3', 'Trzecia żółta', 'b'],
      ]),
    ).toMatchObject({ already: true });
    expect((await face.get('entries/thing/2?day=2026-01-31')).body.name).toBe('Druga');
    expect((await face.get('entries/thing/2')).body.code).toBe('no-such-entry');
    expect((await face.get('entries/thing/1?day=2026-02-31')).body.code).toBe('bad-day');
    const names = async (path: string) => (await face.get(path)).body.entries.map(({ name }: { name: string }) => name);
    expect(await names('search?q=zolt&kind=thing')).toEqual(['Żółta rzecz!', 'Trzecia żółta']);
    expect(await names('search?q=zolt&kind=thing&day=2026-01-15')).toEqual(['Żółta rzecz']);
    expect(await names('entries/box/b/thing?count=1')).toEqual(['Żółta rzecz!']);
    expect(await names('entries/box/b/thing?count=1&after=1')).toEqual(['Trzecia żółta']);
    expect((await reading.byKey<{ id: string }>(face.database, 'x:3')).map(({ id }) => id)).toEqual(['3']);
    expect((await face.get('entries/thing/1/versions')).body.versions).toMatchObject([
      { since: 2, from: '2026-02-01' },
      { since: 1, from: '2026-01-01', until: 2, to: '2026-02-01', entry: { name: 'Żółta rzecz' } },
    ]);
    const { body } = await face.get('editions/2/changes?count=2');
    expect(body).toMatchObject({
      changes: [
        { id: '1', change: 'changed' },
        { id: '2', change: 'withdrawn' },
      ],
      next: 'thing/2',
    });
    expect((await face.get('editions/2/changes?after=thing/2')).body.changes).toMatchObject([
      { id: '3', change: 'new' },
    ]);
    expect((await face.get('editions/7/changes')).body.code).toBe('no-such-edition');
  });

  it('that are updates leave alone what they do not name', async () => {
    await load('2026-01-01', [
      ['1', 'Jeden', 'b'],
      ['2', 'Dwa', 'b'],
      ['3', 'Trzy', 'b'],
    ]);
    const { edition } = await face.system.updates.load(
      csv('2026-01-05', [
        ['1', 'gone'],
        ['2', 'Dwa!', 'b'],
        ['4', 'Cztery', 'b'],
      ]),
    );
    expect(edition.counts).toMatchObject({ added: 1, changed: 1, withdrawn: 1 });
    const now = await reading.belonging<{ name: string }>(face.database, { kind: 'box', id: 'b' }, 'thing');
    expect(now.map(({ name }) => name)).toEqual(['Dwa!', 'Trzy', 'Cztery']);
    await expect(face.system.updates.load(csv('2026-01-06', [['9', 'Sierota', 'zz']]))).rejects.toMatchObject({
      code: 'orphans',
    });
  });

  it('read on every day as the last import of that day or before', async () => {
    const days = Array.from({ length: 12 }, (_, at) => `2026-05-${String(at + 1).padStart(2, '0')}`);
    const step = fc.record({
      later: fc.integer({ min: 0, max: 2 }),
      things: fc.dictionary(fc.constantFrom(...'12345'), fc.constantFrom('Aa', 'Bb'), { minKeys: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (history) => {
        await face.database.query('truncate registers.edition, things.entry');
        const known = new Map<string, Record<string, string>>();
        let at = 1;
        for (const { later, things } of history) {
          at += later;
          await load(
            days[at] as string,
            Object.entries(things).map(([id, name]): Row => [id, name, 'b']),
          );
          known.set(days[at] as string, things);
        }
        let expected: Record<string, string> | undefined;
        for (const day of days) {
          expected = known.get(day) ?? expected;
          for (const id of '12345') {
            const asked = reading.entry<{ name: string }>(face.database, 'thing', id, day);
            if (!expected) await expect(asked).rejects.toMatchObject({ code: 'no-edition' });
            else expect((await asked)?.name).toBe(expected[id]);
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('a file that is wrong', () => {
  const many = Array.from({ length: 300 }, (_, at): Row => [String(at), `Rzecz ${at}`, 'b']);
  const xml = (rows: string) => madeFile('things.xml', () => [`<t>${rows}</t>`]);
  it.each<[string, () => ReturnType<typeof csv>, string]>([
    [
      'a row twice',
      () =>
        csv('2026-03-01', [
          ['1', 'A'],
          ['1', 'B'],
        ]),
      'twice',
    ],
    [
      'a row twice, far apart',
      () =>
        csv('2026-03-01', [
          ['b', 'A'],
          ...Array(700)
            .fill(0)
            .map((_, at): Row => [`${at}`, 'x', 'b']),
          ['b', 'B'],
        ]),
      'twice',
    ],
    ['a row that a rule refuses', () => csv('2026-03-01', [['1', 'złe']]), 'bad-rows'],
    ['an empty name', () => csv('2026-03-01', [['1', '']]), 'bad-rows'],
    ['a parent that is not there', () => csv('2026-03-01', [['1', 'A', 'zz']]), 'orphans'],
    ['no day', () => csv('kiedyś', [['1', 'A']]), 'bad-day'],
    ['an older day', () => csv('2025-01-01', [['1', 'A']]), 'older-edition'],
    ['no rows', () => csv('2026-03-01', []), 'no-rows'],
    [
      'most of it gone',
      () =>
        csv('2026-03-01', [
          ['b', 'Pudło'],
          ['1', 'A', 'b'],
        ]),
      'many-withdrawn',
    ],
    ['no head', () => madeFile('things.csv', () => ['Numer;Nazwa\n1;A\n']), 'missing-head'],
    [
      'other columns',
      () => madeFile('things.csv', () => ['# stan-na: 2026-03-01\nInne;Pola\n1;2\n']),
      'missing-columns',
    ],
    [
      'bytes that are no text',
      () => madeFile('things.csv', () => ['# stan-na: 2026-03-01\nNumer;Nazwa\n1;\0\n']),
      'bad-rows',
    ],
  ])('is refused for %s, and nothing is changed', async (_, file, code) => {
    await load('2026-02-01', many);
    await expect(face.system.importer.load(file())).rejects.toMatchObject({ code, name: 'Refusal' });
    const { rows } = await face.database.query<{ n: number }>(
      'select count(*)::int as n from things.entry where since = 1 and until is null',
    );
    expect(rows[0]?.n).toBe(301);
  });

  it.each([
    ['broken XML', '<row><numer>1</numer>', 'bad-xml'],
    ['entities', '<row><numer>&x;</numer></row>', 'bad-xml'],
    ['endless fields', `<row>${Array.from({ length: 300 }, (_, at) => `<f${at}/>`).join('')}</row>`, 'bad-table'],
    ['an endless field', `<row><numer>${'<![CDATA[aaaaaaaaaaaaaaaa]]>x'.repeat(20_000)}</numer></row>`, 'bad-table'],
    ['other fields', '<row><a>1</a></row>', 'missing-columns'],
  ])('of XML is refused for %s', async (_, rows, code) => {
    const importer = face.system.xml;
    await expect(importer.load(xml(rows))).rejects.toMatchObject({ code, name: 'Refusal' });
    expect(await importer.load(xml('<row><numer>1</numer><col name="NAZWA">Pudło &amp; co</col></row>'))).toMatchObject(
      {
        edition: { counts: { entries: 1 } },
      },
    );
  });
});
