/**
 * The information sheet as a PDF: A4, black and white, fonts embedded, made to be printed. Content by art. 96b of the
 * Pharmaceutical Law: identification of the package by barcode and code, medicines with dosage, dates, who issued it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { code128 } from './code128.ts';
import type { InformationSheet, SheetLine } from './model.ts';
import { openTypeOf } from './woff.ts';

/** The part of pdfkit that is used. */
interface Pdf {
  registerFont(name: string, source: Buffer): Pdf;
  font(name: string): Pdf;
  fontSize(size: number): Pdf;
  fillColor(color: string): Pdf;
  lineWidth(width: number): Pdf;
  rect(x: number, y: number, width: number, height: number): Pdf;
  fill(): Pdf;
  stroke(): Pdf;
  moveTo(x: number, y: number): Pdf;
  lineTo(x: number, y: number): Pdf;
  widthOfString(text: string): number;
  text(text: string, x: number, y: number, options: { lineBreak: false }): Pdf;
  addPage(): Pdf;
  end(): void;
  on(event: 'data', listen: (chunk: Buffer) => void): Pdf;
  on(event: 'end', listen: () => void): Pdf;
  on(event: 'error', listen: (error: Error) => void): Pdf;
}

/** Points: 595 by 842. */
const page = { width: 595.28, height: 841.89, margin: 48 };
const inner = page.width - 2 * page.margin;
const scripts = ['latin', 'latin-ext', 'cyrillic'] as const;
type Script = (typeof scripts)[number];
type Weight = 400 | 700;

const require = createRequire(import.meta.url);
const fonts = new Map<string, Buffer>();
function fontOf(script: Script, weight: Weight): Buffer {
  const name = `ibm-plex-sans-${script}-${weight}-normal.woff`;
  const known = fonts.get(name);
  if (known) return known;
  const read = openTypeOf(readFileSync(require.resolve(`@fontsource/ibm-plex-sans/files/${name}`)));
  fonts.set(name, read);
  return read;
}

/** Which of the fonts has a character: each holds the letters of one script. */
function scriptOf(character: string): Script {
  const point = character.codePointAt(0) ?? 0;
  if (point >= 0x400 && point <= 0x4ff) return 'cyrillic';
  const isLatin = point <= 0xff || (point >= 0x2000 && point <= 0x206f) || point === 0x20ac || point === 0x2122;
  return isLatin ? 'latin' : 'latin-ext';
}

interface Run {
  readonly script: Script;
  readonly text: string;
}

function runsOf(text: string): Run[] {
  const runs: { script: Script; text: string }[] = [];
  for (const character of text) {
    const script = scriptOf(character);
    const last = runs.at(-1);
    if (last?.script === script) last.text += character;
    else runs.push({ script, text: character });
  }
  return runs;
}

/** Widths of words, by font. */
const measured = new Map<string, number>();
const measuredAtMost = 20_000;

class Sheet {
  private readonly pdf: Pdf;
  private y = page.margin;

  constructor(pdf: Pdf) {
    this.pdf = pdf;
    for (const script of scripts) {
      for (const weight of [400, 700] as const) pdf.registerFont(`${script}-${weight}`, fontOf(script, weight));
    }
  }

  /** Width in points. Words are measured once in a process. */
  private width(text: string, size: number, weight: Weight): number {
    let sum = 0;
    for (const { script, text: said } of runsOf(text)) {
      for (const word of said.split(/(?<= )/)) sum += this.unitWidth(word, `${script}-${weight}`) * size;
    }
    return sum;
  }

  /** Width of a word at one point. */
  private unitWidth(word: string, font: string): number {
    const known = measured.get(`${font} ${word}`);
    if (known !== undefined) return known;
    if (measured.size >= measuredAtMost) measured.clear();
    const width = this.pdf.font(font).fontSize(100).widthOfString(word) / 100;
    measured.set(`${font} ${word}`, width);
    return width;
  }

  private draw(text: string, x: number, size: number, weight: Weight): void {
    let at = x;
    for (const run of runsOf(text)) {
      this.pdf.font(`${run.script}-${weight}`).fontSize(size);
      this.pdf.text(run.text, at, this.y, { lineBreak: false });
      at += this.width(run.text, size, weight);
    }
  }

  /** A new page when so many points do not fit any more. */
  room(height: number): void {
    if (this.y + height <= page.height - page.margin) return;
    this.pdf.addPage();
    this.y = page.margin;
  }

  /** Words from a place on, broken at spaces; a word longer than the line is broken where it must be. */
  words(text: string, options: { size?: number; weight?: Weight; x?: number; width?: number } = {}): void {
    const { size = 10, weight = 400, x = page.margin, width = inner - (x - page.margin) } = options;
    for (const line of this.broken(text, size, weight, width)) {
      this.room(size * 1.4);
      this.draw(line, x, size, weight);
      this.y += size * 1.4;
    }
  }

  private broken(text: string, size: number, weight: Weight, width: number): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(/\s+/)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (this.width(longer, size, weight) <= width) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = '';
      for (const character of word) {
        if (line !== '' && this.width(line + character, size, weight) > width) {
          lines.push(line);
          line = '';
        }
        line += character;
      }
    }
    return line === '' && lines.length > 0 ? lines : [...lines, line];
  }

  gap(height: number): void {
    this.y += height;
  }

  rule(): void {
    this.pdf
      .lineWidth(0.6)
      .moveTo(page.margin, this.y)
      .lineTo(page.width - page.margin, this.y)
      .stroke();
    this.y += 8;
  }

  framed(text: string): void {
    const height = 22;
    this.pdf.lineWidth(1.2).rect(page.margin, this.y, inner, height).stroke();
    this.y += 5;
    this.draw(text, page.margin + 8, 10, 700);
    this.y += height + 5;
  }

  /** The barcode, a module of at least 0.9 points with its quiet zones, and its digits in groups of four. */
  barcode(key: string, height: number, size: number): void {
    this.room(height + size * 2);
    const { bars, modules } = code128(key);
    const module = Math.min(1.4, inner / (modules + 20));
    const from = page.margin + 10 * module;
    for (const [at, width] of bars) this.pdf.rect(from + at * module, this.y, width * module, height);
    this.pdf.fillColor('black').fill();
    this.y += height + 4;
    this.words(key.replaceAll(/(\d{4})(?=\d)/g, '$1 '), { size, x: from });
  }

  /** The code, large enough to be read aloud. */
  code(code: string): void {
    this.room(60);
    this.words('Kod dostępu (podaj go razem z numerem PESEL)', { size: 10, weight: 700 });
    this.draw(code.split('').join(' '), page.margin, 34, 700);
    this.y += 48;
  }

  line(entry: SheetLine, index: number): void {
    this.room(60);
    this.words(`${index + 1}. ${entry.title}`, { size: 11.5, weight: 700 });
    for (const [label, words] of entry.details) {
      this.words(`${label}: ${words}`, { x: page.margin + 16 });
    }
    if (entry.key)
      this.words(`Klucz: ${entry.key.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}`, { size: 8, x: page.margin + 16 });
    this.gap(6);
  }
}

const titles = {
  prescription: {
    title: 'Informacja o wystawionych receptach',
    key: 'Klucz pakietu recept',
    advice:
      'Pokaż ten wydruk w aptece albo podaj kod dostępu i numer PESEL. Po rozpoczęciu realizacji jednej recepty ' +
      'kolejne opakowania odbierzesz w tej samej aptece. To jest informacja, nie recepta.',
  },
  referral: {
    title: 'Informacja o wystawionym skierowaniu',
    key: 'Klucz skierowania',
    advice:
      'Podaj kod dostępu i numer PESEL przy zapisie do placówki. Nie musisz niczego dostarczać. ' +
      'To jest informacja, nie skierowanie.',
  },
} as const;

function fill(sheet: Sheet, content: InformationSheet): void {
  const { title, key, advice } = titles[content.kind];
  if (content.label) sheet.framed(content.label);
  sheet.words(title, { size: 18, weight: 700 });
  sheet.words(`Data wystawienia: ${content.issuedOn}`);
  sheet.gap(10);
  sheet.words(key, { size: 10, weight: 700 });
  sheet.barcode(content.key, 46, 9);
  sheet.gap(8);
  sheet.code(content.code);
  sheet.rule();
  sheet.words(`Pacjent: ${content.patient.name}`, { size: 11, weight: 700 });
  for (const words of content.patient.details) sheet.words(words);
  sheet.gap(8);
  content.lines.forEach((line, index) => sheet.line(line, index));
  sheet.rule();
  sheet.words(`Wystawia: ${content.issuer.name}`, { weight: 700 });
  for (const words of content.issuer.details) sheet.words(words);
  sheet.gap(10);
  sheet.words(advice, { size: 9 });
}

/**
 * Makes the sheet. pdfkit is loaded when a sheet is first made.
 * @throws TypeError when the key is not an even number of digits.
 */
export async function sheetPdf(content: InformationSheet): Promise<Buffer> {
  code128(content.key);
  const name = 'pdfkit' as string;
  const { default: Document } = (await import(name)) as { default: new (options: object) => Pdf };
  const pdf = new Document({
    size: 'A4',
    margin: 0,
    lang: 'pl-PL',
    displayTitle: true,
    info: { Title: titles[content.kind].title, Creator: 'e-Zdrowie', Producer: 'e-Zdrowie' },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk) => void chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  fill(new Sheet(pdf), content);
  pdf.end();
  return done;
}
