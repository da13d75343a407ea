/** The short card says what it was given, on one page, in an order for screen readers; its code is read by a scanner. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cardPdf } from './card-pdf.ts';
import type { ShortCard } from './model.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-card-'));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (tool: string) => spawnSync(tool, ['--help']).error === undefined;
const tools = { text: has('pdftotext'), picture: has('pdftoppm'), scanner: has('zbarimg') };
if (!tools.text || !tools.picture)
  console.warn('SKIPPED: POPPLER-UTILS IS NOT INSTALLED, SO NO CARD IS READ IN THIS RUN');
if (!tools.scanner) console.warn('SKIPPED: ZBAR-TOOLS IS NOT INSTALLED, SO NO QR CODE IS SCANNED IN THIS RUN');

/** As long as an address of a link to a summary gets: 450 characters. */
const address = `https://ezdrowie.example/sign-in/podsumowanie#shlink:/${'eyJ1cmwiOiJodHRwczovL2'.repeat(18)}`;
const card: ShortCard = {
  title: 'Karta pacjenta',
  person: { name: 'Łucja Żaneta Przykładowa-Śliwa', details: ['ur. 14.05.1944', 'PESEL 44051401458'] },
  parts: [
    { title: 'Uczulenia', lines: [{ what: 'Penicylina', details: 'wysypka, ciężka reakcja; 2019' }], notes: [] },
    { title: 'Leki', lines: [{ what: 'Рамiприл 5 mg', details: '1 tabl. rano' }], notes: ['Nie wymieniono: 3.'] },
    { title: 'Choroby', lines: [], notes: ['Brak danych: nikt niczego nie zapisał.'] },
  ],
  about: { title: 'O tej karcie', lines: [], notes: ['Nie do użytku klinicznego.', 'Zażółć gęślą jaźń.'] },
  code: { text: address, says: ['Kod otwiera podsumowanie.'], alt: 'Kod QR: link do podsumowania' },
  label: 'DANE ZMYŚLONE',
};
const textOf = (name: string, ...options: string[]) =>
  execFileSync('pdftotext', [...options, at(name), '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');

describe('the short card', () => {
  it.skipIf(!tools.text)('says everything in Polish letters, on one A4, all fonts within', async () => {
    writeFileSync(at('card.pdf'), await cardPdf(card));
    const text = textOf('card.pdf');
    for (const words of [
      ...['Karta pacjenta', 'Łucja Żaneta Przykładowa-Śliwa', 'Penicylina', 'wysypka, ciężka reakcja; 2019'],
      ...['Рамiприл', 'Nie wymieniono: 3.', 'Brak danych: nikt niczego nie zapisał.', 'Zażółć gęślą jaźń.'],
      ...['Nie do użytku klinicznego.', 'Kod otwiera podsumowanie.', 'DANE ZMYŚLONE'],
    ]) {
      expect(text).toContain(words);
    }
    const about = execFileSync('pdfinfo', [at('card.pdf')], { encoding: 'utf8' });
    expect(about).toMatch(/Pages:\s+1\b/);
    expect(about).toMatch(/Page size:\s+841\.89 x 595\.28 pts \(A4\)/);
    expect(about).toMatch(/Tagged:\s+yes/);
    expect(execFileSync('pdffonts', [at('card.pdf')], { encoding: 'utf8' })).not.toMatch(
      /\bno\s+(yes|no)\s+(yes|no)\b/,
    );
  });

  it.skipIf(!tools.text)(
    'has headings, lists and words for the code in its structure, in the order of reading',
    async () => {
      writeFileSync(at('tagged.pdf'), await cardPdf(card));
      const tree = execFileSync('pdfinfo', ['-struct-text', at('tagged.pdf')], { encoding: 'utf8' });
      const seen = [...tree.matchAll(/^\s*(Document|H1|H2|LBody|LI|L|P|Figure)\b/gm)].map(([, tag]) => tag);
      expect(seen.slice(0, 5)).toEqual(['Document', 'H1', 'P', 'P', 'P']);
      expect(seen.filter((tag) => tag === 'H2').length).toBe(4);
      expect(seen.filter((tag) => tag === 'LBody').length).toBe(2);
      expect(seen).toContain('Figure');
      const places = ['Karta pacjenta', 'Uczulenia', 'Penicylina', 'Choroby', 'O tej karcie', 'Kod otwiera'];
      const order = places.map((words) => tree.indexOf(words));
      expect(order).toEqual([...order].sort((one, other) => one - other));
      expect(Math.min(...order)).toBeGreaterThan(-1);
    },
  );

  it.skipIf(!tools.picture || !tools.scanner)(
    'has a code that a scanner reads, for an address of 450 signs',
    async () => {
      writeFileSync(at('scan.pdf'), await cardPdf(card));
      execFileSync('pdftoppm', ['-r', '200', '-gray', '-png', '-singlefile', at('scan.pdf'), at('scan')]);
      expect(
        execFileSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', at('scan.png')], {
          encoding: 'utf8',
        }).trim(),
      ).toBe(address);
    },
  );

  it.skipIf(!tools.text)('counts what does not fit, and keeps to one page', async () => {
    const many = Array.from({ length: 90 }, (_, n) => ({ what: `Lek ${n} o dość długiej nazwie`, details: 'rano' }));
    const long = { ...card, parts: [...card.parts, { title: 'Długa lista', lines: many, notes: [] }] };
    writeFileSync(at('long.pdf'), await cardPdf(long));
    expect(execFileSync('pdfinfo', [at('long.pdf')], { encoding: 'utf8' })).toMatch(/Pages:\s+1\b/);
    const text = textOf('long.pdf');
    const listed = [...text.matchAll(/Lek \d+ o dość/g)].length;
    const [, hidden] = /Nie zmieściło się na karcie: (\d+)\./.exec(text) ?? [];
    expect(listed).toBeGreaterThan(20);
    expect(listed + Number(hidden)).toBe(90);
    expect(text).toContain('Nie do użytku klinicznego.');
  });

  it('refuses what must be printed and is more than a page', async () => {
    const notes = Array.from({ length: 60 }, () => 'słowo '.repeat(60));
    await expect(cardPdf({ ...card, about: { title: 'O', lines: [], notes } })).rejects.toThrow(RangeError);
  });
});
