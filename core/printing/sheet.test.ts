/**
 * The barcode says the key, and the sheet says what it was given: judged by pdftotext, and by zbar where it is
 * installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { code128 } from './code128.ts';
import type { InformationSheet } from './model.ts';
import { sheetPdf } from './sheet-pdf.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-sheet-'));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (tool: string) => spawnSync(tool, ['--help']).error === undefined;
const tools = { text: has('pdftotext'), picture: has('pdftoppm'), scanner: has('zbarimg') };
if (!tools.text || !tools.picture)
  console.warn('SKIPPED: POPPLER-UTILS IS NOT INSTALLED, SO NO SHEET IS READ IN THIS RUN');
if (!tools.scanner) console.warn('SKIPPED: ZBAR-TOOLS IS NOT INSTALLED, SO NO BARCODE IS SCANNED IN THIS RUN');

const key = '12345678901234567890123456789012345678901234';
const sheet: InformationSheet = {
  kind: 'prescription',
  key,
  code: '0937',
  issuedOn: '29.03.2026',
  patient: { name: 'Łucja Żaneta Przykładowa-Śliwa', details: ['Data urodzenia: 14.05.1944'] },
  issuer: {
    name: 'lek. Grażyna Wzorcowa',
    details: ['Poradnia „Zdrowie”, ul. Długa 1, 60-002 Poznań', 'tel. +48 61 000 00 00'],
  },
  label: 'DANE ZMYŚLONE: wydruk z demonstracji',
  lines: Array.from({ length: 5 }, (_, index) => ({
    title: `Przykładol Forte ${index}, 250 mg, tabletki powlekane`,
    details: [
      ['Ilość', '2 op. po 30 tabl.'],
      ['Dawkowanie', '1 tabl. rano, po jedzeniu; Олена, jeśli ból wróci – zażółć gęślą jaźń '.repeat(3)],
      ['Odpłatność', '30%'],
      ['Realizacja do', '28.04.2026'],
    ],
    key: `${index}2345678901234567890123456789012345678901234`,
  })),
};

describe('Code 128', () => {
  /** Reads bars back: widths of bars and spaces to values, check digit proven. */
  function read({ bars, modules }: ReturnType<typeof code128>): string {
    const dark = Array.from({ length: modules }, () => false);
    for (const [from, width] of bars) dark.fill(true, from, from + width);
    const known = new Map(
      Array.from({ length: 100 }, (_, value) => [widthsOf(code128(digits(value)))[1], digits(value)]),
    );
    const symbols = widthsOf({ bars, modules }).slice(1, -3);
    return symbols.map((symbol) => known.get(symbol) ?? '??').join('');
  }
  const digits = (value: number) => String(value).padStart(2, '0');
  /** Runs of dark and light, six to a symbol (the last has seven). */
  function widthsOf({ bars, modules }: ReturnType<typeof code128>): string[] {
    const runs: number[] = [];
    bars.forEach(([from, width], index) => {
      runs.push(width);
      const next = bars[index + 1]?.[0] ?? modules;
      if (next > from + width) runs.push(next - from - width);
    });
    return Array.from({ length: Math.ceil(runs.length / 6) }, (_, symbol) =>
      runs.slice(symbol * 6, symbol * 6 + 6).join(''),
    );
  }

  it('has eleven modules a symbol, none twice', () => {
    const all = Array.from({ length: 100 }, (_, value) => code128(digits(value)));
    for (const one of all) expect(one.modules).toBe(11 * 3 + 13);
    expect(new Set(all.map((one) => widthsOf(one)[1])).size).toBe(100);
  });

  it('says any key', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 22 }), (pairs) => {
        const said = pairs.map(digits).join('');
        expect(read(code128(said))).toBe(said);
      }),
    );
  });

  it('takes nothing but pairs of digits', () => {
    expect(() => code128('123')).toThrow(TypeError);
    expect(() => code128('')).toThrow(TypeError);
    expect(() => code128('1a')).toThrow(TypeError);
  });
});

describe('the sheet', () => {
  it.skipIf(!tools.text)('says everything, in Polish letters, over as many pages as it needs', async () => {
    writeFileSync(at('sheet.pdf'), await sheetPdf(sheet));
    const text = execFileSync('pdftotext', ['-layout', at('sheet.pdf'), '-'], { encoding: 'utf8' }).replaceAll(
      /\s+/g,
      ' ',
    );
    for (const words of [
      ...['Informacja o wystawionych receptach', 'Łucja Żaneta Przykładowa-Śliwa', '0937', '29.03.2026'],
      ...[
        'lek. Grażyna Wzorcowa',
        '„Zdrowie”',
        'Олена',
        'zażółć gęślą jaźń',
        'Realizacja do: 28.04.2026',
        'DANE ZMYŚLONE',
      ],
      ...['Przykładol Forte 4', '1234 5678 9012'],
    ]) {
      expect(text).toContain(words);
    }
    expect(execFileSync('pdffonts', [at('sheet.pdf')], { encoding: 'utf8' })).not.toMatch(
      /\bno\s+(yes|no)\s+(yes|no)\b/,
    );
    expect(execFileSync('pdfinfo', [at('sheet.pdf')], { encoding: 'utf8' })).toContain('A4');
  });

  it.skipIf(!tools.picture || !tools.scanner)('has a barcode that a scanner reads', async () => {
    writeFileSync(at('scan.pdf'), await sheetPdf({ ...sheet, lines: sheet.lines.slice(0, 1) }));
    execFileSync('pdftoppm', ['-r', '200', '-gray', '-png', '-singlefile', at('scan.pdf'), at('scan')]);
    expect(execFileSync('zbarimg', ['-q', '--raw', at('scan.png')], { encoding: 'utf8' }).trim()).toBe(key);
  });

  it('breaks a word that is longer than the line', async () => {
    const [line] = sheet.lines;
    const long = { ...(line as (typeof sheet.lines)[0]), title: 'W'.repeat(400) };
    expect((await sheetPdf({ ...sheet, kind: 'referral', lines: [long] })).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('refuses a key that is none', async () => {
    await expect(sheetPdf({ ...sheet, key: 'x' })).rejects.toThrow(TypeError);
  });
});
