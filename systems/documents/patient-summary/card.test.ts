/** The short card over HTTP: what is on it, who gets it, and that its code holds nothing of anybody. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardOf, linkCode, pointerTo } from './card.ts';
import { shippedExclusions } from './exclusions.ts';
import { actorOf, machineCall, openWorld, patientOf, type World } from './fixtures.ts';
import type { Fhir } from './model.ts';
import { sections } from './sections.ts';

const has = (tool: string) => spawnSync(tool, ['--help']).error === undefined;
const tools = { text: has('pdftotext'), scanner: has('pdftoppm') && has('zbarimg') };
if (!tools.text) console.warn('SKIPPED: POPPLER-UTILS IS NOT INSTALLED, SO NO CARD IS READ IN THIS RUN');
if (!tools.scanner) console.warn('SKIPPED: POPPLER-UTILS OR ZBAR-TOOLS MISSING, SO NO QR CODE IS SCANNED IN THIS RUN');

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-patient-card-'));
const file = path.join(folder, 'card.pdf');
const viewer = 'https://ezdrowie.test/sign-in/podsumowanie';
const around = { code: pointerTo(viewer), exclusions: shippedExclusions };

describe('what stands on the card', () => {
  const patient = {
    ...{ resourceType: 'Patient', id: 'p', birthDate: '1950-03' },
    name: [{ given: ['Łucja'], family: 'Śliwa' }],
    contact: [{ name: { text: 'Jan Śliwa' }, telecom: [{ system: 'phone', value: '600 100 200' }] }],
  };
  const bundleOf = (given: object, resources: readonly object[] = []): Fhir => {
    const section = Object.entries(given).map(([name, more]) => ({
      ...{ title: name, code: { coding: [{ code: sections[name as keyof typeof sections].code }] }, ...more },
    }));
    const date = '2026-11-27T04:00:00Z';
    const composition = { resourceType: 'Composition', id: 'c', date, subject: { reference: 'Patient/p' }, section };
    const entry = [composition, patient, ...resources].map((resource) => ({ resource }));
    return { resourceType: 'Bundle', id: 'b', entry };
  };

  it('says of every part that is empty why, and never "none" that nobody stated', () => {
    const stated = { emptyReason: { coding: [{ code: 'nilknown' }] } };
    const { parts } = cardOf(bundleOf({ allergies: stated }), around);
    expect(parts.map(({ title }) => title)).toEqual([
      ...['Uczulenia', 'Ostrzeżenia', 'Leki', 'Choroby', 'Implanty i urządzenia', 'Grupa krwi', 'Kogo zawiadomić'],
      'Oświadczenia woli',
    ]);
    expect(parts[0]?.notes).toEqual(['Zapisano, że nic takiego nie ma.']);
    expect(parts[2]?.notes[0]).toMatch(/^Brak danych: nikt niczego/);
    expect(parts[6]?.lines).toEqual([{ what: 'Jan Śliwa', details: '600 100 200' }]);
  });

  it('warns at a blood group, says its source and day, and that results differ', () => {
    const group = (id: string, text: string, day: string) => ({
      ...{ resourceType: 'Observation', id, status: 'final', code: { coding: [{ code: '882-1' }] } },
      ...{ valueCodeableConcept: { text }, effectiveDateTime: day, performer: [{ display: 'Laboratorium Zmyślone' }] },
    });
    const both = [group('a', 'A Rh+', '2019-04-02'), group('b', '0 Rh-', '2001')];
    const entry = both.map(({ id }) => ({ reference: `Observation/${id}` }));
    const { parts } = cardOf(bundleOf({ bloodGroup: { entry } }, both), around);
    const [blood] = parts.filter(({ title }) => title === 'Grupa krwi');
    expect(blood?.lines).toEqual([
      { what: 'A Rh+', details: 'Laboratorium Zmyślone; 02.04.2019' },
      { what: '0 Rh-', details: 'Laboratorium Zmyślone; 2001' },
    ]);
    expect(blood?.notes.join(' ')).toMatch(/RÓŻNIĄ SIĘ.*Nie przetaczaj/);
  });

  it('says when it was made, from what, what the law keeps out and that it is not for clinical use', () => {
    const facility = { resourceType: 'Organization', id: 'o', name: 'Poradnia Zmyślona' };
    const { about, person } = cardOf(bundleOf({}, [facility]), around);
    const said = about.notes.join('\n');
    for (const words of [
      '27.11.2026',
      'Poradnia Zmyślona',
      'danych o ciąży',
      'decyzji klinicznych',
      'Nikt nie sprawdził',
    ])
      expect(said).toContain(words);
    expect(person).toEqual({ name: 'Łucja Śliwa', details: ['ur. 1950-03'] });
  });

  it('says beside a link until when it opens and whether a PIN is wanted', () => {
    const link = { address: `${viewer}#shlink:/x`, ends: new Date('2026-12-04T10:00:00Z') };
    expect(linkCode({ ...link, hasPin: true }).says.join(' ')).toMatch(/do 04\.12\.2026\. Potrzebny jest PIN/);
    expect(linkCode({ ...link, hasPin: false }).says.join(' ')).toMatch(/Otworzy je każdy/);
  });
});

describe('GET card.pdf', () => {
  const anna = patientOf('anna.wisniowiecka');
  const doctor = actorOf('jan.nowak').name;
  const at = `/api/patient-summary/${anna}/card.pdf`;
  let world: World;
  beforeAll(async () => {
    world = await openWorld(3, { viewer, label: 'DANE ZMYŚLONE' });
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await world.close();
  });

  it.skipIf(!tools.text)('gives physician and patient one A4 of what the summary says', async () => {
    for (const who of ['jan.nowak', 'anna.wisniowiecka']) {
      const { status, headers, bytes } = await world.ask(who, 'GET', at);
      expect(status, who).toBe(200);
      expect(headers['content-type']).toBe('application/pdf');
      writeFileSync(file, bytes);
      expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toMatch(/Tagged:\s+yes[\s\S]*Pages:\s+1\b/);
      const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
      for (const words of ['Wiśniowiecka-Brzęczyszczykiewicz', 'Penicylina', 'PRZECIWKRZEPLIWY', 'DANE ZMYŚLONE']) {
        expect(text).toContain(words);
      }
      expect(text).not.toMatch(/\[object|undefined|NaN/);
      expect(text).toContain('Penicylina duże ryzyko; ciężka; Pokrzywka; 20.11.1995');
    }
  });

  it.skipIf(!tools.scanner)('has a code that leads to the page of links and names nobody', async () => {
    writeFileSync(file, (await world.ask('jan.nowak', 'GET', at)).bytes);
    const picture = path.join(folder, 'card');
    execFileSync('pdftoppm', ['-r', '200', '-gray', '-png', '-singlefile', file, picture]);
    expect(
      execFileSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', `${picture}.png`], {
        encoding: 'utf8',
      }).trim(),
    ).toBe(viewer);
  });

  it.skipIf(!tools.text)('leaves out what the law keeps out', async () => {
    const code = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'O10' }], text: 'Nadciśnienie ciążowe' };
    const subject = { reference: `Patient/${anna}` };
    await world.record.create(machineCall, { resourceType: 'Condition', code, subject });
    writeFileSync(file, (await world.ask('jan.nowak', 'GET', at)).bytes);
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })).not.toContain('ciążowe');
  });

  it('is nobody else’s, and its making stands in the trail', async () => {
    expect((await world.ask('jakub.zielinski', 'GET', at)).status).toBe(404);
    expect((await world.ask('ewa.mazur', 'GET', at)).status).toBe(404);
    const text = `select count(*)::int as n from audit.event where actor_name = $1 and $2 = any(patient_ids)`;
    const read = async () => (await world.database.query<{ n: number }>(text, [doctor, anna])).rows[0]?.n ?? 0;
    const before = await read();
    await world.ask('jan.nowak', 'GET', at);
    expect(await read()).toBeGreaterThan(before);
  });
});
