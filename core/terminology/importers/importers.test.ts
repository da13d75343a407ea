/** Each importer by small invented files in the shapes of the real ones, through to the answers of the service. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemRuntime } from '../../runtime/runtime.ts';
import { openTestTerminology, type TestTerminology, valueOf } from '../fixtures.ts';
import { importers, loadSystem, openSource, type Problem } from './index.ts';
import type { ImportOptions } from './importer.ts';

let test: TestTerminology;
const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-terminology-'));
beforeAll(async () => {
  test = await openTestTerminology();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: string | Buffer): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};

async function load(kind: string, file: string, options: Partial<ImportOptions> = {}) {
  const importer = importers.find((one) => one.kind === kind);
  if (!importer) throw new Error(kind);
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => problems.push(problem);
  const loaded = [];
  for (const imported of await importer.open(await openSource(file), { ...options, onProblem })) {
    loaded.push(await loadSystem(test.database, systemRuntime, imported, { onProblem }));
  }
  return { loaded, problems };
}

const lookup = async (system: string, code: string, more = '') =>
  (await test.ask('GET', `/CodeSystem/$lookup?system=${system}&code=${encodeURIComponent(code)}${more}`)).body;
const subsumes = async (system: string, a: string, b: string) =>
  valueOf((await test.ask('GET', `/CodeSystem/$subsumes?system=${system}&codeA=${a}&codeB=${b}`)).body, 'outcome');
const property = (body: never, name: string): unknown =>
  // oxlint-disable-next-line no-explicit-any
  (body as any).parameter
    // oxlint-disable-next-line no-explicit-any
    .filter(({ name: parameter, part }: any) => parameter === 'property' && part[0].valueCode === name)
    // oxlint-disable-next-line no-explicit-any
    .map(({ part }: any) => Object.entries(part[1]).find(([key]) => key.startsWith('value'))?.[1]);

const icd10 = 'urn:oid:2.16.840.1.113883.6.3';
const claml = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE ClaML SYSTEM "ClaML.dtd">
<ClaML version="2.0.0">
  <Title date="2026-01-01" name="ICD-10" version="2026-test">Test</Title>
  <Class code="XX" kind="chapter"><SubClass code="X00-X09"/>
    <Rubric kind="preferred" id="r1"><Label xml:lang="pl">Rozdział zmyślony</Label></Rubric></Class>
  <Class code="X00-X09" kind="block"><SuperClass code="XX"/>
    <Rubric kind="preferred"><Label xml:lang="pl">Blok zmyślony</Label></Rubric></Class>
  <Class code="X00" kind="category"><SuperClass code="X00-X09"/>
    <Rubric kind="preferred"><Label xml:lang="pl">Żółtość <Reference>X01</Reference> umowna</Label></Rubric>
    <Rubric kind="exclusion"><Label xml:lang="pl">bez zieloności</Label></Rubric></Class>
</ClaML>`;

/** The columns of RF2. */
const headers = {
  concepts: 'id effectiveTime active moduleId definitionStatusId',
  relationships:
    'id effectiveTime active moduleId sourceId destinationId relationshipGroup typeId characteristicTypeId modifierId',
  descriptions: 'id effectiveTime active moduleId conceptId languageCode typeId term caseSignificanceId',
  languages: 'id effectiveTime active moduleId refsetId referencedComponentId acceptabilityId',
  refsets: 'id effectiveTime active moduleId refsetId referencedComponentId',
};

describe('two imports of one version at once', () => {
  it('do not meet: the second is told to wait, and what the first brought is whole', async () => {
    const twice = await Promise.allSettled([
      load('icd-10', write('icd10-a.xml', claml)),
      load('icd-10', write('icd10-b.xml', claml)),
    ]);
    const refused = twice.filter((one) => one.status === 'rejected').map(({ reason }) => reason.code);
    expect(refused).toEqual(['import-under-way']);
    const { rows } = await test.database.query(
      `select count(*)::int as concepts, bool_and(ready) as ready from terminology.concept c
       join terminology.code_system s on s.id = c.system where s.url = $1 and s.source = 'import'`,
      [icd10],
    );
    expect(rows).toEqual([{ concepts: 3, ready: true }]);
    // Later it may come again.
    expect((await load('icd-10', write('icd10-b.xml', claml))).loaded).toHaveLength(1);
  });
});

describe('icd-10', () => {
  it('reads ClaML', async () => {
    const { loaded } = await load('icd-10', write('icd10.xml', claml));
    expect(loaded).toMatchObject([{ url: icd10, version: '2026-test', concepts: 3 }]);
    const body = await lookup(icd10, 'X00');
    expect(valueOf(body, 'display')).toBe('Żółtość X01 umowna');
    expect(property(body as never, 'exclusion')).toEqual(['bez zieloności']);
    expect(await subsumes(icd10, 'XX', 'X00')).toBe('subsumes');
  });

  it('reads tables, gzipped and in the character set of Windows', async () => {
    const text = 'kod;nazwa\nY00;Zażółcenie\nY00.1;"Zażółcenie; ostre"\nY00.11;Głębsze\nnic;\n';
    // The Polish letters of this text in windows-1250.
    const bytes = Buffer.from(
      [...text].map((one) => ({ ż: 0xbf, ó: 0xf3, ł: 0xb3, ę: 0xea })[one] ?? one.charCodeAt(0)),
    );
    const file = write('icd10.csv.gz', gzipSync(bytes));
    await expect(load('icd-10', file, { version: 'csv' })).rejects.toThrow('--encoding');
    const { loaded, problems } = await load('icd-10', file, { version: 'csv', encoding: 'windows-1250' });
    expect(loaded).toMatchObject([{ concepts: 3, version: 'csv' }]);
    expect(problems).toEqual([{ line: 5, says: 'No code with a name: nic | ' }]);
    expect(valueOf(await lookup(icd10, 'Y00.1', '&version=csv'), 'display')).toBe('Zażółcenie; ostre');
    const { body } = await test.ask('GET', `/CodeSystem/$subsumes?system=${icd10}&version=csv&codeA=Y00&codeB=Y00.11`);
    expect(valueOf(body, 'outcome')).toBe('subsumes');
  });

  it('takes the place of the same version, whole or not at all', async () => {
    const file = write('again.csv', 'Z90,Pierwsze\nZ91,Drugie\n');
    await load('icd-10', file, { version: 'again' });
    write('again.csv', 'Z90,Inne\n');
    await load('icd-10', file, { version: 'again' });
    expect(valueOf(await lookup(icd10, 'Z90', '&version=again'), 'display')).toBe('Inne');
    expect((await lookup(icd10, 'Z91', '&version=again')).resourceType).toBe('OperationOutcome');
    write('again.csv', '\n');
    await expect(load('icd-10', file, { version: 'again' })).rejects.toThrow('no concept');
    expect(valueOf(await lookup(icd10, 'Z90', '&version=again'), 'display')).toBe('Inne');
    const { rows } = await test.database.query<{ n: string }>(
      `select count(*) as n from terminology.concept c where not exists (
         select from terminology.code_system s where s.id = c.system and s.ready)`,
    );
    expect(rows[0]?.n).toBe('0');
  });
});

it('reads XML in the character set of Windows, when it is told so', async () => {
  const names: Record<string, number> = { ż: 0xbf, Ż: 0xaf, ł: 0xb3, ó: 0xf3, ś: 0x9c, ć: 0xe6 };
  const bytes = Buffer.from([...claml].map((letter) => names[letter] ?? letter.charCodeAt(0)));
  const file = write('icd10-windows.xml', bytes);
  await expect(load('icd-10', file)).rejects.toThrow('--encoding windows-1250');
  await load('icd-10', file, { encoding: 'windows-1250', version: 'windows' });
  expect(valueOf(await lookup(icd10, 'X00', '&version=windows'), 'display')).toBe('Żółtość X01 umowna');
});

it.each([
  ['icd-10', 'Z00;jedno\nZ01;drugie\nZ00;trzecie\n', 'Z00'],
  ['loinc', 'LOINC_NUM,LONG_COMMON_NAME\n718-7,Hb\n718-7,Hb again\n', '718-7'],
  ['p1-dictionary', 'kod;nazwa\n1;jeden\n1;dwa\n', '1'],
])('%s tells of a code that is there twice', async (kind, text, code) => {
  const { problems } = await load(kind, write(`twice-${kind}.csv`, text), { system: 'urn:test:twice' });
  expect(problems).toEqual([{ line: 3, says: `'${code}' is there twice: the first stands.` }]);
});

it('icd-9-pl reads the way down as NFZ writes it', async () => {
  const rows = [
    'AA=Badania zmyślone=A=Analityka=A01=Badanie żółtości==',
    'AA=Badania zmyślone=A=Analityka=A03=Inne badanie==',
    '00=Zabiegi=00.1=Zabieg=00.12=Zabieg dokładny==',
    '==',
  ];
  const { loaded } = await load('icd-9-pl', write('icd9.csv', rows.join('\n')), { version: '5.19' });
  expect(loaded).toMatchObject([{ concepts: 7 }]);
  const system = 'urn:oid:2.16.840.1.113883.3.4424.11.2.6';
  expect(await subsumes(system, 'AA', 'A03')).toBe('subsumes');
  expect(await subsumes(system, '00', '00.12')).toBe('subsumes');
});

it('loinc reads Loinc.csv with its columns', async () => {
  const csv = `"LOINC_NUM","COMPONENT","PROPERTY","TIME_ASPCT","SYSTEM","SCALE_TYP","METHOD_TYP","CLASS","STATUS","SHORTNAME","LONG_COMMON_NAME","EXAMPLE_UCUM_UNITS"
"8867-4","Heart rate","NRat","Pt","Blood","Qn","","HRTRATE.ATOM","ACTIVE","Heart rate","Heart rate","{beats}/min"
"1-8","Test, ""quoted""","","","","","","","DEPRECATED","Old","Old test",""
"bad","","","","","","","","","","",""
`;
  const { loaded, problems } = await load('loinc', write('Loinc_2.81/LoincTable/Loinc.csv', csv), { version: '2.81' });
  expect(loaded).toMatchObject([{ url: 'http://loinc.org', version: '2.81', concepts: 2 }]);
  expect(problems).toEqual([{ line: 4, says: "'bad' is no LOINC number." }]);
  const body = await lookup('http://loinc.org', '8867-4');
  expect(property(body as never, 'EXAMPLE_UCUM_UNITS')).toEqual(['{beats}/min']);
  const implicit = await test.ask('GET', '/ValueSet/$expand?url=http://loinc.org/vs&activeOnly=true');
  expect(implicit.body.expansion.total).toBe(1);
  await expect(load('loinc', write('other.csv', 'a,b\n1,2\n'))).rejects.toThrow('lacks the column');
});

it('atc reads the index with several DDDs of a substance', async () => {
  const csv =
    'ATC code;ATC level name;DDD;U;Adm.R;Note\nA;ALIMENTARY\nA10;DIABETES\nA10B;ORAL\nA10BA;Biguanides\nA10BA02;metformin;2;g;O;\nA10BA02;metformin;1;g;P;\nX;x;\n9;bad\n';
  const { loaded, problems } = await load('atc', write('atc.csv', csv), { version: '2026' });
  expect(loaded).toMatchObject([{ concepts: 6 }]);
  expect(problems).toEqual([{ line: 9, says: "'9' is no ATC code." }]);
  const system = 'urn:oid:2.16.840.1.113883.6.73';
  expect(property((await lookup(system, 'A10BA02')) as never, 'ddd')).toEqual(['2 g O', '1 g P']);
  expect(await subsumes(system, 'A', 'A10BA02')).toBe('subsumes');
});

describe('snomed', () => {
  const release = 'SnomedCT_Test/Snapshot/Terminology';
  const core = '900000000000207008';
  const rows = (...lines: string[][]) => lines.map((line) => `${line.join('\t')}\r\n`).join('');
  beforeAll(() => {
    const concept = (id: string, active = '1') => [id, '20260101', active, core, '900000000000074008'];
    write(
      `${release}/sct2_Concept_Snapshot_INT_20260101.txt`,
      rows(
        headers.concepts.split(' '),
        concept('138875005'),
        concept('404684003'),
        concept('22298006'),
        concept('1', '0'),
      ),
    );
    const relation = (source: string, target: string, active = '1', kind = '900000000000011006') => [
      'r',
      '20260101',
      active,
      core,
      source,
      target,
      '0',
      '116680003',
      kind,
      '',
    ];
    write(
      `${release}/sct2_Relationship_Snapshot_INT_20260101.txt`,
      rows(
        headers.relationships.split(' '),
        relation('404684003', '138875005'),
        relation('22298006', '404684003'),
        relation('138875005', '22298006', '0'),
      ),
    );
    const description = (id: string, concept: string, term: string, type = '900000000000013009', language = 'en') => [
      id,
      '20260101',
      '1',
      core,
      concept,
      language,
      type,
      term,
      'x',
    ];
    write(
      `${release}/sct2_Description_Snapshot-en_INT_20260101.txt`,
      rows(
        headers.descriptions.split(' '),
        description('d1', '22298006', 'Heart attack'),
        description('d2', '22298006', 'Myocardial "infarction"'),
        description('d3', '22298006', 'Myocardial infarction (disorder)', '900000000000003001'),
      ),
    );
    write(
      'SnomedCT_Test/Snapshot/Refset/Language/der2_cRefset_LanguageSnapshot-en_INT_20260101.txt',
      rows(headers.languages.split(' '), [
        'm',
        '20260101',
        '1',
        core,
        '900000000000509007',
        'd2',
        '900000000000548007',
      ]),
    );
    write(
      'SnomedCT_Test/Snapshot/Refset/Content/der2_Refset_SimpleSnapshot_INT_20260101.txt',
      rows(headers.refsets.split(' '), ['m', '20260101', '1', core, '723264001', '22298006']),
    );
  });
  const sct = 'http://snomed.info/sct';
  const expandCodes = async (url: string) =>
    (await test.ask('GET', `/ValueSet/$expand?url=${encodeURIComponent(url)}&count=9`)).body.expansion.contains.map(
      ({ code }: { code: string }) => code,
    );

  it('reads concepts, hierarchy, preferred terms and reference sets', async () => {
    const { loaded } = await load('snomed', path.join(folder, 'SnomedCT_Test'));
    expect(loaded).toMatchObject([{ url: sct, version: `${sct}/${core}/version/20260101`, concepts: 4, circular: 0 }]);
    const body = await lookup(sct, '22298006', `&version=${sct}/${core}`);
    expect(valueOf(body, 'display')).toBe('Myocardial "infarction"');
    expect(await subsumes(sct, '138875005', '22298006')).toBe('subsumes');
    expect(await expandCodes(`${sct}?fhir_vs=refset/723264001`)).toEqual(['22298006']);
    expect(await expandCodes(`${sct}?fhir_vs=isa/404684003`)).toEqual(['404684003', '22298006']);
    expect(
      (await test.ask('GET', `/ValueSet/$expand?url=${sct}?fhir_vs&filter=heart%20att`)).body.expansion.total,
    ).toBe(1);
  });

  it.each([
    ['another first line', 'Relationship', (text: string) => text.replace('sourceId', 'from'), /Relationship.*columns/],
    ['a line cut off', 'Concept', (text: string) => text.slice(0, -30), /Concept.*line 5/],
    ['a description cut off', 'Description', (text: string) => text.slice(0, -12), /Description.*line 4/],
    ['no relationships', 'Relationship', () => undefined, /no sct2_Relationship_Snapshot/],
    ['no descriptions', 'Description', () => undefined, /no sct2_Description_Snapshot/],
  ])('refuses a release with %s, and changes nothing', async (_, kind, damage, says) => {
    await load('snomed', path.join(folder, 'SnomedCT_Test'));
    const damaged = mkdtempSync(path.join(folder, 'damaged-'));
    for (const one of readdirSync(path.join(folder, release))) {
      const text = readFileSync(path.join(folder, release, one), 'utf8');
      const written = one.includes(`_${kind}_`) ? damage(text) : text;
      if (written !== undefined) writeFileSync(path.join(damaged, one), written);
    }
    await expect(load('snomed', damaged)).rejects.toThrow(says);
    expect(await subsumes(sct, '138875005', '22298006')).toBe('subsumes');
    expect(valueOf(await lookup(sct, '22298006'), 'display')).toBe('Myocardial "infarction"');
  });

  it('reads the zip of a release, and refuses archives that are bombs', async () => {
    const zip = path.join(folder, 'release.zip');
    try {
      execFileSync('python3', ['-m', 'zipfile', '-c', zip, path.join(folder, 'SnomedCT_Test')]);
    } catch {
      return; // no program here makes archives
    }
    expect((await load('snomed', zip, { version: `${sct}/zip` })).loaded).toMatchObject([{ concepts: 4 }]);
    // Not packed: unpacking would not notice.
    const stored = path.join(folder, 'stored.zip');
    execFileSync('python3', [
      '-c',
      `import zipfile;z=zipfile.ZipFile(${JSON.stringify(stored)},'w');z.writestr('list.csv','A00;Cholera\\nA01;Dur')`,
    ]);
    const bytes = readFileSync(stored);
    bytes.write('Chwlera', bytes.indexOf('Cholera'));
    await expect(load('icd-10', write('flipped.zip', bytes))).rejects.toThrow('damaged');
    const bomb = path.join(folder, 'bomb.zip');
    write('zeros/big.txt', Buffer.alloc(20 * 1024 * 1024));
    execFileSync('python3', [
      '-c',
      `import zipfile;z=zipfile.ZipFile(${JSON.stringify(bomb)},'w',zipfile.ZIP_DEFLATED);z.write(${JSON.stringify(path.join(folder, 'zeros/big.txt'))},'big.csv')`,
    ]);
    await expect(load('icd-10', bomb)).rejects.toThrow('100 times');
    await expect(load('icd-10', write('broken.zip', 'no zip'))).rejects.toThrow('archive cannot be read');
  });
});

describe('p1-dictionary', () => {
  it('reads a table of one OID', async () => {
    const system = 'urn:oid:2.16.840.1.113883.3.4424.11.3.21';
    const file = write('tryb.csv', 'Kod\tNazwa\tStatus\n1\tZakończenie\taktywny\n2\tSkierowanie dalej\twycofany\n');
    await expect(load('p1-dictionary', file)).rejects.toThrow('--system');
    await load('p1-dictionary', file, { system, version: '1' });
    expect(valueOf(await lookup(system, '2'), 'display')).toBe('Skierowanie dalej');
    expect(property((await lookup(system, '2')) as never, 'inactive')).toEqual([true]);
  });

  it('reads the value sets of a decor.xml as excerpts of their systems', async () => {
    const file = write(
      'decor.xml',
      `<decor versionDate="2026-02-03T00:00:00"><terminology><valueSet id="1" name="x"><conceptList>
        <concept code="A" codeSystem="2.16.840.1.113883.3.4424.11.1.1" displayName="Poziom" level="0" type="A"/>
        <concept code="30%" codeSystem="2.16.840.1.113883.3.4424.11.1.1" displayName="30 procent" level="1" type="L"/>
        <concept code="57828-6" codeSystem="2.16.840.1.113883.6.1" displayName="LOINC" level="0" type="L"/>
      </conceptList></valueSet></terminology></decor>`,
    );
    const { loaded } = await load('p1-dictionary', file);
    expect(loaded).toMatchObject([
      { url: 'urn:oid:2.16.840.1.113883.3.4424.11.1.1', version: '2026-02-03', concepts: 2 },
    ]);
    const { body } = await test.ask(
      'GET',
      '/CodeSystem/$validate-code?url=urn:oid:2.16.840.1.113883.3.4424.11.1.1&code=50%25',
    );
    expect(valueOf(body, 'issues').issue[0].code).toBe('incomplete');
  });
});

it('rpl makes codes of products and of packages', async () => {
  const xml = `<produktyLecznicze stanNaDzien="2026-11-20" xmlns="http://rejestry.ezdrowie.gov.pl/rpl/eksport-danych-v6.0.0">
    <produktLeczniczy id="900000014" nazwaProduktu="Zmyślonium" rodzajPreparatu="ludzki" moc="5 mg"
    nazwaPostaciFarmaceutycznej="Tabletki">
    <kodyATC><kodATC>C09AA05</kodATC></kodyATC><opakowania>
    <opakowanie id="1" kodGTIN="05909990000012" kategoriaDostepnosci="Rp" skasowane="NIE">
    <jednostkiOpakowania><jednostkaOpakowania liczbaOpakowan="28" rodzajOpakowania="tabl."/></jednostkiOpakowania>
    </opakowanie>
    <opakowanie id="2" kodGTIN="123"/></opakowania></produktLeczniczy></produktyLecznicze>`;
  const { loaded, problems } = await load('rpl', write('overall.xml', xml));
  expect(loaded).toMatchObject([
    { version: '2026-11-20', concepts: 1 },
    { url: 'urn:oid:1.3.160', concepts: 1 },
  ]);
  expect(problems).toHaveLength(1);
  const body = await lookup('urn:oid:1.3.160', '05909990000012');
  expect(valueOf(body, 'display')).toBe('Zmyślonium, 5 mg, Tabletki, 28 tabl.');
  expect(property(body as never, 'availability')).toEqual(['Rp']);
  await expect(load('rpl', write('other.xml', '<x/>'))).rejects.toThrow("not 'produktyLecznicze'");
  await expect(load('rpl', write('cut.xml', xml.slice(0, 400)))).rejects.toThrow('line');
});
